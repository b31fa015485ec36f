"""Draws pages: marks what is content and whose, and leaves page numbers open.

A subclass of WeasyPrint's stream, which is told of each text box and picture that is drawn (`marked`) and of each
ornament (`artifact`). WeasyPrint marks every box on its own; here neighbours of one owner share a mark. This module
imports the engine: import it where it is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from weasyprint.pdf.stream import Stream

from pipeline.targets.engine import blanks, erase, places, readable
from pipeline.targets.engine.glyphs import COMPLEX, Fonts, Use
from pipeline.targets.engine.links import SCALE, Link
from pipeline.targets.engine.nodes import Mark, Node
from pipeline.targets.engine.objects import Blank, literal

_ORNAMENT = b"/Artifact BMC"
_MARGIN = b"/Artifact<</Type/Pagination>>BDC"


@dataclass(slots=True, eq=False)
class Ledger:
    """What the drawing of one fragment reads and gathers."""

    fonts: Fonts
    marks: Mapping[Any, Mark]
    """Text box or picture → its place in the structure tree; what has none is an artifact."""
    lines: Mapping[Any, Sequence[tuple[Mark, Link]]]
    """Text box of an index line → the places in it."""
    features: Callable[[Any], Mapping[str, int]]
    """OpenType features of a style."""
    left: blanks.Left = field(default_factory=blanks.Left)
    """What a practice copy leaves out."""
    page: int = 0
    folios: Mapping[Any, places.Want] = field(default_factory=dict)
    found: list[places.Found] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    grey: float | None = None
    """As in `Job`."""

    def want(self, box: Any) -> places.Want | None:  # noqa: ANN401 - a text box of the engine
        return self.folios.get(box) or places.reference(box)


_WHITE = 0.88
"""What is lighter is paper where there is no colour."""


def _grey(red: float, green: float, blue: float, black: float) -> float:
    """Of the same brightness (ITU-R BT.709); black below `black`, and no tint where paper will do."""
    seen = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 0.0 if seen < black else 1.0 if seen > _WHITE else seen


def canvas(ledger: Ledger, page: Any, resources: Any, images: dict[str, Any]) -> Any:  # noqa: ANN401 - all WeasyPrint's
    """A page as a stream, in points from its lower left corner."""
    bleed = page.bleed
    width, height = page.width + bleed["left"] + bleed["right"], page.height + bleed["top"] + bleed["bottom"]
    area = (-bleed["left"], -bleed["top"], width, height)
    stream = Canvas(ledger, ledger.fonts, area, resources, images, {}, {}, None)
    stream.transform(d=-1, f=page.height * SCALE)
    page.paint(stream, SCALE)
    return stream


class Canvas(Stream):  # type: ignore[misc]
    """A page, or a group within one: each numbers its marked content from 0."""

    def __init__(self, ledger: Ledger, *args: object, **named: object) -> None:
        super().__init__(*args, **named)
        self.ledger = ledger
        self.owners: list[Node] = []
        self._open = False
        self._last: Node | bytes | None = None

    def set_color_rgb(self, r: float, g: float, b: float, stroke: bool = False) -> None:
        if self.ledger.grey is None:
            super().set_color_rgb(r, g, b, stroke)
            return
        self.stream.append(b"%.3g %s" % (_grey(r, g, b, self.ledger.grey), b"G" if stroke else b"g"))

    def clone(self, **named: object) -> Any:  # noqa: ANN401 - a canvas
        same = {
            "fonts": self._fonts,
            "page_rectangle": self.page_rectangle,
            "resources": self._resources,
            "images": self._images,
            "tags": self._tags,
            "color_profiles": self._color_profiles,
            "output_intent": self._output_intent,
        }
        return Canvas(self.ledger, **{**same, **named})

    def add_font(self, pango_font: Any) -> tuple[Use, float]:  # noqa: ANN401 - a foreign pointer
        return self.ledger.fonts.find(pango_font)

    def show_text(self, text: str) -> None:
        shown = text.replace(">0<", "").removesuffix(">0") + (">" if text.endswith(">0") else "")
        if shown:
            self.stream.append(b"[" + shown.encode("ascii") + b"] TJ")

    def artifact(self) -> AbstractContextManager[None]:
        """An ornament; within content, as the line under a word, it is part of it."""
        return self._within(_ORNAMENT)

    @contextmanager
    def marked(self, box: Any, _tag: str) -> Iterator[None]:  # noqa: ANN401 - a box of the engine
        if line := self.ledger.lines.get(box):
            with self._parted(box, line):
                yield
            return
        mark = self.ledger.marks.get(box)
        text = getattr(box, "text", "")
        want = self.ledger.want(box) if text else None
        gaps = () if want else self.ledger.left.gaps.get(box, ())
        spoken = ""
        if COMPLEX.search(text) and not want and not readable.is_readable(box, self.ledger.fonts):
            spoken = erase.kept(text, gaps)
        with self._within(mark.owner if mark else _MARGIN, mark, spoken):
            start = max(len(self.stream) - 1, 0)  # a text object that ends there is gone on with
            yield
            if want:
                self._leave_open(want, box, start)
            elif gaps:
                self._leave_out(gaps, box, start)
            elif box in self.ledger.left.pictures:
                del self.stream[start + 1 :]

    @contextmanager
    def _within(self, owner: Node | bytes, mark: Mark | None = None, spoken: str = "") -> Iterator[None]:
        """Marks what is drawn; it goes on with the mark before when that is the owner's and nothing came between.

        What is `spoken` otherwise than drawn has a mark of its own: readers take marks within marks badly.
        """
        operators = self.stream
        if self._open:
            yield
            return
        fresh = bool(spoken) or not operators or operators[-1] != b"EMC" or self._last is not owner
        if fresh:
            operators.append(self._begin(owner, mark, spoken))
        else:
            operators.pop()
        begun = len(operators)
        self._open, self._last = True, None if spoken else owner
        try:
            yield
        finally:
            self._open = False
        if fresh and len(operators) == begun:
            operators.pop()
            self._last = None
            if mark:
                self.owners.pop()
                mark.undone()
        else:
            operators += [b"EMC"] * (1 + bool(spoken and not mark))

    def _begin(self, owner: Node | bytes, mark: Mark | None, spoken: str) -> bytes:
        """The operator that begins a mark; characters stand beside the glyphs of complex scripts (14.9.4)."""
        if spoken and mark:  # readers do not see the gap between such text and its neighbour in the next column
            spoken = " " * mark.begins + spoken + " " * mark.ends
        said = b"/ActualText" + literal(spoken) if spoken else b""
        if isinstance(owner, bytes):
            return b"%b\n/Span<<%b>>BDC" % (owner, said) if spoken else owner
        if mark:
            mark.done(self, len(self.owners), self.ledger.page)
        tag = "Span" if spoken else owner.role  # readers look for such text in spans only
        self.owners.append(owner)
        return f"/{tag}<</MCID {len(self.owners) - 1}".encode() + said + b">>BDC"

    @contextmanager
    def _parted(self, box: Any, line: Sequence[tuple[Mark, Link]]) -> Iterator[None]:  # noqa: ANN401 - a text box
        """Makes a slot of each place in an index line, which was laid out and is drawn as one text."""
        begun = max(len(self.stream) - 1, 0)
        self._open, self._last = True, None
        try:
            yield
        finally:
            self._open = False
        key, size = self._old_font
        use = next(use for use in self.ledger.fonts.uses.values() if use.hash == key)
        features = self.ledger.features(box.style)
        at = next(n for n in range(begun, len(self.stream)) if self.stream[n].endswith(b"] TJ"))
        ends = places.parted(self.stream[at], use.cut.shaped(features), use.cut)
        if len(ends) != len(line):
            self.ledger.remarks.append(f"no place for the page numbers in “{box.text}”")
            self.stream[at : at + 1] = [self._begin(line[0][0].owner, line[0][0], ""), self.stream[at], b"EMC"]
            return
        use.slots, use.features = True, use.features or features
        before, operators = 0.0, []
        for (mark, link), end in zip(line, ends, strict=True):
            slot = places.seated(link, use, end, size)
            moved = b"%.3f 0 Td" % ((end[0] - before) * size / 1000)
            operators += [self._begin(mark.owner, mark, ""), moved, Blank(len(self.ledger.found), slot.size), b"EMC"]
            self.ledger.found.append(slot)
            before = end[0]
        self.stream[at : at + 1] = operators

    def _leave_open(self, want: places.Want, box: Any, start: int) -> None:  # noqa: ANN401 - a text box
        """Makes a slot of the operator that shows the reserved figures."""
        features = self.ledger.features(box.style)
        for use in self.ledger.fonts.uses.values():
            place = places.opening(self.stream, start, use.cut.shaped(features), want.reserved, use.cut)
            if place:
                break
        else:
            self.ledger.remarks.append(f"no place for the page number in “{box.text}”")
            return
        use.slots, use.features = True, use.features or features
        slot = places.found(want, self.ledger.page, use, place)
        blank = Blank(len(self.ledger.found), slot.size)
        self.stream[place.at] = blank
        self.ledger.found.append(slot)

    def _leave_out(self, gaps: Sequence[blanks.Gap], box: Any, start: int) -> None:  # noqa: ANN401 - same
        """Takes the glyphs of gaps out of what was drawn from `start` on, and rules lines in their place."""
        shown = erase.glyphs(box)
        hidden = [any(gap.start <= glyph.character < gap.end for gap in gaps) for glyph in shown]
        cuts = {use.hash: use.cut for use in self.ledger.fonts.uses.values()}
        self.stream[start:] = erase.emptied(self.stream, start, hidden, cuts)
        for gap in gaps:
            within = [glyph for glyph in shown if gap.start <= glyph.character < gap.end]
            if within:
                self._rule(gap, box, min(g.x for g in within), max(g.x + g.width for g in within))

    def _rule(self, gap: blanks.Gap, box: Any, begin: float, end: float) -> None:  # noqa: ANN401 - same
        """A line to write on, with the number of its answer."""
        x, y = box.position_x, box.position_y + box.baseline
        if not gap.is_ruled:
            self.set_color(box.style["color"], stroke=True)
            self.set_line_width(erase.THICKNESS)
            self.move_to(x + begin, y + erase.BELOW)
            self.line_to(x + end, y + erase.BELOW)
            self.stroke()
        use = next((use for use in self.ledger.fonts.uses.values() if use.cut.nominal("0")), None)
        if gap.number and use:
            figures = [use.cut.nominal(figure) for figure in str(gap.number)]
            use.to_unicode.update(zip(figures, str(gap.number), strict=True))
            self.begin_text()
            self.set_font_size(use.hash, erase.FIGURES)
            self.set_text_matrix(1, 0, 0, -1, x + begin, y - erase.RAISED)
            self.show_text(f"<{''.join(f'{glyph:04x}' for glyph in figures)}>")
            self.end_text()
