"""A branch in the making."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline.text import words

SECTION, SUBSECTION, DEEPER = 3.0, 2.0, 1.4
LEAD, ITEM, SUM, ROW, PROSE, FORMULA = 0.8, 0.72, 0.7, 0.66, 0.62, 0.58
FIGURE, NAME, MEANING, LINK = 0.54, 0.46, 0.42, 0.36
"""How much a point weighs, by what it is."""


@dataclass(frozen=True, slots=True)
class Point:
    """A branch in the making, its label still sealed; the `weight` says how long it stays when the map is too full."""

    label: str
    weight: float
    href: str = ""
    number: str = ""
    points: tuple[Point, ...] = ()


def distinct(points: Iterable[Point]) -> tuple[Point, ...]:
    """Points with something to say, each label once."""
    seen: dict[str, Point] = {}
    for point in points:
        if point.label:
            seen.setdefault(point.label.casefold(), point)
    return tuple(seen.values())


def without_echoes(point: Point) -> Point:
    """The tree without points that say no more than the one they belong to; what is below them moves up."""
    said = set(words(point.label))
    inner: list[Point] = []
    for child in map(without_echoes, point.points):
        told = words(child.label)
        if child.weight < DEEPER and told and said.issuperset(told):
            inner += child.points
        else:
            inner.append(child)
    return replace(point, points=tuple(inner))
