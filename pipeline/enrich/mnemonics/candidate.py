"""A mnemonic that was found, with the letter that stands for each item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["known", "word", "coinage", "acrostic"]

_SPARES = {3: 0.4, 4: 0.7, 5: 0.85}  # a short list is nearly remembered without help


@dataclass(frozen=True, slots=True)
class Cue:
    """The item at this index of the list is recalled by the letters at these places of its label.

    `letter` stands for an item whose label has no such letter: X for *Extraversion*.
    """

    item: int
    at: tuple[int, ...]
    letter: str = ""


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
        """1 for a mnemonic without fault that spares much, falling towards 0."""
        spares = 1.0 if self.kind == "known" else _SPARES.get(len(self.cues), 1.0)
        return round(spares / (1 + self.cost), 3)
