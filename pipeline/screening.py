"""Edition → ePub. What print knows goes into it: where its pages begin, and its cover."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline import layouts, terms
from pipeline import model as m
from pipeline.cache import digest
from pipeline.edition import Edition
from pipeline.fingerprint import fingerprint
from pipeline.printing import Printed
from pipeline.proving import Proved, losses, verdict
from pipeline.targets import epub, proof
from pipeline.targets.shares import stem


@dataclass(frozen=True, slots=True)
class Screened:
    """The ePub, and what is known of its files from writing them; see `epub.survey`."""

    product: m.Product
    facts: Mapping[str, epub.Facts]


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
        return floor.blob_of(key, lambda: epub.prepared(asset, edition.vault.bytes_of(path)))

    written = floor.each_heavy(keys, book.notes, write)
    first = {name: start - printed.before for name, start, _ in printed.product.parts}
    pages: dict[str, tuple[int, tuple[tuple[str, int], ...]]] = {}
    for fragment in printed.body:
        begin, before = pages.get(stem(fragment.name), (first[fragment.name], ()))
        pages[stem(fragment.name)] = (begin, (*before, *fragment.starts))
    cover = digest("cover", fingerprint("prove"), printed.front[0].key)
    picture = floor.blob_of(cover, lambda: proof.first_page(printed.product.read()))
    product = epub.bind(written, terms.index(edition.places), desk, pages, picture, fit)
    return Screened(product, dict(fact for w in written for fact in w.facts))


def proved_screen(edition: Edition, screened: Screened, printed: Printed) -> Proved:
    """Whether the finished ePub is sound, and the words it lacks."""
    kept = f"facts {fingerprint('screen')} {edition.floor.memory.name}"
    seen = epub.survey(screened.product, {**screened.facts, **(edition.floor.recall(kept) or {})})
    edition.floor.keep(kept, dict(seen.known))
    words = epub.texts(screened.product, seen)
    made = {part: digest(text) for part, text in words.items()}
    answers = dict.fromkeys((note.id for note in edition.book.notes), "answers")
    found = losses(edition, "epub", printed, words.__getitem__, made, answers)
    return verdict(edition, "epub", found, tuple(epub.check(screened.product, seen)))
