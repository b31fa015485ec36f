"""Values of the drawing library → the bytes of a fragment's body, with holes where object numbers go."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.targets.engine.fragment import FIRST, IMAGE, Body, Gap, Image, Stream, Template, edge, pack

_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to an object, by its local number."""

    number: int


@dataclass(frozen=True, slots=True)
class Key:
    """The number of an object as a plain integer: its key in the parent tree."""

    number: int


@dataclass(frozen=True, slots=True)
class Blank:
    """A place in a content stream that the linker fills: `size` bytes for the slot of this index."""

    slot: int
    size: int


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge of a page in points: `at` on a right-hand page, `shift` more on a left-hand one."""

    page: int
    at: float
    shift: int


Operator = bytes | str | Blank


@dataclass(slots=True, eq=False)
class Shelf:
    """Gathers the objects of one fragment and numbers those that other objects refer to."""

    keep: Callable[[str, bytes], None]
    pictures: Mapping[str, Mapping[str, Any]]
    """Name of an image in resources → what the engine noted of it while drawing."""
    shared: Mapping[str, Ref]
    """What the `Font` entry of every resource dictionary is."""
    used: int = FIRST
    images: list[str] = field(default_factory=list)
    _texts: list[bytes] = field(default_factory=list)
    _holes: list[int] = field(default_factory=list)
    _table: list[tuple[int, int]] = field(default_factory=list)
    _at: int = 0
    _streams: list[Stream] = field(default_factory=list)
    _numbers: dict[int, tuple[Any, int]] = field(default_factory=dict)
    _names: dict[str, int] = field(default_factory=dict)

    def number(self) -> int:
        """A local number that is free."""
        self.used += 1
        return self.used - 1

    def put(self, number: int, value: object) -> None:
        """An object of the object stream."""
        texts: list[bytes] = []
        holes: list[int] = []
        self._write(value, texts, holes)
        self.text(number, b"".join(texts), holes)

    def text(self, number: int, text: bytes, holes: Sequence[int]) -> None:
        """An object of the object stream that is template text already."""
        self._texts.append(text)
        self._holes += holes
        self._table.append((number, self._at))
        self._at += len(text) - text.count(b"%%") + 4 * len(holes) + 1

    def stream(self, number: int, entries: Mapping[str, object], operators: Sequence[Operator]) -> None:
        """A content stream, compressed; blanks in it stay open."""
        payload, gaps, sums = _deflated(operators)
        self._stream(number, {**entries, "Filter": "/FlateDecode", "Length": len(payload)}, payload, gaps, sums)

    def place(self, thing: Any) -> int:  # noqa: ANN401 - a stream of an untyped library
        """The number of a form or pattern; written when it is met first."""
        known = self._numbers.get(id(thing))
        if known:
            return known[1]
        number = self.number()
        self._numbers[id(thing)] = (thing, number)  # held, so that its id stays its own
        entries = dict(thing.extra)
        if "Resources" in entries:
            entries["Resources"] = self.resources(entries["Resources"])
        if getattr(thing, "owners", None):
            entries["StructParents"] = Key(number)
        self.stream(number, entries, thing.stream)
        return number

    def resources(self, found: Mapping[str, Any]) -> Mapping[str, object]:
        """A resource dictionary with its images named by number, its empty entries left out."""
        objects = {
            name: Ref(IMAGE + self._image(name)) if thing is None else thing
            for name, thing in found.get("XObject", {}).items()
        }
        return {key: value for key, value in {**found, "XObject": objects, **self.shared}.items() if value}

    def placed(self) -> dict[int, Any]:
        """Forms and patterns by number."""
        return {number: thing for thing, number in self._numbers.values()}

    def body(self) -> Body:
        return Body(Template(b"\n".join(self._texts), tuple(self._holes)), tuple(self._table), tuple(self._streams))

    def _image(self, name: str) -> int:
        if name not in self._names:
            noted = self.pictures[name]
            drawn = noted["image"].get_x_object(noted["interpolate"], max(noted["dpi_ratios"]))
            digest = _stored(drawn, self.keep)
            if digest not in self.images:
                self.images.append(digest)
            self._names[name] = self.images.index(digest)
        return self._names[name]

    def _stream(
        self,
        number: int,
        entries: Mapping[str, object],
        payload: bytes,
        gaps: tuple[Gap, ...],
        sums: tuple[tuple[int, int], ...],
    ) -> None:
        texts: list[bytes] = []
        holes: list[int] = []
        self._write(entries, texts, holes)
        self._streams.append(Stream(number, Template(b"".join(texts), tuple(holes)), payload, gaps, sums))

    def _write(self, value: Any, texts: list[bytes], holes: list[int]) -> None:  # noqa: ANN401 - values of an untyped library
        if isinstance(value, Ref | Key):
            texts.append(b"%7d 0 R" if isinstance(value, Ref) else b"%7d")
            holes.append(value.number)
        elif isinstance(value, Edge):
            whole, part = f"{value.at:.4f}".split(".")
            texts.append(f"%7d.{part.rstrip('0') or '0'}".encode())
            holes.append(edge(value.page, int(whole), value.shift))
        elif isinstance(value, Mapping):
            texts.append(b"<<")
            for key, entry in value.items():
                texts.append(f"/{key} ".encode())
                self._write(entry, texts, holes)
            texts.append(b">>")
        elif isinstance(value, list | tuple):
            texts.append(b"[")
            for entry in value:
                self._write(entry, texts, holes)
                texts.append(b" ")
            texts.append(b"]")
        elif hasattr(value, "stream") and hasattr(value, "extra"):
            texts.append(b"%7d 0 R")
            holes.append(self.place(value))
        else:
            texts.append(plain(value).replace(b"%", b"%%"))


def plain(value: Any) -> bytes:  # noqa: ANN401 - values of an untyped library
    """A number, a name, a string object or text that is PDF already."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, float):
        return (b"%.4f" % value).rstrip(b"0").rstrip(b".") or b"0"
    if hasattr(value, "data"):
        return bytes(value.data)
    return str(value).encode("ascii")


def literal(text: str) -> bytes:
    """A text string (PDF 32000-1, 7.9.2.2): ASCII as it is, all else in UTF-16."""
    if text.isascii():
        return b"(" + text.translate(_ESCAPES).encode() + b")"
    return b"<feff" + text.encode("utf-16-be", "replace").hex().encode() + b">"


_ESCAPES = str.maketrans({"\\": r"\\", "(": r"\(", ")": r"\)", "\r": r"\r"})


def name_string(text: str) -> bytes:
    """A byte string that sorts as its text does: a key of a name tree."""
    data = text.encode()
    if data.isascii():
        return b"(" + text.translate(_ESCAPES).encode() + b")"
    return b"<" + data.hex().encode() + b">"


def _deflated(operators: Iterable[Operator]) -> tuple[bytes, tuple[Gap, ...], tuple[tuple[int, int], ...]]:
    """One zlib stream in which every blank is a stored block, so that it can be filled where it stands."""
    pieces: list[list[bytes]] = [[]]
    blanks: list[Blank] = []
    for operator in operators:
        if isinstance(operator, Blank):
            blanks.append(operator)
            pieces.append([])
        else:
            pieces[-1].append(operator if isinstance(operator, bytes) else operator.encode())
    if not blanks:
        return zlib.compress(b"\n".join(pieces[0]), _LEVEL), (), ()
    texts = [b"\n".join(piece) for piece in pieces]
    texts = [(b"\n" if n else b"") + t + (b"\n" if n < len(blanks) else b"") for n, t in enumerate(texts)]
    out = bytearray(b"\x78\x9c")
    gaps = []
    for text, blank in zip(texts, blanks, strict=False):
        out += _piece(text, zlib.Z_FULL_FLUSH)
        out += b"\x00" + blank.size.to_bytes(2, "little") + (0xFFFF - blank.size).to_bytes(2, "little")
        gaps.append(Gap(blank.slot, len(out), blank.size))
        out += b" " * blank.size
    out += _piece(texts[-1], zlib.Z_FINISH) + bytes(4)
    return bytes(out), tuple(gaps), tuple((zlib.adler32(t), len(t)) for t in texts)


def _piece(text: bytes, end: int) -> bytes:
    # a small window for small pieces: an index page has hundreds, and each allocates one
    small = len(text) < 1 << 11
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -11 if small else -15, 4 if small else 8)
    return deflate.compress(text) + deflate.flush(end)


def _stored(thing: Any, keep: Callable[[str, bytes], None]) -> str:  # noqa: ANN401 - a stream of an untyped library
    """Keeps an image XObject under the digest of all it is."""
    data = pack(_image(thing))
    digest = hashlib.sha256(data).hexdigest()
    keep(f"image:{digest}", data)
    return digest


def _image(thing: Any) -> Image:  # noqa: ANN401 - same
    entries = dict(thing.extra)
    mask = entries.pop("SMask", None)
    payload = b"\n".join(plain(part) for part in thing.stream)
    if "Filter" not in entries:
        payload = zlib.compress(payload, _LEVEL)
        entries["Filter"] = "/FlateDecode"
    entries["Length"] = len(payload)
    head = b"<<" + b"".join(f"/{key} ".encode() + plain(value) for key, value in entries.items()) + b">>"
    return Image(head, payload, _image(mask) if mask is not None else None)
