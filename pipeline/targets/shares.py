"""Long things in shares: what is too long to be set at once is several leaves, each of which begins a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from pipeline import model as m
from pipeline.text import text_of

A = TypeVar("A")


def named(stem: str, number: int) -> str:
    """The name of a share; but for the first it has a dot, which no note's has."""
    return stem if number == 1 else f"{stem}.{number}"


def stem(leaf: str) -> str:
    """What a leaf is a share of."""
    return leaf.partition(".")[0]


def filled(items: Iterable[A], size: Callable[[A], int], most: int) -> Iterator[list[A]]:
    """Lists whose sizes together are at most so many; an item that has more is alone."""
    held: list[A] = []
    taken = 0
    for item in items:
        here = size(item)
        if held and taken + here > most:
            yield held
            held, taken = [], 0
        held.append(item)
        taken += here
    if held:
        yield held


def runs(blocks: Sequence[m.Block], most: int) -> Iterator[list[m.Block]]:
    """Blocks in runs of at most so many characters; a longer list, table or piece of code goes on in the next run."""
    if _length(blocks) <= most:
        yield list(blocks)
        return
    pieces = (piece for block in blocks for piece in _pieces(block, most))
    yield from filled(pieces, lambda piece: _length((piece,)), most)


def _pieces(block: m.Block, most: int) -> Iterator[m.Block]:
    """The block, or several in its place; only the first has its name."""
    match block:
        case m.List(items):
            at = block.start
            for number, share in enumerate(filled(items, lambda item: _length(item.blocks), most)):
                yield replace(block, items=tuple(share), start=at, id="" if number else block.id)
                at += len(share)
        case m.Table(head, rows):
            for number, chosen in enumerate(filled(rows, _row, most)):
                piece = replace(block, rows=tuple(chosen))
                yield replace(piece, head=replace(head, id=""), caption=(), id="") if number else piece
        case m.CodeBlock(text):
            for number, lines in enumerate(filled(text.split("\n"), len, most)):
                yield replace(block, text="\n".join(lines), id="" if number else block.id)
        case _:
            yield block


def _row(row: m.Row) -> int:
    return _length((m.Table(row, (), ()),))


def _length(blocks: Sequence[m.Block]) -> int:
    return len(text_of(blocks))
