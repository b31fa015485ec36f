"""The print engine: markup → pages. All knowledge of WeasyPrint's inside is in this file.

Pinned to WeasyPrint 70: page starts are read from its box tree, and complex scripts are wrapped in ActualText so
that they can be searched, copied and read aloud (`draw_text` writes glyphs only).
"""

from __future__ import annotations

import logging
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pipeline.fonts import Face, Shaper, faces, font_rules, shaper
from pipeline.paging import length
from pipeline.problem import Problem

COMPLEX = re.compile("[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff]")
"""Scripts whose glyphs are not their characters in order."""


@dataclass(frozen=True, slots=True)
class Layer:
    """Pages as laid out: where each anchor is, and where the running text of each page begins."""

    document: Any
    anchors: Mapping[str, int]
    """Anchor → index of its page, from 0."""
    starts: tuple[tuple[str, int], ...]
    """For each page, the block its running text begins in and the characters of it that precede; ("", 0) for none."""

    def __len__(self) -> int:
        return len(self.document.pages)


@dataclass(frozen=True, slots=True)
class Workshop:
    """What laying out needs beside words: fonts, a ruler, and the bytes of the vault's pictures."""

    faces: tuple[Face, ...]
    shaper: Shaper
    read: Callable[[str], bytes]
    problems: tuple[Problem, ...]


def workshop(folder: Path, read: Callable[[str], bytes], characters: str) -> Workshop:
    """Fonts ready to print `characters`; those that no face of the book has are reported."""
    cut = faces(folder / "fonts")
    ruler = shaper(cut, ("Source Serif 4", "Source Sans 3", "Source Code Pro", "Noto Sans Devanagari"))
    foreign = ruler.missing(characters)
    _confine_fonts(cut, folder, system=bool(foreign))
    return Workshop(cut, shaper(cut), read, _glyphs(foreign))


def _glyphs(foreign: str) -> tuple[Problem, ...]:
    if not foreign:
        return ()
    points = ", ".join(f"{c} (U+{ord(c):04X})" for c in foreign[:8]) + (
        f" and {len(foreign) - 8} more" if len(foreign) > 8 else ""
    )
    hint = "they are set in a font of this machine, if it has one: pages may differ elsewhere"
    return (Problem("", 0, 0, "warning", "missing-glyph", f"no font of the book has {points}", hint),)


_SYSTEM = (
    "<dir>/usr/share/fonts</dir><dir>/usr/local/share/fonts</dir><dir>~/.fonts</dir><dir>/System/Library/Fonts</dir>"
)


def _confine_fonts(cut: Sequence[Face], folder: Path, *, system: bool) -> None:
    """Make fontconfig see the book's faces only: pages then look the same on every machine, fontless ones too.

    fontconfig reads this variable when the engine is first used. The system's fonts are the last resort for
    characters that no face of the book has.
    """
    places = "".join(f"<dir>{p}</dir>" for p in sorted({str(f.path.parent) for f in cut})) + (_SYSTEM if system else "")
    text = f'<?xml version="1.0"?><fontconfig>{places}<cachedir>{folder}/fontconfig</cachedir></fontconfig>'
    path = folder / f"fonts-{'all' if system else 'own'}.conf"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        part = path.with_suffix(f".{os.getpid()}")
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    os.environ["FONTCONFIG_FILE"] = str(path)


@dataclass(frozen=True, slots=True)
class Press:
    """Lays markup out and writes pages. `read` gives the bytes of an asset; nothing else can be reached.

    `remarks` gathers what the engine complains about.
    """

    css: str
    faces: tuple[Face, ...]
    read: Callable[[str], bytes]
    remarks: list[str]

    def lay(self, markup: str, first_page: int = 1) -> Layer:
        """A document of its own whose first page has this number."""
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration

        fetcher = _fetcher(self.faces, self.read)
        with _gathered(self.remarks):
            fonts = FontConfiguration()
            rules = (
                f"{font_rules(self.faces, _address)}\n{self.css}\n@page :first {{ counter-reset: page {first_page} }}"
            )
            sheet = CSS(string=rules, font_config=fonts, url_fetcher=fetcher)
            document = HTML(string=markup, url_fetcher=fetcher, base_url="asset:").render(
                stylesheets=[sheet], font_config=fonts
            )
        anchors: dict[str, int] = {}
        for number, page in enumerate(document.pages):
            for name in page.anchors:
                anchors.setdefault(name, number)
        return Layer(document, anchors, tuple(_starts(document.pages)))

    def write(self, layers: Sequence[Layer], identifier: str) -> bytes:
        """One tagged file of all layers' pages; links lead across them."""
        document = layers[0].document.copy([page for layer in layers for page in layer.document.pages])
        with _gathered(self.remarks), _actual_text():
            data: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier.encode(), pdf_tags=True)
        return data


def _address(face: Face) -> str:
    return f"font:{face.digest}"


def _fetcher(faces: Sequence[Face], read: Callable[[str], bytes]) -> Any:  # noqa: ANN401 - an untyped library's class
    """Opens `asset:` and `font:` and nothing else: no network, no file outside the vault."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    fonts = {_address(face): face.path for face in faces}

    class Locked(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, _headers: object = None) -> URLFetcherResponse:
            scheme, _, name = url.partition(":")
            if scheme == "asset":
                path = unquote(name)
                kind = {"Content-Type": "image/svg+xml"} if path.lower().endswith(".svg") else {}
                return URLFetcherResponse(url, read(path), kind)
            if url in fonts:
                return URLFetcherResponse(url, fonts[url].read_bytes())
            raise ValueError(f"not fetched: {url}")

    return Locked(allowed_protocols=("asset", "font"), allow_redirects=False)


@contextmanager
def _gathered(found: list[str]) -> Iterator[None]:
    """Gathers the engine's log instead of printing it."""
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: found.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("weasyprint")
    before, propagate = logger.handlers, logger.propagate
    logger.handlers, logger.propagate = [handler], False
    try:
        yield
    finally:
        logger.handlers, logger.propagate = before, propagate


@contextmanager
def _actual_text() -> Iterator[None]:
    """Writes the characters beside the glyphs of complex scripts (PDF 32000-1, 14.9.4)."""
    import pydyf
    from weasyprint import draw

    plain = draw.draw_text

    def with_text(stream: Any, box: Any, *rest: Any) -> Any:  # noqa: ANN401 - same
        if not COMPLEX.search(box.text or ""):
            return plain(stream, box, *rest)
        stream.begin_marked_content("Span", pydyf.Dictionary({"ActualText": pydyf.String(box.text)}))
        try:
            return plain(stream, box, *rest)
        finally:
            stream.end_marked_content()

    draw.draw_text = with_text
    try:
        yield
    finally:
        draw.draw_text = plain


def _starts(pages: Sequence[Any]) -> Iterator[tuple[str, int]]:
    """Where the running text of each page begins."""
    before: Counter[str] = Counter()
    for page in pages:
        here: Counter[str] = Counter()
        start = ("", 0)
        for anchor, text, repeatable in _texts(page._page_box.children[0], "", repeatable=False):  # noqa: SLF001 - no public door
            if repeatable and before[anchor]:
                continue  # the head of a table that goes on
            if anchor and not start[0] and length(text):
                start = (anchor, before[anchor])
            here[anchor] += length(text.removesuffix("\u2010"))  # the engine's own hyphen
        before += here
        yield start


def _texts(box: Any, anchor: str, *, repeatable: bool) -> Iterator[tuple[str, str, bool]]:  # noqa: ANN401 - a box of the engine
    """The pieces of running text below a box: nearest id above, text, whether it is repeated on every page.

    Generated content is left out.
    """
    box = getattr(box, "_box", box)  # a placeholder of something positioned
    if box.element is not None and "map" not in box.element.get("class", "").split():
        anchor = box.element.get("id") or anchor  # a map's figures are within the aid that is named after it
    if "::" in (box.element_tag or ""):
        return
    repeatable = repeatable or box.element_tag == "thead"
    if isinstance(getattr(box, "text", None), str):
        yield anchor, box.text, repeatable
    for child in getattr(box, "children", ()):
        yield from _texts(child, anchor, repeatable=repeatable)
