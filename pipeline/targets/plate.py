"""Drawings as pixels, for readers that show no SVG: set by the print engine, drawn by PDFium, on a white plate."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

_COLOURS = 64
"""More than a map or a diagram has, the steps between them included."""
_STEP = 17
"""Between the 16 greys that e-ink shows."""
_ADDRESS = "drawing:"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A clean SVG drawing, its width and height in pixels of CSS, and how many pixels across the picture has."""

    svg: bytes
    width: float
    height: float
    across: int
    margin: float = 0.0
    """White around it, in pixels of CSS; `across` counts it, the width does not."""


def plate(drawing: Drawing) -> bytes:
    """The drawing as an opaque PNG: greys as the 16 that e-ink has, colours as few as it needs."""
    import pypdfium2

    document = pypdfium2.PdfDocument(_page(drawing))
    try:
        page = document[0]
        picture = page.render(scale=drawing.across / page.get_width()).to_pil().convert("RGB")
    finally:
        document.close()
    out = BytesIO()
    _few(picture).save(out, "PNG")
    return out.getvalue()


def _page(drawing: Drawing) -> bytes:
    """A page as large as the drawing. Nothing is fetched but the drawing itself."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Locked(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, _headers: object = None) -> URLFetcherResponse:
            if url != _ADDRESS:
                raise ValueError(f"not fetched: {url}")
            return URLFetcherResponse(url, drawing.svg, {"Content-Type": "image/svg+xml"})

    wide, high, margin = max(drawing.width, 1.0), max(drawing.height, 1.0), drawing.margin
    html = (
        f"<style>@page{{size:{wide + 2 * margin:.3f}px {high + 2 * margin:.3f}px;margin:0}}body{{margin:0}}"
        f"img{{position:absolute;left:{margin:.3f}px;top:{margin:.3f}px;width:{wide:.3f}px;height:{high:.3f}px}}</style>"
        f'<img src="{_ADDRESS}" alt="">'
    )
    fetcher = Locked(allowed_protocols=(_ADDRESS.rstrip(":"),), allow_redirects=False)
    data: bytes = HTML(string=html, url_fetcher=fetcher).write_pdf()
    return data


def _few(picture: Image.Image) -> Image.Image:
    from PIL import ImageChops

    grey = picture.convert("L")
    if ImageChops.difference(picture, grey.convert("RGB")).getbbox() is None:
        return grey.point(lambda value: (value + _STEP // 2) // _STEP * _STEP).quantize(16)
    return picture.quantize(_COLOURS)
