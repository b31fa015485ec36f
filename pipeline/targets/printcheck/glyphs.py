"""The fonts of a finished file: which of their characters have no shape in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pipeline.codepoints import FAMILY

_SIGNS = ("COLR", "CBDT", "sbix", "SVG ")
"""Tables of fonts that draw in other ways than by outlines."""
_HIDDEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800\uffff")
"""Letters and signs that are to show nothing (Unicode, Default_Ignorable_Code_Point; the empty Braille pattern), and
what our linker says of glyphs that stand for no character."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Characters that a font has no shape for; `framed` when it shows the numbers of their code points instead."""

    characters: frozenset[str]
    framed: bool


def lost(pdf: Any) -> Mapping[str, Lost]:  # noqa: ANN401 - pikepdf's dictionaries are no mappings
    """By the name of a font: the characters that it shows as its sign for what is missing, or not at all."""
    import pikepdf

    found: dict[str, Lost] = {}
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Subtype") == "/Type0" and "/ToUnicode" in thing:
            descriptor = thing.DescendantFonts[0].FontDescriptor
            framed = str(descriptor.get("/FontFamily", "")) == FAMILY
            characters = frozenset(_readings(thing).values()) if framed else frozenset(_lost(thing, descriptor))
            if wanted := frozenset(filter(_should_show, characters)):
                found[str(thing.BaseFont)[1:]] = Lost(wanted, framed)
    return found


def _lost(font: Any, descriptor: Any) -> Iterator[str]:  # noqa: ANN401
    """The characters of a composite font (ISO 32000-1, 9.7) that come to nothing."""
    import pikepdf

    shown = _shown(descriptor)
    encoding = font.get("/Encoding")
    glyphs = _rows(encoding, rb"<([0-9a-fA-F]+)>\s*(\d+)") if isinstance(encoding, pikepdf.Stream) else {}
    for code, text in _readings(font).items():
        if shown and not shown(int(glyphs.get(code, b"%d" % code))):
            yield text


def _readings(font: Any) -> dict[int, str]:  # noqa: ANN401
    """The text of each code."""
    rows = _rows(font.ToUnicode, rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>")
    return {code: bytes.fromhex(text.decode()).decode("utf-16-be", "replace") for code, text in rows.items()}


def _rows(cmap: Any, pattern: bytes) -> dict[int, bytes]:  # noqa: ANN401
    """The single rows of a CMap; ranges are not used in our files."""
    return {int(match[1], 16): match[2] for match in re.finditer(pattern, cmap.read_bytes())}


def _should_show(text: str) -> bool:
    """Whether a glyph for this text must leave ink."""
    kinds = {unicodedata.category(sign) for sign in text if sign not in _HIDDEN}
    return any(kind[0] in "LNPS" or kind in {"Co", "Cn"} for kind in kinds)


def _shown(descriptor: Any) -> Callable[[int], bool] | None:  # noqa: ANN401
    """Whether a font file has an outline for a glyph; None for fonts that are drawn otherwise."""
    from fontTools.ttLib import TTFont

    file = descriptor.get("/FontFile2") or descriptor.get("/FontFile3")
    if file is None or (file.get("/Subtype") == "/CIDFontType0C"):
        return None
    font = TTFont(BytesIO(file.read_bytes()), lazy=True)
    if any(table in font for table in _SIGNS) or not {"glyf", "CFF "}.intersection(font.keys()):
        return None
    order = font.getGlyphOrder()
    if "glyf" in font:
        outlines = font["glyf"]
        return lambda glyph: 0 < glyph < len(order) and outlines[order[glyph]].numberOfContours != 0
    strings = font["CFF "].cff.topDictIndex[0].CharStrings
    return lambda glyph: 0 < glyph < len(order) and strings[order[glyph]].calcBounds(None) is not None
