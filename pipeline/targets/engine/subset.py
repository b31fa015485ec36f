"""Cuts a font file down to the glyphs of a book, each under its old number."""

from __future__ import annotations

from collections.abc import Sequence

_DROPPED = ("BASE", "DSIG", "EBDT", "EBLC", "EBSC", "GDEF", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG ", "kern")
_COLOURS = frozenset(("CBDT", "CBLC", "COLR", "CPAL", "SVG ", "sbix"))
_LIMITS = (
    *("maxPoints", "maxContours", "maxCompositePoints", "maxCompositeContours", "maxTwilightPoints", "maxStorage"),
    *("maxFunctionDefs", "maxInstructionDefs", "maxStackElements", "maxSizeOfInstructions"),
    *("maxComponentElements", "maxComponentDepth"),
)
"""Of outlines and their instructions, in the table `maxp`."""


def cut(data: bytes, index: int, glyphs: Sequence[int]) -> bytes:
    """The font of a file or collection with these glyphs and `.notdef`; glyphs that it lacks are left out."""
    import uharfbuzz

    face = uharfbuzz.Face(uharfbuzz.Blob(data), index)
    if _COLOURS & set(face.table_tags):
        face = uharfbuzz.Face(uharfbuzz.Blob(_without_colours(data, index)), 0)
    wanted = uharfbuzz.SubsetInput()
    wanted.sets(uharfbuzz.SubsetInputSets.GLYPH_INDEX).update(glyph for glyph in glyphs if glyph < face.glyph_count)
    dropped = (int.from_bytes(tag.encode(), "big") for tag in _DROPPED)
    wanted.sets(uharfbuzz.SubsetInputSets.DROP_TABLE_TAG).update(dropped)
    flags = uharfbuzz.SubsetFlags
    wanted.flags = flags.RETAIN_GIDS | flags.DESUBROUTINIZE | flags.NO_HINTING | flags.NOTDEF_OUTLINE
    found: bytes = uharfbuzz.subset(face, wanted).blob.data
    return found


def _without_colours(data: bytes, index: int) -> bytes:
    """Colour glyphs are drawn as pictures on the page; the font keeps their widths under empty outlines."""
    from io import BytesIO

    from fontTools.ttLib import TTFont, newTable
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    font = TTFont(BytesIO(data), fontNumber=index if data[:4] == b"ttcf" else -1)
    for tag in (_COLOURS | {"CFF ", "CFF2", "VORG"}) & set(font.keys()):
        del font[tag]
    font.sfntVersion = "\0\1\0\0"
    font["maxp"].tableVersion = 0x00010000
    font["maxp"].__dict__.update(dict.fromkeys(_LIMITS, 0) | {"maxZones": 1})
    font["loca"] = newTable("loca")
    font["glyf"] = table = newTable("glyf")
    table.glyphOrder = font.getGlyphOrder()
    table.glyphs = {each: Glyph() for each in table.glyphOrder}
    out = BytesIO()
    font.save(out)
    return out.getvalue()
