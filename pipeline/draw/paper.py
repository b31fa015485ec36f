"""A map for the print engine: branches as a picture, labels as a nested list set above it.

The list is the map's own text alternative: real, linked, shaped text in reading order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from markupsafe import Markup, escape

from pipeline.draw.art import art
from pipeline.draw.palette import COLOUR, Palette
from pipeline.draw.path import badge, branches
from pipeline.draw.sheet import TALL, Box, Line, Mark, Run, Sheet
from pipeline.model import Code, Math, Text

Href = Callable[[str], str]


def paper(
    sheet: Sheet,
    id_prefix: str,
    href: Href,
    *,
    palette: Palette = COLOUR,
    lang: str = "en",
    says: str = "Mind map",
    headed: bool = False,
) -> Markup:
    """A figure for one sheet. `href` gives the target of a link from the id of a block within the note.

    Where the map is all there is on its page, its root is a heading (`headed`).
    It needs the rules of `layouts/_base/map.css`, which repeat the sizes of `pipeline.draw.sheet`.
    """
    pen = _Pen(sheet, id_prefix, href, palette, lang, headed)
    name = figure_id(id_prefix, sheet.number, sheet.turn)
    if sheet.kind == "list":
        return Markup('<figure class="map map-list" id="{}"><ul>{}</ul></figure>').format(name, _tree(sheet, pen.item))
    look = Markup("{}{}").format(sheet.kind, "" if palette.has_plates else " map-mono")
    size = _short(sheet.width), _short(sheet.height), _short(sheet.font_pt)
    return Markup(
        '<figure class="map map-{}" id="{}"{} style="width:{}pt;height:{}pt;font-size:{}pt">{}<ul>{}</ul></figure>'
    ).format(
        look,
        name,
        Markup(' dir="rtl"') if sheet.is_rtl else "",
        *size,
        _svg(sheet, palette, says),
        _tree(sheet, pen.label),
    )


def figure_id(id_prefix: str, number: str, turn: int = 0) -> str:
    """The id of the figure for the sheet with this number."""
    return "-".join((id_prefix, *filter(None, number.split(".")))) + (f"_{turn + 1}" if turn else "")


def _svg(sheet: Sheet, palette: Palette, says: str) -> Markup:
    width, height = _short(sheet.width), _short(sheet.height)
    head = Markup('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}pt" height="{1}pt">')
    title = Markup("<title>{}: {}</title>").format(says, sheet.title)
    shapes = Markup(branches(sheet, _short, palette))  # noqa: S704 - ours
    return head.format(width, height) + title + shapes + Markup("</svg>")


def _tree(sheet: Sheet, label: Callable[[Box], Markup]) -> Markup:
    """Boxes as nested items: a deeper box opens a list in the item before it."""
    parts: list[Markup] = []
    before = -1
    for box in sheet.boxes:
        if box.level > before:
            parts.append(Markup("<ul><li>") if before >= 0 else Markup("<li>"))
        else:
            parts.append(Markup("</li></ul>") * (before - box.level) + Markup("</li><li>"))
        parts.append(label(box))
        before = box.level
    return Markup("").join(parts) + Markup("</li></ul>") * before + Markup("</li>")


@dataclass(frozen=True, slots=True)
class _Pen:
    """Writes the labels of one sheet."""

    sheet: Sheet
    id_prefix: str
    href: Href
    palette: Palette
    lang: str
    headed: bool

    def item(self, box: Box) -> Markup:
        """A label in a list that was too big to draw."""
        number = Markup('<b class="map-number">{}</b> ').format(box.number) if box.number else Markup("")
        if box.is_blank:
            return number + Markup('<span class="map-gap"></span>')
        return number + self._linked(box, self._lines(box), Markup(""))

    def label(self, box: Box) -> Markup:
        """A label in its place."""
        if box.is_blank:
            return self._number(box)
        top = box.tops(self.sheet.font_pt)[0]
        style = f"left:{_short(box.text_x)}pt;top:{_short(top)}pt;width:{_short(box.text_width)}pt"
        look = f"map-{min(box.level, 2)}"
        if box.align != ("left" if box.level else "center"):
            look += f" map-{box.align}"
        if any(line.leading == TALL for line in box.lines):
            look += " map-tall"
        return self._number(box) + self._linked(
            box, self._lines(box), Markup(' class="{}" style="{}"').format(look, style)
        )

    def _number(self, box: Box) -> Markup:
        if not box.badge:
            return Markup("")
        x, y, width, height = (_short(v) for v in badge(box, self.sheet.font_pt))
        ink = self.palette.digits(box)
        style = f"left:{x}pt;top:{y}pt;width:{width}pt;line-height:{height}pt;color:{ink}"
        return Markup('<b class="map-number map-number-{}" style="{}">{}</b> ').format(box.level, style, box.number)

    def _linked(self, box: Box, text: Markup, attributes: Markup) -> Markup:
        if self.headed and not box.level:
            return Markup("<h{0}{1}>{2}</h{0}>").format(2 if self.sheet.number else 1, attributes, text)
        if not box.href:
            return Markup("<span{}>{}</span>").format(attributes, text)
        return Markup('<a href="{}"{}>{}</a>').format(self.href(box.href), attributes, text)

    def _lines(self, box: Box) -> Markup:
        # WeasyPrint 70 makes each <br> a link of no width
        return Markup("\n").join(self._line(line, box) for line in box.lines)

    def _line(self, line: Line, box: Box) -> Markup:
        return Markup("").join(self._run(run, box) for run in line.runs)

    def _run(self, run: Run, box: Box) -> Markup:
        match run:
            case Text(text):
                return escape(text)
            case Code(text):
                return Markup("<code>{}</code>").format(text)
            case Math(tex):
                drawn = art(tex, self.lang)
                # WeasyPrint 70 gives drawings no colour of the text around them
                return Markup(drawn.svg.replace("currentColor", self.palette.letters(box)) if drawn else "")  # noqa: S704 - drawn by us
            case Mark(text, zeros, sheet):
                if not zeros:
                    return Markup("<small>{}</small>").format(text)
                target = figure_id(self.id_prefix, sheet) if sheet else self.href(box.href).removeprefix("#")
                return Markup('<small>{}<span data-page-of="{}">{}</span></small>').format(text, target, zeros)
            case _:
                assert_never(run)


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
