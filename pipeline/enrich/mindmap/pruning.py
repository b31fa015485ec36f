"""Keeps a map readable: at most four levels and sixty nodes, the weightiest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline import model as m
from pipeline.enrich.mindmap.points import Point

MOST_NODES = 60
MOST_LEVELS = 4
"""Below the root."""

_FIRST, _STEP, _LAST = 0.2, 0.04, -0.2
_Path = tuple[int, ...]


def grow(root: Point) -> m.Branch:
    """The tree of the points that stay; each branch counts in `more` those that were left out below it."""
    weighed = [(path, weight) for path, weight in _weighed(root, (), root.weight) if len(path) <= MOST_LEVELS]
    crowd = Counter(path[:1] for path, _ in weighed)
    ranked = sorted(weighed, key=lambda node: (-node[1], crowd[node[0][:1]], node[0]))
    return _branch(root, (), {path for path, _ in ranked[:MOST_NODES]})


def _weighed(point: Point, path: _Path, weight: float) -> Iterator[tuple[_Path, float]]:
    """Every node's place and weight. Early points outweigh late ones, none outweighs the point it belongs to."""
    yield path, weight
    for i, inner in enumerate(point.points):
        place = max(_LAST, _FIRST - _STEP * i)
        yield from _weighed(inner, (*path, i), min(weight, round(inner.weight + place, 3)))


def _branch(point: Point, path: _Path, kept: set[_Path]) -> m.Branch:
    inside = [(p, (*path, i)) for i, p in enumerate(point.points)]
    branches = tuple(_branch(p, at, kept) for p, at in inside if at in kept)
    more = sum(_size(p) for p, at in inside if at not in kept)
    return m.Branch((m.Text(point.label),), branches, point.href, point.number, more)


def _size(point: Point) -> int:
    return 1 + sum(_size(p) for p in point.points)
