"""Finds the words that take one key from every item, or from some: a walk down a trie with a bit mask of the items."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.mnemonic.keys import Key, Keys
from pipeline.mnemonic.lexicon import Trie

STEPS = 60_000  # tries before a walk is given up; counted, not timed, so that every machine finds the same


@dataclass(frozen=True, slots=True)
class Spelling:
    """A word with the item and the key of each of its pieces, one after the other; `cost` is that of the keys."""

    word: str
    mask: int
    cost: float
    path: tuple[tuple[int, Key], ...]


@dataclass(slots=True)
class Walk:
    """One search. It finds each (word, items used) once, with its cheapest keys."""

    keys: Keys
    trie: Trie
    limit: float
    """What the keys of a word may cost."""
    ordered: bool
    whole: bool
    """Whether a word must use all items."""
    steps: int = field(default=STEPS, init=False)
    seen: dict[tuple[str, int], float] = field(default_factory=dict, init=False)
    found: dict[tuple[str, int], Spelling] = field(default_factory=dict, init=False)

    def run(self) -> Iterator[Spelling]:
        """All spellings, in an order that depends on the keys alone."""
        count = len(self.keys)
        if self.ordered:
            for start in range(1 if self.whole else count):
                self._along("", start, start, 0.0, ())
        else:
            moves = [(key.letters, 1 << i, key.cost, (i, key)) for i, options in enumerate(self.keys) for key in options]
            self._below("", 0, 0.0, (), _leaders(self.keys), sorted(moves, key=lambda m: (m[2], m[0], m[1])))
        yield from self.found.values()

    def _note(self, word: str, mask: int, cost: float, path: tuple[tuple[int, Key], ...]) -> None:
        old = self.found.get((word, mask))
        if old is None or cost < old.cost:
            self.found[word, mask] = Spelling(word, mask, cost, path)

    def _along(self, opening: str, start: int, item: int, cost: float, path: tuple[tuple[int, Key], ...]) -> None:
        """Continues with the next item in order."""
        if item == len(self.keys):
            return
        for key in self.keys[item]:
            longer, sum_ = opening + key.letters, cost + key.cost
            self.steps -= 1
            if sum_ > self.limit or self.steps < 0:
                continue
            is_word = self.trie.grow(longer)
            if is_word is None:
                continue
            further = (*path, (item, key))
            if is_word and (not self.whole or item + 1 == len(self.keys)):
                self._note(longer, (1 << item + 1) - (1 << start), sum_, further)
            self._along(longer, start, item + 1, sum_, further)

    def _below(self, opening, mask, cost, path, leaders, moves) -> None:
        full = (1 << len(self.keys)) - 1
        known, grow, limit, seen = self.trie.known, self.trie.grow, self.limit, self.seen
        for letters, bit, price, step in moves:
            if mask & bit or (mask & leaders[bit]) != leaders[bit]:
                continue
            sum_ = cost + price
            if sum_ > limit:
                break
            longer = opening + letters
            try:
                is_word = known[longer]
            except KeyError:
                is_word = known[longer] = grow(longer)
            self.steps -= 1
            if is_word is None or self.steps < 0:
                continue
            used = mask | bit
            old = seen.get((longer, used))
            if old is not None and old <= sum_:
                continue
            seen[longer, used] = sum_
            further = (*path, step)
            if is_word and (used == full or not self.whole):
                self._note(longer, used, sum_, further)
            if used != full:
                self._below(longer, used, sum_, further, leaders, moves)


def _leaders(keys: Keys) -> dict[int, int]:
    """For each item the one before it with the same keys, which must be used first: they could change places."""
    last: dict[tuple[tuple[str, float], ...], int] = {}
    leaders: dict[int, int] = {}
    for item, options in enumerate(keys):
        look = tuple((key.letters, key.cost) for key in options)
        leaders[1 << item] = last.get(look, 0)
        last[look] = 1 << item
    return leaders
