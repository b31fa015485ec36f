"""Proves a candidate, whoever made it: each item once, in order where it matters, letters that belong to it."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.mnemonic.block import blocked
from pipeline.mnemonic.candidate import Candidate, Tie, Wish
from pipeline.mnemonic.words import letters_of, words_of

_SENTENCES = ("acrostic", "acrostic2")


def sound(wish: Wish, candidate: Candidate) -> bool:
    return next(faults(wish, candidate), None) is None


def faults(wish: Wish, candidate: Candidate) -> Iterator[str]:
    """What is wrong with a candidate, one sentence each; nothing when all is proved.

    A known mnemonic is taken as its field says it: it may have words of its own, and letters from other names of an
    item (K for *potassium*). All else is held against it too.
    """
    yield from _census(wish, candidate)
    yield from _places(candidate)
    if candidate.kind != "known":
        yield from _idle(candidate)
        for tie in candidate.ties:
            if 0 <= tie.item < len(wish.items) and not belongs(tie.letters, tie.source, wish.items[tie.item]):
                yield f"{tie.letters} is no key of {wish.items[tie.item]!r}"
    if blocked(candidate.text, reviewed=candidate.kind == "known"):
        yield f"{candidate.text!r} is refused"


def belongs(letters: str, source: str, item: str) -> bool:
    """Whether letters begin a word of the item, are the initials of words that stand together there, or sound so."""
    wanted, given = letters_of(letters), [w.text for w in words_of(source)]
    own = [w.text for w in words_of(item)]
    spans = [own[i : i + len(given)] for i in range(len(own))]
    if not wanted or not given or given not in spans:
        return False
    whole = given[0]
    initials = "".join(w[0] for w in given)
    return whole.startswith(wanted) or initials == wanted or (wanted == "x" and whole.startswith("ex"))


def _census(wish: Wish, candidate: Candidate) -> Iterator[str]:
    told = [tie.item for tie in candidate.ties]
    for i, item in enumerate(wish.items):
        if told.count(i) != 1:
            yield f"{item!r} has {told.count(i)} letters of its own"
    if any(not 0 <= i < len(wish.items) for i in told):
        yield "a letter stands for an item that is not there"
    if wish.ordered and told != sorted(told):
        yield "the items have lost their order"


def _places(candidate: Candidate) -> Iterator[str]:
    end = 0
    for tie in candidate.ties:
        start, stop = tie.at
        if not end <= start < stop <= len(candidate.text):
            yield f"{tie.letters} does not follow the letters before it"
        elif letters_of(candidate.text[start:stop]) != letters_of(tie.letters):
            yield f"{tie.letters} does not stand where it should"
        end = stop


def _idle(candidate: Candidate) -> Iterator[str]:
    """Letters that stand for nothing: any letter of a word, that of each word of a sentence (*x-rayed* is one word)."""
    text = candidate.text
    if candidate.kind in _SENTENCES:
        words = [w for w in words_of(text) if text[w.at - 1 : w.at] != "-"]
        loose = [w.shown for w in words if not _tied(w.at, candidate.ties)]
    else:
        loose = [c for i, c in enumerate(text) if c.isalpha() and not _tied(i, candidate.ties)]
    for piece in loose:
        yield f"{piece} stands for nothing"


def _tied(place: int, ties: tuple[Tie, ...]) -> bool:
    return any(tie.at[0] <= place < tie.at[1] for tie in ties)
