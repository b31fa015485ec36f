"""A map on pages of its own: a tagged PDF from the book's print engine, that PDF as pictures, or a drawing to scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from types import MappingProxyType

from markupsafe import Markup

from pipeline import draw
from pipeline import model as m
from pipeline.cache import digest
from pipeline.draw.exchange import MARK
from pipeline.phrases import phrase
from pipeline.targets.engine.fragment import pack
from pipeline.targets.engine.job import Job
from pipeline.targets.engine.link import About, link
from pipeline.targets.engine.set import fragment
from pipeline.targets.pdf import document
from pipeline.targets.shelf import Shelf
from pipeline.targets.workshop import Workshop
from pipeline.typefaces import stacked

_MARGIN_PT = 28.35
_DPI = 200

PAPERS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {"a4": (595.28, 841.89), "a4-landscape": (841.89, 595.28), "a5": (419.53, 595.28)}
)
"""Width and height in points."""


@dataclass(frozen=True, slots=True)
class Poster:
    """Maps, and what their pages are made with: a name of `PAPERS`, the rules for maps, what the file says.

    In a `blank` copy the leaves have lines to write on.
    """

    maps: tuple[m.MindMap, ...]
    blank: bool
    paper: str
    css: str
    about: About
    palette: draw.Palette = draw.COLOUR

    def sheets(self, shop: Workshop, zeros: str = "") -> tuple[draw.Sheet, ...]:
        """`zeros` are kept free for the number of a page that goes on with a branch."""
        width, height = PAPERS[self.paper]
        frame = draw.Frame(width - 2 * _MARGIN_PT, height - 2 * _MARGIN_PT, "page")
        found = (
            sheet
            for each in self.maps
            for sheet in draw.plan(_unlinked(each), frame, shop.shaper, lang=self.about.lang, zeros=zeros)
        )
        return tuple(draw.blank(sheet) if self.blank else sheet for sheet in found)


def _unlinked(mindmap: m.MindMap) -> m.MindMap:
    """A map whose labels lead nowhere, for their sections are not in the file."""

    def bare(branch: m.Branch) -> m.Branch:
        return replace(branch, href="", branches=tuple(map(bare, branch.branches)))

    return replace(mindmap, root=bare(mindmap.root))


# ------------------------------------------------------------------ pictures


def drawings(poster: Poster, shop: Workshop) -> tuple[bytes, ...]:
    """Each sheet as an SVG file without text or fonts; none at all when a part of the map was too big to draw."""
    sheets = poster.sheets(shop)
    if _is_too_big(sheets):
        return ()
    lang = poster.about.lang
    says = phrase("mindmap", lang)
    drawn = (draw.screen(sheet, shop.shaper, palette=poster.palette, lang=lang, says=says) for sheet in sheets)
    return tuple(f"{svg}\n<!-- {MARK} -->\n".encode() for svg in drawn)


def _is_too_big(sheets: Sequence[draw.Sheet]) -> bool:
    return any(sheet.kind == "list" for sheet in sheets)


def pictures(poster: Poster, shop: Workshop) -> tuple[bytes, ...]:
    """Each page of the PDF as a PNG file."""
    from PIL.PngImagePlugin import PngInfo
    from pypdfium2 import PdfDocument

    told = PngInfo()
    told.add_text("Description", MARK)
    found = []
    with PdfDocument(pdf(poster, shop)) as opened:
        for page in opened:
            out = BytesIO()
            page.render(scale=_DPI / 72).to_pil().save(out, "PNG", optimize=True, dpi=(_DPI, _DPI), pnginfo=told)
            found.append(out.getvalue())
    return tuple(found)


# ------------------------------------------------------------------ pages


def pdf(poster: Poster, shop: Workshop) -> bytes:
    """A single sheet in the middle of its page, or as many sheets to a page as there is room for."""
    shelf = Shelf()
    sheets = poster.sheets(shop, zeros="00")
    css = f"{poster.css}\n{_rules(sheets, poster.paper)}"
    lang = poster.about.lang
    says = phrase("mindmap", lang)
    body = Markup().join(
        draw.paper(sheet, "map", str, palette=poster.palette, lang=lang, says=says, headed=True) for sheet in sheets
    )
    markup = document(body, poster.about.title, poster.about.lang)
    families = shop.typefaces.needed(markup)
    css = stacked(css, families)
    faces = shop.typefaces.of(families)
    job = Job(digest("poster", markup, css), "map", markup, css, faces, folios=False)
    made, drawn = fragment(job, _nothing, shelf.put)
    shelf.put(f"{made.body} body", pack(drawn))
    out = BytesIO()
    link(out, (), (made,), poster.about, shelf)
    return out.getvalue()


def _rules(sheets: Sequence[draw.Sheet], paper: str) -> str:
    width, height = PAPERS[paper]
    many = len(sheets) > 1 or _is_too_big(sheets)
    above = 0.0 if many else max(0.0, (height - 2 * _MARGIN_PT - sheets[0].height) / 2 - 0.01)
    return (
        f"@page {{ size: {width}pt {height}pt; margin: {_MARGIN_PT}pt; @bottom-center {{ "
        f'content: {"counter(page)" if many else "none"}; font: 600 8pt "Source Sans 3"; color: #444 }} }}\n'
        f"body {{ margin: {above:.2f}pt 0 0 }}\n.map {{ margin: 0 auto }}\n.map + .map {{ margin-top: 14pt }}"
    )


def _nothing(path: str) -> bytes:
    raise ValueError(f"a map has no picture: {path}")
