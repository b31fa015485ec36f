"""Offers a mnemonic for the lists of a note that are worth learning by heart, and only when it is a good one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline import model as m
from pipeline import text
from pipeline.enrich.mnemonics import author, box, dates
from pipeline.enrich.mnemonics.enumerations import Enumeration, enumerations
from pipeline.enrich.mnemonics.gate import memorable
from pipeline.enrich.mnemonics.worth import LEAST, bears_sentence, deserves, easy, weight
from pipeline.mnemonic.candidate import Candidate, Wish
from pipeline.mnemonic.decisions import UNDECIDED, Decisions
from pipeline.mnemonic.engine import candidates, printable, shared
from pipeline.mnemonic.vocabulary import Vocabulary

__all__ = ["Listed", "enrich", "lists"]

SEEN = 20  # candidates among which a sentence is looked for
MOST = 5  # mnemonics in a note; more would have to be remembered themselves


@dataclass(frozen=True, slots=True)
class Listed:
    """A list that may have a mnemonic. `worth` tells whether one may be made for it; others have at most a shared one.

    `name` is what the list is called, or "".
    """

    wish: Wish
    name: str
    worth: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """A mnemonic for an enumeration, and what it weighs; `decided` by the author."""

    enumeration: Enumeration
    aid: m.Aid
    weight: float
    decided: bool


def enrich(note: m.Note, decisions: Decisions = UNDECIDED) -> m.Note:
    """The note with a mnemonic after its best lists; where the author wrote one, it is checked and none is added."""
    if not note.meta.mnemonics:
        return note
    problems = tuple(author.mismatches(note))
    aids = _best([found for each, listed in lists(note) for found in _mnemonics(each, listed, decisions)])
    if (note.meta.numbers or decisions.numbers) and _english(note):
        aids += tuple(dates.aids(note.blocks, [aid.anchor for aid in aids], decisions.vocabulary))
    return replace(note, aids=note.aids + aids, problems=note.problems + problems)


def _english(note: m.Note) -> bool:
    """The words of the lexicon are English."""
    return note.meta.lang in ("", "en") or note.meta.lang.startswith("en-")


def lists(note: m.Note) -> Iterator[tuple[Enumeration, Listed]]:
    """The lists of a note whose items have names, but for those that the author wrote a mnemonic for."""
    english = _english(note)
    for each in enumerations(note, english=english) if note.meta.mnemonics else ():
        headings = (each.heading, each.lead_in)
        wish = Wish(each.labels, each.ordered, " ".join(headings))
        worth = english and weight(each) >= LEAST and memorable(each.labels, headings)
        yield each, Listed(wish, box.topic_of(each), worth)


def _best(found: Sequence[_Found]) -> tuple[m.Aid, ...]:
    """All that the author decided on, and of each section the weightiest other, a few in all, in the order of the note.

    The same things told twice, as in a list and a table, are remembered once.
    """
    kept: list[_Found] = []
    for each in sorted(found, key=lambda f: (not f.decided, -f.weight, -f.aid.score)):
        rivals = [k for k in kept if k.enumeration.section == each.enumeration.section or _same(k, each)]
        if each.decided or (not rivals and len(kept) < MOST):
            kept.append(each)
    return tuple(each.aid for each in found if each in kept)


def _same(one: _Found, other: _Found) -> bool:
    """Whether two lists have all their things in common, or three in four."""
    a, b = ({label.casefold() for label in each.enumeration.labels} for each in (one, other))
    return len(a & b) * 4 >= 3 * max(len(a), len(b))


def _mnemonics(each: Enumeration, listed: Listed, decisions: Decisions) -> Iterator[_Found]:
    """The mnemonic of a list: what the author decided, else the best that may be printed."""
    choice = decisions.chosen(listed.wish.items, listed.wish.ordered)
    found = choice.mnemonic if choice else _found(each, listed, decisions.vocabulary)
    if found and (choice or text.fold(found.text) != text.fold(each.heading)):  # *BRICS: Brazil, Russia…* needs none
        aid = box.aid(each, found, listed.name)
        aid = replace(aid, origin=choice.origin) if choice else aid
        yield _Found(each, aid, weight(each) + (found.kind == "known"), choice is not None)


def _found(each: Enumeration, listed: Listed, own: Vocabulary) -> Candidate | None:
    """The mnemonic learners share, else the best one made: the words of the lexicon are English."""
    known = next(iter(shared(listed.wish, own)), None)
    if known or not listed.worth:
        return known
    made = next((one for one in printable(listed.wish, own) if deserves(each, one)), None)
    return made or (_sentence(listed, own) if bears_sentence(each) else None)


def _sentence(listed: Listed, own: Vocabulary) -> Candidate | None:
    """The first sentence for things without order, when it is an easy one."""
    found = candidates(listed.wish, library=False, top=SEEN, own=own)
    return next((one for one in found if one.kind == "acrostic" and easy(one)), None)
