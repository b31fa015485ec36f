"""Finds the real words that take one key from every item: a walk down a trie with a bit mask of the items used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.enrich.mnemonics import blocklist, lexicon
from pipeline.enrich.mnemonics.candidate import Candidate, Cue
from pipeline.enrich.mnemonics.keys import Key

STEPS = 40_000  # tries before a walk is given up; counted, not timed, so that every machine finds the same
LONGER = 2  # letters a word may have more than there are items, for initials

Keys = tuple[tuple[Key, ...], ...]
Path = tuple[tuple[int, Key], ...]


def strays_allowed(items: int) -> int:
    """How many letters may come from inside a label before the mnemonic needs one of its own."""
    return 0 if items <= 3 else 1 if items <= 5 else items // 4


def words(keys: Keys, *, ordered: bool) -> tuple[Candidate, ...]:
    """Every known word that spells all items, in their order if `ordered`; best first."""
    found: dict[str, Candidate] = {}
    longest = len(keys) + (LONGER if any(len(k.chunk) > 1 for options in keys for k in options) else 0)
    for length in range(len(keys), longest + 1):
        walk = _Walk(keys, ordered, lexicon.openings(length))
        for word, path in walk.run():
            candidate = _candidate(word, path)
            if word not in found or candidate.cost < found[word].cost:
                found[word] = candidate
    refuses = blocklist.load().refuses
    return tuple(sorted((c for w, c in found.items() if not refuses(w)), key=lambda c: c.rank))


def _candidate(word: str, path: Path) -> Candidate:
    cost = sum(key.cost for _, key in path) + lexicon.load().cost(word)
    cues = tuple(Cue(item, key.at) for item, key in path)
    return Candidate("word", word.upper(), cues, round(cost, 3), sum(key.stray for _, key in path))


@dataclass(slots=True)
class _Walk:
    """One depth-first walk; `openings` are the beginnings of all words of the length wanted."""

    keys: Keys
    ordered: bool
    openings: frozenset[str]
    steps: int = field(default=0, init=False)

    def run(self) -> Iterator[tuple[str, Path]]:
        yield from self._below("", 0, (), strays_allowed(len(self.keys)))

    def _below(self, opening: str, used: int, path: Path, strays: int) -> Iterator[tuple[str, Path]]:
        if used == (1 << len(self.keys)) - 1:
            if opening in lexicon.load().facts:
                yield opening, path
            return
        for item in self._next(used, len(path)):
            for key in self.keys[item]:
                self.steps += 1
                longer = opening + key.chunk
                if self.steps > STEPS or key.stray > strays or longer not in self.openings:
                    continue
                yield from self._below(longer, used | 1 << item, (*path, (item, key)), strays - key.stray)

    def _next(self, used: int, place: int) -> Iterator[int]:
        """The items that may come now: of several with the same keys only the first, since they can change places."""
        if self.ordered:
            yield place
            return
        tried: set[tuple[tuple[str, float], ...]] = set()
        for item, options in enumerate(self.keys):
            look = tuple((key.chunk, key.cost) for key in options)
            if not used >> item & 1 and look not in tried:
                tried.add(look)
                yield item
