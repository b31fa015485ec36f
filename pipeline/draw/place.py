"""Where the points of a map stand: two ways to grow a tree, in em, each in one walk down and one walk up.

Every subtree owns a band of the page that nothing else enters, and siblings keep their order, so labels cannot
overlap and branches cannot cross. Only the caller knows the size of an em.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from pipeline.draw.knot import Knot, Setting

_NEAR = 2.7
"""Where a main branch above or below the root begins, from the axis."""
_SIBLINGS = (1.15, 0.42, 0.22)
"""The air between siblings by the level of their parent."""
_GROUPS = 0.3
"""More air where one of two siblings has branches of its own."""
_HAIR = 1e-6
"""Less than this is rounding."""


class Style(NamedTuple):
    """How wide labels may be before they break, in em; the length of branches and the air between siblings.

    The last two are multiples of what is least.
    """

    pill: float
    twig: float
    reach: float = 1.0
    leaf: float = 21.0
    air: float = 1.0


STYLES = (Style(12.0, 12.0), Style(10.0, 9.0), Style(8.5, 7.5), Style(7.0, 6.0), Style(6.5, 4.5, 0.8))
EACH = Style(0.0, 0.0)
"""Every main branch in the style of `STYLES` that makes it lowest."""


class Limb(NamedTuple):
    """A placed subtree, its label from `x` on. `up` and `down` are the extent of the whole band around its joint.

    `heights` are those of the joints of its limbs, above or below its own; `reach` is the farthest right end of all
    its labels, and `breaks` counts their line breaks. Wherever there is room for its reach but no more than `most`, it
    grows just so.
    """

    knot: Knot
    setting: Setting
    x: float
    up: float
    down: float
    reach: float
    breaks: int
    most: float = math.inf
    limbs: tuple[Limb, ...] = ()
    heights: tuple[float, ...] = ()


class Side(NamedTuple):
    """The limbs on one side of a root, with the room they take from its middle and the line breaks in their labels.

    `heights` are those of the limbs' joints, from the root's middle.
    """

    limbs: tuple[Limb, ...] = ()
    heights: tuple[float, ...] = ()
    reach: float = 0.0
    height: float = 0.0
    breaks: int = 0

    def lowered(self, by: float) -> Side:
        return self._replace(heights=tuple(by + y for y in self.heights))


class Growth(NamedTuple):
    """A placed map: the root's box, the sides to its right and left, and the room taken. All heights are from the top.

    `axis` is the root's middle; it is 0 for a spine, where the root stands above its limbs.
    """

    root: Limb
    joint: float
    right: Side
    left: Side
    axis: float
    width: float
    height: float
    breaks: int


@dataclass(frozen=True, slots=True, eq=False)
class Nursery:
    """Grows subtrees and remembers them: most are wanted again for another type size, in room that changes nothing."""

    limbs: dict[tuple[Knot, float, Style], list[Limb]] = field(default_factory=dict)
    reaches: dict[tuple[Knot, float, Style], float] = field(default_factory=dict)

    def limb(self, knot: Knot, x: float, room: float, style: Style) -> Limb:
        """A subtree whose label begins at `x` and whose leaves should end before `room`."""
        if not style.pill:
            return self._lowest(knot, x, room, style)
        known = self.limbs.setdefault((knot, x, style), [])
        for limb in known:
            if limb.reach + _HAIR <= room <= limb.most - _HAIR:
                return limb
        known.append(_grown(knot, x, room, style))
        return known[-1]

    def _lowest(self, knot: Knot, x: float, room: float, style: Style) -> Limb:
        limbs = [self.limb(knot, x, room, known) for known in _alike(style)]
        fitting = [limb for limb in limbs if limb.reach <= room] or limbs[-1:]
        return min(fitting, key=lambda limb: (limb.up + limb.down, limb.breaks))

    def fits(self, kids: Sequence[Knot], x: float, room: float, style: Style) -> bool:
        """Whether subtrees whose labels begin at `x` could end before `room`, broken as much as the style allows."""
        return room == math.inf or all(self._least_reach(kid, x, style) <= room + _HAIR for kid in kids)

    def _least_reach(self, knot: Knot, x: float, style: Style) -> float:
        if not style.pill:
            return min([self._least_reach(knot, x, known) for known in _alike(style)])
        key = (knot, x, style)
        if key not in self.reaches:
            self.reaches[key] = _grown(knot, x, 0.0, style).reach
        return self.reaches[key]


def _alike(style: Style) -> tuple[Style, ...]:
    """All styles with the same length of branches and the same air."""
    if style == EACH:
        return STYLES
    return tuple([known._replace(reach=known.reach * style.reach, air=style.air) for known in STYLES])


class Flank(NamedTuple):
    """One side of a map still to be placed: its main branches, the root they leave, and the width they have."""

    kids: tuple[Knot, ...]
    root: Limb
    room: float
    nursery: Nursery


def trunk(root: Knot) -> Limb:
    """The root of a two-sided map."""
    return _bare(root, root.setting(9.0), 0.0)


def two(root: Limb, right: Side, left: Side) -> Growth:
    """Branches on both sides of the root."""
    height = max(right.height, left.height, root.setting.height)
    half = root.setting.width / 2
    axis = max(left.reach, half)
    middle = height / 2
    return Growth(
        root._replace(x=axis - half),
        middle,
        right.lowered(middle),
        left.lowered(middle),
        axis,
        axis + max(right.reach, half),
        height,
        right.breaks + left.breaks,
    )


def spine(root: Knot, total: float, style: Style, nursery: Nursery) -> Growth | None:
    """The root as a banner at the top left, its branches below one another along a trunk; None where it is too wide."""
    banner = _bare(root, root.setting(total - root.padding), 0.0)
    start = max(strands(len(root.kids)), default=0.0) + 1.5
    if not nursery.fits(root.kids, start, total, style):
        return None
    limbs = tuple(nursery.limb(kid, start, total, style) for kid in root.kids)
    top = banner.setting.height + 0.9 + (limbs[0].up if limbs else 0.0)
    heights = tuple(top + y for y in _stacked(limbs, 0, style.air))
    height = heights[-1] + limbs[-1].down if limbs else banner.setting.height
    width = max((banner.setting.width, *(limb.reach for limb in limbs)))
    breaks = sum(limb.breaks for limb in limbs)
    return Growth(banner, banner.setting.joint, Side(limbs, heights), Side(), 0.0, width, height, breaks)


# --------------------------------------------------------------------------- one limb


def _bare(knot: Knot, setting: Setting, x: float, most: float = math.inf) -> Limb:
    return Limb(knot, setting, x, setting.joint, setting.below, x + setting.width, setting.breaks, most)


def _grown(knot: Knot, x: float, room: float, style: Style) -> Limb:
    limit = style.pill if knot.level == 1 else style.twig
    if not knot.kids:
        return _leaf(knot, x, max(limit, min(style.leaf, room - x - knot.padding)), style)
    setting = knot.setting(limit)
    right = x + setting.width
    inner = right + _reach_of(knot, style)
    limbs = tuple([_grown(kid, inner, room, style) for kid in knot.kids])
    heights = _stacked(limbs, knot.level, style.air)
    middle = (heights[0] + heights[-1]) / 2
    heights = [y - middle for y in heights]
    return Limb(
        knot,
        setting,
        x,
        max(setting.joint, limbs[0].up - heights[0]),
        max(setting.below, heights[-1] + limbs[-1].down),
        max([right, *[limb.reach for limb in limbs]]),
        setting.breaks + sum([limb.breaks for limb in limbs]),
        min([limb.most for limb in limbs]),
        limbs,
        tuple(heights),
    )


def _leaf(knot: Knot, x: float, limit: float, style: Style) -> Limb:
    setting = knot.setting(limit)
    most = x + knot.padding + setting.wider if setting.wider <= style.leaf else math.inf
    return _bare(knot, setting, x, most)


def _reach_of(knot: Knot, style: Style) -> float:
    """The length of the branches that leave a label; a fan of many needs more to stay legible."""
    return style.reach * (1.15 if knot.level == 1 else 1.0 if len(knot.kids) > 1 else 0.8)


def _stacked(limbs: tuple[Limb, ...], level: int, air: float, more: float = 0.0) -> list[float]:
    """The heights of the joints of limbs below one another, the first at 0; `more` is air beyond what is needed."""
    y, plain, apart = 0.0, _SIBLINGS[min(level, 2)] * air + more, _GROUPS * air
    heights = [y] * len(limbs[:1])
    for above, limb in pairwise(limbs):
        y = y + above.down + plain + (apart if above.limbs or limb.limbs else 0.0) + limb.up
        heights.append(y)
    return heights


# --------------------------------------------------------------------------- one side of two


def strands(count: int) -> tuple[float, ...]:
    """Where the main branches of a spine run, from its left edge: so close that they make one trunk."""
    return tuple(0.55 + 0.17 * i for i in range(count))


def fits(flank: Flank, style: Style) -> bool:
    """Whether a side could do with its room, its labels broken as much as the style allows."""
    return flank.nursery.fits(flank.kids, _starts(flank, style)[0], flank.room, style)


def side(flank: Flank, style: Style, more: float = 0.0) -> Side:
    """The limbs of a flank; `more` is air between them beyond what is needed.

    A limb clear of the root starts near the axis.
    """
    near, beside = _starts(flank, style)
    starts = [near] * len(flank.kids)
    for _ in range(3):
        found = _centred(flank, starts, style, more)
        clear = [
            limb.x == beside or _clear(limb, y, flank.root) for limb, y in zip(found.limbs, found.heights, strict=True)
        ]
        if all(clear):
            return found
        starts = [x if fine else beside for x, fine in zip(starts, clear, strict=True)]
    return _centred(flank, [beside] * len(flank.kids), style, more)


def _starts(flank: Flank, style: Style) -> tuple[float, float]:
    """Where a main branch begins that is clear of the root, and where one does that is not."""
    half = flank.root.setting.width / 2
    beside = half + 0.4 + style.reach
    return _NEAR if half > _NEAR else beside, beside


def _clear(limb: Limb, y: float, root: Limb) -> bool:
    """Whether nothing of a limb that starts near the axis would touch the root."""
    half = root.setting.height / 2 + 0.5
    if abs(y) - limb.setting.height / 2 < half:
        return False
    apart = y - limb.up > half or y + limb.down < -half
    return apart or all(kid.x > root.setting.width / 2 + 1.0 for kid in limb.limbs)


def _centred(flank: Flank, starts: Sequence[float], style: Style, more: float) -> Side:
    grown = zip(flank.kids, starts, strict=True)
    limbs = tuple([flank.nursery.limb(kid, x, flank.room, style) for kid, x in grown])
    stacked = _stacked(limbs, 0, style.air, more)
    middle = (stacked[-1] + limbs[-1].down - limbs[0].up) / 2
    heights = tuple([y - middle for y in stacked])
    reach, breaks = max([limb.reach for limb in limbs]), sum([limb.breaks for limb in limbs])
    return Side(limbs, heights, reach, 2 * (heights[-1] + limbs[-1].down), breaks)
