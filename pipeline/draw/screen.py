"""A map for e-readers: a picture without text or fonts, and the same map as a list that reflows.

Readers shape SVG text badly or not at all and give pictures no fonts, so letters are drawn; some accept only whole
numbers from 0 in a view box and no transforms, so all coordinates are integers in twentieths of a point.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from math import ceil
from typing import assert_never

from markupsafe import Markup, escape

from pipeline.draw.art import art
from pipeline.draw.knot import child_number
from pipeline.draw.label import Meter, spoken
from pipeline.draw.palette import COLOUR, Palette
from pipeline.draw.path import badge, branches
from pipeline.draw.sheet import CODE, MARK, Box, Curve, Mark, Run, Sheet, scale, weight
from pipeline.fonts import Shaper, Stroke
from pipeline.model import Branch, Code, Label, Math, MindMap, Text
from pipeline.phrases import phrase

_UNITS = 20
_NUMBER = 0.92
"""The size of a number on its disc against that of its label."""
_MARGIN_PT = 2.0


def screen(sheet: Sheet, shaper: Shaper, *, palette: Palette = COLOUR, lang: str = "en", says: str = "Mind map") -> str:
    """A sheet as an SVG file that holds only shapes."""
    width, height = (ceil(v + 2 * _MARGIN_PT) for v in (sheet.width, sheet.height))
    placed = _moved(sheet, _MARGIN_PT)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width * _UNITS} {height * _UNITS}" '
        f'width="{width}pt" height="{height}pt" role="img"><title>{escape(says)}: {escape(sheet.title)}</title>'
        f'<rect width="{width * _UNITS}" height="{height * _UNITS}" fill="#fff"/>'
        f"{branches(placed, _whole, palette)}{''.join(_letters(placed, shaper, palette, lang))}</svg>"
    )


def alternative(mindmap: MindMap, lang: str = "en") -> str:
    """The text for the `alt` of a map's picture."""
    root = mindmap.root
    main = "; ".join(f"{child_number(kid, '', i)} {spoken(kid.label, lang)}" for i, kid in enumerate(root.branches))
    return f"Mind map of {spoken(root.label, lang)}: {main}. The complete map follows as a list."


def listing(mindmap: MindMap, href: Callable[[str], str], math: Callable[[str], Markup], lang: str = "en") -> Markup:
    """The whole map as a nested list in XHTML; main branches carry their numbers. `math` writes a formula."""

    def linked(branch: Branch) -> Markup:
        label = _written(branch.label, math)
        if branch.href:
            wordless = all(isinstance(run, Math) for run in branch.label)  # not all readers find words in a formula
            name = Markup(' aria-label="{}"').format(spoken(branch.label, lang)) if wordless else Markup("")
            label = Markup('<a href="{}"{}>{}</a>').format(href(branch.href), name, label)
        more = phrase("more", lang).format(branch.more)
        return label + (Markup(" <small>{}</small>").format(more) if branch.more else Markup(""))

    def item(branch: Branch, number: Markup) -> Markup:
        items = Markup("").join(item(kid, Markup("")) for kid in branch.branches)
        return Markup("<li>{}{}{}</li>").format(number, linked(branch), _list(items))

    root = mindmap.root
    items = Markup("").join(
        item(kid, Markup("<b>{}</b> ").format(child_number(kid, "", i))) for i, kid in enumerate(root.branches)
    )
    return Markup('<ul class="map-outline"><li>{}{}</li></ul>').format(linked(root), _list(items))


def _list(items: Markup) -> Markup:
    return Markup("<ul>{}</ul>").format(items) if items else items


def _written(label: Label, math: Callable[[str], Markup]) -> Markup:
    return Markup("").join(_run(run, math) for run in label)


def _run(run: Text | Code | Math, math: Callable[[str], Markup]) -> Markup:
    match run:
        case Text(text):
            return escape(text)
        case Code(text):
            return Markup("<code>{}</code>").format(text)
        case Math(tex):
            return math(tex)
        case _:
            assert_never(run)


# --------------------------------------------------------------------------- the picture


def _whole(value: float) -> str:
    return str(round(value * _UNITS))


def _moved(sheet: Sheet, by: float) -> Sheet:
    boxes = (
        replace(box, x=box.x + by, y=box.y + by, text_x=box.text_x + by, badge_x=box.badge_x + by)
        for box in sheet.boxes
    )
    edges = (replace(edge, curve=_shifted(edge.curve, by), tail=edge.tail + by) for edge in sheet.edges)
    return replace(sheet, boxes=tuple(boxes), edges=tuple(edges))


def _shifted(curve: Curve, by: float) -> Curve:
    a, b, c, d, e, f, g, h = curve
    return a + by, b + by, c + by, d + by, e + by, f + by, g + by, h + by


def _letters(sheet: Sheet, shaper: Shaper, palette: Palette, lang: str) -> Iterator[str]:
    """The labels and numbers, one shape for each colour of ink."""
    inks: dict[str, list[str]] = {}
    for box in sheet.boxes:
        size = sheet.font_pt * scale(box.level)
        for run, x, y in _runs(box, sheet, Meter(shaper, box.level, lang)):
            ink = palette.marks(box) if isinstance(run, Mark) else palette.letters(box)
            inks.setdefault(ink, []).append(_outlined(run, (x, y, size), box, shaper, lang))
        if box.badge:
            x, y, width, height = badge(box, sheet.font_pt)
            left = x + (width - shaper.advance(box.number, 700) * size * _NUMBER) / 2
            strokes = shaper.outline(box.number, 700)
            digits = _drawn(strokes, left, y + height / 2 + 0.33 * size * _NUMBER, size * _NUMBER)
            inks.setdefault(palette.digits(box), []).append(digits)
    for ink, paths in inks.items():
        yield f'<path fill="{ink}" d="{"".join(paths)}"/>'


def _runs(box: Box, sheet: Sheet, meter: Meter) -> Iterator[tuple[Run, float, float]]:
    """What each line of a label is made of, with the places on their baselines where they begin."""
    size = sheet.font_pt * scale(box.level)
    for line, top in zip(box.lines, box.tops(sheet.font_pt), strict=False):
        free = box.text_width - line.width * size
        x = box.text_x + free * {"left": 0.0, "center": 0.5, "right": 1.0}[box.align]
        for run in reversed(line.runs) if sheet.is_rtl else line.runs:
            yield run, x, top + line.above * size
            x += meter.run(run) * size


def _outlined(run: Run, place: tuple[float, float, float], box: Box, shaper: Shaper, lang: str) -> str:
    x, y, size = place
    match run:
        case Text(text):
            return _drawn(shaper.outline(text, weight(box.level)), x, y, size)
        case Code(text):
            return _drawn(shaper.outline(text, weight(box.level), code=True), x, y, size * CODE)
        case Mark(text):
            return _drawn(shaper.outline(text, 400), x, y, size * MARK) if text else ""
        case Math(tex):
            drawn = art(tex, lang)
            return _drawn(drawn.strokes, x, y, size) if drawn else ""
        case _:
            assert_never(run)


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
