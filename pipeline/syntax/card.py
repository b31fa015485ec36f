"""Questions as people write them for Anki and Obsidian: `Q::A`, `Q:::A`, `?` and `??` alone on a line, `Q:` and `A:`.

`::` and `?` stand in too many other places (scopes of C++, fields of Dataview, plain text): they ask only in notes
that say so, with the tag `#flashcards`, with `flashcards: true` in the front matter, or by the schedule that Obsidian's
plug-in left in a comment. A question and its answer become a `Div` of kind `qa`: the title asks, the blocks answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from pipeline.model import Meta
from pipeline.syntax.comment import Code
from pipeline.syntax.reading import Token

_TAG = re.compile(r"#flashcards?(?:/\S+)?", re.IGNORECASE)
_FLAG = re.compile(rf"(?<!\S){_TAG.pattern}(?!\S)|<!--\s*SR:", re.IGNORECASE)
_BETWEEN = re.compile(r":{2,}")
_SIGNS = {"::": False, ":::": True, "?": False, "??": True}
"""What parts a question from its answer, and whether it is asked the other way round as well."""
_QUESTION, _ANSWER = re.compile(r"Q:[ \t]+(?=\S)"), re.compile(r"A:[ \t]+(?=\S)")
_FIELD = re.compile(r"[ \t]*[\w-]+:: ")
_CODE_BEFORE = re.compile(r"(?:[\\>_]|\b(?:std|self|crate|super|boost)|[\w.]*[a-z][A-Z]\w*|:[\w+-]+:?|:)$")
_CODE_AFTER = re.compile(r"[\w~]+(?:[(<;{]|::)|class\b|[a-z]+[A-Z_]\w*|[\w+-]+:(?!:)")
_ADDRESS = re.compile(
    r"(?:(?=[\da-f]*\d)(?=[\da-f]*[a-f])[\da-f]{2,4}|[\da-f]{1,4}:[\da-f]{1,4}|(?:^|\s))$", re.IGNORECASE
)
_ADDRESS_AFTER = re.compile(r"[\da-f]{1,4}(?::[\da-f]{1,4})*(?![\w])", re.IGNORECASE)


def flagged(meta: Meta, lines: Sequence[str]) -> bool:
    """Whether a note says that its `::`, `?` and `==` ask."""
    if meta.flashcards or any(_TAG.fullmatch(f"#{tag}") for tag in meta.tags):
        return True
    code = Code()
    return any(not code.covers(line) and _FLAG.search(line) for line in lines)


def cards(tokens: Sequence[Token], *, flagged: bool) -> tuple[list[Token], int]:
    """What the paragraph at the front of the tokens asks, as tokens of type `card` between paragraphs.

    Gives the tokens that take its place and how many it takes, none and 0 when it asks nothing.
    """
    text: str = tokens[0]["text"]
    if text.startswith("Q:") and (found := _labelled(tokens))[1]:
        return found
    if not flagged:
        return [], 0
    lines = text.rstrip("\n").split("\n")
    at = next((n for n, line in enumerate(lines) if n and line.strip() in ("?", "??")), 0)
    if at:
        return _parted(tokens, lines, at)
    if "::" not in text:
        return [], 0
    found_lines = list(_by_line(lines, tokens[0]["at"]))
    return (found_lines, 1) if any(token["type"] == "card" for token in found_lines) else ([], 0)


def _parted(tokens: Sequence[Token], lines: list[str], at: int) -> tuple[list[Token], int]:
    """A question over a `?`: its answer goes on to the next blank line."""
    first = tokens[0]["at"]
    further = list(takewhile(lambda token: token["type"] != "blank_line", tokens[1:]))
    back = [*_paragraph(lines[at + 1 :], first + at + 1), *further]
    if not back:
        return [], 0
    return [_card(" ".join(lines[:at]), first, back, both=_SIGNS[lines[at].strip()])], 1 + len(further)


def _by_line(lines: list[str], first: int) -> Iterator[Token]:
    """Each line with `::` is a card, the lines between them are paragraphs."""
    held: list[str] = []
    for number, line in enumerate(lines, first):
        sign = _sign(line)
        if sign is None:
            held.append(line)
            continue
        yield from _paragraph(held, number - len(held))
        held = []
        back = _paragraph([line[sign.end() :].strip()], number)
        yield _card(line[: sign.start()].strip(), number, back, both=_SIGNS[sign[0]])
    yield from _paragraph(held, first + len(lines) - len(held))


def _sign(line: str) -> re.Match[str] | None:
    """The `::` that parts a question from its answer, if one does."""
    for found in _BETWEEN.finditer(line):
        before, after = line[: found.start()], line[found.end() :]
        inside = any(before.count(quote) % 2 and after.count(quote) % 2 for quote in "`$")
        if found[0] in _SIGNS and before.strip() and after.strip() and not inside and not _is_other(before, after):
            return None if _FIELD.match(line) else found
    return None


def _is_other(before: str, after: str) -> bool:
    """Whether what stands around `::` makes it a scope of a program, an address, an emoji or a gap's own sign."""
    if before.rfind("{{c") > before.rfind("}}"):
        return True
    if before.endswith(" ") and not after.startswith(" "):
        return bool(_ADDRESS_AFTER.match(after))
    if before.endswith(" ") or after.startswith(" "):
        return False
    address = _ADDRESS.search(before) and _ADDRESS_AFTER.match(after)
    return bool(address or _CODE_BEFORE.search(before) or _CODE_AFTER.match(after))


def _labelled(tokens: Sequence[Token]) -> tuple[list[Token], int]:
    """Lines that begin with `Q:` and `A:`, as many as the paragraph holds; an `A:` may be a paragraph of its own."""
    lines = tokens[0]["text"].rstrip("\n").split("\n")
    first, taken = tokens[0]["at"], 1
    further = list(takewhile(lambda token: token["type"] != "blank_line", tokens[1:]))
    answer = tokens[2] if len(tokens) > 2 and tokens[1]["type"] == "blank_line" else None
    if not further and answer and answer["type"] == "paragraph" and _ANSWER.match(answer["text"]):
        if any(_ANSWER.match(line) for line in lines):
            answer = None
        else:
            gap = answer["at"] - first - len(lines)
            lines += [""] * gap + answer["text"].rstrip("\n").split("\n")
            further = list(takewhile(lambda token: token["type"] != "blank_line", tokens[3:]))
            taken = 3
    out = list(_pairs(lines, first))
    if not out:
        return [], 0
    out[-1]["children"] += further
    return out, taken + len(further)


def _pairs(lines: list[str], first: int) -> Iterator[Token]:
    """Questions with their answers, or none at all when one of them lacks its other half."""
    starts = [n for n, line in enumerate(lines) if _QUESTION.match(line)]
    for start, end in pairwise([*starts, len(lines)]):
        middle = next((n for n in range(start + 1, end) if _ANSWER.match(lines[n])), 0)
        if not middle:
            return
        front = " ".join(line for line in lines[start:middle] if line.strip())
        answer = [lines[middle][2:].lstrip(), *lines[middle + 1 : end]]
        yield _card(front[2:].lstrip(), first + start, _paragraph(answer, first + middle), both=False)


def _paragraph(lines: list[str], at: int) -> list[Token]:
    text = "\n".join(lines)
    return [{"type": "paragraph", "text": text + "\n", "at": at}] if text.strip() else []


def _card(front: str, at: int, back: list[Token], *, both: bool) -> Token:
    return {"type": "card", "text": front, "at": at, "children": back, "both": both}
