"""Edition → a deck for Anki. What print knows goes into it: the page where each answer stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

from pipeline import layouts
from pipeline import model as m
from pipeline.cache import digest
from pipeline.edition import Edition
from pipeline.fingerprint import fingerprint
from pipeline.phrases import phrase
from pipeline.printing import Printed
from pipeline.problem import Problem
from pipeline.register import Register, stamped
from pipeline.registering import keep, registered
from pipeline.targets import anki
from pipeline.targets.epub import pictures
from pipeline.text import fold

_PIXELS = 1_000_000
"""As many as a phone shows; a deck travels to all devices of a learner."""
_EPOCH = 1_704_067_200
"""The beginning of 2024, for books without a date."""


def made(edition: Edition, printed: Printed) -> Sequence[m.Product]:
    """The deck, and the register in the vault brought up to date; nothing for a book that asks nothing.

    Raises `Stop` when there is a register that cannot be read.
    """
    register = registered(edition)
    css = layouts.cards()
    moment = _moment(edition.book.date)
    filed = tuple(_filed(edition, printed, register))
    shown = {(each.written.note, each.entry.id): digest(repr((each.fields, each.written.tags)))[:12] for each in filed}
    register = stamped(register, shown, moment)
    dated = [replace(each, changed=register.changed(each.written.note, each.entry.id)) for each in filed]
    path = f"{edition.book.slug}.apkg"
    told = keep(edition, register)
    if not dated:
        hint = "write some: `> [!question] Question` with the answer below it"
        empty = Problem(path, 0, 0, "warning", "no-cards", "there are no questions, so there is no deck", hint)
        return [m.Product("anki", path, b"", sha256().hexdigest(), 0, problems=(*told, empty))]
    data = anki.bind(dated, register.book, css, _media(edition, (each.written for each in dated)), moment)
    return [m.Product("anki", path, data, sha256(data).hexdigest(), len(data), problems=told)]


def _moment(date: str) -> int:
    """The first second of a day, a month or a year; of ours for anything else."""
    found = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", date[:10])
    try:
        year, month, day = (int(part or 1) for part in found.groups()) if found else (0, 0, 0)
        return max(0, int(datetime(year, month, day, tzinfo=UTC).timestamp()))
    except ValueError:
        return _EPOCH


def _filed(edition: Edition, printed: Printed, register: Register) -> Iterator[anki.Filed]:
    """The entries of all notes in the order of the book, each with its place."""
    places, titles = printed.numbers, _titles(edition.book.notes)
    for written in _written(edition):
        part = edition.parts[written.note]
        for entry in written.entries:
            page = places.get(entry.source) or places.get(written.note)
            yield anki.Filed(
                written,
                entry,
                guid=digest(register.guid(written.note, entry.id), entry.kind)[:20],
                code=register.code(written.note, entry.id),
                title=titles[written.note],
                page=phrase("page", written.lang).format(page) if page else "",
                deck=_deck(edition.book.title, *(re.split("::|/", entry.deck) if entry.deck else [part])),
                changed=0,
            )


def _written(edition: Edition) -> list[anki.Written]:
    book = edition.book
    desk = anki.Desk(edition.shop.shaper, pictures.names(edition.pictures.values(), "studypress"))
    looks = digest(fingerprint("anki"), repr(sorted(desk.pictures.items())))
    keys = [digest("deck", looks, basis) for basis in edition.bases]
    return edition.floor.each_heavy(keys, book.notes, lambda head: anki.entries(edition.compiler.resolve(head), desk))


def _titles(notes: Sequence[m.Header]) -> Mapping[str, str]:
    """The title of each note; where others are called the same, behind its file's name or folder, or its path."""
    named = {note.id: _names(note) for note in notes}
    count = Counter(name for names in named.values() for name in dict.fromkeys(names))
    return {note: next((name for name in names if count[name] == 1), names[-1]) for note, names in named.items()}


def _names(note: m.Header) -> tuple[str, str, str]:
    """Longer and longer names, the parts of its path without the numbers that they are sorted by."""
    parts = [re.sub(r"^[\d.]+[-_. ]+(?=.)", "", part) for part in note.path.rpartition(".")[0].split("/")]
    path = parts[:-1] if fold(parts[-1]) == fold(note.title) else parts
    return note.title, " › ".join((*path[-1:], note.title)), " › ".join((*path, note.title))


def _deck(*levels: str) -> str:
    """The name of a deck below the book's."""
    return "::".join(filter(None, map(_plain, levels))) or "studypress"


def _plain(name: str) -> str:
    return re.sub(r'[\x00-\x1f\x7f"]', "", name.replace("::", ":")).strip(" :")


def _media(edition: Edition, written: Iterable[anki.Written]) -> Iterator[tuple[str, bytes]]:
    """Each file once."""
    notes = {each.note: each for each in written}.values()
    yield from dict(file for each in notes for file in each.drawings).items()
    names = pictures.names(edition.pictures.values(), "studypress")
    for path in dict.fromkeys(path for each in notes for path in each.pictures):
        yield names[path], _picture(edition, path)


def _picture(edition: Edition, path: str) -> bytes:
    asset = edition.pictures[path]
    key = digest("card picture", fingerprint("anki"), path, asset.digest)
    return edition.floor.blob_of(key, lambda: pictures.prepared(asset, edition.vault.bytes_of(path), _PIXELS))
