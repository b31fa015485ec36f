"""A map placed in a width: to one side of its root, or to two sides that share the width."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.draw.knot import Knot
from pipeline.draw.place import Flank, Growth, Nursery, Side, Style, fits, side, spine, trunk, two

STYLES = (Style(12.0, 12.0), Style(10.0, 9.0), Style(8.5, 7.5), Style(7.0, 6.0))


class Way(NamedTuple):
    """A way to place a map in whatever width there is: to one side in a style, or to two that share the width.

    `share` is that of the left side; `price` is what the way itself costs.
    """

    price: float
    style: Style | None = None
    share: float = 0.5


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


def seed(root: Knot) -> Seed:
    return Seed(root, _split(root.kids), _count(root), Nursery())


def placed(seed: Seed, way: Way, total: float) -> Placed | None:
    """The map in a width of so many em; None when a side of it needs more."""
    if way.style:
        growth = spine(seed.root, total, way.style, seed.nursery)
        return Placed(growth, (), (way.style,)) if growth else None
    kids, stem = seed.root.kids, trunk(seed.root)
    right = Flank(kids[: seed.right], stem, total * (1 - way.share), seed.nursery)
    left = Flank(kids[seed.right :], stem, total * way.share, seed.nursery)
    styles = _best((right, left))
    return Placed(two(stem, *sides((right, left), styles)), (right, left), styles) if styles else None


def _best(flanks: tuple[Flank, Flank]) -> tuple[Style, ...]:
    """The style for each side: the lowest map first, then the fewest broken labels. Empty when a side does not fit."""
    tried = [[(side(flank, style), style) for style in STYLES if fits(flank, style)] for flank in flanks]
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


def _split(kids: tuple[Knot, ...]) -> int:
    """How many main branches go to the right so that both sides are about as high."""
    rows = [_rows(kid) for kid in kids]
    return min(range(1, len(kids)), key=lambda k: max(sum(rows[:k]), sum(rows[k:])), default=len(kids))


def _rows(knot: Knot) -> float:
    own = len(knot.setting(13.0).lines) * 1.22
    kids = sum(_rows(kid) + 0.3 for kid in knot.kids)
    return max(own, kids) + (1.3 if knot.level == 1 else 0.3 if knot.kids else 0.0)
