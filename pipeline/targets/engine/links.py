"""Links of a page: each a rectangle that leads to an anchor of the book or out of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pipeline.targets.engine.objects import Key, literal, name_string

SCALE = 0.75
"""Points to a CSS pixel."""

Rectangle = tuple[float, float, float, float]
"""Left, bottom, right, top in points from the lower left corner of the page."""


@dataclass(slots=True, eq=False)
class Link:
    """A link annotation; its number is given when it has found its place in the structure tree."""

    box: Any
    page: int
    target: str
    inside: bool
    """Whether it leads to an anchor, else to a URI."""
    rectangle: Rectangle
    number: int = 0
    group: int = 0
    """The index line (`Slot.group`) whose place it is: the linker writes it, for it may come to lead elsewhere."""
    says: str = ""
    """What a voice says of it, where that is not what `spoken` finds."""


def page_links(page: Any, index: int) -> Iterator[Link]:  # noqa: ANN401 - a page of WeasyPrint
    """The links of a page: outermost ones, where WeasyPrint tells one for every box within a link.

    Relative ones are left out: a book has no place that they could start from.
    """
    height = page.height * SCALE
    last: Link | None = None
    for kind, target, (left, top, right, bottom), box in page.links:
        if kind not in {"internal", "external"} or not target or (kind == "external" and not urlsplit(target).scheme):
            continue
        rectangle = (
            round(left * SCALE, 3),
            round(height - bottom * SCALE, 3),
            round(right * SCALE, 3),
            round(height - top * SCALE, 3),
        )
        box = getattr(box, "_box", box)  # noqa: PLW2901 - what a placeholder stands for
        if last and box.element is not last.box.element and last.target == target and _on(rectangle, last.rectangle):
            last.rectangle = _around(rectangle, last.rectangle)
            continue
        last = Link(box, index, target, kind == "internal", rectangle)
        yield last


def _on(inner: Rectangle, outer: Rectangle) -> bool:
    """Whether a rectangle stands on the line of another, within its width: a bolder face may be taller."""
    middle, slack = (inner[1] + inner[3]) / 2, 0.4
    return inner[0] >= outer[0] - slack and inner[2] <= outer[2] + slack and outer[1] <= middle <= outer[3]


def _around(one: Rectangle, other: Rectangle) -> Rectangle:
    left, bottom = (min(one[side], other[side]) for side in (0, 1))
    right, top = (max(one[side], other[side]) for side in (2, 3))
    return left, bottom, right, top


def annotation(link: Link) -> dict[str, object]:
    """Its object, to be printed; `Contents` is what a voice says of it (ISO 14289-1, 7.18.5)."""
    goal: dict[str, object] = (
        {"Dest": name_string(link.target)}
        if link.inside
        else {"A": {"Type": "/Action", "S": "/URI", "URI": literal(link.target)}}
    )
    return {
        "Type": "/Annot",
        "Subtype": "/Link",
        "Rect": list(link.rectangle),
        "Border": [0, 0, 0],
        "F": 4,
        "Contents": literal(link.says or spoken(link)),
        "StructParent": Key(link.number),
        **goal,
    }


def spoken(link: Link) -> str:
    """The words of the link; for one that only tells a page, where it leads."""
    element = link.box.element
    if element is None or any(e.get("data-page-of") for e in element.iter()):
        return link.target
    return " ".join("".join(element.itertext()).split()) or link.target
