"""The linker: fragments → one tagged PDF/UA-1 file, written in one go.

An edit of one leaf costs little: object numbers are set aside with slack, so the others keep theirs, and their bytes
are copied from the previous file. The bytes of the file depend on the fragments and `About` alone, never on what was
copied.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import BinaryIO

from pipeline.languages import is_rtl
from pipeline.targets.engine.about import About, xmp
from pipeline.targets.engine.book import shared
from pipeline.targets.engine.earlier import Chapter, Earlier, Placed, Read, opened
from pipeline.targets.engine.embed import embedded
from pipeline.targets.engine.fragment import Fragment, Image, unpack
from pipeline.targets.engine.pdfsyntax import stream
from pipeline.targets.engine.place import CATALOG_NUMBER, Seat, owned, placed, stamped
from pipeline.targets.engine.plan import Part, Plan, planned, unresolved
from pipeline.targets.engine.sink import Sink
from pipeline.targets.engine.slots import labels
from pipeline.targets.engine.store import Store

__all__ = ["About", "Linked", "Part", "Placed", "Store", "link"]

_LAST = 9_999_999
"""The greatest object number that a hole has room for."""
_SHARED = 4096
"""How many of the linker's own objects share an object stream."""


@dataclass(frozen=True, slots=True)
class Linked:
    """What came of it."""

    pages: int
    size: int
    sha256: str
    numbers: Mapping[str, str]
    """Anchor → label of its page."""
    first: tuple[int, ...]
    """Index of the first page of each fragment, front first."""
    unresolved: tuple[tuple[str, str], ...]
    """Fragment and destination that nobody defines: such links lead to the first page of their own fragment."""
    placed: Placed
    remarks: tuple[str, ...] = ()


def link(  # noqa: PLR0913 - all that shapes a file
    out: BinaryIO,
    front: Sequence[Fragment],
    body: Sequence[Fragment],
    about: About,
    store: Store,
    before: Placed | None = None,
    parts: Sequence[Part] = (),
    *,
    totals: bool = False,
) -> Linked:
    """Write the file of a book: front matter, whose first fragment is the cover, and body.

    `before` is the record of an earlier file to copy from; `parts` group the lines of the outline; with `totals`,
    folios tell how many pages there are, too, and all fragments must be `alone`. Raises `ValueError` for more objects
    than numbers have room for, and what the store raises.
    """
    plan = planned(front, body, parts, left_first=is_rtl(about.lang))
    if plan.end > _LAST:
        raise ValueError(f"a book of more than {_LAST} objects")
    sink = Sink(out, plan.is_wide)
    sink.write(b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n")
    with opened(before) as (earlier, read):
        chapters = tuple(_chapters(plan, store, sink, earlier, read, totals=totals))
    fresh = count(plan.end)
    fonts = embedded(plan.fragments, store, fresh)
    lost = tuple(unresolved(plan))
    for number, data in fonts.streams:
        sink.object(number, data)
    metadata = next(fresh)
    sink.object(metadata, stream(b"/Type/Metadata/Subtype/XML", xmp(about)))
    strays = [(target.encode(), page) for _, target, page in lost]
    objects = shared(plan, chapters, about, fonts, strays, metadata, fresh)
    for at in range(0, len(objects), _SHARED):
        sink.pack(next(fresh), objects[at : at + _SHARED])
    sink.close(next(fresh), b"/Root %d 0 R/Info %d 0 R%s" % (CATALOG_NUMBER, objects[-1][0], _identity(plan, about)))
    return Linked(
        pages=plan.pages,
        size=sink.position,
        sha256=sink.digest.hexdigest(),
        numbers=plan.numbers,
        first=plan.first,
        unresolved=tuple((name, target) for name, target, _ in lost),
        placed=Placed(chapters),
        remarks=fonts.remarks,
    )


# --------------------------------------------------------------------------- fragments


def _chapters(plan: Plan, store: Store, sink: Sink, earlier: Earlier, read: Read, *, totals: bool) -> Iterator[Chapter]:
    folio = plan.of_all if totals else plan.label
    for fragment, seat, first in zip(plan.fragments, plan.seats, plan.first, strict=True):
        told = labels(fragment, first, plan.numbers, folio)
        known = earlier.get((fragment.key, seat))
        blob = read(known) if known else None
        if known is None or blob is None:
            blob, place = placed(fragment, store.body(fragment.body), seat, _images(fragment, seat, store))
            blob = stamped(fragment, blob, place, seat, told)
        else:
            place = known.place
            if told != known.told:
                blob = stamped(fragment, blob, place, seat, told)
        start = sink.position
        sink.chapter(seat.base, place, blob)
        yield Chapter(fragment.key, seat, told, start, len(blob), zlib.crc32(blob), place)


def _images(fragment: Fragment, seat: Seat, store: Store) -> list[Image]:
    """Those that are written with this fragment."""
    found = []
    for at in owned(fragment, seat):
        image = unpack(store.blob(f"image:{fragment.images[at]}"))
        if not isinstance(image, Image):
            raise TypeError(f"image:{fragment.images[at]} is not an image")
        found.append(image)
    return found


def _identity(plan: Plan, about: About) -> bytes:
    """The file's identifier: that of the book, and that of this edition (ISO 32000-1, 14.4)."""
    book = hashlib.sha256(repr((about.identifier, about.title)).encode()).hexdigest()[:32]
    made_of = (about, plan.parts, [fragment.key for fragment in plan.fragments])
    edition = hashlib.sha256(repr(made_of).encode()).hexdigest()[:32]
    return f"/ID[<{book}><{edition}>]".encode()
