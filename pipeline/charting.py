"""Edition → the mind map of one note as a file of its own, in a format that was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import metadata

from pipeline import draw
from pipeline import model as m
from pipeline.draw import exchange
from pipeline.edition import Edition
from pipeline.problem import Problem, Stop
from pipeline.targets import poster
from pipeline.targets.engine.link import About
from pipeline.targets.workshop import Workshop, workshop
from pipeline.text import fold, walk

_TEXTS = {
    "md": exchange.markdown,
    "opml": exchange.opml,
    "mermaid": exchange.mermaid,
    "freemind": exchange.freemind,
}


@dataclass(frozen=True, slots=True)
class Wish:
    """Which map is wanted: the note by id, title or path; format and paper; with blank leaves, all in black."""

    note: str
    form: str
    paper: str
    blank: bool
    mono: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """What came of it: the files in their order, and how many points the maps have."""

    note: m.Header
    files: tuple[bytes, ...]
    points: int


def chart(edition: Edition, wish: Wish) -> Chart:
    """Raises `Stop` for a note that there is not, and for one without a map."""
    head = _found(edition.book.notes, wish.note)
    note = edition.resolver.load(head)
    maps = tuple(b for a in note.aids for b in walk(a.blocks) if isinstance(b, m.MindMap))
    if not maps:
        raise Stop(_mapless(note))
    points = sum(_points(each.root) for each in maps)
    if write := _TEXTS.get(wish.form):
        lang = note.meta.lang or edition.book.lang
        told = (exchange.readied(each, lang, blank=wish.blank) for each in maps)
        return Chart(head, tuple(write(each).encode() for each in told), points)
    palette = draw.MONO if wish.mono else draw.COLOUR
    about = _about(note, edition.book)
    made = poster.Poster(maps, wish.blank, wish.paper, edition.look.css("map.css"), about, palette)
    files = _drawn(made, wish.form, workshop(edition.floor.room, head.characters))
    if not files:
        hint = "take --format pdf, which sets such a part as a list, or shorten its labels"
        raise Stop(Problem(note.path, 0, 0, "error", "no-mindmap", "the map is too big to be drawn", hint))
    return Chart(head, files, points)


def _points(branch: m.Branch) -> int:
    return 1 + sum(_points(kid) for kid in branch.branches)


def _drawn(made: poster.Poster, form: str, shop: Workshop) -> tuple[bytes, ...]:
    match form:
        case "svg":
            return poster.drawings(made, shop)
        case "png":
            return poster.pictures(made, shop)
        case _:
            return (poster.pdf(made, shop),)


def _about(note: m.Note, book: m.Book) -> About:
    return About(
        title=note.title,
        lang=note.meta.lang or book.lang,
        authors=note.meta.authors or book.authors,
        description=exchange.MARK,
        date=note.meta.date,
        producer=f"studypress {metadata.version('studypress')}",
    )


# ------------------------------------------------------------------ which note


def _found(notes: Sequence[m.Header], name: str) -> m.Header:
    """The note of this path, id or title. The title may be written in small letters."""
    for names in (_paths, _ids, _titles):
        if found := [note for note in notes if fold(name) in map(fold, names(note))]:
            return found[0]
    known = {fold(each): each for note in notes for each in (*_ids(note), note.title)}
    near = get_close_matches(fold(name), known, n=1)
    hint = f"did you mean {known[near[0]]}?" if near else "`studypress list` shows the notes there are"
    raise Stop(Problem("", 0, 0, "error", "unknown-note", f"no note called {name}", hint), code=2)


def _paths(note: m.Header) -> tuple[str, ...]:
    return (note.path,)


def _ids(note: m.Header) -> tuple[str, ...]:
    return (note.id,)


def _titles(note: m.Header) -> tuple[str, ...]:
    return (note.title, *note.meta.aliases)


def _mapless(note: m.Note) -> Problem:
    if not note.meta.mindmap.on:
        message, hint = "the note wants no mind map", "delete `mindmap: false` from its front matter"
    else:
        message = "the note is too short for a mind map"
        hint = "give it headings and lists, or write the map: a nested list in a `> [!mindmap]` callout"
    return Problem(note.path, 0, 0, "error", "no-mindmap", message, hint)
