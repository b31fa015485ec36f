"""Whether glyphs alone tell a text from right to left.

Readers of PDF turn such text from the order on the page into that of the language. Most turn what is written beside
the glyphs (ActualText, 14.9.4) as well, though it stands in the right order already. So it is better left out, which
it can be where every glyph stands for the same characters wherever it is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.targets.engine.fragment import NOTHING
from pipeline.targets.engine.glyphs import Fonts, Use

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")
_TATWEEL = "\u0640"
"""Typed to make a word longer; its glyph joins letters in other words as well, where it stands for nothing."""
_OTHER = re.compile("[\u0900-\u0dff\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff]")


def is_readable(box: Any, fonts: Fonts) -> bool:  # noqa: ANN401 - a text box of the engine
    """True for a box with such text that needs no words beside its glyphs; what they stand for is then noted."""
    if not _RIGHT_TO_LEFT.search(box.text) or _OTHER.search(box.text):
        return False
    found: dict[tuple[int, int], tuple[Use, str]] = {}
    for use, glyph, text in list(_clusters(box, fonts)):
        if not text or found.setdefault((id(use), glyph), (use, text))[1] != text:
            return False
        if use.to_unicode.get(glyph, text) != text:
            return False
    for (_, glyph), (use, text) in found.items():
        use.to_unicode.setdefault(glyph, text)
    return _TATWEEL not in box.text


def _clusters(box: Any, fonts: Fonts) -> Iterator[tuple[Use, int, str]]:  # noqa: ANN401 - same
    """Each glyph of the runs from right to left with the characters it stands for; "" when no one can say."""
    from weasyprint.text.ffi import ffi, pango

    layout = box.pango_layout
    layout.reactivate(box.style)
    line, _ = layout.get_first_line()
    data = layout.text.encode()
    run = line.runs[0]
    while run != ffi.NULL:
        item, run = run.data, run.next
        if not item.item.analysis.level % 2:
            continue
        use, _ = fonts.find(item.item.analysis.font)
        shown, start = item.glyphs, item.item.offset
        end = item.item.length
        clusters: list[tuple[int, list[int]]] = []
        for at in range(shown.num_glyphs):  # in the order of the page: the last cluster of the text comes first
            glyph, begin = shown.glyphs[at].glyph, shown.log_clusters[at]
            if glyph == pango.PANGO_GLYPH_EMPTY:
                continue
            if clusters and clusters[-1][0] == begin:
                clusters[-1][1].append(glyph)
            else:
                clusters.append((begin, [glyph]))
        for begin, glyphs in clusters:
            text = data[start + begin : start + end].decode(errors="ignore").replace(_TATWEEL, NOTHING)
            end = begin
            yield from ((use, g, part) for g, part in zip(reversed(glyphs), _shared(text, len(glyphs)), strict=True))
    layout.deactivate()


def _shared(text: str, glyphs: int) -> Sequence[str]:
    """What each glyph of a cluster stands for, in the order of the language: strokes that join letters for nothing."""
    if glyphs == 1:
        return (text,)
    if glyphs > len(text) == 1:
        return (text, *[NOTHING] * (glyphs - 1))
    return text if glyphs == len(text) else [""] * glyphs
