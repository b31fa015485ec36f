"""Words of complex scripts in a drawing as outlines: the print engine sets text of SVG letter by letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from pipeline.fonts import Shaper
from pipeline.targets.drawing import said, type_size
from pipeline.targets.engine.glyphs import COMPLEX

if TYPE_CHECKING:
    from lxml.etree import _Element

_SVG = "{http://www.w3.org/2000/svg}"
_KEPT = ("class", "style", "transform", "fill", "fill-opacity", "stroke", "stroke-width", "opacity", "display")
_MIDDLE = {"middle": 0.5, "end": 1.0}
_BOLD = frozenset({"bold", "bolder", "600", "700", "800", "900"})


class _Piece(NamedTuple):
    """Some words in one type; `x` and `y` are None where they go on from the words before."""

    text: str
    x: float | None
    y: float | None
    size: float
    weight: int


def lettered(data: bytes, ruler: Shaper) -> bytes:
    """A clean drawing whose complex words are drawn; the same bytes when it has none."""
    from lxml import etree

    root = etree.fromstring(data)
    texts = [node for node in root.iter(f"{_SVG}text") if COMPLEX.search("".join(map(str, node.itertext())))]
    for node in texts:
        drawn = etree.SubElement(root, f"{_SVG}g", {name: node.get(name, "") for name in _KEPT if node.get(name)})
        for x, y, line in _lines(node):
            width = sum(ruler.advance(piece.text, piece.weight) * piece.size for piece in line)
            start = x - width * _MIDDLE.get(said(node, "text-anchor"), 0.0)
            for piece in line:
                path = _path(piece, start, y, ruler)
                etree.SubElement(drawn, f"{_SVG}path", {"d": path})
                start += ruler.advance(piece.text, piece.weight) * piece.size
        drawn.tail = node.tail
        if (home := node.getparent()) is not None:
            home.replace(node, drawn)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) if texts else data


def _lines(node: _Element) -> Iterator[tuple[float, float, list[_Piece]]]:
    """Pieces that follow each other, with where they begin."""
    x = y = 0.0
    line: list[_Piece] = []
    for piece in _pieces(node):
        if piece.x is not None or piece.y is not None:
            if line:
                yield x, y, line
            x, y, line = piece.x if piece.x is not None else x, piece.y if piece.y is not None else y, []
        line.append(piece)
    if line:
        yield x, y, line


def _pieces(node: _Element) -> Iterator[_Piece]:
    x, y = _place(node, "x"), _place(node, "y")
    size, weight = type_size(node), 600 if said(node, "font-weight") in _BOLD else 400
    down = (_place(node, "dy") or 0.0) if node.tag == f"{_SVG}tspan" else 0.0
    if text := _spaced(node.text):
        yield _Piece(text, x, y + down if y is not None else y, size, weight)
        x = y = None
    for child in node:
        for piece in _pieces(child):
            yield piece._replace(x=piece.x if piece.x is not None else x, y=piece.y if piece.y is not None else y)
            x = y = None
        if tail := _spaced(child.tail):
            yield _Piece(tail, x, y, size, weight)


def _spaced(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "") if (text or "").strip() else ""


def _place(node: _Element, name: str) -> float | None:
    found = re.match(r"\s*(-?[\d.]+)", node.get(name) or "")
    return float(found[1]) if found else None


def _path(piece: _Piece, x: float, y: float, ruler: Shaper) -> str:
    steps = (
        command + " ".join(f"{(x, y)[i % 2] + v * piece.size:.2f}" for i, v in enumerate(points))
        for command, points in ruler.outline(piece.text, piece.weight)
    )
    return "".join(steps)
