"""Characters: what encodings, word processors and PDF readers did to them. No rule here changes a word but `mojibake`.

Lines keep their number: whatever breaks a line, except the line feed, becomes a space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.importing.change import Change, Line

MOJIBAKE = "mojibake"

_ENDS = re.compile(r"\r\n?")
_BREAKS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_SPACES = "\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_GONE = "\u00ad\u200b\u2060\ufeff"
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_QUOTES = {"`": "`", "´": "’", "‛": "‘", "‟": "“", "\x91": "‘", "\x92": "’", "\x93": "“", "\x94": "”", "\x96": "–",
           "\x97": "—"}  # fmt: skip
_CONTROLS = {
    chr(code): " " for code in (*range(9), *range(14, 32), *range(127, 160), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
}
_TABLE = str.maketrans(
    _CONTROLS | dict.fromkeys(_BREAKS + _SPACES, " ") | dict.fromkeys(_GONE, "") | _LIGATURES | _QUOTES
)
_STRAY = re.compile(r"(?<=\w’s)’(?=\s)")

_BYTES = {bytes([code]).decode("cp1252", "replace"): code for code in range(128, 256)}
_BYTES |= {chr(code): code for code in range(128, 160) if bytes([code]).decode("cp1252", "replace") == "\ufffd"}
_BYTES.pop("\ufffd", None)
_TAIL = f"[{re.escape(''.join(c for c, code in _BYTES.items() if code < 0xC0))}]"
_MOJIBAKE = re.compile(
    rf"""
      [ÂÃ]{_TAIL}                     # Ã© and Â°: letters of the west
    | â{_TAIL}{{2}}                   # â€™: quotes, dashes, arrows, signs of currency
    | à[¤-¯]{_TAIL}                   # à¤•: the scripts of India
    | ð{_TAIL}{{3}}                   # emoji
    """,
    re.VERBOSE,
)
_CAPITAL_BEFORE_SIGN = re.compile(r"[ÂÃ][’”–—…›»]")


def lines_of(text: str) -> list[Line]:
    """The lines of a text; the end of the last one is no line of its own."""
    return [Line(number, line) for number, line in enumerate(_ENDS.sub("\n", text).removesuffix("\n").split("\n"), 1)]


def repaired(lines: Iterable[Line]) -> tuple[list[Line], tuple[Change, ...], int]:
    """The lines with their characters mended, what was mojibake in them, and how many lines changed otherwise."""
    out: list[Line] = []
    changes: list[Change] = []
    touched = 0
    for line in lines:
        changes += _garbled(line)
        readable = _MOJIBAKE.sub(lambda found: _decoded(found[0]), line.text)
        text = _quoted(readable.translate(_TABLE))
        touched += text != readable
        out.append(Line(line.number, text))
    return out, tuple(changes), touched


def _garbled(line: Line) -> list[Change]:
    found = ((match, _decoded(match[0])) for match in _MOJIBAKE.finditer(line.text))
    return [Change(line.number, m.start() + 1, MOJIBAKE, m[0], now) for m, now in found if now != m[0]]


def _decoded(text: str) -> str:
    """UTF-8 that was read as Windows-1252, read again; anything else as it is (“À LA FOIS”, “MANHÔ”)."""
    if _CAPITAL_BEFORE_SIGN.fullmatch(text):
        return text
    try:
        return bytes(_BYTES[c] for c in text).decode("utf-8")
    except UnicodeDecodeError:
        return text


def _quoted(text: str) -> str:
    """Without the second apostrophe of *other’s’*, unless it closes a quotation that is open."""
    out = ""
    for piece in _STRAY.split(text):
        out += piece if not out else f"{'' if _closed(out) else '’'}{piece}"
    return out


def _closed(text: str) -> bool:
    closing = len(re.findall(r"’(?!\w)", text))
    return text.count("‘") <= closing
