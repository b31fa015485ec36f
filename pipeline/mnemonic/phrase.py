"""Joins two words that share the items between them into a phrase: FLAT PEG."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import product

from pipeline.mnemonic import rank
from pipeline.mnemonic.lexicon import Lexicon
from pipeline.mnemonic.spell import Spelling

BEST = 8  # words kept for each set of items
Part = tuple[float, str, Spelling]


def pairs(lexicon: Lexicon, parts: Iterable[Spelling], count: int, *, ordered: bool) -> Iterator[tuple[float, Part, Part]]:
    """Two words that use all items once, in the order that reads better, and what the phrase costs."""
    shelves = _shelves(lexicon, parts)
    full = (1 << count) - 1
    for mask in sorted(shelves):
        if mask & 1:
            for a, b in product(shelves[mask], shelves.get(full ^ mask, ())):
                ways = ((a, b),) if ordered else ((a, b), (b, a))
                yield min(((round(x[0] + y[0] + _clash(lexicon, x, y), 3), x, y) for x, y in ways), key=lambda p: p[0])


def _clash(lexicon: Lexicon, first: Part, second: Part) -> float:
    return rank.clash(lexicon, lexicon.place(first[1]), lexicon.place(second[1]))


def _shelves(lexicon: Lexicon, parts: Iterable[Spelling]) -> dict[int, list[Part]]:
    """The best words for each set of items."""
    found: defaultdict[int, list[Part]] = defaultdict(list)
    for part in parts:
        found[part.mask].append((part.cost + rank.word_cost(lexicon, lexicon.place(part.word)), part.word, part))
    return {mask: heapq.nsmallest(BEST, options, key=lambda o: o[:2]) for mask, options in found.items()}
