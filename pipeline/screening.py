"""Edition → ePub, and what is made of it for e-readers that take less than the standard.

What print knows goes into it: where its pages begin, and its cover.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from pipeline import layouts, terms, typefaces
from pipeline import model as m
from pipeline.cache import digest
from pipeline.edition import Edition
from pipeline.fingerprint import fingerprint
from pipeline.printing import Printed
from pipeline.proving import Proved, losses, verdict
from pipeline.targets import epub, plate, proof
from pipeline.targets.shares import stem


@dataclass(frozen=True, slots=True)
class Screened:
    """The ePub, and what is known of its files from writing them; see `epub.survey`."""

    product: m.Product
    facts: Mapping[str, epub.Facts]
    formulas: Mapping[str, epub.Formula]
    """What its formulas were written from, see `epub.kindle`."""


def screens(edition: Edition, printed: Printed, wanted: Collection[str]) -> Iterator[tuple[m.Product, Proved]]:
    """The ePub and the profiles of it that are wanted, each with what was found in it."""
    pure = screened(edition, printed)
    yield pure.product, proved_screen(edition, pure, printed)
    if "epub:kindle" in wanted:

        def draw(drawings: Sequence[plate.Drawing]) -> Sequence[bytes]:
            keys = [digest("plate", fingerprint("plate"), repr(each)) for each in drawings]
            return edition.floor.each_heavy(keys, drawings, plate.plate)

        kindle = epub.kindle(pure.product, pure.formulas, edition.shop.shaper, draw)
        yield kindle, proved_screen(edition, replace(pure, product=kindle), printed)
    if "epub:kobo" in wanted:
        kobo = epub.kobo(pure.product)
        yield kobo, proved_screen(edition, replace(pure, product=kobo), printed)


def screened(edition: Edition, printed: Printed) -> Screened:
    """The finished ePub. A note is written anew when it has changed, or the places where its printed pages begin."""
    book, floor = edition.book, edition.floor
    desk = epub.Desk.of(book, layouts.screen(), edition.shop.shaper, edition.pictures.values())
    starts: dict[str, tuple[tuple[str, int], ...]] = {}
    for fragment in printed.body:
        starts[stem(fragment.name)] = (*starts.get(stem(fragment.name), ()), *fragment.starts)
    looks = digest(fingerprint("screen"), repr(desk.layout), repr(sorted(desk.pictures.items())))
    keys = [
        digest("screen", looks, basis, repr(starts[note.id]))
        for basis, note in zip(edition.bases, book.notes, strict=True)
    ]

    def write(head: m.Header) -> epub.Written:
        return epub.note(edition.compiler.resolve(head), edition.parts[head.id], desk, starts[head.id])

    def fit(path: str) -> bytes:
        asset = edition.pictures[path]
        key = digest("fit", fingerprint("screen"), path, asset.digest)
        return floor.blob_of(key, lambda: epub.shown(asset, edition.vault.bytes_of(path)))

    written = floor.each_heavy(keys, book.notes, write)
    first = {name: start - printed.before for name, start, _ in printed.product.parts}
    pages: dict[str, tuple[int, tuple[tuple[str, int], ...]]] = {}
    for fragment in printed.body:
        begin, before = pages.get(stem(fragment.name), (first[fragment.name], ()))
        pages[stem(fragment.name)] = (begin, (*before, *fragment.starts))
    cover = digest("cover", fingerprint("prove"), printed.front[0].key)
    picture = floor.blob_of(cover, lambda: proof.first_page(printed.product.read()))
    font = partial(_font, edition)
    product = epub.bind(written, terms.index(edition.places), desk, pages, picture, fit, font)
    facts = dict(fact for w in written for fact in w.facts)
    return Screened(product, facts, dict(formula for w in written for formula in w.formulas))


def _font(edition: Edition, family: str, weight: int, characters: str) -> bytes:
    """A font of the book, or one that a package brings, cut down to these characters."""
    own = [f.path for f in edition.shop.typefaces.all if (f.family, f.weight, f.italic) == (family, weight, False)]
    path = next(iter(own), None) or (typefaces.packaged(family) if weight == _PLAIN else None)
    if path is None or "[" in path.name:
        return b""
    key = digest("font", fingerprint("screen"), path.read_bytes(), characters)
    return edition.floor.blob_of(key, lambda: epub.cut(path, characters))


_PLAIN = 400


def proved_screen(edition: Edition, screened: Screened, printed: Printed) -> Proved:
    """Whether the finished ePub is sound, and the words it lacks."""
    target = screened.product.target
    kept = f"facts {fingerprint('screen')} {edition.floor.memory.name}{target.removeprefix('epub')}"
    seen = epub.survey(screened.product, {**screened.facts, **(edition.floor.recall(kept) or {})})
    edition.floor.keep(kept, dict(seen.known))
    words = epub.texts(screened.product, seen)
    made = {part: digest(text) for part, text in words.items()}
    answers = dict.fromkeys((note.id for note in edition.book.notes), "answers")
    found = losses(edition, target, printed, words.__getitem__, made, answers)
    return verdict(edition, target, found, (*epub.check(screened.product, seen), *epub.ruled(screened.product)))
