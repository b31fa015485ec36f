"""From a mind map to its sheets: one when it fits, else an overview and numbered parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.draw.fit import fit
from pipeline.draw.knot import Knot, Ruler, child_number, tie
from pipeline.draw.sheet import Box, Frame, Kind, Medium, Sheet
from pipeline.fonts import Shaper
from pipeline.model import Branch, MindMap
from pipeline.text import plain

_MOST: dict[Medium, dict[Kind, int]] = {
    "paper": {"full": 75, "branch": 75, "overview": 45},
    "screen": {"full": 20, "branch": 26, "overview": 16},
}
"""The points a reader takes in on one sheet."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A subtree that is drawn as a map of its own, with the number and the hue it has in the whole."""

    branch: Branch
    number: str = ""
    hue: int | None = None

    def parts(self) -> tuple[_Part, ...]:
        return tuple(
            _Part(kid, child_number(kid, self.number, i), i if self.hue is None else self.hue)
            for i, kid in enumerate(self.branch.branches)
        )


def plan(mindmap: MindMap, page: Frame, shaper: Shaper) -> tuple[Sheet, ...]:
    """The sheets of a map for a page, in reading order.

    A part too big to draw becomes a `list` sheet on paper and is left out on a screen, where a list of all follows.
    """
    return tuple(_sheets(_Part(mindmap.root), page, Ruler(shaper)))


def _sheets(part: _Part, page: Frame, ruler: Ruler) -> Iterator[Sheet]:
    whole = _drawn(part, "branch" if part.number else "full", page, ruler)
    if whole is not None:
        yield whole
        return
    followed = page.kind == "paper" or not part.number  # on a screen the list that follows holds the rest
    for depth, spared in ((1, 2), (0, 2), (0, 0)):
        cut = tuple(_cut(kid, depth, spared, counted=not followed) for kid in part.branch.branches)
        if cut == part.branch.branches:
            continue
        overview = _drawn(replace(part, branch=replace(part.branch, branches=cut)), "overview", page, ruler)
        if overview is not None:
            yield overview
            for below, shown in zip(part.parts(), cut, strict=True):
                if followed and shown != below.branch:
                    yield from _sheets(below, page, ruler)
            return
    if page.kind == "paper":
        yield _listed(part, ruler)


def _cut(branch: Branch, depth: int, spared: int, *, counted: bool) -> Branch:
    """A main branch without what is more than `depth` levels below it, unless that is `spared` points or fewer.

    What is left out is `counted` on the label when no other sheet shows it.
    """
    shown = _pruned(branch, depth)
    hidden = _count(branch) - _count(shown)
    if hidden <= spared:
        return branch
    return replace(shown, more=branch.more + hidden) if counted else shown


def _pruned(branch: Branch, depth: int) -> Branch:
    return replace(branch, branches=tuple(_pruned(kid, depth - 1) for kid in branch.branches) if depth else ())


def _drawn(part: _Part, kind: Kind, page: Frame, ruler: Ruler) -> Sheet | None:
    if _count(part.branch) > _MOST[page.kind][kind]:
        return None
    return fit(tie(part.branch, ruler, part.number, part.hue), page, kind)


def _count(branch: Branch) -> int:
    return 1 + sum(_count(kid) for kid in branch.branches)


def _listed(part: _Part, ruler: Ruler) -> Sheet:
    boxes = tuple(_items(tie(part.branch, ruler, part.number, part.hue)))
    return Sheet(plain(part.branch.label), part.number, "list", 0.0, 0.0, 0.0, boxes, ())


def _items(knot: Knot) -> Iterator[Box]:
    yield Box(knot.label, (knot.label,), knot.level, knot.number, knot.href, knot.hue, 1)
    for kid in knot.kids:
        yield from _items(kid)
