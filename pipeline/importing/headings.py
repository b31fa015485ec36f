"""Headings that lost their mark, or themselves.

A bare line can be marked again. A heading that is lost gets a placeholder of signs that hold no word: nobody but the
author knows what stood there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.importing.blocks import Block
from pipeline.importing.change import Change, Line
from pipeline.importing.words import known

LOST, FOUND, GLUED = "heading-lost", "heading-found", "heading-glued"
PLACEHOLDER = "???"

_LONGEST, _MOST_WORDS = 80, 10
_END = re.compile(r"[.,;!…]['’”\")]*$")
_TITLE = re.compile(r"[^\W_]|[\"“‘(¿¡₹$]")
_SMALL = r"(?:of|and|the|for|in|on|to|a|an|with|vs|&)"
_TITLED = rf"[A-Z][\w’'-]*(?: (?:{_SMALL} )*[A-Z][\w’'-]*){{0,5}}"
_AT_END = re.compile(rf"(?<=[a-z)”’][.!?])(?P<title>{_TITLED})\s*$")
_AT_START = re.compile(
    rf"(?P<title>{_TITLED}(?: {_SMALL})* (?P<last>[A-Z][a-z]{{2,}}))(?P<next>[A-Z][a-z]+)(?=(?:[’'][a-z]+)? [a-z])"
)
_WORD = re.compile(r"\w+")


def restore(blocks: Sequence[Block]) -> tuple[list[Block], tuple[Change, ...]]:
    """The blocks with headings marked and placeholders put in, and where.

    A text that has headings of its own lost none: then empty lines say nothing, and only lines in between are marked.
    """
    marked = any(block.kind == "heading" for block in blocks)
    out: list[Block] = []
    changes: list[Change] = []
    gaps = not marked and _gaps_tell(blocks)
    for i, block in enumerate(blocks):
        after = blocks[i + 1] if i + 1 < len(blocks) else None
        if not marked and _is_title(block, blocks[i - 1] if i else None, after):
            level = 1 if not out else 2
            out.append(replace(block, kind="heading", level=level, made=True))
            changes.append(Change(block.line, _column(block), FOUND, "", f"{'#' * level} "))
            continue
        if out and gaps and block.gap > 1 and out[-1].kind != "heading":
            changes.append(Change(block.line, _column(block), LOST, "", f"## {PLACEHOLDER}"))
            out.append(Block("heading", (Line(block.line, PLACEHOLDER),), 2, made=True))
        out.append(block)
    return out, tuple(changes)


def glued(lines: Sequence[Line]) -> tuple[Change, ...]:
    """Headings that hang on the end or the beginning of a line: *…in talks.Way Forward*, *Way ForwardIndia should…*."""
    counts = Counter(word for line in lines for word in _WORD.findall(line.text))
    out: list[Change] = []
    for line in lines:
        end, start = _AT_END.search(line.text), _AT_START.match(line.text)
        if end and _hangs(line.text[: end.start()], end["title"]):
            stop, title = line.text[end.start() - 1], end["title"]
            out.append(Change(line.number, end.start(), GLUED, stop + title, f"{stop}\n\n{title}", made=False))
        elif start and counts[start["next"]] and not counts[start["last"]] > 1:
            title, rest = start["title"], start["next"]
            out.append(Change(line.number, 1, GLUED, title + rest, f"{title}\n\n{rest}", made=False))
    return tuple(out)


def _hangs(before: str, title: str) -> bool:
    """Whether a title after a full stop without a space is one; *Math.Floor* and *Node.Js* are not."""
    return len(before.split()) > 5 and (" " in title or (len(title) > 4 and known(title.lower())))


def split(lines: Sequence[Line], found: Sequence[Change]) -> list[Line]:
    """The lines with the headings of `glued` on lines of their own."""
    at = {change.line: change for change in found}
    out: list[Line] = []
    for line in lines:
        change = at.get(line.number)
        if not change:
            out.append(line)
            continue
        start = change.column - 1
        text = line.text[:start] + change.after + line.text[start + len(change.before) :]
        out += [Line(line.number, part) for part in (f"{text}\n" if start else text).split("\n")]
    return out


def _gaps_tell(blocks: Sequence[Block]) -> bool:
    """Whether two empty lines are the exception, so that they mean something."""
    wide = sum(block.gap > 1 for block in blocks[1:])
    return 0 < wide <= max(1, len(blocks) // 3)


def _is_title(block: Block, before: Block | None, after: Block | None) -> bool:
    """A short line that ends no sentence, with air around it or right above a list or a paragraph."""
    if block.kind != "text" or len(block.lines) > 1 or after is None:
        return False
    text = block.text
    if len(text) > _LONGEST or len(text.split()) > _MOST_WORDS or _END.search(text) or not _TITLE.match(text):
        return False
    if text[0].islower() or text.endswith(":") or after.kind in {"kept", "rule"}:
        return False
    air_above = before is None or block.gap > 0
    air_below = after.gap > 0 or after.kind == "item" or len(after.text) > _LONGEST
    return air_above and air_below and not _is_run(before, after)


def _is_run(before: Block | None, after: Block) -> bool:
    """Between short lines of its like a line is one of verses, of an address, of cells: not a heading."""
    around = (before, after)
    return all(block is not None and block.kind == "text" and len(block.text) <= 60 for block in around)


def _column(block: Block) -> int:
    text = block.lines[0].text
    return len(text) - len(text.lstrip()) + 1
