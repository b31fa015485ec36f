"""The register: what each card of a vault is called, whatever becomes of its words, its note and its place.

Notes and cards have numbers, given once and never again: what is gone keeps its entry, so that it is known when it
comes back. A card is recognised by its name, then its question, its answer, its place; a note by the `id` that its
author gave, then by path, name, cards and title. Pure: an older register and what the book asks now → the register.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Generic, TypeVar

from pipeline.cache import digest
from pipeline.text import fold, slug, words

MAP = "map"
"""The kind of a question that asks for a branch of a note's mind map."""

_SMALL = frozenset(words("a an and for from in of on or the to und der die das et la le de"))


@dataclass(frozen=True, slots=True)
class Asked:
    """A card as a note has it now: its name and the block that it is asked of; of its answer, a digest."""

    id: str
    kind: str
    source: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Held:
    """A note as the book has it now. `named` tells that the author gave its id, `letters` begin its codes."""

    id: str
    path: str
    title: str
    letters: str
    cards: tuple[Asked, ...]
    named: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """An entry for a card: `key` is the name that it had first, and no other card of its note ever has."""

    number: int
    key: str
    asked: Asked
    gone: bool = False
    shown: str = ""
    """Digest of what a deck told last."""
    changed: int = 0
    """When that last changed, in seconds since 1970: no clock's time, but never before an earlier change."""


@dataclass(frozen=True, slots=True)
class Note:
    """An entry for a note: `key` is the id that it had first, and no other note ever has."""

    number: int
    letters: str
    key: str
    id: str
    path: str
    title: str
    cards: tuple[Card, ...] = ()
    gone: bool = False


@dataclass(frozen=True)
class Register:
    """All that were ever registered; `book` is the identifier that the book had first.

    `present` are the numbers of the notes that the book has now, which the file does not tell.
    """

    book: str = ""
    notes: tuple[Note, ...] = ()
    present: frozenset[int] = frozenset()

    @cached_property
    def _entries(self) -> Mapping[tuple[str, str], tuple[Note, Card]]:
        present = [note for note in self.notes if note.number in self.present]
        return {(note.id, card.asked.id): (note, card) for note in present for card in note.cards if not card.gone}

    def code(self, note: str, card: str) -> str:
        """The code of a card of the book ("IR-014-07") by the id of its note and its own; raises `KeyError`."""
        entry, own = self._entries[note, card]
        return f"{entry.letters}-{entry.number:03}-{own.number:02}"

    def guid(self, note: str, card: str) -> str:
        """A name that no other card anywhere has, in 64 hexadecimal digits, by the same ids.

        It hangs on the first names of the book, the note and the card, so it outlives the loss of the register as far
        as those still stand, and is never another card's.
        """
        entry, own = self._entries[note, card]
        return digest("card", self.book, entry.key, own.key)

    def changed(self, note: str, card: str) -> int:
        """When what a deck tells of a card last changed, by the same ids; 0 for one that none has told yet."""
        return self._entries[note, card][1].changed


# --------------------------------------------------------------------------- what the book asks now


def renewed(register: Register, book: str, notes: Sequence[Held], there: Collection[str] = ()) -> Register:
    """The register with what the book, whose identifier is `book`, asks now: `notes` in its order.

    A note that is not in the book though its path is `there`, in the vault, stays as it is.
    """
    paths = {note.path for note in notes}
    aside = {each.number for each in register.notes if each.path in there and each.path not in paths}
    known = _matched([each for each in register.notes if each.number not in aside], notes, *_NOTE_RULES)
    number = max((each.number for each in register.notes), default=0)
    keys = {each.key for each in register.notes}
    entries = {each.number: each if each.number in aside else _gone(each) for each in register.notes}
    present = []
    for at, note in enumerate(notes):
        if not (entry := known.get(at)):
            number += 1
            entry = Note(number, note.letters, _free(note.id, keys), note.id, note.path, note.title)
            keys.add(entry.key)
        cards = _cards(entry.cards, note.cards)
        entries[entry.number] = replace(entry, id=note.id, path=note.path, title=note.title, cards=cards, gone=False)
        present.append(entry.number)
    return Register(register.book or book, tuple(entries.values()), frozenset(present))


def stamped(register: Register, shown: Mapping[tuple[str, str], str], moment: int) -> Register:
    """The register with what a deck shows now: digests by the ids of notes and cards.

    What differs from the last deck has changed at `moment`, or just after its last change if that is not earlier.
    """

    def card(note: Note, each: Card) -> Card:
        told = shown.get((note.id, each.asked.id), "") if note.number in register.present and not each.gone else ""
        if told in ("", each.shown):
            return each
        return replace(each, shown=told, changed=max(moment, each.changed + 1) if each.shown else moment)

    notes = (replace(note, cards=tuple(card(note, each) for each in note.cards)) for note in register.notes)
    return replace(register, notes=tuple(notes))


def _gone(note: Note) -> Note:
    return replace(note, gone=True, cards=tuple(replace(card, gone=True) for card in note.cards))


def _cards(entries: tuple[Card, ...], asked: Sequence[Asked]) -> tuple[Card, ...]:
    known = _matched(entries, asked, *_CARD_RULES)
    number = max((each.number for each in entries), default=0)
    keys = {each.key for each in entries}
    found = {each.number: replace(each, gone=True) for each in entries}
    for at, card in enumerate(asked):
        if not (entry := known.get(at)):
            number += 1
            entry = Card(number, _free(card.id, keys), card)
            keys.add(entry.key)
        found[entry.number] = replace(entry, asked=card, gone=False)
    return tuple(found.values())


def _free(name: str, taken: Collection[str]) -> str:
    """The name, with a number if it was another's: one that is no longer called so."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free


def letters(*titles: str) -> str:
    """Up to three letters for codes, from the first title that has some: "International Relations" → "IR"."""
    for title in titles:
        found = [word for word in slug(title).split("-") if any(c.isalpha() for c in word)]
        telling = [word for word in found if word not in _SMALL] or found
        if telling:
            return (telling[0][:3] if len(telling) == 1 else "".join(word[0] for word in telling[:3])).upper()
    return "N"


# --------------------------------------------------------------------------- recognition

Old = TypeVar("Old")
New = TypeVar("New")


@dataclass(frozen=True, slots=True)
class _Rule(Generic[Old, New]):
    """Entry and what may be it have a key in common, and are like enough: the most alike go together."""

    old: Callable[[Old], Sequence[Hashable]]
    new: Callable[[New], Sequence[Hashable]]
    alike: Callable[[Old, New], float] = lambda _, __: 1.0
    """How much, 0 for not at all."""


def _matched(entries: Sequence[Old], found: Sequence[New], *rules: _Rule[Old, New]) -> dict[int, Old]:
    """The entry of each of those found, by its index; rule after rule, so that the surest go first."""
    known: dict[int, Old] = {}
    free = dict(enumerate(entries))
    for rule in rules:
        by: dict[Hashable, list[int]] = {}
        for at, entry in free.items():
            for key in rule.old(entry):
                by.setdefault(key, []).append(at)
        pairs = {
            (-alike, at, other)
            for at, each in enumerate(found)
            if at not in known
            for other in {other for key in rule.new(each) for other in by.get(key, ())}
            if (alike := rule.alike(free[other], each)) > 0
        }
        for _, at, other in sorted(pairs):
            if at not in known and other in free:
                known[at] = free.pop(other)
    return known


_FRAME = 3
"""Words that questions share which ask for different things: “What is a …?”"""


def _likeness(entry: Card, card: Asked) -> tuple[int, float]:
    """How many words two questions have in common, and their share from 0 to 1."""
    ours, theirs = Counter(words(entry.asked.question)), Counter(words(card.question))
    common = (ours & theirs).total()
    return common, common / max(1, (ours | theirs).total())


def _same_answer(entry: Card, card: Asked) -> float:
    _, share = _likeness(entry, card)
    return share + 1 if share >= 1 / 4 or entry.asked.source == card.source else 0


def _same_place(entry: Card, card: Asked) -> float:
    common, share = _likeness(entry, card)
    return share if common > _FRAME and share >= 1 / 2 else 0


_CARD_RULES: tuple[_Rule[Card, Asked], ...] = (
    _Rule(lambda old: [old.asked], lambda new: [new]),
    _Rule(
        lambda old: [(old.asked.id, old.asked.answer), (fold(old.asked.question), old.asked.answer)],
        lambda new: [(new.id, new.answer), (fold(new.question), new.answer)],
    ),
    _Rule(lambda old: [old.asked.id], lambda new: [new.id]),
    _Rule(lambda old: [fold(old.asked.question)], lambda new: [fold(new.question)]),
    _Rule(
        lambda old: [] if old.gone else [(old.asked.kind, old.asked.answer)],
        lambda new: [(new.kind, new.answer)],
        _same_answer,
    ),
    _Rule(
        lambda old: [] if old.gone else [(old.asked.kind, old.asked.source)],
        lambda new: [(new.kind, new.source)],
        _same_place,
    ),
)


def _own(cards: Iterable[Asked]) -> set[str]:
    """The names of questions that no other note is likely to ask: each has a map with an “Overview”."""
    return {card.id for card in cards if card.kind != MAP}


def _shared(entry: Note, note: Held) -> float:
    """How many cards both have."""
    return len(_own(card.asked for card in entry.cards) & _own(note.cards))


def _goes_on(entry: Note, note: Held) -> float:
    """More than 0 unless both have cards and none is the same."""
    return _shared(entry, note) if entry.cards and note.cards else float(not entry.gone)


def _most(entry: Note, note: Held) -> float:
    shared = _shared(entry, note)
    return shared + (entry.title == note.title) / 2 if 2 * shared > len(_own(note.cards)) else 0


_NOTE_RULES: tuple[_Rule[Note, Held], ...] = (
    _Rule(lambda old: [old.id], lambda new: [new.id] if new.named else []),
    _Rule(lambda old: [old.path], lambda new: [new.path], _goes_on),
    _Rule(lambda old: [old.id], lambda new: [new.id], _goes_on),
    _Rule(lambda old: sorted(_own(card.asked for card in old.cards)), lambda new: sorted(_own(new.cards)), _most),
    _Rule(lambda old: [] if old.gone else [old.path], lambda new: [new.path]),
    _Rule(lambda old: [] if old.gone else [old.id], lambda new: [new.id]),
    _Rule(lambda old: [] if old.gone else [fold(old.title)], lambda new: [fold(new.title)]),
)
