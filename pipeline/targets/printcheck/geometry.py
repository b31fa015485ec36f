"""Places on a page under the matrices of a PDF (ISO 32000-1, 8.3.3), and what of a rectangle is a line."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.targets.printcheck.marks import Box

Matrix = tuple[float, float, float, float, float, float]
_THIN = 3.0
"""Points: a filled rectangle thinner than that, and longer than it is thick, is a rule."""
_DOT = 5.0
"""Points: what is smaller than that both ways is a dot, no line."""


def joined(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def scale(matrix: Matrix) -> float:
    a, b, c, d, _, _ = matrix
    return float(abs(a * d - b * c) ** 0.5)


def moved(points: list[tuple[float, float]], matrix: Matrix) -> Box:
    a, b, c, d, e, f = matrix
    if len(points) == 2:
        (x0, y0), (x1, y1) = points
        points = [(x0, y0), (x0, y1), (x1, y0), (x1, y1)]
    xs = [x * a + y * c + e for x, y in points]
    ys = [x * b + y * d + f for x, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def is_rule(box: Box) -> bool:
    short, long = sorted((box.width, box.height))
    return short < _THIN and long >= _DOT and long > 2 * short


def sides(outer: Box, inner: Box, seen: Box) -> Iterator[tuple[Box, float]]:
    """The sides of a border that are drawn, each with its breadth: `seen` cuts away the others."""
    sides = (
        (Box(outer.left, outer.top, inner.left, outer.bottom), inner.left - outer.left),
        (Box(inner.right, outer.top, outer.right, outer.bottom), outer.right - inner.right),
        (Box(outer.left, outer.top, outer.right, inner.top), inner.top - outer.top),
        (Box(outer.left, inner.bottom, outer.right, outer.bottom), outer.bottom - inner.bottom),
    )
    for side, breadth in sides:
        shared = seen.cut(side)
        if breadth > 0.01 and shared and shared.width * shared.height > 0.5 * side.width * side.height:
            yield shared, breadth
