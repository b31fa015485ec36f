"""A file as it grows: what is written, where each object went, the digest of it all."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from pipeline.targets.engine.pdfsyntax import packed, stream
from pipeline.targets.engine.place import Place, row

_FAST = 1
"""Compression of the cross-reference stream, which is long and simple."""


@dataclass(slots=True, eq=False)
class Sink:
    """Writes objects one after the other; `wide` as in `Seat`."""

    out: BinaryIO
    wide: bool
    position: int = 0
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)
    _rows: bytearray = field(default_factory=bytearray)

    def write(self, data: bytes) -> None:
        self.out.write(data)
        self.digest.update(data)
        self.position += len(data)

    def object(self, number: int, data: bytes) -> None:
        self._note(number, 1, self.position, 0)
        self.write(b"%d 0 obj\n%s\nendobj\n" % (number, data))

    def pack(self, number: int, objects: Sequence[tuple[int, bytes]]) -> None:
        """An object stream."""
        for index, (each, _) in enumerate(objects):
            self._note(each, 2, number, index)
        self.object(number, packed(objects))

    def chapter(self, base: int, place: Place, blob: bytes) -> None:
        """A placed fragment."""
        start = row(wide=self.wide).size * base
        self._grow(start + len(place.rows))
        self._rows[start : start + len(place.rows)] = place.rows
        for number, offset in place.streams:
            self._note(number, 1, self.position + offset, 0)
        self.write(blob)

    def close(self, number: int, trailer: bytes) -> None:
        """The cross-reference stream, which is the object of the greatest number (ISO 32000-1, 7.5.8)."""
        start = self.position
        self._note(0, 0, 0, 0xFFFF)
        self._note(number, 1, start, 0)
        form = b"/Type/XRef/W[1 4 %d]/Size %d/Filter/FlateDecode" % (4 if self.wide else 2, number + 1)
        data = stream(form + trailer, zlib.compress(self._rows, _FAST))
        self.write(b"%d 0 obj\n%s\nendobj\n" % (number, data))
        self.write(b"startxref\n%d\n%%%%EOF\n" % start)

    def _note(self, number: int, kind: int, where: int, index: int) -> None:
        form: struct.Struct = row(wide=self.wide)
        self._grow(form.size * (number + 1))
        form.pack_into(self._rows, form.size * number, kind, where, index)

    def _grow(self, size: int) -> None:
        if size > len(self._rows):
            self._rows.extend(bytes(size - len(self._rows)))
