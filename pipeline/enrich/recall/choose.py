"""Which questions are asked: the author's all, then the best of each section by turns, none twice."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.enrich.recall.draft import FILLER, Draft
from pipeline.text import words

MOST = 12
FEWEST = 4
ENOUGH = 6
"""Beyond so many, no fillers."""
PER_THOUSAND_WORDS = 12


def choose(drafts: Iterable[Draft], length: int) -> tuple[Draft, ...]:
    """At most twelve questions, and no more than twelve to a thousand words, but four where the note allows."""
    found = tuple(drafts)
    written = tuple(d for d in found if d.origin == "author")
    room = max(FEWEST, min(MOST, length * PER_THOUSAND_WORDS // 1000))
    chosen = list(_distinct(written))
    for draft in _by_turns([d for d in found if d.origin == "generated"]):
        if len(chosen) >= (room if draft.merit > FILLER else min(room, ENOUGH)):
            continue
        if not any(_same(draft, other) for other in chosen):
            chosen.append(draft)
    return tuple(sorted(chosen, key=lambda d: (d.origin != "author", found.index(d))))


def _distinct(drafts: Iterable[Draft]) -> tuple[Draft, ...]:
    out: list[Draft] = []
    for draft in drafts:
        if not any(_same(draft, other) for other in out):
            out.append(draft)
    return tuple(out)


def _same(one: Draft, other: Draft) -> bool:
    return words(one.question) == words(other.question) or words(one.answer) == words(other.answer)


def _by_turns(drafts: list[Draft]) -> list[Draft]:
    """The best of every section, then the second best of every section, and so on."""
    sections: dict[str, list[Draft]] = {}
    for draft in drafts:
        sections.setdefault(draft.top, []).append(draft)
    ranked = [sorted(group, key=lambda d: -d.merit) for group in sections.values()]
    turns = [(d.merit <= FILLER, i, -d.merit, n, d) for n, group in enumerate(ranked) for i, d in enumerate(group)]
    return [d for *_, d in sorted(turns, key=lambda t: t[:4])]
