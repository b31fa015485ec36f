"""Tells whether two lists are the same though they are worded a little differently."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache

ALIKE = 0.9  # mean likeness of the items from which a list is taken for the known one
LEAST = 0.5  # likeness of each item
START = 3  # letters that are left of every word
EXTRA = 0.03  # for each word that a label says more than the known name
TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_ENDINGS = re.compile(
    r"(?:isation|ization|ational|ation|ition|ically|ical|ment|ness|able|ible|ious|ions|ing|ity|ive|ist|ise|ize"
    r"|ies|ion|ial|al|ic|ed|es|er|or|ly|s|y|e)$"
)
_SPELLINGS = (("ae", "e"), ("oe", "e"), ("ou", "o"), ("ph", "f"), ("z", "s"))
_MARKS = re.compile(r"[\u0300-\u036f]")
DULL = frozenset(
    ["an", "and", "at", "by", "for", "from", "in", "into", "is", "its", "of", "on", "or", "the", "their", "to", "with"]
)

Bag = frozenset[str]


def matched(names: Sequence[Sequence[Bag]], labels: Sequence[Bag], *, in_order: bool) -> tuple[tuple[int, ...], float]:
    """For each item of an entry the label it is; nothing when they are not the same list."""
    size = len(labels)
    if in_order:
        pairs = [(_likeness(names[i], labels[i]), i, i) for i in range(size)]
    else:
        scored = ((_likeness(names[i], labels[j]), i, j) for i in range(size) for j in range(size))
        pairs = sorted((p for p in scored if p[0] >= LEAST), key=lambda p: (-p[0], p[1], p[2]))
    order: dict[int, int] = {}
    taken: set[int] = set()
    total = 0.0
    for likeness, i, j in pairs:
        if i not in order and j not in taken and likeness >= LEAST:
            order[i] = j
            taken.add(j)
            total += likeness
    if len(order) < size or total / size < ALIKE:
        return (), 0.0
    return tuple(order[i] for i in range(size)), total / size


def _likeness(names: Iterable[Bag], label: Bag) -> float:
    """1 for a name said as it is, a little less with words added, else the share of words in common."""
    return max(
        1 - EXTRA * len(label - name) if name and name <= label else len(name & label) / (len(name | label) or 1)
        for name in names
    )


@cache
def bag_of(text: str) -> Bag:
    """The stems of the words that matter in a name; all of its words when none does."""
    words = [word.removesuffix("'s") for word in TOKEN.findall(simplified(text))]
    return frozenset(_stem(word) for word in words if word not in DULL) or frozenset(words)


def simplified(text: str) -> str:
    """Without accents and capitals, in one of its spellings: *haemolysis* is *hemolysis*."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text.replace("’", "'"))).lower()
    for one, other in _SPELLINGS:
        plain = plain.replace(one, other)
    return plain


def _stem(word: str) -> str:
    """A word without the endings that make another kind of word of it: *Economical* and *economics* are the same."""
    for _ in range(2):
        shorter = _ENDINGS.sub("", word)
        if len(shorter) < START:
            break
        word = shorter
    return word
