"""Recognises lists whose mnemonic every learner of the field shares."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.mnemonic import store
from pipeline.mnemonic.alike import DULL, START, TOKEN, bag_of, matched, simplified
from pipeline.mnemonic.candidate import Candidate, Tie, Wish
from pipeline.mnemonic.words import content, words_of

_MARK = re.compile(r"\((\w+)\)")


@dataclass(frozen=True, slots=True)
class Known:
    """A shared mnemonic and the field it belongs to.

    `marks` are where its pieces stand in the text, `items` the names of the item each of them stands for.
    With `fixed`, the order of the items has a meaning.
    """

    text: str
    topic: str
    field: str
    marks: tuple[tuple[int, int], ...]
    items: tuple[tuple[str, ...], ...]
    fixed: bool


@dataclass(frozen=True, slots=True)
class Library:
    """The lines of known mnemonics with their fields, read when they are asked for.

    `index` finds them by the number of items and the beginning of a word of their rarest item.
    """

    lines: tuple[tuple[str, str], ...]
    index: Mapping[tuple[int, str], tuple[int, ...]]


def recognise(wish: Wish) -> tuple[Candidate, ...]:
    """The shared mnemonics of a list, the usual one first; the labels may say more than the names do.

    An order that the author gave is kept. A list without one is known in any order, unless its items are so short
    (notes, star classes) that only their order tells what they are.
    """
    library = load()
    labels = [bag_of(label) for label in wish.items]
    size = len(labels)
    near = {i for bag in labels for word in bag for i in library.index.get((size, word[:START]), ())}
    found: list[tuple[float, int, Candidate]] = []
    for i in sorted(near):
        entry = read(*library.lines[i])
        in_order = wish.ordered or (entry.fixed and all(len("".join(bag)) < 3 for bag in labels))
        names = [[bag_of(name) for name in item] for item in entry.items]
        order, likeness = matched(names, labels, in_order=in_order)
        if order:
            kept = order == tuple(range(size))
            found.append((-round(likeness, 2) - kept * entry.fixed, i, _candidate(entry, wish.items, order)))
    return tuple(candidate for _, _, candidate in sorted(found, key=lambda f: f[:2]))


def _candidate(entry: Known, labels: Sequence[str], order: Sequence[int]) -> Candidate:
    ties = tuple(
        Tie(item, entry.text[start:end], (start, end), _source(entry.text[start:end], labels[item], names))
        for item, (start, end), names in zip(order, entry.marks, entry.items, strict=True)
    )
    return Candidate(entry.text, "known", "A", 0.0, ties, f"the usual mnemonic: {entry.topic}")


def _source(letters: str, label: str, names: Sequence[str]) -> str:
    """The word of the label that the letters begin, else the name of the item that they do, else the label."""
    start = letters.lower()
    words = words_of(label)
    own = [w.shown for w in (*content(words), *words) if w.text.startswith(start)]
    return (*own, *(name for name in names if name.lower().startswith(start)), label)[0]


@cache
def load() -> Library:
    text = store.data("known.txt").decode()
    lines = tuple(_lines(text))
    openings = [_openings(line) for _, line in _lines(simplified(text))]
    uses = Counter(start for items in openings for item in items for start in item)
    index: dict[tuple[int, str], tuple[int, ...]] = {}
    for i, items in enumerate(openings):
        for start in sorted(min(items, key=lambda item: sum(uses[start] for start in item))):
            key = len(items), start
            index[key] = (*index.get(key, ()), i)
    return Library(lines, index)


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """Each entry with the `[field]` it stands under."""
    field = ""
    for line in text.splitlines():
        if line.startswith("["):
            field = line.strip("[]")
        elif line and not line.startswith("#"):
            yield field, line


def _openings(plain: str) -> list[set[str]]:
    """How the words of each item begin: what two words with the same stem have in common."""
    items = _items(plain.rpartition(" | ")[2])
    return [{w[:START] for w in TOKEN.findall(item) if w not in DULL} or {item[:START]} for item in items]


def _items(told: str) -> list[str]:
    return told.split(" > " if " > " in told else "; ")


@cache
def read(field: str, line: str) -> Known:
    """An entry as the library writes it: `text | topic | items`."""
    marked, topic, items = line.split(" | ")
    names = tuple(tuple(item.split("/")) for item in _items(items))
    text, marks = _marked(marked)
    return Known(text, topic, field, marks, names, " > " in items)


def _marked(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text without its marks, and the places of the letters that stand for items."""
    shown: list[str] = []
    marks: list[tuple[int, int]] = []
    at = 0
    for word in marked.split(" "):
        plain = re.sub(r"[_()]", "", word)
        if "(" in word:
            spans = [(m.start(1) - 2 * i - 1, m.end(1) - 2 * i - 1) for i, m in enumerate(_MARK.finditer(word))]
        elif plain.isupper() and sum(c.isalpha() for c in plain) > 1:
            spans = [(i, i + 1) for i in _letters(word)]
        else:
            spans = [] if word.startswith("_") else [(0, 1)]
        marks += [(at + start, at + end) for start, end in spans]
        shown.append(plain)
        at += len(plain) + 1
    return " ".join(shown), tuple(marks)


def _letters(word: str) -> list[int]:
    """The places of the letters of a word in capitals, `_` and the letter after it left out."""
    found: list[int] = []
    place = 0
    for i, letter in enumerate(word):
        if letter != "_":
            if letter.isalpha() and word[i - 1 : i] != "_":
                found.append(place)
            place += 1
    return found
