"""Offers a mnemonic for the lists of a note that are worth learning by heart, and only when it is a good one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline import model as m
from pipeline.enrich.mnemonics import author, box
from pipeline.enrich.mnemonics.gate import memorable
from pipeline.enrich.mnemonics.labels import labels_of
from pipeline.enrich.mnemonics.sections import Section, sections
from pipeline.mnemonic.candidate import Candidate, Wish
from pipeline.mnemonic.engine import candidates, shared

__all__ = ["enrich"]

MOST = 3  # mnemonics in a note; more would have to be remembered themselves


def enrich(note: m.Note) -> m.Note:
    """The note with a mnemonic after its best lists; where the author wrote one, it is checked and none is added."""
    if not note.meta.mnemonics:
        return note
    parts = tuple(sections(note.blocks))
    problems = tuple(p for s in parts for p in author.mismatches(s, note.path))
    aids = _best(tuple(a for s in parts if not s.callouts for a in _aids(s, note)))
    return replace(note, aids=note.aids + aids, problems=note.problems + problems)


def _best(aids: tuple[m.Aid, ...]) -> tuple[m.Aid, ...]:
    """The few with the highest scores, in the order of the note."""
    kept = sorted(enumerate(aids), key=lambda pair: (-pair[1].score, pair[0]))[:MOST]
    return tuple(aid for _, aid in sorted(kept, key=lambda pair: pair[0]))


def _aids(section: Section, note: m.Note) -> Iterator[m.Aid]:
    lists = section.lists
    for block in lists:
        lead_in = section.lead_in(block)
        labels = labels_of(block)
        found = _found(labels, block, (section.heading or note.title, lead_in), note.meta.lang)
        if found:
            topic = box.topic_of(lead_in, section.heading, len(labels), alone=len(lists) == 1)
            yield box.aid(block, labels, found, topic)


def _found(labels: tuple[str, ...], block: m.List, headings: tuple[str, ...], lang: str) -> Candidate | None:
    """The mnemonic learners share, else the best one made: the words of the lexicon are English."""
    if not labels:
        return None
    wish = Wish(labels, block.ordered, " ".join(headings))
    known = next(iter(shared(wish)), None)
    english = lang in ("", "en") or lang.startswith("en-")
    if known or not english or not memorable(labels, headings):
        return known
    return next((each for each in candidates(wish, library=False) if each.grade == "A"), None)
