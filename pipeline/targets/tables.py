"""How a table is set on paper: chosen by measure before anything is set, so that nothing of it runs off the page.

In this order: beside the cues, over the whole width, in smaller type, on a page turned on its side, squeezed, and at
last as cards, one for each row. Type is never smaller than the last of its room's sizes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from pipeline import model as m
from pipeline.html import Form, Look
from pipeline.targets.cells import Extent, Ruler

SIZES = (9.2, 8.4, 7.8)
"""Sizes of type in points: the style sheet's, and what it may shrink to. A room may have others."""
_GAP, _LEADING, _RISE = 8.6, 1.32, 5.4
"""What parts two columns (pt), the height of a line (em), what parts two rows (pt), in type of the first of `SIZES`."""
_LEAST, _MOST, _TIGHT = 4.6, 12.0, 0.72
"""What a column of running text wants at least and at most (em), and how much of it will do."""
_WHOLE, _HEAD, _TURNED = 1 / 3, 1 / 6, 0.45
"""Shares of a page's height: up to here a row or a table is kept together, a head is repeated; from here on a table is
worth a page of its own.
"""
_NAME = 0.24
"""Share of a card that the names of its lines take."""
_NESTED = 22.0
"""Points that each frame or list around a table takes from its width."""


@dataclass(frozen=True, slots=True)
class Room:
    """What a table may take, in points; `page` and `turned` are 0 where it cannot be so wide."""

    column: float
    height: float
    page: float = 0.0
    turned: float = 0.0
    turned_height: float = 0.0
    sizes: tuple[float, ...] = SIZES
    """Of type, as in `SIZES`."""
    small: bool = False
    """Whether a table is rather set in small type than wider than the column."""

    @property
    def scale(self) -> float:
        return self.sizes[0] / SIZES[0]

    def inside(self, depth: int) -> Room:
        """Within so many frames or lists."""
        if not depth:
            return self
        column = max(self.column / 3, self.column - _NESTED * self.scale * depth)
        return Room(column, self.height, sizes=self.sizes)


def look(table: m.Table, room: Room, ruler: Ruler) -> Look:
    """The first form in which the table fits."""
    grid = _Grid.of(table, ruler, room)
    if room.small and grid.width(room.sizes[-1], _TIGHT) <= room.column:
        size = next((size for size in room.sizes if grid.width(size) <= room.column), room.sizes[-1])
        return grid.look("column", size, room.column, room.height, ruled=grid.width(size) > room.column)
    for form, wide, high, size in _forms(room):
        if grid.width(size) <= wide and (form != "turned" or grid.fills(size, wide, high, room)):
            return grid.look(form, size, wide, high)
    size, wide = room.sizes[-1], room.page or room.column
    if len(table.head.cells) < 3 or not table.rows or grid.width(size, _TIGHT) <= wide:
        return grid.look("page" if room.page else "column", size, wide, room.height, ruled=True)
    return grid.cards(room)


def _forms(room: Room) -> Iterator[tuple[Form, float, float, float]]:
    yield "column", room.column, room.height, room.sizes[0]
    further: tuple[tuple[Form, float, float], ...] = (
        ("page", room.page, room.height),
        ("column", 0.0 if room.page else room.column, room.height),
        ("turned", room.turned, room.turned_height),
    )
    for form, wide, high in further:
        yield from ((form, wide, high, size) for size in room.sizes if wide)


@dataclass(frozen=True)
class _Grid:
    """A table as extents: the head's first, then the rows'."""

    rows: tuple[tuple[Extent, ...], ...]
    body: float
    """The usual size of its type."""

    @classmethod
    def of(cls, table: m.Table, ruler: Ruler, room: Room) -> _Grid:
        lines = ((table.head, True), *((row, False) for row in table.rows))
        rows = tuple(tuple(ruler.extent(cell, head=head) for cell in row.cells) for row, head in lines)
        return cls(rows, room.sizes[0])

    @property
    def gap(self) -> float:
        return _GAP * (self.body / SIZES[0])

    @property
    def rise(self) -> float:
        return _RISE * (self.body / SIZES[0])

    @cached_property
    def columns(self) -> tuple[Extent, ...]:
        """The most that each column holds."""
        both = zip(*self.rows, strict=True)
        return tuple(
            Extent(max(c.word for c in col), max(c.line for c in col), any(c.unruly for c in col)) for col in both
        )

    def width(self, size: float, share: float = 1.0) -> float:
        """Points that the table wants in type of this size; running text gets this share of what it wants."""
        return size * sum(_wanted(c, share) for c in self.columns) + self.gap * len(self.columns)

    def shares(self, size: float, wide: float) -> tuple[float, ...]:
        """The widths of the columns in points: between their words, what they want, and their longest lines."""
        steps = [
            [size * _wanted(column, 0.0) + self.gap for column in self.columns],
            [size * _wanted(column, 1.0) + self.gap for column in self.columns],
            [size * max(column.word, column.line) + self.gap for column in self.columns],
        ]
        for low, high in pairwise(steps):
            if sum(low) <= wide < sum(high):
                part = (wide - sum(low)) / (sum(high) - sum(low))
                return tuple(a + part * (b - a) for a, b in zip(low, high, strict=True))
        whole = steps[0] if wide < sum(steps[0]) else steps[-1]
        return tuple(each * wide / sum(whole) for each in whole)

    def heights(self, size: float, wide: float) -> list[float]:
        """Points that each row takes, the head first."""
        inner = [max(1.0, (share - self.gap) / size) for share in self.shares(size, wide)]
        return [
            size * _LEADING * max(math.ceil(cell.line / room) for cell, room in zip(row, inner, strict=True))
            + self.rise
            for row in self.rows
        ]

    def fills(self, size: float, wide: float, high: float, room: Room) -> bool:
        """Whether it is worth a turned page: it takes much of it, or would be longer than a page as cards."""
        return sum(self.heights(size, wide)) >= _TURNED * high or sum(self.card_heights(room.column)) > room.height

    def card_heights(self, wide: float) -> list[float]:
        """Points that each row takes as a card."""
        size, inner = self.body, (wide * (1 - _NAME) - self.gap) / self.body
        line = size * _LEADING
        return [sum(line * max(1, math.ceil(cell.line / inner)) + self.rise for cell in row) for row in self.rows[1:]]

    def cards(self, room: Room) -> Look:
        heights = self.card_heights(room.column)
        tall = tuple(n for n, height in enumerate(heights) if height > 1.5 * _WHOLE * room.height)
        return Look("cards", whole=sum(heights) <= _WHOLE * room.height, parted=tall)

    def look(self, form: Form, size: float, wide: float, high: float, *, ruled: bool = False) -> Look:
        head, *rows = self.heights(size, wide)
        whole = sum(self.shares(size, wide))
        ruled = ruled or any(column.unruly for column in self.columns)
        return Look(
            form=form,
            size=0.0 if size == self.body else size,
            columns=tuple(round(100 * share / whole, 2) for share in self.shares(size, wide)) if ruled else (),
            repeats=head <= _HEAD * high,
            whole=head + sum(rows) <= _WHOLE * high,
            parted=tuple(n for n, row in enumerate(rows) if row > _WHOLE * high),
        )


def _wanted(column: Extent, share: float) -> float:
    """Em that a column wants: room for its words; for running text, for so much more that it reads well."""
    text = min(column.line, _MOST, max(_LEAST, 1.6 * math.sqrt(column.line)))
    return max(column.word, text * share)
