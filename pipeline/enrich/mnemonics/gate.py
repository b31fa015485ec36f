"""Decides whether a list is worth a mnemonic at all: names to be remembered, not chores, links or code."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from pipeline import text
from pipeline.enrich.mnemonics import store
from pipeline.mnemonic.words import content, stem, words_of

SIZES = range(3, 13)
WORDS = 5  # of a good label
_SYMBOLS = re.compile(r"[\\=<>{}|^~#@*_$%+→⇒≤≥]|://|www\.|\.\w{2,4}\b|^/|/\S*/|\w/$|\b[a-z]+[A-Z][a-z]")

_OPTION = re.compile(r"\(?[A-Ha-h][.)]\s")  # of a question with answers to choose from


@dataclass(frozen=True, slots=True)
class Rules:
    """The word lists of `data/gate.yml`, where each is explained."""

    clause: frozenset[str]
    chores: frozenset[str]
    deeds: frozenset[str]
    errands: frozenset[str]
    leaning: frozenset[str]
    apparatus: frozenset[str]
    phrases: tuple[str, ...]


@cache
def load() -> Rules:
    data = store.table("gate.yml")
    phrases = tuple(data.pop("phrases"))
    return Rules(**{name: frozenset(words.split()) for name, words in data.items()}, phrases=phrases)


def memorable(labels: tuple[str, ...], headings: tuple[str, ...]) -> bool:
    """Whether labels below these headings and lead-ins are names to be remembered rather than chores or code."""
    rules = load()
    return (
        len(labels) in SIZES
        and not any(_is_errand(heading, rules) for heading in headings)
        and all(_latin(label) and not _SYMBOLS.search(label) for label in labels)
        and not any(_is_clause(label, rules) or _leans(label, rules) for label in labels)
        and _few(labels, lambda label: bool(re.search(r"\d", label)), 1 / 3)
        and _few(labels, lambda label: label.split()[0].casefold() in rules.chores, 1 / 2)
        and sum(len(label.split()) > WORDS for label in labels) * 5 <= len(labels)
        and _few(labels, lambda label: "/" in label, 1 / 3)
        and _few(labels, lambda label: len(label) < 2, 1 / 5)
        and not all(_OPTION.match(label) for label in labels)
        and not any(text.fold(label) == text.fold(heading) for label in labels for heading in headings)
        and sum(_told_in(label, headings[0]) for label in labels) < 2
        and text.words(labels[-1])[:1] != ["other"]
        and _distinct(labels)
    )


def _few(labels: tuple[str, ...], test: Callable[[str], bool], share: float) -> bool:
    return sum(map(test, labels)) <= share * (len(labels) - 1)


def _is_clause(label: str, rules: Rules) -> bool:
    words = label.casefold().split()
    return len(words) > 1 and not rules.clause.isdisjoint(words)


def _leans(label: str, rules: Rules) -> bool:
    """Whether a label begins in the middle of something, or names nothing: "from the kidney", "others"."""
    return label.casefold().split()[0] in rules.leaning


def _is_errand(heading: str, rules: Rules) -> bool:
    words = text.words(heading)
    stems = {stem(w) for w in words}
    said = " ".join(words)
    alone = bool(stems) and stems <= rules.apparatus
    return alone or bool(rules.errands & stems) or any(phrase in said for phrase in rules.phrases)


def _told_in(label: str, heading: str) -> bool:
    """Whether a heading names the very thing; of two things, as in *Breaks and retreat*, it is a name for no more."""
    told = {stem(w) for w in text.words(heading)}
    words = {stem(w) for w in text.words(label)}
    return bool(words) and words <= told


def _latin(label: str) -> bool:
    letters = [c for c in label if c.isalpha()]
    return bool(letters) and all(unicodedata.name(c, "").startswith("LATIN") for c in letters)


def _distinct(labels: tuple[str, ...]) -> bool:
    """No two labels say the same or differ by a letter; nearly all have a word that no other has."""
    bags = [frozenset(stem(w.text) for w in content(words_of(label))) for label in labels]
    shared = frozenset[str]().union(*bags).intersection(*bags)
    if any(all(len(word) < 2 for word in bag - shared) for bag in bags):
        return False  # *Horizon A*, *Horizon B*: they are letters already
    lost = sum(not bag - frozenset[str]().union(*bags[:i], *bags[i + 1 :]) for i, bag in enumerate(bags))
    return len(set(bags)) == len(bags) and lost <= len(bags) // 4
