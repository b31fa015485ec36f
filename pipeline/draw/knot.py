"""A mind map made ready for layout: every label measured, in each way worth having to break its lines."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.draw.label import Meter, Way, spoken, ways
from pipeline.draw.sheet import NEUTRAL, Line, Mark, scale
from pipeline.fonts import Shaper
from pipeline.model import Branch, Label
from pipeline.phrases import phrase

_TAIL = 0.12


@dataclass(frozen=True, slots=True)
class Setting:
    """A label broken into lines: the width of the longest, and of the box around all, in the sheet's em.

    `wider` is the width of the next wider setting. `joint` is where branches meet the box, from its top, and `below`
    the room a label needs below that; `breaks` is how much it is broken: once counts one, twice four, three times nine.
    """

    lines: tuple[Line, ...]
    text: float
    wider: float
    width: float
    height: float
    joint: float
    below: float
    breaks: int


@dataclass(frozen=True, slots=True, eq=False)
class Knot:
    """A point of the map with its settings, widest first, and its place in the tree.

    `badge` and `pads`, the room left and right of the label within its box (`padding` together), are in the sheet's em.
    """

    label: str
    level: int
    number: str
    href: str
    hue: int
    badge: float
    pads: tuple[float, float]
    padding: float
    settings: tuple[Setting, ...]
    kids: tuple[Knot, ...]

    def setting(self, limit: float) -> Setting:
        """The fewest lines that are no wider than `limit` (em), or the narrowest setting there is."""
        for setting in self.settings:
            if setting.text <= limit:
                return setting
        return self.settings[-1]


@dataclass(frozen=True, slots=True, eq=False)
class Ruler:
    """Measures labels and remembers them: a point is tied again for every sheet it might stand on.

    `zeros` are kept free for a page number after labels that lead to a section, or after all that lead anywhere
    (`every`); without them there are no page numbers. `widest` is the room for a formula, in em.
    """

    shaper: Shaper
    lang: str = "en"
    zeros: str = ""
    every: bool = False
    widest: float = math.inf
    known: dict[tuple[Label, tuple[Mark, ...], int, float], tuple[Setting, ...]] = field(default_factory=dict)

    def settings(self, label: Label, marks: tuple[Mark, ...], level: int, pads: float) -> tuple[Setting, ...]:
        """The ways to set a label; `pads` is the room left and right of it."""
        key = (label, marks, min(level, 2), pads)
        if key not in self.known:
            found = ways(label, marks, Meter(self.shaper, level, self.lang, self.widest))
            self.known[key] = tuple(_boxed(found, pads, level))
        return self.known[key]

    def marks(self, branch: Branch, level: int, sheet: str) -> Iterator[Mark]:
        """What is said quietly after a label; `sheet` is the number of its own map where it has one."""
        leads = branch.href and (self.every or level < 2 or (level == 2 and branch.branches))
        if sheet:
            page = f", {phrase('page', self.lang).replace('{}', '')}" if self.zeros else ""
            yield Mark(phrase("own-map", self.lang).format(sheet) + page, self.zeros, sheet)
        elif self.zeros and leads:
            yield Mark(zeros=self.zeros)
        if branch.more:
            yield Mark(phrase("more", self.lang).format(branch.more))


@dataclass(frozen=True, slots=True)
class Root:
    """A tree to be measured: a map, or a part of one with the number and the hue that it has in the whole.

    `first` is where its main branches begin to count; `own` gives the number of the sheet that shows the rest of a
    main branch, by its place.
    """

    branch: Branch
    number: str = ""
    hue: int | None = None
    first: int = 0
    own: Mapping[int, str] = field(default_factory=dict)


def tie(root: Root, ruler: Ruler) -> Knot:
    """Measure a tree."""
    branch = root.branch
    kids = tuple(
        _tied(kid, ruler, (number, i + root.first if root.hue is None else root.hue, 1), root.own.get(i, ""))
        for i, (kid, number) in enumerate(zip(branch.branches, _shown(root), strict=True))
    )
    return _knot(branch, ruler, (root.number, NEUTRAL if root.hue is None else root.hue, 0), "", kids)


def _tied(branch: Branch, ruler: Ruler, place: tuple[str, int, int], sheet: str = "") -> Knot:
    _, hue, level = place
    kids = tuple([_tied(kid, ruler, ("", hue, level + 1)) for kid in branch.branches])
    return _knot(branch, ruler, place, sheet, kids)


def _knot(branch: Branch, ruler: Ruler, place: tuple[str, int, int], sheet: str, kids: tuple[Knot, ...]) -> Knot:
    number, hue, level = place
    badge = _badge(number, level, ruler.shaper)
    pads = _pads(badge, level)
    return Knot(
        label=spoken(branch.label, ruler.lang),
        level=level,
        number=number,
        href=branch.href,
        hue=hue,
        badge=badge,
        pads=pads,
        padding=sum(pads),
        settings=ruler.settings(branch.label, tuple(ruler.marks(branch, level, sheet)), level, sum(pads)),
        kids=kids,
    )


def _shown(root: Root) -> list[str]:
    """The numbers on the discs of the main branches: where some are sections of the text, only these have one."""
    kids = root.branch.branches
    if root.number and any(kid.number for kid in kids):
        return [kid.number for kid in kids]
    return [child_number(kid, root.number, root.first + i) for i, kid in enumerate(kids)]


def child_number(kid: Branch, number: str, index: int) -> str:
    """The number of a main branch: its own, or its place below `number`."""
    return kid.number or (f"{number}.{index + 1}" if number else str(index + 1))


def _badge(number: str, level: int, shaper: Shaper) -> float:
    if not number:
        return 0.0
    return max(1.28, 0.72 + shaper.advance(number, 700)) * scale(level) / scale(1)


def _pads(badge: float, level: int) -> tuple[float, float]:
    match level:
        case 0:
            return (badge + 0.95, 0.75) if badge else (0.75, 0.75)
        case 1:
            return badge + 0.6, 0.55
        case _:
            return 0.25, 0.25


def _boxed(found: list[Way], pads: float, level: int) -> Iterator[Setting]:
    wider = math.inf
    for lines, text in found:
        height = _height(sum(line.height for line in lines) * scale(level), level)
        joint = height / 2 if level < 2 else height
        yield Setting(lines, text, wider, text + pads, height, joint, height - joint + _TAIL, (len(lines) - 1) ** 2)
        wider = text


def _height(text: float, level: int) -> float:
    match level:
        case 0:
            return text + 0.8
        case 1:
            return max(text + 0.36, 1.75)
        case _:
            return text + 0.04
