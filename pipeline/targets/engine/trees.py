"""Trees of the whole book: pages, names and numbers, no node with more than `WIDTH` kids, so no chain is long."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from pipeline.targets.engine.fragment import Bookmark
from pipeline.targets.engine.pdfsyntax import literal, references, words

WIDTH = 64
Objects = list[tuple[int, bytes]]
Entries = Sequence[tuple[bytes, bytes]]


class Kid(NamedTuple):
    """A node: its number, and the least and greatest key below it as written."""

    number: int
    low: bytes
    high: bytes


def grown(kids: Sequence[Kid], numbers: Iterator[int]) -> tuple[bytes, Objects]:
    """The entry of a root over leaves in order of their keys, and the nodes between (ISO 32000-1, 7.9.6 and 7.9.7)."""
    objects: Objects = []
    while len(kids) > WIDTH:
        rows = [kids[i : i + WIDTH] for i in range(0, len(kids), WIDTH)]
        kids = [Kid(next(numbers), row[0].low, row[-1].high) for row in rows]
        objects += [
            (kid.number, b"<</Limits[%s %s]/Kids%s>>" % (kid.low, kid.high, references(each.number for each in row)))
            for kid, row in zip(kids, rows, strict=True)
        ]
    return b"/Kids" + references(kid.number for kid in kids), objects


# --------------------------------------------------------------------------- names


class Names(NamedTuple):
    """The keys of one fragment; `entries` gives them with their values as written, should they be needed."""

    leaf: int
    """The number of the leaf that it has, 0 for none."""
    low: bytes
    high: bytes
    entries: Callable[[], Entries]


def named(parts: Sequence[Names], numbers: Iterator[int]) -> tuple[bytes, Objects]:
    """The entry of a name tree's root, and its nodes.

    Leaves of fragments are used as they are. Where the names of fragments interleave (`a--x`, `b--y`; `a--z`), they
    are sorted into leaves of their own; of equal names the first is kept.
    """
    kids: list[Kid] = []
    objects: Objects = []
    for cluster in _clusters(parts):
        if len(cluster) == 1 and cluster[0].leaf:
            kids.append(Kid(cluster[0].leaf, literal(cluster[0].low), literal(cluster[0].high)))
            continue
        merged = sorted(dict(entry for part in reversed(cluster) for entry in part.entries()).items())
        for at in range(0, len(merged), WIDTH):
            row = merged[at : at + WIDTH]
            kids.append(Kid(next(numbers), literal(row[0][0]), literal(row[-1][0])))
            objects.append((kids[-1].number, leaf(row)))
    root, nodes = grown(kids, numbers)
    return root, objects + nodes


def leaf(entries: Entries) -> bytes:
    limits = literal(entries[0][0]) + literal(entries[-1][0])
    return b"<</Limits[%s]/Names[%s]>>" % (limits, b"".join([literal(key) + value for key, value in entries]))


def _clusters(parts: Sequence[Names]) -> Iterator[list[Names]]:
    """Those whose ranges overlap, together, in the order given."""
    cluster: list[int] = []
    reach = b""
    for number in sorted(range(len(parts)), key=lambda n: (parts[n].low, n)):
        part = parts[number]
        if cluster and part.low > reach:
            yield [parts[n] for n in sorted(cluster)]
            cluster = []
        reach = max(reach, part.high) if cluster else part.high
        cluster.append(number)
    if cluster:
        yield [parts[n] for n in sorted(cluster)]


# --------------------------------------------------------------------------- outline


class Top(NamedTuple):
    """A bookmark of the first level without its neighbours, and how many lines it shows."""

    number: int
    entries: bytes
    lines: int


def bookmarks(tree: Sequence[Bookmark], page: int, number: int) -> tuple[tuple[Top, ...], Objects]:
    """Bookmarks of a fragment, numbered from `number` on, the first level first; `page` is its first page."""
    numbers = iter(range(number, number + count(tree)))
    own = [next(numbers) for _ in tree]
    objects: Objects = []
    tops = tuple(_item(mark, each, page, numbers, objects) for mark, each in zip(tree, own, strict=True))
    return tops, objects


def _item(mark: Bookmark, number: int, page: int, numbers: Iterator[int], objects: Objects) -> Top:
    """A bookmark without parent and neighbours; what is below it goes to `objects`."""
    own = [next(numbers) for _ in mark.below]
    kids = [_item(kid, each, page, numbers, objects) for kid, each in zip(mark.below, own, strict=True)]
    objects += chained(kids, number)
    place = b"[%d 0 R/XYZ %.2f %.2f 0]" % (page + mark.page, mark.x, mark.y)
    return opened(number, mark.title, place, kids, is_open=mark.open)


def opened(number: int, title: str, place: bytes, kids: Sequence[Top], *, is_open: bool) -> Top:
    """A bookmark over others, which it shows when it is open."""
    lines = sum(kid.lines for kid in kids)
    entries = b"/Title" + words(title) + b"/Dest" + place
    if kids:
        shown = lines if is_open else -lines
        entries += b"/First %d 0 R/Last %d 0 R/Count %d" % (kids[0].number, kids[-1].number, shown)
    return Top(number, entries, 1 + (lines if is_open else 0))


def chained(marks: Sequence[Top], parent: int) -> Objects:
    """Bookmarks one after the other (ISO 32000-1, 12.3.3)."""
    objects: Objects = []
    for at, mark in enumerate(marks):
        before = b"/Prev %d 0 R" % marks[at - 1].number if at else b""
        after = b"/Next %d 0 R" % marks[at + 1].number if at + 1 < len(marks) else b""
        objects.append((mark.number, b"<<%s/Parent %d 0 R%s%s>>" % (mark.entries, parent, before, after)))
    return objects


def count(tree: Sequence[Bookmark]) -> int:
    """How many bookmarks there are, on all levels."""
    return len(tree) + sum([count(mark.below) for mark in tree if mark.below])
