"""Book → printable PDF: cover, contents, notes, answers, glossary, sources, index, colophon.

Every part is written on its own, so that it can be set on its own; where a page number belongs stand zeros, which are
filled in when all parts are bound.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from html import unescape
from importlib import metadata
from itertools import count
from urllib.parse import unquote

from markupsafe import Markup

from pipeline import layouts
from pipeline import model as m
from pipeline.cache import digest
from pipeline.fingerprint import fingerprint
from pipeline.fonts import Face, Shaper
from pipeline.html import Writer
from pipeline.phrases import phrase
from pipeline.targets import cover, pages, paper
from pipeline.targets.engine.fragment import Fragment, pack
from pipeline.targets.engine.link import About
from pipeline.targets.engine.set import Job, fragment
from pipeline.targets.workshop import at_home

STYLES = ("print.css", "map.css", "style.css")


@dataclass(frozen=True)
class Desk:
    """What every part of one book is written with. `number` are the zeros that stand for a page number."""

    book: m.Book
    layout: layouts.Layout
    shaper: Shaper
    faces: tuple[Face, ...]
    number: str
    terms: Mapping[str, tuple[tuple[str, str], ...]]
    """The key terms of each note."""

    @classmethod
    def of(cls, book: m.Book, layout: layouts.Layout, shaper: Shaper, faces: tuple[Face, ...]) -> Desk:
        return cls(book, layout, shaper, faces, paper.zeros(book), pages.key_terms(book))

    @property
    def css(self) -> str:
        return self.layout.css(*STYLES)

    @cached_property
    def digest(self) -> str:
        """Of what the parts of a book share."""
        return digest(repr(self.layout), _typefaces(self.faces), self.number, self.book.lang)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A part as it waits to be set. `content` is a digest of its markup and pictures; a long one takes long to set."""

    leaf: m.Leaf
    content: str
    weight: int
    pictures: tuple[str, ...]


@dataclass(frozen=True)
class Press:
    """What parts are set with: style sheets, typefaces, and the digests of the pictures."""

    css: str
    faces: tuple[Face, ...]
    pictures: Callable[[str], str]
    """Path of a picture → its digest."""
    foreign: str = ""
    """Characters for which the fonts of the machine are asked."""

    def sheet(self, leaf: m.Leaf) -> Sheet:
        """A part without its markup."""
        shown = tuple(dict.fromkeys(unquote(path) for path in _PICTURE.findall(leaf.markup)))
        content = digest(leaf.markup, *(self.pictures(path) for path in shown))
        return Sheet(replace(leaf, markup=""), content, len(leaf.markup), shown)

    def key(self, sheet: Sheet) -> str:
        """A digest of everything that can change its pages."""
        return digest("set", fingerprint("set"), self._looks, sheet.content)

    def job(self, leaf: m.Leaf) -> Job:
        """How a part is set."""
        return Job(
            self.key(self.sheet(leaf)), leaf.id, leaf.markup, self.css, self.faces, folios=leaf.kind not in FRONT
        )

    @cached_property
    def _looks(self) -> str:
        return digest(self.css, _typefaces(self.faces), "foreign" if self.foreign else "")


def _typefaces(faces: Sequence[Face]) -> str:
    return repr([(f.family, f.weight, f.italic, f.digest) for f in faces])


FRONT = ("cover", "contents")
_NAME = re.compile(r'\bid="([^"]+)"')
_PICTURE = re.compile(r'src="asset:([^"]*)"')


@dataclass(frozen=True, slots=True)
class Printed:
    """What print has of one note: its own part of the book, and what stands of it at the back."""

    leaf: m.Leaf
    answers: pages.Group | None
    explanations: tuple[tuple[str, Markup], ...]
    """Anchor of a term → what the glossary says of it."""


# ------------------------------------------------------------------ one note


def note(note: m.Note, part: str, desk: Desk) -> Printed:
    """A resolved note of the part with this title."""
    dialect = paper.dialect(note.meta.lang, desk.layout, desk.shaper, desk.number)
    writer = Writer(note, dialect)
    unreferenced = [f for f in note.footnotes if not f.number]
    values = {
        "note": note,
        "part": part or note.title,
        "eyebrow": " · ".join(note.meta.syllabus) or part,
        "facts": [(paper.words(label), paper.words(value)) for label, value in pages.facts(note)],
        "opening": writer.aids("opening"),
        "sections": list(pages.sections(writer)),
        "endnotes": [(writer.anchor(f.id), "", writer.footnote_text(f)) for f in unreferenced],
        "terms": desk.terms.get(note.id, ()),
        "closing": writer.aids("end"),
        "answers": _pointer(note, writer) if pages.cards(note) else "",
        "phrase": phrase,
    }
    drawings = str(values["opening"]).count('<figure class="map ')
    markup = _document(layouts.fill(desk.layout, "note.html", values), note.title, desk.book.lang)
    leaf = m.Leaf("note", note.id, note.title, note.meta.lang, markup, drawings)
    return Printed(leaf, pages.answers(note, dialect), pages.explanations(note, dialect))


def _pointer(note: m.Note, writer: Writer) -> Markup:
    """Where a note's answers are."""
    anchor = pages.answers_to(note.id)
    text = phrase("answers", note.meta.lang)
    return Markup('<a href="#{}">{}</a>{}').format(anchor, text, writer.dialect.locator(anchor))


# ------------------------------------------------------------------ what all notes make together


def back(printed: Sequence[Printed], index: Sequence[m.IndexTerm], desk: Desk) -> tuple[m.Leaf, ...]:
    """All that comes after the notes."""
    book = desk.book
    groups = tuple(p.answers for p in printed if p.answers)
    said = {anchor: text for p in printed for anchor, text in p.explanations}
    cited = [n for n in book.notes if n.meta.sources]
    lists = (("glossary", book.glossary), ("acronyms", book.acronyms))
    return (
        *_answers(groups, desk),
        *(_glossary(kind, entries, said, desk) for kind, entries in lists if entries),
        *([_leaf("sources", desk, {"notes": cited, "linked": pages.linked})] if cited else ()),
        *([_index(index, desk)] if index else ()),
        _leaf("colophon", desk, {"lines": [(label, value) for label, value in _imprint(book) if value]}),
    )


def _answers(groups: Sequence[pages.Group], desk: Desk) -> Iterator[m.Leaf]:
    """The answers, in a big book apart for each of its parts: else every edit would set them all again."""
    if len(groups) <= _TOGETHER:
        yield from [_leaf("answers", desk, {"groups": groups})] if groups else ()
        return
    by = {group.note: group for group in groups}
    shares = [(part.title, [by[n.id] for n in part.notes if n.id in by]) for part in desk.book.parts]
    for number, (title, share) in enumerate((title, share) for title, share in shares if share):
        heading = f"{phrase('answers', desk.book.lang)}: {title}" if title else phrase("answers", desk.book.lang)
        name = f"answers.{number + 1}" if number else "answers"  # no note's name has a dot
        yield replace(_leaf("answers", desk, {"groups": share, "id": name, "heading": heading}), id=name)


_TOGETHER = 64
"""Notes whose answers stand together."""


def stem(part: str) -> str:
    """What a part of the book belongs to: the answers may be in several."""
    return part.partition(".")[0]


def _glossary(kind: str, entries: Sequence[m.Entry], said: Mapping[str, Markup], desk: Desk) -> m.Leaf:
    lines = [
        {
            "id": pages.line_of(kind, entry),
            "term": paper.words(entry.term),
            "anchor": entry.anchor,
            "text": paper.words(entry.text) if entry.text else said.get(entry.anchor, Markup()),
        }
        for entry in entries
    ]
    return _leaf(kind, desk, {"kind": kind, "title": phrase(kind, desk.book.lang), "entries": lines})


def _index(terms: Sequence[m.IndexTerm], desk: Desk) -> m.Leaf:
    """The index. Its markup has names for the places of each line: what they lead to is the linker's to know."""
    places: list[tuple[str, str]] = []
    letters = []
    number = count(1)
    for letter in pages.letters(terms):
        lines = []
        for term in letter.terms:
            name = f"index.{next(number)}"  # no note's name has a dot
            lines.append({"term": term.term, "name": name, "zeros": ", ".join([desk.number] * len(term.anchors))})
            places += [(f"{name}.{place}", anchor) for place, anchor in enumerate(term.anchors, 1)]
        letters.append({"title": letter.title, "lines": lines})
    return replace(_leaf("index", desk, {"letters": letters}), places=tuple(places))


def _imprint(book: m.Book) -> tuple[tuple[str, str], ...]:
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("studypress", "weasyprint", "mistune"))
    fonts = "Source Serif 4, Source Sans 3, Source Code Pro, Noto Sans Devanagari (SIL Open Font License)"
    return (
        ("Title", book.title),
        ("Authors", ", ".join(book.authors)),
        ("Publisher", book.publisher),
        ("Rights", book.rights),
        ("Edition", pages.day(book.date, book.lang)),
        ("Identifier", pages.urn(book)),
        ("Set with", versions),
        ("Typefaces", fonts),
    )


def front(behind: Sequence[m.Leaf], desk: Desk) -> tuple[m.Leaf, m.Leaf]:
    """Cover and contents; `behind` is what comes after the notes."""
    book = desk.book
    parts = [(p.title or p.notes[0].title, p.notes[0].meta.lang) for p in book.parts]
    values = {
        "book": book,
        "art": cover.art(parts, phrase("contents", book.lang)),
        "kicker": f"{len(book.notes)} {phrase('notes', book.lang)}",
        "edition": pages.day(book.date, book.lang),
    }
    listing = {"book": book, "back": [(leaf.id, leaf.title) for leaf in behind if leaf.id == stem(leaf.id)]}
    return _leaf("cover", desk, values), _leaf("contents", desk, listing)


def _leaf(kind: str, desk: Desk, values: Mapping[str, object]) -> m.Leaf:
    lang = desk.book.lang
    title = phrase(kind, lang)
    template = {"acronyms": "glossary"}.get(kind, kind)
    shared = {"id": kind, "running": desk.book.title, "heading": title, "zeros": desk.number, "phrase": _in(lang)}
    markup = layouts.fill(desk.layout, f"{template}.html", {**shared, **values})
    return m.Leaf(kind, kind, title, lang, _document(markup, title, lang))


def _in(lang: str) -> Callable[..., str]:
    """`phrase` for templates that speak the book's language."""
    return lambda key, other=lang: phrase(key, other)


def _document(body: Markup, title: str, lang: str) -> Markup:
    return Markup(
        '<!DOCTYPE html><html lang="{}"><head><meta charset="utf-8"/><title>{}</title></head><body>{}</body></html>'
    ).format(lang, title, body)


def placeholder(leaf: m.Leaf, reason: str, desk: Desk) -> m.Leaf:
    """What stands for a part that could not be set: its name, and why. Links into it lead there."""
    names = (unescape(name) for name in dict.fromkeys(_NAME.findall(leaf.markup)))
    places = Markup().join(Markup('<span id="{}"></span>').format(name) for name in names if name != leaf.id)
    told = places + phrase("not-set", leaf.lang).format(reason)
    body = Markup('<article class="note" id="{}" lang="{}"><header><h1>{}</h1></header><p>{}</p></article>').format(
        leaf.id, leaf.lang, leaf.title, told
    )
    return replace(leaf, markup=_document(body, leaf.title, desk.book.lang), maps=0)


# ------------------------------------------------------------------ one file


def about(book: m.Book) -> About:
    """What the file says of itself."""
    return About(
        title=book.title,
        lang=book.lang,
        authors=book.authors,
        description=book.description or book.subtitle,
        keywords=tuple(sorted({t for n in book.notes for t in n.meta.tags})),
        date=book.date,
        identifier=book.identifier,
        producer=f"studypress {metadata.version('studypress')}",
    )


def set_afar(job: Job, fetch: Callable[[str], bytes]) -> tuple[Fragment, tuple[tuple[str, bytes], ...]]:
    """`set_part` on a machine that shares nothing with this one: `fetch` gives fonts, too."""
    return set_part(at_home(job, fetch), fetch)


def set_part(job: Job, fetch: Callable[[str], bytes]) -> tuple[Fragment, tuple[tuple[str, bytes], ...]]:
    """A part's fragment, and what is to be kept of it by key, but for the book's own fonts."""
    kept: dict[str, bytes] = {}
    found, body = fragment(job, fetch, kept.__setitem__)
    known = {f"font:{face.digest}" for face in job.faces}
    new = ((key, data) for key, data in kept.items() if key not in known)
    return found, (*new, (f"{job.key} body", pack(body)))
