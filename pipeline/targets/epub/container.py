"""The container: files deflated once, when their note is written, and joined to a zip that never needs it again.

Marks of print's pages hold the only bytes of a note's file that other notes decide. Each is a gap of fixed size, a
stored block of deflate (RFC 1951, 3.2.4) between pieces that are deflated apart; so a number is filled in by copying.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from io import BytesIO
from operator import xor

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_GAP = 40
_WINDOW = 32_768
_MARK = re.compile(
    rb'<span epub:type="pagebreak" role="doc-pagebreak" class="page"(?P<gap> id="page-(?P<page>[^"]*)" '
    rb'aria-label="[^"]*" *)></span>'
)
_LOCAL = struct.Struct("<4s22xHH")


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of a file, deflated, with their number and CRC-32."""

    deflated: bytes
    size: int
    crc: int
    shift: tuple[int, ...] = ()
    """What each bit of a CRC becomes after as many zero bytes: so checksums are joined without the bytes."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A file ready for the container. Between its pieces stand the marks of `pages`, numbered from 0 in their part."""

    name: str
    pieces: tuple[Piece, ...]
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the container as its bytes stand there."""

    payload: bytes
    size: int
    crc: int
    method: int = zipfile.ZIP_DEFLATED

    @property
    def digest(self) -> str:
        return hashlib.sha256(struct.pack("<QII", self.size, self.crc, self.method) + self.payload).hexdigest()


def packed(name: str, data: bytes) -> Packed:
    """A file whose page marks carry the numbers of pages within its part."""
    found = list(_MARK.finditer(data))
    ends = [0, *(end for mark in found for end in mark.span("gap")), len(data)]
    plain = [data[ends[n] : ends[n + 1]] for n in range(0, len(ends), 2)]
    pieces = (_piece(*pair, joined=number > 0) for number, pair in enumerate(zip(plain, _deflated(plain), strict=True)))
    return Packed(name, tuple(pieces), tuple(int(mark["page"]) for mark in found))


def _deflated(pieces: Sequence[bytes]) -> Iterator[bytes]:
    """Each piece may refer to those before it, over gaps that stand as zeros: no markup holds such a byte."""
    before = b""
    for number, piece in enumerate(pieces, 1):
        settings = (zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS, 8, zlib.Z_DEFAULT_STRATEGY)
        engine = zlib.compressobj(*settings, before) if before else zlib.compressobj(*settings)
        yield engine.compress(piece) + engine.flush(zlib.Z_FINISH if number == len(pieces) else zlib.Z_SYNC_FLUSH)
        before = (before + piece + bytes(_GAP))[-_WINDOW:]


def _piece(plain: bytes, deflated: bytes, *, joined: bool) -> Piece:
    zeros = bytes(len(plain))
    none = zlib.crc32(zeros)
    shift = tuple(zlib.crc32(zeros, 1 << bit) ^ none for bit in range(32)) if joined else ()
    return Piece(deflated, len(plain), zlib.crc32(plain), shift)


def member(file: Packed, first: int = 0) -> Member:
    """The file with its marks numbered; `first` is the printed number of its part's first page."""
    begin, *rest = file.pieces
    payload, size, crc = [begin.deflated], begin.size, begin.crc
    for page, piece in zip(file.pages, rest, strict=True):
        label = numbered(str(first + page))
        payload += (b"\0" + struct.pack("<HH", len(label), len(label) ^ 0xFFFF) + label, piece.deflated)
        size += len(label) + piece.size
        crc = _joined(zlib.crc32(label, crc), piece)
    return Member(b"".join(payload), size, crc)


def _joined(crc: int, piece: Piece) -> int:
    """The CRC-32 of what has this one with the piece behind it: the sum is linear over bits."""
    return reduce(xor, (shifted for bit, shifted in enumerate(piece.shift) if crc >> bit & 1), piece.crc)


def numbered(label: str) -> bytes:
    """What stands in the gap of a mark."""
    return f' id="page-{label}" aria-label="{label}"'.encode().ljust(_GAP)


def stored(data: bytes) -> Member:
    """A file that does not get smaller, or must not."""
    return Member(data, len(data), zlib.crc32(data), zipfile.ZIP_STORED)


def bare(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """A file without its page marks, and their numbers."""
    pieces = _MARK.split(data)  # at each mark: what is before it, its gap, its page
    return b"".join(pieces[::3]), tuple(page.decode() for page in pieces[2::3])


def zipped(members: Mapping[str, Member]) -> bytes:
    """The container of files by name, with nothing in it that tells when or where it was made."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        for name, file in members.items():
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            entry.compress_type = file.method
            entry.header_offset = out.tell()
            entry.CRC, entry.file_size, entry.compress_size = file.crc, file.size, len(file.payload)
            out.write(entry.FileHeader(zip64=False))
            out.write(file.payload)
            container.filelist.append(entry)  # as `writestr` does, which would deflate again
            container.start_dir = out.tell()
    return out.getvalue()


def opened(data: bytes) -> Mapping[str, Member]:
    """The files of a container by name, in order. Raises `BadZipFile` for what is none."""
    with zipfile.ZipFile(BytesIO(data)) as container:
        return {entry.filename: _member(data, entry) for entry in container.infolist()}


def _member(data: bytes, entry: zipfile.ZipInfo) -> Member:
    """Without the bookkeeping of `ZipFile.read`, which takes longer than inflating."""
    sign, name, extra = _LOCAL.unpack_from(data, entry.header_offset)
    if sign != b"PK\x03\x04":
        raise zipfile.BadZipFile(f"{entry.filename} is not where it should be")
    begin = entry.header_offset + _LOCAL.size + name + extra
    payload = data[begin : begin + entry.compress_size]
    return Member(payload, entry.file_size, entry.CRC, entry.compress_type)


def inflated(file: Member) -> bytes:
    """What a reader sees of it. Raises `BadZipFile` when it is damaged."""
    try:
        plain = file.payload if file.method == zipfile.ZIP_STORED else zlib.decompress(file.payload, -zlib.MAX_WBITS)
    except zlib.error as fault:
        raise zipfile.BadZipFile(str(fault)) from fault
    if len(plain) != file.size or zlib.crc32(plain) != file.crc:
        raise zipfile.BadZipFile("a file is damaged")
    return plain
