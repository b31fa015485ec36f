"""What all notes make together: title page, plan, answers, glossary, sources, index, colophon, contents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pipeline import model as m
from pipeline.html import Breaks
from pipeline.phrases import phrase
from pipeline.targets import pages, plan
from pipeline.targets.epub.desk import Desk, Pen
from pipeline.targets.epub.imprint import lines
from pipeline.targets.epub.navigation import Entry, landmarks
from pipeline.targets.epub.note import Written
from pipeline.targets.epub.places import Places, marks, placed

PageList = Sequence[tuple[str, str]]
"""Label and address of each page of print."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the parts behind the notes are written with: `breaks` are the page starts in them."""

    desk: Desk
    places: Places
    breaks: Breaks

    def leaf(self, kind: str, values: Mapping[str, object]) -> m.Leaf:
        """A part of the book, in its language."""
        lang = self.desk.book.lang
        pen = Pen(lang, self.places.href, lambda anchor: marks(self.breaks, anchor))
        title = phrase({"title": "title-page"}.get(kind, kind), lang)
        return pen.leaf(self.desk.layout, kind, kind, title, {"book": self.desk.book, **values})


def front(shelf: Shelf) -> m.Leaf:
    """The title page."""
    book = shelf.desk.book
    return shelf.leaf("title", {"edition": pages.day(book.date, book.lang)})


def revision(shelf: Shelf) -> Iterator[m.Leaf]:
    """The plan, unless the author wants none."""
    book = shelf.desk.book
    if book.plan.on:
        yield shelf.leaf("plan", {"groups": list(plan.groups(book)), "days": plan.DAYS})


def contents(shelf: Shelf, entries: Sequence[Entry], back: Sequence[m.Leaf], listed: PageList) -> m.Leaf:
    """The navigation document."""
    book = shelf.desk.book
    values = {"entries": entries, "landmarks": landmarks(book.notes[0], back, book.lang), "pages": listed}
    return shelf.leaf("contents", values)


def back(written: Sequence[Written], index: Sequence[m.IndexTerm], shelf: Shelf) -> Iterator[m.Leaf]:
    """The parts behind the notes that have something to say."""
    book = shelf.desk.book
    groups = [placed(w.answers, shelf.breaks) for w in written if w.answers]
    if groups:
        yield shelf.leaf("answers", {"groups": groups})
    said = {anchor: text for w in written for anchor, text in w.explanations}
    for kind, found in (("glossary", book.glossary), ("acronyms", book.acronyms)):
        if found:
            yield shelf.leaf(kind, {"entries": [_entry(kind, e, said, shelf.desk) for e in found]})
    cited = [n for n in book.notes if n.meta.sources]
    if cited:
        yield shelf.leaf("sources", {"notes": cited, "linked": pages.linked})
    if index:
        yield shelf.leaf("index", {"letters": [_letter(x, shelf.desk) for x in pages.letters(index)]})
    yield shelf.leaf("colophon", {"lines": lines(book)})


def _entry(kind: str, entry: m.Entry, said: Mapping[str, Markup], desk: Desk) -> Mapping[str, object]:
    owner = desk.headers[entry.anchor.partition("--")[0]]
    return {
        "id": pages.line_of(kind, entry),
        "term": entry.term,
        "text": entry.text or said.get(entry.anchor, ""),
        "anchor": entry.anchor,
        "lang": owner.meta.lang,
        "note": owner.title,
    }


def _letter(letter: pages.Letter, desk: Desk) -> Mapping[str, object]:
    return {"title": letter.title, "terms": [(t, list(_locators(t, desk))) for t in letter.terms]}


def _locators(term: m.IndexTerm, desk: Desk) -> Iterator[tuple[str, m.Header]]:
    """The first place in each note: a screen has no page numbers of its own, so the note's title is the locator."""
    first: dict[str, str] = {}
    for anchor in term.anchors:
        first.setdefault(anchor.partition("--")[0], anchor)
    return ((anchor, desk.headers[owner]) for owner, anchor in first.items())
