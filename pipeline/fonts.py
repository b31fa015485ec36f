"""The book's typefaces: static cuts of the installed variable fonts, and a ruler that measures text in them.

A static cut is made once and kept: an engine reads it faster than the variable font, and embeds what it reads.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import fontpkg
import uharfbuzz as hb

Stroke = tuple[str, tuple[float, ...]]
"""An SVG path command (M, L, Q, C or Z) and its coordinates in em; y grows downwards from the baseline."""


@dataclass(frozen=True, slots=True)
class Face:
    """One static font file; `digest` is the SHA-256 of its bytes."""

    family: str
    weight: int
    italic: bool
    path: Path
    digest: str


# --------------------------------------------------------------------------- cutting

_RECIPE = "1"  # raise when a cut changes for a reason that is not a new version of a font or of the cutting tools
_STYLES = {400: "Regular", 600: "SemiBold", 700: "Bold"}
_FAMILIES = (
    ("Source Serif 4", (400, 600, 700), (400, 600)),
    ("Source Sans 3", (400, 600, 700), (400, 600)),
    ("Source Code Pro", (400, 600), ()),
    ("Noto Sans Devanagari", (400, 600, 700), ()),
)
_CODE = "Source Code Pro"
_AXES = {"opsz": 10.0, "wdth": 100.0}


def faces(folder: Path) -> tuple[Face, ...]:
    """The book's faces as static files in `folder`; what is missing or damaged there is cut again."""
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(
        _face(folder, family, weight, italic)
        for family, upright, slanted in _FAMILIES
        for italic, weights in ((False, upright), (True, slanted))
        for weight in weights
    )


def font_rules(cuts: Iterable[Face], url: Callable[[Face], str] = lambda face: face.path.as_uri()) -> str:
    """One `@font-face` rule for each face; `url` says where a reader of the style sheet finds its file."""
    return "\n".join(
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};'
        f'font-style:{"italic" if face.italic else "normal"};src:url("{url(face)}")}}'
        for face in cuts
    )


def _face(folder: Path, family: str, weight: int, italic: bool) -> Face:
    package = fontpkg.family(family)
    key = hashlib.sha256(f"{_RECIPE}|{package.version}|{hb.version_string()}".encode()).hexdigest()[:8]
    stem = f"{_postscript(family, weight, italic)}-{key}"
    for path in sorted(folder.glob(f"{stem}-*.ttf")):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if path.stem == f"{stem}-{digest[:16]}":
            return Face(family, weight, italic, path, digest)
    source = next(file.path for file in package.files if file.style == ("italic" if italic else "normal"))
    data = _renamed(_cut(source, weight), family, weight, italic)
    digest = hashlib.sha256(data).hexdigest()
    path = folder / f"{stem}-{digest[:16]}.ttf"
    _write(path, data)
    return Face(family, weight, italic, path, digest)


def _cut(source: Path, weight: int) -> bytes:
    face = hb.Face(hb.Blob.from_file_path(str(source)))
    wish = hb.SubsetInput()
    wish.keep_everything()
    for axis in face.axis_infos:
        wish.pin_axis_location(face, axis.tag, _AXES.get(axis.tag, float(weight)))
    return bytes(hb.subset(face, wish).blob.data)


def _renamed(data: bytes, family: str, weight: int, italic: bool) -> bytes:
    """The font with the names of its own weight: the variable font calls itself by its lightest or default one."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - heavy, and only where a cut is made

    font = TTFont(BytesIO(data), recalcBBoxes=False, recalcTimestamp=False)
    style = _style(weight, italic)
    linked = weight in {400, 700}  # the four styles that old programs group under one family name
    ribbi = style if linked else "Italic" if italic else "Regular"
    names = {
        1: family if linked else f"{family} {_STYLES[weight]}",
        2: ribbi,
        3: f"{family} {style}",
        4: family if style == "Regular" else f"{family} {style}",
        6: _postscript(family, weight, italic),
    } | ({} if linked else {16: family, 17: style})
    table = font["name"]
    kept = {0, 5, 7, 8, 9, 11, 12, 13, 14}
    table.names = [record for record in table.names if record.nameID in kept and record.platformID == 3]
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    bold = weight == 700
    font["OS/2"].fsSelection = font["OS/2"].fsSelection & ~0x61 | italic | bold << 5 | (not (bold or italic)) << 6
    font["head"].macStyle = bold | italic << 1
    for tag in ("DSIG", "STAT"):  # a signature and axes that no longer hold
        if tag in font:
            del font[tag]
    out = BytesIO()
    font.save(out, reorderTables=None)
    return out.getvalue()


def _style(weight: int, italic: bool) -> str:
    upright = _STYLES[weight]
    return upright if not italic else "Italic" if weight == 400 else f"{upright} Italic"


def _postscript(family: str, weight: int, italic: bool) -> str:
    return f"{family}-{_style(weight, italic)}".replace(" ", "")


def _write(path: Path, data: bytes) -> None:
    """Write whole or not at all: two processes may cut the same face, and each may read what the other wrote."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".cut-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


# --------------------------------------------------------------------------- measuring

_JOINERS = "\u200c\u200d"
_VIRAMA = "\u094d"


def clusters(text: str) -> Iterator[str]:
    """The pieces of a text that must not be parted: a letter and its marks, a Devanagari conjunct."""
    start = 0
    for i in range(1, len(text)):
        joined = text[i - 1] in _JOINERS or (text[i - 1] == _VIRAMA and text[i].isalpha())
        if joined or text[i] in _JOINERS or unicodedata.category(text[i]).startswith("M"):
            continue
        yield text[start:i]
        start = i
    if text:
        yield text[start:]


@dataclass(frozen=True, slots=True, eq=False)
class _Pen:
    """An open font: its HarfBuzz handle, the characters it has, its units to the em."""

    font: Any
    covered: frozenset[int] = field(repr=False)
    upem: int
    glyphs: dict[int, tuple[Stroke, ...]] = field(default_factory=dict, repr=False)

    def has(self, text: str) -> bool:
        return all(ord(c) in self.covered or c in _JOINERS for c in text)

    def glyph(self, number: int) -> tuple[Stroke, ...]:
        if number not in self.glyphs:
            self.glyphs[number] = tuple(_trace(self.font, number, self.upem))
        return self.glyphs[number]


_Pens = tuple[int, tuple[_Pen, ...]]
"""The fonts of a stack in one weight."""


@dataclass(frozen=True, slots=True, eq=False)
class Shaper:
    """A ruler for one stack of families: the width and the outline of a line, shaped as the print engine shapes it.

    `code` is the stack for code. It holds open fonts and remembers what it measured; make one where it is needed and
    pass it on.
    """

    pens: tuple[_Pens, ...]
    code: tuple[_Pens, ...] = ()
    widths: dict[tuple[str, int, bool], float] = field(default_factory=dict, repr=False)

    def advance(self, text: str, weight: int, *, code: bool = False) -> float:
        """The width of a line in em; a sign that no face has is as wide as its script is as a rule."""
        key = (text, weight, code)
        if key not in self.widths:
            self.widths[key] = sum([_wide(pen, run) for pen, run in self._runs(text, weight, code=code)])
        return self.widths[key]

    def outline(self, text: str, weight: int, *, code: bool = False) -> Iterator[Stroke]:
        """The glyphs of a line as path commands, from (0, 0) on the baseline."""
        x = 0.0
        for pen, run in self._runs(text, weight, code=code):
            shaped = _shape(pen, run)
            for info, step in zip(shaped.glyph_infos, shaped.glyph_positions, strict=True):
                origin = (x + step.x_offset / pen.upem, -step.y_offset / pen.upem)
                for command, points in pen.glyph(info.codepoint):
                    yield command, tuple(v + origin[i % 2] for i, v in enumerate(points))
                x += step.x_advance / pen.upem

    def missing(self, text: str) -> str:
        """The characters of a text that no face of the stack has, each once, in order."""
        pens = _stack(self.pens, 400)
        bare = (c for c in dict.fromkeys(text) if not c.isspace() and unicodedata.category(c) != "Cf")
        return "".join(c for c in bare if not any(ord(c) in pen.covered for pen in pens))

    def _runs(self, text: str, weight: int, *, code: bool) -> Iterator[tuple[_Pen, str]]:
        """Parts of a text set in one font each, parted where Pango parts them."""
        stack = _stack(self.code if code else self.pens, weight)
        pieces = tuple(clusters(text))
        current, run = stack[0], ""
        for piece, after in zip(pieces, (*pieces[1:], " "), strict=True):
            pen = current if piece.isspace() and run and not _neutral(after) else _pick(stack, piece, after)
            if pen is not current and run:
                yield current, run
                run = ""
            current, run = pen, run + piece
        if run:
            yield current, run


def _stack(pens: tuple[_Pens, ...], weight: int) -> tuple[_Pen, ...]:
    return min(pens, key=lambda stack: abs(stack[0] - weight))[1]


def _wide(pen: _Pen, run: str) -> float:
    shaped = _shape(pen, run)
    width: float = sum([step.x_advance for step in shaped.glyph_positions]) / pen.upem
    if pen.has(run):
        return width
    bare: list[float] = [
        step.x_advance / pen.upem
        for info, step in zip(shaped.glyph_infos, shaped.glyph_positions, strict=True)
        if not info.codepoint and unicodedata.east_asian_width(run[info.cluster]) in "WF"
    ]
    return width - sum(bare) + len(bare)


def _neutral(piece: str) -> bool:
    """Whether a sign belongs to no script: a space before it takes its font, any other space the font before."""
    return not piece[0].isspace() and not piece[0].isalpha()


def shaper(cuts: Iterable[Face], stack: tuple[str, ...] = ("Source Sans 3", "Noto Sans Devanagari")) -> Shaper:
    """A ruler for the upright faces of the families in `stack`: the first that has a character sets it."""
    upright = [face for face in cuts if not face.italic and face.family in (*stack, _CODE)]
    opened = {(face.family, face.weight): _open(face.path) for face in upright}
    return Shaper(tuple(_stacked(opened, stack)), tuple(_stacked(opened, (_CODE, *stack))))


def _stacked(opened: dict[tuple[str, int], _Pen], stack: tuple[str, ...]) -> Iterator[_Pens]:
    """The weights that the first family has, each with the faces of the others nearest to it."""
    weights = {family: [w for f, w in opened if f == family] for family in stack}
    for weight in sorted(weights[stack[0]]):
        nearest = ((f, min(known, key=lambda w: abs(w - weight))) for f, known in weights.items() if known)
        yield weight, tuple(opened[face] for face in nearest)


def _open(path: Path) -> _Pen:
    face = hb.Face(hb.Blob.from_file_path(str(path)))
    return _Pen(hb.Font(face), frozenset(face.unicodes), face.upem)


def _pick(stack: tuple[_Pen, ...], cluster: str, after: str) -> _Pen:
    cluster = after if cluster.isspace() else cluster
    whole = (pen for pen in stack if pen.has(cluster))
    base = (pen for pen in stack if pen.has(cluster[0]))
    return next(whole, None) or next(base, stack[0])


def _shape(pen: _Pen, run: str) -> Any:  # noqa: ANN401 - uharfbuzz has no types
    buffer = hb.Buffer()
    buffer.add_str(run)
    buffer.guess_segment_properties()
    hb.shape(pen.font, buffer)
    return buffer


def _trace(font: Any, number: int, upem: int) -> Iterator[Stroke]:  # noqa: ANN401 - uharfbuzz has no types
    strokes: list[tuple[str, tuple[int, ...]]] = []
    funcs = hb.DrawFuncs()
    funcs.set_move_to_func(lambda x, y, out: out.append(("M", (x, y))))
    funcs.set_line_to_func(lambda x, y, out: out.append(("L", (x, y))))
    funcs.set_quadratic_to_func(lambda a, b, x, y, out: out.append(("Q", (a, b, x, y))))
    funcs.set_cubic_to_func(lambda a, b, c, d, x, y, out: out.append(("C", (a, b, c, d, x, y))))
    funcs.set_close_path_func(lambda out: out.append(("Z", ())))
    font.draw_glyph(number, funcs, strokes)
    for command, points in strokes:
        yield command, tuple((-v if i % 2 else v) / upem for i, v in enumerate(points))
