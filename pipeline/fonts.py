"""A ruler that measures and outlines text in the book's typefaces, as the print engine shapes it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uharfbuzz as hb

from pipeline.faces import Face

Stroke = tuple[str, tuple[float, ...]]
"""An SVG path command (M, L, Q, C or Z) and its coordinates in em; y grows downwards from the baseline."""

_CODE = "Source Code Pro"
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
