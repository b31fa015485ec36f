"""Where pages lie on sheets of paper: pure geometry, in millimetres from the lower left corner of each printed side.

What is laid out are the pages of a finished file by their numbers from 0; `None` is a page to write on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from types import MappingProxyType
from typing import Literal, TypeVar

PAPERS: Mapping[str, tuple[float, float]] = MappingProxyType({"a4": (210.0, 297.0), "letter": (215.9, 279.4)})
THICK = 20
"""Sheets in one fold: more spring open, and are too many for the staplers that people have."""

Flip = Literal["short", "long"]
"""The edge of the sheet over which the printer turns it to print its back."""
Page = TypeVar("Page")

_TICK, _EDGE = 7.0, 5.0
"""Length of a mark, and how far it stands from the paper's edge, where printers print nothing."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A page's place. The page is moved by `shift` to the right within it, and what comes to lie outside is cut off."""

    page: int | None
    x: float
    y: float
    width: float
    height: float
    shift: float = 0.0


Line = tuple[float, float, float, float]
"""From x, y to x, y."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a sheet: pages, fine marks and thick bars. One that `stands_on_head` is turned by 180 degrees."""

    width: float
    height: float
    cells: tuple[Cell, ...]
    marks: tuple[Line, ...] = ()
    bars: tuple[Line, ...] = ()
    stands_on_head: bool = False


def paper(width: float, height: float) -> tuple[float, float]:
    """The paper for pages of this size: Letter where one of its sides is one of theirs or a half of it, else A4."""
    sides = {round(side * share) for side in PAPERS["letter"] for share in (1, 0.5)}
    return PAPERS["letter" if {round(width), round(height)} <= sides else "a4"]


def scale(cell: Cell, width: float, height: float) -> float:
    """By what a page of this size, turned as the cell is, is made smaller. A hundredth is not worth it."""
    found = min(1.0, cell.width / width, cell.height / height)
    return 1.0 if found > _ALIKE else found


_ALIKE = 0.99


def padded(pages: Sequence[Page], multiple: int, *, last_stays: bool) -> tuple[Page | None, ...]:
    """The pages with as many to write on that their number is a multiple: at the end, or before a last one that stays.

    A last page that stays is the outside of the back.
    """
    spare = (None,) * (-len(pages) % multiple)
    return (*pages[:-1], *spare, *pages[-1:]) if last_stays and pages else (*pages, *spare)


def sections(sheets: int, most: int) -> tuple[int, ...]:
    """The sheets of each section: `most` of them or fewer (0: all in one fold), as equal as can be."""
    count = -(-sheets // most) if most else min(sheets, 1)
    return tuple(sheets // count + (number < sheets % count) for number in range(count))


def booklet(
    pages: Sequence[int | None],
    paper: tuple[float, float],
    *,
    creep: float = 0.0,
    section: int = 0,
    flip: Flip = "short",
    from_right: bool = False,
) -> tuple[Side, ...]:
    """Front and back of each sheet, two pages on either, to be folded in the middle and put into one another.

    The number of pages is a multiple of 4. `creep` is what the edge of a sheet sticks out beyond the sheet around it,
    once all are folded: pages are moved towards the fold by as much, so that margins are even when edges are cut.
    A book that is read `from_right` is bound there, too.
    """
    width, height = max(paper), min(paper)
    ends = accumulate(sections(len(pages) // 4, section), initial=0)
    return tuple(
        side
        for first, last in pairwise(ends)
        for front, back, shift in _folded(pages[4 * first : 4 * last], creep)
        for side in (
            _spread(front[:: -1 if from_right else 1], shift, width, height),
            _spread(back[:: -1 if from_right else 1], shift, width, height, stands_on_head=flip == "long"),
        )
    )


_Spread = tuple[int | None, ...]


def _folded(pages: Sequence[int | None], creep: float) -> Iterator[tuple[_Spread, _Spread, float]]:
    """Left and right page of the front and the back of each sheet of a section, the outermost first."""
    last = len(pages) - 1
    for sheet in range(len(pages) // 4):
        near, far = 2 * sheet, last - 2 * sheet
        yield (pages[far], pages[near]), (pages[near + 1], pages[far - 1]), sheet * creep


def _spread(pages: _Spread, shift: float, width: float, height: float, *, stands_on_head: bool = False) -> Side:
    middle = width / 2
    cells = (Cell(pages[0], 0, 0, middle, height, shift), Cell(pages[1], middle, 0, middle, height, -shift))
    marks = (
        (middle, _EDGE, middle, _EDGE + _TICK),
        (middle, height - _EDGE - _TICK, middle, height - _EDGE),
    )
    return Side(width, height, cells, marks, stands_on_head=stands_on_head)


def grid(
    pages: Sequence[int | None], up: int, paper: tuple[float, float], *, from_right: bool = False
) -> tuple[Side, ...]:
    """Sides of 2 or 4 pages in the order of reading; a sheet of 2 lies on its side."""
    columns, rows = (2, 1) if up == 2 else (2, 2)
    width, height = sorted(paper, reverse=up == 2)
    wide, high = width / columns, height / rows
    places = [
        (column * wide, height - (row + 1) * high)
        for row in range(rows)
        for column in range(columns)[:: -1 if from_right else 1]
    ]
    return tuple(
        Side(
            width,
            height,
            tuple(Cell(page, *place, wide, high) for page, place in zip(pages[at : at + up], places, strict=False)),
        )
        for at in range(0, len(pages), up)
    )
