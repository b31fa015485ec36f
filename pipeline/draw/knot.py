"""A mind map made ready for layout: every label measured, in each way worth having to break its lines."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.draw.sheet import LEADING, NEUTRAL, scale, weight
from pipeline.fonts import Shaper, clusters
from pipeline.model import Branch
from pipeline.text import plain

_PART = re.compile(r"(?<=[^\W\d_]{3}[-/–—])(?=[^\W\d_]{3})")
_LONGEST = 13.0
"""A word wider than this (em) is broken, so that one address or formula does not spoil a map."""
_MOST_LINES = 9
_TAIL = 0.12


Lines = tuple[str, ...]
Way = tuple[Lines, float]
"""A label broken into lines, and the width of the longest."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A label broken into lines: the width of the longest, and of the box around all, in the sheet's em.

    `wider` is the width of the next wider setting. `joint` is where branches meet the box, from its top, and `below`
    the room a label needs below that; `breaks` is how much it is broken: once counts one, twice four, three times nine.
    """

    lines: Lines
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
    """Measures labels and remembers them: a point is tied again for every sheet it might stand on."""

    shaper: Shaper
    known: dict[tuple[str, int, float], tuple[Setting, ...]] = field(default_factory=dict)

    def settings(self, label: str, level: int, pads: float) -> tuple[Setting, ...]:
        """The ways to set a label; `pads` is the room left and right of it."""
        key = (label, min(level, 2), pads)
        if key not in self.known:
            self.known[key] = tuple(_boxed(_ways(label, level, self.shaper), pads, level))
        return self.known[key]


def tie(branch: Branch, ruler: Ruler, number: str = "", hue: int | None = None, level: int = 0) -> Knot:
    """Measure a tree; `number` and `hue` are given for a part of a map, and hold for all below it."""
    label = " ".join(plain(branch.label).split()) + (f" +{branch.more}" if branch.more else "")
    badge = _badge(number, level, ruler.shaper)
    pads = _pads(badge, level)
    return Knot(
        label=label,
        level=level,
        number=number if level < 2 else "",
        href=branch.href,
        hue=NEUTRAL if hue is None else hue,
        badge=badge,
        pads=pads,
        padding=sum(pads),
        settings=ruler.settings(label, level, sum(pads)),
        kids=tuple(
            tie(kid, ruler, shown, i if hue is None else hue, level + 1)
            for i, (kid, shown) in enumerate(zip(branch.branches, _shown(branch, number), strict=True))
        ),
    )


def _shown(branch: Branch, number: str) -> list[str]:
    """The numbers on the discs of a branch's kids: where some are sections of the text, only these have one."""
    kids = branch.branches
    if number and any(kid.number for kid in kids):
        return [kid.number for kid in kids]
    return [child_number(kid, number, i) for i, kid in enumerate(kids)]


def child_number(kid: Branch, number: str, index: int) -> str:
    """The number of a main branch: its own, or its place below `number`."""
    return kid.number or (f"{number}.{index + 1}" if number else str(index + 1))


def _badge(number: str, level: int, shaper: Shaper) -> float:
    if level > 1 or not number:
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


def _boxed(ways: list[Way], pads: float, level: int) -> Iterator[Setting]:
    wider = math.inf
    for lines, text in ways:
        height = _height(len(lines) * LEADING * scale(level), level)
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


def _ways(label: str, level: int, shaper: Shaper) -> list[Way]:
    """The label on one line, and the most even way to set it on two, three and more; each with its width."""
    face, size = weight(level), scale(level)
    words = tuple(_words(label, face, shaper))
    if not words:
        return [(("",), 0.0)]
    best: dict[int, Lines] = {}
    limit = math.inf
    while True:
        lines = _fill(words, limit)
        if len(lines) > _MOST_LINES and best:
            break
        best[len(lines)] = tuple(text for text, _ in lines)
        widest = max(width for _, width in lines)
        if len(lines) == len(words) or widest <= max(width for _, width, _ in words):
            break
        limit = widest - 1e-6
    found = [(best[count], size * max(shaper.advance(x, face) for x in best[count])) for count in sorted(best)]
    return [(lines, text) for i, (lines, text) in enumerate(found) if all(text < wider for _, wider in found[:i])]


Word = tuple[str, float, float]
"""A word, its width, and the width of the space before it when it does not begin a line."""


def _words(label: str, face: int, shaper: Shaper) -> Iterator[Word]:
    space = shaper.advance(" ", face)
    for i, word in enumerate(label.split()):
        for j, part in enumerate(p for piece in _PART.split(word) for p in _chopped(piece, face, shaper)):
            yield part, shaper.advance(part, face), space if i and not j else 0.0


def _chopped(word: str, face: int, shaper: Shaper) -> Iterator[str]:
    """The word, or equal pieces of a word that is too long for any line."""
    width = shaper.advance(word, face)
    if width <= _LONGEST:
        yield word
        return
    letters = tuple(clusters(word))
    count = min(len(letters), int(width / _LONGEST * 1.15) + 1)
    ends = (len(letters) * i // count for i in range(count + 1))
    yield from ("".join(letters[a:b]) for a, b in pairwise(ends))


def _fill(words: tuple[Word, ...], limit: float) -> list[tuple[str, float]]:
    lines: list[tuple[str, float]] = []
    text, width = "", 0.0
    for word, advance, space in words:
        if text and width + space + advance > limit:
            lines.append((text, width))
            text, width = word, advance
        else:
            text, width = text + (" " if text and space else "") + word, width + (space if text else 0.0) + advance
    return [*lines, (text, width)]
