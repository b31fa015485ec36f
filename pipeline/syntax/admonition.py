"""Boxes as other tools write them: `:::` fences, MkDocs' `!!!` and `???`, Notion's `<aside>`; all become callouts.

A `:::` fence that only lays out, as columns do, is opened: what it holds stands in its place.
"""

from __future__ import annotations

import re
from re import Match

from mistune import BlockParser

from pipeline.syntax.callout import TYPES, canonical
from pipeline.syntax.container import expand, rules_inside
from pipeline.syntax.lines import LineState
from pipeline.syntax.reading import Token

FENCE = r"^ {0,3}:{3,}[ \t]*(?P<fence_head>[A-Za-z{][^\n]*)$"
INDENTED = (
    r"^ {0,3}(?P<box_mark>!!!|\?\?\?\+?)[ \t]+(?P<box_kind>[A-Za-z][\w-]*)(?:[ \t]+[\w-]+){0,3}"
    r"(?:[ \t]+\"(?P<box_title>[^\n]*)\")?[ \t]*$"
)
ASIDE = r"^<aside>[ \t]*$"

_OPEN = re.compile(FENCE)
_CLOSE = re.compile(r" {0,3}:{3,}[ \t]*$")
_CODE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
_HEAD = re.compile(r"(?:\{(?P<attrs>[^{}]*)\}|(?P<name>[A-Za-z][\w-]*))[ \t]*(?P<rest>.*?)[ \t:]*$")
_CLASS = re.compile(r"(?:^|[ \t])\.([\w-]+)")
_VALUE = re.compile(r"\b(title|collapse)[ \t]*=[ \t]*(?:\"([^\"]*)\"|(\S+))")
_LAYOUT = {"columns", "column", "col", "row", "grid", "center", "left", "right", "div", "container", "tabs", "group"}
_LONGEST_ASIDE = 20_000


def parse_fence(block: BlockParser, match: Match[str], state: LineState) -> int | None:
    """`:::note Title`, `::: {.callout-note title="Title"}` and the like, up to the `:::` that closes it."""
    close = _closes(state).get(match.start())
    head = _HEAD.match(match["fence_head"])
    if close is None or head is None:
        return None
    first = state.at(match.start())
    child = state.inner(state.src[match.end() + 1 : close].split("\n")[:-1] or [""], first + 1)
    block.parse(child, rules_inside(block, state))
    token = _read_head(head)
    if token["type"] == "callout" and not token["title"]:
        token["title"] = _take_heading(child.tokens) if head["attrs"] else ""
    state.append_token({**token, "children": child.tokens, "at": first})
    return state.find_line_end_at(close)


def _closes(state: LineState) -> dict[int, int]:
    """Where the fences of a state begin and where the lines begin that close them."""
    known = state.env.get("fences")
    if known is None or known[0] is not state.src:
        known = (state.src, _find_closes(state.src) if ":::" in state.src else {})
        state.env["fences"] = known
    found: dict[int, int] = known[1]
    return found


def _find_closes(text: str) -> dict[int, int]:
    closes: dict[int, int] = {}
    opened: list[int] = []
    position, code = 0, ""
    for line in text.split("\n"):
        if code:
            code = "" if line.strip().startswith(code) and not line.strip().strip(code[0]) else code
        elif found := _CODE.match(line):
            code = found[1]
        elif _OPEN.match(line):
            opened.append(position)
        elif opened and _CLOSE.match(line):
            closes[opened.pop()] = position
        position += len(line) + 1
    return closes


def _read_head(head: Match[str]) -> Token:
    values = {key: quoted or bare for key, quoted, bare in _VALUE.findall(f"{head['attrs'] or ''} {head['rest']}")}
    rest = re.sub(r"\{[^{}]*\}", "", head["rest"]).strip()
    title = values.get("title", "") or (rest[1:-1] if rest.startswith("[") and rest.endswith("]") else rest)
    classes = _CLASS.findall(head["attrs"] or "") or re.findall(r"^[\w-]+$", head["attrs"] or "")
    names = [canonical(name.removeprefix("callout-")) for name in classes or [head["name"] or ""]]
    kind = next((name for name in names if name in TYPES), "" if classes and not title else names[0])
    if not title and (not kind or kind in _LAYOUT):
        return {"type": "group"}
    fold = {"true": "-", "false": "+"}.get(values.get("collapse", ""), "")
    return {"type": "callout", "kind": kind or "note", "fold": fold, "title": title}


def _take_heading(tokens: list[Token]) -> str:
    """The heading a box begins with, which is its title (Quarto)."""
    first = next((number for number, token in enumerate(tokens) if token["type"] != "blank_line"), -1)
    if first < 0 or tokens[first]["type"] != "heading":
        return ""
    text: str = tokens.pop(first)["text"]
    return text


def parse_indented(block: BlockParser, match: Match[str], state: LineState) -> int | None:
    """`!!! note "Title"` and the folded `???`, over lines indented by four."""
    lines, end = _gather(state, match.end() + 1)
    kind = canonical(match["box_kind"])
    if not any(lines) and kind not in TYPES:
        return None
    first = state.at(match.start())
    child = state.inner(lines or [""], first + 1)
    block.parse(child, rules_inside(block, state))
    fold = {"???": "-", "???+": "+"}.get(match["box_mark"], "")
    token = {"type": "callout", "kind": kind, "fold": fold, "title": (match["box_title"] or "").strip()}
    state.append_token({**token, "children": child.tokens, "at": first})
    return end


def _gather(state: LineState, position: int) -> tuple[list[str], int]:
    lines: list[str] = []
    end = taken = position
    while position < state.cursor_max:
        raw = state.get_line(position)
        line = expand(raw.rstrip("\n"))
        position += len(raw)
        if line.strip() and not line.startswith("    "):
            break
        lines.append(line[4:])
        if line.strip():
            end, taken = position, len(lines)
    return (lines[:taken], end) if end > taken else ([], end)


def parse_aside(block: BlockParser, match: Match[str], state: LineState) -> int | None:
    """What Notion calls a callout: Markdown between the tags, each on its line."""
    close = state.src.find("\n</aside>", match.end(), match.end() + _LONGEST_ASIDE)
    if close < 0 or state.src[close + len("\n</aside>") : state.find_line_end_at(close + 1)].strip():
        return None
    first = state.at(match.start())
    child = state.inner(state.src[match.end() + 1 : close].split("\n"), first + 1)
    block.parse(child, rules_inside(block, state))
    token = {"type": "callout", "kind": "note", "fold": "", "title": "", "children": child.tokens, "at": first}
    state.append_token(token)
    return state.find_line_end_at(close + 1)
