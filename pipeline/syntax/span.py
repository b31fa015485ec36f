"""Spans with marks on both sides, `==highlight==` and `~~deleted~~`, gaps as `{{c1::word::hint}}`, and `#tags`.

A gap is a span with the attribute `group` (its number, "" where the author gives none) and, where there is one, `hint`.
"""

from __future__ import annotations

import re
from re import Match

from mistune import InlineParser

from pipeline.model import Span, Text
from pipeline.syntax.lines import LineInline

MARK = r"==(?=[^\s=])"
DELETED = r"~+"
SUPERSCRIPT = r"(?<=[^\W_]|[)\]])\^(?P<above>[A-Za-z\d+\-−.,]{1,20})\^(?![\w^{(\\])"
_SUBSCRIPT = re.compile(r"(?<=[A-Za-z)\]])~(?P<below>[A-Za-z\d+\-−.,]{1,20})~(?![~{(\\])")
_MOST_TILDES = 8
CLOZE = r"\{\{c(?P<cloze_group>\d{1,3})::"
_MOST_GAP = 2000
_GAP = re.compile(r"(?:(?P<group>\d{1,3});;)?(?P<text>[^;]*(?:;(?!;)[^;]*)*)(?:;;(?P<hint>.*))?", re.DOTALL)
# the characters Obsidian takes for a tag: anything but space and most punctuation
TAG = (
    r"(?<!\S)#(?P<tag_name>[^\u2000-\u206f\u2e00-\u2e7f'!\"#$%&()*+,.:;<=>?@^`{|}~\[\]\\\s]+)"
    r"(?=$|[\s'!\"#$%&()*+,.:;<=>?@^`{|}~\[\]\\\u2000-\u206f])"
)


def parse_mark(inline: InlineParser, match: Match[str], state: LineInline) -> int | None:
    """A highlight; in a note that asks with it (see `card.py`) a gap, `==1;;word;;hint==` in full."""
    return _parse_between(inline, match, state, "mark")


def parse_cloze(inline: InlineParser, match: Match[str], state: LineInline) -> int | None:
    """A gap of Anki's. Gaps may hold gaps, and braces of a formula as long as they come in pairs."""
    close = _closing(state.src, match.end())
    if close is None or state.depth >= inline.max_nested_level:
        return None
    text, hint = _without_hint(state.src[match.end() : close])
    if not text.strip():
        return None
    _append_gap(inline, state, ("cloze", match["cloze_group"], hint), text, match.end())
    return close + 2


def _closing(text: str, begin: int) -> int | None:
    if text.find("}}", begin, begin + _MOST_GAP) < 0:
        return None
    depth = 2
    for position, character in enumerate(text[begin : begin + _MOST_GAP], begin):
        depth += (character == "{") - (character == "}")
        if depth == 0:
            return position - 1
    return None


def _without_hint(text: str) -> tuple[str, str]:
    """A gap's text and its hint: what follows the last `::` that is in no gap inside it."""
    depth = 0
    for position in range(len(text) - 2, 0, -1):
        depth += (text[position + 1] == "}") - (text[position] == "{")
        if text.startswith("::", position) and depth <= 0 and not text[position + 2 :].startswith(":"):
            return text[:position], text[position + 2 :].strip()
    return text, ""


def _append_gap(inline: InlineParser, state: LineInline, gap: tuple[str, str, str], text: str, position: int) -> None:
    kind, group, hint = gap
    attrs = (("group", group), ("hint", hint)) if hint else (("group", group),)
    children = inline.render(state.inner(text, position))
    state.append_token({"type": "span", "kind": kind, "attrs": attrs, "children": children})


def parse_superscript(inline: InlineParser, match: Match[str], state: LineInline) -> int | None:
    """`x^2^`, as Pandoc has it: in a word, and without spaces."""
    return _append_script(inline, state, "sup", match["above"], match)


def _append_script(inline: InlineParser, state: LineInline, kind: str, text: str, match: Match[str]) -> int | None:
    if state.depth >= inline.max_nested_level:
        return None
    children = inline.render(state.inner(text, match.start() + 1))
    state.append_token({"type": "span", "kind": kind, "children": children})
    return match.end()


def parse_deleted(inline: InlineParser, match: Match[str], state: LineInline) -> int | None:
    """`~~deleted~~`, and `~deleted~` as GitHub has it; `H~2~O`, within a word, is a subscript, as Pandoc has it."""
    marks = len(match[0])
    if marks == 2:
        return _parse_between(inline, match, state, "del") or _as_text(match, state)
    if marks == 1 and (found := _SUBSCRIPT.match(state.src, match.start())):
        return _append_script(inline, state, "sub", found["below"], found) or _as_text(match, state)
    close = _single_close(match, state) if marks == 1 and state.depth < inline.max_nested_level else None
    if close is None:
        return _as_text(match, state)
    inner = state.inner(state.src[match.end() : close], match.end())
    state.append_token({"type": "span", "kind": "del", "children": inline.render(inner)})
    return close + 1


def _as_text(match: Match[str], state: LineInline) -> int:
    state.append_token({"type": "text", "raw": match[0]})
    return match.end()


def _single_close(match: Match[str], state: LineInline) -> int | None:
    """Where a single tilde's mate stands. Neither touches a word from outside, so that "3~5" and "~7" stay numbers."""
    text, position = state.src, match.start()
    if text[position - 1 : position].isalnum() or text[position + 1 : position + 2].strip() == "":
        return None
    for _ in range(_MOST_TILDES):
        close = state.delimiters.find("~", position, formatting=True)
        if close is None:
            return None
        position = close
        if "~" not in (text[close - 1], text[close + 1 : close + 2]) and not text[close + 1 : close + 2].isalnum():
            return close
    return None


def _parse_between(inline: InlineParser, match: Match[str], state: LineInline, kind: str) -> int | None:
    if state.depth >= inline.max_nested_level:
        return None
    marker = match[0]
    close = state.delimiters.find(marker, match.end(), formatting=True)
    if close is None or state.src[match.end()].isspace():
        return None
    if kind == "mark" and state.reading.flagged and (gap := _GAP.fullmatch(state.src, match.end(), close)):
        _append_gap(
            inline, state, (kind, gap["group"] or "", (gap["hint"] or "").strip()), gap["text"], gap.start("text")
        )
        return close + len(marker)
    inner = state.inner(state.src[match.end() : close], match.end())
    state.append_token({"type": "span", "kind": kind, "children": inline.render(inner)})
    return close + len(marker)


def parse_tag(_inline: InlineParser, match: Match[str], state: LineInline) -> int | None:
    name = match["tag_name"]
    if name.isdigit() or not name.strip("/-_"):
        return None
    state.append_token({"type": "node", "node": Span("tag", (Text(match[0]),))})
    return match.end()
