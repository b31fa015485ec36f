"""The package document and the old contents file, written by ebooklib; what ebooklib 0.20 gets wrong is put right here.

It leaves the package without a language, declares a vocabulary it does not use, knows no page list for old readers and
swallows errors. It is given names and titles only: the files themselves it would read and deflate again.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pipeline import model as m
from pipeline.targets import pages
from pipeline.targets.epub import imprint, pictures
from pipeline.targets.epub.navigation import Entry
from pipeline.targets.epub.places import file_of, plain_href
from pipeline.targets.epub.speech import say

if TYPE_CHECKING:
    from lxml.etree import _Element

_XML = "http://www.w3.org/XML/1998/namespace"
_NCX = "http://www.daisy.org/z3986/2005/ncx/"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_KINDS = {"css": "text/css", "xhtml": "application/xhtml+xml", "ttf": "font/ttf", **pictures.MEDIA_TYPES}

COVER = "cover.png"


@dataclass(frozen=True, slots=True)
class Contents:
    """What the package tells of the book."""

    book: m.Book
    files: tuple[str, ...]
    """Names, in the order of the container."""
    holds: Mapping[str, tuple[str, ...]]
    """For each file what it holds beside text: `mathml`, `svg`."""
    spine: tuple[str, ...]
    """Files in the order they are read."""
    guide: tuple[tuple[str, str, str], ...]
    """Type, title and address of the landmarks of EPUB 2, which Kindles still read."""
    outline: tuple[Entry, ...]
    pages: tuple[tuple[str, str], ...]
    """Label and address of each page of print."""
    claims: imprint.Claims
    cover: bool


def package(told: Contents) -> Mapping[str, bytes]:
    """`META-INF/container.xml`, the package document and the NCX by their names in the container."""
    from ebooklib import epub

    book = epub.EpubBook()
    _describe(book, told)
    items = {name: _item(name, told) for name in told.files}
    if told.cover:
        book.set_cover(COVER, b"", create_page=False)
    for item in items.values():
        book.add_item(item)
    book.add_item(epub.EpubNcx())
    book.spine = [items[name] for name in told.spine]
    book.guide = [{"type": kind, "title": title, "href": href} for kind, title, href in told.guide]
    book.toc = _outline(told.outline, "point")
    members = _written(book, told)
    return {
        "META-INF/container.xml": members["META-INF/container.xml"],
        "EPUB/content.opf": _package(members["EPUB/content.opf"], told.book.lang),
        "EPUB/toc.ncx": _ncx(members["EPUB/toc.ncx"], told),
    }


def _written(book: Any, told: Contents) -> Mapping[str, bytes]:  # noqa: ANN401 - ebooklib has no types
    from ebooklib import epub

    class Writer(epub.EpubWriter):  # type: ignore[misc]
        """Leaves the files themselves out: they are packed already."""

        def _write_items(self) -> None:
            self.out.writestr("EPUB/toc.ncx", self._get_ncx())

    out = BytesIO()
    moment = datetime.fromisoformat(imprint.day(told.book)).replace(tzinfo=UTC)
    Writer(out, book, {"mtime": moment, "compresslevel": 0}).write()
    with zipfile.ZipFile(out) as container:
        return {name: container.read(name) for name in container.namelist() if name != "mimetype"}


def _item(name: str, told: Contents) -> Any:  # noqa: ANN401 - same
    from ebooklib import epub

    item = epub.EpubItem(name.replace(".", "-"), name, _KINDS[name.rpartition(".")[2]], b"")
    item.properties = ["nav"] if name == "nav.xhtml" else list(told.holds.get(name, ()))
    return item


def _describe(package: Any, told: Contents) -> None:  # noqa: ANN401 - same
    book = told.book
    package.set_identifier(pages.urn(book))
    package.set_title(_clean(": ".join(t for t in (book.title, book.subtitle) if t)))
    package.set_language(book.lang)
    for lang in dict.fromkeys(n.meta.lang for n in book.notes):
        if lang and lang != book.lang:
            package.add_metadata("DC", "language", lang)
    for number, author in enumerate(book.authors, 1):
        package.add_author(_clean(author), uid=f"creator-{number}")
    rows = (
        ("publisher", book.publisher),
        ("rights", book.rights),
        ("description", book.description),
        ("date", imprint.day(book)),
        *(("subject", tag) for tag in sorted({t for n in book.notes for t in n.meta.tags})),
    )
    for name, value in rows:
        if value:
            package.add_metadata("DC", name, _clean(value))
    _serial(package, book.series)
    for name, value in told.claims:
        package.add_metadata("OPF", "meta", _clean(value), {"property": f"schema:{name}"})
    if told.pages:
        source = f"{say('print-edition', book.lang)}, {book.slug}.pdf"
        package.add_metadata("OPF", "meta", source, {"property": "pageBreakSource"})


def _serial(package: Any, series: Sequence[str]) -> None:  # noqa: ANN401 - same
    """The series that the book is of, and its place in it."""
    if series:
        package.add_metadata("OPF", "meta", _clean(series[0]), {"property": "belongs-to-collection", "id": "series"})
        rows = (("collection-type", "series"), *(("group-position", number) for number in series[1:]))
        for name, value in rows:
            package.add_metadata("OPF", "meta", value, {"refines": "#series", "property": name})


def _clean(text: str) -> str:
    """Without characters that XML forbids: ebooklib would leave the whole entry out."""
    return _FORBIDDEN.sub("", " ".join(text.split()))


def _outline(entries: Iterable[Entry], name: str) -> list[Any]:
    """The contents for the NCX, which old readers use."""
    from ebooklib import epub

    return [
        (epub.Section(_clean(e.title), e.href), _outline(e.entries, f"{name}-{number}"))
        if e.entries
        else epub.Link(e.href, _clean(e.title), f"{name}-{number}")
        for number, e in enumerate(entries, 1)
    ]


# ------------------------------------------------------------------ what ebooklib leaves undone


def _package(data: bytes, lang: str) -> bytes:
    from lxml import etree

    root = etree.fromstring(data)
    root.set(f"{{{_XML}}}lang", lang)
    del root.attrib["prefix"]  # it declares a vocabulary that is not used
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _ncx(data: bytes, told: Contents) -> bytes:
    from lxml import etree

    root = etree.fromstring(data)
    root.set(f"{{{_XML}}}lang", told.book.lang)
    numbers = [int(label) for label, _ in told.pages if label.isdigit()]
    facts = {
        "dtb:depth": max(1, _depth(told.outline)),
        "dtb:totalPageCount": len(told.pages),
        "dtb:maxPageNumber": max(numbers, default=0),
    }
    for meta in root.iter(f"{{{_NCX}}}meta"):
        name = meta.get("name") or ""
        if name in facts:
            meta.set("content", str(facts[name]))
    if told.pages:
        _list_pages(root, told.pages)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _depth(entries: Sequence[Entry]) -> int:
    return max((1 + _depth(e.entries) for e in entries), default=0)


def _list_pages(root: _Element, listed: Iterable[tuple[str, str]]) -> None:
    from lxml import etree

    table = etree.SubElement(root, f"{{{_NCX}}}pageList")
    for number, (label, href) in enumerate(listed, 1):
        kind = {"value": label, "type": "normal"} if label.isdigit() else {"type": "front"}
        target = etree.SubElement(table, f"{{{_NCX}}}pageTarget", {"id": f"target-{number}", **kind})
        text = etree.SubElement(etree.SubElement(target, f"{{{_NCX}}}navLabel"), f"{{{_NCX}}}text")
        text.text = label
        etree.SubElement(target, f"{{{_NCX}}}content", {"src": href})


def guide(leaves: Iterable[m.Leaf], first: m.Header) -> Iterator[tuple[str, str, str]]:
    """The landmarks of EPUB 2: some of these leaves, and the first note."""
    kinds = {"title": "title-page", "contents": "toc", "glossary": "glossary", "index": "index"}
    for leaf in leaves:
        if leaf.kind in kinds:
            yield kinds[leaf.kind], leaf.title, file_of(leaf)
    yield "text", first.title, plain_href(first.id)
