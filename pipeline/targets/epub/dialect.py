"""How nodes look in an ePub: MathML, pictures by file, footnotes that pop up, marks where pages of print begin."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from markupsafe import Markup

from pipeline import model as m
from pipeline.diagram import Line, drawing
from pipeline.fonts import Shaper
from pipeline.html import Dialect
from pipeline.phrases import phrase
from pipeline.references import MISSING, REMOTE
from pipeline.targets.epub.mathml import mathml
from pipeline.targets.epub.outward import is_address
from pipeline.targets.epub.places import Places, mark

_PIXELS_PER_EM = 16


def dialect(
    lang: str,
    places: Places,
    names: Mapping[str, str],
    mindmap: Callable[[m.MindMap, m.Note], Markup] = lambda *_: Markup(),
    shaper: Shaper | None = None,
    sizes: Callable[[str], tuple[int, int]] = lambda _: (0, 0),
) -> Dialect:
    """Pictures of the vault: `names` gives the file of each, `sizes` its pixels; `shaper` outlines labels."""
    return Dialect(
        math=lambda tex, display: mathml(tex, lang, display=display),
        image=lambda image: _picture(image, names, sizes(image.src)),
        mindmap=mindmap,
        footnote=_reference,
        locator=lambda _: Markup(),
        pagebreak=mark,
        link=places.href,
        diagram=lambda node: _diagram(node, shaper, lang) if shaper else Markup(),
        art=lambda columns, _: _art(columns),
    )


_COLUMNS = 52
"""Columns of code that a small screen has, in its usual type."""


def _art(columns: int) -> str:
    """Drawings of signs are never broken but made smaller, to a floor."""
    return f"white-space:pre;overflow-wrap:normal;font-size:{max(0.4, min(0.76, 0.76 * _COLUMNS / columns)):.2f}em"


def _diagram(node: m.CodeBlock, shaper: Shaper, lang: str) -> Markup:
    """A drawing on a light plate, whatever the reader's colours are; letters are drawn, and said by its title."""
    art = drawing(node.drawing)
    labels = Markup().join(_label(line, shaper) for line in art.lines)
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="-8 -8 {0:g} {1:g}" style="max-width:{2:g}em">'
        '<title>{3}: {4}</title><rect x="-8" y="-8" width="{0:g}" height="{1:g}" rx="6" fill="#ffffff"/>{5}{6}</svg>'
    ).format(art.width + 16, art.height + 16, art.width / 14, phrase("diagram", lang), art.words, art.shapes, labels)


def _label(line: Line, shaper: Shaper) -> Markup:
    weight = 600 if line.bold else 400
    if shaper.missing(line.text):
        text = Markup('<text x="{:g}" y="{:g}" font-size="{:g}" text-anchor="{}" fill="{}">{}</text>')
        return text.format(line.x, line.y, line.size, line.anchor, line.colour, line.text)
    wide = shaper.advance(line.text, weight) * line.size
    left = line.x - {"middle": 0.5, "end": 1.0}.get(line.anchor, 0.0) * wide
    steps = shaper.outline(line.text, weight)
    data = "".join(c + " ".join(f"{v * 1000:.0f}" for v in points) for c, points in steps)
    place = f"translate({left:.2f} {line.y:g}) scale({line.size / 1000:g})"
    return Markup('<path transform="{}" fill="{}" d="{}"/>').format(place, line.colour, data)


def _picture(image: m.Image, names: Mapping[str, str], size: tuple[int, int]) -> Markup:
    if image.src.startswith(REMOTE):
        address = image.src.removeprefix(REMOTE)
        text = image.alt or address
        if not is_address(address):
            return Markup('<span class="missing">{}</span>').format(text)
        return Markup('<a class="out missing" href="{}">{}</a>').format(address, text)
    if image.src.startswith(MISSING) or image.src not in names:
        return Markup('<span class="missing">{}</span>').format(image.alt or image.src.removeprefix(MISSING))
    told = _width(image, *size)
    style = Markup(' style="width:{}"').format(told) if told else Markup()
    return Markup('<img src="{}" alt="{}"{}/>').format(names[image.src], image.alt, style)


_SCREEN, _LOW = 1.2, 480
"""Height of the smallest screen by its width; a picture of fewer pixels is low enough for any."""


def _width(image: m.Image, across: int, down: int) -> str:
    """As it was asked for; what would then be higher than a screen is as wide as its height allows.

    Not every reader knows a greatest height.
    """
    shown = image.width or across
    if down > _SCREEN * across and shown * down > _LOW * across:
        return f"{100 * _SCREEN * across / down:.1f}%"
    return f"{image.width / _PIXELS_PER_EM:g}em" if image.width else ""


def _reference(note: m.Footnote, anchor: str, _text: Markup, first: bool) -> Markup:
    name = Markup(' id="{}-ref"').format(anchor) if first else Markup()
    return Markup('<sup class="noteref"><a epub:type="noteref" role="doc-noteref"{} href="#{}">{}</a></sup>').format(
        name, anchor, note.number
    )
