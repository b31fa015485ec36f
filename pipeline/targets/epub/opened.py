"""A finished ePub as its files, so that another can be made of it; its package document as a tree."""

from __future__ import annotations

import hashlib
import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline import model as m
from pipeline.targets.epub import imprint
from pipeline.targets.epub.container import Member, inflated, member, opened, packed, stored, zipped

if TYPE_CHECKING:
    from lxml.etree import _Element

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
_XML = "http://www.w3.org/XML/1998/namespace"
_FOLDER = "EPUB/"
_WHOLE = (".png", ".jpg")
"""Files that deflating makes no smaller."""


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a book by their names in its folder, and all others by theirs in the container."""

    inside: Mapping[str, Member]
    outside: Mapping[str, Member]

    @classmethod
    def of(cls, product: m.Product) -> Files:
        """Those of a finished ePub."""
        found = opened(product.read())
        inside = {name.removeprefix(_FOLDER): file for name, file in found.items() if name.startswith(_FOLDER)}
        return cls(inside, {name: file for name, file in found.items() if not name.startswith(_FOLDER)})

    def read(self, name: str) -> bytes:
        """The bytes of a file of the book."""
        return inflated(self.inside[name])

    def package(self) -> _Element:
        """The package document; the caller may change it."""
        from lxml import etree

        return etree.fromstring(self.read("content.opf"))

    def product(self, target: str, path: str) -> m.Product:
        """The finished ePub."""
        data = zipped({**self.outside, **{f"{_FOLDER}{name}": file for name, file in self.inside.items()}})
        return m.Product(target, path, data, hashlib.sha256(data).hexdigest(), len(data))


def identifier(product: m.Product) -> str:
    """What a book is called for ever, "" for a file that is none of ours."""
    try:
        root = Files.of(product).package()
    except (zipfile.BadZipFile, struct.error, KeyError, SyntaxError, NotImplementedError):
        return ""
    return next((node.text or "" for node in root.iter(f"{DC}identifier")), "")


def filed(name: str, data: bytes) -> Member:
    """Bytes as a file of the container."""
    return stored(data) if name.endswith(_WHOLE) else member(packed(name, data))


def written(root: _Element) -> bytes:
    """A package document as bytes."""
    from lxml import etree

    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def told_of(root: _Element, start: str) -> list[_Element]:
    """What a package document says by properties that begin so."""
    return [meta for meta in root.iter(f"{OPF}meta") if (meta.get("property") or "").startswith(start)]


def claimed(root: _Element, pages: Mapping[str, str], files: Files) -> None:
    """Tells anew in a package document what these files of markup offer readers with disabilities."""
    from lxml import etree

    metadata = next(root.iter(f"{OPF}metadata"))
    old = told_of(root, "schema:")
    place = metadata.index(old[0]) if old else len(metadata)
    for meta in old:
        metadata.remove(meta)
    found = imprint.claims(
        [imprint.traits(page) for page in pages.values()],
        root.get(f"{{{_XML}}}lang") or "en",
        maps=any(name.startswith("map-") for name in files.inside),
        pages=bool(told_of(root, "pageBreakSource")),
        index="index.xhtml" in files.inside,
    )
    for number, (name, value) in enumerate(found, place):
        meta = etree.Element(f"{OPF}meta", {"property": f"schema:{name}"})
        meta.text = value
        metadata.insert(number, meta)
