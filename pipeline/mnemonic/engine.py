"""Asks every source for mnemonics of a list, proves each, and puts the best first."""

from __future__ import annotations

import heapq
from string import ascii_lowercase
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.mnemonic import coin, lexicon, rank, shuffle
from pipeline.mnemonic.candidate import Candidate, Kind, Tie, Wish
from pipeline.mnemonic.keys import Key, Keys, first_only, keys_of
from pipeline.mnemonic.phrase import pairs
from pipeline.mnemonic.spell import Spelling, Walk
from pipeline.mnemonic.verify import sound

SIZES = range(3, 17)
ALL_KEYS = 8  # items up to which every key is tried; longer lists give their first letters only
LONGEST_WORD = 13
Path = tuple[tuple[int, Key], ...]


def candidates(wish: Wish, *, library: bool = True, top: int = 5) -> tuple[Candidate, ...]:
    """The best mnemonics for a list, best first; none when it has no letters to spell with."""
    keys = keys_of(wish.items)
    if len(wish.items) not in SIZES or not all(keys):
        return ()
    best: dict[str, Candidate] = {}
    for found in _all(wish, keys):
        if (found.text not in best or found.cost < best[found.text].cost) and sound(wish, found):
            best[found.text] = found
    ranked = sorted(best.values(), key=lambda c: (c.grade == "hidden", c.cost, c.text))
    return tuple(ranked[:top])


def _all(wish: Wish, keys: Keys) -> Iterator[Candidate]:
    lex = lexicon.load()
    count, initials = len(keys), first_only(keys)
    first = tuple(options[0] for options in keys)
    wide = keys if count <= ALL_KEYS else initials
    whole = Walk(wide, lexicon.trie(count, count + 3), _limit(count), wish.ordered, whole=True)
    for spelling in whole.run():
        cost = spelling.cost + rank.word_cost(lex, lex.place(spelling.word))
        yield _made(wish, "word", [spelling.word], spelling.path, cost)
    if count >= 5:
        parts = Walk(initials, lexicon.trie(2, LONGEST_WORD), 0.0, wish.ordered, whole=False).run()
        found = pairs(lex, parts, count, ordered=wish.ordered)
        for cost, a, b in heapq.nsmallest(10, found, key=lambda p: (p[0], p[1][1], p[2][1])):
            yield _made(wish, "two", [a[1], b[1]], a[2].path + b[2].path, rank.TWO + cost)
    word = "".join(key.letters for key in first)
    path = tuple(enumerate(first))
    if wish.ordered:
        effort = coin.effort(word)
        if effort is not None:
            yield _made(wish, "made-up", [word], path, rank.COINED + effort)
    else:
        for effort, word_, path_ in heapq.nsmallest(10, shuffle.orders(lex, first)):
            yield _made(wish, "made-up", [word_], path_, rank.COINED_FREE + effort)
    runs = sorted(path, key=lambda step: step[1].letters) if not wish.ordered else path
    word = "".join(key.letters for _, key in runs)
    run = len(word) >= 4 and word in ascii_lowercase
    yield _made(wish, "initials", [word], runs if run else path, rank.RUN if run else rank.INITIALS)


def _limit(count: int) -> float:
    return 1.7 if count <= 5 else 2.2 if count <= 8 else 2.6


def _made(wish: Wish, kind: Kind, words: Sequence[str], path: Path, cost: float) -> Candidate:
    """A candidate in capitals, its ties laid along the words."""
    text = " ".join(words).upper()
    ties, at = [], 0
    for item, key in path:
        while text[at] == " ":
            at += 1
        end = at + len(key.letters)
        ties.append(Tie(item, text[at:end], (at, end), key.source))
        at = end
    grade, reason = rank.grade(kind, cost, tuple(key for _, key in path), ordered=wish.ordered)
    return Candidate(text, kind, grade, round(cost, 3), tuple(ties), reason)
