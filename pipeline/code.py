"""Colours code, line by line, by Pygments' short class names."""

from __future__ import annotations

import re
import unicodedata

from markupsafe import Markup, escape

_ROOM = 50_000
"""Characters beyond which code is set plain: no reader studies colours over twenty pages."""


_BOXES = re.compile("[\u2500-\u259f]")
_DRAWN = re.compile(r"\+[-=]{2,}\+|^\s*[|/\\][ \t].*[|/\\]\s*$|[-=]{2,}>|<[-=]{2,}|[|v^]\s*$", re.MULTILINE)
_PROSE = frozenset({"", "text", "txt", "plain", "plaintext", "ascii", "diagram", "tree", "art"})


def art_columns(text: str, language: str) -> int:
    """How wide a drawing made of signs is, in columns; 0 for code, whose lines may be broken."""
    if language.lower() not in _PROSE:
        return 0
    rows = text.split("\n")
    drawn = sum(1 for row in rows if _BOXES.search(row)) >= 2 or ("+-" in text and len(_DRAWN.findall(text)) >= 3)
    return max(map(_columns, rows)) if drawn else 0


def _columns(row: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in row.expandtabs(8))


_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)


def highlighted(text: str, language: str) -> list[Markup]:
    """One piece of markup for each line of `text`, without blanks at its end, which would hang off a page."""
    text = _TRAILING.sub("", text)
    plain = [escape(line) for line in text.split("\n")]
    if not language or len(text) > _ROOM:
        return plain
    from pygments import lex  # noqa: PLC0415 - for books with code
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415 - same
    from pygments.token import STANDARD_TYPES  # noqa: PLC0415 - same
    from pygments.util import ClassNotFound  # noqa: PLC0415 - same

    try:
        lexer = get_lexer_by_name(language.lower(), stripnl=False, stripall=False, ensurenl=False)
    except ClassNotFound:
        return plain
    tokens = list(lex(f"{text}\n", lexer))  # some lexers drop a last line that does not end
    if "".join(value for _, value in tokens) != f"{text}\n":
        return plain
    lines = [Markup()]
    for kind, value in tokens:
        name = STANDARD_TYPES.get(kind, "")
        for number, piece in enumerate(value.split("\n")):
            if number:
                lines.append(Markup())
            if piece:
                lines[-1] += Markup('<span class="{}">{}</span>').format(name, piece) if name else escape(piece)
    return lines[:-1]
