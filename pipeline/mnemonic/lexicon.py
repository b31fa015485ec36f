"""The words a learner knows, loaded once, and what is known of each: how common, how well pictured, what sort."""

from __future__ import annotations

import lzma
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from pipeline.mnemonic import store

FILE = "lexicon.xz"
NOUN, PLURAL, VERB, ADJECTIVE, NAME, BENT = 1, 2, 4, 8, 16, 32
"""What a word can be, added up. BENT is a form of another word, such as *baker* and *baked* of *bake*."""

LENGTHS = range(2, 14)
LETTERS = "^abcdefghijklmnopqrstuvwxyz"

_FROM_TEXT = bytes(max(0, i - 48) for i in range(256))  # a column has one character for each figure


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`words` are sorted; the columns beside them hold one figure for each word.

    They are ten times its Zipf frequency, ten times its picture strength (0 is unknown, 72 the most) and its sort.
    `bits` tells for two letters how unusual the second is after the first, in bits; `^` is the edge of a word.
    """

    words: list[str]
    zipf: bytes
    picture: bytes
    sort: bytes
    bits: dict[str, int]

    def place(self, word: str) -> int:
        """Where a word stands, or -1."""
        at = bisect_left(self.words, word)
        return at if at < len(self.words) and self.words[at] == word else -1

    def oddity(self, word: str) -> float:
        """How unusual the letters of a word are after each other, in bits a letter: 4 for *sostac*, 8 for *ecdicmi*."""
        whole = f"^{word}^"
        return sum(self.bits[whole[i : i + 2]] for i in range(len(whole) - 1)) / len(word)


@dataclass(frozen=True, slots=True)
class Trie:
    """Sorted words that are asked what may follow a beginning. It grows by use: to build it whole takes a second."""

    words: list[str]
    asked: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def after(self, opening: str) -> str:
        """The letters that may come next, with a full stop when this is a word; empty when no word begins so."""
        try:
            return self.asked[opening]
        except KeyError:
            letters = "".join(self._letters(opening))
            if letters:
                self.asked[opening] = letters
            return letters

    def _letters(self, opening: str) -> Iterator[str]:
        at, depth = bisect_left(self.words, opening), len(opening)
        while at < len(self.words) and self.words[at].startswith(opening):
            letter = self.words[at][depth : depth + 1]
            yield letter or "."
            at = bisect_left(self.words, opening + chr(ord(letter) + 1), at) if letter else at + 1


OWN_ZIPF, OWN_PICTURE = 46, 50
"""What is taken for granted of an author's own word: learners know it, and see something when they hear it."""


@cache
def load(extra: tuple[str, ...] = ()) -> Lexicon:
    """The lexicon, with an author's own words in it; those that it has already are as good as they can be."""
    if extra:
        return _joined(load(), frozenset(extra))
    words, *columns, bits = lzma.decompress(store.data(FILE)).decode().split("\n")
    zipf, picture, sort = (column.encode().translate(_FROM_TEXT) for column in columns)
    pairs = (a + b for a in LETTERS for b in LETTERS)
    bits_of = dict(zip(pairs, bits.encode().translate(_FROM_TEXT), strict=True))
    return Lexicon(words.split(" "), zipf, picture, sort, bits_of)


def _joined(known: Lexicon, extra: frozenset[str]) -> Lexicon:
    rows = zip(known.words, known.zipf, known.picture, known.sort, strict=True)
    found = {word: (zipf, picture, sort) for word, zipf, picture, sort in rows}
    for word in extra:
        zipf, picture, sort = found.get(word, (0, 0, 0))
        found[word] = max(zipf, OWN_ZIPF), max(picture, OWN_PICTURE), sort & ~BENT | NOUN
    words = sorted(found)
    zipfs, pictures, sorts = (bytes(found[word][column] for word in words) for column in range(3))
    return Lexicon(words, zipfs, pictures, sorts, known.bits)


@cache
def trie(shortest: int, longest: int, extra: tuple[str, ...] = ()) -> Trie:
    """Of the words of these lengths."""
    return Trie([word for word in load(extra).words if shortest <= len(word) <= longest])
