"""Choose among the ways to place a map: the type size a reader likes best in the room there is.

All places are in em, so what is tried is only the size of an em, how wide labels may be before they break, and how
the width is shared between the two sides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.draw.knot import Knot
from pipeline.draw.place import Growth, Limb, Side, Style, side, spine, trunk, two
from pipeline.draw.sheet import Frame, Kind, Medium, Sheet
from pipeline.draw.trace import sheet

_STYLES = (Style(12.0, 12.0), Style(10.0, 9.0), Style(8.5, 7.5), Style(7.0, 6.0))
_REACHES = (2.0, 1.7, 1.4, 1.15)
"""Longer branches, for a map that leaves room at its sides."""
_SHARES = (0.5, 0.44, 0.56)
_BROKEN = 0.15
"""The price of a label on two lines, when every label is."""


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


class Flank(NamedTuple):
    """One side of a map still to be placed: its main branches, the root they leave, and the width they have."""

    kids: tuple[Knot, ...]
    root: Limb
    room: float

    def grown(self, style: Style, height: float = 0.0) -> Side:
        """The side in a style, with more air between its main branches when it is lower than `height`."""
        plain = side(self.kids, self.root, self.room, style)
        slack = height - plain.height
        if len(self.kids) < 2 or slack < 1:
            return plain
        airy = side(self.kids, self.root, self.room, style, min(0.7 * slack / (len(self.kids) - 1), 4.0))
        return airy if airy.height <= height and airy.reach <= self.room else plain


class Choice(NamedTuple):
    """A placement at a type size and what it costs the reader. `flanks` and `styles` are those of its sides."""

    cost: float
    font_pt: float
    growth: Growth
    flanks: tuple[Flank, ...]
    styles: tuple[Style, ...]


def fit(root: Knot, frame: Frame, kind: Kind) -> Sheet | None:
    """The best sheet for a map, or None when it does not fit at a legible size."""
    best: Choice | None = None
    for font_pt, price in _TASTES[frame.kind].sizes:
        if best and price >= best.cost:
            break
        for choice in _choices(root, frame, font_pt, price):
            if best is None or choice.cost < best.cost:
                best = choice
    return sheet(_eased(root, frame, best), best.font_pt, kind, root.number) if best else None


def _choices(root: Knot, frame: Frame, font_pt: float, price: float) -> Iterator[Choice]:
    """The placements that fit at a type size."""
    total, height = frame.width_pt / font_pt, frame.height_pt / font_pt
    taste = _TASTES[frame.kind]
    count = 1 + sum(_count(kid) for kid in root.kids)
    for growth, flanks, styles, extra in _growths(root, total, taste):
        if growth.width <= total + 1e-9 and growth.height <= height:
            tall = growth.height / (taste.easy * total)
            cost = price + extra + _BROKEN * growth.breaks / count + 0.1 * tall + 0.5 * max(0.0, tall - 1)
            yield Choice(cost, font_pt, growth, flanks, styles)


def _growths(
    root: Knot, total: float, taste: Taste
) -> Iterator[tuple[Growth, tuple[Flank, ...], tuple[Style, ...], float]]:
    for style in _STYLES:
        yield spine(root, total, style), (), (style,), taste.spine
    if not taste.two_sided or len(root.kids) < 2:
        return
    split, stem = _split(root.kids), trunk(root)
    for share in _SHARES:
        flanks = (Flank(root.kids[:split], stem, total * (1 - share)), Flank(root.kids[split:], stem, total * share))
        if styles := _best(flanks):
            yield two(stem, *_sides(flanks, styles)), flanks, styles, abs(share - 0.5) * 0.2


def _best(flanks: tuple[Flank, Flank]) -> tuple[Style, ...]:
    """The style for each side: the lowest map first, then the fewest broken labels. Empty when a side does not fit."""
    tried = [[(flank.grown(style), style) for style in _STYLES] for flank in flanks]
    fitting = [
        [pair for pair in pairs if pair[0].reach <= flank.room] for pairs, flank in zip(tried, flanks, strict=True)
    ]
    if not all(fitting):
        return ()
    height = max(min(grown.height for grown, _ in pairs) for pairs in fitting)
    low = ([pair for pair in pairs if pair[0].height <= height + 1e-9] for pairs in fitting)
    return tuple(min(pairs, key=lambda pair: pair[0].breaks)[1] for pairs in low)


def _sides(flanks: tuple[Flank, ...], styles: tuple[Style, ...]) -> tuple[Side, Side]:
    plain = [flank.grown(style) for flank, style in zip(flanks, styles, strict=True)]
    height = max(grown.height for grown in plain)
    right, left = (flank.grown(style, height) for flank, style in zip(flanks, styles, strict=True))
    return right, left


def _eased(root: Knot, frame: Frame, best: Choice) -> Growth:
    """The chosen placement with the longest branches that cost no height and no line breaks."""
    total = frame.width_pt / best.font_pt
    height = min(best.growth.height + 0.5, frame.height_pt / best.font_pt)
    for reach in _REACHES:
        styles = tuple(style._replace(reach=reach) for style in best.styles)
        growth = two(trunk(root), *_sides(best.flanks, styles)) if best.flanks else spine(root, total, styles[0])
        if growth.width <= total and growth.height <= height and growth.breaks <= best.growth.breaks:
            return growth
    return best.growth


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
