"""A window into a finished PDF: the file as it is, but with a few of its parts only.

Reading a book of a thousand pages to look at two of them costs ten times what the two cost: a reader goes through all
numbers of the cross-reference and all pages before those wanted. The window is the file's own bytes, then a tail: a
cross-reference of the wanted parts, row by row as the file has them, and a page tree of these parts.
"""

from __future__ import annotations

import io
import os
import re
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline.targets.engine.earlier import Chapter
from pipeline.targets.engine.fragment import PAGES
from pipeline.targets.engine.pdfsyntax import references, stream
from pipeline.targets.engine.place import row

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_END = re.compile(rb"startxref\n(\d+)\n%%EOF\n\Z")
_HEAD = re.compile(
    rb"\d+ 0 obj\n<</Type/XRef/W\[1 4 ([24])\]/Size (\d+)/Filter/FlateDecode[^\n]*/Length (\d+)>>\nstream\n"
)


class Rows(NamedTuple):
    """The cross-reference of a file: how many objects there are, and a row for each (see `place.row`)."""

    size: int
    wide: bool
    data: bytes


class Window(io.RawIOBase):
    """A file and what stands behind it."""

    def __init__(self, file: io.BufferedReader, length: int, tail: bytes) -> None:
        super().__init__()
        self._file, self._length, self._tail, self._at = file, length, tail, 0

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._length + len(self._tail)}[whence]
        self._at = base + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        inside = max(0, min(len(view), self._length - self._at))
        if inside:
            self._file.seek(self._at)
            inside = self._file.readinto(view[:inside])
        begin = max(0, self._at + inside - self._length)
        behind = self._tail[begin : begin + len(view) - inside]
        view[inside : inside + len(behind)] = behind
        self._at += inside + len(behind)
        return inside + len(behind)

    def close(self) -> None:
        self._file.close()
        super().close()


def rows(path: Path) -> Rows | None:
    """None for a file that is not as our linker writes it: it must be opened whole."""
    with path.open("rb") as file:
        length = file.seek(0, os.SEEK_END)
        file.seek(max(0, length - 64))
        end = _END.search(file.read())
        file.seek(int(end[1]) if end else length)
        text = file.read()
    head = _HEAD.match(text)
    if not head:
        return None
    try:
        data = zlib.decompress(text[head.end() : head.end() + int(head[3])])
    except zlib.error:
        return None
    return Rows(int(head[2]), head[1] == b"4", data)


def window(path: Path, known: Rows, chapters: Sequence[Chapter], shown: Sequence[int]) -> Window:
    """The file with those of its chapters that are `shown`, in this order; `chapters` are all of it."""
    ends = [*(chapter.seat.base for chapter in chapters[1:]), known.size]
    parts = {0: chapters[0].seat.base, chapters[-1].seat.base: known.size}  # what all share stands before and behind
    for at in shown:
        seat = chapters[at].seat
        parts[seat.base] = ends[at]
        parts |= {number: number + 2 for number in seat.images if not seat.base <= number < ends[at]}
    length = path.stat().st_size
    form = row(wide=known.wide)
    tops = (
        b"<</Type/Catalog/Pages %d 0 R>>" % (known.size + 1),
        b"<</Type/Pages/Kids%s>>" % references(chapters[at].seat.base + PAGES for at in shown),
    )
    tail, added = b"", b""
    for number, data in enumerate(tops, known.size):
        added += form.pack(1, length + len(tail), 0)
        tail += b"%d 0 obj\n%s\nendobj\n" % (number, data)
    start = length + len(tail)
    added += form.pack(1, start, 0)
    listed = sorted(parts.items())
    table = b"".join(known.data[form.size * begin : form.size * end] for begin, end in listed) + added
    index = b" ".join(
        b"%d %d" % (begin, end - begin) for begin, end in (*listed, (known.size, known.size + len(tops) + 1))
    )
    head = b"/Type/XRef/W[1 4 %d]/Size %d/Index[%s]/Root %d 0 R"
    last = stream(head % (4 if known.wide else 2, known.size + 3, index, known.size), table)
    tail += b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (known.size + 2, last, start)
    return Window(path.open("rb"), length, tail)
