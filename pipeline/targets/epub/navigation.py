"""The book's contents as a tree, and its landmarks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline import model as m
from pipeline.phrases import phrase
from pipeline.targets.epub.places import Places, file_of, plain_href
from pipeline.text import plain


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents; `href` leads to its file or anchor. A `part` holds notes, a note its sections."""

    title: str
    href: str
    lang: str
    entries: tuple[Entry, ...] = ()
    part: bool = False


def contents(
    book: m.Book,
    below: Mapping[str, tuple[Entry, ...]],
    ahead: Sequence[m.Leaf],
    back: Sequence[m.Leaf],
    places: Places,
) -> tuple[Entry, ...]:
    """What is ahead of the notes; parts, their notes, the sections `below` each; the back matter.

    A part leads to its first note.
    """
    before, behind = ([Entry(leaf.title, file_of(leaf), leaf.lang) for leaf in leaves] for leaves in (ahead, back))
    return (*before, *_parts(book, below, places), *behind)


def _parts(book: m.Book, below: Mapping[str, tuple[Entry, ...]], places: Places) -> Iterator[Entry]:
    for part in book.parts:
        notes = tuple(Entry(n.label, places.href(n.id), n.meta.lang, below[n.id]) for n in part.notes)
        if part.title and notes:
            yield Entry(part.title, notes[0].href, notes[0].lang, notes, part=True)
        else:
            yield from notes


def sections(note: m.Note, places: Places) -> Iterator[Entry]:
    """The sections of a note that the contents list."""
    for block in note.blocks:
        if isinstance(block, m.Heading) and block.level <= 2 and block.id:
            title = " ".join(f"{block.number} {plain(block.inlines)}".split())
            if title:
                yield Entry(title, places.href(f"{note.id}--{block.id}"), note.meta.lang)


_TYPES = {
    "answers": "answers",
    "glossary": "glossary",
    "sources": "bibliography",
    "index": "index",
    "colophon": "colophon",
}


def landmarks(first: m.Header, back: Sequence[m.Leaf], lang: str) -> tuple[tuple[str, str, str], ...]:
    """Type (of the EPUB structural vocabulary), address and name of the places a reader jumps to."""
    return (
        ("titlepage", "title.xhtml", phrase("title-page", lang)),
        ("toc", "nav.xhtml", phrase("contents", lang)),
        ("bodymatter", plain_href(first.id), first.title),
        *((_TYPES[leaf.kind], file_of(leaf), leaf.title) for leaf in back if leaf.kind in _TYPES),
    )
