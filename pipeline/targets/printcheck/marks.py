"""What a page of a finished PDF shows, as plain values: no engine below this line, and no rule above it.

Places are in points from the top left corner of the page; colours are red, green and blue from 0 to 255, as seen on
white paper.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from unicodedata import bidirectional

if TYPE_CHECKING:
    from PIL.Image import Image

Colour = tuple[int, int, int]
MM = 72 / 25.4
"""Points in a millimetre."""


@dataclass(frozen=True, slots=True)
class Box:
    """Edges of what is seen; `top` is less than `bottom`."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return (self.top + self.bottom) / 2

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def cut(self, other: Box) -> Box | None:
        """What both share, None when that is nothing."""
        if not self.meets(other):
            return None
        return Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def around(self, other: Box, more: float = 0.0) -> bool:
        """Whether the other is inside, but for so many points."""
        return (
            self.left - more <= other.left
            and self.top - more <= other.top
            and self.right + more >= other.right
            and self.bottom + more >= other.bottom
        )


@dataclass(frozen=True, slots=True)
class Role:
    """What the tag tree says a mark belongs to: the block by a number of the file, and its tag ("P", "H2", "LBody").

    `within` are the tags of the mark itself and of all around it, the innermost first; `section` is the number of what
    the block is part of, and `around` the numbers of all that holds it.
    """

    block: int
    tag: str
    within: tuple[str, ...] = ()
    section: int = 0
    around: tuple[int, ...] = ()

    @property
    def heads(self) -> bool:
        return len(self.tag) == 2 and self.tag[0] == "H" and self.tag[1].isdigit()


@dataclass(frozen=True, slots=True)
class Text:
    """Characters set in one go: a word, or a line. `size` is that of the type in points, `order` that of painting.

    `clip` is what of the page is left to it where something is cut away; `role` is None in folios, running heads and
    other furniture. `lost` are those of its characters that its font has no shape for; `framed` when it shows their
    numbers instead.
    """

    box: Box
    words: str
    size: float
    colour: Colour
    order: int
    clip: Box | None = None
    role: Role | None = None
    lost: str = ""
    framed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A rule, a border or a stroke: `breadth` in points."""

    box: Box
    breadth: float
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Fill:
    """An area of one colour. `plain` when it is a rectangle and thus covers all of its box."""

    box: Box
    colour: Colour
    plain: bool
    order: int
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels; `dpi` is how many of them an inch holds as printed, along the worse side."""

    box: Box
    dpi: float
    order: int
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One side of paper as the file has it.

    `number` counts from 1, `folio` is what the page is called. `raster` shows it at one pixel a point.
    """

    number: int
    width: float
    height: float
    texts: tuple[Text, ...] = ()
    lines: tuple[Line, ...] = ()
    fills: tuple[Fill, ...] = ()
    pictures: tuple[Picture, ...] = ()
    folio: str = ""
    raster: Image | None = field(default=None, repr=False, compare=False)

    @property
    def box(self) -> Box:
        return Box(0.0, 0.0, self.width, self.height)

    @property
    def from_right(self) -> bool:
        """Whether most words are read from the right."""
        sides = [next(map(bidirectional, text.words.strip()), "") for text in self.texts]
        return sum(side in {"R", "AL"} for side in sides) > sum(side == "L" for side in sides)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found. `key` is the same for what is the same fault: a colour, a size."""

    code: str
    page: int
    box: Box
    role: Role | None
    message: str
    hint: str
    key: str = ""
    severe: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """What a product and its layout ask for; sizes of type in points, zones in millimetres from the edge of the paper.

    `thinnest` is the least of lines in points. `edge` is what no office printer reaches, `punch` how far from the
    binding edge holes may reach (0 for neither). In points, 0 where unknown: `inner`, the margin at the binding edge;
    `measure` and `turned`, the breadths of the type area, upright and on pages on their side; `column`, that of what
    stands under a head. `flows` says whether paragraphs run from side to side; `sides` is what the number of sides must
    be a multiple of; `ink` is the most that a side may hold, in per cent.
    """

    smallest: float = 7.0
    thinnest: float = 0.5
    edge: float = 5.0
    punch: float = 15.0
    inner: float = 0.0
    measure: float = 0.0
    turned: float = 0.0
    column: float = 0.0
    flows: bool = True
    sides: int = 1
    ink: float = 25.0
