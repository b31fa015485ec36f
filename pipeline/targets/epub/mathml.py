"""Formulas as MathML that every reader takes: what latex2mathml 3.81 makes of rarer TeX is looked at first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup

from pipeline import formula

if TYPE_CHECKING:
    from lxml.etree import _Element

_ALIGNED = re.compile(r"\\(begin|end)\{aligned\}")
_LINE_SPACE = re.compile(r"\\\\\[[\d.]+\s*[a-z]+\]")
_EMPTY = re.compile(r' [a-z]+=""')
_PARTS = {"msub": 2, "msup": 2, "munder": 2, "mover": 2, "mfrac": 2, "mroot": 2, "msubsup": 3, "munderover": 3}
_TOKENS = frozenset({"mi", "mn", "mo", "ms", "mtext"})


def mathml(tex: str, lang: str, *, display: bool) -> Markup:
    """The formula, or its source when it cannot be written as sound MathML."""
    markup = formula.mathml(_known(tex), display=display, lang=lang)
    written = "" if markup is None else _EMPTY.sub("", markup)
    if not written or not _is_sound(written):
        return Markup('<code class="math-source">{}</code>').format(tex)
    return Markup(written)  # noqa: S704 - made by the converter, and read again


def _known(tex: str) -> str:
    """In the words that the converter has for the same thing; space between lines is a matter of paper."""
    return _LINE_SPACE.sub(r"\\\\", _ALIGNED.sub(r"\\\1{align*}", tex))


def _is_sound(markup: str) -> bool:
    """Whether it can be read and every element has its parts: one bare `&` would make the whole note unreadable."""
    from lxml import etree

    try:
        root = etree.fromstring(markup)
    except etree.XMLSyntaxError:
        return False
    return all(_is_whole(node) for node in root.iter())


def _is_whole(node: _Element) -> bool:
    name = str(node.tag).rpartition("}")[2]
    return len(node) == _PARTS.get(name, len(node)) and not (name in _TOKENS and len(node))
