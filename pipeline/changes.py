"""What has changed between the words of pages, old and new. Pure; heights are in points from the lower edge."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

Span = tuple[float, float]
"""From this height up to that."""
_HYPHENS = str.maketrans("", "", "-\u00ad\u2010\u2011\u200b")
_LABEL, _SIGNS = re.compile(r"\b\d+[a-z]*\b"), re.compile(r"[\s(),.–]+")
_NEAR = 5.0
"""Points between lines that one bar stands beside."""
_CONTEXT, _BETWEEN = 3, 5
"""Words that are shown around a change, and between two that are shown as one."""


class Word(NamedTuple):
    """A word, the page it begins on, and what its line takes of the height there."""

    text: str
    page: int
    low: float
    high: float


class Change(NamedTuple):
    """Words of the old edition, and those that stand in their place, with a few around them that are the same.

    `marks` are the words of the new one beside which it is seen: its own, or where there are none, the next. Where only
    numbers of pages have changed, there are no words but these.
    """

    before: tuple[str, ...]
    now: tuple[str, ...]
    marks: tuple[Word, ...]


def changes(old: Sequence[Word], new: Sequence[Word], moved: Collection[tuple[str, str]] = ()) -> Iterator[Change]:
    """All changes. Words that only break otherwise, or stand on another page than before, are none.

    `moved` are pairs of labels: something that was on a page called one is on a page called the other now.
    """
    before, now = ([word.text.translate(_HYPHENS) for word in words] for words in (old, new))
    found: list[list[int]] = []
    marks: list[list[Word]] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        seen = list(new[c:d] or new[c : c + 1] or new[c - 1 : c])
        if kind == "equal":
            continue
        if _is_renumbered(" ".join(before[a:b]), " ".join(now[c:d]), moved):
            yield Change((), (), tuple(seen))
        elif found and a - found[-1][1] <= _BETWEEN:
            found[-1][1::2] = b, d
            marks[-1] += seen
        else:
            found.append([a, b, c, d])
            marks.append(seen)
    for (a, b, c, d), seen in zip(found, marks, strict=True):
        yield Change(_around(old, a, b), _around(new, c, d), tuple(seen))


def _around(words: Sequence[Word], start: int, end: int) -> tuple[str, ...]:
    return tuple(word.text for word in words[max(0, start - _CONTEXT) : end + _CONTEXT])


def _is_renumbered(before: str, now: str, moved: Collection[tuple[str, str]]) -> bool:
    """Whether nothing but labels of pages differs, each because what it leads to has moved."""
    if _SIGNS.sub("", _LABEL.sub("", before)) != _SIGNS.sub("", _LABEL.sub("", now)):
        return False
    was, then = set(_LABEL.findall(before)), set(_LABEL.findall(now))
    return was - then <= {label for label, _ in moved} and then - was <= {label for _, label in moved}


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
