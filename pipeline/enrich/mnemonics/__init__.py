"""Offers a mnemonic for the lists of a note that are worth learning by heart, and only when it is a good one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline import model as m
from pipeline.enrich.mnemonics import author, box
from pipeline.enrich.mnemonics.gate import memorable
from pipeline.enrich.mnemonics.labels import labels_of
from pipeline.enrich.mnemonics.sections import sections
from pipeline.mnemonic.candidate import Candidate, Wish
from pipeline.mnemonic.decisions import UNDECIDED, Decisions
from pipeline.mnemonic.engine import candidates, shared
from pipeline.mnemonic.vocabulary import Vocabulary

__all__ = ["Listed", "enrich", "lists"]

MOST = 3  # mnemonics in a note; more would have to be remembered themselves


@dataclass(frozen=True, slots=True)
class Listed:
    """A list that may have a mnemonic. `worth` tells whether one may be made for it; others have at most a shared one.

    `name` is what the list is called, or "".
    """

    wish: Wish
    name: str
    worth: bool


def enrich(note: m.Note, decisions: Decisions = UNDECIDED) -> m.Note:
    """The note with a mnemonic after its best lists; where the author wrote one, it is checked and none is added."""
    if not note.meta.mnemonics:
        return note
    problems = tuple(p for s in sections(note.blocks) for p in author.mismatches(s, note.path))
    aids = _best(tuple(a for block, listed in lists(note) for a in _aids(block, listed, decisions)))
    return replace(note, aids=note.aids + aids, problems=note.problems + problems)


def lists(note: m.Note) -> Iterator[tuple[m.List, Listed]]:
    """The lists of a note whose items have names, but for those that the author wrote a mnemonic for."""
    english = note.meta.lang in ("", "en") or note.meta.lang.startswith("en-")
    for section in sections(note.blocks) if note.meta.mnemonics else ():
        for block in () if section.callouts else section.lists:
            if labels := labels_of(block):
                lead_in = section.lead_in(block)
                headings = (section.heading or note.title, lead_in)
                name = box.topic_of(lead_in, section.heading, len(labels), alone=len(section.lists) == 1)
                wish = Wish(labels, block.ordered, " ".join(headings))
                yield block, Listed(wish, name, english and memorable(labels, headings))


def _best(found: tuple[tuple[bool, m.Aid], ...]) -> tuple[m.Aid, ...]:
    """All that the author decided on and the few others with the highest scores, in the order of the note."""
    kept = sorted(enumerate(found), key=lambda pair: (not pair[1][0], -pair[1][1].score, pair[0]))
    most = max(MOST, sum(decided for decided, _ in found))
    return tuple(aid for _, (_, aid) in sorted(kept[:most], key=lambda pair: pair[0]))


def _aids(block: m.List, listed: Listed, decisions: Decisions) -> Iterator[tuple[bool, m.Aid]]:
    """The mnemonic of a list, and whether the author decided on it."""
    wish = listed.wish
    choice = decisions.chosen(wish.items, wish.ordered)
    found = choice.mnemonic if choice else _found(listed, decisions.vocabulary)
    if found:
        aid = box.aid(block, wish.items, found, listed.name)
        yield (True, replace(aid, origin=choice.origin)) if choice else (False, aid)


def _found(listed: Listed, own: Vocabulary) -> Candidate | None:
    """The mnemonic learners share, else the best one made: the words of the lexicon are English."""
    known = next(iter(shared(listed.wish, own)), None)
    if known or not listed.worth:
        return known
    return next((each for each in candidates(listed.wish, library=False, own=own) if each.grade == "A"), None)
