"""Joins two words that share the items between them into a phrase: FLAT PEG."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator

from pipeline.mnemonic import rank
from pipeline.mnemonic.lexicon import Lexicon
from pipeline.mnemonic.spell import Spelling

BEST = 8  # words kept for each set of items
Part = tuple[float, str, Spelling]


def pairs(lexicon: Lexicon, parts: Iterable[Spelling], count: int, *, ordered: bool) -> Iterator[tuple[float, Part, Part]]:
    """Two words that use all items once, and what the phrase costs."""
    shelves = _shelves(lexicon, parts)
    full = (1 << count) - 1
    for mask in sorted(shelves):
        rest = shelves.get(full ^ mask, ())
        if rest and (not ordered or mask & 1):
            for a in shelves[mask]:
                for b in rest:
                    clash = rank.clash(lexicon, lexicon.place(a[1]), lexicon.place(b[1]))
                    yield round(a[0] + b[0] + clash, 3), a, b


def _shelves(lexicon: Lexicon, parts: Iterable[Spelling]) -> dict[int, list[Part]]:
    """The best words for each set of items."""
    found: defaultdict[int, list[Part]] = defaultdict(list)
    for part in parts:
        found[part.mask].append((part.cost + rank.word_cost(lexicon, lexicon.place(part.word)), part.word, part))
    return {mask: heapq.nsmallest(BEST, options, key=lambda o: o[:2]) for mask, options in found.items()}
