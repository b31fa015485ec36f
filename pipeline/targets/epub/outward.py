"""Links that lead out of the book: an ePub may name what is on the network, never a path of the author's disk."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import assert_never

from pipeline import model as m
from pipeline.references import REMOTE
from pipeline.text import inlines_in

_REST = r"[^\s<>\"\\^`{|}]"
_ADDRESS = re.compile(rf"https?://[^\s/?#<>\"\\^`{{|}}]+{_REST}*|(?:mailto|tel):{_REST}+", re.IGNORECASE)


def is_address(url: str) -> bool:
    """Whether a reader can follow it from any device."""
    return bool(_ADDRESS.fullmatch(url))


def outward(note: m.Note) -> m.Note:
    """The note without links to local files; their words stay."""
    return replace(
        note,
        blocks=_blocks(note.blocks),
        footnotes=tuple(replace(f, blocks=_blocks(f.blocks)) for f in note.footnotes),
        aids=tuple(replace(a, blocks=_blocks(a.blocks), cards=tuple(_card(c) for c in a.cards)) for a in note.aids),
    )


def _card(card: m.Card) -> m.Card:
    return replace(card, front=_inlines(card.front), back=_blocks(card.back))


def _blocks(blocks: Sequence[m.Block]) -> tuple[m.Block, ...]:
    return tuple(_block(b) for b in blocks)


def _block(node: m.Block) -> m.Block:  # noqa: PLR0911 - one case a node
    match node:
        case m.Paragraph(inlines) | m.Heading(inlines=inlines):
            return replace(node, inlines=_inlines(inlines))
        case m.Quote(blocks):
            return replace(node, blocks=_blocks(blocks))
        case m.Div(blocks=blocks, title=title):
            return replace(node, blocks=_blocks(blocks), title=_inlines(title))
        case m.List(items):
            return replace(node, items=tuple(replace(i, blocks=_blocks(i.blocks)) for i in items))
        case m.Definitions(items):
            return replace(node, items=tuple(_definition(d) for d in items))
        case m.Table(head, rows, _, caption):
            return replace(node, head=_row(head), rows=tuple(map(_row, rows)), caption=_inlines(caption))
        case m.Figure(caption=caption):
            return replace(node, caption=_inlines(caption))
        case m.CodeBlock() | m.MathBlock() | m.Rule() | m.PageBreak() | m.MindMap():
            return node
        case _:
            assert_never(node)


def _definition(node: m.Definition) -> m.Definition:
    return replace(node, term=_inlines(node.term), details=tuple(map(_blocks, node.details)))


def _row(row: m.Row) -> m.Row:
    return replace(row, cells=tuple(map(_inlines, row.cells)))


def _inlines(inlines: Sequence[m.Inline]) -> tuple[m.Inline, ...]:
    return tuple(out for node in inlines for out in _inline(node))


def _inline(node: m.Inline) -> Iterator[m.Inline]:
    match node:
        case m.Link(inlines, url):
            kept = _inlines(inlines)
            if not (url.startswith("#") or is_address(url)):
                yield from kept
                return
            yield replace(node, inlines=tuple(_unlinked(kept)))
            yield from (i for i in inlines_in(kept) if isinstance(i, m.FootnoteRef))
        case m.Emphasis(inlines) | m.Span(inlines=inlines):
            yield replace(node, inlines=_inlines(inlines))
        case _:
            yield node


def _unlinked(inlines: Sequence[m.Inline]) -> Iterator[m.Inline]:
    """What may stand within a link: no link, no picture on the network (it is shown as a link), no footnote."""
    for node in inlines:
        match node:
            case m.Link(inner):
                yield from _unlinked(inner)
            case m.Emphasis(inner) | m.Span(inlines=inner):
                yield replace(node, inlines=tuple(_unlinked(inner)))
            case m.Image(alt, src) if src.startswith(REMOTE):
                yield m.Span("missing", (m.Text(alt or src.removeprefix(REMOTE)),))
            case m.FootnoteRef():
                pass
            case _:
                yield node
