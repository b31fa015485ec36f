"""A font of signs for characters that no font has: each shows its code point in a frame, such as U+16A0."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from pipeline.cache import digest
from pipeline.faces import Face, kept
from pipeline.fonts import Stroke, shaper

FAMILY = "Code Points"
_RECIPE = "1"
_UPEM = 1000
_SCALE = 0.72
"""Height of the figures, in those of the text."""
_GAP, _LINE = 0.07, 0.035
"""Between figures and frame, and the frame's own breadth, in em."""
_LOW, _HIGH = -0.13, 0.62
"""Of the frame, in em above the baseline."""
_SPACE = 0.2
_FIGURES = "0123456789ABCDEF+U"
_SANS = "Source Sans 3"


def face(folder: Path, characters: Iterable[str], own: Sequence[Face]) -> Face:
    """The signs of these characters, in figures of the book's own sans, as a file in `folder`."""
    numbers = sorted(map(ord, characters))
    plain = next(f for f in own if (f.family, f.weight, f.italic) == (_SANS, 400, False))
    name = f"CodePoints-{digest(_RECIPE, plain.digest, repr(numbers))[:16]}"
    return kept(folder, name, lambda: _made(numbers, plain), FAMILY)


def _made(numbers: Sequence[int], plain: Face) -> bytes:
    from fontTools.fontBuilder import FontBuilder  # noqa: PLC0415 - heavy, and for rare books only

    ruler = shaper((plain,), (_SANS,))
    wide = max(ruler.advance(figure, 400) for figure in _FIGURES) * _SCALE
    pieces = {f"f{ord(figure):x}": _drawn(list(ruler.outline(figure, 400))) for figure in _FIGURES}
    frames = {f"frame{n}": _frame(n * wide) for n in {len(_label(number)) for number in numbers}}
    parts = {**pieces, **frames}
    signs = {f"u{number:x}": _sign(_label(number), wide, parts) for number in numbers}
    glyphs = {".notdef": _frame(wide), "space": _pen().glyph(), **parts, **signs}
    builder = FontBuilder(_UPEM, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap({0x20: "space", 0xA0: "space"} | {number: f"u{number:x}" for number in numbers})
    builder.setupGlyf(glyphs)
    widths = {f"u{number:x}": _units(len(_label(number)) * wide + 4 * _GAP) for number in numbers}
    widths["space"] = _units(_SPACE)
    builder.setupHorizontalMetrics({name: (widths.get(name, 0), 0) for name in glyphs})
    builder.setupHorizontalHeader(ascent=750, descent=-250)
    builder.setupNameTable({"familyName": FAMILY, "styleName": "Regular", "psName": "CodePoints-Regular"})
    builder.setupOS2(sTypoAscender=750, sTypoDescender=-250, usWinAscent=750, usWinDescent=250, usWeightClass=400)
    builder.setupPost(keepGlyphNames=False)
    # whatever a character is, its sign is a base: marks have no room of their own
    builder.addOpenTypeFeatures(f"table GDEF {{ GlyphClassDef [{' '.join(signs)}],,,; }} GDEF;")
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    out = BytesIO()
    builder.save(out)
    return out.getvalue()


def _label(number: int) -> str:
    return f"U+{number:04X}"


def _units(em: float) -> int:
    return round(em * _UPEM)


def _sign(label: str, wide: float, parts: Mapping[str, object]) -> Any:  # noqa: ANN401 - a glyph of fontTools
    pen = _pen(parts)
    pen.addComponent(f"frame{len(label)}", (1, 0, 0, 1, _units(_GAP), 0))
    for at, figure in enumerate(label):
        pen.addComponent(f"f{ord(figure):x}", (1, 0, 0, 1, _units(2 * _GAP + at * wide), 0))
    return pen.glyph()


def _frame(wide: float) -> Any:  # noqa: ANN401 - same
    """A hollow rectangle around figures that take so much room, from 0 on the left."""
    pen = _pen()
    right = wide + 2 * _GAP
    for inset, corners in ((0.0, (0, 1, 2, 3)), (_LINE, (0, 3, 2, 1))):
        xs, ys = (inset, right - inset), (_LOW + inset, _HIGH - inset)
        box = [(xs[0], ys[0]), (xs[0], ys[1]), (xs[1], ys[1]), (xs[1], ys[0])]
        points = [(_units(box[n][0]), _units(box[n][1])) for n in corners]
        pen.moveTo(points[0])
        for point in points[1:]:
            pen.lineTo(point)
        pen.closePath()
    return pen.glyph()


def _drawn(strokes: Sequence[Stroke]) -> Any:  # noqa: ANN401 - same
    """An outline in small type."""
    pen = _pen()
    for command, figures in strokes:
        values = [_units(v * _SCALE * (-1 if n % 2 else 1)) for n, v in enumerate(figures)]
        points = list(zip(values[::2], values[1::2], strict=True))
        {"M": pen.moveTo, "L": pen.lineTo, "Q": pen.qCurveTo, "Z": pen.closePath}[command](*points)
    return pen.glyph()


def _pen(parts: Mapping[str, object] | None = None) -> Any:  # noqa: ANN401 - same
    from fontTools.pens.ttGlyphPen import TTGlyphPen  # noqa: PLC0415 - same

    return TTGlyphPen(parts)
