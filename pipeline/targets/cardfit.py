"""How large the words of a card may be, and what is kept of words that are too many: pure, given a ruler."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline import model as m

LADDER = (16.0, 14.0, 12.5, 11.0, 10.0, 9.0)
"""Type sizes in points; a face takes the first that it fits in."""
_SLACK = 0.5

Extent = tuple[float, float]
"""Width and height in points."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A face to be measured: its number, the number of one of its beginnings, and a type size."""

    face: int
    beginning: int
    size: float


@dataclass(frozen=True, slots=True)
class Fit:
    """How a face is set: which of its beginnings, in which type size, and how high it then is, in points."""

    beginning: int
    size: float
    height: float


Ruler = Callable[[Sequence[Trial]], Sequence[Extent]]


def fitted(faces: Sequence[tuple[int, int]], room: Extent, ruler: Ruler) -> list[Fit]:
    """How faces fit the room, each given by two of its beginnings: the first that has every word, and the last.

    The last is set in the largest type that it fits in, or else the first. What does not fit in the smallest type is
    cut to the longest of its beginnings that does; beginning 0 is taken to fit.
    """
    found: dict[int, Fit] = {}
    for form in (1, 0):
        for size in LADDER:
            open_ = ((at, face) for at, face in enumerate(faces) if at not in found and (form or face[0] < face[1]))
            left = [Trial(at, face[form], size) for at, face in open_]
            found |= _fitting(left, room, ruler)
    spans = {at: (0, first) for at, (first, _) in enumerate(faces) if at not in found}
    while wide := {face: span for face, span in spans.items() if span[1] - span[0] > 1}:
        fine = _fitting([Trial(face, sum(span) // 2, LADDER[-1]) for face, span in wide.items()], room, ruler)
        spans |= {face: (sum(s) // 2, s[1]) if face in fine else (s[0], sum(s) // 2) for face, s in wide.items()}
    last = [Trial(face, low, LADDER[-1]) for face, (low, _) in spans.items()]
    heights = ruler(last) if last else ()
    found |= {t.face: Fit(t.beginning, t.size, height) for t, (_, height) in zip(last, heights, strict=True)}
    return [found[face] for face in range(len(faces))]


def _fitting(trials: Sequence[Trial], room: Extent, ruler: Ruler) -> dict[int, Fit]:
    """Those that fit, by their faces."""
    extents = ruler(trials) if trials else ()
    return {
        trial.face: Fit(trial.beginning, trial.size, high)
        for trial, (wide, high) in zip(trials, extents, strict=True)
        if wide <= room[0] + _SLACK and high <= room[1] + _SLACK
    }


# ------------------------------------------------------------------ what is kept

_SENTENCE = re.compile(r"(?<=[.!?।;])\s+")
_WORD = re.compile(r"(?<=\w\w)\W*\s+")


def beginnings(blocks: Sequence[m.Block]) -> tuple[tuple[m.Block, ...], ...]:
    """What may be kept of blocks, from nothing to all: cut between sentences, items, rows and lines of code.

    Of the first sentence, any words may be kept: there must be something to read.
    """
    match blocks:
        case (m.Paragraph(inlines) as first, *_):
            whole = next(_cuts(inlines, _SENTENCE), inlines)
            words = tuple((replace(first, inlines=part),) for part in _cuts(whole, _WORD))
        case _:
            words = ()
    return tuple(dict.fromkeys(((), *words, *_growing(tuple(blocks)))))


def _growing(blocks: tuple[m.Block, ...]) -> Iterator[tuple[m.Block, ...]]:
    for number, block in enumerate(blocks):
        yield from ((*blocks[:number], part) for part in _parts(block))


def _parts(block: m.Block) -> Iterator[m.Block]:
    """The beginnings of a block; the last is the block itself."""
    match block:
        case m.Paragraph(inlines):
            yield from (replace(block, inlines=part) for part in _cuts(inlines, _SENTENCE))
        case m.List(items):
            for number, item in enumerate(items):
                parts = (replace(item, blocks=part) for part in _growing(item.blocks))
                yield from (replace(block, items=(*items[:number], part)) for part in parts)
        case m.Quote(blocks) | m.Div(blocks=blocks):
            yield from (replace(block, blocks=part) for part in _growing(blocks))
        case m.Table(rows=rows):
            yield from (replace(block, rows=rows[:number]) for number in range(1, len(rows)))
        case m.CodeBlock(text):
            lines = text.split("\n")
            yield from (replace(block, text="\n".join(lines[:number])) for number in range(1, len(lines)))
        case m.Definitions(items):
            yield from (replace(block, items=items[:number]) for number in range(1, len(items)))
        case _:
            pass
    yield block


def _cuts(inlines: tuple[m.Inline, ...], pattern: re.Pattern[str]) -> Iterator[tuple[m.Inline, ...]]:
    """Inlines up to each place that the pattern finds in their plain text."""
    for number, node in enumerate(inlines):
        if isinstance(node, m.Text):
            ends = (match.start() for match in pattern.finditer(node.text))
            yield from ((*inlines[:number], m.Text(node.text[:end])) for end in ends if end)
