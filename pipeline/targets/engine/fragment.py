"""A fragment: the pages of one leaf, set alone, ready to be placed anywhere in a book.

It is to a PDF what an object file is to a program. Its objects have local numbers from 0; where a number goes that
only the linker knows, its text has a hole. Page numbers are slots: places of fixed size in a page's content.
Fonts are not embedded: glyphs keep the numbers of the font file, and the linker embeds one subset for all fragments.
"""

from __future__ import annotations

import hashlib
import marshal
import pickle
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Literal, NamedTuple

# Local numbers that every fragment has.
PAGES, ROOT, PARENTS, PACK, FIRST = range(5)
"""Its node of the page tree, of the structure tree, its leaf of the parent tree, its object stream; page n is
`FIRST + n`.
"""

# What a hole may name beside a local object: something the whole book shares, or one of the fragment's images.
FONTS, COLOURS, DOCUMENT, PAGE_TREE = -1, -2, -3, -4
"""Font resources, colour spaces, the structure element above `ROOT`, the node above `PAGES`."""
IMAGE = 1 << 24
"""`IMAGE + n` is the number of the nth of `Fragment.images`."""
SIDED = 1 << 40
"""From here on a hole is no object but an edge of a page, see `edge`."""
NOTHING = "\u200b"
"""Stands for glyphs without a character of their own: a text that no reader shows (ISO 14289-1, 7.21.7)."""


def edge(page: int, right: int, shift: int) -> int:
    """A hole for an edge of a page in whole points: `right` on a right-hand page, `shift` more on a left-hand one."""
    return SIDED + ((right * 2 + page % 2) << 12) + shift + 2048


def edged(hole: int, *, left: bool) -> int:
    """What fills such a hole in a fragment whose first page is a `left` one, or a right-hand one."""
    rest, shift = divmod(hole - SIDED, 1 << 12)
    right, is_odd = divmod(rest, 2)
    return right + (shift - 2048 if left != bool(is_odd) else 0)


@dataclass(frozen=True, slots=True)
class Template:
    """Bytes with a `%7d` for every object number in `holes`; other per cent signs are doubled."""

    text: bytes
    holes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """Where a slot stands in a stream's payload: `size` bytes at `offset`, the data of a stored block of deflate.

    So it is filled without compressing anything again (RFC 1951, 3.2.4).
    """

    slot: int
    """Index into `Fragment.slots`."""
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream object. `head` is its dictionary with a right Length; `payload` is what stands between the keywords.

    With gaps, the payload is zlib data (RFC 1950) whose last four bytes, the checksum, are the linker's to write.
    `sums` holds Adler-32 and length of the plain bytes before, between and after the gaps: one more than gaps.
    """

    number: int
    head: Template
    payload: bytes
    gaps: tuple[Gap, ...] = ()
    sums: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """The heavy half of a fragment, needed only where it is placed anew."""

    pack: Template
    """The objects of the object stream, joined by line feeds."""
    table: tuple[tuple[int, int], ...]
    """Local number and offset in `pack` of each of them; holes have the width of seven digits."""
    streams: tuple[Stream, ...]


class Slot(NamedTuple):
    """A place for a page number, set by the linker as one TJ operator of exactly `size` bytes, padded with blanks.

    Slots of the same `group` (not 0) are filled together, as the places of an index line: pages once each, three or
    more in a row as a range, a comma behind each but the last; slots left over stay empty.
    """

    page: int
    """Index of the page it stands on."""
    target: str
    """Anchor whose page it tells; empty for the folio of its own page."""
    font: int
    """Index into what `unpacked` finds in `Fragment.fonts`."""
    width: float
    """Width that is reserved, in thousandths of the font size; what is wider is set narrower."""
    size: int
    align: Literal["left", "center", "right"] = "left"
    before: tuple[tuple[int, float], ...] = ()
    """Glyphs and widths of the words before the number, as in "(p. "."""
    after: tuple[tuple[int, float], ...] = ()
    group: int = 0
    annotation: int = 0
    """Local number of the link annotation over it, which the linker writes, for a place of an index line may come to
    tell and lead to another page; 0 for none. Only slots of groups have one.
    """
    rect: tuple[float, float, float, float] = (0, 0, 0, 0)
    """The annotation's, in points: left, bottom, right, top."""


@dataclass(frozen=True, slots=True)
class FontUse:
    """A font as one fragment uses it. Glyphs are numbers of the file; widths are thousandths of the font size."""

    key: str
    """Its name in content streams, the same in all fragments."""
    digest: str
    """Of the file; the blob `font:<digest>` holds it."""
    index: int
    name: str
    family: str
    flags: int
    ascent: float
    descent: float
    italic_angle: float
    stem_v: float
    stem_h: float
    widths: tuple[tuple[int, float], ...]
    unicode: tuple[tuple[int, str], ...]
    missing: tuple[int, ...] = ()
    """Glyph numbers that stand for characters the font lacks; they are a function of the character alone."""
    sign: int = 0
    """The glyph that is shown for them, an empty box: no text may show glyph 0 (ISO 14289-1, 7.21.8)."""
    figures: tuple[tuple[int, float], ...] = ()
    """Glyph and width of each of `0123456789,–`; empty when no slot uses the font."""
    total: tuple[tuple[int, float], ...] = ()
    """The same of a space and a stroke, for folios that tell how many pages there are."""


def packed(uses: Iterable[FontUse]) -> bytes:
    """Fonts as a fragment keeps them: a book has thousands, every edit reads all, and few are looked at."""
    return marshal.dumps([tuple(getattr(use, each.name) for each in fields(use)) for use in uses], _PLAIN)


_PLAIN = 2
"""Version of marshal's format that does not tell how often a value is referred to: equal values, equal bytes."""


def unpacked(fonts: bytes) -> tuple[FontUse, ...]:
    """What `packed` was given."""
    return tuple([FontUse(*use) for use in marshal.loads(fonts)])  # noqa: S302 - of a fragment that is trusted


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A line of the outline; `x` and `y` in points from the lower left corner of the page."""

    title: str
    page: int
    x: float
    y: float
    open: bool
    below: tuple[Bookmark, ...] = ()


@dataclass(frozen=True, slots=True)
class Fragment:
    """The light half: what the linker must know of every fragment of a book."""

    key: str
    """Digest of everything that shaped it."""
    name: str
    """Id of its leaf."""
    pages: int
    objects: int
    """How many local numbers it takes."""
    anchors: tuple[tuple[str, int, float, float], ...]
    """Named destinations: index of the page, x and y in points from its lower left corner; sorted by name as bytes.

    In the file a name is the string of its UTF-8 bytes, in the name tree and in `Dest`.
    """
    links: tuple[str, ...]
    """Destinations that its links lead to."""
    slots: tuple[Slot, ...]
    fonts: bytes
    """What `packed` makes of its fonts."""
    images: tuple[str, ...]
    """Digests; the blob `image:<digest>` holds a pickled `Image`."""
    outline: tuple[Bookmark, ...]
    starts: tuple[tuple[str, int], ...]
    """For each page, the block its running text begins in and the characters of it that precede; ("", 0) for none."""
    ids: tuple[tuple[bytes, int], ...] = ()
    """IDs of structure elements, as plain bytes, and the local number of the element."""
    keys: tuple[int, ...] = ()
    """Local numbers of the first and last key of its leaf of the parent tree; empty when it has no keys."""
    remarks: tuple[str, ...] = ()
    """What the engine complained about."""
    blanks: tuple[tuple[int, int, str], ...] = ()
    """What it leaves out: index of the page, number on that page, words."""
    sided: bool = False
    """Whether its margins are those of right-hand pages, and change sides on left-hand ones."""
    labels: tuple[str, ...] = ()
    """What its pages are called; empty where they are numbered with those of the book."""

    @property
    def body(self) -> str:
        """The key of its body, which does not know where places of an index lead (`aimed`)."""
        return self.key.partition(".")[0]


def aimed(fragment: Fragment, names: Mapping[str, str]) -> Fragment:
    """The fragment with slots that lead to the anchors which their names stand for."""
    if not names:
        return fragment
    slots = tuple([s._replace(target=names[s.target]) if s.target in names else s for s in fragment.slots])
    told = hashlib.sha256("\n".join(slot.target for slot in slots).encode()).hexdigest()
    return replace(fragment, key=f"{fragment.key}.{told}", slots=slots)


@dataclass(frozen=True, slots=True)
class Image:
    """An image XObject: its dictionary without `SMask`, its payload, and its mask."""

    head: bytes
    payload: bytes
    mask: Image | None = field(default=None)


def pack(value: Fragment | Body | Image) -> bytes:
    """For the cache, which checks what it gives back."""
    return pickle.dumps(value, 5)


def unpack(data: bytes) -> Fragment | Body | Image:
    return pickle.loads(data)  # type: ignore[no-any-return]  # noqa: S301 - written by `pack`, checked by its digest, in a private folder
