"""Edition → what it asks, card by card and note by note, without printing anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline import model as m
from pipeline.edition import Edition
from pipeline.register import Register
from pipeline.registering import registered
from pipeline.spots import spots
from pipeline.targets import pages
from pipeline.text import plain


@dataclass(frozen=True, slots=True)
class Listed:
    """A card: its code, what it asks and where, in a file of the vault."""

    code: str
    kind: str
    grade: str
    origin: str
    path: str
    line: int
    question: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What a note asks: how many questions of each kind and origin."""

    id: str
    path: str
    words: int
    cards: int
    kinds: tuple[tuple[str, int], ...]
    origins: tuple[tuple[str, int], ...]

    @property
    def per_thousand(self) -> float:
        """Questions to a thousand words."""
        return round(1000 * self.cards / self.words, 1) if self.words else 0.0


def listed(edition: Edition) -> tuple[Listed, ...]:
    """All cards in the order of the book; raises `Stop` when there is a register that cannot be read."""
    register = registered(edition)
    return tuple(card for head in edition.book.notes for card in _cards(edition.resolver.load(head), register))


def _cards(note: m.Note, register: Register) -> Iterator[Listed]:
    where = spots(note)
    for card in pages.cards(note):
        spot = where.get(card.source)
        question = " ".join(plain(card.front).split())
        code = register.code(note.id, card.id)
        yield Listed(code, card.kind, card.grade, card.origin, note.path, spot.line if spot else 0, question)


def tallies(edition: Edition) -> tuple[Tally, ...]:
    """All notes in the order of the book."""
    return tuple(_tally(head, pages.cards(edition.resolver.load(head))) for head in edition.book.notes)


def _tally(head: m.Header, cards: Sequence[m.Card]) -> Tally:
    kinds, origins = Counter(card.kind for card in cards), Counter(card.origin for card in cards)
    counts = (tuple(sorted(kinds.items())), tuple(sorted(origins.items())))
    return Tally(head.id, head.path, head.words, len(cards), *counts)
