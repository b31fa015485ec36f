"""The words a learner knows, loaded once, and how good each of them is as a mnemonic."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache

from pipeline.enrich.mnemonics import store

_SORTS = {"n": 0.0, "s": 0.15, "p": 0.35, "o": 0.45}  # a thing is pictured best, then things, a name, any other word
_NAME = ("40", "45", "p")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`facts` holds for each word its Zipf frequency and picture strength, both times ten, and its sort.

    The sorts are `n` noun, `s` plural, `p` proper name and `o` any other word.
    """

    facts: dict[str, tuple[str, str, str]]

    def cost(self, word: str) -> float:
        """How far a word is from the ideal: common, easily pictured, a thing. 0 is ideal, 1 is passable."""
        zipf, picture, sort = self.facts[word]
        rare = max(0.0, 4.2 - int(zipf) / 10)
        pale = max(0.0, 5.5 - (int(picture) / 10 or 3.0))
        return 0.45 * rare + 0.14 * pale + _SORTS[sort]


@cache
def load() -> Lexicon:
    facts: dict[str, tuple[str, str, str]] = dict.fromkeys(store.words("names.txt"), _NAME)
    for line in gzip.decompress(store.data("lexicon.tsv.gz")).decode().splitlines():
        word, zipf, picture, sort = line.split("\t")
        facts[word] = (zipf, picture, sort)
    return Lexicon(facts)


@cache
def openings(length: int) -> frozenset[str]:
    """A trie of the words of this length, kept as the set of their beginnings."""
    return frozenset(word[:i] for word in load().facts if len(word) == length for i in range(1, length + 1))
