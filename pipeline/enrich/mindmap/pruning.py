"""Keeps a map readable: at most four levels and sixty points, the weightiest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from pipeline import model as m
from pipeline.enrich.mindmap.language.shape import fits
from pipeline.enrich.mindmap.point import DEEPER, FIGURE, SECTION, SUBSECTION, Point
from pipeline.enrich.mindmap.seal import Seals

MOST_NODES = 60
MOST_LEVELS = 4
"""Below the root."""

_LONG_OUTLINE = 30
_MOST_OF_ALL = 300
_FIRST, _STEP, _LAST = 0.2, 0.04, -0.2
_Path = tuple[int, ...]


def grow(root: Point, seals: Seals, depth: int = 0) -> m.Branch:
    """The tree of the points that stay; each branch counts in `more` those that were left out below it.

    What the author does not want to see, below a `depth`, counts as not there.
    """
    if depth:
        root = _down_to(root, depth)
    weighed = [
        (path, weight) for path, weight in _weighed(root, (), root.weight) if len(path) <= (depth or MOST_LEVELS)
    ]
    crowd = Counter(path[:1] for path, _ in weighed)
    ranked = sorted(weighed, key=lambda node: (-node[1], crowd[node[0][:1]], node[0]))
    return _branch(root, (), {path for path, _ in ranked[: _budget(root)]}, seals)[0]


def _down_to(point: Point, depth: int) -> Point:
    return replace(point, points=tuple(_down_to(p, depth - 1) for p in point.points) if depth else ())


def _budget(root: Point) -> int:
    """How many nodes: sixty, more for a long outline, and never fewer than there are main sections."""
    main = [p for p in root.points if p.weight == SECTION]
    headings = len(main) + sum(p.weight == SUBSECTION for section in main for p in section.points)
    most = MOST_NODES if headings <= _LONG_OUTLINE else min(_MOST_OF_ALL, 2 * headings)
    return max(most, len(main) + 1)


def _weighed(point: Point, path: _Path, weight: float) -> Iterator[tuple[_Path, float]]:
    """Every node's place and weight. Early points outweigh late ones, none outweighs the point it belongs to."""
    yield path, weight
    early = 0
    for i, inner in enumerate(point.points):
        heading = inner.weight >= DEEPER
        place = 0.0 if heading else max(_LAST, _FIRST - _STEP * early)
        early += not heading
        yield from _weighed(inner, (*path, i), min(weight, round(inner.weight + place, 3)))


def _branch(point: Point, path: _Path, kept: set[_Path], seals: Seals) -> tuple[m.Branch, int]:
    """A branch, and how many facts left out below it are for its section to count: "+1" on a leaf tells little."""
    inside = [(p, (*path, i)) for i, p in enumerate(point.points)]
    grown = [_branch(p, at, kept, seals) for p, at in inside if at in kept]
    left = [p for p, at in inside if at not in kept]
    label = point.label
    if left and not grown and (joined := _with_fact(point)):
        label, left = joined, [*left[0].points, *left[1:]]
    facts = sum(count for _, count in grown)
    counts = len(path) < 2 or point.weight >= DEEPER
    facts += sum(_size(p) for p in left if not counts and p.weight <= FIGURE)
    more = sum(_size(p) for p in left if counts or p.weight > FIGURE) + (facts if counts else 0)
    branch = m.Branch(seals.open(label), tuple(b for b, _ in grown), point.href, point.number, more)
    return branch, 0 if counts else facts


def _with_fact(point: Point) -> str:
    """A name and the figure behind it as one label, where there is no room for two; or ""."""
    first = point.points[0]
    joined = f"{point.label}: {first.label}"
    if first.weight != FIGURE or not FIGURE < point.weight < DEEPER:
        return ""
    return joined if joined.count(":") == 1 and fits(joined) else ""


def _size(point: Point) -> int:
    return 1 + sum(_size(p) for p in point.points)
