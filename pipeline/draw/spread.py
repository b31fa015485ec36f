"""What is done with room that a placed map leaves: longer branches, and on a page of its own more air everywhere."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.draw.arrange import Placed, Seed, sides
from pipeline.draw.place import Flank, Growth, Side, Style, side, spine, two

_REACHES = (2.0, 1.7, 1.4, 1.15, 1.0)
_LONGEST_REACHES = (2.6, 2.3, *_REACHES)
_AIR = 5.0
"""The most air between siblings, as a multiple of what is least."""
_UNEVEN = 2.2
"""How much more air one side of a map may have than the other."""
_STEPS = 8


class Room(NamedTuple):
    """A frame in em."""

    width: float
    height: float


def eased(seed: Seed, room: Room, placed: Placed) -> Growth:
    """The placement with the longest branches that cost no height and no line breaks."""
    low = room._replace(height=min(placed.growth.height + 0.5, room.height))
    return _longer(seed, low, placed, _REACHES)[0]


def filled(seed: Seed, room: Room, placed: Placed) -> Growth:
    """The placement spread over the room: longer branches first, then more air between them."""
    growth, styles = _longer(seed, room, placed, _LONGEST_REACHES)
    if not placed.flanks:
        airy = _airy_spine(seed, room, styles[0])
        return airy if airy and _suits(airy, growth, room) else growth
    spread = two(placed.flanks[0].root, *_airy(placed.flanks, styles, room))
    return spread if _suits(spread, growth, room) else growth


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
    best, low, high = None, 1.0, _AIR
    for _ in range(_STEPS):
        air = (low + high) / 2
        growth = spine(seed.root, room.width, style._replace(air=air), seed.nursery)
        if growth and growth.height <= room.height:
            best, low = growth, air
        else:
            high = air
    return best


def _airy(flanks: tuple[Flank, ...], styles: tuple[Style, ...], room: Room) -> tuple[Side, Side]:
    """Both sides as high as the room, or as near to it as looks even."""
    airs = [_air(flank, style, room.height) for flank, style in zip(flanks, styles, strict=True)]
    most = min(airs) * _UNEVEN
    right, left = (
        _apart(flank, style._replace(air=min(air, most)), room.height)
        for flank, style, air in zip(flanks, styles, airs, strict=True)
    )
    return right, left


def _air(flank: Flank, style: Style, height: float) -> float:
    low, high = 1.0, _AIR
    for _ in range(_STEPS):
        air = (low + high) / 2
        grown = side(flank, style._replace(air=air))
        low, high = (air, high) if grown.height <= height and grown.reach <= flank.room else (low, air)
    return low


def _apart(flank: Flank, style: Style, height: float) -> Side:
    """A side whose main branches share what is left of the height."""
    plain = side(flank, style)
    slack = height - plain.height
    if len(flank.kids) < 2 or slack < 1:
        return plain
    airy = side(flank, style, min(0.85 * slack / (len(flank.kids) - 1), 8.0))
    return airy if airy.height <= height and airy.reach <= flank.room else plain
