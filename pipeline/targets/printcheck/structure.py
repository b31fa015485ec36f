"""What a file says of itself beside its pages: the tag tree and the named places."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.targets.printcheck.marks import Role

BLOCKS = frozenset({
    "P", "H1", "H2", "H3", "H4", "H5", "H6", "LBody", "Lbl", "BlockQuote", "Caption", "TD", "TH", "Figure", "Formula",
    "Note", "TOCI",
})  # fmt: skip
"""Tags of what holds lines; what is tagged inside them (Code, Link, Span) is part of it."""


_FURNITURE = frozenset({"NonStruct", "Artifact"})
_SECTIONS = frozenset({"Sect", "Art", "Part", "Div", "Document"})


@dataclass(frozen=True, slots=True)
class Anchor:
    """A named place: the page from 1, points from its left and upper edge."""

    name: str
    page: int
    left: float
    top: float


def roles(pdf: Any) -> Callable[[int], Mapping[int, Role]]:  # noqa: ANN401 - pikepdf's objects are no mappings
    """For a page, counted from 0: what block each piece of marked content is part of (ISO 32000-1, 14.7.4.4)."""
    tree = pdf.Root.get("/StructTreeRoot", {}).get("/ParentTree")
    rows = dict(_leaves(tree, "/Nums")) if tree is not None else {}
    known: dict[tuple[int, int], Role] = {}

    def of_page(number: int) -> Mapping[int, Role]:
        found = rows.get(pdf.pages[number].obj.get("/StructParents"), ())
        told = {at: _role(element, known) for at, element in enumerate(found) if element is not None}
        return {at: role for at, role in told.items() if not _FURNITURE.intersection(role.within)}

    return of_page


def _role(element: Any, known: dict[tuple[int, int], Role]) -> Role:  # noqa: ANN401
    if element.objgen not in known:
        path = list(_upward(element))
        at = next((n for n, (tag, _) in enumerate(path) if tag in BLOCKS), 0)
        tag, block = path[at] if path else ("", 0)
        section = next((number for name, number in path[at + 1 :] if name in _SECTIONS), 0)
        within, around = tuple(name for name, _ in path), tuple(number for _, number in path)
        known[element.objgen] = Role(block, tag, within, section, around)
    return known[element.objgen]


def _upward(element: Any) -> Iterator[tuple[str, int]]:  # noqa: ANN401
    """Tags and numbers of an element and of all around it."""
    while element is not None and "/S" in element:
        yield str(element.S)[1:], element.objgen[0]
        element = element.get("/P")


def _leaves(node: Any, key: str) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401
    """The pairs of a tree of numbers or names (7.9.6, 7.9.7)."""
    pairs = node.get(key, ())
    for at in range(0, len(pairs), 2):
        yield pairs[at], pairs[at + 1]
    for kid in node.get("/Kids", ()):
        yield from _leaves(kid, key)


def anchors(pdf: Any) -> tuple[Anchor, ...]:  # noqa: ANN401
    """The named places, in the order of the pages (12.3.2.3)."""
    import pikepdf

    names = pdf.Root.get("/Names", {}).get("/Dests")
    if names is None:
        return ()
    numbers = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
    found = []
    for name, value in _leaves(names, "/Names"):
        place = value.D if isinstance(value, pikepdf.Dictionary) else value
        if (number := numbers.get(place[0].objgen)) is None or len(place) < 4:
            continue
        left, _, _, top = (float(edge) for edge in pdf.pages[number].cropbox)
        found.append(Anchor(str(name), number + 1, float(place[2]) - left, top - float(place[3])))
    return tuple(sorted(found, key=lambda anchor: (anchor.page, anchor.top, anchor.left, anchor.name)))
