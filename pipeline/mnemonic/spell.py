"""Finds the words that take one key from every item, or from some: a walk down a trie with a bit mask of the items."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.mnemonic.keys import Key, Keys
from pipeline.mnemonic.lexicon import Trie

STEPS = 60_000  # tries before a walk is given up; counted, not timed, so that every machine finds the same

Step = tuple[int, Key]
"""An item and the key that it lends."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A word with the item and the key of each of its pieces, one after the other; `cost` is that of the keys."""

    word: str
    mask: int
    cost: float
    path: tuple[Step, ...]


def spellings(keys: Keys, trie: Trie, limit: float, *, ordered: bool, whole: bool) -> tuple[Spelling, ...]:
    """The words of a trie whose keys cost no more than the limit, each with its cheapest keys.

    With `whole`, a word must use all items; without, each set of items has its words. `ordered` items follow each
    other, without a gap.
    """
    walk = _Walk(keys, trie, limit, whole)
    if ordered:
        for start in range(1 if whole else len(keys)):
            walk.along("", start, start, 0.0, ())
    else:
        walk.below("", trie.after(""), 0, 0.0, ())
    return tuple(walk.found.values())


@dataclass(slots=True)
class _Walk:
    keys: Keys
    trie: Trie
    limit: float
    whole: bool
    found: dict[tuple[str, int], Spelling] = field(default_factory=dict)
    _steps: int = STEPS
    _seen: dict[tuple[str, int], float] = field(default_factory=dict)
    _moves: list[tuple[float, str, int, int, Step]] = field(init=False)
    """All keys, cheapest first: cost, letters, the bit of the item, the bit that must be used before, the step."""

    def __post_init__(self) -> None:
        before = _leaders(self.keys)
        self._moves = sorted(
            ((key.cost, key.letters, 1 << i, before[i], (i, key)) for i, line in enumerate(self.keys) for key in line),
            key=lambda move: move[:3],
        )

    def along(self, opening: str, start: int, item: int, cost: float, path: tuple[Step, ...]) -> None:
        """Goes on with the next item in order."""
        last = item + 1 == len(self.keys)
        for key in self.keys[item]:
            longer, total = opening + key.letters, cost + key.cost
            letters = self.trie.after(longer) if total <= self.limit else ""
            if not letters:
                continue
            further = (*path, (item, key))
            if letters[0] == "." and (last or not self.whole):
                self._note(longer, (1 << item + 1) - (1 << start), total, further)
            if not last:
                self.along(longer, start, item + 1, total, further)

    def below(self, opening: str, may: str, mask: int, cost: float, path: tuple[Step, ...]) -> None:
        """Goes on with any item that is not in the mask; `may` are the letters that can follow."""
        full = (1 << len(self.keys)) - 1
        for price, letters, bit, before, step in self._moves:
            total = cost + price
            if total > self.limit:
                break
            if letters[0] not in may or mask & bit or (mask & before) != before:
                continue
            longer, used = opening + letters, mask | bit
            self._steps -= 1
            further = self.trie.after(longer)
            if not further or self._steps < 0 or self._seen.get((longer, used), total + 1) <= total:
                continue
            self._seen[longer, used] = total
            if further[0] == "." and (used == full or not self.whole):
                self._note(longer, used, total, (*path, step))
            if used != full and further != ".":
                self.below(longer, further, used, total, (*path, step))

    def _note(self, word: str, mask: int, cost: float, path: tuple[Step, ...]) -> None:
        old = self.found.get((word, mask))
        if old is None or cost < old.cost:
            self.found[word, mask] = Spelling(word, mask, cost, path)


def _leaders(keys: Keys) -> list[int]:
    """For each item the bit of the one before it with the same keys, which is used first: they could change places."""
    last: dict[tuple[tuple[str, float], ...], int] = {}
    leaders = []
    for item, options in enumerate(keys):
        look = tuple((key.letters, key.cost) for key in options)
        leaders.append(last.get(look, 0))
        last[look] = 1 << item
    return leaders
