"""What templates show: the values of each kind of page, the same for every target."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import metadata

from markupsafe import Markup, escape

from pipeline import model as m
from pipeline.header import explanation
from pipeline.html import Dialect, Writer, answer_to
from pipeline.phrases import phrase
from pipeline.targets.shares import runs
from pipeline.text import slug, text_of, walk, words

WORDS_PER_MINUTE = 200
"""Reading speed for study, below the 238 of silent reading for pleasure (Brysbaert 2019)."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of level 2, the cue beside it, and what follows up to the next one."""

    heading: Markup
    cue: Markup
    body: Markup
    wide: bool
    """Whether something as wide as the page stands near the heading, so that the cue must stand above it."""
    room: int
    """Lines that the cue takes in its column."""
    turned: bool = False
    """Whether its first block stands on a page turned on its side."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer at the back of the book; `page` is the markup that tells the page of its source."""

    id: str
    question: str
    """Anchor of the question."""
    source: str
    """Anchor of the block the answer stands in."""
    number: int
    text: Markup
    page: Markup


@dataclass(frozen=True, slots=True)
class Group:
    """The answers to one note's questions."""

    id: str
    note: str
    title: str
    lang: str
    answers: tuple[Answer, ...]
    page: Markup = field(default=Markup())
    """The markup that tells the page of the note."""


@dataclass(frozen=True, slots=True)
class Letter:
    """The lines of the index under one letter."""

    title: str
    terms: tuple[m.IndexTerm, ...]


def sections(writer: Writer, most: int = sys.maxsize) -> Iterator[Section]:
    """The note's blocks, cut at its headings of level 2; what has more than so many characters below is several."""
    head: m.Heading | None = None
    held: list[m.Block] = []
    for block in writer.note.blocks:
        if isinstance(block, m.Heading) and block.level <= 2:
            yield from _cut(writer, head, held, most)
            head, held = block, []
        else:
            held.append(block)
    yield from _cut(writer, head, held, most)


def _cut(writer: Writer, head: m.Heading | None, blocks: Sequence[m.Block], most: int) -> Iterator[Section]:
    for number, run in enumerate(runs(blocks, most)):
        if head or run:
            yield _section(writer, None if number else head, run)


def _section(writer: Writer, head: m.Heading | None, blocks: Sequence[m.Block]) -> Section:
    heading = writer.blocks((head,)) if head else Markup()
    cue = writer.aids("cue", head.id) if head else Markup()
    asked = sum(len(text_of(a.blocks)) for a in writer.note.aids if head and a.place == "cue" and a.anchor == head.id)
    wide = any(_is_wide(b, writer) for b in blocks[:2])
    turned = head is not None and writer.turned(blocks)
    return Section(heading, cue, writer.blocks(blocks), wide, -(-asked // _CUE_LINE), turned)


_CUE_LINE = 22
"""Characters that surely fit a line of the cue column."""


def _is_wide(block: m.Block, writer: Writer) -> bool:
    if isinstance(block, m.Table):
        return writer.dialect.table(block, 0).form != "column"
    return isinstance(block, m.CodeBlock)


def cards(note: m.Note) -> tuple[m.Card, ...]:
    """All questions of a note, each once, in the order they are printed."""
    return tuple({c.id: c for a in note.aids for c in a.cards}.values())


def facts(note: m.Note) -> tuple[tuple[str, str], ...]:
    """The line under a note's title."""
    lang = note.meta.lang or "en"
    asked = len(cards(note))
    minutes = max(1, round(note.words / WORDS_PER_MINUTE))
    rows = [
        (phrase("updated", lang), day(note.meta.date, lang)),
        (phrase("reading", lang), f"{minutes} {phrase('minutes', lang)}"),
    ]
    if asked:
        rows.append((phrase("recall", lang), f"{asked} {phrase('questions', lang)}"))
    rows.append((phrase("review", lang), f"+1 · +3 · +7 · +21 {phrase('days', lang)}"))
    return tuple((label, value) for label, value in rows if value)


_MONTHS = {
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "hi": ["जनवरी", "फ़रवरी", "मार्च", "अप्रैल", "मई", "जून", "जुलाई", "अगस्त", "सितंबर", "अक्टूबर", "नवंबर", "दिसंबर"],
}


def day(date: str, lang: str) -> str:
    """An ISO date as people write it ("12 Dec 2021"); anything else as it is."""
    year, *rest = date[:10].split("-")
    months = _MONTHS.get(lang.partition("-")[0], _MONTHS["en"])
    if len(rest) != 2 or not all(x.isdigit() for x in (year, *rest)) or not 1 <= int(rest[0]) <= 12:
        return date
    return f"{int(rest[1])} {months[int(rest[0]) - 1]} {year}"


def answers(note: m.Note, dialect: Dialect) -> Group | None:
    """The answers to a note's questions, if it asks any."""
    writer = Writer(note, dialect, quiet=True)
    found = tuple(_answer(number, note.id, card, writer) for number, card in enumerate(cards(note), 1))
    return (
        Group(answers_to(note.id), note.id, note.title, note.meta.lang, found, dialect.locator(note.id))
        if found
        else None
    )


def answers_to(note: str) -> str:
    """The anchor of the answers of the note with this id."""
    return f"answers--{note}"


def _answer(number: int, note: str, card: m.Card, writer: Writer) -> Answer:
    source = writer.anchor(card.source)
    back = tuple(anonymous(in_line(b)) for b in card.back)
    return Answer(
        answer_to(note, card.id),
        writer.anchor(card.id),
        source,
        number,
        writer.blocks(back, tight=True),
        writer.dialect.locator(source),
    )


def in_line(block: m.Block) -> m.Block:
    """A list of short items as one line: answers are looked up, not read."""
    if not isinstance(block, m.List) or not all(
        len(i.blocks) == 1 and isinstance(i.blocks[0], m.Paragraph) for i in block.items
    ):
        return block
    lines = [i.blocks[0].inlines for i in block.items if isinstance(i.blocks[0], m.Paragraph)]
    signs = [f"{n}\u00a0" if block.ordered else "" for n in range(block.start, block.start + len(lines))]
    parts = [
        (m.Text(("; " if n else "") + sign), *line) for n, (sign, line) in enumerate(zip(signs, lines, strict=True))
    ]
    return m.Paragraph(tuple(inline for part in parts for inline in part))


def anonymous(block: m.Block) -> m.Block:
    """A copy without ids: what is repeated must not be pointed at."""
    match block:
        case m.List(items):
            return replace(
                block,
                id="",
                items=tuple(replace(i, id="", blocks=tuple(anonymous(b) for b in i.blocks)) for i in items),
            )
        case m.Quote(blocks) | m.Div(blocks=blocks):
            return replace(block, id="", blocks=tuple(anonymous(b) for b in blocks))
        case m.Table(head, rows):
            return replace(block, id="", head=replace(head, id=""), rows=tuple(replace(r, id="") for r in rows))
        case _:
            return replace(block, id="")


def line_of(kind: str, entry: m.Entry) -> str:
    """The anchor of an entry's line in the glossary or among the acronyms: no other entry has a part in it.

    One block may spell out several terms, even ones that differ in nothing but case.
    """
    return f"{kind}--{entry.anchor}-{zlib.crc32(entry.term.encode()):08x}"


def key_terms(book: m.Book) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """The terms that each note explains, with the anchors of their lines in the glossary and among the acronyms."""
    found: dict[str, list[tuple[str, str]]] = {}
    for kind, entries in (("glossary", book.glossary), ("acronyms", book.acronyms)):
        for entry in entries:
            found.setdefault(entry.anchor.partition("--")[0], []).append((entry.term, line_of(kind, entry)))
    return {name: tuple(terms) for name, terms in found.items()}


def explanations(note: m.Note, dialect: Dialect) -> tuple[tuple[str, Markup], ...]:
    """What the glossary says of each term that the note explains, by the term's anchor."""
    writer = Writer(note, dialect, quiet=True)
    items = (i for b in walk(note.blocks) if isinstance(b, m.Definitions) for i in b.items)
    return tuple((f"{note.id}--{i.id}", writer.inlines(explanation(i))) for i in items if explanation(i))


def urn(book: m.Book) -> str:
    """The book's name as a URI: what the author gave, if it is one, else a UUID (RFC 9562)."""
    return book.identifier if ":" in book.identifier else f"urn:uuid:{book.identifier}"


def imprint(book: m.Book, made: str, packages: Sequence[str], *more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """The lines of the colophon, label and value; `made` is the label of the packages that made the book."""
    lines = (
        ("Title", book.title),
        ("Authors", ", ".join(book.authors)),
        ("Publisher", book.publisher),
        ("Rights", book.rights),
        ("Edition", day(book.date, book.lang)),
        ("Identifier", urn(book)),
        (made, ", ".join(f"{name} {metadata.version(name)}" for name in packages)),
        *more,
    )
    return tuple((label, value) for label, value in lines if value)


def letters(terms: Sequence[m.IndexTerm]) -> tuple[Letter, ...]:
    """The index by first letter; digits and signs under one head."""
    by: dict[str, list[m.IndexTerm]] = {}
    for term in terms:
        first = next(iter(words(term.term)), "#")[0].upper()
        by.setdefault(slug(first).upper() or first if first.isalpha() else "0–9", []).append(term)
    return tuple(Letter(title, tuple(lines)) for title, lines in by.items())


def linked(text: str) -> Markup:
    """A source with its address as a link."""
    link = Markup('<a class="out address" href="{0}">{0}</a>')
    found = (link.format(w) if w.startswith(("https://", "http://")) else escape(w) for w in text.split(" "))
    return Markup(" ").join(found)
