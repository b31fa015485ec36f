"""A new edition in the page numbers of an old one: what goes where, and what must be printed again. Pure.

An edition is its parts in order, each with the number of its pages. Whatever the old edition numbers keeps its number:
where a part has grown, the pages that are more are called after the one before them (14a, 14b), and their number is
even, so that all further pages stay on the sides of the paper that they were on. Where a part has shrunk, pages to
write on stand in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Part = tuple[str, int]
"""Its name, and how many pages it has."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """Neighbouring pages of the amended edition: those of a part, or (`name` is empty) pages to write on.

    `pages` gives for each its label, and the index of the page of the old edition whose place it takes, or None.
    """

    name: str
    pages: tuple[tuple[str, int | None], ...]


def amended(old: Sequence[Part], new: Sequence[Part], labels: Sequence[str]) -> tuple[Leaf, ...]:
    """The amended edition; `labels` are those of the old pages, of which there is one at least."""
    found: list[Leaf] = []
    more = 0  # pages that are called after the old page before them
    at = 0
    for gone, come in _runs(old, new):
        if gone and more % 2:
            found.append(Leaf("", ((_called(labels[max(at - 1, 0)], more), None),)))
        more = 0 if gone else more
        places = list(range(at, at + sum(pages for _, pages in gone)))
        at += len(places)
        for name, pages in come:
            own: list[tuple[str, int | None]] = []
            for _ in range(pages):
                if places:
                    own.append((labels[places[0]], places.pop(0)))
                else:
                    own.append((_called(labels[max(at - 1, 0)], more), None))
                    more += 1
            found.append(Leaf(name, tuple(own)))
        found += [Leaf("", ((labels[place], place),)) for place in places]
    return tuple(found)


def _runs(old: Sequence[Part], new: Sequence[Part]) -> Iterator[tuple[Sequence[Part], Sequence[Part]]]:
    """Parts that are in both, one by one, and between them what has gone and what has come."""
    matcher = SequenceMatcher(None, [name for name, _ in old], [name for name, _ in new], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield from ((old[n : n + 1], new[n + c - a : n + c - a + 1]) for n in range(a, b))
        else:
            yield old[a:b], new[c:d]


def _called(label: str, more: int) -> str:
    """The label with letters behind: from 0 on a, b, c, after z comes aa."""
    letters = ""
    more += 1
    while more:
        more, digit = divmod(more - 1, 26)
        letters = chr(ord("a") + digit) + letters
    return label + letters


def sheets(places: Sequence[int | None], changed: Collection[int]) -> tuple[tuple[int, ...], ...]:
    """The sheets to print: the pages on the front and on the back, if it has one, by their place in the edition.

    `places` are the old pages whose places the pages take; `changed` are those that look otherwise than these.
    """
    pairs = (tuple(range(at, min(at + 2, len(places)))) for at in range(0, len(places), 2))
    return tuple(pair for pair in pairs if not _stays([places[at] for at in pair]) or not {*pair}.isdisjoint(changed))


def _stays(places: Sequence[int | None]) -> bool:
    """Whether these are the pages of a sheet of the old edition, in order."""
    first = places[0]
    return first is not None and first % 2 == 0 and list(places) == list(range(first, first + len(places)))
