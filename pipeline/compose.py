"""Notes → Book: the only stage that sees all notes. Order, ids, links, embeds, pictures, glossary, index."""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline import model as m
from pipeline.references import Resolver
from pipeline.terms import acronyms, glossary, index


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the book says of itself; `parts` maps a folder of the vault to the title of its part."""

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


def compose(notes: Sequence[m.Note], assets: Mapping[str, m.Asset], imprint: Imprint) -> m.Book:
    """A book of all notes that are to be published; every link is resolved or reported."""
    ordered = _named([n for n in sorted(notes, key=lambda n: _natural(n.path)) if n.meta.publish])
    ordered = [n if n.meta.lang else replace(n, meta=replace(n.meta, lang=imprint.language)) for n in ordered]
    resolver = Resolver.of(ordered, assets)
    resolved = [resolver.note(n) for n in ordered]
    short = acronyms(resolved)
    long = glossary(resolved)
    return m.Book(
        title=imprint.title,
        subtitle=imprint.subtitle,
        slug=imprint.slug,
        lang=imprint.language,
        authors=imprint.authors,
        publisher=imprint.publisher,
        rights=imprint.rights,
        description=imprint.description,
        identifier=imprint.identifier or _identifier(imprint, ordered),
        date=imprint.date or max((n.meta.date for n in ordered), default=""),
        parts=_parts(resolved, dict(imprint.parts)),
        glossary=long,
        acronyms=short,
        index=index(resolved, [e.term for e in (*long, *short)]),
        assets=resolver.used(resolved),
        problems=tuple(dict.fromkeys(p for n in resolved for p in n.problems)),
    )


def _natural(path: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key by which `2-economy` stands before `10-biology`, and a folder's notes before its folders."""
    *folders, name = path.split("/")
    pieces = [piece for folder in folders for piece in (*_pieces(folder), (3, 0, ""))]
    return (*pieces, *_pieces(name))


def _pieces(name: str) -> list[tuple[int, int, str]]:
    found = re.findall(r"(\d+)|(\D+)", name.casefold())
    return [(0, int(digits), "") if digits else (1, 0, rest) for digits, rest in found]


def _named(notes: Sequence[m.Note]) -> list[m.Note]:
    """Ids that are unique in the book: the folder's name helps before a number does."""
    out, taken = [], Counter(n.id for n in notes)
    used: Counter[str] = Counter()
    for note in notes:
        name = note.id
        if taken[name] > 1 and used[name]:
            folder = re.sub(r"[^a-z0-9]+", "-", "/".join(note.path.split("/")[:-1]).lower()).strip("-")
            name = f"{folder}-{name}" if folder else name
            while used[name]:
                used[note.id] += 1
                name = f"{note.id}-{used[note.id]}"
        used[name] += 1
        out.append(replace(note, id=name))
    return out


def _parts(notes: Sequence[m.Note], titles: Mapping[str, str]) -> tuple[m.Part, ...]:
    parts: dict[str, list[m.Note]] = {}
    for note in notes:
        folder = note.path.split("/")[0] if "/" in note.path else ""
        parts.setdefault(folder, []).append(note)
    return tuple(m.Part(titles.get(f, _title(f)), tuple(ns)) for f, ns in parts.items())


def _title(folder: str) -> str:
    """A folder's name as a heading: without its number, hyphens as spaces."""
    bare = re.sub(r"^\d+[-_. ]+", "", folder)
    return bare.replace("-", " ").replace("_", " ") if " " not in bare else bare


def _identifier(imprint: Imprint, notes: Sequence[m.Note]) -> str:
    """A UUID that stays the same for the same title and vault (RFC 9562, version 5)."""
    seed = "\n".join((imprint.title, imprint.language, *sorted(n.path for n in notes)[:1]))
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"studypress:{seed}"))
