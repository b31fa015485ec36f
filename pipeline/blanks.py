"""What a practice copy leaves blank, and where it stands in a text.

An answer is a run of words. Wherever it stands in the copy it is left out, so none can be read off another line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.text import WORD, fold

LONGEST = 12
"""Words of the longest answer that is left out for being marked."""

Answer = tuple[str, ...]
"""Its words, folded."""

_JOINED = '[^\\s—(){}\\[\\]"“”«»]'
_JOINED_BEFORE = re.compile(rf"(?:(?<=\s)|(?<=[—(\[{{\"“«])|^)\w{_JOINED}*$")
_JOINED_AFTER = re.compile(rf"{_JOINED}*[\w%°]")
_NEAR = 60
_TOKEN = re.compile(rf"[0-9]+(?:[.,][0-9]+)+(?![^\W_])|{WORD.pattern}")


@dataclass(frozen=True)
class Blanks:
    """`answers` are left out wherever they stand; so is all text of the elements that `areas` names.

    An area is named by its class or its tag, or by that of the element it stands in and its own tag ("box>ul"; "box>*"
    for all but the box's label). Areas in `counted` have numbers of their own; the words of others are numbered
    elsewhere, or in no need of it. Those in `ruled` have a line below already; those in `brief` are left out when they
    have no more than `LONGEST` words.
    """

    answers: tuple[Answer, ...] = ()
    areas: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    ruled: tuple[str, ...] = ()
    brief: tuple[str, ...] = ()

    @cached_property
    def _by_first(self) -> Mapping[str, Sequence[Answer]]:
        """Answers by their first word, the longest first."""
        found: dict[str, list[Answer]] = {}
        for answer in sorted(self.answers, key=lambda a: (-len(a), a)):
            found.setdefault(answer[0], []).append(answer)
        return found

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where answers stand in a text: first character, and the one behind the last; the longest wins."""
        tokens = list(tokens_of(text))
        names = [name for name, _, _ in tokens]
        at = 0
        while at < len(tokens):
            long = next((len(a) for a in self._by_first.get(names[at], ()) if tuple(names[at : at + len(a)]) == a), 0)
            if long:
                start, end = _whole(text, tokens[at][1], tokens[at + long - 1][2])
                yield start, end
                long = next((n for n, token in enumerate(tokens[at:]) if token[1] >= end), len(tokens))
            at += long or 1

    def without(self, text: str) -> str:
        """A text with a dash for every answer in it."""
        out, done = "", 0
        for start, end in self.spans(text):
            out, done = f"{out}{text[done:start]}…", end
        return out + text[done:]

    def counts(self, text: str) -> tuple[tuple[Answer, int], ...]:
        """The answers that stand in a text, and how often each does, one within another too."""
        names = [name for name, _, _ in tokens_of(text)]
        found = Counter(
            a
            for at, name in enumerate(names)
            for a in self._by_first.get(name, ())
            if tuple(names[at : at + len(a)]) == a
        )
        return tuple(sorted(found.items()))


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds of a run of words with all that is written together with it ("2008–12", "79%")."""
    before, after = _JOINED_BEFORE.search(text, max(0, start - _NEAR), start), _JOINED_AFTER.match(text, end)
    return (before.start() if before else start), (after.end() if after else end)


NO_BLANKS = Blanks()


def tokens_of(text: str) -> Iterator[tuple[str, int, int]]:
    """Words of a text, folded, and where they stand; a figure keeps its points and commas (7.5, 1,000)."""
    for found in _TOKEN.finditer(text):
        yield fold(found[0]), found.start(), found.end()


def answer_of(text: str) -> Answer:
    """A text as an answer; empty when it has no words."""
    return tuple(name for name, _, _ in tokens_of(text))


def distinct(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """Each once, sorted."""
    return tuple(sorted(set(answers)))
