"""Joins two words that share the items between them into a phrase: FLAT PEG."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from pipeline.mnemonic import rank
from pipeline.mnemonic.lexicon import Lexicon
from pipeline.mnemonic.spell import Spelling

BEST = 8  # words kept for each set of items


@dataclass(frozen=True, slots=True)
class Part:
    """A word that spells some of the items, and where it stands in the lexicon."""

    cost: float
    place: int
    spelling: Spelling

    @property
    def rank(self) -> tuple[float, int]:
        return (self.cost, self.place)


@dataclass(frozen=True, slots=True)
class Phrase:
    cost: float
    parts: tuple[Part, Part]

    @property
    def rank(self) -> tuple[float, int, int]:
        return (self.cost, self.parts[0].place, self.parts[1].place)


def phrases(lexicon: Lexicon, words: Iterable[Spelling], count: int, *, ordered: bool, most: int) -> tuple[Phrase, ...]:
    """Two words that use all of so many items once, in the order that reads better; best first."""
    shelves = _shelves(lexicon, words)
    return tuple(heapq.nsmallest(most, _pairs(lexicon, shelves, (1 << count) - 1, ordered=ordered), lambda p: p.rank))


def _pairs(lexicon: Lexicon, shelves: dict[int, list[Part]], full: int, *, ordered: bool) -> Iterator[Phrase]:
    for mask in sorted(shelves):
        if mask & 1:
            for a, b in product(shelves[mask], shelves.get(full ^ mask, ())):
                yield min((_phrase(lexicon, *way) for way in ([(a, b)] if ordered else [(a, b), (b, a)])), key=_rank)


def _phrase(lexicon: Lexicon, a: Part, b: Part) -> Phrase:
    return Phrase(round(a.cost + b.cost + rank.clash(lexicon, a.place, b.place), 3), (a, b))


def _rank(phrase: Phrase) -> tuple[float, int, int]:
    return phrase.rank


def _shelves(lexicon: Lexicon, words: Iterable[Spelling]) -> dict[int, list[Part]]:
    """The best words for each set of items."""
    found: defaultdict[int, list[Part]] = defaultdict(list)
    for word in words:
        place = lexicon.place(word.word)
        found[word.mask].append(Part(word.cost + rank.word_cost(lexicon, place), place, word))
    return {mask: heapq.nsmallest(BEST, parts, key=lambda p: p.rank) for mask, parts in found.items()}
