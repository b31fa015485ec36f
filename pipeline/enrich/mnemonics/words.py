"""The words of a label, and what each of them is good for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from pipeline.enrich.mnemonics import store

_TOKEN = re.compile(r"[^\W\d_][^\W_]*(?:['’][^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a label: `at` is where it starts, `letter` its first letter without marks, a-z."""

    text: str
    at: int
    letter: str
    capital: bool


def ascii_of(text: str) -> str:
    """Latin letters without their marks, lower case; other characters are dropped."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()


@cache
def stopwords() -> frozenset[str]:
    return frozenset(store.words("stopwords.txt"))


def words_of(label: str) -> tuple[Word, ...]:
    """Every word that starts with a Latin letter."""
    found = ((m.group(), m.start()) for m in _TOKEN.finditer(label))
    return tuple(
        Word(ascii_of(t), at, ascii_of(t[0])[:1], t[0].isupper()) for t, at in found if ascii_of(t[0]).isalpha()
    )


def content(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words worth remembering; all of them when none is."""
    return tuple(w for w in words if w.text not in stopwords()) or words


def stem(word: str) -> str:
    """A word without its plural ending, so that *Bones* and *bone* are the same."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word
