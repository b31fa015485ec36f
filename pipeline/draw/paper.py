"""A map for the print engine: branches as a picture, labels as a nested list set above it.

The list is the map's own text alternative: real, linked, shaped text in reading order.
"""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup, escape

from pipeline.draw.path import badge, branches, number_colour
from pipeline.draw.sheet import LEADING, Box, Sheet, scale


def paper(sheet: Sheet, id_prefix: str, href: Callable[[str], str]) -> Markup:
    """A figure for one sheet. `href` gives the target of a link from the id of a block within the note.

    It needs the rules of `layouts/_base/map.css`, which repeat the sizes of `sheet.SCALES` and `sheet.LEADING`.
    """
    name = "-".join((id_prefix, *filter(None, sheet.number.split("."))))
    if sheet.kind == "list":
        labels = _tree(sheet.boxes, lambda box: _item(box, href))
        return Markup('<figure class="map map-list" id="{}"><ul>{}</ul></figure>').format(name, labels)
    labels = _tree(sheet.boxes, lambda box: _label(box, sheet.font_pt, href))
    return Markup(
        '<figure class="map map-{}" id="{}" style="width:{}pt;height:{}pt;font-size:{}pt">{}<ul>{}</ul></figure>'
    ).format(sheet.kind, name, _short(sheet.width), _short(sheet.height), _short(sheet.font_pt), _svg(sheet), labels)


def _svg(sheet: Sheet) -> Markup:
    width, height = _short(sheet.width), _short(sheet.height)
    head = Markup('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}pt" height="{1}pt">')
    title = Markup("<title>Mind map: {}</title>").format(sheet.title)
    return head.format(width, height) + title + Markup(branches(sheet, _short)) + Markup("</svg>")  # noqa: S704 - ours


def _tree(boxes: tuple[Box, ...], label: Callable[[Box], Markup]) -> Markup:
    """Boxes as nested items: a deeper box opens a list in the item before it."""
    parts: list[Markup] = []
    before = -1
    for box in boxes:
        if box.level > before:
            parts.append(Markup("<ul><li>") if before >= 0 else Markup("<li>"))
        else:
            parts.append(Markup("</li></ul>") * (before - box.level) + Markup("</li><li>"))
        parts.append(label(box))
        before = box.level
    return Markup("").join(parts) + Markup("</li></ul>") * before + Markup("</li>")


def _item(box: Box, href: Callable[[str], str]) -> Markup:
    number = Markup('<b class="map-number">{}</b> ').format(box.number) if box.number else Markup("")
    return number + _linked(box, Markup("{}").format(box.label), href, Markup(""))


def _label(box: Box, em: float, href: Callable[[str], str]) -> Markup:
    size = em * scale(box.level)
    text = len(box.lines) * LEADING * size
    top = box.y + (box.height - text) / 2 if box.level < 2 else box.y
    style = f"left:{_short(box.text_x)}pt;top:{_short(top)}pt;width:{_short(box.text_width)}pt"
    align = {"left": " map-numbered" if box.level == 0 else "", "center": "", "right": " map-left"}[box.align]
    attributes = Markup(' class="map-{}{}" style="{}"').format(min(box.level, 2), align, style)
    lines = Markup("\n").join(escape(line) for line in box.lines)  # WeasyPrint 70 makes each <br> a link of no width
    return _number(box, em) + _linked(box, lines, href, attributes)


def _number(box: Box, em: float) -> Markup:
    if not box.badge:
        return Markup("")
    x, y, width, height = (_short(v) for v in badge(box, em))
    style = f"left:{x}pt;top:{y}pt;width:{width}pt;line-height:{height}pt;color:{number_colour(box)}"
    return Markup('<b class="map-number map-number-{}" style="{}">{}</b> ').format(box.level, style, box.number)


def _linked(box: Box, text: Markup, href: Callable[[str], str], attributes: Markup) -> Markup:
    if not box.href:
        return Markup("<span{}>{}</span>").format(attributes, text)
    return Markup('<a href="{}"{}>{}</a>').format(href(box.href), attributes, text)


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
