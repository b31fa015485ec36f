"""A formula in a label: how much room it takes, and its shapes as outlines like those of letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipeline import formula
from pipeline.fonts import Stroke

_VIEW = re.compile(r'viewBox="([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+)"')
_SHAPE = re.compile(r"<(?!/)(\w+)([^>]*)>")
_STEP = re.compile(r"([MLCQZ])([^MLCQZ]*)")
_NUMBER = re.compile(r"-?[\d.]+")
_MOVE = re.compile(r"translate\(([-\d.]+) ([-\d.]+)\)(?: scale\(([-\d.]+)\))?")
_FLIP = 'transform="scale(1,-1)"'
_UNITS = 1000.0
_ROOT = re.compile(r"<svg\b[^>]*>")
_AIR = 0.08
"""What is free above and below a formula, in em: branches run close under labels."""


@dataclass(frozen=True, slots=True)
class Art:
    """A formula drawn: sizes in em, `above` and `below` its baseline; its words and markup, which begins at `left`."""

    width: float
    above: float
    below: float
    speech: str
    svg: str
    left: float

    @property
    def strokes(self) -> Iterator[Stroke]:
        """The shapes as outlines from (0, 0) on the baseline."""
        return _strokes(self.svg, self.left)


@lru_cache(maxsize=1024)
def art(tex: str, lang: str) -> Art | None:
    """The drawing of a formula; None when it is not understood, and must be shown as typed."""
    drawn = formula.drawn(tex, display=False, lang=lang)
    view = _VIEW.search(drawn.svg)
    if drawn.faults or drawn.foreign or not view or _FLIP not in drawn.svg:  # the renderer writes what we do not know
        return None
    left, top, width, height = (float(v) / _UNITS for v in view.groups())
    above, below = _AIR - top, height + top + _AIR
    size = f'viewBox="{_box(left, -above, width, above + below)}" width="{width:.3f}em" height="{above + below:.3f}em"'
    svg = _ROOT.sub(
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} style="vertical-align:-{below:.3f}em">', drawn.svg, 1
    )
    return Art(width, above, below, drawn.speech, svg, left)


def _box(*sides: float) -> str:
    return " ".join(f"{side * _UNITS:g}" for side in sides)


def _strokes(svg: str, left: float) -> Iterator[Stroke]:
    for name, attributes in _SHAPE.findall(svg):
        move = _MOVE.search(attributes)
        x, y, size = (float(v or 1) for v in move.groups()) if move else (0.0, 0.0, 1.0)
        place = (x / _UNITS - left, y / _UNITS, size / _UNITS)
        if name == "path":
            yield from _path(attributes.partition('d="')[2].partition('"')[0], place)
        elif name == "rect":
            yield from _path(_rectangle(attributes), place)


def _rectangle(attributes: str) -> str:
    x, y, width, height = (
        float(v) for key in ("x", "y", "width", "height") for v in re.findall(rf'\b{key}="([-\d.]+)"', attributes)
    )
    return f"M{x} {y}L{x + width} {y} {x + width} {y + height} {x} {y + height}Z"


def _path(data: str, place: tuple[float, float, float]) -> Iterator[Stroke]:
    x, y, size = place
    for command, rest in _STEP.findall(data):
        values = [float(v) for v in _NUMBER.findall(rest)]
        points = tuple(-(y + v * size) if i % 2 else x + v * size for i, v in enumerate(values))
        each = {"C": 6, "Q": 4, "Z": 0}.get(command, 2)
        if not each:
            yield command, ()
        for i in range(0, len(points), each or 1):
            yield command, points[i : i + each]
