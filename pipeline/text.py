"""Words: the plain text of nodes, slugs, and what counts as a word. Pure, language-blind."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import assert_never

from pipeline import model as m

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f"))
MARKS = (
    r"\u0300-\u036f\u0591-\u05c7\u0610-\u065f\u0670\u06d6-\u06ed\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963"
    r"\u0980-\u0dff\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u0f18-\u0f39\u0f71-\u0fbc"
    r"\u102b-\u103e\u1056-\u109d\u135d-\u135f\u17b4-\u17d3\u17dd\u1cd0-\u1cff\u1dc0-\u1dff\u20d0-\u20f0\u3099\u309a"
)
"""Marks that combine with letters into words, for a class of a pattern."""
WORD = re.compile(rf"[^\W_]+(?:[{MARKS}][^\W_]*)*")


_INLAY = re.compile(r"inlay-[0-9a-f]{32}\.[a-z]+")


def inlay(digest: str, ending: str) -> str:
    """What stands for a picture that is written into a note."""
    return f"inlay-{digest[:32]}.{ending}"


def is_inlay(path: str) -> bool:
    return _INLAY.fullmatch(path) is not None


def pictured(path: str) -> str:
    """What a picture's author called its file, "" for one that never had any."""
    return "" if is_inlay(path) else PurePosixPath(path).stem


def plain(inlines: Iterable[m.Inline]) -> str:
    """The characters a reader would read aloud; formulas as TeX, images as their alternative text."""
    return "".join(_plain(i) for i in inlines)


def _plain(node: m.Inline) -> str:
    match node:
        case m.Text(text) | m.Code(text):
            return text
        case m.Math(tex):
            return tex
        case m.Break():
            return " "
        case m.Emphasis(inlines) | m.Link(inlines) | m.Span(inlines=inlines):
            return plain(inlines)
        case m.Image(alt):
            return alt
        case m.FootnoteRef():
            return ""
        case _:
            assert_never(node)


def children(block: m.Block) -> tuple[m.Block, ...]:
    """The blocks directly inside a block, in reading order."""
    match block:
        case m.Quote(blocks) | m.Div(blocks=blocks):
            return blocks
        case m.List(items):
            return tuple(b for item in items for b in item.blocks)
        case m.Definitions(items):
            return tuple(b for item in items for detail in item.details for b in detail)
        case _:
            return ()


def walk(blocks: Iterable[m.Block]) -> Iterator[m.Block]:
    """Every block, parents first, in reading order."""
    for block in blocks:
        yield block
        yield from walk(children(block))


def lines_of(block: m.Block) -> Iterator[tuple[m.Inline, ...]]:
    """The runs of inlines that stand directly in a block, not those of the blocks inside it."""
    match block:
        case m.Paragraph(inlines) | m.Heading(inlines=inlines):
            yield inlines
        case m.Table(head, rows, _, caption):
            yield from head.cells
            for row in rows:
                yield from row.cells
            yield caption
        case m.Definitions(items):
            for item in items:
                yield item.term
        case m.Div(title=title):
            yield title
        case m.Figure(image, caption):
            yield (image,)
            yield caption
        case _:
            pass


def inlines_in(runs: Iterable[m.Inline]) -> Iterator[m.Inline]:
    """Every inline, parents first."""
    for node in runs:
        yield node
        match node:
            case m.Emphasis(inlines) | m.Link(inlines) | m.Span(inlines=inlines):
                yield from inlines_in(inlines)
            case _:
                pass


def text_of(blocks: Iterable[m.Block]) -> str:
    """The plain text of blocks, one run of inlines a line, code and formulas as typed."""
    out: list[str] = []
    for block in walk(blocks):
        match block:
            case m.CodeBlock(text) | m.MathBlock(text):
                out.append(text)
            case _:
                out.extend(plain(run) for run in lines_of(block))
    return "\n".join(line for line in out if line)


def slug(text: str) -> str:
    """ASCII, lower case, words joined by hyphens; "" when nothing of the text can be written so."""
    text = re.sub("[\u2010-\u2015]", "-", text)
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’`]", "", folded)).strip("-")


def fold(text: str) -> str:
    """A form in which the same words are equal: compatibility characters, case, quotes and hyphens unified."""
    text = unicodedata.normalize("NFKC", text).translate(_INVISIBLE).casefold()
    return unicodedata.normalize("NFC", re.sub("[\u2018\u2019]", "'", re.sub("[\u2010\u2011]", "-", text)))


def words(text: str) -> list[str]:
    """The words of a text: letters, digits and the marks that combine with them, folded (see `fold`)."""
    return WORD.findall(fold(text))
