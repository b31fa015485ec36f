"""Pieces of a line become inlines: texts joined, line breaks of the source made spaces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from pipeline import model as m
from pipeline.syntax.formula import Display
from pipeline.syntax.wikilink import Embed
from pipeline.text import plain

Piece = m.Inline | Embed | Display
"""An inline, or what becomes a block when it stands alone on its line."""

SOFT_BREAK = m.Text("\n")
HARD_BREAK = m.Break()
"""Breaks that end a line of the source are these very values; a `<br>` in a line is another."""


def tidy(pieces: Iterable[Piece]) -> tuple[m.Inline, ...]:
    """Texts joined, soft breaks a space (none between characters of a script without spaces), ends trimmed."""
    out: list[m.Inline] = []
    texts: list[str] = []
    broken = False
    for piece in pieces:
        if isinstance(piece, m.Text):
            texts.append(piece.text)
            continue
        if texts:
            broken = _flush(texts, out) or broken
        out.append(_settle(piece))
    broken = _flush(texts, out) or broken
    return tuple(_join_lines(out) if broken else out)


def _flush(texts: list[str], out: list[m.Inline]) -> bool:
    """Append the texts gathered so far as one; whether there is a line break in it."""
    text = "".join(texts)
    texts.clear()
    if text:
        out.append(m.Text(text))
    return "\n" in text


def _settle(piece: Piece) -> m.Inline:
    if isinstance(piece, Embed):
        return m.Link((m.Text(piece.text),), piece.target, note=True, line=piece.line)
    return _in_line(piece.block) if isinstance(piece, Display) else piece


def _in_line(block: m.MathBlock) -> m.Inline:
    """A displayed formula that the text around it does not let go."""
    formula = m.Math(block.tex, block.line)
    return m.Span("equation", (formula, m.Text(f" {block.number}"))) if block.number else formula


def _join_lines(nodes: list[m.Inline]) -> list[m.Inline]:
    for number, node in enumerate(nodes):
        if isinstance(node, m.Text) and "\n" in node.text:
            before = _edge(nodes[number - 1], last=True) if number else ""
            after = _edge(nodes[number + 1], last=False) if number + 1 < len(nodes) else ""
            nodes[number] = m.Text(_join(before, node.text, after))
    return [node for node in nodes if not (isinstance(node, m.Text) and not node.text)]


def _edge(node: m.Inline, *, last: bool) -> str:
    text = plain((node,))
    return text[-1:] if last else text[:1]


def _join(before: str, text: str, after: str) -> str:
    def space(found: re.Match[str]) -> str:
        left = text[found.start() - 1] if found.start() else before
        right = text[found.end()] if found.end() < len(text) else after
        return "" if _is_cjk(left) and _is_cjk(right) else " "

    return re.sub(r"[ \t]*\n[ \t\n]*", space, text)


def _is_cjk(character: str) -> bool:
    if len(character) != 1 or ord(character) < 0x2E80 or 0xAC00 <= ord(character) < 0xD7B0:
        return False
    code = ord(character)
    return code >= 0x20000 or (code < 0x1F000 and unicodedata.east_asian_width(character) in "WF")
