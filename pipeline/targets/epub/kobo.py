"""The pure ePub → one that Kobos show with their better engine: the ending of its name and `koboSpan`s ask for it.

A Kobo marks, searches and remembers places by spans of a sentence each, numbered by paragraph and sentence. The text
is the same without them. The id of a footnote stands on an item of a list, where it is found from all links; its role
stays within, because an item of a list may not have it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline import model as m
from pipeline.targets.epub.opened import Files, filed

if TYPE_CHECKING:
    from lxml.etree import _Element

TARGET = "epub:kobo"
SPAN = "koboSpan"
_HTML = "{http://www.w3.org/1999/xhtml}"
_HEAD = b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
_SENTENCE = re.compile(r".*?(?:[.!?:…]['\"’”»)\]]*\s+|[।॥。！？]\s*|\Z)", re.DOTALL)
_BLOCKS = frozenset(
    f"{_HTML}{name}" for name in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "td", "th", "pre", "table")
)
_WHOLE = frozenset({f"{_HTML}pre", f"{_HTML}script", f"{_HTML}style"})
"""What no span may part; what is not XHTML (formulas, drawings) is whole, too."""
_VOID = frozenset(f"{_HTML}{name}" for name in ("br", "hr", "img", "wbr", "col", "meta", "link"))
_STYLE = b"""
#book-inner { margin-top: 0; margin-bottom: 0 }
ol.footnote-list { list-style-type: none; margin: 0; padding: 0 }
"""


def kobo(pure: m.Product) -> m.Product:
    """The same book for Kobos."""
    files = Files.of(pure)
    pages = {name: filed(name, spanned(files.read(name))) for name in files.inside if name.endswith(".xhtml")}
    style = {"style.css": filed("style.css", files.read("style.css") + _STYLE)}
    path = pure.path.removesuffix(".epub") + ".kepub.epub"
    return replace(files, inside={**files.inside, **pages, **style}).product(TARGET, path)


def spanned(page: bytes) -> bytes:
    """A file of XHTML with its sentences in spans and its footnotes in lists."""
    from lxml import etree

    root = etree.fromstring(page, etree.XMLParser(resolve_entities=False, no_network=True))
    body = root.find(f"{_HTML}body")
    if body is not None:
        _listed(body)
        _mark(body, _Count())
        _framed(body)
    for node in root.iter(f"{_HTML}*"):
        if not len(node) and node.text is None and node.tag not in _VOID:
            node.text = ""  # or it would be closed in its own tag, which not all readers take
    return _HEAD + etree.tostring(root, encoding="utf-8") + b"\n"


def _listed(body: _Element) -> None:
    for section in body.iter(f"{_HTML}section"):
        notes = [node for node in section if node.tag == f"{_HTML}aside" and node.get("role") == "doc-footnote"]
        if notes:
            items = section.makeelement(f"{_HTML}ol", {"class": "footnote-list"})
            notes[0].addprevious(items)
            items.tail = notes[-1].tail
            for note in notes:
                note.tail = None
                item = section.makeelement(f"{_HTML}li", {"id": str(note.attrib.pop("id"))})
                item.append(note)
                items.append(item)


def _framed(body: _Element) -> None:
    """The two boxes that a Kobo lays its pages out in."""
    inner = body.makeelement(f"{_HTML}div", {"id": "book-inner"})
    inner.text, body.text = body.text, None
    inner.extend(list(body))
    outer = body.makeelement(f"{_HTML}div", {"id": "book-columns"})
    outer.append(inner)
    body.append(outer)


# ------------------------------------------------------------------ spans


@dataclass(slots=True)
class _Count:
    """The last paragraph and sentence of a file that have a number."""

    paragraph: int = 0
    sentence: int = 0

    def next(self) -> str:
        self.sentence += 1
        return f"kobo.{max(1, self.paragraph)}.{self.sentence}"

    def begin(self) -> None:
        self.paragraph, self.sentence = self.paragraph + 1, 0


def _mark(node: _Element, count: _Count) -> None:
    """Puts what a node says in spans, and then what its children say; each child is followed by its own rest."""
    if node.tag in _WHOLE or not str(node.tag).startswith(_HTML) or node.get("hidden") is not None:
        return
    if node.tag in _BLOCKS:
        count.begin()
    children = list(node)
    spans = list(_spans(node, node.text, count))
    if spans:
        node.text = None
    for at, span in enumerate(spans):
        node.insert(at, span)
    for child in children:
        rest, child.tail = child.tail, None
        if child.tag == f"{_HTML}img":
            _wrapped(child, count)
        else:
            _mark(child, count)
        _follow(child, rest, count)


def _follow(child: _Element, rest: str | None, count: _Count) -> None:
    """Puts the text behind a child in spans, or back where it was."""
    parent = child.getparent()
    place = child if parent is None or parent.get("class") != SPAN else parent
    spans = list(_spans(place, rest, count))
    if not spans:
        place.tail = rest
    for span in reversed(spans):
        place.addnext(span)


def _wrapped(image: _Element, count: _Count) -> None:
    count.begin()
    span = image.makeelement(f"{_HTML}span", {"class": SPAN, "id": count.next()})
    image.addprevious(span)
    span.append(image)


def _spans(near: _Element, text: str | None, count: _Count) -> Iterator[_Element]:
    """Text in spans of a sentence each; none for white space."""
    if text and text.strip():
        for sentence in _SENTENCE.findall(text):
            if sentence:
                span = near.makeelement(f"{_HTML}span", {"class": SPAN, "id": count.next()})
                span.text = sentence
                yield span
