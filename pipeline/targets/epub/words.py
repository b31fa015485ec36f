"""Reads markup back: its words as a reader sees or hears them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_INLINE = frozenset(
    "a abbr b bdi bdo cite code del dfn em i img ins kbd mark q ruby rb rt rp s samp small span strong sub sup u var "  # noqa: SIM905 - words, not code
    "wbr mi mn mo mrow msup msub mfrac msqrt mtext mspace mstyle mover munder munderover msubsup".split()
)


def spoken(root: _Element) -> str:
    """The words of a file of XHTML, alternative texts included."""
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
