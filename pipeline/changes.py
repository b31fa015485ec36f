"""What has changed between the words of pages, old and new. Pure; heights are in points from the lower edge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

Span = tuple[float, float]
"""From this height up to that."""
_HYPHENS = str.maketrans("", "", "-\u00ad\u2010\u2011\u200b")
_NEAR = 5.0
"""Points between lines that one bar stands beside."""


class Word(NamedTuple):
    """A word, the page it begins on, and what its line takes of the height there."""

    text: str
    page: int
    low: float
    high: float


class Change(NamedTuple):
    """Words of the old edition, and those that stand in their place.

    `marks` are the words of the new one beside which it is seen: its own, or where there are none, the next.
    """

    before: tuple[str, ...]
    now: tuple[str, ...]
    marks: tuple[Word, ...]


def changes(old: Sequence[Word], new: Sequence[Word]) -> Iterator[Change]:
    """All changes in order. Words that only break otherwise, or moved to another page, are none."""
    before, now = ([word.text.translate(_HYPHENS) for word in words] for words in (old, new))
    for kind, a, b, c, d in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if kind != "equal":
            marks = new[c:d] or new[c : c + 1] or new[c - 1 : c]
            yield Change(tuple(w.text for w in old[a:b]), tuple(w.text for w in new[c:d]), tuple(marks))


def bars(words: Sequence[Word]) -> tuple[Span, ...]:
    """The heights beside these words of one page, those of neighbouring lines together, from below."""
    return joined([(word.low, word.high) for word in words])


def joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans, near ones together."""
    found: list[Span] = []
    for low, high in sorted(spans):
        if found and low <= found[-1][1] + _NEAR:
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return tuple(found)
