"""An edition in the making: each stage asks for what it needs, and only what is not known yet is made.

Keys are digests of all that shapes a value, so what is remembered is never stale; light values come from the memory,
heavy ones (notes, markup, pages) stay in the cache until something must be made of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial
from typing import TypeVar

from markupsafe import Markup

from pipeline import layouts, maps, terms
from pipeline import model as m
from pipeline.cache import digest
from pipeline.compile import Brief, Compiled, Compiler, Room
from pipeline.enrich.mnemonics import Listed
from pipeline.enrich.recall import USUAL
from pipeline.files import BESIDE
from pipeline.fingerprint import fingerprint
from pipeline.floor import Floor, Forgotten
from pipeline.mnemonic import record
from pipeline.mnemonic.decisions import UNDECIDED, Decisions
from pipeline.mnemonic.vocabulary import NOTHING
from pipeline.problem import Problem
from pipeline.read import Vault
from pipeline.references import Resolver
from pipeline.syntax import PLAIN
from pipeline.targets import bookmap, glyphs, matter, pages, paper, pdf
from pipeline.targets.pictures import Gallery
from pipeline.targets.workshop import Workshop, workshop

A = TypeVar("A")
B = TypeVar("B")


# ------------------------------------------------------------------ reading


def decisions(vault: Vault, floor: Floor, *, numbers: bool = False) -> tuple[Decisions, tuple[Problem, ...]]:
    """What the author's own files say of mnemonics, and what is wrong with them; `book.yml` may ask for `numbers`."""
    if not vault.beside.keys() & {*BESIDE}:
        return replace(UNDECIDED, numbers=numbers), ()
    sources = [vault.own(name) for name in BESIDE]
    key = digest("decisions", fingerprint("prepare"), *(source.text for source in sources))
    found, problems = floor.once(key, lambda: record.decisions(*(source.text for source in sources)))
    return replace(found, numbers=numbers), (*(p for source in sources for p in source.problems), *problems)


def headers(
    vault: Vault,
    paths: Sequence[str],
    floor: Floor,
    decided: Decisions = UNDECIDED,
    recall: m.RecallSettings = USUAL,
    notation: m.Notation = PLAIN,
) -> list[m.Header]:
    """The header of each note. A file that has not been written to since is not opened."""
    room = Room(floor.cache, vault.source, decided, recall, notation)
    keys = [digest("header", text) for text in _texts(vault, paths, floor, notation)]
    if recall != USUAL:
        keys = [digest(key, repr(recall)) for key in keys]
    if decided != UNDECIDED:
        found = lists(vault, paths, floor, notation) if decided.entries else [()] * len(keys)
        keys = [_decided(key, own, decided) for key, own in zip(keys, found, strict=True)]
    return floor.each(keys, paths, room.prepare)


def _texts(vault: Vault, paths: Sequence[str], floor: Floor, notation: m.Notation) -> list[str]:
    """For each note a digest of what is read of it, and of what reads it."""
    root = str(vault.root.resolve())
    stamps = [digest("stamp", root, path, repr(vault.notes[path].stamp)) for path in paths]
    sums = floor.each(stamps, paths, lambda path: digest(vault.notes[path].path.read_bytes()), shared=False)
    read = fingerprint("prepare") if notation == PLAIN else digest(fingerprint("prepare"), repr(notation))
    return [digest("text", read, path, total) for path, total in zip(paths, sums, strict=True)]


def lists(vault: Vault, paths: Sequence[str], floor: Floor, notation: m.Notation = PLAIN) -> list[tuple[Listed, ...]]:
    """The lists of each note that may have a mnemonic."""
    keys = [digest("lists", key) for key in _texts(vault, paths, floor, notation)]
    return floor.each(keys, paths, Room(floor.cache, vault.source, notation=notation).lists)


def _decided(key: str, found: Sequence[Listed], decided: Decisions) -> str:
    """The key of a note's header with what is decided for its lists; nothing else of the author's files shapes it."""
    choices = [decided.chosen(each.wish.items, each.wish.ordered) for each in found]
    words = decided.vocabulary if decided.vocabulary != NOTHING else None
    shapes = words or decided.numbers or any(choices)
    return digest(key, repr(choices), repr(words), repr(decided.numbers)) if shapes else key


def terms_of(notes: Sequence[m.Header], floor: Floor) -> terms.Terms:
    """The terms of the book."""
    key = digest("terms", fingerprint("compile"), *(f"{n.id} {n.terms}" for n in notes))
    return floor.once(key, lambda: terms.terms_of(notes))


def inlaid(vault: Vault, found: Sequence[m.Header], floor: Floor, notation: m.Notation, *, drawings: bool) -> Vault:
    """The vault with the pictures that are written into its notes; drawings may be left out as untrusted."""
    room = Room(floor.cache, vault.source, notation=notation)
    named = {name: head for head in found for name in head.inlays if drawings or not name.endswith(".svg")}
    return replace(vault, inlays={name: partial(_inlay, room, head, name) for name, head in named.items()})


def _inlay(room: Room, head: m.Header, name: str) -> bytes:
    data = room.inlay(head, name)
    if data is None:  # its note has been written to since
        raise Forgotten(name)
    return data


def assets(vault: Vault, floor: Floor) -> Mapping[str, m.Asset]:
    """The pictures of the vault by path, and those in its notes by name."""
    root = str(vault.root.resolve())
    keys = [
        digest("asset", fingerprint("prepare"), root, name, repr(file.stamp)) for name, file in vault.pictures.items()
    ]
    keys += [digest("inlay", fingerprint("prepare"), name) for name in vault.inlays]
    found = floor.each(keys, [*vault.pictures, *vault.inlays], vault.asset, shared=False)
    return {asset.path: asset for asset in found}


# ------------------------------------------------------------------ the edition


_OPEN = 8
"""Notes that are kept open: one that is edited is asked for again and again."""


@dataclass(frozen=True)
class Edition:
    """One book of one vault in one look."""

    book: m.Book
    vault: Vault
    look: layouts.Layout
    pictures: Mapping[str, m.Asset]
    floor: Floor
    decided: Decisions = UNDECIDED
    recall: m.RecallSettings = USUAL
    told: tuple[Problem, ...] = ()
    """What is wrong with the files that decide."""
    cards: m.CardSettings = field(default=m.CardSettings())
    practice: m.PracticeSettings = field(default=m.PracticeSettings())
    notation: m.Notation = field(default=PLAIN)
    booklet: m.BookletSettings = field(default=m.BookletSettings())
    fit: str = ""
    """What each handout is to fill: `1-sheet`, or nothing."""

    # -------------------------------------------------------------- what a note refers to

    @cached_property
    def resolver(self) -> Resolver:
        room = Room(self.floor.cache, self.vault.source, self.decided, self.recall, self.notation)
        opened = lru_cache(maxsize=_OPEN)(room.note)
        return Resolver.of(self.book.notes, self.pictures, opened)

    @cached_property
    def bases(self) -> tuple[str, ...]:
        """For each note a digest of all that shapes it but its looks."""
        names = digest(*(f"{n.id} {n.names}" for n in self.book.notes))
        shown = digest(*(f"{p.path} {p.digest} {p.width}" for p in self.pictures.values()))
        found = [self._found(n, f"{names}{shown}") for n in self.book.notes]
        terms_ = pages.key_terms(self.book)
        told = ((n.id, n.meta, self.parts[n.id], terms_.get(n.id, ())) for n in self.book.notes)
        everyone = zip(self.book.notes, found, told, strict=True)
        return tuple(digest(n.body, f, repr(t), *self._typefaces(n)) for n, f, t in everyone)

    def _found(self, head: m.Header, names: str) -> str:
        """Digest of what a note's references find."""
        if head.embeds:
            return digest(self.resolver.answers(head))
        key = digest("found", fingerprint("compile"), names, head.id, head.body)
        return self.floor.once(key, lambda: digest(self.resolver.answers(head)))

    @cached_property
    def parts(self) -> Mapping[str, str]:
        """Note → title of its part."""
        return {n.id: part.title for part in self.book.parts for n in part.notes}

    def remarks(self) -> tuple[Problem, ...]:
        """What is wrong with the notes, without writing any."""
        keys = [digest("remarks", fingerprint("compile"), basis) for basis in self.bases]
        told = self.floor.each(keys, self.book.notes, lambda n: self.resolver.note(self.resolver.load(n)).problems)
        return tuple(dict.fromkeys((*self.told, *(p for problems in told for p in problems))))

    def maps(self, notes: Sequence[m.Header]) -> list[maps.Report]:
        """How good the mind maps of notes are."""
        on = maps.pages(paper.map_frame(self.look))
        ruler = self.shop.shaper
        keys = [digest("maps", fingerprint("judge"), repr(on), n.body, n.id, *self._typefaces(n)) for n in notes]
        return self.floor.each(keys, notes, lambda n: maps.report(self.resolver.load(n), on, ruler))

    # -------------------------------------------------------------- what notes are compiled with

    @cached_property
    def shop(self) -> Workshop:
        book = self.book
        own = (book.title, book.subtitle, *book.authors, book.publisher, book.rights, book.description)
        texts = (*own, *(part.title for part in book.parts), *(note.characters for note in book.notes))
        return workshop(self.floor.room, "".join(dict.fromkeys("".join(texts))))

    def _typefaces(self, note: m.Header) -> tuple[str, ...]:
        """A digest of the typefaces that a note needs beside those of every book."""
        families = self.shop.typefaces.needed(note.characters)
        return (self.shop.typefaces.digest(families),) if families else ()

    @cached_property
    def glyphless(self) -> tuple[Problem, ...]:
        """The characters of notes that no typeface of a package has."""
        found = self.shop.typefaces
        strange = found.foreign | found.missing
        notes = [note for note in self.book.notes if not strange.isdisjoint(note.characters)] if strange else ()
        return tuple(p for n in notes for p in glyphs.problems(n.path, self.vault.source(n.path).text, found))

    @cached_property
    def compiler(self) -> Compiler:
        desk = pdf.Desk.of(
            self.book, self.look, self.shop.shaper, self.shop.typefaces, Gallery(self._size, self._letter)
        )
        press = pdf.Press(desk.css, self.shop.typefaces, lambda path: self.pictures[path].digest, paper.grey(self.look))
        return Compiler(self.resolver, desk, self.parts, press)

    def _size(self, path: str) -> tuple[int, int]:
        """Of a picture in pixels; nothing for one that cannot be shown."""
        asset = self.pictures.get(path)
        return (asset.width, asset.height) if asset else (0, 0)

    def _letter(self, path: str) -> float:
        asset = self.pictures.get(path)
        return asset.letter if asset else 0.0

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Of each compiled note."""
        looks = self.compiler.desk.digest
        return tuple(digest("compiled", fingerprint("compile"), looks, basis) for basis in self.bases)

    @cached_property
    def briefs(self) -> list[Brief]:
        return self.floor.each(self.keys, self._heads, self._compile)

    @property
    def _heads(self) -> list[tuple[m.Header, str]]:
        return list(zip(self.book.notes, self.keys, strict=True))

    def _compile(self, head: tuple[m.Header, str]) -> Brief:
        note, key = head
        compiled, brief = self.compiler.compiled(note)
        self.floor.keep(f"{key} heavy", compiled)
        for sheet, leaf in zip(brief.sheets, compiled.printed.leaves, strict=True):
            self.floor.keep(f"{sheet.content} markup", leaf.markup)
        return brief

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the notes."""
        return tuple(dict.fromkeys((*self.told, *(p for b in self.briefs for p in b.problems), *self.glyphless)))

    # -------------------------------------------------------------- what all notes make together

    @cached_property
    def places(self) -> list[terms.Places]:
        """Where each note speaks of what the index looks for."""
        wanted = digest(repr(self.book.terms))
        keys = [digest("places", fingerprint("compile"), n.body, n.id, wanted) for n in self.book.notes]
        return self.floor.each(keys, self.book.notes, self.compiler.places)

    @cached_property
    def around(self) -> tuple[tuple[pdf.Sheet, ...], tuple[pdf.Sheet, ...]]:
        """Front matter and back matter."""
        book = self.book
        named = [
            (p.title, [(n.id, n.label, n.meta.subtitle, n.meta.lang, n.meta.sources) for n in p.notes])
            for p in book.parts
        ]
        told = (replace(book, parts=(), terms=()), named, [b.share for b in self.briefs], self.places)
        key = digest("around", fingerprint("compile"), self.compiler.desk.whole, repr(told))
        return self.floor.once(key, self._around)

    def _around(self) -> tuple[tuple[pdf.Sheet, ...], tuple[pdf.Sheet, ...]]:
        desk = self.compiler.desk
        compiled: list[Compiled] = [self.floor.heavy(f"{key} heavy") for key in self.keys]
        behind = matter.back([c.printed for c in compiled], terms.index(self.places), desk)
        front = matter.front(behind, self._book_map, desk)
        return tuple(map(self._sheet, front)), tuple(map(self._sheet, behind))

    @property
    def _book_map(self) -> Markup:
        """It takes a while to draw, and hangs on names and order alone."""
        desk = self.compiler.desk
        named = [(p.title, [(n.id, n.label) for n in p.notes]) for p in self.book.parts]
        key = digest("book map", fingerprint("compile"), desk.whole, repr((self.book.title, named)))
        return Markup(self.floor.blob_of(key, lambda: bookmap.drawing(desk).encode()).decode())  # noqa: S704 - ours

    def _sheet(self, leaf: m.Leaf) -> pdf.Sheet:
        sheet = self.compiler.press.sheet(leaf)
        self.floor.keep(f"{sheet.content} markup", leaf.markup)
        return sheet
