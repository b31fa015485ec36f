"""Says which words must never be offered to a learner."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipeline.enrich.mnemonics import store


@dataclass(frozen=True, slots=True)
class Blocklist:
    """What no aid may say: whole words, beginnings of words, and parts of invented ones."""

    words: frozenset[str]
    openings: tuple[str, ...]
    parts: tuple[str, ...]

    def refuses(self, word: str) -> bool:
        """Whether a real word is refused: as it stands, or for the way it begins."""
        return word in self.words or word.startswith(self.openings)

    def refuses_coinage(self, word: str) -> bool:
        """Whether a made-up word is refused: it may also not hide a refused word."""
        return self.refuses(word) or any(part in word for part in self.parts)


@cache
def load() -> Blocklist:
    entries = store.words("blocklist.txt")
    openings = tuple(w.removesuffix("*") for w in entries if w.endswith("*"))
    words = frozenset(w for w in entries if not w.endswith("*"))
    parts = tuple(sorted(w for w in words.union(openings) if len(w) >= 4))
    return Blocklist(words, openings, parts)
