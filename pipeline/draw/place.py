"""Where the points of a map stand: two ways to grow a tree, in em, each in one walk down and one walk up.

Every subtree owns a band of the page that nothing else enters, and siblings keep their order, so labels cannot
overlap and branches cannot cross. Only the caller knows the size of an em.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pipeline.draw.knot import Knot, Setting
from pipeline.draw.sheet import LEADING, scale

_NEAR = 2.7
"""Where a main branch above or below the root begins, from the axis."""
_TAIL = 0.12
_SIBLINGS = (1.15, 0.42, 0.22)
"""The air between siblings by the level of their parent."""
_GROUPS = 0.3
"""More air where one of two siblings has branches of its own."""


class Style(NamedTuple):
    """How wide labels may be before they break, and how much air there is, in em."""

    pill: float
    twig: float
    reach: float = 1.0
    leaf: float = 21.0


class Limb(NamedTuple):
    """A placed subtree. `y` is the height of the joint (where branches meet the label) above or below its parent's.

    `up` and `down` are the extent of the whole band around the joint.
    """

    knot: Knot
    setting: Setting
    x: float
    width: float
    height: float
    joint: float
    y: float
    up: float
    down: float
    limbs: tuple[Limb, ...]


class Side(NamedTuple):
    """The limbs on one side of a root, with the room they take from its middle and the line breaks in their labels."""

    limbs: tuple[Limb, ...]
    reach: float
    height: float
    breaks: int


class Growth(NamedTuple):
    """A placed map: the root's box, the limbs to its right and left (their `y` from the top), and the room taken.

    `axis` is the root's middle; it is 0 for a spine, where the root stands above its limbs.
    """

    root: Limb
    right: tuple[Limb, ...]
    left: tuple[Limb, ...]
    axis: float
    width: float
    height: float
    breaks: int


def pads(knot: Knot) -> tuple[float, float]:
    """The room left and right of a label's lines, within its box."""
    match knot.level:
        case 0:
            return (knot.badge + 0.95, 0.75) if knot.badge else (0.75, 0.75)
        case 1:
            return knot.badge + 0.6, 0.55
        case _:
            return 0.25, 0.25


def trunk(root: Knot) -> Limb:
    """The root of a two-sided map."""
    return _box(root, 0.0, 13.0)


def side(kids: tuple[Knot, ...], root: Limb, room: float, style: Style, more: float = 0.0) -> Side:
    """Main branches on one side of the root; `more` is air between them beyond what is needed."""
    limbs = _beside(kids, root, room, style, more)
    height = 2 * (limbs[-1].y + limbs[-1].down) if limbs else 0.0
    return Side(limbs, max((_reach(limb) for limb in limbs), default=0.0), height, _breaks(limbs))


def two(root: Limb, right: Side, left: Side) -> Growth:
    """Branches on both sides of the root."""
    height = max(right.height, left.height, root.height)
    half = root.width / 2
    axis = max(left.reach, half)
    middle = height / 2
    return Growth(
        root._replace(x=axis - half, y=middle),
        tuple(limb._replace(y=middle + limb.y) for limb in right.limbs),
        tuple(limb._replace(y=middle + limb.y) for limb in left.limbs),
        axis,
        axis + max(right.reach, half),
        height,
        right.breaks + left.breaks,
    )


def spine(root: Knot, total: float, style: Style) -> Growth:
    """The root as a banner at the top left, its branches below one another along a trunk."""
    banner = _box(root, 0.0, total - sum(pads(root)))
    start = max(strands(len(root.kids)), default=0.0) + 1.5
    limbs = _stack(tuple(_grow(kid, start, total, style) for kid in root.kids), 0, 0.0)
    top = banner.height + 0.9 + (limbs[0].up if limbs else 0.0)
    limbs = tuple(limb._replace(y=top + limb.y) for limb in limbs)
    height = max((limb.y + limb.down for limb in limbs), default=banner.height)
    width = max((banner.width, *(_reach(limb) for limb in limbs)))
    return Growth(banner._replace(y=banner.joint), limbs, (), 0.0, width, height, _breaks(limbs))


# --------------------------------------------------------------------------- one limb


def _box(knot: Knot, x: float, limit: float) -> Limb:
    setting = knot.setting(limit)
    text = len(setting.lines) * LEADING * scale(knot.level)
    width = setting.width + sum(pads(knot))
    match knot.level:
        case 0:
            height = text + 0.8
        case 1:
            height = max(text + 0.36, 1.75)
        case _:
            height = text + 0.04
    joint = height / 2 if knot.level < 2 else height
    return Limb(knot, setting, x, width, height, joint, 0.0, joint, height - joint + _TAIL, ())


def _grow(knot: Knot, x: float, room: float, style: Style) -> Limb:
    limit = style.pill if knot.level == 1 else style.twig
    if not knot.kids:
        limit = max(limit, min(style.leaf, room - x - sum(pads(knot))))
    limb = _box(knot, x, limit)
    if not knot.kids:
        return limb
    inner = x + limb.width + _reach_of(knot, style)
    limbs = _stack(tuple(_grow(kid, inner, room, style) for kid in knot.kids), knot.level, 0.0)
    middle = (limbs[0].y + limbs[-1].y) / 2
    limbs = tuple(kid._replace(y=kid.y - middle) for kid in limbs)
    up = max(limb.up, limbs[0].up - limbs[0].y)
    down = max(limb.down, limbs[-1].y + limbs[-1].down)
    return limb._replace(up=up, down=down, limbs=limbs)


def _reach_of(knot: Knot, style: Style) -> float:
    """The length of the branches that leave a label; a fan of many needs more to stay legible."""
    return style.reach * (1.15 if knot.level == 1 else 1.0 if len(knot.kids) > 1 else 0.8)


def _stack(limbs: tuple[Limb, ...], level: int, more: float) -> tuple[Limb, ...]:
    """Limbs below one another, the first at 0."""
    placed: list[Limb] = []
    for limb in limbs:
        y = 0.0
        if placed:
            above = placed[-1]
            grouped = _GROUPS if above.limbs or limb.limbs else 0.0
            y = above.y + above.down + _SIBLINGS[min(level, 2)] + grouped + more + limb.up
        placed.append(limb._replace(y=y))
    return tuple(placed)


def _breaks(limbs: tuple[Limb, ...]) -> int:
    """How much labels are broken: once counts one, twice four, three times nine."""
    return sum((len(limb.setting.lines) - 1) ** 2 + _breaks(limb.limbs) for limb in limbs)


def _reach(limb: Limb) -> float:
    return max((limb.x + limb.width, *(_reach(kid) for kid in limb.limbs)))


# --------------------------------------------------------------------------- one side of two


def lanes(count: int) -> tuple[float, ...]:
    """How far from the axis main branches leave the root's top or bottom; the one that goes farthest first."""
    return tuple(0.5 + i * min(0.42, 1.3 / max(1, count - 1)) for i in range(count))


def strands(count: int) -> tuple[float, ...]:
    """Where the main branches of a spine run, from its left edge: so close that they make one trunk."""
    return tuple(0.55 + 0.17 * i for i in range(count))


def tucked(limb: Limb, root: Limb) -> bool:
    """Whether a main branch stands above or below the root, not beside it."""
    return limb.x < root.width / 2 + 0.8


def _beside(kids: tuple[Knot, ...], root: Limb, room: float, style: Style, more: float) -> tuple[Limb, ...]:
    """The limbs of one side, `y` from the root's middle. A limb clear of the root starts near the axis."""
    beside = root.width / 2 + 0.4 + style.reach

    def grown(starts: Iterable[float]) -> tuple[Limb, ...]:
        return _centred(tuple(_grow(kid, x, room, style) for kid, x in zip(kids, starts, strict=True)), more)

    starts = [_NEAR if root.width / 2 > _NEAR else beside] * len(kids)
    for _ in range(3):
        limbs = grown(starts)
        clear = [limb.x == beside or _clear(limb, root) for limb in limbs]
        if all(clear):
            return limbs
        starts = [x if fine else beside for x, fine in zip(starts, clear, strict=True)]
    return grown([beside] * len(kids))


def _clear(limb: Limb, root: Limb) -> bool:
    """Whether nothing of a limb that starts near the axis would touch the root."""
    half = root.height / 2 + 0.5
    if abs(limb.y) - limb.height / 2 < half:
        return False
    apart = limb.y - limb.up > half or limb.y + limb.down < -half
    return apart or all(kid.x > root.width / 2 + 1.0 for kid in limb.limbs)


def _centred(limbs: tuple[Limb, ...], more: float) -> tuple[Limb, ...]:
    stacked = _stack(limbs, 0, more)
    if not stacked:
        return ()
    middle = (stacked[-1].y + stacked[-1].down - stacked[0].up) / 2
    return tuple(limb._replace(y=limb.y - middle) for limb in stacked)
