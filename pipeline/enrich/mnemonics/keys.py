"""The letters each item may lend to a mnemonic, and what each of them costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.enrich.mnemonics.words import Word, content, words_of

HEAD, OTHER, INITIALS, SHARED = 0.8, 1.2, 0.7, 0.3
_BREAKS = frozenset({"of", "to", "in", "on", "for", "with", "by", "from", "at", "and", "or", "that"})


@dataclass(frozen=True, slots=True)
class Key:
    """`chunk` is what goes into the mnemonic, `at` where its letters stand in the label.

    A `stray` key is not the letter the label begins with, so the learner has to remember one thing more.
    """

    chunk: str
    cost: float
    at: tuple[int, ...]
    stray: bool = False


def keys_of(labels: Sequence[str], *, every: bool = True) -> tuple[tuple[Key, ...], ...]:
    """The keys of each label, cheapest first; only the first letters unless `every`.

    A first word that all labels share ("Vitamin A", "Vitamin D") tells nothing and is passed over.
    """
    bags = [content(words_of(label)) for label in labels]
    openers = {bag[0].text for bag in bags if bag}
    if len(openers) == 1 and all(len(bag) > 1 for bag in bags):
        bags = [bag[1:] for bag in bags]
    uses = Counter(text for bag in bags for text in {w.text for w in bag})
    heads = [_head(words_of(label)) for label in labels]
    return tuple(_keys(bag, uses, head, every=every) for bag, head in zip(bags, heads, strict=True))


def _head(words: tuple[Word, ...]) -> Word | None:
    """The noun a label turns on: the last word before its first preposition."""
    end = next((i for i, w in enumerate(words) if i and w.text in _BREAKS), len(words))
    return words[end - 1] if words else None


def _keys(words: tuple[Word, ...], uses: Counter[str], head: Word | None, *, every: bool) -> tuple[Key, ...]:
    if not words:
        return ()
    first, *rest = words
    found = [Key(first.letter, SHARED if uses[first.text] > 1 else 0.0, (first.at,))]
    if every:
        own = [w for w in rest if uses[w.text] == 1]
        found += [Key(w.letter, HEAD if w == head else OTHER, (w.at,), stray=True) for w in own]
    if every and rest and all(w.capital for w in words):  # a name, such as Saudi Arabia
        found.append(Key("".join(w.letter for w in words), INITIALS, tuple(w.at for w in words)))
    return _cheapest(found)


def _cheapest(keys: list[Key]) -> tuple[Key, ...]:
    best: dict[str, Key] = {}
    for key in sorted(keys, key=lambda k: (k.cost, k.at)):
        best.setdefault(key.chunk, key)
    return tuple(best.values())
