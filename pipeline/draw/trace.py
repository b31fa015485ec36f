"""From a placed map to a sheet: em become points, limbs become boxes, and branches get their curves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.draw.place import Growth, Limb, strands
from pipeline.draw.sheet import Align, Box, Curve, Edge, Kind, Sheet

_STROKES = ((0.42, 0.2), (0.1, 0.1), (0.075, 0.075))
"""The width of a branch where it leaves and where it arrives, in em, by the level of its parent."""


class Spot(NamedTuple):
    """A limb in its final place, in em: the joint's height, the side, the parent's index, the place it grows from."""

    limb: Limb
    y: float
    side: int
    x: float
    parent: int


def sheet(growth: Growth, font_pt: float, kind: Kind, number: str) -> Sheet:
    """The map at a type size."""
    spots = tuple(_spots(growth))
    boxes = tuple(_box(spot, font_pt) for spot in spots)
    edges = tuple(_edges(spots, growth, font_pt))
    title = growth.root.knot.label
    return Sheet(title, number, kind, font_pt, _pt(growth.width, font_pt), _pt(growth.height, font_pt), boxes, edges)


def _pt(value: float, font_pt: float) -> float:
    return round(value * font_pt, 2) + 0.0  # never -0.0


def _spots(growth: Growth) -> Iterator[Spot]:
    """All limbs, parents first, in the order of the note."""
    yield Spot(growth.root, growth.joint, 1, growth.root.x, -1)
    count = 1
    for sign, side in ((1, growth.right), (-1, growth.left)):
        waiting = [(limb, y, 0) for limb, y in zip(side.limbs, side.heights, strict=True)][::-1]
        while waiting:
            limb, y, parent = waiting.pop()
            x = growth.axis + limb.x if sign > 0 else growth.axis - limb.x - limb.setting.width
            yield Spot(limb, y, sign, x, parent)
            kids = [(kid, y + by, count) for kid, by in zip(limb.limbs, limb.heights, strict=True)]
            waiting.extend(reversed(kids))
            count += 1


def _box(spot: Spot, font_pt: float) -> Box:
    knot, setting = spot.limb.knot, spot.limb.setting
    before, after = knot.pads
    return Box(
        label=knot.label,
        lines=setting.lines,
        level=knot.level,
        number=knot.number,
        href=knot.href,
        hue=knot.hue,
        side=spot.side,
        x=_pt(spot.x, font_pt),
        y=_pt(spot.y - setting.joint, font_pt),
        width=_pt(setting.width, font_pt),
        height=_pt(setting.height, font_pt),
        text_x=_pt(spot.x + before, font_pt),
        text_width=_pt(setting.width - before - after, font_pt),
        badge=_pt(knot.badge, font_pt),
        badge_x=_pt(spot.x + (0.22 if knot.level else 0.45), font_pt),
        align=_align(spot),
    )


def _align(spot: Spot) -> Align:
    knot = spot.limb.knot
    if knot.level == 0 and not knot.number:
        return "center"
    return "right" if knot.level > 1 and spot.side < 0 else "left"


# --------------------------------------------------------------------------- branches


def _edges(spots: tuple[Spot, ...], growth: Growth, font_pt: float) -> Iterator[Edge]:
    doors = dict(_doors(spots, growth))
    for index, child in enumerate(spots[1:], 1):
        parent = spots[child.parent]
        curve = doors.get(index) or _fork(parent, child)
        start, end = _STROKES[min(parent.limb.knot.level, 2)]
        far = child.x + (child.limb.setting.width if child.side > 0 else 0.0)
        near = child.x + (0.0 if child.side > 0 else child.limb.setting.width)
        tail = near if child.limb.knot.level == 1 else far
        yield _edge((child.parent, index, child.limb.knot.hue), curve, (start, end), tail, font_pt)


def _edge(ends: tuple[int, int, int], curve: Curve, widths: tuple[float, float], tail: float, font_pt: float) -> Edge:
    a, b, c, d, e, f, g, h = (_pt(v, font_pt) for v in curve)
    parent, child, hue = ends
    start, end = (_pt(w, font_pt) for w in widths)
    return Edge(parent, child, hue, (a, b, c, d, e, f, g, h), start, end, _pt(tail, font_pt))


def _fork(parent: Spot, child: Spot) -> Curve:
    """A branch from the end of a label to the beginning of the next: it leaves and arrives level."""
    x0 = parent.x + (parent.limb.setting.width if child.side > 0 else 0.0)
    x1 = child.x + (0.0 if child.side > 0 else child.limb.setting.width)
    y0 = parent.y if parent.limb.knot.level else _within(child.y, parent)
    middle = (x0 + x1) / 2
    return x0, y0, middle, y0, middle, child.y, x1, child.y


def _within(y: float, root: Spot) -> float:
    reach = root.limb.setting.height * 0.22
    return max(root.y - reach, min(root.y + reach, y))


def _elbow(x: float, y0: float, child: Spot) -> Curve:
    """A branch that goes straight down or up at `x` and turns to the child at the end."""
    x1 = child.x + (0.0 if child.side > 0 else child.limb.setting.width)
    return x, y0, x, child.y, x, child.y, x1, child.y


def _doors(spots: tuple[Spot, ...], growth: Growth) -> Iterator[tuple[int, Curve]]:
    """The curves of main branches that do not leave the root at its sides."""
    main = [(i, spot) for i, spot in enumerate(spots) if spot.parent == 0]
    if not growth.axis:
        for lane, (i, spot) in zip(strands(len(main)), main[::-1], strict=True):
            yield i, _elbow(lane, growth.root.setting.height - 0.1, spot)
        return
    for side in (1, -1):
        for above in (True, False):
            quarter = [
                (i, spot)
                for i, spot in main
                if spot.side == side and (spot.y < growth.joint) == above and tucked(spot.limb, growth.root)
            ]
            far_first = quarter if above else quarter[::-1]
            for lane, (i, spot) in zip(lanes(len(quarter)), far_first, strict=True):
                start = growth.joint + (growth.root.setting.height / 2 - 0.1) * (-1 if above else 1)
                yield i, _elbow(growth.axis + side * lane, start, spot)


def lanes(count: int) -> tuple[float, ...]:
    """How far from the axis main branches leave the root's top or bottom; the one that goes farthest first."""
    return tuple(0.5 + i * min(0.42, 1.3 / max(1, count - 1)) for i in range(count))


def tucked(limb: Limb, root: Limb) -> bool:
    """Whether a main branch stands above or below the root, not beside it."""
    return limb.x < root.setting.width / 2 + 0.8
