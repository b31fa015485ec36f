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

from pipeline.draw.knot import Knot
from pipeline.draw.place import Flank, Growth, Nursery, Side, Style, fits, side, spine, trunk, two
from pipeline.draw.sheet import Frame, Kind, Medium, Sheet
from pipeline.draw.trace import sheet

_STYLES = (Style(12.0, 12.0), Style(10.0, 9.0), Style(8.5, 7.5), Style(7.0, 6.0))
_REACHES = (2.0, 1.7, 1.4, 1.15)
"""Longer branches, for a map that leaves room at its sides."""
_SHARES = (0.5, 0.44, 0.56)
_BROKEN = 0.15
"""The price of a label on two lines, when every label is."""
_HAIR = 1e-6
"""Less than this is rounding."""


@dataclass(frozen=True, slots=True)
class Taste:
    """What is good on a medium: the type sizes to try with the price of each, and the height that is free of charge.

    `easy` is a share of the frame's width; `spine` is the price of a map that grows to one side only.
    """

    sizes: tuple[tuple[float, float], ...]
    easy: float
    two_sided: bool
    spine: float


_TASTES: dict[Medium, Taste] = {
    "paper": Taste(((10.5, 0.0), (10.0, 0.02), (9.5, 0.06), (9.0, 0.2), (8.5, 0.45)), 0.55, True, 0.12),
    "screen": Taste(((12.0, 0.0), (11.0, 0.04), (10.0, 0.12), (9.5, 0.3), (9.0, 0.5), (8.5, 0.8)), 1.2, False, 0.0),
}


class Way(NamedTuple):
    """A way to place a map in whatever width there is: to one side in a style, or to two that share the width.

    `share` is that of the left side; `price` is what the way itself costs.
    """

    price: float
    style: Style | None = None
    share: float = 0.5


class Option(NamedTuple):
    """A way at a type size, and what both cost. `least` is what the placed map costs at least; `rank` settles ties."""

    least: float
    rank: int
    price: float
    font_pt: float
    way: Way


class Seed(NamedTuple):
    """A map to place: how many main branches go to the right, how many points it has, what grew of it so far."""

    root: Knot
    right: int
    points: int
    nursery: Nursery


class Placed(NamedTuple):
    """A placement; `flanks` and `styles` are those of its sides."""

    growth: Growth
    flanks: tuple[Flank, ...]
    styles: tuple[Style, ...]


class Choice(NamedTuple):
    """A placement at a type size and what it costs the reader."""

    cost: float
    rank: int
    font_pt: float
    placed: Placed


def fit(root: Knot, frame: Frame, kind: Kind) -> Sheet | None:
    """The best sheet for a map, or None when it does not fit at a legible size."""
    seed = Seed(root, _split(root.kids), _count(root), Nursery())
    best: Choice | None = None
    for option in sorted(_options(seed, frame)):
        if best and option.least > best.cost + _HAIR:
            break
        choice = _choice(seed, option, frame)
        if choice and (best is None or choice < best):
            best = choice
    return sheet(_eased(seed, frame, best), best.font_pt, kind, root.number) if best else None


def _options(seed: Seed, frame: Frame) -> Iterator[Option]:
    """All that could fit by height. No map is lower, or has fewer broken labels, than one of boundless width."""
    taste = _TASTES[frame.kind]
    ways = [Way(taste.spine, style) for style in _STYLES]
    if taste.two_sided and len(seed.root.kids) > 1:
        ways += [Way(abs(share - 0.5) * 0.2, None, share) for share in _SHARES]
    wide = {style: _placed(seed, Way(0.0, style), math.inf) for style in dict.fromkeys(way.style for way in ways)}
    breaks = min(placed.growth.breaks for placed in wide.values() if placed)
    rank = count()
    for font_pt, price in taste.sizes:
        for way in ways:
            placed = wide[way.style]
            if placed and placed.growth.height <= frame.height_pt / font_pt + _HAIR:
                easy = taste.easy * (frame.width_pt / font_pt)
                least = _cost(price + way.price, breaks, seed.points, placed.growth.height / easy)
                yield Option(least, next(rank), price + way.price, font_pt, way)


def _cost(price: float, breaks: int, points: int, tall: float) -> float:
    """`tall` is the height against what is free of charge."""
    return price + _BROKEN * breaks / points + 0.1 * tall + 0.5 * max(0.0, tall - 1)


def _choice(seed: Seed, option: Option, frame: Frame) -> Choice | None:
    total, height = frame.width_pt / option.font_pt, frame.height_pt / option.font_pt
    placed = _placed(seed, option.way, total)
    if not placed or placed.growth.width > total + 1e-9 or placed.growth.height > height:
        return None
    tall = placed.growth.height / (_TASTES[frame.kind].easy * total)
    cost = _cost(option.price, placed.growth.breaks, seed.points, tall)
    return Choice(cost, option.rank, option.font_pt, placed)


def _placed(seed: Seed, way: Way, total: float) -> Placed | None:
    """The map in a width of so many em; None when a side of it needs more."""
    if way.style:
        growth = spine(seed.root, total, way.style, seed.nursery)
        return Placed(growth, (), (way.style,)) if growth else None
    kids, stem = seed.root.kids, trunk(seed.root)
    right = Flank(kids[: seed.right], stem, total * (1 - way.share), seed.nursery)
    left = Flank(kids[seed.right :], stem, total * way.share, seed.nursery)
    styles = _best((right, left))
    return Placed(two(stem, *_sides((right, left), styles)), (right, left), styles) if styles else None


def _best(flanks: tuple[Flank, Flank]) -> tuple[Style, ...]:
    """The style for each side: the lowest map first, then the fewest broken labels. Empty when a side does not fit."""
    tried = [[(side(flank, style), style) for style in _STYLES if fits(flank, style)] for flank in flanks]
    fitting = [
        [pair for pair in pairs if pair[0].reach <= flank.room] for pairs, flank in zip(tried, flanks, strict=True)
    ]
    if not all(fitting):
        return ()
    height = max(min(grown.height for grown, _ in pairs) for pairs in fitting)
    low = ([pair for pair in pairs if pair[0].height <= height + 1e-9] for pairs in fitting)
    return tuple(min(pairs, key=lambda pair: pair[0].breaks)[1] for pairs in low)


def _sides(flanks: tuple[Flank, ...], styles: tuple[Style, ...]) -> tuple[Side, Side]:
    plain = [side(flank, style) for flank, style in zip(flanks, styles, strict=True)]
    height = max(grown.height for grown in plain)
    right, left = (_aired(*pair, height) for pair in zip(flanks, styles, plain, strict=True))
    return right, left


def _aired(flank: Flank, style: Style, plain: Side, height: float) -> Side:
    """A side with more air between its main branches when it is lower than `height`."""
    slack = height - plain.height
    if len(flank.kids) < 2 or slack < 1:
        return plain
    airy = side(flank, style, min(0.7 * slack / (len(flank.kids) - 1), 4.0))
    return airy if airy.height <= height and airy.reach <= flank.room else plain


def _eased(seed: Seed, frame: Frame, best: Choice) -> Growth:
    """The chosen placement with the longest branches that cost no height and no line breaks."""
    plain, flanks = best.placed.growth, best.placed.flanks
    total = frame.width_pt / best.font_pt
    height = min(plain.height + 0.5, frame.height_pt / best.font_pt)
    for reach in _REACHES:
        styles = tuple(style._replace(reach=reach) for style in best.placed.styles)
        if flanks:
            growth: Growth | None = two(flanks[0].root, *_sides(flanks, styles))
        else:
            growth = spine(seed.root, total, styles[0], seed.nursery)
        if growth and growth.width <= total and growth.height <= height and growth.breaks <= plain.breaks:
            return growth
    return plain


def _count(knot: Knot) -> int:
    return 1 + sum(_count(kid) for kid in knot.kids)


def _split(kids: tuple[Knot, ...]) -> int:
    """How many main branches go to the right so that both sides are about as high."""
    rows = [_rows(kid) for kid in kids]
    return min(range(1, len(kids)), key=lambda k: max(sum(rows[:k]), sum(rows[k:])), default=len(kids))


def _rows(knot: Knot) -> float:
    own = len(knot.setting(13.0).lines) * 1.22
    kids = sum(_rows(kid) + 0.3 for kid in knot.kids)
    return max(own, kids) + (1.3 if knot.level == 1 else 0.3 if knot.kids else 0.0)
