"""Which laid-out text a practice copy leaves out: found after layout, so that no line breaks otherwise.

The boxes stay where they are; drawing skips the glyphs of what is left out and rules a line in their place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any

from pipeline.blanks import LONGEST, Blanks, answer_of

_HYPHEN = "\u2010"


@dataclass(frozen=True, slots=True, eq=False)
class Gap:
    """Characters of a text box that are left out; `number` is 0 where a blank goes on, or has none."""

    start: int
    end: int
    number: int = 0
    is_ruled: bool = False
    """Whether there is a line already."""


@dataclass(frozen=True, slots=True, eq=False)
class Left:
    """What is left out of a document: gaps by text box, pictures as a whole, and the numbered blanks of the key."""

    gaps: Mapping[Any, Sequence[Gap]] = field(default_factory=dict)
    pictures: frozenset[Any] = frozenset()
    numbered: tuple[tuple[int, int, str], ...] = ()
    """Page, number on it, words."""
    inside: frozenset[Any] = frozenset()
    """Elements that are left out as a whole."""

    def said(self, element: Any, text: str, blanks: Blanks) -> str:  # noqa: ANN401 - an element of the markup
        """What a voice may say of an element without telling an answer."""
        return "…" if element in self.inside else blanks.without(text)


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    """A text box or picture of a run, and the area it stands in, if any."""

    box: Any
    page: int
    ends_line: bool
    area: Any
    name: str
    margin: bool


def left(pages: Sequence[Any], blanks: Blanks) -> Left:
    """What these pages leave out."""
    if not blanks.answers and not blanks.areas:
        return Left()
    taken = _Taken()
    for run in _runs(pages, blanks, taken.inside):
        taken.add(run, blanks)
    key = ((page, number, " ".join(words.split())) for (page, number), words in sorted(taken.numbered.items()))
    return Left(taken.gaps, frozenset(taken.pictures), tuple(key), frozenset(taken.inside))


def _area(element: Any, holder: Any, blanks: Blanks) -> str:  # noqa: ANN401 - elements of the markup
    """The name by which an element is an area, "" when it is none; `holder` is the element it stands directly in."""
    classes = element.get("class", "").split()
    stays = holder is None or _BESIDE.intersection(classes) or _asks(element, holder)
    around = "" if stays else holder.get("class", "")
    for name in blanks.areas:
        outer, inner, tag = name.partition(">")
        if outer in around.split() and tag in {"*", element.tag} if inner else outer in (element.tag, *classes):
            return "" if name in blanks.brief and len(answer_of(" ".join(element.itertext()))) > LONGEST else name
    return ""


_BESIDE = frozenset({"label", "to-answer"})
"""What is in a box beside its content: its name, and where its answer is."""


def _asks(element: Any, holder: Any) -> bool:  # noqa: ANN401 - same
    """Whether a paragraph is the question of a box whose title asks nothing."""
    paragraphs = [child for child in holder if not _BESIDE.intersection(child.get("class", "").split())]
    titled = holder.find(".//*[@class='title']") is not None or holder.get("class") == "qa"
    return not titled and element in paragraphs[:1]


# ------------------------------------------------------------------ what is drawn, run by run


def _runs(pages: Sequence[Any], blanks: Blanks, inside: set[Any]) -> Iterator[list[_Piece]]:
    """The pieces of each run of text, over lines and pages; a margin's text is a run of its own."""
    from weasyprint.formatting_structure import boxes

    runs: dict[Any, list[_Piece]] = {}
    for index, page in enumerate(pages):
        root = page._page_box  # noqa: SLF001 - no public door
        for child in root.children:
            margin = isinstance(child, boxes.MarginBox)
            for home, piece in _pieces(child, blanks, _Where(index, child, inside, margin=margin)):
                runs.setdefault(home if not margin else (index, home), []).append(piece)
    yield from runs.values()


@dataclass(frozen=True, slots=True, eq=False)
class _Where:
    """Where a walk over boxes has come to."""

    page: int
    home: Any
    inside: set[Any]
    """Gathers what is within areas."""
    element: Any = None
    area: Any = None
    name: str = ""
    margin: bool = False


def _pieces(box: Any, blanks: Blanks, at: _Where, *, last: bool = True) -> Iterator[tuple[Any, _Piece]]:  # noqa: ANN401 - boxes of the engine
    """What is drawn below a box, with the element whose text it is part of."""
    from weasyprint.formatting_structure import boxes

    box = getattr(box, "_box", box)  # a placeholder of something positioned
    element = box.element
    if element is not None and "::" not in (box.element_tag or ""):
        if element.get("data-page-of") or element.get("data-pages-of"):
            return
        if at.area is not None and element.tag == "small":
            return  # what is told besides
        if at.area is None and element is not at.element and (name := _area(element, at.element, blanks)):
            at = replace(at, area=element, name=name)
        if at.area is not None:
            at.inside.add(element)
        at = replace(at, element=element)
    if isinstance(box, boxes.BlockLevelBox | boxes.TableCellBox | boxes.InlineBlockBox):
        at = replace(at, home=element if element is not None else box)
    if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
        yield at.home, _Piece(box, at.page, last, at.area, at.name, at.margin)
        return
    children = list(getattr(box, "children", ()))
    for child in children:
        ends = child is children[-1] and (last or isinstance(box, boxes.LineBox))
        yield from _pieces(child, blanks, at, last=ends)


@dataclass(slots=True, eq=False)
class _Taken:
    """What is left out so far."""

    gaps: dict[Any, list[Gap]] = field(default_factory=dict)
    pictures: set[Any] = field(default_factory=set)
    numbered: dict[tuple[int, int], str] = field(default_factory=dict)
    areas: dict[Any, tuple[int, int]] = field(default_factory=dict)
    inside: set[Any] = field(default_factory=set)
    counts: dict[int, int] = field(default_factory=dict)

    def add(self, run: Sequence[_Piece], blanks: Blanks) -> None:
        """Leaves out areas as a whole, and the answers in what stands between them."""
        held: list[_Piece] = []
        for piece, after in zip_longest(run, run[1:]):
            if piece.area is None:
                held.append(piece)
                continue
            self._answers(held, blanks)
            held = []
            is_last = after is None or after.area is not piece.area
            self._whole(piece, blanks, is_ruled=is_last and piece.name in blanks.ruled)
        self._answers(held, blanks)

    def _whole(self, piece: _Piece, blanks: Blanks, *, is_ruled: bool) -> None:
        """Leaves out a box of an area; all boxes of one have one number."""
        text = getattr(piece.box, "text", None)
        if text is None:
            self.pictures.add(piece.box)
            return
        if not text.strip():
            return
        number = 0
        if piece.name in blanks.counted and piece.area not in self.areas:
            number = self._next(piece.page)
            self.areas[piece.area] = (piece.page, number)
        if piece.area in self.areas:
            self.numbered[self.areas[piece.area]] += _said(piece)
        start = len(text) - len(text.lstrip())
        self.gaps.setdefault(piece.box, []).append(Gap(start, len(text.rstrip()), number, is_ruled))

    def _answers(self, run: Sequence[_Piece], blanks: Blanks) -> None:
        text, spots = _joined(run)
        ends = [first for first, _ in spots[1:]] + [len(text)]
        for start, end in blanks.spans(text):
            number = 0
            for (first, piece), last in zip(spots, ends, strict=True):
                a, b = max(start, first), min(end, last, first + len(piece.box.text))
                if a >= b:
                    continue
                if end > last and piece.box.text.endswith(_HYPHEN):
                    b = first + len(piece.box.text)
                fresh = not number and not piece.margin
                if fresh:
                    number = self._next(piece.page)
                    self.numbered[piece.page, number] = text[start:end]
                self.gaps.setdefault(piece.box, []).append(Gap(a - first, b - first, number if fresh else 0))

    def _next(self, page: int) -> int:
        number = self.counts[page] = self.counts.get(page, 0) + 1
        self.numbered[page, number] = ""
        return number


def _said(piece: _Piece) -> str:
    """The text of a box as it goes on in the next one."""
    text: str = piece.box.text
    if piece.ends_line:
        return text.removesuffix(_HYPHEN) if text.endswith(_HYPHEN) else text + "\n"
    return text


def _joined(run: Sequence[_Piece]) -> tuple[str, list[tuple[int, _Piece]]]:
    """The text of a run, and where each of its boxes begins in it."""
    text = ""
    spots: list[tuple[int, _Piece]] = []
    for piece in run:
        words = getattr(piece.box, "text", None)
        if words is None:
            text += " "
            continue
        spots.append((len(text), piece))
        text += _said(piece)
    return text, spots
