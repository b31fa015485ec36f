"""Recognises lists whose mnemonic every learner of the field shares."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.mnemonic import store
from pipeline.mnemonic.candidate import Candidate, Tie, Wish
from pipeline.mnemonic.words import content, words_of

ALIKE = 0.9  # mean likeness of the items from which a list is taken for the known one
LEAST = 0.5  # likeness of each item
START = 3  # letters that are left of every word, and looked up
EXTRA = 0.03  # for each word that a label says more than the known name
_MARK = re.compile(r"\((\w+)\)")
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_ENDINGS = re.compile(
    r"(?:isation|ization|ational|ation|ition|ically|ical|ment|ness|able|ible|ious|ions|ing|ity|ive|ist|ise|ize"
    r"|ies|ion|ial|al|ic|ed|es|er|or|ly|s|y|e)$"
)
_SPELLINGS = (("ae", "e"), ("oe", "e"), ("ou", "o"), ("ph", "f"), ("z", "s"))
_MARKS = re.compile(r"[\u0300-\u036f]")
_DULL = frozenset(
    ["an", "and", "at", "by", "for", "from", "in", "into", "is", "its", "of", "on", "or", "the", "their", "to", "with"]
)

Bag = frozenset[str]


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
    labels = [_bag(label) for label in wish.items]
    size = len(labels)
    near = {i for bag in labels for word in bag for i in library.index.get((size, word[:START]), ())}
    found: list[tuple[float, int, Candidate]] = []
    for i in sorted(near):
        entry = read(*library.lines[i])
        in_order = wish.ordered or (entry.fixed and all(len("".join(bag)) < 3 for bag in labels))
        names = [[_bag(name) for name in item] for item in entry.items]
        order, likeness = _match(names, labels, in_order=in_order)
        if order:
            kept = order == tuple(range(size))
            found.append((-round(likeness, 2) - kept * entry.fixed, i, _candidate(entry, wish.items, order)))
    return tuple(candidate for _, _, candidate in sorted(found, key=lambda f: f[:2]))


def _match(names: Sequence[Sequence[Bag]], labels: Sequence[Bag], *, in_order: bool) -> tuple[tuple[int, ...], float]:
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
    openings = [_openings(line) for _, line in _lines(_plain(text))]
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
    return [{w[:START] for w in _TOKEN.findall(item) if w not in _DULL} or {item[:START]} for item in items]


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


@cache
def _bag(text: str) -> Bag:
    """The stems of the words that matter in a name; all of its words when none does."""
    words = [word.removesuffix("'s") for word in _TOKEN.findall(_plain(text))]
    return frozenset(_stem(word) for word in words if word not in _DULL) or frozenset(words)


def _plain(text: str) -> str:
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
