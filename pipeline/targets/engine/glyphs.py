"""Fonts as fragments use them: every figure is a function of the font's file, so that all fragments agree.

WeasyPrint measures a font at the size it meets first, and numbers missing glyphs in the order it meets them; what two
leaves say of one font would then differ by chance.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any

from pipeline.targets.engine.fragment import NOTHING, FontUse
from pipeline.targets.engine.slots import FIGURES, SIGNS

COMPLEX = re.compile("[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff]")
"""Scripts whose glyphs are not their characters in order: their text is written beside them."""

_ALIKE = {"\u00a0": " ", "\u2010": "-", "\u2011": "-", "\u00ad": "-", "\u2126": "\u03a9", "\u00b5": "\u03bc"}
"""Characters that many fonts draw with one glyph → the one that a reader should find."""


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """One font file, opened; shared by all fragments of a process."""

    key: str
    digest: str
    data: bytes
    index: int
    font: Any = field(repr=False)
    description: FontUse = field(repr=False)
    images: Any = field(repr=False)
    """The engine's own font where its glyphs are images, else None."""
    advances: dict[int, float] = field(default_factory=dict, repr=False)
    figures: dict[tuple[tuple[str, int], ...], tuple[tuple[int, float], ...]] = field(default_factory=dict, repr=False)

    def advance(self, glyph: int) -> float:
        """Width in thousandths of the font size."""
        if glyph not in self.advances:
            width = self.font.get_glyph_h_advance(glyph) * 1000 / self.font.face.upem
            self.advances[glyph] = int(width) if width == int(width) else round(width, 2)
        return self.advances[glyph]

    def nominal(self, character: str) -> int:
        return int(self.font.get_nominal_glyph(ord(character)) or 0)

    def shaped(self, features: Mapping[str, int]) -> tuple[tuple[int, float], ...]:
        """Glyph and width of each of `SIGNS`, each set alone: a filled slot is not kerned."""
        key = tuple(sorted(features.items()))
        if key not in self.figures:
            glyphs = [_shaped(self.font, character, features) for character in SIGNS]
            self.figures[key] = tuple((glyph, self.advance(glyph)) for glyph in glyphs)
        return self.figures[key]


def _shaped(font: Any, character: str, features: Mapping[str, int]) -> int:  # noqa: ANN401 - an untyped library's font
    import uharfbuzz as hb

    buffer = hb.Buffer()
    buffer.add_str(character)
    buffer.guess_segment_properties()
    buffer.script = "Latn"
    hb.shape(font, buffer, {name: int(value) for name, value in features.items()})
    return int(buffer.glyph_infos[0].codepoint)


_BOXES = "□☐\ufffd"
"""What may stand for a character that the font lacks."""


class _Widths(dict[int, float]):
    """Widths by glyph, from the file; drawing asks whether it knows a width before it measures one."""

    def __init__(self, cut: Cut) -> None:
        self.cut = cut

    def __contains__(self, glyph: object) -> bool:
        return True

    def __missing__(self, glyph: int) -> float:
        width = self[glyph] = self.cut.advance(glyph)
        return width

    def __setitem__(self, glyph: int, width: float) -> None:
        """A width that drawing guessed, for a character that the font lacks: the font's sign is drawn."""
        known = glyph < self.cut.font.face.glyph_count
        super().__setitem__(glyph, self.cut.advance(glyph if known else self.cut.description.sign))


class _Unicode(dict[int, str]):
    """Text by glyph; never empty (ISO 14289-1, 7.21.7)."""

    def __init__(self, cut: Cut) -> None:
        self.cut = cut

    def __setitem__(self, glyph: int, text: str) -> None:
        alike = _ALIKE.get(text)
        if alike and self.cut.nominal(alike) == glyph:
            text = alike
        super().__setitem__(glyph, text.replace("\0", "") or NOTHING)


@dataclass(slots=True, eq=False)
class Use:
    """What drawing asks of a font (`draw.text.draw_first_line`), and what one fragment used of it."""

    cut: Cut
    features: Mapping[str, int] = field(default_factory=dict)
    slots: bool = False
    widths: _Widths = field(init=False)
    to_unicode: _Unicode = field(init=False)
    missing: dict[int, int] = field(default_factory=dict)
    bitmap: bool = False

    def __post_init__(self) -> None:
        self.widths, self.to_unicode = _Widths(self.cut), _Unicode(self.cut)

    @property
    def hash(self) -> str:
        return self.cut.key

    @property
    def upem(self) -> int:
        return int(self.cut.font.face.upem)

    @property
    def family(self) -> str:
        return self.cut.description.family

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - `png`, `svg`, `colr`, `hb_font`, `hb_face` of the engine's font
        if name in {"png", "svg", "colr", "hb_font", "hb_face"}:
            return getattr(self.cut.images, name, False)
        raise AttributeError(name)

    def get_unused_glyph_id(self, codepoint: int) -> int:
        """A glyph number for a character that the font lacks, a function of the character alone."""
        self.missing[codepoint] = 0xF000 + codepoint % 0xFFF
        return self.missing[codepoint]

    def known(self) -> FontUse:
        """What the linker must know of it."""
        widths = {glyph: self.widths[glyph] for glyph in sorted(self.to_unicode)}
        signs = self.cut.shaped(self.features) if self.slots else ()
        figures = signs[: len(FIGURES)]
        widths |= figures
        return replace(
            self.cut.description,
            widths=tuple(sorted(widths.items())),
            unicode=tuple(sorted(self.to_unicode.items())),
            missing=tuple(sorted(set(self.missing.values()))),
            figures=figures,
            total=signs[len(FIGURES) :],
        )


class Fonts:
    """Every font that a process has met, by the engine's key for it; what one fragment used is in `uses`."""

    def __init__(self, cuts: dict[int, Cut]) -> None:
        self.cuts = cuts
        self.uses: dict[int, Use] = {}

    def find(self, pango_font: Any) -> tuple[Use, float]:  # noqa: ANN401 - a foreign pointer
        from weasyprint.text.fonts import get_pango_font_key

        key, description, size = get_pango_font_key(pango_font)
        use = self.uses.get(key)
        if use is None:
            if key not in self.cuts:
                self.cuts[key] = _cut(pango_font, description, size)
            use = self.uses[key] = Use(self.cuts[key])
        return use, size

    def used(self, keep: Callable[[str, bytes], None]) -> list[Use]:
        """Those that drew something, in the order of their keys; their files are kept."""
        found = sorted((u for u in self.uses.values() if u.to_unicode), key=lambda u: u.cut.key)
        for use in found:
            keep(f"font:{use.cut.digest}", use.cut.data)
        return found


def _cut(pango_font: Any, description: Any, size: float) -> Cut:  # noqa: ANN401 - foreign pointers
    """Opens the file behind a font of the engine.

    Raises `ValueError` for a font of bitmaps, whose glyphs cannot be embedded as outlines.
    """
    import uharfbuzz as hb
    from weasyprint.pdf.fonts import Font

    found = Font(pango_font, description, size)
    if found.bitmap:
        raise ValueError(f"{found.family} is a font of bitmaps")
    data, index = found.file_content, found.index
    face = hb.Face(hb.Blob(data), index)
    coloured = bool(found.png or found.svg)
    if face.axis_infos:
        data, index = _pinned(face, {"wght": float(found.weight), **found.variations}), 0
    if coloured:
        data, index = _emptied(face), 0
    face = hb.Face(hb.Blob(data), index)
    digest = hashlib.sha256(data).hexdigest()
    key = "F" + digest[:10] + (str(index) if index else "")
    font = hb.Font(face)
    return Cut(key, digest, data, index, font, _described(key, digest, index, font), found if coloured else None)


def _pinned(face: Any, axes: Mapping[str, float]) -> bytes:  # noqa: ANN401 - an untyped library's face
    """A variable font at one place of its axes."""
    import uharfbuzz as hb

    wish = hb.SubsetInput()
    wish.keep_everything()
    for axis in face.axis_infos:
        wish.pin_axis_location(face, axis.tag, axes.get(axis.tag, axis.default_value))
    return bytes(hb.subset(face, wish).blob.data)


def _emptied(face: Any) -> bytes:  # noqa: ANN401 - same
    """A font of empty glyphs with the same widths: glyphs that are images are drawn as such, and found as text."""
    import uharfbuzz as hb
    from fontTools.fontBuilder import FontBuilder
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    font = hb.Font(face)
    names = [".notdef", *(f"g{n}" for n in range(1, face.glyph_count))]
    builder = FontBuilder(face.upem, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({})
    builder.setupGlyf({name: Glyph() for name in names})
    builder.setupHorizontalMetrics({name: (font.get_glyph_h_advance(n), 0) for n, name in enumerate(names)})
    extents = font.get_font_extents("ltr")
    builder.setupHorizontalHeader(ascent=extents.ascender, descent=extents.descender)
    builder.setupNameTable({"familyName": face.get_name(1) or "Images", "psName": face.get_name(6) or "Images"})
    builder.setupOS2()
    builder.setupPost(keepGlyphNames=False)
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    out = BytesIO()
    builder.save(out)
    return out.getvalue()


def _described(key: str, digest: str, index: int, font: Any) -> FontUse:  # noqa: ANN401 - same
    """What a font descriptor says (PDF 32000-1, 9.8), from the file alone."""
    import uharfbuzz as hb

    face = font.face
    extents = font.get_font_extents("ltr")
    family = face.get_name(16) or face.get_name(1) or "Font"
    slant = float(font.get_style_value(hb.StyleTag.SLANT_ANGLE))
    italic = bool(font.get_style_value(hb.StyleTag.ITALIC)) or slant != 0
    name = face.get_name(6) or family
    return FontUse(
        key=key,
        digest=digest,
        index=index,
        name="".join(c for c in name if c.isascii() and (c.isalnum() or c == "-")) or "Font",
        family=family,
        flags=4 | (64 if italic else 0) | (2 if "Serif" in family.split() else 0),
        ascent=round(extents.ascender * 1000 / face.upem),
        descent=round(extents.descender * 1000 / face.upem),
        italic_angle=slant,
        stem_v=80,
        stem_h=80,
        widths=(),
        unicode=(),
        sign=next(filter(None, (font.get_nominal_glyph(ord(box)) for box in _BOXES)), 0),
    )
