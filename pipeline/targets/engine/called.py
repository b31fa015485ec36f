"""A fragment whose pages have names of their own: figures, and letters behind those of pages put in between others."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from pipeline.targets.engine.fragment import Fragment, packed, unpacked
from pipeline.targets.engine.slots import LETTERS

Glyphs = tuple[tuple[int, float], ...]
Letters = Callable[[str, int], Glyphs]
"""Digest of a font file, index of the font in it → glyph and width of each letter, in thousandths of the size."""


def letters(blob: Callable[[str], bytes]) -> Letters:
    """Reads letters from the font files that `blob` gives, each once."""
    import uharfbuzz as hb

    @cache
    def found(digest: str, index: int) -> Glyphs:
        font = hb.Font(hb.Face(hb.Blob(blob(f"font:{digest}")), index))
        glyphs = [int(font.get_nominal_glyph(ord(letter)) or 0) for letter in LETTERS]
        return tuple((glyph, round(font.get_glyph_h_advance(glyph) * 1000 / font.face.upem, 2)) for glyph in glyphs)

    return found


def called(fragment: Fragment, labels: Sequence[str], known: Letters) -> Fragment:
    """The fragment with these names for its pages, and fonts that can tell such names. Nothing is drawn again."""
    uses = unpacked(fragment.fonts)
    fonts = [replace(u, figures=(*u.figures, *u.total, *known(u.digest, u.index))) if u.figures else u for u in uses]
    told = hashlib.sha256(repr(labels).encode()).hexdigest()
    return replace(fragment, key=f"{fragment.key}.called.{told}", fonts=packed(fonts), labels=tuple(labels))
