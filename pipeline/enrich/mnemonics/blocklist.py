"""Says which words must never be offered to a learner."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files


def lines_of(name: str) -> tuple[str, ...]:
    """The words of a data file of this room, comments left out."""
    text = (files(__package__) / "data" / name).read_text(encoding="utf-8")
    return tuple(word for line in text.splitlines() for word in line.partition("#")[0].split())


@dataclass(frozen=True, slots=True)
class Blocklist:
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
    entries = lines_of("blocklist.txt")
    openings = tuple(w.removesuffix("*") for w in entries if w.endswith("*"))
    words = frozenset(w for w in entries if not w.endswith("*"))
    parts = tuple(sorted(w for w in words.union(openings) if len(w) >= 4))
    return Blocklist(words, openings, parts)
