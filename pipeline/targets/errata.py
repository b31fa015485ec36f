"""What goes with a reprint: the page that says which sheets change and what is new on them, and pages to write on."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline import layouts
from pipeline import model as m
from pipeline.phrases import phrase
from pipeline.targets import key, pages, paper, pdf

_LINE_MM, _HEAD_MM = 8.0, 10.0
_POINT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Row:
    """A change: the label of its page, the words before and now; without words, what is to be said of it."""

    page: str
    before: str = ""
    now: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What the page says.

    `exchanged` and `inserted` are sheets by the labels of their sides, the latter each with the page that it follows.
    """

    date: str
    exchanged: tuple[str, ...]
    inserted: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]


def printed(book: m.Book, told: Told, desk: pdf.Desk) -> bytes:
    """The errata as a file of its own."""
    date = pages.day(told.date, book.lang)
    values = {
        "told": told,
        "date": date,
        "book": book,
        "phrase": lambda name: phrase(name, book.lang),
        "words": paper.words,
    }
    title = phrase("errata", book.lang)
    markup = pdf.document(layouts.fill(desk.layout, "errata.html", values), title, book.lang)
    return key.bound("errata", markup, pdf.about(book), desk)[0]


def note_page(book: m.Book, desk: pdf.Desk) -> m.Leaf:
    """A page to write on, with a folio like all others."""
    lines = int((desk.layout.measure("page_height") * _POINT - _HEAD_MM) / _LINE_MM)
    markup = pdf.document(layouts.fill(desk.layout, "note-page.html", {"lines": range(lines)}), "", book.lang)
    return m.Leaf("note-page", "note-page", "", book.lang, markup)
