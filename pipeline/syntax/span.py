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
DELETED = r"~~(?=[^\s~])"
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


def parse_deleted(inline: InlineParser, match: Match[str], state: LineInline) -> int | None:
    return _parse_between(inline, match, state, "del")


def _parse_between(inline: InlineParser, match: Match[str], state: LineInline, kind: str) -> int | None:
    if state.depth >= inline.max_nested_level:
        return None
    marker = match[0]
    close = state.delimiters.find(marker, match.end(), formatting=True)
    if close is None:
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
