"""Manuscript → one .epub file, packed by ebooklib; what ebooklib 0.20 gets wrong is put right here.

It pollutes the page list and writes a poor contents file (ours is given instead), leaves the package without a
language, swallows errors, and stamps the zip with the time of day.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pipeline import model as m
from pipeline.targets import pages
from pipeline.targets.epub import imprint, pictures
from pipeline.targets.epub.navigation import Entry, contents
from pipeline.targets.epub.places import Places, file_of
from pipeline.targets.epub.speech import say

if TYPE_CHECKING:
    from lxml.etree import _Element

_XML = "http://www.w3.org/XML/1998/namespace"
_OPF = "http://www.idpf.org/2007/opf"
_NCX = "http://www.daisy.org/z3986/2005/ncx/"
_PAGE_LINK = re.compile(r'<li class="page"><a href="([^"]+)">([^<]+)</a></li>')
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)

Member = tuple[str, bytes]


def bind(manuscript: m.Manuscript, cover: bytes | None, read: Callable[[str], bytes]) -> m.Product:
    """The finished file; `read` gives the bytes of a picture by its path in the vault."""
    book = manuscript.book
    files = [*_written(manuscript), *_pictures(manuscript, read)]
    packed = _packed(manuscript, files, cover)
    data = _zipped(_mended(packed, manuscript))
    return m.Product("epub", f"{book.slug}.epub", data)


def _written(manuscript: m.Manuscript) -> Iterable[Member]:
    yield "style.css", manuscript.css.encode()
    for leaf in manuscript.leaves:
        head = '<?xml version="1.0" encoding="utf-8"?>\n' if leaf.kind == "map" else ""
        yield file_of(leaf), f"{head}{leaf.markup}\n".encode()


def _pictures(manuscript: m.Manuscript, read: Callable[[str], bytes]) -> Iterable[Member]:
    names = pictures.names(manuscript.assets)
    for asset in manuscript.assets:
        if asset.path in names:
            yield names[asset.path], pictures.prepared(asset, read(asset.path))


# ------------------------------------------------------------------ ebooklib's part


def _packed(manuscript: m.Manuscript, files: Iterable[Member], cover: bytes | None) -> Mapping[str, bytes]:
    """All members of the container as ebooklib writes them."""
    from ebooklib import epub

    package = epub.EpubBook()
    _describe(package, manuscript)
    if cover:
        package.set_cover("cover.png", cover, create_page=False)
    for name, data in files:
        package.add_item(_item(name, data))
    package.add_item(epub.EpubNcx())
    spine = [leaf for leaf in manuscript.leaves if leaf.kind != "map"]
    package.spine = [_identifier(file_of(leaf)) for leaf in spine]
    package.guide = list(_guide(manuscript))
    package.toc = _outline(contents(manuscript.book, _back(manuscript), Places.of(manuscript.book)), "point")
    out = BytesIO()
    moment = datetime.fromisoformat(imprint.day(manuscript.book)).replace(tzinfo=UTC)
    options = {"epub3_pages": False, "raise_exceptions": True, "mtime": moment, "compresslevel": 0}
    epub.write_epub(out, package, options)
    with zipfile.ZipFile(out) as container:
        return {name: container.read(name) for name in container.namelist()}


def _item(name: str, data: bytes) -> Any:  # noqa: ANN401 - ebooklib has no types
    from ebooklib import epub

    ending = name.rsplit(".", 1)[1]
    kind = {"css": "text/css", "xhtml": "application/xhtml+xml", **pictures.MEDIA_TYPES}[ending]
    item = epub.EpubItem(_identifier(name), name, kind, data)
    item.properties = ["nav"] if name == "nav.xhtml" else ["mathml"] if ending == "xhtml" and b"<math " in data else []
    return item


def _identifier(name: str) -> str:
    return name.replace(".", "-")


def _describe(package: Any, manuscript: m.Manuscript) -> None:  # noqa: ANN401 - same
    book = manuscript.book
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
    for name, value in imprint.claims(manuscript):
        package.add_metadata("OPF", "meta", _clean(value), {"property": f"schema:{name}"})
    if _pages(manuscript):
        source = f"{say('print-edition', book.lang)}, {book.slug}.pdf"
        package.add_metadata("OPF", "meta", source, {"property": "pageBreakSource"})


def _clean(text: str) -> str:
    """Without characters that XML forbids: ebooklib would leave the whole entry out."""
    return _FORBIDDEN.sub("", " ".join(text.split()))


def _back(manuscript: m.Manuscript) -> list[m.Leaf]:
    return [leaf for leaf in manuscript.leaves if leaf.kind not in {"title", "contents", "note", "map"}]


def _guide(manuscript: m.Manuscript) -> Iterable[dict[str, str]]:
    """The landmarks of EPUB 2, which Kindles still read."""
    kinds = {"title": "title-page", "contents": "toc", "glossary": "glossary", "index": "index"}
    for leaf in manuscript.leaves:
        if leaf.kind in kinds:
            yield {"type": kinds[leaf.kind], "title": leaf.title, "href": file_of(leaf)}
    text = next((leaf for leaf in manuscript.leaves if leaf.kind == "note"), None)
    if text:
        yield {"type": "text", "title": text.title, "href": file_of(text)}


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


def _mended(members: Mapping[str, bytes], manuscript: m.Manuscript) -> list[Member]:
    """The members in the order they are read, the package and the NCX put right."""
    mended = dict(members)
    mended["EPUB/content.opf"] = _package(members["EPUB/content.opf"], manuscript.book.lang)
    mended["EPUB/toc.ncx"] = _ncx(members["EPUB/toc.ncx"], manuscript)
    first = ("mimetype", "META-INF/container.xml", "EPUB/content.opf", "EPUB/nav.xhtml", "EPUB/toc.ncx")
    return [(name, mended[name]) for name in (*first, *(n for n in mended if n not in first))]


def _package(data: bytes, lang: str) -> bytes:
    from lxml import etree

    root = etree.fromstring(data)
    root.set(f"{{{_XML}}}lang", lang)
    del root.attrib["prefix"]  # it declares a vocabulary that is not used
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _ncx(data: bytes, manuscript: m.Manuscript) -> bytes:
    from lxml import etree

    root = etree.fromstring(data)
    root.set(f"{{{_XML}}}lang", manuscript.book.lang)
    pages = _pages(manuscript)
    depth = max(
        (sum(1 for _ in p.iterancestors(f"{{{_NCX}}}navPoint")) + 1 for p in root.iter(f"{{{_NCX}}}navPoint")),
        default=1,
    )
    numbers = [int(label) for label, _ in pages if label.isdigit()]
    told = {"dtb:depth": depth, "dtb:totalPageCount": len(pages), "dtb:maxPageNumber": max(numbers, default=0)}
    for meta in root.iter(f"{{{_NCX}}}meta"):
        name = meta.get("name") or ""
        if name in told:
            meta.set("content", str(told[name]))
    if pages:
        _list_pages(root, pages)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _list_pages(root: _Element, pages: Iterable[tuple[str, str]]) -> None:
    from lxml import etree

    table = etree.SubElement(root, f"{{{_NCX}}}pageList")
    for number, (label, href) in enumerate(pages, 1):
        kind = {"value": label, "type": "normal"} if label.isdigit() else {"type": "front"}
        target = etree.SubElement(table, f"{{{_NCX}}}pageTarget", {"id": f"target-{number}", **kind})
        text = etree.SubElement(etree.SubElement(target, f"{{{_NCX}}}navLabel"), f"{{{_NCX}}}text")
        text.text = label
        etree.SubElement(target, f"{{{_NCX}}}content", {"src": href})


def _pages(manuscript: m.Manuscript) -> list[tuple[str, str]]:
    """Label and address of each page of print, as the contents file lists them."""
    nav = next(leaf for leaf in manuscript.leaves if leaf.kind == "contents")
    return [(label, href) for href, label in _PAGE_LINK.findall(nav.markup)]


def _zipped(members: Iterable[Member]) -> bytes:
    """The container: `mimetype` first and bare, and nothing in it that tells when or where it was made."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        for name, data in members:
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            container.writestr(entry, data)
    return out.getvalue()
