"""From a mind map to its sheets: one when it fits, else an overview and numbered parts."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.draw.fit import Sizes, fit, sizes
from pipeline.draw.knot import Knot, Root, Ruler, child_number, tie
from pipeline.draw.sheet import Box, Frame, Kind, Sheet
from pipeline.draw.variants import is_rtl, mirrored
from pipeline.fonts import Shaper
from pipeline.model import Branch, MindMap, Text
from pipeline.text import plain

_BEST_PT, _GOOD_PT = 9.5, 9.0
"""What is split is split so that its parts have type of the second size, if they can."""
_SHARES = (0.32, 0.48, 0.64, 1.0)
"""The height of a part on paper, as a share of the page."""
_BRIEF = 40
"""The characters of a label that takes a few lines at most."""
_FORMULA = 0.6
"""The share of a frame's width that a formula may take, in the smallest type."""
_SPARED = 2
"""So few points are not worth a map of their own."""


@dataclass(frozen=True, slots=True)
class _Desk:
    """What all sheets of a map are drawn with; `opening_pt` is the height that the first should keep to, 0 for any."""

    frame: Frame
    ruler: Ruler
    opening_pt: float = 0.0


def plan(
    mindmap: MindMap,
    frame: Frame,
    shaper: Shaper,
    *,
    lang: str = "en",
    zeros: str = "",
    every: bool = False,
    opening_pt: float = 0.0,
) -> tuple[Sheet, ...]:
    """The sheets of a map for a frame, in reading order; the first is no higher than `opening_pt` if it can be.

    `zeros` are kept free for page numbers: after labels that lead to a section, or after all that lead anywhere
    (`every`); "" for none. A part too big to draw becomes a `list` sheet on paper and is left out on a screen, where a
    list of all follows.
    """
    widest = _FORMULA * frame.width_pt / sizes(frame)[-1][0]
    desk = _Desk(frame, Ruler(shaper, lang, zeros, every, widest), opening_pt)
    sheets = tuple(_sheets(Root(mindmap.root), desk))
    return tuple(map(mirrored, sheets)) if is_rtl(mindmap.root, lang) else sheets


def _sheets(root: Root, desk: _Desk) -> Iterator[Sheet]:
    whole = _drawn(root, "full", desk) if not root.number else _part(root, desk)
    if whole is not None:
        yield whole
    elif root.number and desk.frame.kind == "screen":
        yield from _trimmed(root, desk)
    else:
        yield from _split(root, desk)


def _drawn(root: Root, kind: Kind, desk: _Desk, least: float = 0.0) -> Sheet | None:
    if _count(root.branch) > desk.frame.most:
        return None
    if desk.frame.kind == "screen":
        root = replace(root, own={})  # its pictures follow, and lead nowhere: the numbers on the discs say it
    knot = tie(root, desk.ruler)
    for frame, tried in _rooms(root, desk, least):
        if tried and (found := fit(knot, frame, kind, tried)):
            return found
    return None


def _rooms(root: Root, desk: _Desk, least: float) -> Iterator[tuple[Frame, Sizes]]:
    """The frames to try in turn, each with sizes of type: a first sheet had rather be low, if its type is good."""
    every = sizes(desk.frame, least)
    if not desk.opening_pt or root.number or root.first:
        yield desk.frame, every
        return
    low = replace(desk.frame, height_pt=min(desk.opening_pt, desk.frame.height_pt))
    for band in ((_BEST_PT, math.inf), (_GOOD_PT, _BEST_PT), (0.0, _GOOD_PT)):
        tried = tuple(size for size in every if band[0] <= size[0] / desk.frame.scale < band[1])
        yield low, tried
        yield desk.frame, tried


def _part(root: Root, desk: _Desk) -> Sheet | None:
    """A numbered sheet, as low as it can be while its type is good."""
    if desk.frame.kind == "screen":
        return _drawn(root, "branch", desk)
    for share in _SHARES:
        low = replace(desk.frame, height_pt=desk.frame.height_pt * share)
        found = _drawn(root, "branch", replace(desk, frame=low), _GOOD_PT)
        if found is not None:
            return found
    return _drawn(root, "branch", desk)


# --------------------------------------------------------------------------- an overview and its parts


def _split(root: Root, desk: _Desk) -> Iterator[Sheet]:
    """An overview, and a sheet for each main branch that it cuts; several overviews for very many main branches."""
    kids = root.branch.branches
    for count in _hands(len(kids)):
        found = [_overview(hand, desk) for hand in _dealt(root, count)]
        shown = [pair for pair in found if pair]
        if len(shown) < len(found):
            continue
        yield from (replace(sheet, turn=turn) for turn, (sheet, _) in enumerate(shown))
        own = {number for _, numbers in shown for number in numbers}
        for part in _parts(root):
            if part.number in own:
                yield from _sheets(_merged(part), desk)
        return
    if desk.frame.kind != "screen":
        yield _listed(root, desk.ruler)


def _hands(most: int) -> Iterator[int]:
    """How many overviews to try: few one by one, many by halves more."""
    count = 1
    while count < most:
        yield count
        count += max(1, count // 2)
    if most:
        yield most


def _dealt(root: Root, count: int) -> Iterator[Root]:
    """The main branches dealt out to so many roots, evenly and in order."""
    kids = root.branch.branches
    ends = [len(kids) * i // count for i in range(count + 1)]
    for start, end in pairwise(ends):
        yield replace(root, branch=replace(root.branch, branches=kids[start:end]), first=root.first + start)


def _overview(root: Root, desk: _Desk) -> tuple[Sheet, tuple[str, ...]] | None:
    """A sheet with the main branches, and the numbers of those it cuts."""
    for depth, spared in ((1, _SPARED), (0, _SPARED), (0, 1)):
        cut = _cut(root, depth, spared)
        for least in (_GOOD_PT, 0.0):
            found = _drawn(cut, "overview", desk, least)
            if found is not None:
                return found, tuple(cut.own.values())
    return None


def _cut(root: Root, depth: int, spared: int) -> Root:
    """A map without what is more than `depth` levels below its main branches; `spared` points or fewer are left."""
    kids = [_spared(kid, depth, spared) for kid in root.branch.branches]
    parts = _parts(root)
    own = {i: part.number for i, (kid, part) in enumerate(zip(kids, parts, strict=True)) if kid != part.branch}
    return replace(root, branch=replace(root.branch, branches=tuple(kids)), own=own)


def _spared(branch: Branch, depth: int, spared: int) -> Branch:
    shown = _pruned(branch, depth)
    return branch if _count(branch) - _count(shown) <= spared else shown


def _pruned(branch: Branch, depth: int) -> Branch:
    return replace(branch, branches=tuple(_pruned(kid, depth - 1) for kid in branch.branches) if depth else ())


def _parts(root: Root) -> tuple[Root, ...]:
    """The main branches as maps of their own, each with a number that no other has."""
    taken = {kid.number for kid in root.branch.branches}
    parts = []
    for i, kid in enumerate(root.branch.branches, root.first):
        number = child_number(kid, root.number, i)
        if number != kid.number and number in taken:
            number = f"{root.number}{chr(ord('a') + i % 26)}"
        parts.append(Root(kid, number, i if root.hue is None else root.hue))
    return tuple(parts)


def _merged(part: Root) -> Root:
    """A part with only one main branch is drawn as that, if one label has room for both."""
    if len(part.branch.branches) != 1 or not part.branch.branches[0].branches:
        return part
    (kid,) = part.branch.branches
    label = (*part.branch.label, Text(" › "), *kid.label)
    if len(plain(label)) > _BRIEF:
        return part
    return replace(part, branch=replace(kid, label=label, more=part.branch.more + kid.more))


# --------------------------------------------------------------------------- what is not split


def _trimmed(root: Root, desk: _Desk) -> Iterator[Sheet]:
    """A part on one screen: what does not fit is counted where it would stand."""
    branch = root.branch
    while any(kid.branches for kid in branch.branches):
        fullest = max(range(len(branch.branches)), key=lambda i: _count(branch.branches[i]))
        kids = [_folded(kid) if i == fullest else kid for i, kid in enumerate(branch.branches)]
        branch = replace(branch, branches=tuple(kids))
        found = _drawn(replace(root, branch=branch), "branch", desk)
        if found is not None:
            yield found
            return
    yield from _split(replace(root, branch=branch), desk)


def _folded(branch: Branch) -> Branch:
    return replace(branch, branches=(), more=branch.more + _count(branch) - 1)


def _count(branch: Branch) -> int:
    return 1 + sum(_count(kid) for kid in branch.branches)


def _listed(root: Root, ruler: Ruler) -> Sheet:
    knot = tie(root, ruler)
    return Sheet(knot.label, root.number, "list", 0.0, 0.0, 0.0, tuple(_items(knot)), ())


def _items(knot: Knot) -> Iterator[Box]:
    yield Box(knot.label, knot.settings[0].lines[:1], knot.level, knot.number, knot.href, knot.hue, 1)
    for kid in knot.kids:
        yield from _items(kid)
