"""What all fragments of a book share: catalog, page tree, names, structure root, outline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from pipeline.targets.engine import trees
from pipeline.targets.engine.about import About, information
from pipeline.targets.engine.earlier import Chapter
from pipeline.targets.engine.embed import Embedded
from pipeline.targets.engine.fragment import FIRST, PAGES, PARENTS, ROOT
from pipeline.targets.engine.pdfsyntax import references, words
from pipeline.targets.engine.place import (
    CATALOG_NUMBER,
    COLOURS_NUMBER,
    DOCUMENT_NUMBER,
    FONTS_NUMBER,
    FREE,
    IDS,
    NAMES,
    PAGES_NUMBER,
    ROOT_NUMBER,
    destinations,
    identified,
)
from pipeline.targets.engine.plan import Plan, page_labels

_COLOURS = b"<<%s>>" % b"".join(
    b"/%s[/Lab<</WhitePoint[%s]/Range[-125 125 -125 125]>>]" % white
    for white in ((b"lab-d50", b"0.9642957 1 0.8251046"), (b"lab-d65", b"0.9504559 1 1.0890578"))
)
"""Colour spaces under the names that content streams use (CSS Color 4, CIE D50 and D65)."""


def shared(
    plan: Plan,
    chapters: Sequence[Chapter],
    about: About,
    fonts: Embedded,
    strays: Iterable[tuple[bytes, int]],
    metadata: int,
    numbers: Iterator[int],
) -> trees.Objects:
    """The linker's own objects but streams; the document information is the last.

    `strays` are names that nobody defines, and the number of the page where each is to lead instead.
    """
    dests, dest_nodes = trees.named([*_names(plan), *_stray_names(strays)], numbers)
    outline, lines = _outline(plan, chapters, numbers)
    catalog = (
        b"<</Type/Catalog/Pages %d 0 R/Names<</Dests<<%s>>>>%s/PageLabels<</Nums[%s]>>/Lang%s/Metadata %d 0 R"
        b"/ViewerPreferences<</DisplayDocTitle true>>/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R>>"
    ) % (PAGES_NUMBER, dests, outline, page_labels(plan), words(about.lang), metadata, ROOT_NUMBER)
    return [
        (CATALOG_NUMBER, catalog),
        (FONTS_NUMBER, fonts.resources),
        (COLOURS_NUMBER, _COLOURS),
        *_page_tree([(s.base + PAGES, f.pages) for f, s in zip(plan.fragments, plan.seats, strict=True)], FREE),
        *_structure(plan, numbers),
        *lines,
        *dest_nodes,
        *fonts.objects,
        (next(numbers), information(about)),
    ]


def _page_tree(kids: Sequence[tuple[int, int]], first: int) -> Iterator[tuple[int, bytes]]:
    """The nodes above `kids`, which are numbers and how many pages each has; nodes are numbered from `first`."""
    rows = [kids[at : at + trees.WIDTH] for at in range(0, len(kids), trees.WIDTH)]
    behind = first + len(rows)
    is_top = len(rows) <= trees.WIDTH
    nodes = [(first + at, sum(pages for _, pages in row)) for at, row in enumerate(rows)]
    for at, ((number, pages), row) in enumerate(zip(nodes, rows, strict=True)):
        parent = PAGES_NUMBER if is_top else behind + at // trees.WIDTH
        below = references(kid for kid, _ in row)
        yield number, b"<</Type/Pages/Parent %d 0 R/Count %d/Kids%s>>" % (parent, pages, below)
    if is_top:
        total, below = sum(pages for _, pages in nodes), references(number for number, _ in nodes)
        yield PAGES_NUMBER, b"<</Type/Pages/Count %d/Kids%s>>" % (total, below)
    else:
        yield from _page_tree(nodes, behind)


def _names(plan: Plan) -> Iterator[trees.Names]:
    for fragment, seat in zip(plan.fragments, plan.seats, strict=True):
        if fragment.anchors:
            low, high = fragment.anchors[0][0].encode(), fragment.anchors[-1][0].encode()
            yield trees.Names(
                seat.base + fragment.objects + NAMES, low, high, partial(destinations, fragment, seat.base)
            )


def _stray_names(strays: Iterable[tuple[bytes, int]]) -> Iterator[trees.Names]:
    for name, page in strays:
        yield trees.Names(0, name, name, partial(_stray, name, page))


def _stray(name: bytes, page: int) -> trees.Entries:
    return [(name, b"[%d 0 R/XYZ null null 0]" % page)]


def _structure(plan: Plan, numbers: Iterator[int]) -> Iterator[tuple[int, bytes]]:
    """The root of the structure tree with its parent and ID trees, and the element of the book (14.7.2)."""
    keys = [
        trees.Kid(seat.base + PARENTS, b"%d" % (seat.base + fragment.keys[0]), b"%d" % (seat.base + fragment.keys[-1]))
        for fragment, seat in zip(plan.fragments, plan.seats, strict=True)
        if fragment.keys
    ]
    parents, parent_nodes = trees.grown(keys, numbers)
    ids, id_nodes = trees.named(list(_ids(plan)), numbers)
    by_id = b"/IDTree<<%s>>" % ids if any(fragment.ids for fragment in plan.fragments) else b""
    yield from (*parent_nodes, *id_nodes)
    below = references(seat.base + ROOT for seat in plan.seats)
    yield DOCUMENT_NUMBER, b"<</Type/StructElem/S/Document/P %d 0 R/K%s>>" % (ROOT_NUMBER, below)
    yield (
        ROOT_NUMBER,
        b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree<<%s>>/ParentTreeNextKey %d%s>>"
        % (DOCUMENT_NUMBER, parents, plan.end, by_id),
    )


def _ids(plan: Plan) -> Iterator[trees.Names]:
    for fragment, seat in zip(plan.fragments, plan.seats, strict=True):
        if fragment.ids:
            keys = [key for key, _ in fragment.ids]
            leaf = seat.base + fragment.objects + IDS
            yield trees.Names(leaf, min(keys), max(keys), partial(identified, fragment, seat.base))


def _outline(plan: Plan, chapters: Sequence[Chapter], numbers: Iterator[int]) -> tuple[bytes, trees.Objects]:
    """Entries of the catalog, and the lines that are not within fragments: those of parts and of the first levels."""
    root = next(numbers)
    objects: trees.Objects = []
    at = len(plan.fragments) - plan.body
    tops = _tops(chapters[:at])
    for part in plan.parts:
        below = _tops(chapters[at : at + part.fragments])
        if part.title and below:
            number, page = next(numbers), plan.seats[at].base + FIRST
            objects += trees.chained(below, number)
            below = [trees.opened(number, part.title, b"[%d 0 R/Fit]" % page, below, is_open=part.is_open)]
        tops += below
        at += part.fragments
    tops += _tops(chapters[at:])
    if not tops:
        return b"", []
    ends = (tops[0].number, tops[-1].number, sum(top.lines for top in tops))
    objects.append((root, b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % ends))
    return b"/Outlines %d 0 R/PageMode/UseOutlines" % root, [*objects, *trees.chained(tops, root)]


def _tops(chapters: Sequence[Chapter]) -> list[trees.Top]:
    return [top for chapter in chapters for top in chapter.place.tops]
