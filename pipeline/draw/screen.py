"""A map for e-readers: a picture without text or fonts, and the same map as a list that reflows.

Readers shape SVG text badly or not at all and give pictures no fonts, so letters are drawn; some accept only whole
numbers from 0 in a view box and no transforms, so all coordinates are integers in twentieths of a point.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from math import ceil

from markupsafe import Markup, escape

from pipeline.draw.knot import child_number
from pipeline.draw.path import badge, branches, number_colour, text_colour
from pipeline.draw.sheet import LEADING, Box, Curve, Sheet, scale, weight
from pipeline.fonts import Shaper, Stroke
from pipeline.model import Branch, MindMap
from pipeline.text import plain

_UNITS = 20
_NUMBER = 0.92
"""The size of a number on its disc against that of its label."""
_MARGIN_PT = 2.0
_BASELINE = 0.925
"""From the top of a line to its baseline, in em: where the print engine puts it for these faces and this leading."""


def screen(sheet: Sheet, shaper: Shaper) -> str:
    """A sheet as an SVG file that holds only shapes."""
    width, height = (ceil(v + 2 * _MARGIN_PT) for v in (sheet.width, sheet.height))
    placed = _moved(sheet, _MARGIN_PT)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width * _UNITS} {height * _UNITS}" '
        f'width="{width}pt" height="{height}pt" role="img"><title>Mind map: {escape(sheet.title)}</title>'
        f'<rect width="{width * _UNITS}" height="{height * _UNITS}" fill="#fff"/>'
        f"{branches(placed, _whole)}{''.join(_letters(placed, shaper))}</svg>"
    )


def alternative(mindmap: MindMap) -> str:
    """The text for the `alt` of a map's picture."""
    root = mindmap.root
    main = "; ".join(f"{child_number(kid, '', i)} {plain(kid.label)}" for i, kid in enumerate(root.branches))
    return f"Mind map of {plain(root.label)}: {main}. The complete map follows as a list."


def listing(mindmap: MindMap, href: Callable[[str], str]) -> Markup:
    """The whole map as a nested list in XHTML; main branches carry their numbers."""
    root = mindmap.root
    items = Markup("").join(
        _item(kid, Markup("<b>{}</b> ").format(child_number(kid, "", i)), href) for i, kid in enumerate(root.branches)
    )
    return Markup('<ul class="map-outline"><li>{}{}</li></ul>').format(_linked(root, href), _list(items))


def _item(branch: Branch, number: Markup, href: Callable[[str], str]) -> Markup:
    items = Markup("").join(_item(kid, Markup(""), href) for kid in branch.branches)
    return Markup("<li>{}{}{}</li>").format(number, _linked(branch, href), _list(items))


def _list(items: Markup) -> Markup:
    return Markup("<ul>{}</ul>").format(items) if items else items


def _linked(branch: Branch, href: Callable[[str], str]) -> Markup:
    label = plain(branch.label) + (f" +{branch.more}" if branch.more else "")
    return Markup('<a href="{}">{}</a>').format(href(branch.href), label) if branch.href else escape(label)


# --------------------------------------------------------------------------- the picture


def _whole(value: float) -> str:
    return str(round(value * _UNITS))


def _moved(sheet: Sheet, by: float) -> Sheet:
    boxes = (replace(box, x=box.x + by, y=box.y + by, text_x=box.text_x + by) for box in sheet.boxes)
    edges = (replace(edge, curve=_shifted(edge.curve, by), tail=edge.tail + by) for edge in sheet.edges)
    return replace(sheet, boxes=tuple(boxes), edges=tuple(edges))


def _shifted(curve: Curve, by: float) -> Curve:
    a, b, c, d, e, f, g, h = curve
    return a + by, b + by, c + by, d + by, e + by, f + by, g + by, h + by


def _letters(sheet: Sheet, shaper: Shaper) -> Iterator[str]:
    """The labels and numbers, one shape for each colour of ink."""
    inks: dict[str, list[str]] = {}
    for box in sheet.boxes:
        size = sheet.font_pt * scale(box.level)
        inks.setdefault(text_colour(box), []).extend(
            _drawn(shaper.outline(line, weight(box.level)), x, y, size) for line, x, y in _lines(box, size, shaper)
        )
        if box.badge:
            x, y, width, height = badge(box, sheet.font_pt)
            left = x + (width - shaper.advance(box.number, 700) * size * _NUMBER) / 2
            strokes = shaper.outline(box.number, 700)
            digits = _drawn(strokes, left, y + height / 2 + 0.33 * size * _NUMBER, size * _NUMBER)
            inks.setdefault(number_colour(box), []).append(digits)
    for ink, paths in inks.items():
        yield f'<path fill="{ink}" d="{"".join(paths)}"/>'


def _lines(box: Box, size: float, shaper: Shaper) -> Iterator[tuple[str, float, float]]:
    """Each line of a label with the place where its baseline begins."""
    leading = LEADING * size
    top = box.y + (box.height - len(box.lines) * leading) / 2 if box.level < 2 else box.y
    for i, line in enumerate(box.lines):
        free = box.text_width - shaper.advance(line, weight(box.level)) * size
        x = box.text_x + free * {"left": 0.0, "center": 0.5, "right": 1.0}[box.align]
        yield line, x, top + i * leading + _BASELINE * size


def _drawn(strokes: Iterable[Stroke], x: float, y: float, size: float) -> str:
    """Outlines at a place as path data in whole units, each step relative to the one before."""
    out: list[str] = []
    here = start = (0, 0)
    before = ""
    for command, points in strokes:
        if command == "Z":
            out.append("z")
            here, before = start, "z"
            continue
        ends = [
            (round((x + a * size) * _UNITS), round((y + b * size) * _UNITS))
            for a, b in zip(points[::2], points[1::2], strict=True)
        ]
        if command == "M":
            start = here = ends[0]
            out.append(f"M{here[0]} {here[1]}")
            before = "M"
            continue
        left, top = here
        steps = " ".join([f"{a - left} {b - top}" for a, b in ends]).replace(" -", "-")
        out.append((" " if steps[0] != "-" else "") + steps if command == before else command.lower() + steps)
        here, before = ends[-1], command
    return "".join(out)
