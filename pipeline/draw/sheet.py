"""What a drawn map is: boxes and branches on a sheet, in points, ready for paper or a screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["full", "overview", "branch", "list"]
Medium = Literal["paper", "screen"]

NEUTRAL = -1
"""The hue of what belongs to no main branch: the root's border and the trunk below it."""

_HUES = ("#172EA3", "#598007", "#5C103B", "#5E5FFB", "#2E4403", "#A2527A", "#3A3A3A", "#00706A")
INK = "#111111"

SCALES = (1.4, 1.1, 1.0)
"""Type size of the root, the main branches and all else, as multiples of the sheet's size."""

WEIGHTS = (700, 700, 400)
LEADING = 1.22
"""Line height of a label in its own em."""

Curve = tuple[float, float, float, float, float, float, float, float]
"""x and y of a cubic's four control points."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The largest room a map may take, in points. A map takes only what it needs."""

    width_pt: float
    height_pt: float
    kind: Medium = "paper"


@dataclass(frozen=True, slots=True)
class Box:
    """A label where it stands. Boxes are stored parents first, so levels alone give the tree back.

    `side` is 1 when branches grow to the right, -1 to the left; `badge` is the width of the disc with the number;
    `text_x` and `text_width` bound the lines within the box.
    """

    label: str
    lines: tuple[str, ...]
    level: int
    number: str
    href: str
    hue: int
    side: int
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0
    text_x: float = 0.0
    text_width: float = 0.0
    badge: float = 0.0

    @property
    def align(self) -> Literal["left", "center", "right"]:
        if self.level == 0 and not self.number:
            return "center"
        return "right" if self.level > 1 and self.side < 0 else "left"


@dataclass(frozen=True, slots=True)
class Edge:
    """A branch from one box to another: a cubic curve, then a straight line to `tail` under the child's label.

    `start` and `end` are the widths at either end of the curve.
    """

    parent: int
    child: int
    hue: int
    curve: Curve
    start: float
    end: float
    tail: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """One drawn map. A `list` sheet has labels but no places: it was too big to draw and is set as a plain list."""

    title: str
    number: str
    kind: Kind
    font_pt: float
    width: float
    height: float
    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]


def scale(level: int) -> float:
    return SCALES[min(level, 2)]


def weight(level: int) -> int:
    return WEIGHTS[min(level, 2)]


def colour(hue: int) -> str:
    return INK if hue == NEUTRAL else _HUES[hue % len(_HUES)]
