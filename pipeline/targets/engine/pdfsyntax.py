"""How values are written in a PDF (ISO 32000-1, 7.3)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence

LEVEL = 6
"""Of compression, for all that the linker writes."""


def literal(data: bytes) -> bytes:
    """A string of these bytes."""
    data = data.replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)").replace(b"\r", rb"\r")
    return b"(" + data + b")"


def words(text: str) -> bytes:
    """A text string: plain when it is ASCII, else UTF-16 (7.9.2.2)."""
    if text.isascii():
        return literal(text.encode())
    return b"<feff" + text.encode("utf-16-be", "replace").hex().encode() + b">"


def name(text: str) -> bytes:
    """A name; whatever is not regular in it is escaped."""
    return b"/" + re.sub(rb"[^!\"$&'*-.0-;=?-Z\\^-z|~]", lambda found: b"#%02x" % found[0][0], text.encode())


def number(value: float) -> bytes:
    """A number of up to three decimals, without an exponent."""
    plain = f"{value:.3f}".rstrip("0").rstrip(".")
    return b"0" if plain in ("-0", "") else plain.encode()


def references(numbers: Iterable[int]) -> bytes:
    """An array of references."""
    return b"[%s]" % b" ".join([b"%d 0 R" % each for each in numbers])


def stream(head: bytes, payload: bytes) -> bytes:
    """A stream; `head` holds the entries of its dictionary but Length."""
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (head, len(payload), payload)


def packed(objects: Sequence[tuple[int, bytes]]) -> bytes:
    """An object stream (7.5.7)."""
    table, offset = [], 0
    for each, data in objects:
        table.append(b"%d %d" % (each, offset))
        offset += len(data) + 1
    return pack(b" ".join(table), b"\n".join([data for _, data in objects]), len(objects))


def pack(table: bytes, plain: bytes, count: int) -> bytes:
    """An object stream from its table of numbers and offsets and its joined objects."""
    head = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (count, len(table) + 1)
    return stream(head, zlib.compress(table + b"\n" + plain, LEVEL))
