"""Copies of blocks that stand in another note: every id with a prefix, so that nothing is defined twice."""

from __future__ import annotations

from dataclasses import replace

from pipeline import model as m


def renamed(block: m.Block, prefix: str) -> m.Block:
    """A copy whose ids do not clash with the host's; its headings have no number."""
    name = _with(prefix, block.id)
    match block:
        case m.Heading():
            return replace(block, id=name, number="")
        case m.Quote(blocks) | m.Div(blocks=blocks):
            return replace(block, id=name, blocks=_all(blocks, prefix))
        case m.List(items):
            copies = tuple(replace(i, id=_with(prefix, i.id), blocks=_all(i.blocks, prefix)) for i in items)
            return replace(block, id=name, items=copies)
        case m.Definitions(items):
            return replace(block, id=name, items=tuple(_definition(d, prefix) for d in items))
        case m.Table(head, rows):
            return replace(block, id=name, head=_row(head, prefix), rows=tuple(_row(r, prefix) for r in rows))
        case _:
            return replace(block, id=name)


def _all(blocks: tuple[m.Block, ...], prefix: str) -> tuple[m.Block, ...]:
    return tuple(renamed(b, prefix) for b in blocks)


def _definition(node: m.Definition, prefix: str) -> m.Definition:
    return replace(node, id=_with(prefix, node.id), details=tuple(_all(d, prefix) for d in node.details))


def _row(row: m.Row, prefix: str) -> m.Row:
    return replace(row, id=_with(prefix, row.id))


def _with(prefix: str, name: str) -> str:
    return prefix + name if name else ""
