"""Faults of a drawn map that a reader would see: labels that overlap, branches that cross, type that is too small."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from pipeline.draw.sheet import SCALES, Box, Edge, Frame, Sheet

_BRIEF, _FEW_LINES = 40, 3
_FULL, _FILL = 40, 0.75
"""A map of more points than the first fills a page of its own by more than the second."""
_SLACK = 0.05
_STEPS = 24

Point = tuple[float, float]


def audit(sheet: Sheet, frame: Frame) -> tuple[str, ...]:
    """What is wrong with a sheet for a frame, a sentence each; nothing for a sound one."""
    if sheet.kind == "list":
        return ()
    return (
        *_measures(sheet, frame),
        *_broken(sheet),
        *_clipped(sheet),
        *_overlaps(sheet),
        *_crossings(sheet),
        *_struck(sheet),
    )


def floor_pt(frame: Frame) -> float:
    """The smallest type that is legible on a medium."""
    return 8.0 if frame.is_narrow and frame.kind != "screen" else 8.5


def fill(sheet: Sheet, frame: Frame) -> float:
    """The share of a frame that the box around all labels takes."""
    wide = max(box.x + box.width for box in sheet.boxes) - min(box.x for box in sheet.boxes)
    high = max(box.y + box.height for box in sheet.boxes) - min(box.y for box in sheet.boxes)
    return wide * high / (frame.width_pt * frame.height_pt)


def _measures(sheet: Sheet, frame: Frame) -> Iterator[str]:
    if sheet.font_pt * min(SCALES) < floor_pt(frame):
        yield f"type of {sheet.font_pt} pt is too small"
    if len(sheet.boxes) > frame.most:
        yield f"{len(sheet.boxes)} points are too many for a sheet"
    if frame.kind == "page" and sheet.kind == "full" and len(sheet.boxes) > _FULL and fill(sheet, frame) < _FILL:
        yield f"the map fills only {fill(sheet, frame):.0%} of its page"
    if sheet.width > frame.width_pt + _SLACK or sheet.height > frame.height_pt + _SLACK:
        yield "the map is larger than its frame"


def _broken(sheet: Sheet) -> Iterator[str]:
    for box in sheet.boxes:
        if len(box.lines) > _FEW_LINES and len(" ".join(line.text for line in box.lines)) <= _BRIEF:
            yield f"{box.label!r} is broken into {len(box.lines)} lines"


def line_of(edge: Edge) -> tuple[Point, ...]:
    """The points along a branch, from its parent to the end of the line under its label."""
    ax, ay, bx, by, cx, cy, dx, dy = edge.curve
    points = []
    for step in range(_STEPS + 1):
        t = step / _STEPS
        u = 1 - t
        k0, k1, k2, k3 = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
        points.append((k0 * ax + k1 * bx + k2 * cx + k3 * dx, k0 * ay + k1 * by + k2 * cy + k3 * dy))
    return (*points, (edge.tail, dy)) if edge.tail != dx else tuple(points)


def _clipped(sheet: Sheet) -> Iterator[str]:
    for box in sheet.boxes:
        right, bottom = box.x + box.width, box.y + box.height
        if box.x < -_SLACK or box.y < -_SLACK or right > sheet.width + _SLACK or bottom > sheet.height + _SLACK:
            yield f"{box.label!r} is cut off"
    for edge in sheet.edges:
        if not all(-1 <= x <= sheet.width + 1 and -1 <= y <= sheet.height + 1 for x, y in line_of(edge)):
            yield f"the branch to {sheet.boxes[edge.child].label!r} is cut off"


def _overlaps(sheet: Sheet) -> Iterator[str]:
    for a, b in combinations(sheet.boxes, 2):
        wide = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
        high = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
        if wide > _SLACK and high > _SLACK:
            yield f"{a.label!r} overlaps {b.label!r}"


def _crossings(sheet: Sheet) -> Iterator[str]:
    lines = [(edge, line_of(edge)) for edge in sheet.edges]
    for (a, one), (b, other) in combinations(lines, 2):
        kin = b.parent in (a.parent, a.child) or b.child == a.parent
        if not kin and _near(one, other) and _meet(one, other):
            yield f"the branches to {sheet.boxes[a.child].label!r} and {sheet.boxes[b.child].label!r} cross"


def _near(one: tuple[Point, ...], other: tuple[Point, ...]) -> bool:
    return all(
        max(p[i] for p in one) >= min(p[i] for p in other) and max(p[i] for p in other) >= min(p[i] for p in one)
        for i in (0, 1)
    )


def _meet(one: tuple[Point, ...], other: tuple[Point, ...]) -> bool:
    return any(
        _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0
        for a, b in pairwise(one)
        for c, d in pairwise(other)
    )


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _struck(sheet: Sheet) -> Iterator[str]:
    """Labels that a foreign branch runs through."""
    for edge in sheet.edges:
        line = line_of(edge)
        for index, box in enumerate(sheet.boxes):
            if index not in (edge.parent, edge.child) and any(_inside(p, box) for p in line):
                yield f"the branch to {sheet.boxes[edge.child].label!r} runs through {box.label!r}"


def _inside(point: Point, box: Box) -> bool:
    x, y = point
    return box.x + 0.5 < x < box.x + box.width - 0.5 and box.y + 0.5 < y < box.y + box.height - 0.5
