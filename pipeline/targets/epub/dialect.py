"""How nodes look in an ePub: MathML, pictures by file, footnotes that pop up, marks where pages of print begin."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from markupsafe import Markup

from pipeline import model as m
from pipeline.html import Dialect
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
    sizes: Callable[[str], tuple[int, int]] = lambda _: (0, 0),
) -> Dialect:
    """`names` gives the file of each picture of the vault, `sizes` its width and height in pixels."""
    return Dialect(
        math=lambda tex, display: mathml(tex, lang, display=display),
        image=lambda image: _picture(image, names, sizes(image.src)),
        mindmap=mindmap,
        footnote=_reference,
        locator=lambda _: Markup(),
        pagebreak=mark,
        link=places.href,
    )


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
