"""How print writes what targets write differently: formulas, pictures, maps, footnotes, links, words of scripts."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import quote

from markupsafe import Markup, escape

from pipeline import draw, formula, languages, layouts
from pipeline import model as m
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
        math=lambda tex, display: _tex(tex, display, lang),
        image=_picture,
        mindmap=mindmap,
        footnote=_footnote,
        locator=lambda anchor: Markup(
            '<a class="p-ref" href="#{0}">({1}<span data-page-of="{0}">{2})</span></a>'
        ).format(anchor, phrase("page", lang).replace("{}", ""), number),
        pagebreak=lambda _: Markup(),
        link=_href,
        text=words,
    )


def direction(lang: str) -> Markup:
    """The attribute of an element whose language is read from the right."""
    return Markup(' dir="rtl"') if languages.is_rtl(lang) else Markup()


def words(text: str) -> Markup:
    """Words of complex scripts apart, each with its space: what is written as one unit can be searched and copied."""
    if not COMPLEX.search(text):
        return escape(text)
    pieces = re.findall(r"\s*\S+\s*|\s+", text)
    return Markup("").join(Markup("<span>{}</span>").format(p) if COMPLEX.search(p) else escape(p) for p in pieces)


def _href(anchor: str) -> str:
    return f"#{anchor}"


def _tex(tex: str, display: bool, lang: str = "en") -> Markup:
    art = formula.drawn(tex, display=display, lang=lang)
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
