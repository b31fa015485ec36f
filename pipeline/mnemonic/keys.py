"""The letters that each item may lend to a mnemonic, and what each of them costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

KeyKind = Literal["first", "head", "other", "initials", "prefix", "sound"]


@dataclass(frozen=True, slots=True)
class Key:
    """`letters` (a-z) go into the mnemonic and come from `source`, words of the item as it writes them.

    They begin the source (`first` is the item's first word that says something, `head` its noun), are the initials of
    its words, or sound like its beginning (X for *Extraversion*). `cost` is 0 for what a learner would try first.
    """

    letters: str
    cost: float
    source: str
    kind: KeyKind = "first"
