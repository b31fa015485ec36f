"""Plans a book: the object numbers, pages and labels of each fragment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from pipeline.targets.engine import trees
from pipeline.targets.engine.fragment import FIRST, Fragment
from pipeline.targets.engine.place import FREE, Seat, image, room, span

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


_MANY = 1000


class Part(NamedTuple):
    """A part of the body, one line of the outline: the next so many fragments. Without a title they stand alone."""

    title: str
    fragments: int
    is_open: bool = True


class Plan(NamedTuple):
    """Where everything goes: fragments, their seats and first pages; the labels of pages and anchors."""

    fragments: tuple[Fragment, ...]
    body: int
    """How many of them are the body; the others stand before it."""
    parts: tuple[Part, ...]
    seats: tuple[Seat, ...]
    first: tuple[int, ...]
    pages: int
    is_wide: bool
    """As in `Seat`."""
    end: int
    """The first number behind all fragments."""
    front: int
    """How many of the pages are front matter, and how many of those the cover."""
    cover: int
    numbers: Mapping[str, str]
    labels: tuple[str, ...]
    """What each page is called."""

    def label(self, page: int) -> str:
        return self.labels[page]

    def of_all(self, page: int) -> str:
        """The label and how many pages there are, as "3 / 7"; without blanks where a slot would not hold them."""
        between = " / " if self.pages < _MANY else "/"
        return f"{self.label(page)}{between}{self.pages}"


def planned(
    front: Sequence[Fragment], body: Sequence[Fragment], parts: Sequence[Part], *, left_first: bool = False
) -> Plan:
    """`left_first`: the first page is a left-hand one, as in books that are bound on the right."""
    fragments = (*front, *body)
    spans = [span(fragment) for fragment in fragments]
    *bases, end = accumulate(spans, initial=FREE + room(node_count(len(fragments))))
    *first, pages = accumulate((fragment.pages for fragment in fragments), initial=0)
    in_front = sum(fragment.pages for fragment in front)
    cover = front[0].pages if front else 0
    names = tuple(_labels(fragments, cover, in_front))
    numbers: dict[str, str] = {}
    for fragment, at in zip(reversed(fragments), reversed(first), strict=True):  # the first to define a name has it
        numbers.update({name: names[at + page] for name, page, _, _ in reversed(fragment.anchors)})
    is_wide = max(spans, default=0) > 0xFFFF
    sides = [fragment.sided and (at % 2 == 1) != left_first for fragment, at in zip(fragments, first, strict=True)]
    seats = _seats(fragments, bases, sides, is_wide=is_wide)
    return Plan(
        fragments, len(body), tuple(parts), seats, tuple(first), pages, is_wide, end, in_front, cover, numbers, names
    )


def _labels(fragments: Sequence[Fragment], cover: int, front: int) -> Iterator[str]:
    page = 0
    for fragment in fragments:
        yield from fragment.labels or (label_of(page + n, cover, front) for n in range(fragment.pages))
        page += fragment.pages


def _seats(
    fragments: Sequence[Fragment], bases: Sequence[int], sides: Sequence[bool], *, is_wide: bool
) -> tuple[Seat, ...]:
    """An image belongs to the first fragment that shows it, and is numbered in its range."""
    images: dict[str, int] = {}
    seats = []
    for at, (fragment, base) in enumerate(zip(fragments, bases, strict=True)):
        for number, code in enumerate(fragment.images):
            images.setdefault(code, base + image(fragment, number))
        own = tuple([images[code] for code in fragment.images])
        seats.append(Seat(base, FREE + at // trees.WIDTH, own, is_wide, sides[at]))
    return tuple(seats)


def _groups(kids: int) -> int:
    return -(-kids // trees.WIDTH)


def node_count(fragments: int) -> int:
    """How many nodes the page tree has between its root and the fragments."""
    groups = _groups(fragments)
    return groups + (node_count(groups) if groups > trees.WIDTH else 0)


def label_of(page: int, cover: int, front: int) -> str:
    """What a page is called: Cover, then i, ii, iii and so on, then 1, 2, 3 and so on."""
    if page < cover:
        return "Cover"
    return _roman(page - cover + 1) if page < front else str(page - front + 1)


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def unresolved(plan: Plan) -> Iterator[tuple[str, str, int]]:
    """Name of the fragment, destination, number of the fragment's first page; each once."""
    for fragment, seat in zip(plan.fragments, plan.seats, strict=True):
        targets = (*fragment.links, *[slot.target for slot in fragment.slots if slot.target])
        if not all(map(plan.numbers.__contains__, targets)):
            for target in dict.fromkeys(target for target in targets if target not in plan.numbers):
                yield fragment.name, target, seat.base + FIRST


def page_labels(plan: Plan) -> bytes:
    """The ranges that share a style (ISO 32000-1, 12.4.2)."""
    styles = ((0, plan.cover, b"/P(Cover)"), (plan.cover, plan.front, b"/S/r"), (plan.front, plan.pages, b"/S/D"))
    return b"".join([b"%d<<%s>>" % (start, style) for start, end, style in styles if start < end])
