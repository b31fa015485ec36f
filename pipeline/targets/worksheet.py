"""A worksheet: the questions of one note with their marks, and lines to write the answers on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pipeline import layouts
from pipeline import model as m
from pipeline.html import Writer
from pipeline.phrases import phrase
from pipeline.targets import pages, pdf

_GRADES = ("fact", "list", "explain")
_LINES_A_MARK, _MOST_LINES = 2, 14


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands on the sheet; its answer has this number at the back of the book and in the key."""

    number: int
    text: Markup
    marks: int
    lines: int


def leaf(note: m.Note, marks: Sequence[int], desk: pdf.Desk) -> m.Leaf:
    """The sheet of a resolved note; without markup when the note asks nothing. `marks` are by grade."""
    name, lang = f"worksheet--{note.id}", note.meta.lang
    asked = tuple(_asked(note, marks, desk))
    if not asked:
        return m.Leaf("worksheet", name, note.title, lang, "")
    values = {
        "id": name,
        "note": note,
        "part": desk.book.title,
        "questions": asked,
        "total": sum(one.marks for one in asked),
        "phrase": lambda word: phrase(word, lang),
    }
    markup = pdf.document(layouts.fill(desk.layout, "worksheet.html", values), note.title, desk.book.lang)
    return m.Leaf("worksheet", name, note.title, lang, markup)


def _asked(note: m.Note, marks: Sequence[int], desk: pdf.Desk) -> Iterator[Asked]:
    writer = Writer(note, desk.dialect(note.meta.lang), quiet=True)
    for number, card in enumerate(pages.cards(note), 1):
        worth = marks[_GRADES.index(card.grade)]
        yield Asked(number, writer.inlines(card.front), worth, min(_MOST_LINES, worth * _LINES_A_MARK))
