"""Book → manuscript of an ePub: every file's words and markup, before anything is packed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from pipeline import draw, layouts
from pipeline import model as m
from pipeline.fonts import Shaper
from pipeline.html import Breaks, Dialect, Writer
from pipeline.phrases import phrase
from pipeline.targets import pages
from pipeline.targets.epub import maps
from pipeline.targets.epub.dialect import dialect
from pipeline.targets.epub.imprint import lines
from pipeline.targets.epub.navigation import contents, landmarks
from pipeline.targets.epub.outward import outward
from pipeline.targets.epub.pictures import names
from pipeline.targets.epub.places import Places, breaks, marks, once, page_list
from pipeline.targets.epub.speech import say
from pipeline.targets.epub.stack import stacked


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every file of one book is written with."""

    book: m.Book
    layout: layouts.Layout
    places: Places
    breaks: Breaks
    pictures: Mapping[str, str]

    def dialect(self, lang: str) -> Dialect:
        return dialect(lang, self.places, self.pictures)

    def leaf(self, kind: str, values: Mapping[str, object]) -> m.Leaf:
        """A part that is not a note, in the book's language."""
        title, lang = phrase(_PHRASES.get(kind, kind), self.book.lang), self.book.lang
        return m.Leaf(kind, kind, title, lang, self._filled(kind, kind, title, lang, values))

    def note(self, note: m.Note, values: Mapping[str, object], drawings: int) -> m.Leaf:
        lang = note.meta.lang
        markup = self._filled("note", note.id, note.title, lang, {"note": note, **values})
        return m.Leaf("note", note.id, note.title, lang, markup, drawings)

    def _filled(self, kind: str, name: str, title: str, lang: str, values: Mapping[str, object]) -> Markup:
        shared = {
            "book": self.book,
            "kind": kind,
            "id": name,
            "title": title,
            "lang": lang,
            "rtl": lang.partition("-")[0] in _RIGHT_TO_LEFT,
            "href": self.places.href,
            "marks": lambda anchor: marks(self.breaks, anchor),
            "phrase": lambda key, other=lang: phrase(key, other),
            "say": lambda key, other=lang: say(key, other),
        }
        template = _TEMPLATES.get(kind, kind)
        return once(layouts.fill(self.layout, f"{template}.xhtml", {**shared, **values}))


_PHRASES = {"title": "title-page"}
_TEMPLATES = {"acronyms": "glossary", "contents": "nav"}
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "sd", "ks", "ps", "yi"})


def render(book: m.Book, layout: layouts.Layout, starts: Sequence[m.PageStart], shaper: Shaper) -> m.Manuscript:
    """One leaf a file, in the order they are read; the drawings of the maps come last.

    `starts` are the pages of the printed edition of the same build; there may be none.
    """
    book = outward(book)
    desk = _Desk(book, layout, Places.of(book), breaks(starts), names(book.assets))
    title = desk.leaf("title", {"edition": pages.day(book.date, book.lang)})
    notes: list[m.Leaf] = []
    drawings: list[m.Leaf] = []
    for part, note in ((p, n) for p in book.parts for n in p.notes):
        leaf, drawn = _note(note, part.title, desk, shaper)
        notes.append(leaf)
        drawings += drawn
    back = tuple(_back(desk))
    nav = desk.leaf(
        "contents",
        {
            "entries": contents(book, back, desk.places),
            "landmarks": landmarks(notes, back, book.lang),
            "pages": page_list(starts, (*notes, *back), desk.places),
        },
    )
    return m.Manuscript("epub", book, (title, nav, *notes, *back, *drawings), layout.css("style.css"), book.assets)


def _note(note: m.Note, part: str, desk: _Desk, shaper: Shaper) -> tuple[m.Leaf, list[m.Leaf]]:
    frame = draw.Frame(desk.layout.measure("map_width"), desk.layout.measure("map_height"), "screen")
    low = replace(frame, height_pt=desk.layout.measure("map_opening"))
    atlas = maps.drawn(note, frame, low, shaper)
    plain = desk.dialect(note.meta.lang)
    shown = replace(plain, mindmap=lambda node, owner: maps.shown(node, owner, atlas))
    writer = Writer(_with_ways_to_answers(replace(note, blocks=stacked(note.blocks))), shown, desk.breaks)
    sections = list(pages.sections(writer))
    text = Markup().join(s.body for s in sections) + Markup().join(s.heading for s in sections)
    values = {
        "eyebrow": " · ".join(note.meta.syllabus) or part,
        "facts": pages.facts(note),
        "opening": writer.aids("opening"),
        "sections": sections,
        "terms": pages.key_terms(desk.book, note),
        "closing": writer.aids("end"),
        "footnotes": [_footnote(f, writer, text) for f in note.footnotes],
        "map_list": maps.listed(note, atlas, desk.places),
        "linked": pages.linked,
    }
    drawings = [picture.leaf for drawing in atlas.values() for picture in drawing.pictures]
    return desk.note(note, values, len(drawings)), drawings


def _with_ways_to_answers(note: m.Note) -> m.Note:
    """The note with a link to its answer after each question."""
    cards = {c.id for a in note.aids for c in a.cards}
    return replace(note, aids=tuple(replace(a, blocks=_linked(a.blocks, note, cards)) for a in note.aids))


def _linked(blocks: Sequence[m.Block], note: m.Note, cards: set[str]) -> tuple[m.Block, ...]:
    return tuple(_linked_block(b, note, cards) for b in blocks)


def _linked_block(block: m.Block, note: m.Note, cards: set[str]) -> m.Block:
    match block:
        case m.Div(blocks=blocks):
            return replace(block, blocks=_linked(blocks, note, cards))
        case m.List(items):
            return replace(block, items=tuple(_linked_item(i, note) if i.id in cards else i for i in items))
        case _:
            return block


def _linked_item(item: m.Item, note: m.Note) -> m.Item:
    link = m.Link((m.Text(phrase("answer", note.meta.lang)),), f"#{note.id}--{item.id}-answer")
    return replace(item, blocks=(*item.blocks, m.Paragraph((m.Span("to-answer", (link,)),))))


def _footnote(note: m.Footnote, writer: Writer, text: Markup) -> dict[str, object]:
    """A footnote below the note; one that only another footnote refers to has no way back."""
    anchor = writer.anchor(note.id)
    back = f"{anchor}-ref" if f' id="{anchor}-ref"' in text else ""
    return {"id": anchor, "number": note.number, "text": writer.blocks(note.blocks), "back": back}


# ------------------------------------------------------------------ back matter


def _back(desk: _Desk) -> Iterator[m.Leaf]:
    book = desk.book
    groups = tuple(_answers(desk))
    if groups:
        yield desk.leaf("answers", {"groups": groups})
    for kind, found in (("glossary", book.glossary), ("acronyms", book.acronyms)):
        if found:
            yield desk.leaf(kind, {"entries": _entries(found, desk)})
    cited = [n for n in book.notes if n.meta.sources]
    if cited:
        yield desk.leaf("sources", {"notes": cited, "linked": pages.linked})
    if book.index:
        yield desk.leaf("index", {"letters": [_letter(x, desk) for x in pages.letters(book.index)]})
    yield desk.leaf("colophon", {"lines": lines(book)})


def _answers(desk: _Desk) -> Iterator[dict[str, object]]:
    """The answers of each note that asks, with their questions: on a screen one cannot see both pages."""
    asking = [n for n in desk.book.notes if pages.cards(n)]
    for group, note in zip(pages.answers(desk.book, desk.dialect(desk.book.lang)), asking, strict=True):
        writer = Writer(note, desk.dialect(note.meta.lang), quiet=True)
        questions = [writer.inlines(card.front) for card in pages.cards(note)]
        yield {"group": group, "note": note, "rows": list(zip(group.answers, questions, strict=True))}


def _entries(entries: Sequence[m.Entry], desk: _Desk) -> list[dict[str, object]]:
    owners = {n.id: n for n in desk.book.notes}
    return [_entry(e, owners[e.anchor.partition("--")[0]], desk) for e in entries]


def _entry(entry: m.Entry, note: m.Note, desk: _Desk) -> dict[str, object]:
    text = Writer(note, desk.dialect(note.meta.lang), quiet=True).inlines(entry.text)
    return {"term": entry.term, "text": text, "anchor": entry.anchor, "lang": note.meta.lang, "note": note.title}


def _letter(letter: pages.Letter, desk: _Desk) -> dict[str, object]:
    return {"title": letter.title, "terms": [(t, list(_locators(t, desk.book))) for t in letter.terms]}


def _locators(term: m.IndexTerm, book: m.Book) -> Iterator[tuple[str, m.Note]]:
    """The first place in each note: a screen has no page numbers of its own, so the note's title is the locator."""
    owners = {n.id: n for n in book.notes}
    first: dict[str, str] = {}
    for anchor in term.anchors:
        first.setdefault(anchor.partition("--")[0], anchor)
    return ((anchor, owners[owner]) for owner, anchor in first.items())
