"""The letters that each item may lend to a mnemonic, and what each of them costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.mnemonic.words import Word, content, words_of

KeyKind = Literal["first", "head", "other", "initials", "prefix", "sound"]

LEADING, HEAD, OTHER, INITIALS, PREFIX, LONGER_PREFIX, SOUND = 0.4, 0.8, 1.2, 0.7, 1.3, 1.7, 0.8
SHARED = 1.0  # more for a word that another item has too: *R* for "relations" tells nothing when two items say it
_BREAKS = frozenset({"of", "to", "in", "on", "for", "with", "by", "from", "at", "and", "or", "that"})


@dataclass(frozen=True, slots=True)
class Key:
    """`letters` (a-z) go into the mnemonic and come from `source`, words of the item as it writes them.

    They begin the source (`first` is the item's first word that says something, `head` its noun), are the initials of
    its words, or sound like its beginning (X for *Extraversion*). `cost` is 0 for what a learner would try first.
    """

    letters: str
    cost: float
    source: str
    kind: KeyKind = "first"


Keys = tuple[tuple[Key, ...], ...]


def keys_of(items: Sequence[str]) -> Keys:
    """The keys of each item, cheapest first, with the first letter of its first word before all others.

    A first word that all items share ("Vitamin A", "Vitamin D") tells nothing and is passed over. An item without a
    Latin letter has no keys.
    """
    bags = [content(words_of(item)) for item in items]
    openers = {bag[0].text for bag in bags if bag}
    if len(bags) > 1 and len(openers) == 1 and all(len(bag) > 1 for bag in bags):
        bags = [bag[1:] for bag in bags]
    uses = Counter(text for item in items for text in {w.text for w in words_of(item)})
    return tuple(_cheapest(_keys(item, bag, uses)) for item, bag in zip(items, bags, strict=True))


def first_only(keys: Keys) -> Keys:
    return tuple(options[:1] for options in keys)


def _keys(item: str, words: tuple[Word, ...], uses: Counter[str]) -> Iterator[Key]:
    if not words:
        return
    first, *rest = words
    yield Key(first.text[0], 0.0, first.shown)
    head = _head(item)
    leading = words_of(item)[0]
    if leading.at < first.at and leading.text not in ("a", "an", "the"):  # *other* agents
        yield Key(leading.text[0], LEADING + SHARED * (uses[leading.text] > 1), leading.shown, "other")
    for word in rest:
        is_head = head is not None and word.at == head.at
        cost = (HEAD if is_head else OTHER) + SHARED * (uses[word.text] > 1)
        yield Key(word.text[0], cost, word.shown, "head" if is_head else "other")
    if rest:
        yield from _initials(item, words)
    if len(first.text) > 2 and not first.shown.isupper():
        yield Key(first.text[:2], PREFIX, first.shown, "prefix")
        if len(first.text) > 3:
            yield Key(first.text[:3], LONGER_PREFIX, first.shown, "prefix")
        if first.text.startswith("ex"):
            yield Key("x", SOUND, first.shown, "sound")


def _initials(item: str, words: tuple[Word, ...]) -> Iterator[Key]:
    """Those of a name, such as *Saudi Arabia*: its words follow each other without a break."""
    start, end = words[0].at, words[-1].at + len(words[-1].shown)
    source = item[start:end]
    if len(words) <= 3 and [w.text for w in words_of(source)] == [w.text for w in words]:
        cost = INITIALS if all(w.capital for w in words) else INITIALS + 0.4
        yield Key("".join(w.text[0] for w in words), cost, source, "initials")


def _head(item: str) -> Word | None:
    """The noun an item turns on: the last word before its first preposition."""
    words = words_of(item)
    end = next((i for i, w in enumerate(words) if i and w.text in _BREAKS), len(words))
    return content(words[:end])[-1] if words else None


def _cheapest(keys: Iterator[Key]) -> tuple[Key, ...]:
    best: dict[str, Key] = {}
    for key in sorted(keys, key=lambda k: (k.cost, len(k.letters), k.source)):
        best.setdefault(key.letters, key)
    return tuple(best.values())
