"""How print writes what targets write differently: formulas, pictures, maps, footnotes, links, words of scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from markupsafe import Markup, escape

from pipeline import draw, formula, languages, layouts
from pipeline import model as m
from pipeline.diagram import SIZE, Line, drawing
from pipeline.fonts import Shaper
from pipeline.html import Dialect, Look
from pipeline.phrases import phrase
from pipeline.targets import pictures, tables
from pipeline.targets.cells import Ruler
from pipeline.targets.pictures import Gallery, Room, asked, markup


def zeros(book: m.Book, layout: layouts.Layout) -> str:
    """As many as the book's page numbers have digits: what is kept free for a number that only binding tells."""
    room = layout.measure("text_width") * layout.measure("page_height") / layout.measure("body_size") ** 2
    words_ = _WORDS_A_PAGE * min(1.0, room / _PAGE)
    pages = 1.1 * sum(n.words / words_ + 2 for n in book.notes)
    return "0" * max(2, len(str(round(pages))))


_WORDS_A_PAGE, _PAGE = 250, 3600.0
"""Words on a page of A4 with a map here and there, and square ems of such a page."""


def dialect(
    lang: str, layout: layouts.Layout, shaper: Shaper, number: str, gallery: Gallery = pictures.NOTHING
) -> Dialect:
    """`number` are the zeros that stand for a page number."""
    lang = lang or "en"
    frame = map_frame(layout)
    low = layout.measure("map_height")
    room = _room(layout)

    inks = palette(layout)
    tables_ = _tables(room, shaper, lang, gallery)
    wall = Room.of(layout)

    def mindmap(node: m.MindMap, owner: m.Note) -> Markup:
        return _map(owner, node.root, inks, draw.plan(node, frame, shaper, lang=lang, zeros=number, opening_pt=low))

    return Dialect(
        math=lambda tex, display: _tex(tex, display, lang, shaper),
        image=lambda image: markup(image, wall.upright(image, gallery)),
        plate=lambda image: markup(image, wide) if (wide := wall.on_side(image, gallery)) else Markup(),
        mindmap=mindmap,
        footnote=_footnote if layout.measure("columns") == 1 else _call,
        locator=lambda anchor: Markup(
            '<a class="p-ref" href="#{0}">({1}<span data-page-of="{0}">{2})</span></a>'
        ).format(anchor, phrase("page", lang).replace("{}", ""), number),
        pagebreak=lambda _: Markup(),
        link=_href,
        diagram=lambda node: _diagram(node, layout, lang),
        art=lambda columns, outermost: _art(columns, outermost, layout),
        text=words,
        table=_spanning(tables_) if layout.measure("columns") > 1 else tables_,
        spans=lambda image: wall.spans(image, gallery),
    )


def _spanning(look: Callable[[m.Table, int], Look]) -> Callable[[m.Table, int], Look]:
    """Where text stands in columns, what is as wide as the page parts them."""

    def spanning(table: m.Table, depth: int) -> Look:
        found = look(table, depth)
        return replace(found, form="span") if found.form == "page" else found

    return spanning


def narrow(dialect: Dialect, layout: layouts.Layout, shaper: Shaper, lang: str, gallery: Gallery) -> Dialect:
    """The same for the columns at the back of the book."""
    room = tables.Room(layout.measure("back_column"), layout.measure("page_height"), sizes=_sizes(layout))
    return replace(dialect, plate=lambda _: Markup(), table=_tables(room, shaper, lang or "en", gallery))


def _room(layout: layouts.Layout) -> tables.Room:
    return tables.Room(
        column=layout.measure("text_column"),
        height=layout.measure("page_height"),
        page=layout.measure("text_width") if layout.measure("wide") else 0.0,
        turned=layout.measure("turned_width"),
        turned_height=layout.measure("turned_height"),
        sizes=_sizes(layout),
        small=bool(layout.measure("dense")),
    )


def _sizes(layout: layouts.Layout) -> tuple[float, ...]:
    """The sizes of type in tables."""
    return tuple(dict.fromkeys(grown(size, layout) for size in tables.SIZES))


def grown(size: float, layout: layouts.Layout) -> float:
    """Type for a body of 10 points as the look has it, rounded as in its style sheets."""
    return float(f"{max(layout.measure('least_size'), size * layout.measure('scale')):g}")


def palette(layout: layouts.Layout) -> draw.Palette:
    """What maps are drawn in."""
    if layout.measure("grey"):
        return draw.PALE if layout.measure("pale") else draw.MONO
    return draw.COLOUR


def grey(layout: layouts.Layout) -> float | None:
    """What is darker is black, in a look without colours; None in others."""
    return layout.measure("black") if layout.measure("grey") else None


def map_frame(layout: layouts.Layout, height: str = "map_page", kind: draw.Medium = "paper") -> draw.Frame:
    """The room for a map whose height is the measure of this name."""
    wide, high = layout.measure("text_width"), layout.measure(height)
    return draw.Frame(wide, high, kind, layout.measure("map_type"), layout.measure("map_least"))


def _tables(room: tables.Room, shaper: Shaper, lang: str, gallery: Gallery) -> Callable[[m.Table, int], Look]:
    def picture(image: m.Image) -> float:
        return asked(image, gallery.size(image.src), room.column, room.height) / room.sizes[0]

    ruler = Ruler(shaper, lang, picture)
    known: dict[tuple[int, int], tuple[m.Table, Look]] = {}  # a writer asks several times, and tables are many words

    def look(table: m.Table, depth: int) -> Look:
        name = id(table), depth
        if name not in known:
            known[name] = table, tables.look(table, room.inside(depth), ruler)
        return known[name][1]

    return look


_INSIDE = 52.0
"""Points that a list or a box takes from a line, at the most."""
_CODE_PT, _PADDING, _ADVANCE = 8.2, 22.0, 0.6


def _art(columns: int, outermost: bool, layout: layouts.Layout) -> str:
    """Drawings of signs are never broken but made smaller; below what can be read, their lines do break."""
    scale = layout.measure("scale")
    inside = layout.measure("text_column") - _INSIDE * scale
    size = ((_widest(layout) if outermost else inside) - _PADDING * scale) / (columns * _ADVANCE)
    if size < layout.measure("least_art"):
        return ""
    return f"white-space:pre;font-size:{min(size, grown(_CODE_PT, layout)):.2f}pt"


def _widest(layout: layouts.Layout) -> float:
    """Of a line of code: in columns, it stays in its own."""
    is_wide = layout.measure("wide") and layout.measure("columns") == 1
    return layout.measure("text_width" if is_wide else "text_column")


_DIAGRAM_PT = 8.6
"""The type of a diagram that need not be made smaller."""


def _diagram(node: m.CodeBlock, layout: layouts.Layout, lang: str) -> Markup:
    """Shapes, and over them their labels as text of the page, which is set like all its text."""
    art = drawing(node.drawing)
    room = layout.measure("text_width" if layout.measure("wide") else "text_column") - _PADDING
    least = layout.measure("least_art") / min((line.size for line in art.lines), default=SIZE)
    usual = max(grown(_DIAGRAM_PT, layout) / SIZE, least)
    unit = min(usual, room / art.width, layout.measure("diagram_height") / art.height)
    if unit < least:
        return Markup()  # its source can be read
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


def direction(lang: str) -> Markup:
    """The attribute of an element whose language is read from the right."""
    return Markup(' dir="rtl"') if languages.is_rtl(lang) else Markup()


_APART = re.compile("[\u0900-\u0dff\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff]")
"""Scripts whose glyphs do not tell the text; those from right to left do, and would lose the order of their words."""


def words(text: str) -> Markup:
    """Words of complex scripts apart, each with its space: what is written as one unit can be searched and copied.

    What may be longer than a line is marked, for it may be broken: to allow that everywhere costs 6 % of all time.
    """
    if not _APART.search(text):
        return _marked(escape(text))
    pieces = re.findall(r"\s*\S+\s*|\s+", text)
    return Markup("").join(Markup("<span>{}</span>").format(p) if _APART.search(p) else escape(p) for p in pieces)


def _marked(text: Markup) -> Markup:
    if not _LONG.search(text):
        return text
    return Markup(_LONG.sub(_breakable, str(text)))  # noqa: S704 - escaped before


def _breakable(found: re.Match[str]) -> str:
    """A long word; one without end gets places to break, for the engine measures all the rest of it line by line."""
    word = found[0] if len(found[0]) < _ENDLESS else _PIECE.sub("\\g<0>\u200b", found[0])
    return f'<span class="long">{word}</span>'


_LONG = re.compile("[^\\s\u1100-\u11ff\u2e80-\u9fff\ua000-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]{25,}")
"""Words of scripts that break between any two letters are never too long."""
_ENDLESS = 300
_PIECE = re.compile(r"(?:&[^;\s]{1,9};|\S){8}")


def _href(anchor: str) -> str:
    return f"#{anchor}"


def _tex(tex: str, display: bool, lang: str, shaper: Shaper) -> Markup:
    art = formula.drawn(tex, display=display, lang=lang, shaper=shaper)
    return Markup('<code class="math-source">{}</code>').format(tex) if art.faults else art.svg


def _footnote(note: m.Footnote, anchor: str, text: Markup, first: bool) -> Markup:
    if first:
        return Markup('<span class="footnote" id="{}" data-n="{}">{}</span>').format(anchor, note.number, text)
    return Markup('<sup><a href="#{}">{}</a></sup>').format(anchor, note.number)


def _call(note: m.Footnote, anchor: str, _text: Markup, _first: bool) -> Markup:
    """What calls a note at the end: in columns the engine loses count of what stands at the foot of a page."""
    return Markup('<sup><a href="#{}">{}</a></sup>').format(anchor, note.number)


def _map(note: m.Note, root: m.Branch, inks: draw.Palette, sheets: tuple[draw.Sheet, ...]) -> Markup:
    """The map in the space under the note's head: in half of it, else in all of it, else in several drawings."""
    lang = note.meta.lang or "en"
    text = phrase("caption-of", lang).format(_points(root))
    caption = Markup('<p class="map-caption">{}</p>').format(words(text))
    figures = (
        draw.paper(
            sheet,
            f"{note.id}--_map",
            lambda name: f"#{note.id}--{name}",
            palette=inks,
            lang=lang,
            says=phrase("mindmap", lang),
        )
        for sheet in sheets
    )
    return Markup().join(figures) + caption


def _points(branch: m.Branch) -> int:
    return sum(1 + _points(b) for b in branch.branches)
