"""What is done with room that a placed map leaves: longer branches, and on a page of its own more air everywhere."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.draw.arrange import Placed, Seed, sides
from pipeline.draw.place import Flank, Growth, Side, Style, side, spine, two

_REACHES = (2.0, 1.7, 1.4, 1.15, 1.0)
_LONGEST_REACHES = (2.6, 2.3, *_REACHES)
_LONGEST_IN_SPINES = (4.6, 4.0, 3.5, 3.0, *_LONGEST_REACHES)
_STEPS = 8


class Room(NamedTuple):
    """A frame in em."""

    width: float
    height: float


class Limit(NamedTuple):
    """The most air between siblings as a multiple of what is least; `uneven`: of that on the other side.

    `apart` is the most extra air between main branches, in em.
    """

    air: float
    uneven: float
    apart: float


_EASY, _FULL = Limit(1.8, 1.8, 4.0), Limit(7.0, 3.0, 14.0)


def eased(seed: Seed, room: Room, placed: Placed) -> Growth:
    """The placement with the longest branches that cost no height and no line breaks, its lower side made airy."""
    low = room._replace(height=min(placed.growth.height + 0.5, room.height))
    growth, styles = _longer(seed, low, placed, _REACHES)
    return (
        _spread(growth, placed.flanks, styles, low._replace(height=growth.height), _EASY) if placed.flanks else growth
    )


def filled(seed: Seed, room: Room, placed: Placed) -> Growth:
    """The placement spread over the room: longer branches first, then more air between them."""
    growth, styles = _longer(seed, room, placed, _LONGEST_REACHES if placed.flanks else _LONGEST_IN_SPINES)
    if not placed.flanks:
        airy = _airy_spine(seed, room, styles[0])
        return airy if airy and _suits(airy, growth, room) else growth
    return _spread(growth, placed.flanks, styles, room, _FULL)


def _spread(growth: Growth, flanks: tuple[Flank, ...], styles: tuple[Style, ...], room: Room, limit: Limit) -> Growth:
    """Both sides as high as the room, or as near to it as looks even."""
    airs = [_air(flank, style, room.height, limit.air) for flank, style in zip(flanks, styles, strict=True)]
    most = min(airs) * limit.uneven
    right, left = (
        _apart(flank, style._replace(air=min(air, most)), room.height, limit.apart)
        for flank, style, air in zip(flanks, styles, airs, strict=True)
    )
    spread = two(flanks[0].root, right, left)
    return spread if spread.width <= room.width and spread.height <= room.height else growth


def _longer(seed: Seed, room: Room, placed: Placed, reaches: tuple[float, ...]) -> tuple[Growth, tuple[Style, ...]]:
    for reach in reaches:
        styles = tuple(style._replace(reach=reach) for style in placed.styles)
        if placed.flanks:
            growth: Growth | None = two(placed.flanks[0].root, *sides(placed.flanks, styles))
        else:
            growth = spine(seed.root, room.width, styles[0], seed.nursery)
        if growth and _suits(growth, placed.growth, room):
            return growth, styles
    return placed.growth, placed.styles


def _suits(growth: Growth, plain: Growth, room: Room) -> bool:
    return growth.width <= room.width and growth.height <= room.height and growth.breaks <= plain.breaks


def _airy_spine(seed: Seed, room: Room, style: Style) -> Growth | None:
    best, low, high = None, 1.0, _FULL.air
    for _ in range(_STEPS):
        air = (low + high) / 2
        growth = spine(seed.root, room.width, style._replace(air=air), seed.nursery)
        if growth and growth.height <= room.height:
            best, low = growth, air
        else:
            high = air
    return best


def _air(flank: Flank, style: Style, height: float, most: float) -> float:
    low, high = 1.0, most
    for _ in range(_STEPS):
        air = (low + high) / 2
        grown = side(flank, style._replace(air=air))
        low, high = (air, high) if grown.height <= height and grown.reach <= flank.room else (low, air)
    return low


def _apart(flank: Flank, style: Style, height: float, most: float) -> Side:
    """A side whose main branches share what is left of the height."""
    plain = side(flank, style)
    slack = height - plain.height
    if len(flank.kids) < 2 or slack < 1:
        return plain
    airy = side(flank, style, min(0.8 * slack / (len(flank.kids) - 1), most))
    return airy if airy.height <= height and airy.reach <= flank.room else plain
