"""A mnemonic that was found, with the letter that stands for each item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["known", "word", "coinage", "acrostic"]


@dataclass(frozen=True, slots=True)
class Cue:
    """The item at this index of the list is recalled by the letters at these places of its label."""

    item: int
    at: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """`text` is shown as it is; `cues` follow its letters. `cost` grows with all that makes it hard to use."""

    kind: Kind
    text: str
    cues: tuple[Cue, ...]
    cost: float
    strays: int = 0

    @property
    def rank(self) -> tuple[float, str]:
        return (self.cost, self.text)

    @property
    def score(self) -> float:
        """1 for a mnemonic without fault, falling towards 0."""
        return round(1 / (1 + self.cost), 3)
