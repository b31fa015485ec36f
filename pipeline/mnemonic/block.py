"""Says which words must never be offered to a learner."""

from __future__ import annotations

from functools import cache

from pipeline.mnemonic import store
from pipeline.mnemonic.words import words_of


@cache
def _entries() -> tuple[frozenset[str], tuple[str, ...]]:
    entries = store.words("blocklist.txt")
    openings = tuple(w.removesuffix("*") for w in entries if w.endswith("*"))
    return frozenset(w for w in entries if not w.endswith("*")), openings


def blocked(text: str) -> bool:
    """Whether a text has a word that is refused as it stands, or for the way it begins."""
    whole, openings = _entries()
    return any(word.text in whole or word.text.startswith(openings) for word in words_of(text))
