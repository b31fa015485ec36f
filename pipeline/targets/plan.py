"""The revision plan: when to come back to each note. Its days are those of `book.yml`; no clock is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline import model as m
from pipeline.targets.pages import day

DAYS = (0, 1, 3, 7, 21)
"""From the first day on."""


@dataclass(frozen=True, slots=True)
class Row:
    """A note, and its days as people write them, the first with its year; "" where the reader writes them."""

    note: m.Header
    days: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The notes of a part; a part that goes on has no title."""

    title: str
    lang: str
    rows: tuple[Row, ...]


def groups(book: m.Book) -> Iterator[Group]:
    """All notes in the order of the book: so many begin on each day."""
    number = 0
    for part in book.parts:
        rows = tuple(Row(note, _days(at, book)) for at, note in enumerate(part.notes, number))
        number += len(part.notes)
        yield Group(part.title, part.notes[0].meta.lang, rows)


def _days(number: int, book: m.Book) -> tuple[str, ...]:
    if not book.plan.start:
        return ("",) * len(DAYS)
    first = date.fromisoformat(book.plan.start) + timedelta(number // book.plan.per_day)
    whole, *others = (day((first + timedelta(days)).isoformat(), book.lang) for days in DAYS)
    return whole, *(other.rpartition(" ")[0] for other in others)
