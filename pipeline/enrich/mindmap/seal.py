"""Code and formulas as single words, so that no cut ever falls inside one.

A sealed note holds each piece of code and each formula as one character for private use, repeated as often as the piece
is wide in characters; the character's number tells how many spaces the piece has (see `shape.fits`). All functions on
strings then treat it as a word of the right length; `Seals.open` turns a finished label back into runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from pipeline import model as m
from pipeline.enrich.labels import FIRST_SEAL, FORMULA
from pipeline.enrich.mindmap.language.shape import SPACES
from pipeline.text import inlines_in, lines_of, walk

WIDEST = 40
"""Wider code and formulas are no labels."""

_WIDEST_ALONE = 32
_MOST_WORDS = 5
_LAST = 0x10FFFD
_COMMAND = re.compile(r"\\[A-Za-z]+")
_NO_SIGN = re.compile(r"[{}^_\\\s]")


@dataclass(frozen=True, slots=True)
class Seals:
    """The pieces by their characters, each with its width."""

    pieces: tuple[tuple[str, m.Code | m.Math, int], ...] = ()

    def open(self, label: str) -> m.Label:
        """A label as runs: plain characters, code, formulas."""
        if not self.pieces or label.isascii():
            return (m.Text(label),)
        known = {sign: (piece, width) for sign, piece, width in self.pieces}
        return tuple(_runs(label, known))


def _runs(label: str, known: dict[str, tuple[m.Code | m.Math, int]]) -> Iterator[m.Text | m.Code | m.Math]:
    for sign, group in groupby(label, key=lambda c: c if c in known else ""):
        text = "".join(group)
        if not sign:
            yield m.Text(text)
            continue
        piece, width = known[sign]
        yield from (piece for _ in range(len(text) // width))


def seal(blocks: tuple[m.Block, ...]) -> tuple[tuple[m.Block, ...], Seals]:
    """The blocks with code and formulas sealed, and how to open what is made of them.

    A formula that stands alone becomes a line of its own; a heading that is but one piece keeps it, however wide.
    """
    found = [n for b in walk(blocks) for n in _found(b)]
    wanted = {_key(n): n for n in found if isinstance(n, m.Code | m.Math)}
    if not wanted:
        return blocks, Seals()
    alone = {_key(b.inlines[0]) for b in blocks if isinstance(b, m.Heading) and len(b.inlines) == 1}
    taken = {c for n in found if isinstance(n, m.Text) and not n.text.isascii() for c in n.text if c >= FIRST_SEAL}
    free = (c for c in range(ord(FIRST_SEAL), _LAST, SPACES) if taken.isdisjoint(map(chr, range(c, c + SPACES))))
    pieces = []
    signs: dict[tuple[bool, str], m.Text] = {}
    for key, node in wanted.items():
        width = width_of(node)
        if 0 < width <= WIDEST or key in alone:
            short = _short(node) if key in alone else node
            width = max(1, min(width, WIDEST))
            spaces = len(short.text.split()) - 1 if isinstance(short, m.Code) else 0
            sign = chr(next(free) + max(0, spaces))
            pieces.append((sign, short, width))
            signs[key] = m.Text(sign * width)
    return _Sealing(signs).blocks(blocks), Seals(tuple(pieces))


def _found(block: m.Block) -> Iterator[m.Inline]:
    if isinstance(block, m.MathBlock):
        yield _line_of(block.tex)
    else:
        yield from (n for line in lines_of(block) for n in inlines_in(line))


def _line_of(tex: str) -> m.Math:
    """A formula that stands alone as one in a line: without its closing mark, and only when it is short and single."""
    bare = tex.strip().rstrip(".,;").rstrip()
    node = m.Math(bare)
    single = "quad" not in bare and width_of(node) <= _WIDEST_ALONE
    return node if single else m.Math("")


def _short(node: m.Code | m.Math) -> m.Code | m.Math:
    """Code cut between two words of it where it is too wide."""
    if isinstance(node, m.Math) or len(node.text) <= WIDEST:
        return node
    ends = [f.start() for f in re.finditer(r"[\W_]+", node.text) if 1 < f.start() <= WIDEST]
    whole = [end for end in ends if node.text.count("(", 0, end) == node.text.count(")", 0, end)]
    return m.Code(node.text[: (whole or ends or [WIDEST])[-1]])


def width_of(node: m.Code | m.Math) -> int:
    """How wide a piece is in characters, a formula by its signs; wider than any label for what is no label at all."""
    if isinstance(node, m.Code):
        return len(node.text) if len(node.text.split()) <= _MOST_WORDS else WIDEST + 1
    if "\\\\" in node.tex or "&" in node.tex:
        return WIDEST + 1
    return len(_NO_SIGN.sub("", _COMMAND.sub("x", node.tex)))


def _key(node: m.Inline) -> tuple[bool, str]:
    match node:
        case m.Code(text):
            return True, text
        case m.Math(tex):
            return False, tex
        case _:
            return True, ""


@dataclass(frozen=True, slots=True)
class _Sealing:
    signs: dict[tuple[bool, str], m.Text]

    def blocks(self, blocks: Iterable[m.Block]) -> tuple[m.Block, ...]:
        return tuple(self._block(b) for b in blocks)

    def _block(self, block: m.Block) -> m.Block:  # noqa: PLR0911 - one case a node
        match block:
            case m.Paragraph(inlines) | m.Heading(inlines=inlines):
                return replace(block, inlines=self._line(inlines))
            case m.Quote(blocks):
                return replace(block, blocks=self.blocks(blocks))
            case m.Div(blocks=blocks, title=title):
                return replace(block, blocks=self.blocks(blocks), title=self._line(title))
            case m.List(items):
                return replace(block, items=tuple(replace(i, blocks=self.blocks(i.blocks)) for i in items))
            case m.Definitions(items):
                return replace(block, items=tuple(self._definition(i) for i in items))
            case m.Table(head, rows):
                return replace(block, head=self._row(head), rows=tuple(self._row(r) for r in rows))
            case m.MathBlock(tex, line, id) if sign := self.signs.get(_key(_line_of(tex))):
                return m.Paragraph((sign,), line, id)
            case _:
                return block

    def _definition(self, item: m.Definition) -> m.Definition:
        return replace(item, term=self._line(item.term), details=tuple(self.blocks(d) for d in item.details))

    def _row(self, row: m.Row) -> m.Row:
        return replace(row, cells=tuple(self._line(c) for c in row.cells))

    def _line(self, inlines: tuple[m.Inline, ...]) -> tuple[m.Inline, ...]:
        return tuple(self._inline(n) for n in inlines)

    def _inline(self, node: m.Inline) -> m.Inline:
        match node:
            case m.Code() | m.Math():
                return self.signs.get(_key(node), m.Text(FORMULA))
            case m.Emphasis(inlines) | m.Link(inlines) | m.Span(inlines=inlines):
                return replace(node, inlines=self._line(inlines))
            case _:
                return node
