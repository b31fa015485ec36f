"""Tables too wide for a small screen, told row by row: no e-reader scrolls sideways, so what sticks out is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline import model as m
from pipeline.text import inlines_in, plain

_ROOM, _ROOM_SMALL = 41, 46
"""Letters in a line of a table's type on a six-inch screen, less what parts the columns; small type from 5 columns."""
_COMMAND = re.compile(r"\\[A-Za-z]+|\\.")
_SILENT = re.compile(r"[{}_^&\s]")


def stacked(blocks: Sequence[m.Block]) -> tuple[m.Block, ...]:
    """The blocks, with each table that no line can hold as its heads and then its rows."""
    return tuple(new for block in blocks for new in _stacked(block))


def _stacked(block: m.Block) -> Iterator[m.Block]:
    match block:
        case m.Table(head) if sum(_least_widths(block)) > (_ROOM_SMALL if len(head.cells) > 4 else _ROOM):
            yield from _told(block)
        case m.Quote(blocks) | m.Div(blocks=blocks):
            yield replace(block, blocks=stacked(blocks))
        case m.List(items):
            yield replace(block, items=tuple(replace(i, blocks=stacked(i.blocks)) for i in items))
        case _:
            yield block


def _least_widths(table: m.Table) -> Iterator[int]:
    """For each column, the letters of its longest piece that no line end can part."""
    for column in zip(*(row.cells for row in (table.head, *table.rows)), strict=True):
        yield max(_longest(cell) for cell in column)


def _longest(cell: Sequence[m.Inline]) -> int:
    formulas = [len(_SILENT.sub("", _COMMAND.sub("x", i.tex))) for i in inlines_in(cell) if isinstance(i, m.Math)]
    words = [len(word) for i in inlines_in(cell) if isinstance(i, (m.Text, m.Code)) for word in plain((i,)).split()]
    return max((*formulas, *words), default=0)


def _told(table: m.Table) -> Iterator[m.Block]:
    if table.caption:
        yield m.Paragraph((m.Emphasis(table.caption, strong=True),), table.line)
    yield m.Paragraph((m.Span("heads", tuple(_joined(table.head.cells))),), table.head.line, table.head.id)
    yield m.Definitions(tuple(_row(row, table.head) for row in table.rows), table.line, table.id)


def _joined(cells: Sequence[tuple[m.Inline, ...]]) -> Iterator[m.Inline]:
    for number, cell in enumerate(cells):
        yield m.Text(" · " if number else "")
        yield from cell


def _row(row: m.Row, head: m.Row) -> m.Definition:
    """The first cell names the row; the others follow, each after the head of its column."""
    pairs = [(name, cell) for name, cell in zip(head.cells[1:], row.cells[1:], strict=True) if plain(cell).strip()]
    detail = tuple(m.Paragraph((m.Span("head", name), m.Text(" "), *cell)) for name, cell in pairs)
    return m.Definition(row.cells[0], (detail,) if detail else (), row.line, row.id)
