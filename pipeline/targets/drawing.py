"""SVG from a vault, reduced to shapes: what is not known to be harmless is left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"

_ELEMENTS = frozenset(
    "svg g defs symbol use path rect circle ellipse line polyline polygon text tspan title desc linearGradient "  # noqa: SIM905 - words, not code
    "radialGradient stop clipPath mask pattern marker style image".split()
)
_ATTRIBUTES = frozenset(
    "id class style transform d x y x1 y1 x2 y2 cx cy r rx ry fx fy dx dy rotate width height viewBox points "  # noqa: SIM905 - words, not code
    "preserveAspectRatio version role lang fill fill-opacity fill-rule stroke stroke-width stroke-linecap "
    "stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset stroke-opacity opacity color display "
    "visibility clip-path clip-rule mask marker-start marker-mid marker-end font-family font-size font-weight "
    "font-style font-variant text-anchor dominant-baseline alignment-baseline baseline-shift text-decoration "
    "letter-spacing word-spacing textLength lengthAdjust writing-mode direction gradientUnits gradientTransform "
    "spreadMethod offset stop-color stop-opacity clipPathUnits maskUnits maskContentUnits patternUnits "
    "patternContentUnits patternTransform markerUnits markerWidth markerHeight orient refX refY overflow "
    "shape-rendering text-rendering vector-effect paint-order aria-label aria-labelledby aria-hidden".split()
)
_OUTSIDE = re.compile(r"url\(\s*['\"]?\s*[^#'\"\s)]|@|//|\\|expression|javascript|behaviou?r", re.IGNORECASE)
"""What lets a style or an attribute reach out of the drawing; a backslash may hide any of it."""
_PICTURE = re.compile(r"data:image/(?:png|jpeg);base64,[A-Za-z0-9+/=\s]*")


class Unsafe(Exception):  # noqa: N818 - a verdict, not a failure of the program
    """A drawing that cannot be made harmless."""


def clean(data: bytes) -> bytes:
    """The drawing with allowed elements and attributes only. Raises `Unsafe` when nothing can be kept."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        raise Unsafe(str(fault)) from fault
    if root.tag != f"{{{_SVG}}}svg":
        raise Unsafe("not an SVG drawing")
    if any(node.tag is etree.Entity for node in root.iter()):
        raise Unsafe("it declares entities of its own")
    _sift(root)
    _frame(root)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def size(data: bytes) -> tuple[int, int]:
    """How large a clean drawing wants to be, in pixels of CSS: as it says, else as its view box does."""
    from lxml import etree

    root = etree.fromstring(data)
    across, down = _view(root) or (300.0, 150.0)
    wide, high = (_length(root.get(side) or "") for side in ("width", "height"))
    if wide and high:
        across, down = wide, high
    elif wide or high:
        across, down = (wide, wide * down / across) if wide else (high * across / down, high)
    return max(1, round(across)), max(1, round(down))


def letter(data: bytes) -> float:
    """The smallest type of a clean drawing at its size, in pixels of CSS; 0 where it has no text.

    Only what elements say of their type: what a style sheet in it or a `transform` does to that is not looked at.
    """
    from lxml import etree

    root = etree.fromstring(data)
    said_here = [type_size(n) for n in root.iter(f"{{{_SVG}}}text", f"{{{_SVG}}}tspan") if (n.text or "").strip()]
    view = _view(root)
    return min(said_here, default=0.0) * (size(data)[0] / view[0] if view else 1.0)


_TYPE = 16.0
"""Pixels of type whose size is not told."""


def type_size(node: _Element) -> float:
    """Of an element, in units of its drawing."""
    found = re.match(r"([\d.]+)(px|pt)?$", said(node, "font-size").strip())
    return float(found[1]) * (4 / 3 if found[2] == "pt" else 1.0) if found else _TYPE


def said(node: _Element | None, name: str) -> str:
    """What an element says of its type, or what is around it."""
    while node is not None:
        styled = re.search(rf"(?:^|;)\s*{name}\s*:\s*([^;]+)", node.get("style") or "")
        if told := (styled[1].strip() if styled else node.get(name)):
            return told
        node = node.getparent()
    return ""


def _view(root: _Element) -> tuple[float, float] | None:
    """The width and height of its view box."""
    view = [float(n) for n in re.findall(r"[-+.\deE]+", root.get("viewBox") or "") if _is_number(n)]
    return (view[2], view[3]) if len(view) == 4 and min(view[2:]) > 0 else None


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", text) is not None


_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 9.6 / 2.54, "em": 16.0}


def _length(text: str) -> float:
    """In pixels; 0 for what is no length, such as a share of something."""
    found = re.fullmatch(r"\s*(\d+\.?\d*|\.\d+)\s*([a-z]*)\s*", text)
    return float(found[1]) * _UNITS.get(found[2], 0.0) if found else 0.0


def _sift(node: _Element) -> None:
    """Drop what is not allowed below a node, and its attributes that are not."""
    for name, value in list(node.attrib.items()):
        if not _allowed(str(name), str(value), str(node.tag)):
            del node.attrib[name]
    for child in list(node):
        namespace, _, name = str(child.tag).removeprefix("{").partition("}")
        if namespace == _SVG and name in {"a", "switch"}:
            child.tag = f"{{{_SVG}}}g"
            name = "g"
        if namespace != _SVG or name not in _ELEMENTS or (name == "style" and _OUTSIDE.search(child.text or "")):
            _remove(child)
        else:
            _sift(child)
            if name == "image" and not {"href", f"{{{_XLINK}}}href"} & {str(key) for key in child.attrib}:
                _remove(child)


def _remove(node: _Element) -> None:
    parent = node.getparent()
    if parent is None:
        return
    if node.tail:  # text of the parent
        before = node.getprevious()
        if before is None:
            parent.text = (parent.text or "") + node.tail
        else:
            before.tail = (before.tail or "") + node.tail
    parent.remove(node)


def _allowed(name: str, value: str, tag: str) -> bool:
    if name in {"href", f"{{{_XLINK}}}href"}:
        return value.startswith("#") or (tag == f"{{{_SVG}}}image" and bool(_PICTURE.fullmatch(value)))
    if name == "{http://www.w3.org/XML/1998/namespace}space":
        return True
    return name in _ATTRIBUTES and not _OUTSIDE.search(value)


def _frame(root: _Element) -> None:
    """A view box for a drawing that has only a size: without one it cannot be scaled to a screen."""
    sides = [re.fullmatch(r"\s*([\d.]+)(?:px|pt)?\s*", root.get(side) or "") for side in ("width", "height")]
    if root.get("viewBox") is None and sides[0] and sides[1]:
        root.set("viewBox", f"0 0 {sides[0][1]} {sides[1][1]}")
