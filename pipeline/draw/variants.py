"""The same sheet in another way: seen in a mirror, or with its leaves left blank."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from itertools import accumulate

from pipeline import languages
from pipeline.draw.sheet import Align, Box, Curve, Edge, Mark, Sheet
from pipeline.model import Branch
from pipeline.text import plain

_OTHER: dict[Align, Align] = {"left": "right", "right": "left", "center": "center"}


def is_rtl(root: Branch, lang: str) -> bool:
    """Whether a map is read from the right: most letters of its labels say so, or its language where there are none."""
    counts = {True: 0, False: 0}
    _count(root, counts)
    if counts[True] == counts[False]:
        return languages.is_rtl(lang)
    return counts[True] > counts[False]


def _count(branch: Branch, counts: dict[bool, int]) -> None:
    for letter in plain(branch.label):
        kind = unicodedata.bidirectional(letter)
        if kind in {"L", "R", "AL"}:
            counts[kind != "L"] += 1
    for kid in branch.branches:
        _count(kid, counts)


def mirrored(sheet: Sheet) -> Sheet:
    """A sheet for those who read from the right: its first branch is on the left."""
    width = sheet.width
    return replace(
        sheet,
        boxes=tuple([_turned(box, width) for box in sheet.boxes]),
        edges=tuple([_bent(edge, width) for edge in sheet.edges]),
        is_rtl=not sheet.is_rtl,
    )


def _turned(box: Box, width: float) -> Box:
    return replace(
        box,
        side=-box.side,
        x=_across(width, box.x, box.width),
        text_x=_across(width, box.text_x, box.text_width),
        badge_x=_across(width, box.badge_x, box.badge),
        align=_OTHER[box.align],
    )


def _bent(edge: Edge, width: float) -> Edge:
    a, b, c, d, e, f, g, h = edge.curve
    curve: Curve = (_across(width, a), b, _across(width, c), d, _across(width, e), f, _across(width, g), h)
    return replace(edge, curve=curve, tail=_across(width, edge.tail))


def _across(width: float, x: float, extent: float = 0.0) -> float:
    return round(width - x - extent, 2) + 0.0


def blank(sheet: Sheet, number: str = "") -> Sheet:
    """A sheet to fill in from memory: each leaf keeps its place and its lines, but nothing that tells its words.

    What goes on in a map of its own is no leaf. With a `number`, only points of the main branch with it are blank.
    """
    after = [box.level for box in sheet.boxes[1:]]
    mains = accumulate(sheet.boxes, _main)
    boxes = (
        _emptied(box)
        if next_level <= box.level and box.level > 0 and not _goes_on(box) and _is_asked(box, main, number)
        else box
        for box, next_level, main in zip(sheet.boxes, (*after, 0), mains, strict=True)
    )
    return replace(sheet, boxes=tuple(boxes))


def _main(main: Box, box: Box) -> Box:
    """The main branch that a box belongs to, after that of the box before it; the root for the root."""
    return box if box.level < 2 else main


def _is_asked(box: Box, main: Box, number: str) -> bool:
    return not number or (box is not main and main.number == number)


def _goes_on(box: Box) -> bool:
    return any(isinstance(run, Mark) and run.sheet for line in box.lines for run in line.runs)


def _emptied(box: Box) -> Box:
    lines = tuple(replace(line, runs=()) for line in box.lines)
    return replace(box, label="", lines=lines, href="", is_blank=True)
