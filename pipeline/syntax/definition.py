"""Definition lists: a line with a term, then `: ` and what it means; after a table, `: ` gives its caption."""

from __future__ import annotations

import re
from re import Match

from mistune import BlockParser

from pipeline.syntax.container import expand, interrupts, rules_inside
from pipeline.syntax.lines import LineState
from pipeline.syntax.reading import Token

PATTERN = r"^ {0,3}:[ \t]+(?=\S)"
ABBREVIATION = r"^ {0,3}\*\[(?P<short>[^\[\]\n]+)\]:[ \t]*(?P<long>\S[^\n]*)$"

_DETAIL = re.compile(r" {0,3}:[ \t]+(?=\S)")


def parse_definition(block: BlockParser, _match: Match[str], state: LineState) -> int | None:
    before = [token for token in state.tokens[-2:] if token["type"] != "blank_line"]
    previous = before[-1] if before else None
    if previous is None or state.level >= block.max_nested_level - 1:
        return None
    if previous["type"] == "table" and "caption" not in previous:
        return _parse_caption(state, previous)
    if previous["type"] != "paragraph":
        return None
    details, position = _parse_details(block, state)
    while state.tokens[-1] is not previous:
        state.tokens.pop()
    state.tokens.pop()
    items = _terms(previous)
    items[-1]["details"] = details
    _append(state, items, previous["at"])
    return position


def parse_abbreviation(_block: BlockParser, match: Match[str], state: LineState) -> int:
    """`*[HTML]: Hyper Text`: a page shows no hints, so that what stands behind a word is printed as its definition."""
    at = state.at(match.start())
    paragraph = {"type": "paragraph", "text": match["long"], "at": at}
    _append(state, [{"text": match["short"], "at": at, "details": [[paragraph]]}], at)
    return match.end() + 1


def _append(state: LineState, items: list[Token], at: int) -> None:
    """Add terms to the list of terms they follow, or begin one."""
    group = state.last_token()
    while group and group["type"] == "blank_line" and len(state.tokens) > 1:
        if state.tokens[-2]["type"] != "definitions":
            break
        state.tokens.pop()
        group = state.last_token()
    if group and group["type"] == "definitions":
        group["items"] += items
    else:
        state.append_token({"type": "definitions", "items": items, "at": at})


def _terms(paragraph: Token) -> list[Token]:
    lines = paragraph["text"].rstrip("\n").split("\n")
    return [{"text": line.strip(), "at": paragraph["at"] + n, "details": []} for n, line in enumerate(lines)]


def _parse_caption(state: LineState, table: Token) -> int:
    raw = state.get_line(state.cursor)
    table["caption"] = raw.strip().removeprefix(":").strip()
    table["caption_at"] = state.at(state.cursor)
    return state.cursor + len(raw)


def _parse_details(block: BlockParser, state: LineState) -> tuple[list[list[Token]], int]:
    details: list[list[Token]] = []
    position = state.cursor
    while position < state.cursor_max:
        after = _skip_blank(state, position) if details else position
        if not _DETAIL.match(state.get_line(after)):
            break
        lines, end = _gather(state, after)
        child = state.inner(lines, state.at(after))
        block.parse(child, rules_inside(block, state))
        details.append(child.tokens)
        position = end
    return details, position


def _skip_blank(state: LineState, position: int) -> int:
    while position < state.cursor_max and not state.get_line(position).strip():
        position += len(state.get_line(position))
    return position


def _gather(state: LineState, position: int) -> tuple[list[str], int]:
    """The lines of one detail: indented ones, and lazy ones as long as no blank line came between."""
    raw = state.get_line(position)
    mark = _DETAIL.match(raw)
    width = mark.end() if mark else 0
    lines = [raw[width:].rstrip("\n")]
    position += len(raw)
    end, blank = position, False
    while position < state.cursor_max:
        raw = state.get_line(position)
        line = expand(raw.rstrip("\n"))
        position += len(raw)
        if not line.strip():
            lines.append("")
            blank = True
            continue
        indent = len(line) - len(line.lstrip(" "))
        if indent < 2 and (blank or _DETAIL.match(line) or interrupts(line)):
            break
        lines.append(line[min(indent, width, 4) :])
        end, blank = position, False
    while len(lines) > 1 and not lines[-1]:
        lines.pop()
    return lines, end
