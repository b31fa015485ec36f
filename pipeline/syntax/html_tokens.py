"""Raw HTML as mistune parts it: pieces that belong together, and a `details` that holds Markdown between its tags."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.syntax.reading import Token

_DETAILS = re.compile(r"<(/?)details\b[^>]*>", re.IGNORECASE)
_SUMMARY = re.compile(r"<summary\b[^>]*>(.*?)</summary\s*>", re.IGNORECASE | re.DOTALL)
_LONGEST_DETAILS = 500


def find_details(tokens: Sequence[Token]) -> dict[int, int]:
    """Where each `details` that spans several tokens begins and ends."""
    ends: dict[int, int] = {}
    opened: list[tuple[int, int]] = []
    depth = 0
    for number, token in enumerate(tokens):
        if token["type"] != "block_html":
            continue
        before = depth
        depth += sum(-1 if found[1] else 1 for found in _DETAILS.finditer(token["raw"]))
        if depth > before:
            opened.append((number, before))
        while opened and depth <= opened[-1][1]:
            begin, _ = opened.pop()
            if number - begin < _LONGEST_DETAILS:
                ends[begin] = number + 1
    return ends


def open_details(tokens: Sequence[Token]) -> tuple[str, list[Token]]:
    """The summary of a `details` and what it holds, its own tags taken off."""
    first, last = tokens[0]["raw"], tokens[-1]["raw"]
    opened = _DETAILS.search(first)
    before = first[: opened.start()] if opened else ""
    inside = first[opened.end() :] if opened else first
    summary = _SUMMARY.search(inside)
    if summary:
        inside = inside[: summary.start()] + inside[summary.end() :]
    closed = [found for found in _DETAILS.finditer(last) if found[1]][-1]
    body = [{**tokens[0], "raw": before + inside}, *tokens[1:-1]]
    body.append({**tokens[-1], "raw": last[: closed.start()] + last[closed.end() :]})
    return summary[1] if summary else "", body


def join_html(tokens: Sequence[Token]) -> str:
    """The text of several pieces of HTML, with the lines between them."""
    raw: list[str] = []
    line = tokens[0]["at"]
    for token in tokens:
        if token["type"] == "block_html":
            raw += ("\n" * (token["at"] - line), token["raw"])
            line = max(line, token["at"]) + token["raw"].count("\n")
    return "".join(raw)
