"""Note → its pages of the printed book; what all notes make together is in matter.py.

Every part is written on its own, so that it can be set on its own; where a page number belongs stand zeros, which are
filled in when all parts are bound.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from html import unescape
from importlib import metadata
from itertools import accumulate
from urllib.parse import unquote

from markupsafe import Markup

from pipeline import layouts
from pipeline import model as m
from pipeline.blanks import NO_BLANKS, Blanks
from pipeline.cache import digest
from pipeline.fingerprint import fingerprint
from pipeline.fonts import Shaper
from pipeline.html import Dialect, Writer
from pipeline.phrases import phrase
from pipeline.targets import pages, paper, pictures
from pipeline.targets.engine.fragment import Fragment, pack
from pipeline.targets.engine.link import About
from pipeline.targets.engine.set import Job, fragment
from pipeline.targets.shares import filled, named
from pipeline.targets.workshop import at_home
from pipeline.typefaces import Typefaces, stacked

_SHARE = 200_000
"""Characters of markup that are set together, some 70 pages: what is longer takes more and more memory."""
STYLES = ("print.css", "map.css", "book.css", "style.css")


@dataclass(frozen=True)
class Desk:
    """What every part of one book is written with. `number` are the zeros that stand for a page number."""

    book: m.Book
    layout: layouts.Layout
    shaper: Shaper
    typefaces: Typefaces
    number: str
    terms: Mapping[str, tuple[tuple[str, str], ...]]
    """The key terms of each note."""
    gallery: pictures.Gallery = pictures.NOTHING

    @classmethod
    def of(
        cls,
        book: m.Book,
        layout: layouts.Layout,
        shaper: Shaper,
        typefaces: Typefaces,
        gallery: pictures.Gallery = pictures.NOTHING,
    ) -> Desk:
        return cls(book, layout, shaper, typefaces, paper.zeros(book, layout), pages.key_terms(book), gallery)

    def dialect(self, lang: str) -> Dialect:
        """How it writes notes of this language."""
        return paper.dialect(lang, self.layout, self.shaper, self.number, self.gallery)

    @property
    def css(self) -> str:
        return self.layout.css(*STYLES)

    @cached_property
    def digest(self) -> str:
        """Of what the parts of a book share, but for typefaces that only some of them need."""
        return digest(repr(self.layout), self.typefaces.digest(()), self.number, self.book.lang)

    @cached_property
    def whole(self) -> str:
        """Of all that the parts of a book share."""
        return digest(self.digest, self.typefaces.digest(self.typefaces.families))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A part as it waits to be set. `content` is a digest of its markup and pictures; a long one takes long to set."""

    leaf: m.Leaf
    content: str
    weight: int
    pictures: tuple[str, ...]
    families: tuple[str, ...] = ()
    """Of typefaces that it needs beside the book's own."""
    blanks: Blanks = NO_BLANKS
    """What this copy of it leaves out."""


@dataclass(frozen=True)
class Press:
    """What parts are set with: style sheets, typefaces, and the digests of the pictures."""

    css: str
    typefaces: Typefaces
    pictures: Callable[[str], str]
    """Path of a picture → its digest."""
    grey: float | None = None

    def sheet(self, leaf: m.Leaf) -> Sheet:
        """A part without its markup."""
        shown = tuple(dict.fromkeys(unquote(path) for path in _PICTURE.findall(leaf.markup)))
        content = digest(leaf.markup, *(self.pictures(path) for path in shown))
        families = self.typefaces.needed(leaf.markup)
        return Sheet(replace(leaf, markup=""), content, len(leaf.markup), shown, families)

    def key(self, sheet: Sheet) -> str:
        """A digest of everything that can change its pages."""
        left = (repr(sheet.blanks),) if sheet.blanks != NO_BLANKS else ()
        grey = (f"grey {self.grey}",) if self.grey is not None else ()
        return digest("set", fingerprint("set"), self._looks(sheet.families), sheet.content, *left, *grey)

    def job(self, leaf: m.Leaf, blanks: Blanks = NO_BLANKS) -> Job:
        """How a part is set."""
        sheet = replace(self.sheet(leaf), blanks=blanks)
        css, faces = stacked(self.css, sheet.families), self.typefaces.of(sheet.families)
        folios = leaf.kind not in FRONT
        return Job(self.key(sheet), leaf.id, leaf.markup, css, faces, folios=folios, blanks=blanks, grey=self.grey)

    @cached_property
    def _looks(self) -> Callable[[tuple[str, ...]], str]:
        """A digest of style sheets and typefaces, by the families that a part needs."""
        return cache(lambda families: digest(self.css, self.typefaces.digest(families)))


FRONT = ("cover", "contents", "plan", "book-map")
_NAME = re.compile(r'\bid="([^"]+)"')
_PICTURE = re.compile(r'src="asset:([^"]*)"')


@dataclass(frozen=True, slots=True)
class Printed:
    """What print has of one note: its own part of the book, and what stands of it at the back."""

    leaves: tuple[m.Leaf, ...]
    """A long note is several, each of which begins a page."""
    answers: pages.Group | None
    explanations: tuple[tuple[str, Markup], ...]
    """Anchor of a term → what the glossary says of it."""


# ------------------------------------------------------------------ one note


def note(note: m.Note, part: str, desk: Desk) -> Printed:
    """A resolved note of the part with this title."""
    dialect = desk.dialect(note.meta.lang)
    writer = Writer(note, dialect)
    at_end = [f for f in note.footnotes if not f.number or desk.layout.measure("columns") > 1]
    at_end.sort(key=lambda f: f.number or len(note.footnotes) + 1)
    values = {
        "note": note,
        "part": part or note.title,
        "eyebrow": " · ".join(note.meta.syllabus) or part,
        "facts": [(paper.words(label), paper.words(value)) for label, value in pages.facts(note)],
        "opening": writer.aids("opening"),
        "endnotes": [(writer.anchor(f.id), str(f.number or ""), writer.footnote_text(f)) for f in at_end],
        "terms": desk.terms.get(note.id, ()),
        "closing": writer.aids("end"),
        "answers": _pointer(note, writer) if pages.cards(note) else "",
        "phrase": phrase,
        "direction": paper.direction(note.meta.lang),
        "wide": desk.layout.measure("wide"),
        "columns": desk.layout.measure("columns"),
        "flowing": partial(flowing, beside=_BESIDE * desk.layout.measure("dense") * desk.layout.measure("text_width")),
        "cue_line": desk.layout.measure("cue") and _CUE_LINE * desk.layout.measure("scale"),
    }
    shares = tuple(filled(pages.sections(writer, _SHARE // 2), lambda section: len(section.body), _SHARE)) or ([],)
    leaves = tuple(
        _leaf(note, number, {**values, "sections": share, "share": number, "is_last": number == len(shares)}, desk)
        for number, share in enumerate(shares, 1)
    )
    behind = paper.narrow(dialect, desk.layout, desk.shaper, note.meta.lang, desk.gallery)
    return Printed(leaves, pages.answers(note, behind), pages.explanations(note, behind))


_ACROSS = re.compile(
    r'(?:<h\d\b(?:(?!</h).)*</h\d>\s*(?:<div class="cue above">(?:(?!</div>).)*</div>\s*)?)?'
    r'<(div|figure) class="(?:span|span beside|diagram)".*?</\1>',
    re.DOTALL,
)
_PICTURED = re.compile(
    r'(<figure class="span")((?:(?!</figure>).)*?style="width:([\d.]+)pt"(?:(?!</figure>).)*</figure>)'
    r"((?:\s*<(p|ul|ol)\b[^>]*>(?:(?!<(?:p|ul|ol)\b|</\5>).)*</\5>)+)",
    re.DOTALL,
)
"""A picture that stands across columns, with the paragraphs and simple lists behind it."""
_PIECE = re.compile(r"\s*<(p|ul|ol)\b.*?</\1>", re.DOTALL)
_BESIDE, _ROOM = 0.55, 550
"""What a picture may take of the width for text to stand beside it, and how many characters may."""
_EMPTY = re.compile(r'<div class="main flow">\s*</div>')


def flowing(text: Markup, beside: float = 0.0) -> Markup:
    """The text of a note in columns, parted by what stands across them and its heading.

    Some text stands `beside` a picture across them that is no wider than so many points. Each run of columns is an
    element of its own: in one that goes on below what spans it, the engine forgets the footnotes of the page.
    """
    whole = _PICTURED.sub(partial(_with_text, beside), str(text)) if beside else str(text)
    parted = _ACROSS.sub(r'</div><div class="main">\g<0></div><div class="main flow">', whole)
    return Markup(_EMPTY.sub("", f'<div class="main flow">{parted}</div>'))  # noqa: S704 - escaped before


def _with_text(most: float, found: re.Match[str]) -> str:
    """A picture with as much of the text behind it as can stand beside it."""
    _, inner, wide, text, _ = found.groups()
    pieces = [piece[0] for piece in _PIECE.finditer(text)]
    ends = accumulate(len(Markup(piece).striptags()) for piece in pieces)  # noqa: S704 - only counted
    fine = sum(end <= _ROOM for end in ends)
    if float(wide) > most or not fine:
        return found[0]
    picture = f'<figure style="width:{wide}pt"{inner}'
    return f'<div class="span beside">{picture}{"".join(pieces[:fine])}</div>{"".join(pieces[fine:])}'


_CUE_LINE = 11.5
"""Points that a line of a cue takes beside the text."""


def _leaf(note: m.Note, number: int, values: Mapping[str, object], desk: Desk) -> m.Leaf:
    """A share of a note; the first has its map."""
    markup = document(layouts.fill(desk.layout, "note.html", values), note.title, desk.book.lang, note.meta.lang)
    drawings = str(values["opening"]).count('<figure class="map ') if number == 1 else 0
    return m.Leaf("note", named(note.id, number), note.title, note.meta.lang, markup, drawings)


def _pointer(note: m.Note, writer: Writer) -> Markup:
    """Where a note's answers are."""
    anchor = pages.answers_to(note.id)
    text = phrase("answers", note.meta.lang)
    return Markup('<a href="#{}">{}</a>{}').format(anchor, text, writer.dialect.locator(anchor))


def document(body: Markup, title: str, lang: str, speaks: str | None = None) -> Markup:
    """A part in a book in `lang`; one that `speaks` another language may be read from the other side."""
    return Markup(
        '<!DOCTYPE html><html lang="{}"{}><head><meta charset="utf-8"/><title>{}</title></head><body>{}</body></html>'
    ).format(lang, paper.direction(lang if speaks is None else speaks), title, body)


def placeholder(leaf: m.Leaf, reason: str, desk: Desk) -> m.Leaf:
    """What stands for a part that could not be set: its name, and why. Links into it lead there."""
    names = (unescape(name) for name in dict.fromkeys(_NAME.findall(leaf.markup)))
    places = Markup().join(Markup('<span id="{}"></span>').format(name) for name in names if name != leaf.id)
    told = places + phrase("not-set", leaf.lang).format(reason)
    body = Markup('<article class="note" id="{}" lang="{}"><header><h1>{}</h1></header><p>{}</p></article>').format(
        leaf.id, leaf.lang, leaf.title, told
    )
    return replace(leaf, markup=document(body, leaf.title, desk.book.lang, leaf.lang), maps=0)


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
