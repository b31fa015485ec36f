"""Spans with marks on both sides, `==highlight==` and `~~deleted~~`, and `#tags`."""

from __future__ import annotations

from re import Match

from mistune import InlineParser

from pipeline.model import Span, Text
from pipeline.syntax.lines import LineInline

MARK = r"==(?=[^\s=])"
DELETED = r"~~(?=[^\s~])"
# the characters Obsidian takes for a tag: anything but space and most punctuation
TAG = (
    r"(?<!\S)#(?P<tag_name>[^\u2000-\u206f\u2e00-\u2e7f'!\"#$%&()*+,.:;<=>?@^`{|}~\[\]\\\s]+)"
    r"(?=$|[\s'!\"#$%&()*+,.:;<=>?@^`{|}~\[\]\\\u2000-\u206f])"
)


def parse_mark(inline: InlineParser, match: Match[str], state: LineInline) -> int | None:
    return _parse_between(inline, match, state, "mark")


def parse_deleted(inline: InlineParser, match: Match[str], state: LineInline) -> int | None:
    return _parse_between(inline, match, state, "del")


def _parse_between(inline: InlineParser, match: Match[str], state: LineInline, kind: str) -> int | None:
    if state.depth >= inline.max_nested_level:
        return None
    marker = match[0]
    close = state.delimiters.find(marker, match.end(), formatting=True)
    if close is None:
        return None
    inner = state.inner(state.src[match.end() : close], match.end())
    state.append_token({"type": "span", "kind": kind, "children": inline.render(inner)})
    return close + len(marker)


def parse_tag(_inline: InlineParser, match: Match[str], state: LineInline) -> int | None:
    name = match["tag_name"]
    if name.isdigit() or not name.strip("/-_"):
        return None
    state.append_token({"type": "node", "node": Span("tag", (Text(match[0]),))})
    return match.end()
