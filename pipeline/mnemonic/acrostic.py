"""Writes sentences whose words begin with the letters of a list's items: the easiest way through the grammar (A*)."""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from heapq import heappop, heappush

from pipeline.mnemonic import bank, grammar
from pipeline.mnemonic.block import blocked
from pipeline.mnemonic.candidate import Candidate, Grade, Kind, Tie, Wish
from pipeline.mnemonic.keys import Key

LONGEST = 8  # words of a sentence; a longer list gets two
MOST = 2 * LONGEST  # items
LOOKS = 400  # sentences in the making that are looked at before the search is given up
TURNS = 4_000  # the same for the order of items
REFUSED = 12  # sentences that may turn out to be blocked: most likely all of them are, for their initials
USUAL = 0.08  # what a word costs as a rule: it is no reason to look for another one
EFFORT = 1.5  # a sentence has to be learnt itself
OTHER_KEY = 1.3  # the dearest key that is taken in place of an item's first
FOND, TWIN, STALE = 0.2, 0.15, 0.1
TASTE = 0.25  # how much the choice of a scene may hang on the list, so that not all sentences are about food
_AFRESH = 0x9E3779B1  # spreads neighbouring numbers

Letters = tuple[tuple[Key, ...], ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """A word of a sentence with the item and key that it stands for."""

    word: str
    item: int
    key: Key


_Steps = tuple[_Step, ...]


@dataclass(frozen=True, slots=True)
class _Sentence:
    steps: _Steps
    cost: float


_Open = tuple[float, int, tuple[str, ...], str, float, _Steps]
"""A sentence in the making: what it may cost in the end, how short it is, its words, state, cost and steps."""


@dataclass(slots=True)
class _Writer:
    """Finds sentences for one list. `stale` words are used up, so that the next sentence is a different one."""

    keys: Letters
    seed: int
    twins: frozenset[int]
    refused: frozenset[str] = frozenset()
    stale: set[str] = field(default_factory=set)
    _picks: dict[tuple[str, str], tuple[tuple[str, float], ...]] = field(default_factory=dict)

    def sentence(self, items: Sequence[int], said: Sequence[_Step] = ()) -> _Sentence | None:
        """The easiest sentence for these items in this order, without the words that were `said` in the one before.

        None when their letters allow none, or only bad ones.
        """
        before = frozenset(_root(step.word) for step in said)
        rests = _ahead([self.keys[i] for i in items])
        heap: list[_Open] = [(0.0, 0, (), grammar.START, 0.0, ())]
        looks, refused = 0, 0
        while heap and looks < LOOKS and refused < REFUSED:
            looks += 1
            path = heappop(heap)
            place = len(path[-1])
            if place < len(items):
                for longer in self._longer(path, items[place], rests[place + 1], before):
                    heappush(heap, longer)
            elif blocked(_told(path[-1])):
                refused += 1
            else:
                return _Sentence(path[-1], path[-2] + USUAL * place)
        return None

    def _longer(self, path: _Open, item: int, rest: Mapping[str, float], before: frozenset[str]) -> Iterator[_Open]:
        _, short, words, state, cost, steps = path
        last = words[-1] if words else ""
        roots = before.union(_root(word) for word in words)
        for arc in grammar.arcs()[state]:
            if arc.to not in rest:
                continue
            ahead = arc.cost + (self.taste(arc.to) if arc.sort.endswith(".verbs") else 0.0) - USUAL
            for key in self.keys[item]:
                for word, effort in self._words(arc.sort, key, item, last):
                    if _root(word) not in roots:
                        total = round(cost + ahead + effort + key.cost, 4)
                        step = _Step(word, item, key)
                        yield round(total + rest[arc.to], 4), short - 1, (*words, word), arc.to, total, (*steps, step)

    def _words(self, sort: str, key: Key, item: int, last: str) -> Iterator[tuple[str, float]]:
        """A few words of a class for a key, and what each of them costs."""
        fond = bank.load().partners.get(last)
        if fond:
            shelf = bank.load().shelves[sort].get(key.letters, ())
            yield from ((w.text, w.cost - FOND) for w in shelf if w.text in fond and w.text.lower() not in self.refused)
        cue = _opening(key) if item in self.twins else key.letters
        picks = self._picks.get((sort, cue))
        if picks is None:
            picks = self._picks[sort, cue] = tuple(self._picked(bank.load().shelves[sort].get(cue[0], ()), cue))
        yield from picks

    def _picked(self, shelf: Sequence[bank.Word], cue: str) -> Iterator[tuple[str, float]]:
        """Three of the better words, which ones depends on the list; all that open with both letters of the cue."""
        allowed = [word for word in shelf if word.text.lower() not in self.refused] if self.refused else shelf
        fresh = [word for word in allowed if word.text not in self.stale]
        good = fresh[:9] or [bank.Word(word.text, STALE) for word in allowed[:2]]
        start = (self.seed * _AFRESH >> 7) % len(good) if good else 0
        for i, word in enumerate((*good[start:], *good[:start])[:3]):
            yield word.text, word.cost + 0.03 * i
        if len(cue) > 1:
            yield from ((w.text, max(0.0, w.cost - TWIN)) for w in fresh if w.text.lower().startswith(cue))

    def taste(self, scene: str) -> float:
        return TASTE * ((zlib.crc32(scene.encode()) ^ self.seed) * _AFRESH >> 9 & 255) / 255

    def tire(self, steps: _Steps) -> None:
        """Uses up the words of a sentence and changes the taste for those that follow."""
        self.stale.update(s.word for s in steps)
        self._picks.clear()
        self.seed = self.seed * _AFRESH & 0xFFFFFFFF


def sentences(
    wish: Wish, keys: Sequence[Sequence[Key]], count: int, refused: frozenset[str] = frozenset()
) -> tuple[Candidate, ...]:
    """Up to `count` really different mnemonics, best first: a sentence for up to eight items, else two.

    They have none of the `refused` words.

    Empty when an item has no key, or the bank no words for these letters.
    """
    options = tuple(_options(row, alone=len(keys) > LONGEST) for row in keys)
    if not 3 <= len(options) <= MOST or not all(options):
        return ()
    writer = _Writer(options, zlib.crc32("\n".join(wish.items).encode()) | 1, _twins(options), refused)
    found: dict[str, Candidate] = {}
    for _ in range(count):
        parts = _written(writer, ordered=wish.ordered)
        if not parts and not wish.ordered:  # no order was easy; the one that is given may do
            parts = _written(writer, ordered=True)
        if parts:
            candidate = _candidate(wish, parts)
            found.setdefault(candidate.text, candidate)
    return tuple(c for c in found.values() if not blocked(c.text))


def _written(writer: _Writer, *, ordered: bool) -> tuple[_Sentence, ...]:
    """One sentence, or two with a little more than half the items in the first."""
    items = tuple(range(len(writer.keys)))
    if len(items) <= LONGEST:
        parts = [items if ordered else _arranged(writer, items, len(items))]
    else:
        half = (len(items) + 1) // 2
        first = items[:half] if ordered else _arranged(writer, items, half)
        others = tuple(i for i in items if i not in first)
        parts = [first, others if ordered else _arranged(writer, others, len(others))]
    written: list[_Sentence] = []
    for part in parts:
        sentence = writer.sentence(part, written[-1].steps if written else ())
        if not sentence:
            return ()
        writer.tire(sentence.steps)
        written.append(sentence)
    return tuple(written)


def _arranged(writer: _Writer, items: Sequence[int], size: int) -> tuple[int, ...]:
    """So many of the items, in the order that makes the easiest sentence, or as they stand when none is found."""
    letters = {i: writer.keys[i][0].letters for i in items}
    sorts = bank.load().sorts
    heap: list[tuple[float, int, str, tuple[int, ...]]] = [(0.0, 0, grammar.START, ())]
    seen: set[tuple[str, frozenset[int]]] = set()
    count = 0
    while heap and count < TURNS:
        hope, _, state, order = heappop(heap)
        if len(order) == size:
            return order
        if (state, frozenset(order)) in seen:
            continue
        seen.add((state, frozenset(order)))
        so_far = hope - grammar.least(size - len(order)).get(state, 0.0)
        rest = grammar.least(size - len(order) - 1)
        told: set[str] = set()
        turn = (writer.seed >> 5) % len(items)
        for item in (*items[turn:], *items[:turn]):
            if item in order or letters[item] in told:
                continue
            told.add(letters[item])
            for arc in grammar.arcs()[state]:
                if arc.to in rest and arc.sort in sorts[letters[item]]:
                    taste = writer.taste(arc.to) if arc.sort.endswith(".verbs") else 0.0
                    count += 1
                    total = round(so_far + arc.cost + taste - USUAL + rest[arc.to], 4)
                    heappush(heap, (total, -count, arc.to, (*order, item)))
    return tuple(items[:size])


def _ahead(keys: Sequence[tuple[Key, ...]]) -> list[Mapping[str, float]]:
    """For each place, the states from which the letters still to come can be said, and what that costs at least."""
    rests: list[Mapping[str, float]] = [dict.fromkeys(grammar.ends(), 0.0)]
    for left, row in enumerate(reversed(keys), 1):
        after, can_end, found = rests[-1], grammar.least(left), dict[str, float]()
        for key in row:
            for state, to, cost in _sayable(key.letters):
                if to in after and state in can_end:
                    total = cost + key.cost + after[to]
                    if total < found.get(state, math.inf):
                        found[state] = total
        rests.append(found)
    return rests[::-1]


@cache
def _sayable(letter: str) -> tuple[tuple[str, str, float], ...]:
    """The steps for which the bank has a word with this letter: state, next state, cost."""
    sorts = bank.load().sorts[letter]
    return tuple(
        (state, arc.to, arc.cost) for state, arcs in grammar.arcs().items() for arc in arcs if arc.sort in sorts
    )


def _options(row: Sequence[Key], *, alone: bool) -> tuple[Key, ...]:
    """The keys of an item that can be the first letter of a word, cheapest first, one for a letter."""
    found: dict[str, Key] = {}
    for key in sorted(row, key=lambda k: (k.cost, k.letters)):
        if key.kind not in ("initials", "prefix") and len(key.letters) == 1 and key.cost <= OTHER_KEY:
            found.setdefault(key.letters, key)
    return tuple(found.values())[: 1 if alone else 2]


def _twins(options: Letters) -> frozenset[int]:
    """The items whose first letter another item has too."""
    firsts = [row[0].letters for row in options]
    return frozenset(i for i, letter in enumerate(firsts) if firsts.count(letter) > 1)


def _opening(key: Key) -> str:
    """The first two letters of the word a key comes from, where that tells more than the key."""
    start = key.source[:2].lower()
    return start if start.isascii() and start.isalpha() and start.startswith(key.letters) else key.letters


def _root(word: str) -> str:
    return word[:4].lower()


def _told(steps: Sequence[_Step]) -> str:
    words = " ".join(s.word for s in steps)
    return words[0].upper() + words[1:]


def _candidate(wish: Wish, parts: Sequence[_Sentence]) -> Candidate:
    text = ". ".join(_told(part.steps) for part in parts)
    ties, at = [], 0
    for step in (step for part in parts for step in part.steps):
        at = text.lower().index(step.word.lower(), at)
        ties.append(_tie(step, at))
        at += len(step.word)
    cost = EFFORT + sum(part.cost for part in parts) + 0.2 * (len(parts) - 1)
    kind: Kind = "acrostic" if len(parts) == 1 else "acrostic2"
    return Candidate(text, kind, _grade(wish), round(cost, 3), tuple(ties), "a sentence, a word for each item")


def _tie(step: _Step, at: int) -> Tie:
    """One letter, or two where the word goes on as the item does."""
    cue = _opening(step.key)
    size = len(cue) if step.word.lower().startswith(cue) else 1
    return Tie(step.item, step.word[:size], (at, at + size), step.key.source)


def _grade(wish: Wish) -> Grade:
    size = len(wish.items)
    if wish.ordered and size >= 4:
        return "A"
    return "B" if size >= 5 else "hidden"
