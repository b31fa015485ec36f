"""Notes → Book: the only stage that sees all notes. Order, ids, glossary, what to index."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline import model as m
from pipeline.languages import spoken
from pipeline.terms import Terms, terms_of
from pipeline.text import slug

RESERVED = (
    *(
        "cover",
        "contents",
        "plan",
        "book-map",
        "answers",
        "glossary",
        "acronyms",
        "index",
        "sources",
        "colophon",
        "nav",
    ),
)
"""Anchors of the book's own parts, which no note may have."""

_DAY = re.compile(r"\d{4}(?:-\d\d){0,2}(?!\d)")


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the book says of itself.

    Without a `language` the book is in that of most notes. `parts` gives folders at the top of the vault, in the order
    of the book, with the titles of their parts.
    """

    title: str
    subtitle: str = ""
    slug: str = "book"
    language: str = "en"
    authors: tuple[str, ...] = ()
    publisher: str = ""
    rights: str = ""
    description: str = ""
    identifier: str = ""
    date: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    plan: m.PlanSettings = field(default=m.PlanSettings())
    series: tuple[str, ...] = ()


def compose(
    notes: Sequence[m.Header], imprint: Imprint, terms: Callable[[Sequence[m.Header]], Terms] = terms_of
) -> m.Book:
    """A book of all notes that are to be published, in order, under ids that are unique.

    `terms` gives what `terms_of` gives, which looks at every word of all notes that may be a term.
    """
    imprint = replace(imprint, language=imprint.language or _usual(notes))
    published = [_spoken(n, imprint.language) for n in notes if n.meta.publish]
    folders = [_folder(folder) for folder, _ in imprint.parts]
    ordered = _told_apart(_named(sorted(published, key=lambda n: _place(n.path, folders))))
    found = terms(ordered)
    return m.Book(
        title=imprint.title,
        subtitle=imprint.subtitle,
        slug=imprint.slug,
        lang=imprint.language,
        authors=imprint.authors,
        publisher=imprint.publisher,
        rights=imprint.rights,
        description=imprint.description,
        identifier=imprint.identifier or _identifier(imprint),
        date=imprint.date or max((n.meta.date for n in ordered if _DAY.match(n.meta.date)), default=""),
        parts=tuple(_parts(ordered, imprint.parts)),
        glossary=found.glossary,
        acronyms=found.acronyms,
        terms=found.indexed,
        plan=imprint.plan,
        series=imprint.series,
    )


def _usual(notes: Sequence[m.Header]) -> str:
    """The language of most words, as far as letters tell."""
    counts = Counter({"en": 0})
    for note in notes:
        counts[note.spoken or "en"] += note.words
    return max(counts, key=counts.__getitem__)


def _spoken(note: m.Header, language: str) -> m.Header:
    """The note in its own language, as the author or its letters tell, or in the book's."""
    return note if note.meta.lang else replace(note, meta=replace(note.meta, lang=spoken(note.spoken, language)))


# ------------------------------------------------------------------ order

Key = tuple[tuple[int, int, str], ...]


def _place(path: str, named: Sequence[str]) -> tuple[int, tuple[Key, ...], str]:
    """Sort key: notes at the root, then the folders that the imprint names, then the others in natural order."""
    *folders, name = _same(path).split("/")
    rank = (named.index(folders[0]) + 1 if folders[0] in named else len(named) + 1) if folders else 0
    stem = name.rpartition(".")[0] or name
    return rank, (*(_natural(f, 1) for f in folders), _natural(stem, 0)), path


def _natural(name: str, depth: int) -> Key:
    """By it `2-economy` stands before `10-biology`, and a note (depth 0) before the folders beside it."""
    found = re.findall(r"(\d+)|(\D+)", name.casefold())
    return ((depth, 0, ""), *((0, int(digits), "") if digits else (1, 0, rest) for digits, rest in found))


def _same(path: str) -> str:
    """Paths are equal when they look equal: some systems store accents apart from their letters."""
    return unicodedata.normalize("NFC", path)


def _folder(name: str) -> str:
    return _same(name).removeprefix("./").rstrip("/")


def _parts(notes: Sequence[m.Header], titles: Iterable[tuple[str, str]]) -> Iterable[m.Part]:
    """Notes in their order, parted by the folder at the top of the vault."""
    named = {_folder(folder): title for folder, title in titles}
    parts: dict[str, list[m.Header]] = {}
    for note in notes:
        folder, slash, _ = _same(note.path).partition("/")
        parts.setdefault(folder if slash else "", []).append(note)
    return (m.Part(named.get(folder) or _title(folder), tuple(held)) for folder, held in parts.items())


def _title(folder: str) -> str:
    """A folder's name as a heading: without its number, hyphens as spaces."""
    bare = re.sub(r"^\d+(?:[-_. ]+|$)", "", folder) or folder
    return bare if " " in bare else bare.replace("-", " ").replace("_", " ").strip() or folder


# ------------------------------------------------------------------ names


def _named(notes: Sequence[m.Header]) -> list[m.Header]:
    """Ids that are unique in the book: the first note keeps its own, its doubles get one from their path.

    So an id changes only when a note comes or goes that wants the same one.
    """
    wanted = Counter(n.id for n in notes)
    taken = set(RESERVED)
    out: list[m.Header] = []
    for note in notes:
        name = note.id
        if name in taken:
            name = next(n for n in _others(note) if n not in taken and not wanted[n])
        taken.add(name)
        out.append(note if note.id == name else replace(note, id=name))
    return out


def _told_apart(notes: Sequence[m.Header]) -> list[m.Header]:
    """Notes that share a title with others say in lists by which file or folder one knows them."""
    same = Counter(note.title.casefold() for note in notes)
    files = Counter((note.title.casefold(), _stem(note.path).casefold()) for note in notes)
    return [replace(note, apart=_apart(note, files)) if same[note.title.casefold()] > 1 else note for note in notes]


def _apart(note: m.Header, files: Counter[tuple[str, str]]) -> str:
    stem, title = _stem(note.path), note.title.casefold()
    alone = stem.casefold() != title and files[title, stem.casefold()] == 1
    folder = _same(note.path).rpartition("/")[0].rpartition("/")[2]
    name = stem if alone else folder
    return f"{note.title} – {name}" if name else ""


def _stem(path: str) -> str:
    name = _same(path).rpartition("/")[2]
    return name.rpartition(".")[0] or name


def _others(note: m.Header) -> Iterator[str]:
    """What else a note may be called, by its folder, then by a digest of its path."""
    yield f"{slug(note.path.rpartition('/')[0]) or 'note'}-{note.id}"
    digest = hashlib.sha256(note.path.encode()).hexdigest()
    yield from (f"{note.id}-{digest[:size]}" for size in range(8, len(digest)))


def _identifier(imprint: Imprint) -> str:
    """A UUID (RFC 9562, version 5) that later editions share: shelves know by it that they are the same book."""
    seed = "\n".join((imprint.title, imprint.language, *imprint.authors))
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"studypress:{seed}"))
