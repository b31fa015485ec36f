"""Branches as SVG: tapered ones as filled shapes, the others as strokes, one element for each colour and width."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from pipeline.draw.palette import WHITE, Palette
from pipeline.draw.sheet import Box, Edge, Sheet

Number = Callable[[float], str]
"""Writes a length in points in the units of the picture."""
Point = tuple[float, float]


def branches(sheet: Sheet, number: Number, palette: Palette) -> str:
    """All that is drawn of a map except its letters."""
    groups: dict[str, list[str]] = {}
    for edge in sheet.edges:
        hue = palette.colour(edge.hue)
        if edge.start == edge.end:
            look = f'fill="none" stroke="{hue}" stroke-width="{number(edge.start)}"'
            groups.setdefault(look, []).append(_stroke(edge, number))
        else:
            groups.setdefault(f'fill="{hue}"', []).append(_taper(edge, number))
    lines = (f'<path {look} d="{"".join(paths)}"/>' for look, paths in groups.items())
    return "".join((*lines, *_plates(sheet, number, palette), *_rules(sheet, number, palette)))


def _stroke(edge: Edge, number: Number) -> str:
    x, y, *rest = (number(v) for v in edge.curve)
    tail = f"H{number(edge.tail)}" if edge.tail != edge.curve[6] else ""
    return f"M{x} {y}C{' '.join(rest)}{tail}"


def _taper(edge: Edge, number: Number) -> str:
    """The outline of a branch that narrows: its control polygon moved to either side (Tiller and Hanson)."""
    v = edge.curve
    points = ((v[0], v[1]), (v[2], v[3]), (v[4], v[5]), (v[6], v[7]))
    halves = tuple((edge.start + (edge.end - edge.start) * i / 3) / 2 for i in range(4))
    there = _beside(points, halves)
    back = _beside(points, tuple(-h for h in halves))[::-1]
    return f"M{_pair(there[0], number)}{_cubic(there, number)}L{_pair(back[0], number)}{_cubic(back, number)}Z"


def _cubic(points: tuple[Point, ...], number: Number) -> str:
    return "C" + " ".join(_pair(p, number) for p in points[1:])


def _pair(point: Point, number: Number) -> str:
    return f"{number(point[0])} {number(point[1])}"


def _beside(points: tuple[Point, ...], distances: tuple[float, ...]) -> tuple[Point, ...]:
    """A control polygon moved sideways; at its corners the two moved legs meet."""
    legs = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)]
    units = [(-y / length, x / length) if (length := math.hypot(x, y)) > 1e-6 else None for x, y in legs]
    around = zip((None, *units), (*units, None), strict=True)
    return tuple(
        _moved(point, [n for n in normals if n], distance)
        for point, normals, distance in zip(points, around, distances, strict=True)
    )


def _moved(point: Point, normals: list[Point], distance: float) -> Point:
    if not normals:
        return point
    x, y = (sum(n[i] for n in normals) / len(normals) for i in (0, 1))
    reach = max(x * x + y * y, 0.25)
    return point[0] + x * distance / reach, point[1] + y * distance / reach


def _plates(sheet: Sheet, number: Number, palette: Palette) -> Iterator[str]:
    em = sheet.font_pt
    for box in sheet.boxes:
        hue, plate = palette.colour(box.hue), palette.plate(box)
        if box.level < 2 and plate == WHITE:
            thick = em * (0.1 if box.level else 0.15)
            border = f'fill="#fff" stroke="{hue}" stroke-width="{number(thick)}"'
            yield _rect(_inset(box, thick / 2), number, em * (0.4 if box.level else 0.6), border)
        elif box.level == 1:
            yield _rect((box.x, box.y, box.width, box.height), number, em * 0.45, f'fill="{plate}"')
        if box.badge:
            x, y, width, height = badge(box, em)
            yield _rect((x, y, width, height), number, height / 2, f'fill="{palette.disc(box)}"')


def _rules(sheet: Sheet, number: Number, palette: Palette) -> Iterator[str]:
    """Lines to write on in blank boxes; the last one of a twig is its branch."""
    lines = []
    for box in sheet.boxes:
        if box.is_blank:
            ends = box.tops(sheet.font_pt)[1:] if box.level < 2 else box.tops(sheet.font_pt)[1:-1]
            lines += [f"M{number(box.text_x)} {number(y)}h{number(box.text_width)}" for y in ends]
    if lines:
        look = f'fill="none" stroke="{palette.rule}" stroke-width="{number(0.5)}"'
        yield f'<path {look} d="{"".join(lines)}"/>'


def badge(box: Box, em: float) -> tuple[float, float, float, float]:
    """The disc that holds a label's number: x, y, width, height."""
    height = em * (1.28 if box.level else 1.63)
    return box.badge_x, box.y + (box.height - height) / 2, box.badge, height


def _inset(box: Box, by: float) -> tuple[float, float, float, float]:
    return box.x + by, box.y + by, box.width - 2 * by, box.height - 2 * by


def _rect(place: Iterable[float], number: Number, radius: float, look: str) -> str:
    x, y, width, height = (number(v) for v in place)
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{number(radius)}" {look}/>'
