"""Writes proposals into `mnemonics.yml`: behind what stands there, of which no letter is touched."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.mnemonic.candidate import Candidate, Wish

MOST = 4  # of a list
_WIDTH = 110
_PLAIN = re.compile(r"[^\W\d_](?:[\w '’()./+–-]*[\w'’().+])?")
_WORDS_OF_YAML = frozenset("null true false yes no on off none y n".split())  # noqa: SIM905 - a list of words
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")

OPENING = """\
# Mnemonics of this book. One line decides for a list:
#
#   use: PIECES             prints this proposal, for good
#   use: "my own words"     prints your own; its letters are checked
#   use: none               prints no mnemonic for this list
#
# As long as nothing stands behind “use:”, the program decides. Lists are known by their items, so they may move and be
# reworded a little. What is written here is never changed by the program; new lists are added at the end.
"""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What may be said for a list. `where` tells the author which one it is; `asked` is the model that was asked.

    `models` holds for each candidate the name of the model it comes from, or "". `use` may decide already.
    """

    wish: Wish
    where: str
    candidates: tuple[Candidate, ...]
    models: tuple[str, ...]
    asked: str = ""
    use: str = ""


def added(text: str, proposals: Sequence[Proposal], indent: int = 0) -> str:
    """The text of the file with the proposals behind it; they are set in as deep as the entries that are there."""
    if not proposals:
        return text
    newline = "\r\n" if "\r\n" in text else "\n"
    head = text if text.strip() else OPENING
    head = head if head.endswith("\n") else head + newline
    lines = [line for proposal in proposals for line in ("", *_entry(proposal))]
    return head + newline.join(" " * indent + line if line else "" for line in lines) + newline


def _entry(proposal: Proposal) -> Iterator[str]:
    yield f"# {_UNPRINTABLE.sub(' ', proposal.where)}"
    yield from _row("- list: ", proposal.wish.items)
    if proposal.wish.ordered:
        yield "  ordered: yes"
    yield f"  use: {_scalar(proposal.use)}" if proposal.use else "  use:"
    if proposal.candidates:
        yield "  proposals:"
    for candidate, model in zip(proposal.candidates, proposal.models, strict=True):
        yield f"    - text: {_scalar(candidate.text)}"
        yield from _row("      letters: ", _letters(candidate, proposal.wish))
        yield f"      grade: {candidate.grade}"
        if model:
            yield f"      by: {_scalar(model)}"
    if proposal.asked:
        yield f"  asked: {_scalar(proposal.asked)}"


def _letters(candidate: Candidate, wish: Wish) -> list[str]:
    return [f"{tie.letters} {wish.items[tie.item]}" for tie in candidate.ties]


def _row(opening: str, values: Sequence[str]) -> Iterator[str]:
    """A list in one line, or in as many as it needs."""
    line = opening + "["
    for place, value in enumerate(values):
        word = _scalar(value) + ("]" if place == len(values) - 1 else ",")
        if len(line) + len(word) > _WIDTH and place:
            yield line.rstrip()
            line = " " * (len(opening) + 1)
        line += word + " "
    yield line.rstrip()


def _scalar(text: str) -> str:
    """A text as YAML reads it back: bare where that is safe, else in quotes."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS_OF_YAML and "  " not in text:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return json.dumps(text) if _UNPRINTABLE.search(quoted) else quoted
