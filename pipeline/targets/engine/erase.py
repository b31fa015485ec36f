"""Draws what a practice copy leaves out: takes glyphs out of what was drawn, so that all else stays in its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.targets.engine import places
from pipeline.targets.engine.blanks import Gap
from pipeline.targets.engine.glyphs import Cut
from pipeline.targets.engine.objects import Operator

BELOW, THICKNESS, RAISED, FIGURES = 2.0, 0.8, 3.4, 9.4
"""Of the line to write on, in CSS pixels: how far below the baseline, how thick; and of its number, at its left end:
how far above the baseline, how tall (7 pt).
"""


def kept(text: str, gaps: Sequence[Gap]) -> str:
    """What is left of the text of a box."""
    out = list(text)
    for gap in gaps:
        out[gap.start : gap.end] = " " * (gap.end - gap.start)
    return "".join(out) if "".join(out).strip() else ""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph as it is drawn: the character it begins with, where it starts, and how wide it is, in CSS pixels."""

    character: int
    x: float
    width: float


def glyphs(box: Any) -> list[Glyph]:  # noqa: ANN401 - a text box of the engine
    """The glyphs that drawing a text box shows, in its order (`draw.text.draw_first_line`)."""
    from weasyprint.text.ffi import FROM_UNITS, ffi, pango

    layout = box.pango_layout
    layout.reactivate(box.style)
    line, _ = layout.get_first_line()
    data = layout.text.encode()
    found: list[Glyph] = []
    x = 0.0
    run = line.runs[0]
    while run != ffi.NULL:
        item, run = run.data, run.next
        shown = item.glyphs
        for at in range(shown.num_glyphs):
            glyph = shown.glyphs[at]
            width = glyph.geometry.width * FROM_UNITS
            if glyph.glyph != pango.PANGO_GLYPH_EMPTY:
                byte = item.item.offset + shown.log_clusters[at]
                found.append(Glyph(len(data[:byte].decode(errors="ignore")), x, width))
            x += width
    layout.deactivate()
    return found


def emptied(
    operators: Sequence[Operator], start: int, hidden: Sequence[bool], cuts: Mapping[str, Cut]
) -> list[Operator]:
    """The operators from `start` on with every hidden glyph replaced by its width; what follows stays in its place."""
    out: list[Operator] = []
    states = iter(hidden)
    cut = cuts.get(places.font_at(operators, start))
    for operator in operators[start:]:
        if isinstance(operator, bytes) and operator.endswith(b" Tf"):
            cut = cuts.get(operator[1:].split(b" ", 1)[0].decode(), cut)
        if isinstance(operator, bytes) and operator.endswith(b"] TJ") and cut:
            operator = _thinned(operator, states, cut)  # noqa: PLW2901 - what stands for it
        out.append(operator)
    return out


def _thinned(operator: bytes, states: Iterator[bool], cut: Cut) -> bytes:
    parts: list[str] = []
    moved = 0.0
    for codes, number in places.PIECES.findall(operator):
        if number:
            moved += float(number)
        for n in range(0, len(codes), 4):
            if next(states, False):
                moved -= cut.advance(int(codes[n : n + 4], 16))
                continue
            if moved:
                parts.append(f"{moved:.1f}")
                moved = 0.0
            parts.append(f"<{codes[n : n + 4].decode()}>")
    if moved:
        parts.append(f"{moved:.1f}")
    return f"[{''.join(parts)}] TJ".replace("><", "").encode()
