"""How a note is set so that it fills one sheet of paper: a scale of settings from loose to dense, and the search on it.

Pure, given a ruler. Type is never smaller than 9 points on 12, or than what the look allows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from pipeline.layouts import Layout

FLOOR, LEAD, CEILING = 9.0, 4 / 3, 12.0
"""The smallest type of the body in points, its leading in ems, and the largest type: beyond it, a page looks empty."""
_AIRY = 1.5
"""The leading of the largest type."""
_WIDE, _NARROW = 27.0, 18.5
"""Ems of a column: few words to a line read well in lists, and waste least."""
_WHOLE = (("top", 10.0), ("outer", 10.0), ("bottom", 11.0), ("inner", 12.0), ("column_gap", 4.0))
_FOLDED = (
    *(("top", 8.0), ("outer", 8.0), ("bottom", 10.0), ("inner", 10.0)),
    *(("column_gap", 4.0), ("map_type", 0.75)),
)
"""The last resort on large and on small pages: four have twice as much margin as two, and a map has little room."""
_SHEET = 210.0 * 297.0
"""Square millimetres of A4: a sheet of it has two pages, or four when it is folded."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How a note is set. `points` are those that a branch of its map keeps, 0 for all of them."""

    numbers: tuple[tuple[str, float], ...]
    """What is different from the look, see `measures`."""
    size: float
    dense: bool = False
    points: int = 0

    @property
    def changed(self) -> Mapping[str, float]:
        return dict(self.numbers)


def pages(look: Layout) -> int:
    """The pages of one sheet: two of A4 or Letter, four of A5."""
    return 2 * max(1, round(_SHEET / (look.measure("paper_width") * look.measure("paper_height"))))


def scale(look: Layout) -> tuple[tuple[Setting, ...], ...]:
    """The settings to choose among, in runs: in the look as it is, then with less around; last in more columns.

    Within a run each takes less room than the one before it. More columns mostly save room, but not where tables are
    wider than a column.
    """
    floor = max(FLOOR, look.measure("least_size"))
    few, many = _dense(look, floor)
    return (*_loose(look, floor), *few), many


def _loose(look: Layout, floor: float) -> list[Setting]:
    """From the largest type to the smallest; the leading falls from airy to the look's own."""
    top, own = floor * CEILING / FLOOR, max(LEAD, look.measure("leading"))
    sizes = [top - step * (top - floor) / 6 for step in range(7)]
    return [
        Setting((("body_size", size), ("leading", own + (size - floor) / (top - floor) * max(0.0, _AIRY - own))), size)
        for size in (round(size, 2) for size in sizes)
    ]


def _dense(look: Layout, floor: float) -> tuple[tuple[Setting, ...], tuple[Setting, ...]]:
    """In columns for lines of many words, and of few."""
    few, many = (max(1, round(look.measure("text_width") / (ems * floor))) for ems in (_WIDE, _NARROW))
    high = look.measure("page_height")
    edges = tuple(
        (side, min(look.measure(side), most))
        for side, most in (("top", 12.0), ("outer", 11.0), ("bottom", 12.5), ("inner", 13.0))
    )

    def setting(share: float, columns: int, space: float, points: int, *more: tuple[str, float]) -> Setting:
        size = round(floor * share, 2)
        shared = (("body_size", size), ("leading", LEAD), ("columns", columns), ("space", space), ("cue", 0.0))
        maps = (("column_gap", 5.0), ("map_type", 0.85 * size / FLOOR), ("map_page", high * 0.4))
        heights = (("map_height", high * 0.2), ("picture_height", high * 0.2))
        return Setting((*shared, *maps, *heights, ("dense", 1.0), *more), size, dense=True, points=points)

    steps: tuple[int, ...] = (2, 0)
    least = setting(1, many, 0.7, 2, *_WHOLE, ("map_height", high * 0.16))
    if pages(look) > 2:
        steps, least = (2, 1, 0), setting(1, many, 0.7, 1, *_FOLDED, ("map_page", high * 0.3))
    return (
        tuple(setting(1 + step / 36, few, 0.8, 5) for step in range(6, -1, -1)),
        (*(setting(1 + step / 36, many, 0.7, 3, *edges) for step in steps), least),
    )


def fitted(notes: int, runs: Sequence[int], fits: Callable[[Sequence[tuple[int, int]]], Sequence[bool]]) -> list[int]:
    """For each note the number of the first setting that it fits in; of the last, when it fits in none.

    `runs` are the lengths of runs of settings; one is only searched when a note fits nowhere in those before it. `fits`
    tries many notes at a time, each given by its number with that of a setting. A note is halved down to its place: of
    runs of 14 and 3, six settings are tried at most.
    """
    ends = list(accumulate(runs))
    found: dict[int, int] = {}
    for start, end in zip((0, *ends), ends, strict=False):
        spans = {note: (start, end) for note in range(notes) if note not in found}
        while wide := {note: span for note, span in spans.items() if span[0] < span[1]}:
            trials = [(note, sum(span) // 2) for note, span in wide.items()]
            for (note, middle), is_fine in zip(trials, fits(trials), strict=True):
                low, high = spans[note]
                spans[note] = (low, middle) if is_fine else (middle + 1, high)
        found |= {note: low for note, (low, _) in spans.items() if low < end}
    return [found.get(note, ends[-1] - 1) for note in range(notes)]
