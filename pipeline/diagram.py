"""Diagrams in Mermaid: drawn without a network by an engine that may be installed; their labels are kept as words.

The engine's drawing places every line of a label by its baseline. Shapes and labels are parted here, because only
what sets words (the print engine, a shaper) sets those of all scripts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from lxml.etree import _Element

LANGUAGE = "mermaid"
_SVG = "{http://www.w3.org/2000/svg}"
_MOVED = re.compile(r"translate\(\s*([-\d.]+)[\s,]+([-\d.]+)\s*\)")
_SHAPES = frozenset(
    f"{_SVG}{name}" for name in ("g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon")
)
_SHOWN = frozenset(
    "d x y width height rx ry cx cy r x1 y1 x2 y2 points fill fill-opacity stroke stroke-width stroke-dasharray "  # noqa: SIM905 - words, not code
    "stroke-linecap stroke-linejoin stroke-opacity opacity transform".split()
)
_STYLED = re.compile(r"([a-z-]+)\s*:\s*([^;]+)")
_LONGEST = 50_000
SIZE = 16.0
"""The engine's type size in its own units."""


class Undrawn(Exception):  # noqa: N818 - turned into a problem where it is caught
    """Why there is no drawing; `installed` is False where there is no engine to draw it."""

    def __init__(self, reason: str, *, installed: bool = True) -> None:
        super().__init__(reason)
        self.installed = installed


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a label; `x` is its start, middle or end (`anchor`), `y` its baseline, `size` its type, in units."""

    text: str
    x: float
    y: float
    anchor: str
    size: float
    bold: bool
    colour: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes as SVG elements, and the lines of the labels that stand on them, in reading order of the source."""

    width: float
    height: float
    shapes: Markup
    lines: tuple[Line, ...]

    @property
    def words(self) -> str:
        """What the labels say."""
        return "; ".join(line.text for line in self.lines)


@lru_cache(maxsize=256)
def svg(source: str) -> str:
    """The engine's drawing of a diagram; raises `Undrawn`."""
    if len(source) > _LONGEST:
        raise Undrawn("it is too long")
    try:
        from mermaid_render import mermaid_to_svg  # noqa: PLC0415 - an extra, for notes with diagrams
    except ImportError as missing:
        raise Undrawn("no program that draws it is installed", installed=False) from missing
    try:
        made: str = mermaid_to_svg(source).decode()
        drawing(made)
    except Exception as fault:  # its errors are of many classes
        raise Undrawn(" ".join(str(fault).split())[:120] or type(fault).__name__) from fault
    return made


def drawing(made: str) -> Drawing:
    """The parts of an engine's drawing. Raises `ValueError` for one that holds anything but shapes and words."""
    from lxml import etree  # noqa: PLC0415 - for notes with diagrams

    root = etree.fromstring(made.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    left, top, width, height = (float(v) for v in root.get("viewBox", "").split())
    if left or top or not (0 < width < 50_000 and 0 < height < 50_000):
        raise ValueError("it has no size")
    lines = tuple(_lines(root, 0.0, 0.0, _Type(SIZE, bold=False, anchor="start", colour=_colour(root, "#172D4A"))))
    shapes = "".join(_shape(child) for child in root)
    return Drawing(width, height, Markup(shapes), lines)  # noqa: S704 - elements and attributes of a short list, escaped


def _shape(node: _Element) -> str:
    if node.tag not in _SHAPES:
        if node.tag in (f"{_SVG}text", f"{_SVG}title", f"{_SVG}desc"):
            return ""
        raise ValueError(f"it holds {node.tag}")
    told = {str(k): str(v) for k, v in node.attrib.items()}
    told |= {k: v.strip().removesuffix("px") for k, v in _STYLED.findall(told.get("style", ""))}
    shown = "".join(
        f' {k}="{v}"' for k, v in told.items() if k in _SHOWN and not re.search(r"[\"<>&(]|url", _bare(k, v))
    )
    name = str(node.tag).removeprefix(_SVG)
    inner = "".join(_shape(child) for child in node)
    return f"<{name}{shown}>{inner}</{name}>" if inner else "" if name == "g" else f"<{name}{shown}/>"


def _bare(name: str, value: str) -> str:
    return value.replace("(", "") if name == "transform" else value


@dataclass(frozen=True, slots=True)
class _Type:
    """What a text has from what it stands in."""

    size: float
    bold: bool
    anchor: str
    colour: str

    def inside(self, node: _Element) -> _Type:
        size = re.match(r"[\d.]+", node.get("font-size", ""))
        weight = node.get("font-weight")
        is_text = node.tag in (f"{_SVG}text", f"{_SVG}tspan")
        return _Type(
            float(size[0]) if size else self.size,
            weight in ("bold", "600", "700") if weight else self.bold,
            node.get("text-anchor", self.anchor),
            _colour(node, self.colour) if is_text else self.colour,
        )


def _colour(node: _Element, usual: str) -> str:
    found = node.get("fill", "")
    return found if re.fullmatch(r"#[0-9A-Fa-f]{3,8}|[a-z]+", found) and found != "none" else usual


def _lines(node: _Element, x: float, y: float, kind: _Type) -> Iterator[Line]:
    kind = kind.inside(node)
    move = node.get("transform", "")
    if move:
        found = _MOVED.fullmatch(move)
        if found is None:
            raise ValueError(f"it turns its words: {move}")
        x, y = x + float(found[1]), y + float(found[2])
    if node.tag == f"{_SVG}text":
        yield from _written(node, x, y, kind)
        return
    for child in node:
        if isinstance(child.tag, str):
            yield from _lines(child, x, y, kind)


def _written(node: _Element, x: float, y: float, kind: _Type) -> Iterator[Line]:
    """The lines of one text; a piece that has no place of its own goes on with the line before it."""
    rows: list[Line] = []
    at = (x + float(node.get("x", 0)), y + float(node.get("y", 0)))
    if (node.text or "").strip():
        rows.append(Line(node.text or "", *at, kind.anchor, kind.size, kind.bold, kind.colour))
    for piece in node.iter(f"{_SVG}tspan"):
        own = kind.inside(piece)
        text = "".join(str(t) for t in piece.itertext())
        if (piece.get("x") or piece.get("y")) or not rows:
            at = (x + float(piece.get("x") or node.get("x") or 0), y + float(piece.get("y") or node.get("y") or 0))
            rows.append(Line(text, *at, own.anchor, own.size, own.bold, own.colour))
        else:
            last = rows.pop()
            rows.append(Line(last.text + text, last.x, last.y, last.anchor, last.size, last.bold, last.colour))
    yield from (row for row in rows if row.text.strip())
