"""What the ePub says of itself: the colophon, the package's metadata, and what it offers readers with disabilities."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import metadata

from pipeline import model as m
from pipeline.targets import pages
from pipeline.targets.epub.speech import say

_IMAGE = re.compile(r"<img [^>]*>")
_ISO_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")


def lines(book: m.Book) -> tuple[tuple[str, str], ...]:
    """The colophon: label and value."""
    made = ", ".join(f"{name} {metadata.version(name)}" for name in ("studypress", "ebooklib", "mistune"))
    found = (
        ("Title", book.title),
        ("Authors", ", ".join(book.authors)),
        ("Publisher", book.publisher),
        ("Rights", book.rights),
        ("Edition", pages.day(book.date, book.lang)),
        ("Identifier", pages.urn(book)),
        ("Made with", made),
    )
    return tuple((label, value) for label, value in found if value)


def day(book: m.Book) -> str:
    """The book's date, or the first day a zip file can hold."""
    return book.date[:10] if _ISO_DAY.fullmatch(book.date[:10]) else "1980-01-01"


Claims = tuple[tuple[str, str], ...]
"""Property and value of the schema.org accessibility vocabulary."""


def claims(manuscript: m.Manuscript) -> Claims:
    """What is true of this book, found in its own markup; nothing is claimed to be certified."""
    markup = "".join(leaf.markup for leaf in manuscript.leaves if leaf.kind != "map")
    images = _IMAGE.findall(markup)
    described = all(' alt=""' not in image for image in images)
    return (
        ("accessMode", "textual"),
        *((("accessMode", "visual"),) if images else ()),
        *((("accessModeSufficient", "textual"),) if described else ()),
        *((("accessModeSufficient", "textual,visual"),) if images else ()),
        *(("accessibilityFeature", name) for name in _features(markup, pictured=bool(images), described=described)),
        ("accessibilityHazard", "none"),
        ("accessibilitySummary", _summary(manuscript, markup, pictured=bool(images), described=described)),
    )


def _features(markup: str, *, pictured: bool, described: bool) -> Iterator[str]:
    yield from ("tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability", "ARIA")
    if pictured and described:
        yield "alternativeText"
    if "<math " in markup:
        yield "MathML"
    if 'epub:type="page-list"' in markup:
        yield from ("pageBreakMarkers", "pageNavigation")
    if 'epub:type="index"' in markup:
        yield "index"


def _summary(manuscript: m.Manuscript, markup: str, *, pictured: bool, described: bool) -> str:
    facts = {
        "summary": True,
        "summary-alt": pictured and described,
        "summary-maps": any(leaf.kind == "map" for leaf in manuscript.leaves),
        "summary-math": "<math " in markup,
        "summary-pages": 'epub:type="page-list"' in markup,
        "summary-none": True,
    }
    return " ".join(say(key, manuscript.book.lang) for key, true in facts.items() if true)
