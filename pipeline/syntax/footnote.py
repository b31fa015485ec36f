"""Footnotes: `[^label]` with its `[^label]: text`, and `^[text]` in place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from re import Match

from mistune import BlockParser, InlineParser

from pipeline.model import FootnoteRef
from pipeline.syntax.container import expand, interrupts, rules_inside
from pipeline.syntax.lines import LineInline, LineState
from pipeline.syntax.reading import Reading, Token

DEFINITION = r"^ {0,3}\[\^(?P<footnote_label>(?:[^\\\[\]\s]|\\.){1,200})\]:[ \t]*"
REFERENCE = r"\[\^(?P<footnote_key>(?:[^\\\[\]\s]|\\.){1,200})\]"
INLINE = r"\^\["

_DEFINED = re.compile(DEFINITION)
_LONGEST = 5000
_DEEPEST = 8
_BRACKET = re.compile(r"\\.|`+|[\[\]]", re.DOTALL)


def footnote_key(label: str) -> str:
    return label.casefold()


def parse_definition(block: BlockParser, match: Match[str], state: LineState) -> int:
    """The text of a footnote is kept aside; its first definition holds."""
    label = match["footnote_label"]
    at = state.at(match.start())
    lines, end = _gather(state, match.end())
    key = footnote_key(label)
    if key in state.reading.notes:
        state.reading.warn(
            state.reading.line(at),
            "footnote-twice",
            f"footnote [^{label}] is defined twice; both texts are printed under it",
            "give it a label of its own",
            at=f"[^{label}]",
        )
    child = state.inner(lines, at)
    block.parse(child, rules_inside(block, state))
    note = state.reading.notes.setdefault(key, {"label": label, "children": [], "at": at})
    note["children"] += child.tokens
    return end


def _gather(state: LineState, position: int) -> tuple[list[str], int]:
    end = state.find_line_end_at(position)
    lines = [state.src[position:end].rstrip("\n")]
    position, blank = end, False
    while position < state.cursor_max:
        raw = state.get_line(position)
        line = expand(raw.rstrip("\n"))
        position += len(raw)
        if not line.strip():
            lines.append("")
            blank = True
            continue
        indent = len(line) - len(line.lstrip(" "))
        if indent < 2 and (blank or interrupts(line) or _DEFINED.match(line)):
            break
        lines.append(line[min(indent, 4) :])
        end, blank = position, False
    while len(lines) > 1 and not lines[-1]:
        lines.pop()
    return lines, end


def parse_reference(inline: InlineParser, match: Match[str], state: LineInline) -> int | None:
    label = match["footnote_key"]
    key = footnote_key(label)
    reading = state.reading
    if key in reading.notes:
        note = reading.notes[key]
        node = FootnoteRef(note["label"], reading.number(key))
        state.append_token({"type": "node", "node": node})
        return match.end()
    if state.src.startswith(("(", "["), match.end()):
        return None
    reading.warn(
        state.line(match.start()),
        "footnote-missing",
        f"there is no footnote [^{label}]",
        f"add a line '[^{label}]: …', or write \\[^{label}]",
        at=match[0],
    )
    inline.process_text(match[0], state, parse_emphasis=False)
    return match.end()


def parse_inline(_inline: InlineParser, match: Match[str], state: LineInline) -> int | None:
    """`^[text]`: a footnote whose text stands where it is referred to."""
    end = _closing_bracket(state.src, match.end())
    if end < 0 or not state.src[match.end() : end].strip():
        return None
    reading = state.reading
    label = _free_label(reading)
    paragraph = {"type": "paragraph", "text": state.src[match.end() : end], "at": state.index(match.start())}
    reading.notes[label] = {"label": label, "children": [paragraph], "at": paragraph["at"]}
    state.append_token({"type": "node", "node": FootnoteRef(label, reading.number(label))})
    return end + 1


def _free_label(reading: Reading) -> str:
    number = len(reading.notes) + 1
    while f"inline-{number}" in reading.notes:
        number += 1
    return f"inline-{number}"


def _closing_bracket(text: str, position: int) -> int:
    """Where the bracket that opens before a position closes, or -1 when it does so too far or too deep."""
    depth = 0
    for found in _BRACKET.finditer(text, position, position + _LONGEST):
        if found[0] == "[":
            depth += 1
        elif found[0] == "]":
            depth -= 1
        if depth < 0:
            return found.start()
        if depth > _DEEPEST:
            break
    return -1


def read_notes(reading: Reading) -> Iterator[tuple[str, int]]:
    """Keys and numbers of the footnotes in order of reference, then those nobody refers to, as 0.

    Lowering one footnote may refer to others: the order is asked for one at a time.
    """
    done: set[str] = set()
    while batch := _newly_cited(reading, done) or [key for key in reading.notes if key not in done]:
        for key in batch:
            if key not in reading.cited:
                _warn_unused(reading, reading.notes[key])
            yield key, reading.cited.get(key, 0)
        done.update(batch)


def _newly_cited(reading: Reading, done: set[str]) -> list[str]:
    """The references at the end of the list that are not done; what was cited before them is."""
    return [*takewhile(lambda key: key not in done, reversed(reading.cited))][::-1]


def _warn_unused(reading: Reading, note: Token) -> None:
    reading.warn(
        reading.line(note["at"]),
        "footnote-unused",
        f"nothing refers to footnote [^{note['label']}]",
        "it is printed after the others; refer to it, or take it out",
        at=f"[^{note['label']}]",
    )
