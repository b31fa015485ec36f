"""Recognises lists whose mnemonic every learner of the field shares, and takes that one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline import text
from pipeline.enrich.mnemonics import store
from pipeline.mnemonic.candidate import Candidate, Tie
from pipeline.mnemonic.words import content, stem, words_of

ALIKE = 0.9  # mean likeness of the items from which a list is taken for the known one
EXTRA = 0.04  # for each word a label says more than the known name

Names = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Known:
    """A shared mnemonic. `items` hold the other names of each item as bags of stems; `letters` go with the items."""

    text: str
    letters: str
    items: tuple[Names, ...]
    fixed: bool = False


def recognise(labels: Sequence[str]) -> Candidate | None:
    """The shared mnemonic of a list with these labels, in this order where the order matters."""
    bags = tuple(_stems(label) for label in labels)
    words = frozenset().union(*bags)
    for entry in library():
        if len(entry.items) == len(bags) and any(name & words for name in entry.items[0]):
            order = _matched(entry, bags)
            if order:
                letters = zip(order, entry.letters, _places(entry), strict=True)
                ties = tuple(_tie(labels[i], i, letter, at) for i, letter, at in letters)
                return Candidate(entry.text, "known", "A", 0.0, ties)
    return None


def _matched(entry: Known, bags: tuple[frozenset[str], ...]) -> tuple[int, ...]:
    """For each item of the entry the label it is, or nothing when they are not the same list."""
    free = list(range(len(bags)))
    order: list[int] = []
    total = 0.0
    for names in entry.items:
        best = max(free, key=lambda i: (_likeness(names, bags[i]), -i))
        total += _likeness(names, bags[best])
        free.remove(best)
        order.append(best)
    alike = total / len(bags) >= ALIKE
    return tuple(order) if alike and not (entry.fixed and order != sorted(order)) else ()


def _likeness(names: Names, bag: frozenset[str]) -> float:
    return max((1 - EXTRA * len(bag - name) if name <= bag else len(name & bag) / len(name | bag)) for name in names)


def _tie(label: str, item: int, letter: str, at: int) -> Tie:
    words = words_of(label)
    ordered = [w for w in (*content(words), *words) if w.text.startswith(letter)]
    return Tie(item, letter, (at, at + 1), ordered[0].shown if ordered else "")


def _places(entry: Known) -> list[int]:
    """Where the letters that count stand: any of a word in capitals, the first of any other."""
    words = words_of(entry.text)
    free = iter([w.at + i for w in words for i in range(len(w.shown) if w.shown.isupper() else 1)])
    return [next(at for at in free if entry.text[at].lower() == letter) for letter in entry.letters]


@cache
def library() -> tuple[Known, ...]:
    return tuple(
        Known(
            entry["text"],
            str(entry.get("letters") or _letters(entry["text"])).lower(),
            tuple(tuple(_stems(name) for name in str(item).split("|")) for item in entry["items"]),
            entry.get("fixed", False),
        )
        for entry in store.table("known.yml")
    )


def _letters(mnemonic: str) -> str:
    return "".join(word if word.isupper() else word[0] for word in mnemonic.split())


def _stems(name: str) -> frozenset[str]:
    return frozenset(stem(w) for w in text.words(name))
