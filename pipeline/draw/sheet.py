"""What a drawn map is: boxes and branches on a sheet, in points, ready for paper or a screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.model import Code, Math, Text

Kind = Literal["full", "overview", "branch", "list"]
Medium = Literal["paper", "page", "screen"]
"""Among text on paper; on a page of its own, which it fills; on a screen, where pictures have no links."""
Align = Literal["left", "center", "right"]

NEUTRAL = -1
"""The hue of what belongs to no main branch: the root's border and the trunk below it."""

SCALES = (1.4, 1.1, 1.0)
"""Type size of the root, the main branches and all else, as multiples of the sheet's size."""

WEIGHTS = (700, 700, 400)
MARK, CODE = 0.88, 0.9
"""Type size of quiet words and of code, as multiples of their label's."""
LEADING, TALL = 1.22, 1.3
"""Line height of a label in its own em; the second where letters have marks above and below."""
BASELINE = 0.925
"""From the top of a line of `LEADING` to its baseline: where the print engine puts it for these faces."""

Curve = tuple[float, float, float, float, float, float, float, float]
"""x and y of a cubic's four control points."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The largest room a map may take, in points. A map takes only what it needs, except on a page of its own."""

    width_pt: float
    height_pt: float
    kind: Medium = "paper"
    scale: float = 1.0
    """Type is so many times as large as usual."""
    least_pt: float = 0.0
    """No label is in smaller type."""

    @property
    def is_narrow(self) -> bool:
        """Whether it is on a page of A5 or smaller."""
        return self.width_pt < 400 * self.scale

    @property
    def most(self) -> int:
        """The points a reader takes in on one sheet."""
        if self.kind == "screen":
            return 14
        return 45 if self.is_narrow else 70


@dataclass(frozen=True, slots=True)
class Mark:
    """Small quiet words after a label: the page of its section, where its own map is, how much was left out.

    `zeros` are kept free behind the words for a page number, which is that of the sheet numbered `sheet`, or else of
    the place that the label leads to.
    """

    text: str = ""
    zeros: str = ""
    sheet: str = ""


Run = Text | Code | Math | Mark


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a label: its width, and what it takes above and below its baseline, in the label's em.

    `leading` is its height where no formula makes it taller.
    """

    runs: tuple[Run, ...]
    width: float = 0.0
    above: float = BASELINE
    below: float = LEADING - BASELINE
    leading: float = LEADING

    @property
    def height(self) -> float:
        return self.above + self.below

    @property
    def text(self) -> str:
        """Its characters as typed, without marks."""
        return "".join(r.tex if isinstance(r, Math) else r.text for r in self.runs if not isinstance(r, Mark)).strip()


@dataclass(frozen=True, slots=True)
class Box:
    """A label where it stands. Boxes are stored parents first, so levels alone give the tree back.

    `label` is what a voice says. `side` is 1 when branches grow to the right, -1 to the left; `badge` is the width of
    the disc with the number, which begins at `badge_x`; `text_x` and `text_width` bound the lines within the box.
    A blank box has room for words but holds none.
    """

    label: str
    lines: tuple[Line, ...]
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
    badge_x: float = 0.0
    align: Align = "left"
    is_blank: bool = False

    def tops(self, font_pt: float) -> tuple[float, ...]:
        """Where its lines begin, from the top of the sheet, and where the last one ends."""
        size = font_pt * scale(self.level)
        heights = [line.height * size for line in self.lines]
        top = self.y + (self.height - sum(heights)) / 2 if self.level < 2 else self.y
        return tuple(top + sum(heights[:i]) for i in range(len(heights) + 1))


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
    """One drawn map. A `list` sheet has labels but no places: it was too big to draw and is set as a plain list.

    `turn` counts the sheets before it that have the same number.
    """

    title: str
    number: str
    kind: Kind
    font_pt: float
    width: float
    height: float
    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    turn: int = 0
    is_rtl: bool = False


def scale(level: int) -> float:
    return SCALES[min(level, 2)]


def weight(level: int) -> int:
    return WEIGHTS[min(level, 2)]
