"""Choose among the ways to place a map: the type size a reader likes best in the room there is.

All places are in em, so what is tried is only the size of an em, how wide labels may be before they break, and how
the width is shared between the two sides.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

from pipeline.draw.arrange import Placed, Seed, Way, placed, seed
from pipeline.draw.knot import Knot
from pipeline.draw.place import EACH, STYLES
from pipeline.draw.sheet import Frame, Kind, Medium, Sheet
from pipeline.draw.spread import Room, eased, filled
from pipeline.draw.trace import sheet

_SHARES, _SLACKS = ((0.5, 0.44, 0.56), (0.5,)), (0.5, 0.2, 0.8)
_BROKEN = 0.15
"""The price of a label on two lines, when every label is."""
_HAIR = 1e-6
"""Less than this is rounding."""

Sizes = tuple[tuple[float, float], ...]
"""Type sizes to try, each with its price."""


@dataclass(frozen=True, slots=True)
class Taste:
    """What is good on a medium: the type sizes to try, and the height that is free of charge.

    `easy` is a share of the frame's width; `spine` is the price of a map that grows to one side only.
    """

    sizes: Sizes
    easy: float
    two_sided: bool
    spine: float


_TASTES: dict[Medium, Taste] = {
    "paper": Taste(((10.5, 0.0), (10.0, 0.02), (9.5, 0.06), (9.0, 0.25), (8.5, 0.9)), 0.55, True, 0.12),
    "page": Taste(tuple((12.0 - i / 2, i * 0.3) for i in range(8)), math.inf, True, 0.55),
    "screen": Taste(((12.0, 0.0), (11.0, 0.04), (10.0, 0.12), (9.5, 0.3), (9.0, 0.5), (8.5, 0.8)), 1.2, False, 0.0),
}
_LEAST: Sizes = ((8.0, 2.5),)
"""Tried in a narrow frame on paper only."""


def sizes(frame: Frame, least: float = 0.0) -> Sizes:
    """The type sizes for a frame that are no smaller than `least`, before they are scaled."""
    known = _TASTES[frame.kind].sizes + (_LEAST if frame.is_narrow and frame.kind != "screen" else ())
    scaled = [(size * frame.scale, price) for size, price in known if size >= least]
    return tuple(size for size in scaled if size[0] >= frame.least_pt) or ((frame.least_pt, 0.0),)


class Option(NamedTuple):
    """A way at a type size, and what both cost. `least` is what the placed map costs at least; `rank` settles ties."""

    least: float
    rank: int
    price: float
    font_pt: float
    way: Way


class Choice(NamedTuple):
    """A placement at a type size and what it costs the reader."""

    cost: float
    rank: int
    font_pt: float
    placed: Placed


def fit(root: Knot, frame: Frame, kind: Kind, tried: Sizes = ()) -> Sheet | None:
    """The best sheet for a map, or None when it fits at no size that is tried: the medium's, if none is told."""
    tree = seed(root)
    best: Choice | None = None
    for option in sorted(_options(tree, frame, tried or sizes(frame))):
        if best and option.least > best.cost + _HAIR:
            break
        choice = _choice(tree, option, frame)
        if choice and (best is None or choice < best):
            best = choice
    if best is None:
        return None
    room = Room(frame.width_pt / best.font_pt, frame.height_pt / best.font_pt)
    growth = filled(tree, room, best.placed) if frame.kind == "page" else eased(tree, room, best.placed)
    return sheet(growth, best.font_pt, kind, root.number)


def _options(tree: Seed, frame: Frame, tried: Sizes) -> Iterator[Option]:
    """All that could fit by height. No map is lower, or has fewer broken labels, than one of boundless width."""
    taste = _TASTES[frame.kind]
    ways = [Way(taste.spine, style) for style in (*STYLES, EACH)]
    if taste.two_sided:
        for right, price, shares in zip(tree.splits, (0.0, 0.05), _SHARES, strict=False):
            ways += [Way(price + abs(share - 0.5) * 0.2, None, right, share) for share in shares]
            ways += [Way(price + 0.02, None, right, share, by_need=True) for share in _SLACKS]
    wide = {shape: placed(tree, Way(0.0, *shape), math.inf) for shape in dict.fromkeys(way[1:3] for way in ways)}
    breaks = min(found.growth.breaks for found in wide.values() if found)
    rank = count()
    for font_pt, price in tried:
        for way in ways:
            found = wide[way[1:3]]
            if found and found.growth.height <= frame.height_pt / font_pt + _HAIR:
                easy = taste.easy * (frame.width_pt / font_pt)
                least = _cost(price + way.price, breaks, tree.points, found.growth.height / easy)
                yield Option(least, next(rank), price + way.price, font_pt, way)


def _cost(price: float, breaks: int, points: int, tall: float) -> float:
    """`tall` is the height against what is free of charge."""
    return price + _BROKEN * breaks / points + 0.1 * tall + 0.5 * max(0.0, tall - 1)


def _choice(tree: Seed, option: Option, frame: Frame) -> Choice | None:
    total, height = frame.width_pt / option.font_pt, frame.height_pt / option.font_pt
    found = placed(tree, option.way, total)
    if not found or found.growth.width > total + 1e-9 or found.growth.height > height:
        return None
    tall = found.growth.height / (_TASTES[frame.kind].easy * total)
    cost = _cost(option.price, found.growth.breaks, tree.points, tall)
    return Choice(cost, option.rank, option.font_pt, found)
