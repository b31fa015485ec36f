"""A map on pages of its own: a tagged PDF from the book's print engine, that PDF as pictures, or a drawing to scale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from types import MappingProxyType

from markupsafe import Markup

from pipeline import draw
from pipeline.cache import digest
from pipeline.draw.exchange import MARK
from pipeline.targets.engine.fragment import Body, pack, unpack
from pipeline.targets.engine.job import Job
from pipeline.targets.engine.link import About, link
from pipeline.targets.engine.set import fragment
from pipeline.targets.pdf import document
from pipeline.targets.workshop import Workshop

_MARGIN_PT = 28.35
_DPI = 200

PAPERS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {"a4": (595.28, 841.89), "a4-landscape": (841.89, 595.28), "a5": (419.53, 595.28)}
)
"""Width and height in points."""


@dataclass(frozen=True, slots=True)
class Poster:
    """Drawn maps, and what their pages are made with: a name of `PAPERS`, the rules for maps, what the file says."""

    sheets: tuple[draw.Sheet, ...]
    paper: str
    css: str
    about: About


def frame(paper: str) -> draw.Frame:
    """The room for a map on a page."""
    width, height = PAPERS[paper]
    return draw.Frame(width - 2 * _MARGIN_PT, height - 2 * _MARGIN_PT)


# ------------------------------------------------------------------ pictures


def drawings(poster: Poster, shop: Workshop) -> tuple[bytes, ...]:
    """Each sheet as an SVG file without text or fonts. One that was too big to draw is not among them."""
    drawn = (draw.screen(sheet, shop.shaper) for sheet in poster.sheets if sheet.kind != "list")
    return tuple(f"{svg}\n<!-- {MARK} -->\n".encode() for svg in drawn)


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
    """One page for each sheet."""
    shelf = _Shelf()
    css = f"{poster.css}\n{_rules(poster)}"
    body = Markup().join(_page(sheet, frame(poster.paper)) for sheet in poster.sheets)
    markup = document(body, poster.about.title, poster.about.lang)
    job = Job(digest("poster", markup, css), "map", markup, css, shop.faces, folios=False)
    made, drawn = fragment(job, _nothing, shelf.put)
    shelf.put(f"{made.body} body", pack(drawn))
    out = BytesIO()
    link(out, (), (made,), poster.about, shelf)
    return out.getvalue()


def _rules(poster: Poster) -> str:
    width, height = PAPERS[poster.paper]
    numbered = 'content: counter(page) " / " counter(pages)' if len(poster.sheets) > 1 else "content: none"
    return (
        f"@page {{ size: {width}pt {height}pt; margin: {_MARGIN_PT}pt; "
        f'@bottom-right {{ {numbered}; font: 400 8pt "Source Sans 3"; color: #444 }} }}\n'
        "body { margin: 0 }\n.sheet + .sheet { break-before: page }\n.map { margin: 0 auto }"
    )


def _page(sheet: draw.Sheet, room: draw.Frame) -> Markup:
    """A sheet in the middle of its page; its labels lead nowhere, for their sections are not in the file."""
    bare = replace(sheet, boxes=tuple(replace(box, href="") for box in sheet.boxes))
    above = max(0.0, (room.height_pt - sheet.height) / 2 - 0.01) if sheet.kind != "list" else 0.0
    figure = draw.paper(bare, "map", str)
    return Markup('<div class="sheet" style="padding-top:{:.2f}pt">{}</div>').format(above, figure)


def _nothing(path: str) -> bytes:
    raise ValueError(f"a map has no picture: {path}")


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What the linker asks for, in memory."""

    blobs: dict[str, bytes] = field(default_factory=dict)

    def body(self, key: str) -> Body:
        return unpack(self.blobs[f"{key} body"])  # type: ignore[return-value]

    def blob(self, key: str) -> bytes:
        return self.blobs[key]

    def get(self, key: str) -> bytes | None:
        return self.blobs.get(key)

    def put(self, key: str, value: bytes) -> None:
        self.blobs[key] = value
