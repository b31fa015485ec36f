"""Reads a mnemonic in words that are not ours: which of its letters stand for which item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.mnemonic.candidate import Tie
from pipeline.mnemonic.verify import belongs
from pipeline.mnemonic.words import content, letters_of, words_of

_JOINTS = re.compile(r"[-.·](?=\w)")  # P-I-E-C-E-S


def read(text: str, items: Sequence[str]) -> tuple[tuple[Tie, ...], tuple[int, ...]]:
    """The ties of a mnemonic when it is read kindly, in the order of its text, and the items left without a letter."""
    readings = (_covered(letters, text, items) for letters in _readings(text))
    ties = max(readings, key=len, default=())
    told = {tie.item for tie in ties}
    return ties, tuple(i for i in range(len(items)) if i not in told)


def meant(text: str, items: Sequence[str]) -> bool:
    """Whether a text is one for whose letters the items can be held: a word, or about as many words as items."""
    return len(words_of(_JOINTS.sub("", text))) == 1 or as_long(text, items)


def as_long(text: str, items: Sequence[str]) -> bool:
    """Whether a text has about as many letters or words as there are items."""
    return any(abs(len(letters) - len(items)) <= 1 for letters in _readings(text))


def laid(text: str, pieces: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where the letters stand in the text, one after the other: all at the heads of words if that can be.

    Empty when they do not stand there.
    """
    plain, heads = text.casefold(), {word.at for word in words_of(text)}
    if len(plain) != len(text):  # ß and its like
        return ()
    return _along(plain, [piece.casefold() for piece in pieces], heads) or _along(plain, pieces, None)


def _along(plain: str, pieces: Sequence[str], heads: set[int] | None) -> tuple[tuple[int, int], ...]:
    places, at = [], 0
    for piece in pieces:
        at = plain.find(piece.casefold(), at)
        while heads is not None and at >= 0 and at not in heads:
            at = plain.find(piece.casefold(), at + 1)
        if at < 0 or not piece:
            return ()
        places.append((at, at + len(piece)))
        at += len(piece)
    return tuple(places)


def source_of(letters: str, item: str) -> str:
    """The word of the item that the letters begin, or the words whose initials they are; else the item."""
    words = words_of(item)
    singles = [word.shown for word in (*content(words), *words)]
    runs = [item[a.at : b.at + len(b.shown)] for i, a in enumerate(words) for b in words[i + 1 :]]
    return next((source for source in (*singles, *runs) if belongs(letters, source, item)), item)


# --------------------------------------------------------------------------- the author's words

_Letters = tuple[int, ...]
"""Places in the text."""


def _readings(text: str) -> Iterator[_Letters]:
    """The letters a text may stand for: its capitals, one word's letters, or the initials of a sentence."""
    words = words_of(text)
    capitals = [w for w in words if len(w.text) > 1 and w.shown.isupper()]
    if capitals:
        yield tuple(i for w in capitals for i in range(w.at, w.at + len(w.shown)) if text[i].isalpha())
    if len(words_of(_JOINTS.sub("", text))) == 1:
        yield tuple(i for i, c in enumerate(text) if c.isalpha())
    else:
        yield tuple(w.at for w in words)


def _covered(letters: _Letters, text: str, items: Sequence[str]) -> tuple[Tie, ...]:
    """Gives each item a letter of its own where that is possible (augmenting paths)."""
    first = [{w.text[0] for w in words_of(item)} for item in items]
    holder: dict[int, int] = {}
    for item in range(len(items)):
        _seat(item, [letters_of(text[at]) for at in letters], first, holder, set())
    pairs = sorted((letters[place], item) for place, item in holder.items())
    return tuple(Tie(item, text[at], (at, at + 1), source_of(text[at], items[item])) for at, item in pairs)


def _seat(
    item: int, letters: Sequence[str], first: Sequence[set[str]], holder: dict[int, int], tried: set[int]
) -> bool:
    places = [p for p, letter in enumerate(letters) if letter in first[item] and p not in tried]
    for place in sorted(places, key=lambda p: p in holder):  # a free one before one that somebody must give up
        tried.add(place)
        if place not in holder or _seat(holder[place], letters, first, holder, tried):
            holder[place] = item
            return True
    return False
