"""Sets one leaf: markup → a fragment. All knowledge of WeasyPrint's inside is in this folder.

Pinned to WeasyPrint 70. Its layout is used as it is; its pages are painted on our canvas, and what it would have
written itself (structure tree, fonts, links, names) is built here, so that it can be placed anywhere in a book.
"""

from __future__ import annotations

import atexit
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from pipeline.cache import Cache
from pipeline.faces import Face, font_rules
from pipeline.targets.engine import footnotes, sheets, warm
from pipeline.targets.engine.fragment import Body, Fragment
from pipeline.targets.engine.glyphs import Cut, Fonts
from pipeline.targets.engine.job import Job
from pipeline.targets.engine.places import SENTINEL
from pipeline.targets.engine.swift import swift

__all__ = ["Job", "fetcher", "fragment", "gathered", "laid_out"]


def fragment(job: Job, read: Callable[[str], bytes], keep: Callable[[str, bytes], None]) -> tuple[Fragment, Body]:
    """Sets a leaf. `read` gives an asset by its path in the vault, `keep` stores blobs: images and fonts.

    Raises whatever WeasyPrint raises for markup it cannot lay out, `RecursionError` for markup nested too deep,
    `ValueError` for a font that cannot be embedded, and what `read` and `keep` raise.
    """
    with laid_out(job, read) as (document, case, remarks):
        from pipeline.targets.engine.record import recorded

        return recorded(job, document, Fonts(case.cuts), keep, remarks)


@contextmanager
def laid_out(job: Job, read: Callable[[str], bytes]) -> Iterator[tuple[Any, _Case, list[str]]]:
    """WeasyPrint's document of a leaf, what it was set with, and what the engine has to say, while it may be drawn."""
    warm.load(_cache(job.faces))
    from pipeline.targets.engine import hyphens

    with warm.unswept():
        case = _case(job.css, job.faces)
        remarks = list(case.remarks)
        with gathered(remarks), swift(), hyphens.asked(), footnotes.kept():
            yield _laid_out(job, case, read), case, remarks


# ------------------------------------------------------------------ what leaves of a book share


@dataclass(frozen=True, slots=True, eq=False)
class _Case:
    """Style sheets and fonts, made ready once."""

    sheet: Any
    configuration: Any
    remarks: tuple[str, ...]
    cuts: dict[int, Cut] = field(default_factory=dict)


@lru_cache(maxsize=8)
def _case(css: str, faces: tuple[Face, ...]) -> _Case:
    from weasyprint.text.fonts import FontConfiguration

    remarks: list[str] = []
    with gathered(remarks):
        configuration = FontConfiguration()
        rules = f"{font_rules(faces, _address)}\n{css}"
        sheet = sheets.sheet(_cache(faces), rules, configuration, fetcher(faces, _nothing), remarks)
    return _Case(sheet, configuration, tuple(remarks))


def _cache(faces: Sequence[Face]) -> Cache:
    """It lies where the folder of fonts does."""
    return Cache(faces[0].path.parent.parent if faces else None)


atexit.register(_case.cache_clear)  # WeasyPrint's fonts cannot be given back once the interpreter is being taken down


def _nothing(path: str) -> bytes:
    raise ValueError(f"a style sheet cannot import {path}")


def _address(face: Face) -> str:
    return f"font:{face.digest}"


def fetcher(faces: Sequence[Face], read: Callable[[str], bytes]) -> Any:  # noqa: ANN401 - an untyped library's class
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
def gathered(found: list[str]) -> Iterator[None]:
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


# ------------------------------------------------------------------ layout


def _laid_out(job: Job, case: _Case, read: Callable[[str], bytes]) -> Any:  # noqa: ANN401 - WeasyPrint's Document
    from weasyprint import CSS, HTML

    first = SENTINEL + 1 if job.folios else job.first_page
    count = CSS(string=f"@page :first {{ counter-reset: page {first} }}")
    html = HTML(string=job.markup, url_fetcher=fetcher(job.faces, read), base_url="asset:")
    while True:
        document = html.render(stylesheets=[case.sheet, count], font_config=case.configuration)
        gone = footnotes.lost(document)
        if not gone:
            return document
        footnotes.moved(html.etree_element, gone)
