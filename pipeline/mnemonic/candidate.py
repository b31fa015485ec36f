"""What is wished for, and what was found: a mnemonic with the piece of it that stands for each item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["known", "word", "two", "made-up", "acrostic", "acrostic2", "initials"]
Grade = Literal["A", "B", "hidden"]


@dataclass(frozen=True, slots=True)
class Wish:
    """The labels of a list. `ordered` items must keep their order; `topic` is what the list is about, or empty."""

    items: tuple[str, ...]
    ordered: bool
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """An item and the letters that recall it: they stand at `at` (start, end) of the text, and come from `source`.

    `source` is the word of the item that the letters begin, or the words whose initials they are.
    """

    item: int
    letters: str
    at: tuple[int, int]
    source: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mnemonic with a tie for each item, in the order of the text. `cost` grows with all that makes it hard to use.

    Grade A may be printed, B is for the author's review, hidden for nobody; `reason` says why, in a few words.
    """

    text: str
    kind: Kind
    grade: Grade
    cost: float
    ties: tuple[Tie, ...]
    reason: str = ""
