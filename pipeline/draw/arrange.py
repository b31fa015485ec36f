"""A map placed in a width: to one side of its root, or to two sides that share the width."""

from __future__ import annotations

import math
from typing import NamedTuple

from pipeline.draw.knot import Knot
from pipeline.draw.place import EACH, STYLES, Flank, Growth, Nursery, Side, Style, fits, side, spine, trunk, two


class Way(NamedTuple):
    """A way to place a map in whatever width there is: to one side in a style, or to two that share the width.

    `right` main branches go to the right; `share` is that of the left side, either of the width or (`by_need`) of what
    both sides leave of it when they are narrowest. `price` is what the way itself costs.
    """

    price: float
    style: Style | None = None
    right: int = 0
    share: float = 0.5
    by_need: bool = False


class Seed(NamedTuple):
    """A map to place: how many points it has, and what grew of it so far.

    `splits` says how many main branches might go to the right, and `needs` the least width of either side then, the
    left one first.
    """

    root: Knot
    splits: tuple[int, ...]
    needs: tuple[tuple[float, float], ...]
    points: int
    nursery: Nursery


class Placed(NamedTuple):
    """A placement; `flanks` and `styles` are those of its sides."""

    growth: Growth
    flanks: tuple[Flank, ...]
    styles: tuple[Style, ...]


def seed(root: Knot) -> Seed:
    splits, nursery, stem = _splits(root.kids), Nursery(), trunk(root)
    flanks = [(Flank(root.kids[k:], stem, 0.0, nursery), Flank(root.kids[:k], stem, 0.0, nursery)) for k in splits]
    return Seed(root, splits, tuple((_need(left), _need(right)) for left, right in flanks), _count(root), nursery)


def placed(seed: Seed, way: Way, total: float) -> Placed | None:
    """The map in a width of so many em; None when a side of it needs more."""
    if way.style:
        growth = spine(seed.root, total, way.style, seed.nursery)
        return Placed(growth, (), (way.style,)) if growth else None
    kids, stem = seed.root.kids, trunk(seed.root)
    left_need, right_need = seed.needs[seed.splits.index(way.right)]
    room = left_need + (total - left_need - right_need) * way.share if way.by_need else total * way.share
    if room < left_need or total - room < right_need:
        return None
    right = Flank(kids[: way.right], stem, total - room if total < math.inf else total, seed.nursery)
    left = Flank(kids[way.right :], stem, room, seed.nursery)
    styles = _best((right, left))
    return Placed(two(stem, *sides((right, left), styles)), (right, left), styles) if styles else None


def _need(flank: Flank) -> float:
    """The least width of a side, whatever its height."""
    return min([side(flank, style).reach for style in STYLES[-2:]])


def _best(flanks: tuple[Flank, Flank]) -> tuple[Style, ...]:
    """The style for each side: the lowest map first, then the fewest broken labels. Empty when a side does not fit."""
    tried = [[(side(flank, style), style) for style in (*STYLES, EACH) if fits(flank, style)] for flank in flanks]
    fitting = [
        [pair for pair in pairs if pair[0].reach <= flank.room] for pairs, flank in zip(tried, flanks, strict=True)
    ]
    if not all(fitting):
        return ()
    height = max(min(grown.height for grown, _ in pairs) for pairs in fitting)
    low = ([pair for pair in pairs if pair[0].height <= height + 1e-9] for pairs in fitting)
    return tuple(min(pairs, key=lambda pair: pair[0].breaks)[1] for pairs in low)


def sides(flanks: tuple[Flank, ...], styles: tuple[Style, ...]) -> tuple[Side, Side]:
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


def _count(knot: Knot) -> int:
    return 1 + sum(_count(kid) for kid in knot.kids)


def _splits(kids: tuple[Knot, ...]) -> tuple[int, ...]:
    """How many main branches go to the right so that both sides are about as high, the best first."""
    rows = [_rows(kid) for kid in kids]
    return tuple(sorted(range(1, len(kids)), key=lambda k: max(sum(rows[:k]), sum(rows[k:])))[:2])


def _rows(knot: Knot) -> float:
    own = len(knot.setting(13.0).lines) * 1.22
    kids = sum(_rows(kid) + 0.3 for kid in knot.kids)
    return max(own, kids) + (1.3 if knot.level == 1 else 0.3 if knot.kids else 0.0)
