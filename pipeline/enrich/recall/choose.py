"""Which questions are asked: the author's all, then the best of each section by turns, none twice."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.enrich.recall.draft import Draft
from pipeline.text import words

FEWEST, MOST = 4, 12
"""What a short note may ask, and a note of usual length."""
PER_THOUSAND_WORDS = 12
LONG_PER_THOUSAND_WORDS = 6
"""For notes that are so long that this is more than `MOST`."""


SURE = 5.0
"""What a note says of a point is not asked with less merit than this where something plain is asked of the point."""


SPARE = 2.45
"""What has less merit is asked only until a note has as many questions as it should have."""
ENOUGH_PER_THOUSAND_WORDS = 5


def choose(written: Sequence[Draft], found: Sequence[Draft], length: int, most: int = 0) -> tuple[Draft, ...]:
    """All that the author asks, in order; then, to fill up, what was found. `most` overrules what the length allows.

    A question that the note answers in two ways is not asked.
    """
    once: dict[tuple[str, str], Draft] = {}
    for draft in written:
        once.setdefault((draft.question, draft.answer), draft)
    chosen = tuple(once.values())
    room = most or quota(length)
    asked = {_key(d.question) for d in chosen}
    answered = {_key(d.answer) for d in chosen}
    answers: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for draft in found:
        answers.setdefault(_key(draft.question), set()).add(_key(draft.answer))
    sources: set[str] = set()
    added: list[tuple[int, Draft]] = []
    for place, draft in _by_turns(found):
        if len(chosen) + len(added) >= (room if draft.merit >= SPARE else min(room, enough(length))):
            break
        if draft.kind == "term" and draft.merit < SURE and draft.source in sources:
            continue
        question, answer = _key(draft.question), _key(draft.answer)
        if len(answers[question]) == 1 and question not in asked and answer not in answered:
            asked.add(question)
            answered.add(answer)
            sources.add(draft.source)
            added.append((place, draft))
    return (*chosen, *(draft for _, draft in sorted(added, key=lambda a: a[0])))


def enough(length: int) -> int:
    """How many questions a note of so many words should have."""
    return -(-length * ENOUGH_PER_THOUSAND_WORDS // 1000)


def quota(length: int) -> int:
    """How many questions a note of so many words may have."""
    usual = max(FEWEST, min(MOST, length * PER_THOUSAND_WORDS // 1000))
    return max(usual, -(-length * LONG_PER_THOUSAND_WORDS // 1000) if length > _LONG else 0)


_LONG = 1000


def _key(text: str) -> tuple[str, ...]:
    return tuple(words(text))


def _by_turns(drafts: Sequence[Draft]) -> list[tuple[int, Draft]]:
    """The best of every section, then the second best, and so on, each with its place; the spare ones last."""
    sections: dict[str, list[tuple[int, Draft]]] = {}
    for place, draft in enumerate(drafts):
        sections.setdefault(draft.top, []).append((place, draft))
    ranked = [sorted(group, key=lambda d: -d[1].merit) for group in sections.values()]
    turns = [
        (d.merit < SPARE, i, -d.merit, n, p, d) for n, group in enumerate(ranked) for i, (p, d) in enumerate(group)
    ]
    return [(p, d) for *_, p, d in sorted(turns, key=lambda t: t[:4])]
