"""Where cards lie on a sheet of paper: pure geometry, in millimetres from the upper left corner of the printed page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from types import MappingProxyType
from typing import Literal

EDGE = 4.0
"""What lies nearer to the paper's edge many printers do not print."""
MARGIN = 13.0
"""From the paper's edge to the cards: crop marks stand there, and backs that are moved still keep `EDGE`."""
REACH = 5.0
"""How far the backs may be moved, to any side."""
_GAP, _MARK, _CROSS = 1.0, 3.0, 1.5

GRIDS: Mapping[int, tuple[int, int, bool]] = MappingProxyType({8: (2, 4, False), 10: (2, 5, False), 16: (4, 4, True)})
"""Cards on a page → columns, rows, and whether the page lies on its side."""

Duplex = Literal["long", "short", "fold"]
"""How backs come behind fronts: the printer turns the paper over its long or its short edge, or backs stand beside the
fronts and the sheet is folded down the middle.
"""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    def moved(self, shift: tuple[float, float]) -> Box:
        """Moved to the right and upwards."""
        return replace(self, x=self.x + shift[0], y=self.y - shift[1])


Line = tuple[float, float, float, float]
"""From x, y to x, y."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A printed page: its size, its grid of cards, and how its back is printed."""

    width: float
    height: float
    columns: int
    rows: int
    duplex: Duplex

    @property
    def card(self) -> tuple[float, float]:
        """Width and height of a card."""
        return (self.width - 2 * MARGIN) / self.columns, (self.height - 2 * MARGIN) / self.rows

    @property
    def is_turned_sideways(self) -> bool:
        """Whether the back is mirrored from left to right, else from top to bottom."""
        return self.duplex == "fold" or (self.duplex == "long") == (self.height >= self.width)

    @property
    def fronts(self) -> tuple[Box, ...]:
        """The places of fronts in reading order: all cells, or those left of the fold."""
        wide, high = self.card
        columns = self.columns // 2 if self.duplex == "fold" else self.columns
        cells = product(range(self.rows), range(columns))
        return tuple(Box(MARGIN + column * wide, MARGIN + row * high, wide, high) for row, column in cells)

    def back(self, front: Box) -> Box:
        """The place that lies behind a front, as seen on the page with the backs (of a fold: on the same page)."""
        if self.is_turned_sideways:
            return replace(front, x=self.width - front.x - front.width)
        return replace(front, y=self.height - front.y - front.height)

    @property
    def marks(self) -> tuple[Line, ...]:
        """Crop marks around the cards: one at each end of every cut."""
        wide, high = self.card
        a, b = MARGIN - _GAP - _MARK, MARGIN - _GAP
        xs = [MARGIN + wide * n for n in range(self.columns + 1)]
        ys = [MARGIN + high * n for n in range(self.rows + 1)]
        upright = (line for x in xs for line in ((x, a, x, b), (x, self.height - a, x, self.height - b)))
        level = (line for y in ys for line in ((a, y, b, y), (self.width - a, y, self.width - b, y)))
        return (*upright, *level)

    @property
    def crosses(self) -> tuple[Line, ...]:
        """Small crosses where cuts meet between the cards, for who cuts with scissors."""
        wide, high = self.card
        meets = product(range(1, self.columns), range(1, self.rows))
        return tuple(line for n, k in meets for line in _cross(MARGIN + wide * n, MARGIN + high * k))

    @property
    def fold(self) -> Line | None:
        """The line to fold along."""
        middle = self.width / 2
        return (middle, EDGE + 1, middle, self.height - EDGE - 1) if self.duplex == "fold" else None


def _cross(x: float, y: float) -> Iterator[Line]:
    yield (x - _CROSS, y, x + _CROSS, y)
    yield (x, y - _CROSS, x, y + _CROSS)


def sheet(up: int, duplex: Duplex, paper: tuple[float, float]) -> Sheet:
    """A page of so many cards (a key of `GRIDS`) on paper of this width and height, held upright."""
    columns, rows, lies = GRIDS[up]
    width, height = sorted(paper, reverse=lies)
    return Sheet(width, height, columns, rows, duplex)
