"""Places in running text, counted in non-space characters, so that print and screen agree on where a page starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline import model as m


def length(text: str) -> int:
    """Characters that survive any line breaking: all but spaces and soft hyphens."""
    return len("".join(text.split()).replace("\u00ad", "").replace("\u200b", ""))


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
    out: list[m.Inline] = []
    for number, node in enumerate(inlines):
        here = _size(node)
        if at < here or (at == 0 and here == 0):
            return (*out, *_inside(node, at, mark), *inlines[number + 1 :])
        out.append(node)
        at -= here
    return (*out, mark)


def _inside(node: m.Inline, at: int, mark: m.Inline) -> tuple[m.Inline, ...]:
    match node:
        case m.Text(text) if at:
            cut = _word_start(text, at)
            return (m.Text(text[:cut]), mark, m.Text(text[cut:]))
        case m.Emphasis(inlines) | m.Span(inlines=inlines) | m.Link(inlines) if at:
            return (replace(node, inlines=insert(inlines, at, mark)),)
        case _:
            return (mark, node)


def _word_start(text: str, at: int) -> int:
    """Index in `text` where the word begins that holds the non-space character number `at`."""
    seen = 0
    for index, character in enumerate(text):
        if length(character):
            if seen == at:
                return max(text.rfind(" ", 0, index + 1) + 1, 0)
            seen += 1
    return len(text)
