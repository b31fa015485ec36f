"""What has been written of all notes → one .epub file. Nothing is deflated here but what all notes make together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import escape

from pipeline import model as m
from pipeline.html import Breaks
from pipeline.targets.epub import back, scripts
from pipeline.targets.epub.container import Member, Packed, bare, inflated, member, packed, stored, zipped
from pipeline.targets.epub.desk import Desk
from pipeline.targets.epub.imprint import claims
from pipeline.targets.epub.navigation import Entry, contents
from pipeline.targets.epub.note import Written, filed
from pipeline.targets.epub.package import COVER, Contents, guide, package
from pipeline.targets.epub.places import BACK, Places, Starts, breaks, file_of, held, opened, page_list

Pages = Mapping[str, tuple[int, Starts]]
"""Part (a note's id, `answers` and the like) → the printed number of its first page, and where its pages begin."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """All that is bound: `leaves` are title page, contents, plan and what is behind the notes, `pictures` by file."""

    written: Sequence[Written]
    leaves: tuple[m.Leaf, ...]
    outline: tuple[Entry, ...]
    listed: tuple[tuple[str, str], ...]
    pictures: Mapping[str, str]
    fonts: Mapping[str, bytes]
    css: str
    """The style sheet."""


def _no_font(_family: str, _weight: int, _characters: str) -> bytes:
    return b""


def bind(
    written: Sequence[Written],
    index: Sequence[m.IndexTerm],
    desk: Desk,
    pages: Pages,
    cover: bytes | None,
    read: Callable[[str], bytes],
    font: scripts.Font = _no_font,
) -> m.Product:
    """The finished file of the notes in their order; without `pages` it marks none.

    `cover` is a PNG; `read` gives a picture, made fit by `pictures.prepared`, by its path in the vault; `font` one for
    writing that e-readers lack.
    """
    places = Places.of(desk.book.notes)
    parts = _parts(written, index, desk, pages, places, font)
    notes = _notes(written, pages, places)
    own = {file_of(leaf): member(filed(leaf)) for leaf in parts.leaves}
    made = (*((w.id, w.facts[0][0]) for w in written), *((leaf.kind, _digest(leaf)) for leaf in parts.leaves))
    told = package(_contents(parts, desk, cover=bool(cover)))
    outside = {"mimetype": stored(b"application/epub+zip"), **{n: _made(n, data) for n, data in told.items()}}
    nav = {"nav.xhtml": own.pop("nav.xhtml")}
    inside = {
        **({COVER: stored(cover)} if cover else {}),
        "style.css": _made("style.css", parts.css.encode()),
        "title.xhtml": own.pop("title.xhtml"),
        **notes,
        **own,
        **{name: drawing for w in written for name, drawing in w.drawings},
        **{name: _picture(name, read(path)) for name, path in parts.pictures.items()},
        **{name: _made(name, data) for name, data in parts.fonts.items()},
    }
    data = zipped({**outside, **{f"EPUB/{name}": file for name, file in (nav | inside).items()}})
    return m.Product("epub", f"{desk.book.slug}.epub", data, hashlib.sha256(data).hexdigest(), len(data), made=made)


def _parts(
    written: Sequence[Written],
    index: Sequence[m.IndexTerm],
    desk: Desk,
    pages: Pages,
    places: Places,
    font: scripts.Font,
) -> _Parts:
    shelf = back.Shelf(desk, places, _breaks(pages))
    ahead, behind = tuple(back.revision(shelf)), tuple(back.back(written, index, shelf))
    listed = tuple(_listed(written, behind, pages, places))
    outline = contents(desk.book, {w.id: w.sections for w in written}, ahead, behind, places)
    leaves = (back.front(shelf), back.contents(shelf, outline, behind, listed), *ahead, *behind)
    pictures = {desk.pictures[path]: path for w in written for path in w.pictures}
    letters = (*(dict(w.letters) for w in written), *(scripts.letters(leaf.markup) for leaf in leaves))
    fonts = tuple(scripts.fonts(scripts.together(letters), font))
    css = "".join((desk.layout.css("style.css"), *(rule for _, _, rule in fonts)))
    return _Parts(written, leaves, outline, listed, pictures, {name: data for name, data, _ in fonts}, css)


_FRONT = ("title", "contents", "plan")


def _contents(parts: _Parts, desk: Desk, *, cover: bool) -> Contents:
    written = parts.written
    front = [file_of(leaf) for leaf in parts.leaves if leaf.kind in _FRONT]
    behind = [file_of(leaf) for leaf in parts.leaves if leaf.kind not in _FRONT]
    notes = [w.file.name for w in written]
    drawings = [name for w in written for name, _ in w.drawings]
    return Contents(
        book=desk.book,
        files=("style.css", *front, *notes, *behind, *drawings, *parts.pictures, *parts.fonts),
        holds={w.file.name: w.holds for w in written} | {file_of(leaf): held(leaf.markup) for leaf in parts.leaves},
        spine=(*front, *notes, *behind),
        guide=tuple(guide(parts.leaves, desk.book.notes[0])),
        outline=parts.outline,
        pages=parts.listed,
        claims=claims(
            [w.traits for w in written],
            desk.book.lang,
            maps=bool(drawings),
            pages=bool(parts.listed),
            index="index.xhtml" in behind,
        ),
        cover=cover,
    )


# ------------------------------------------------------------------ pages of print


def _breaks(pages: Pages) -> Breaks:
    """The page starts in the parts behind the notes."""
    behind = (pages[part] for part in BACK if part in pages)
    return {anchor: found for first, starts in behind for anchor, found in breaks(starts, first).items()}


def _listed(
    written: Sequence[Written], behind: Sequence[m.Leaf], pages: Pages, places: Places
) -> Iterator[tuple[str, str]]:
    """All pages of print, in their order."""
    notes = {w.id: w for w in written}
    leaves = {leaf.kind: leaf for leaf in behind}
    for part, (first, starts) in pages.items():
        if part in notes:
            yield from page_list(notes[part].file.name, first, notes[part].pages)
        elif part in leaves:
            leaf = leaves[part]
            yield from page_list(file_of(leaf), first, opened(leaf, starts, places, first))


# ------------------------------------------------------------------ files


def _digest(leaf: m.Leaf) -> str:
    """Of its markup without marks of pages, which say nothing."""
    return hashlib.sha256(bare(leaf.markup.encode())[0]).hexdigest()


def _notes(written: Sequence[Written], pages: Pages, places: Places) -> Mapping[str, Member]:
    """The notes' files, with print's numbers and links to where things really are."""
    moved = places.moved()
    return {w.file.name: member(_directed(w, moved), pages[w.id][0] if w.id in pages else 0) for w in written}


def _directed(written: Written, moved: Mapping[str, str]) -> Packed:
    wrong = [address for address in written.facts[0][1].addresses if address in moved]
    if not wrong:
        return written.file
    data = inflated(member(written.file))
    for address in wrong:
        data = data.replace(_link(address), _link(moved[address]))
    return packed(written.file.name, data)


def _link(address: str) -> bytes:
    return f'href="{escape(address)}"'.encode()


def _picture(name: str, data: bytes) -> Member:
    return _made(name, data) if name.endswith(".svg") else stored(data)


def _made(name: str, data: bytes) -> Member:
    return member(packed(name, data))
