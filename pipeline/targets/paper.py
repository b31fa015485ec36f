"""How print writes what targets write differently: formulas, pictures, maps, footnotes, links, words of scripts."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import quote

from markupsafe import Markup, escape

from pipeline import draw, formula, layouts
from pipeline import model as m
from pipeline.diagram import SIZE, Line, drawing
from pipeline.fonts import Shaper
from pipeline.html import Dialect
from pipeline.phrases import phrase
from pipeline.references import MISSING, REMOTE
from pipeline.targets.engine.glyphs import COMPLEX


def zeros(book: m.Book) -> str:
    """As many as the book's page numbers have digits: what is kept free for a number that only binding tells."""
    pages = 1.1 * sum(n.words / _WORDS_A_PAGE + 2 for n in book.notes)
    return "0" * max(2, len(str(round(pages))))


_WORDS_A_PAGE = 250


def dialect(lang: str, layout: layouts.Layout, shaper: Shaper, number: str) -> Dialect:
    """`number` are the zeros that stand for a page number."""
    lang = lang or "en"
    frame = draw.Frame(layout.measure("text_width"), layout.measure("map_page"))
    low = layout.measure("map_height")

    def mindmap(node: m.MindMap, owner: m.Note) -> Markup:
        return _map(owner, node.root, draw.plan(node, frame, shaper, lang=lang, zeros=number, opening_pt=low))

    return Dialect(
        math=lambda tex, display: _tex(tex, display, lang, shaper),
        image=_picture,
        mindmap=mindmap,
        footnote=_footnote,
        locator=lambda anchor: Markup(
            '<a class="p-ref" href="#{0}">({1}<span data-page-of="{0}">{2})</span></a>'
        ).format(anchor, phrase("page", lang).replace("{}", ""), number),
        pagebreak=lambda _: Markup(),
        link=_href,
        diagram=lambda node: _diagram(node, layout, lang),
        art=lambda columns, outermost: _art(columns, layout.measure("text_width") if outermost else _NARROW),
        text=words,
    )


_NARROW = 330.0
"""Points of a line inside a list or a box, at the least."""
_CODE_PT, _LEAST_PT, _PADDING, _ADVANCE = 8.2, 4.6, 22.0, 0.6


def _art(columns: int, width: float) -> str:
    """Drawings of signs are never broken but made smaller; below what can be read, their lines do break."""
    size = (width - _PADDING) / (columns * _ADVANCE)
    return f"white-space:pre;font-size:{min(size, _CODE_PT):.2f}pt" if size >= _LEAST_PT else ""


_DIAGRAM_PT, _HIGHEST_PT = 8.6, 560.0
"""The type of a diagram that need not be made smaller, and how high it may be."""


def _diagram(node: m.CodeBlock, layout: layouts.Layout, lang: str) -> Markup:
    """Shapes, and over them their labels as text of the page, which is set like all its text."""
    art = drawing(node.drawing)
    room = layout.measure("text_width") - _PADDING
    unit = min(_DIAGRAM_PT / SIZE, room / art.width, _HIGHEST_PT / art.height)
    box = f"width:{art.width * unit:.2f}pt;height:{art.height * unit:.2f}pt"
    said = f"{phrase('diagram', lang)}: {art.words}"
    shapes = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0:g} {1:g}" width="{2:.2f}pt" height="{3:.2f}pt">'
        "<title>{4}</title>{5}</svg>"
    ).format(art.width, art.height, art.width * unit, art.height * unit, said, art.shapes)
    labels = Markup(" ").join(_label(line, unit) for line in art.lines)
    return Markup('<div class="plate" style="{}">{}{}</div>').format(box, shapes, labels)


_SIDES = {"start": (0.0, "left"), "middle": (0.5, "center"), "end": (1.0, "right")}


def _label(line: Line, unit: float) -> Markup:
    """A line in a box twice as wide as it needs, so that it never breaks."""
    size = line.size * unit
    wide = (len(line.text) + 2) * size
    share, side = _SIDES.get(line.anchor, _SIDES["start"])
    left, top = line.x * unit - share * wide, line.y * unit - size
    style = f"left:{left:.2f}pt;top:{top:.2f}pt;width:{wide:.2f}pt;font-size:{size:.2f}pt;text-align:{side}"
    weight = ";font-weight:600" if line.bold else ""
    return Markup('<span style="{}{};color:{}">{}</span>').format(style, weight, line.colour, words(line.text))


def words(text: str) -> Markup:
    """Words of complex scripts apart, each with its space: what is written as one unit can be searched and copied."""
    if not COMPLEX.search(text):
        return escape(text)
    pieces = re.findall(r"\s*\S+\s*|\s+", text)
    return Markup("").join(Markup("<span>{}</span>").format(p) if COMPLEX.search(p) else escape(p) for p in pieces)


def _href(anchor: str) -> str:
    return f"#{anchor}"


def _tex(tex: str, display: bool, lang: str, shaper: Shaper) -> Markup:
    art = formula.drawn(tex, display=display, lang=lang, shaper=shaper)
    return Markup('<code class="math-source">{}</code>').format(tex) if art.faults else art.svg


def _picture(image: m.Image) -> Markup:
    if image.src.startswith((MISSING, REMOTE)):
        link = image.src.removeprefix(REMOTE) if image.src.startswith(REMOTE) else ""
        source = Markup(' <a class="out address" href="{0}">{0}</a>').format(link) if link else ""
        return Markup('<span class="missing">{}{}</span>').format(image.alt or image.src.partition(":")[2], source)
    size = "".join(f"{side}:{value}px;" for side, value in (("width", image.width), ("height", image.height)) if value)
    style = Markup(' style="{}"').format(size) if size else ""
    return Markup('<img src="asset:{}" alt="{}"{}/>').format(quote(image.src), image.alt or _spoken(image.src), style)


def _spoken(path: str) -> str:
    """What a voice says for a picture that the author did not describe: its file's name."""
    return re.sub(r"[-_]+", " ", PurePosixPath(path).stem).strip() or "picture"


def _footnote(note: m.Footnote, anchor: str, text: Markup, first: bool) -> Markup:
    if first:
        return Markup('<span class="footnote" id="{}" data-n="{}">{}</span>').format(anchor, note.number, text)
    return Markup('<sup><a href="#{}">{}</a></sup>').format(anchor, note.number)


def _map(note: m.Note, root: m.Branch, sheets: tuple[draw.Sheet, ...]) -> Markup:
    """The map in the space under the note's head: in half of it, else in all of it, else in several drawings."""
    lang = note.meta.lang or "en"
    text = phrase("caption-of", lang).format(_points(root))
    caption = Markup('<p class="map-caption">{}</p>').format(words(text))
    figures = (
        draw.paper(
            sheet, f"{note.id}--_map", lambda name: f"#{note.id}--{name}", lang=lang, says=phrase("mindmap", lang)
        )
        for sheet in sheets
    )
    return Markup().join(figures) + caption


def _points(branch: m.Branch) -> int:
    return sum(1 + _points(b) for b in branch.branches)
