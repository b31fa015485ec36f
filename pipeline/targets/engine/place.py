"""Gives a fragment its place in a file: all object numbers absolute, its bytes ready to be copied and stamped.

What a fragment takes, from its base on: its own objects; what the linker adds to it, which is a leaf of the name tree,
one of the ID tree, an object stream of link annotations of index lines, its bookmarks; slack; and at the very end two
numbers an image, so that they stay when it grows, for other fragments refer to them.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.targets.engine import trees
from pipeline.targets.engine.fragment import (
    COLOURS,
    DOCUMENT,
    FIRST,
    FONTS,
    IMAGE,
    PACK,
    PAGE_TREE,
    SIDED,
    Body,
    Fragment,
    Image,
    Stream,
    Template,
    edged,
    unpacked,
)
from pipeline.targets.engine.pdfsyntax import pack, packed
from pipeline.targets.engine.slots import fills, index_links, operators

# Numbers that every file has.
CATALOG_NUMBER, PAGES_NUMBER, FONTS_NUMBER, COLOURS_NUMBER, ROOT_NUMBER, DOCUMENT_NUMBER = range(1, 7)
FREE = 16
"""The first number that is not fixed."""
_MODULUS = 65521  # of Adler-32


class Seat(NamedTuple):
    """All that the bytes of a placed fragment depend on, beside the fragment itself."""

    base: int
    parent: int
    """The node of the page tree above it."""
    images: tuple[int, ...]
    """The number of each of its images; those at the end of its own range are written with it."""
    wide: bool
    """Whether indexes in the cross-reference stream have four bytes instead of two."""
    left: bool = False
    """Whether a fragment that minds begins on a left-hand page."""


class Patch(NamedTuple):
    """The slots of one stream: (slot, offset, size), where the checksum stands, sums of the bytes between."""

    gaps: tuple[tuple[int, int, int], ...]
    end: int
    sums: tuple[tuple[int, int], ...]


class Place(NamedTuple):
    """How placed bytes are made up; offsets count from their beginning."""

    fixed: int
    """Their length; the annotations of index lines follow."""
    streams: tuple[tuple[int, int], ...]
    """Number and offset of each object that is not in an object stream, that of annotations last if there is one."""
    rows: bytes
    """Of the cross-reference stream; offsets are still 0."""
    patches: tuple[Patch, ...]
    tops: tuple[trees.Top, ...]


NAMES, IDS, LINKS, MARKS = range(4)
"""What the linker adds, as numbers behind those of the fragment's objects."""


def span(fragment: Fragment) -> int:
    """How many numbers are set aside for the fragment."""
    return room(fragment.objects + MARKS + trees.count(fragment.outline) + 2 * len(fragment.images))


def image(fragment: Fragment, number: int) -> int:
    """The local number of the nth image; that of its mask is one more."""
    return span(fragment) - 2 * (number + 1)


def room(needed: int) -> int:
    """Numbers to set aside for so many objects.

    At least one in 64, in steps of an eighth to a quarter: so most edits change no number but their own.
    """
    step = max(64, 1 << max(needed.bit_length() - 3, 0))
    return -(-needed // step) * step


def row(*, wide: bool) -> struct.Struct:
    """A row of the cross-reference stream: type, offset or object stream, index (ISO 32000-1, 7.5.8.3)."""
    return struct.Struct(">BII" if wide else ">BIH")


def owned(fragment: Fragment, seat: Seat) -> list[int]:
    """Which of its images are written with the fragment."""
    return [at for at, number in enumerate(seat.images) if number == seat.base + image(fragment, at)]


def placed(fragment: Fragment, body: Body, seat: Seat, images: Sequence[Image]) -> tuple[bytes, Place]:
    """The bytes of a fragment, its slots not yet filled. `images` are those that are written with it."""
    pieces: list[bytes] = []
    streams: list[tuple[int, int]] = []
    patches: list[Patch] = []
    at = 0
    for number, data, patch in _streams(fragment, body, seat, images):
        opening = b"%d 0 obj\n" % number
        pieces += (opening, data, b"\nendobj\n")
        streams.append((number, at))
        if patch:
            patches.append(_moved(patch, at + len(opening)))
        at += len(opening) + len(data) + 8
    packed_numbers, data, tops = _pack(fragment, body, seat)
    opening = b"%d 0 obj\n" % (seat.base + PACK)
    pieces += (opening, data, b"\nendobj\n")
    streams.append((seat.base + PACK, at))
    at += len(opening) + len(data) + 8
    if _annotated(fragment):
        streams.append((seat.base + fragment.objects + LINKS, at))
    rows = _rows(fragment, seat, packed_numbers)
    return b"".join(pieces), Place(at, tuple(streams), rows, tuple(patches), tops)


def stamped(fragment: Fragment, blob: bytes, place: Place, seat: Seat, told: Sequence[str]) -> bytes:
    """The placed bytes with all slots filled, whatever they held before; `told` is each slot's label."""
    if not fragment.slots:
        return blob
    found = fills(fragment, told)
    fonts = unpacked(fragment.fonts)
    texts = [operators(s, fonts[s.font], fill) for s, fill in zip(fragment.slots, found, strict=True)]
    data = bytearray(memoryview(blob)[: place.fixed])
    for patch in place.patches:
        for slot, offset, size in patch.gaps:
            data[offset : offset + size] = texts[slot]
        data[patch.end : patch.end + 4] = _checksum(patch, texts).to_bytes(4, "big")
    if links := index_links(fragment, found, seat.base):
        data += b"%d 0 obj\n%s\nendobj\n" % (seat.base + fragment.objects + LINKS, packed(links))
    return bytes(data)


def destinations(fragment: Fragment, base: int) -> list[tuple[bytes, bytes]]:
    """Names of the fragment and where they lead."""
    page = base + FIRST
    return [(n.encode(), b"[%d 0 R/XYZ %.2f %.2f 0]" % (page + p, x, y)) for n, p, x, y in fragment.anchors]


def identified(fragment: Fragment, base: int) -> list[tuple[bytes, bytes]]:
    """IDs of the fragment's structure elements, ascending, and references to these."""
    return [(key, b"%d 0 R" % (base + number)) for key, number in sorted(fragment.ids)]


# --------------------------------------------------------------------------- streams


def _streams(
    fragment: Fragment, body: Body, seat: Seat, images: Sequence[Image]
) -> Iterator[tuple[int, bytes, Patch | None]]:
    """Number and bytes of each stream object; offsets of its slots count from these bytes."""
    for stream in body.streams:
        head = _filled(stream.head, seat)
        data = b"%s\nstream\n%s\nendstream" % (head, stream.payload)
        yield seat.base + stream.number, data, _patch(stream, len(head) + 8) if stream.gaps else None
    numbers = [seat.images[at] for at in owned(fragment, seat)]
    for number, picture in zip(numbers, images, strict=True):
        head = picture.head
        if mask := picture.mask:
            yield number + 1, b"%s\nstream\n%s\nendstream" % (mask.head, mask.payload), None
            head = head.rstrip().removesuffix(b">>") + b"/SMask %d 0 R>>" % (number + 1)
        yield number, b"%s\nstream\n%s\nendstream" % (head, picture.payload), None


def _patch(stream: Stream, start: int) -> Patch:
    gaps = tuple((gap.slot, start + gap.offset, gap.size) for gap in stream.gaps)
    return Patch(gaps, start + len(stream.payload) - 4, stream.sums)


def _moved(patch: Patch, by: int) -> Patch:
    return Patch(tuple((slot, offset + by, size) for slot, offset, size in patch.gaps), patch.end + by, patch.sums)


def _checksum(patch: Patch, texts: Sequence[bytes]) -> int:
    """Adler-32 of the whole from the sums of its pieces (RFC 1950, 8.2)."""
    (total, _), *rest = patch.sums
    low, high = total & 0xFFFF, total >> 16
    for (slot, _, size), piece in zip(patch.gaps, rest, strict=True):
        for sums, length in ((zlib.adler32(texts[slot]), size), piece):
            high = (high + (sums >> 16) + length * (low - 1)) % _MODULUS
            low = (low + (sums & 0xFFFF) - 1) % _MODULUS
    return high << 16 | low


# --------------------------------------------------------------------------- objects


def _pack(fragment: Fragment, body: Body, seat: Seat) -> tuple[list[int], bytes, tuple[trees.Top, ...]]:
    """The object stream: local numbers of what is in it, its bytes, bookmarks of the first level."""
    text = _filled(body.pack, seat)
    first = fragment.objects
    added: trees.Objects = []
    if fragment.anchors:
        added.append((first + NAMES, trees.leaf(destinations(fragment, seat.base))))
    if fragment.ids:
        added.append((first + IDS, trees.leaf(identified(fragment, seat.base))))
    tops, marks = trees.bookmarks(fragment.outline, seat.base + FIRST, seat.base + first + MARKS)
    added += [(number - seat.base, data) for number, data in marks]
    table, offset = list(body.table), len(text) + 1
    for number, data in added:
        table.append((number, offset))
        offset += len(data) + 1
    listed = b" ".join([b"%d %d" % (seat.base + number, where) for number, where in table])
    plain = b"\n".join([text, *[data for _, data in added]])
    return [number for number, _ in table], pack(listed, plain, len(table)), tops


def _filled(template: Template, seat: Seat) -> bytes:
    base = seat.base
    return template.text % tuple([base + n if 0 <= n < IMAGE else _shared(n, seat) for n in template.holes])


def _shared(hole: int, seat: Seat) -> int:
    if hole >= SIDED:
        return edged(hole, left=seat.left)
    if hole >= IMAGE:
        return seat.images[hole - IMAGE]
    return {FONTS: FONTS_NUMBER, COLOURS: COLOURS_NUMBER, DOCUMENT: DOCUMENT_NUMBER, PAGE_TREE: seat.parent}[hole]


def _annotated(fragment: Fragment) -> list[int]:
    return [slot.annotation for slot in fragment.slots if slot.annotation]


def _rows(fragment: Fragment, seat: Seat, packed_numbers: Sequence[int]) -> bytes:
    """Rows of the objects in object streams, from the base to the last of them; all others are free."""
    links = _annotated(fragment)
    form = row(wide=seat.wide)
    rows = bytearray(form.size * (1 + max((*packed_numbers, *links), default=0)))
    for stream, numbers in ((PACK, packed_numbers), (fragment.objects + LINKS, links)):
        for index, number in enumerate(numbers):
            form.pack_into(rows, form.size * number, 2, seat.base + stream, index)
    return bytes(rows)
