"""Places for page numbers: which boxes hold one, and where the number stands among the glyphs drawn for a box."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pipeline.targets.engine.glyphs import Cut, Use
from pipeline.targets.engine.links import SCALE, Link
from pipeline.targets.engine.objects import Operator
from pipeline.targets.engine.slots import FIGURES, room

SENTINEL = 700_000
"""Added to a page's number while a leaf is set, so that its folio can be told from all other text in the margins."""

Glyphs = tuple[tuple[int, float], ...]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True, eq=False)
class Want:
    """What a text box says of the page number in it."""

    target: str
    reserved: str
    """The figures that stand for the number."""
    align: Align = "left"


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A slot as it was drawn."""

    want: Want
    page: int
    use: Use
    width: float
    size: int
    before: Glyphs = ()
    after: Glyphs = ()
    link: Link | None = None
    """The link over it, if it is a place in a line of the index; its rectangle is the slot's."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Where the number stands: `at` is the index of the TJ operator that shows it."""

    at: int
    width: float
    before: Glyphs
    after: Glyphs


def reference(box: Any) -> Want | None:  # noqa: ANN401 - a text box of WeasyPrint
    """The number in running text: an element that names an anchor and holds zeros."""
    element = box.element
    target = None if element is None else element.get("data-page-of")
    zeros = re.search("0+", box.text) if target else None
    if not target or not zeros:
        return None
    return Want(target, zeros[0], "right" if element.get("data-align") == "right" else "left")


def line(box: Any) -> tuple[str, int]:  # noqa: ANN401 - same
    """What the places of an index line are named after, and how many a text box holds."""
    name = "" if box.element is None else box.element.get("data-pages-of", "")
    return name, len(re.findall("0+", box.text)) if name else 0


def folios(page: Any, number: int) -> Iterator[tuple[Any, Want]]:  # noqa: ANN401 - a page box of WeasyPrint
    """Text boxes in the margins of a page that tell its own number."""
    from weasyprint.formatting_structure import boxes

    for margin in page.children:
        if isinstance(margin, boxes.MarginBox):
            side = margin.style["text_align_all"]
            align: Align = "center" if side == "center" else "right" if side in {"right", "end"} else "left"
            for box in margin.descendants():
                if isinstance(box, boxes.TextBox) and str(number) in box.text:
                    yield box, Want("", str(number), align)


def opening(operators: Sequence[Operator], start: int, figures: Glyphs, reserved: str, cut: Cut) -> Opening | None:
    """The operator from `start` on that shows the reserved figures; None when their glyphs are not side by side."""
    wanted = [figures[FIGURES.index(figure)][0] for figure in reserved]
    for at in range(start, len(operators)):
        operator = operators[at]
        if not isinstance(operator, bytes) or not operator.endswith(b"] TJ"):
            continue
        glyphs, kerned = _shown(operator)
        place = next((n for n in range(len(glyphs)) if glyphs[n : n + len(wanted)] == wanted), None)
        if place is not None and font_at(operators, at) == cut.key:
            measured = tuple((glyph, cut.advance(glyph)) for glyph in glyphs)
            width = sum(advance for _, advance in measured) - kerned
            return Opening(at, width, measured[:place], measured[place + len(wanted) :])
    return None


def parted(operator: Operator, figures: Glyphs, cut: Cut) -> list[tuple[float, float]]:
    """Where each run of figures in a TJ operator begins and ends, in thousandths of the font size."""
    if not isinstance(operator, bytes) or not operator.endswith(b"] TJ"):
        return []
    known = {glyph for glyph, _ in figures[: len(FIGURES)]}
    ends: list[tuple[float, float]] = []
    at, is_within = 0.0, False
    for codes, number in PIECES.findall(operator):
        if number:
            at -= float(number)
        for glyph in _glyphs(codes):
            begin, at = at, at + cut.advance(glyph)
            if glyph in known:
                ends.append((ends.pop()[0] if is_within else begin, at))
            is_within = glyph in known
    return ends


PIECES = re.compile(rb"<([0-9a-f]*)>|(-?[0-9.]+)")


def _glyphs(codes: bytes) -> list[int]:
    return [int(codes[n : n + 4], 16) for n in range(0, len(codes), 4)]


def _shown(operator: bytes) -> tuple[list[int], float]:
    """Glyphs of a TJ operator, and the sum of what moves them back."""
    glyphs: list[int] = []
    kerned = 0.0
    for codes, number in PIECES.findall(operator):
        kerned += float(number or 0)
        glyphs += _glyphs(codes)
    return glyphs, kerned


def font_at(operators: Sequence[Operator], at: int) -> str:
    """The name of the font that is set before the operator of this index."""
    for operator in reversed(operators[:at]):
        if isinstance(operator, bytes) and operator.endswith(b" Tf"):
            return operator[1:].split(b" ", 1)[0].decode()
    return ""


def found(want: Want, page: int, use: Use, place: Opening) -> Found:
    """The slot in an opening."""
    size = room(len(place.before), len(place.after))
    return Found(want, page, use, place.width, size, place.before, place.after)


def seated(link: Link, use: Use, ends: tuple[float, float], size: float) -> Found:
    """The slot of a place in an index line, at its ends of a text in this size; gives its link the rectangle.

    A space is written behind the number: it parts the places for who copies them, and some readers take a digit that
    stands alone for a line of its own.
    """
    space = use.cut.nominal(" ")
    use.to_unicode.setdefault(space, " ")
    after = ((space, use.cut.advance(space)),)
    _, bottom, _, top = link.rectangle
    left, right = (round((link.box.position_x + end * size / 1000) * SCALE, 3) for end in ends)
    link.rectangle = (left, bottom, right, top)
    size_in_bytes = room(0, len(after), grouped=True)
    return Found(Want(link.target, ""), link.page, use, ends[1] - ends[0], size_in_bytes, after=after, link=link)
