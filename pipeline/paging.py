"""Places in running text, counted in non-space characters, so that print and screen agree on where a page starts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline import model as m

_SOFT = dict.fromkeys(map(ord, "\u00ad\u200b"))
_UNSPACED = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
"""Scripts that write no space between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""


def length(text: str) -> int:
    """Characters that survive any line breaking: all but spaces and soft hyphens."""
    return len("".join(text.split()).translate(_SOFT))


def size(inlines: Sequence[m.Inline]) -> int:
    """Length of the text that both engines set as characters; formulas and pictures count nothing."""
    return sum(_size(i) for i in inlines)


def _size(node: m.Inline) -> int:
    match node:
        case m.Text(text) | m.Code(text):
            return length(text)
        case m.Emphasis(inlines) | m.Link(inlines) | m.Span(inlines=inlines):
            return size(inlines)
        case _:
            return 0


def insert(inlines: Sequence[m.Inline], at: int, mark: m.Inline) -> tuple[m.Inline, ...]:
    """The same inlines with `mark` before the character number `at`, at the start of its word."""
    return _before(inlines, _word_start("".join(_characters(inlines)), at), mark)


def _characters(inlines: Sequence[m.Inline]) -> Iterator[str]:
    """The text as its words are told apart: inline code is one, a formula or picture parts two."""
    for node in inlines:
        match node:
            case m.Text(text):
                yield text
            case m.Code(text):
                yield "".join(text.split())
            case m.Emphasis(inner) | m.Link(inner) | m.Span(inlines=inner):
                yield from _characters(inner)
            case _:
                yield " "


def _word_start(text: str, at: int) -> int:
    """The number of the character that begins the word of character number `at`."""
    start = number = 0
    fresh = True
    for character in text:
        if not length(character):
            fresh = fresh or character.isspace()
            continue
        unspaced = re.match(_UNSPACED, character) and not unicodedata.category(character).startswith("M")
        if number > at:
            break
        if fresh or unspaced:
            start = number
        fresh = False
        number += 1
    return start if at < number else number


def _before(inlines: Sequence[m.Inline], at: int, mark: m.Inline) -> tuple[m.Inline, ...]:
    """`mark` before the character number `at`, as far out of emphasis and links as it can stand."""
    out: list[m.Inline] = []
    for number, node in enumerate(inlines):
        here = _size(node)
        if at < here or (at == 0 and not _clings(node)):
            return (*out, *_inside(node, at, mark), *inlines[number + 1 :])
        out.append(node)
        at -= here
    return (*out, mark)


def _clings(node: m.Inline) -> bool:
    """Whether a page cannot start before it: a blank, a line break, a footnote's number."""
    return isinstance(node, m.Break | m.FootnoteRef) or (isinstance(node, m.Text) and not length(node.text))


def _inside(node: m.Inline, at: int, mark: m.Inline) -> tuple[m.Inline, ...]:
    match node:
        case m.Text(text) if cut := _position(text, at):
            return (m.Text(text[:cut]), mark, m.Text(text[cut:]))
        case m.Emphasis(inlines) | m.Span(inlines=inlines) | m.Link(inlines) if at:
            return (replace(node, inlines=_before(inlines, at, mark)),)
        case _:
            return (mark, node)


def _position(text: str, at: int) -> int:
    """Index in `text` of the non-space character number `at`."""
    places = (index for index, character in enumerate(text) if length(character))
    return next((index for number, index in enumerate(places) if number == at), len(text))
