"""Finds what the items of a list are called."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline import model as m
from pipeline import text

SHORT = 6  # words: an item of so few is its own label
SIZES = range(3, 16)
_LEAD = re.compile(r"^(.{2,60}?)\s*(?::(?=\s|$)|\s[–—-]\s)")
_BRACKETS = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])")


@dataclass(frozen=True, slots=True)
class Label:
    """What an item is called; `linked` when its label is nothing but a link."""

    text: str
    linked: bool = False


def label_of(item: m.Item) -> Label | None:
    """The item's label: its bold lead, what stands before a colon or dash, or the whole of a short item."""
    if item.task or not item.blocks or not isinstance(item.blocks[0], m.Paragraph):
        return None
    inlines = tuple(i for i in item.blocks[0].inlines if not isinstance(i, m.FootnoteRef))
    inlines = inlines[1:] if inlines and text.plain(inlines[:1]).isspace() else inlines
    found = _bold(inlines) or _before_colon(inlines) or _whole(inlines)
    return _tidied(found) if found else None


def _bold(inlines: tuple[m.Inline, ...]) -> tuple[m.Inline, ...]:
    first = inlines[0] if inlines else None
    return first.inlines if isinstance(first, m.Emphasis) and first.strong else ()


def _before_colon(inlines: tuple[m.Inline, ...]) -> tuple[m.Inline, ...]:
    lead = _LEAD.match(text.plain(inlines))
    if not lead or len(lead[1].split()) > SHORT or _opaque(inlines):
        return ()
    return (m.Text(lead[1]),)


def _whole(inlines: tuple[m.Inline, ...]) -> tuple[m.Inline, ...]:
    return inlines if 0 < len(text.plain(inlines).split()) <= SHORT else ()


def _opaque(inlines: tuple[m.Inline, ...]) -> bool:
    return any(isinstance(i, m.Code | m.Math | m.Image) for i in text.inlines_in(inlines))


def _tidied(inlines: tuple[m.Inline, ...]) -> Label | None:
    if _opaque(inlines):
        return None
    plain = " ".join(_BRACKETS.sub("", text.plain(inlines)).split()).strip(" .:;,–—-!\"“”'‘’")
    words = plain.split()
    if not words or len(words) > SHORT or len(plain) > 60:
        return None
    linked = all(isinstance(i, m.Link) or text.plain((i,)).isspace() for i in inlines)
    return Label(plain, linked)


def labels_of(block: m.List) -> tuple[str, ...]:
    """The labels of all items, or nothing when an item has none or no list of that size is learnt by heart."""
    if len(block.items) not in SIZES:
        return ()
    labels = tuple(label_of(item) for item in block.items)
    found = tuple(label for label in labels if label)
    if len(found) < len(labels) or all(label.linked for label in found):
        return ()
    return tuple(label.text for label in found)
