"""What the ePub says of itself: the colophon, the package's metadata, and what it offers readers with disabilities."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline import model as m
from pipeline.targets import pages
from pipeline.targets.epub.speech import say

_IMAGE = re.compile(r"<img [^>]*>")
_ISO_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")


def lines(book: m.Book) -> tuple[tuple[str, str], ...]:
    """The colophon: label and value."""
    return pages.imprint(book, "Made with", ("studypress", "ebooklib", "mistune"))


def day(book: m.Book) -> str:
    """The book's date, or the first day a zip file can hold."""
    return book.date[:10] if _ISO_DAY.fullmatch(book.date[:10]) else "1980-01-01"


@dataclass(frozen=True, slots=True)
class Traits:
    """What some markup holds that not every reader can see or hear."""

    pictures: bool
    mute: bool
    """Whether a picture has no alternative text."""
    formulas: bool
    drawn: bool = False
    """Whether a formula is a picture."""


def traits(*markup: str) -> Traits:
    """Found in the markup itself."""
    images = [image for text in markup for image in _IMAGE.findall(text)]
    return Traits(
        bool(images) or any("<svg " in text for text in markup),
        any(' alt=""' in i for i in images),
        any("<math " in text for text in markup),
        any('src="formula-' in i for i in images),
    )


Claims = tuple[tuple[str, str], ...]
"""Property and value of the schema.org accessibility vocabulary."""


def claims(held: Sequence[Traits], lang: str, *, maps: bool, pages: bool, index: bool) -> Claims:
    """What is true of a book whose files hold this; nothing is claimed to be certified."""
    pictured, described = any(t.pictures for t in held), not any(t.mute for t in held)
    formulas = any(t.formulas for t in held)
    features = {
        "alternativeText": pictured and described,
        "MathML": formulas,
        "describedMath": any(t.drawn for t in held),
        "pageBreakMarkers": pages,
        "pageNavigation": pages,
        "index": index,
    }
    said = {
        "summary": True,
        "summary-alt": pictured and described,
        "summary-maps": maps,
        "summary-math": formulas,
        "summary-drawn": any(t.drawn for t in held),
        "summary-pages": pages,
        "summary-none": True,
    }
    return (
        ("accessMode", "textual"),
        *((("accessMode", "visual"),) if pictured else ()),
        *((("accessModeSufficient", "textual"),) if described else ()),
        *((("accessModeSufficient", "textual,visual"),) if pictured else ()),
        *(("accessibilityFeature", name) for name in (*_ALWAYS, *(name for name, true in features.items() if true))),
        ("accessibilityHazard", "none"),
        ("accessibilitySummary", " ".join(say(key, lang) for key, true in said.items() if true)),
    )


_ALWAYS = ("tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability", "ARIA")
