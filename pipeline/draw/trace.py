"""From a placed map to a sheet: em become points, limbs become boxes, and branches get their curves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.draw.place import Growth, Limb, lanes, pads, strands, tucked
from pipeline.draw.sheet import Box, Curve, Edge, Kind, Sheet

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
    yield Spot(growth.root, growth.root.y, 1, growth.root.x, -1)
    count = 1
    for side, limbs in ((1, growth.right), (-1, growth.left)):
        for limb in limbs:
            found = tuple(_walk(limb, limb.y, side, 0, count))
            count += len(found)
            for spot in found:
                x = growth.axis + spot.limb.x if side > 0 else growth.axis - spot.limb.x - spot.limb.width
                yield spot._replace(x=x)


def _walk(limb: Limb, y: float, side: int, parent: int, index: int) -> Iterator[Spot]:
    yield Spot(limb, y, side, 0.0, parent)
    following = index + 1
    for kid in limb.limbs:
        found = tuple(_walk(kid, y + kid.y, side, index, following))
        following += len(found)
        yield from found


def _box(spot: Spot, font_pt: float) -> Box:
    limb, knot = spot.limb, spot.limb.knot
    before, after = pads(knot)
    return Box(
        label=knot.label,
        lines=limb.setting.lines,
        level=knot.level,
        number=knot.number,
        href=knot.href,
        hue=knot.hue,
        side=spot.side,
        x=_pt(spot.x, font_pt),
        y=_pt(spot.y - limb.joint, font_pt),
        width=_pt(limb.width, font_pt),
        height=_pt(limb.height, font_pt),
        text_x=_pt(spot.x + before, font_pt),
        text_width=_pt(limb.width - before - after, font_pt),
        badge=_pt(knot.badge, font_pt),
    )


# --------------------------------------------------------------------------- branches


def _edges(spots: tuple[Spot, ...], growth: Growth, font_pt: float) -> Iterator[Edge]:
    doors = dict(_doors(spots, growth))
    for index, child in enumerate(spots[1:], 1):
        parent = spots[child.parent]
        curve = doors.get(index) or _fork(parent, child)
        start, end = _STROKES[min(parent.limb.knot.level, 2)]
        far = child.x + (child.limb.width if child.side > 0 else 0.0)
        near = child.x + (0.0 if child.side > 0 else child.limb.width)
        tail = near if child.limb.knot.level == 1 else far
        yield _edge((child.parent, index, child.limb.knot.hue), curve, (start, end), tail, font_pt)


def _edge(ends: tuple[int, int, int], curve: Curve, widths: tuple[float, float], tail: float, font_pt: float) -> Edge:
    a, b, c, d, e, f, g, h = (_pt(v, font_pt) for v in curve)
    parent, child, hue = ends
    start, end = (_pt(w, font_pt) for w in widths)
    return Edge(parent, child, hue, (a, b, c, d, e, f, g, h), start, end, _pt(tail, font_pt))


def _fork(parent: Spot, child: Spot) -> Curve:
    """A branch from the end of a label to the beginning of the next: it leaves and arrives level."""
    x0 = parent.x + (parent.limb.width if child.side > 0 else 0.0)
    x1 = child.x + (0.0 if child.side > 0 else child.limb.width)
    y0 = parent.y if parent.limb.knot.level else _within(child.y, parent)
    middle = (x0 + x1) / 2
    return x0, y0, middle, y0, middle, child.y, x1, child.y


def _within(y: float, root: Spot) -> float:
    reach = root.limb.height * 0.22
    return max(root.y - reach, min(root.y + reach, y))


def _elbow(x: float, y0: float, child: Spot) -> Curve:
    """A branch that goes straight down or up at `x` and turns to the child at the end."""
    x1 = child.x + (0.0 if child.side > 0 else child.limb.width)
    return x, y0, x, child.y, x, child.y, x1, child.y


def _doors(spots: tuple[Spot, ...], growth: Growth) -> Iterator[tuple[int, Curve]]:
    """The curves of main branches that do not leave the root at its sides."""
    main = [(i, spot) for i, spot in enumerate(spots) if spot.parent == 0]
    if not growth.axis:
        for lane, (i, spot) in zip(strands(len(main)), main[::-1], strict=True):
            yield i, _elbow(lane, growth.root.height - 0.1, spot)
        return
    for side in (1, -1):
        for above in (True, False):
            quarter = [
                (i, spot)
                for i, spot in main
                if spot.side == side and (spot.y < growth.root.y) == above and tucked(spot.limb, growth.root)
            ]
            far_first = quarter if above else quarter[::-1]
            for lane, (i, spot) in zip(lanes(len(quarter)), far_first, strict=True):
                start = growth.root.y + (growth.root.height / 2 - 0.1) * (-1 if above else 1)
                yield i, _elbow(growth.axis + side * lane, start, spot)
