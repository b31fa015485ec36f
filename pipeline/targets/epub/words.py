"""Reads an ePub back: the words of each part, as a reader sees or hears them."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import TYPE_CHECKING

from pipeline import model as m

if TYPE_CHECKING:
    from lxml.etree import _Element

_INLINE = frozenset(
    "a abbr b bdi bdo cite code del dfn em i img ins kbd mark q ruby rb rt rp s samp small span strong sub sup u var "  # noqa: SIM905 - words, not code
    "wbr math mi mn mo mrow msup msub mfrac msqrt mtext mspace mstyle mover munder munderover msubsup".split()
)


def texts(product: m.Product) -> Mapping[str, str]:
    """The words by part: a note's id, or `answers`, `glossary` and the like; alternative texts included."""
    with zipfile.ZipFile(BytesIO(product.data)) as container:
        return {_part(name): _text(container.read(name)) for name in container.namelist() if name.endswith(".xhtml")}


def _part(name: str) -> str:
    return posixpath.basename(name).removesuffix(".xhtml").removeprefix("note-")


def _text(data: bytes) -> str:
    from lxml import etree

    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    body = root.find("{http://www.w3.org/1999/xhtml}body")
    return "" if body is None else "".join(_pieces(body))


def _pieces(node: _Element) -> Iterator[str]:
    block = str(node.tag).rpartition("}")[2] not in _INLINE
    if block:
        yield "\n"
    yield node.get("alt") or node.get("alttext") or ""
    yield node.text or ""
    for child in node:
        yield from _pieces(child)
        yield child.tail or ""
    if block:
        yield "\n"
