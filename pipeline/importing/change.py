"""What a rule did to a text, or would like to do: one value for the report, the fix and the proof."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text and its number there; lines that were split keep the number of their origin."""

    number: int
    text: str


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """`before`, at `column` of `line` (both from 1), becomes `after`; `made` is False for what is only proposed.

    `code` names an entry of `docs/problems.md`. A change with an empty `before` adds a sign that holds no word.
    """

    line: int
    column: int
    code: str
    before: str
    after: str
    made: bool = True
