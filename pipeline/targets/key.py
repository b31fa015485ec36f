"""The key to a practice copy: what stands in its blanks, page by page, and the answers to its questions."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from markupsafe import Markup

from pipeline import layouts
from pipeline import model as m
from pipeline.cache import digest
from pipeline.phrases import phrase
from pipeline.targets import pages, paper, pdf
from pipeline.targets.engine.fragment import pack
from pipeline.targets.engine.link import About, link
from pipeline.targets.engine.set import Job, fragment
from pipeline.targets.shelf import Shelf
from pipeline.typefaces import stacked

Page = tuple[str, tuple[tuple[int, str], ...]]
"""Its number, and the numbers on it with their words."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The blanks of one part, page by page."""

    title: str
    lang: str
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """All that the key tells: blanks, answers to questions, and the codes of their cards by the answers' ids."""

    entries: Sequence[Entry]
    groups: Sequence[pages.Group]
    codes: Mapping[str, str]


def product(book: m.Book, told: Told, desk: pdf.Desk) -> m.Product:
    """The finished file."""
    title = f"{book.title} – {phrase('key-to', book.lang)}"
    values = {"book": book, "told": told, "phrase": lambda name: phrase(name, book.lang)}
    markup = pdf.document(layouts.fill(desk.layout, "key.html", {**values, "words": paper.words}), title, book.lang)
    data, count = bound("key", markup, replace(pdf.about(book), title=title), desk)
    return m.Product("practice", f"{book.slug}-key.pdf", data, hashlib.sha256(data).hexdigest(), len(data), count)


def bound(name: str, markup: str, about: About, desk: pdf.Desk) -> tuple[bytes, int]:
    """Markup without pictures as a file of its own, and the number of its pages."""
    families = desk.typefaces.needed(markup)
    css = stacked(desk.css, families)
    grey = paper.grey(desk.layout)
    shelf = Shelf()
    job = Job(digest(name, markup, css), name, markup, css, desk.typefaces.of(families), grey=grey)
    made, drawn = fragment(job, _nothing, shelf.put)
    shelf.put(f"{made.body} body", pack(drawn))
    out = BytesIO()
    linked = link(out, (), (made,), about, shelf)
    return out.getvalue(), linked.pages


def _nothing(path: str) -> bytes:
    raise ValueError(f"this has no picture: {path}")


_NUMBER = re.compile(r'<span data-page-of="([^"]+)">0+')
_INSIDE = re.compile(r'(<a\b[^>]*?) href="#[^"]*"')


def settled(group: pages.Group, numbers: Mapping[str, int]) -> pages.Group:
    """Answers as they stand in another file than the book: its pages are numbers, and links into it are none."""

    def alone(markup: Markup) -> Markup:
        text = _NUMBER.sub(lambda found: f"<span>{numbers.get(found[1], 0) or '–'}", markup)
        return Markup(_INSIDE.sub(r"\1", text))  # noqa: S704 - ours

    return replace(group, answers=tuple(replace(a, text=alone(a.text), page=alone(a.page)) for a in group.answers))
