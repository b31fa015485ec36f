"""Finds what an item of a list is called, and whether a list is worth a mnemonic at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from pipeline import model as m
from pipeline import text
from pipeline.enrich.mnemonics.words import content, stem, words_of

SHORT = 6  # words: an item of so few is its own label
SIZES = range(3, 13)
_LEAD = re.compile(r"^(.{2,60}?)\s*(?::(?=\s|$)|\s[–—-]\s)")
_BRACKETS = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])")
_SYMBOLS = re.compile(r"[/\\=<>{}|^~#@*_$%+→⇒≤≥]|://|www\.|\.\w{2,4}\b")
_CLAUSE = frozenset(
    "i you we they he she it is are was were be been am has have had do does did can could will would should shall may"
    " might must don't doesn't isn't aren't that which who".split()
)
_CHORES = frozenset(
    "add ask avoid book bring browse build buy call change check choose clean click close configure continue cook copy"
    " create cut delete disable do download drag drink drop eat edit enable ensure enter exit fetch fill find finish fix"
    " follow get give go hit import insert install keep learn leave let log look make move navigate open order pack paste"
    " pay pick press print put read remove rename repeat replace restart return run save scroll see select send set share"
    " sign start stir stop submit switch take talk tap tell try turn type update upload use visit wait walk wash watch"
    " write".split()
)
_ERRANDS = frozenset(  # below a heading with one of these words nothing is there to be learnt by heart
    "agenda assignment attendee backlink bibliography bookmark changelog contributor credit dependency download exercise"
    " faq footnote grocery homework ingredient install installation license link plugin prerequisite recipe reference"
    " screenshot shopping todo tutorial wishlist".split()
)
_APPARATUS = frozenset(  # the same, when the heading says nothing else
    "album article author book checklist content course example feature file folder further game hardware idea index"
    " inventory item key list material menu more movie my note online option packing project question quiz reading related"
    " repository requirement resource schedule setting setup software song source tag task template tip tool useful video"
    " website".split()
)
_PHRASES = ("see also", "to do", "get started", "getting started", "table of contents", "how to", "things to", "to buy")


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
    """The labels of all items, or nothing when an item has none or the list is of a size nobody learns by heart."""
    if len(block.items) not in SIZES:
        return ()
    labels = tuple(label_of(item) for item in block.items)
    found = tuple(label for label in labels if label)
    if len(found) < len(labels) or all(label.linked for label in found):
        return ()
    texts = tuple(label.text for label in found)
    return texts if len({t.casefold() for t in texts}) == len(texts) else ()


def memorable(labels: tuple[str, ...], headings: tuple[str, ...]) -> bool:
    """Whether labels below these headings and lead-ins are names to be remembered rather than chores or code."""
    return (
        not any(_is_errand(heading) for heading in headings)
        and all(_latin(label) and not _SYMBOLS.search(label) for label in labels)
        and not any(_CLAUSE & set(label.casefold().split()) for label in labels)
        and _few(labels, lambda label: bool(re.search(r"\d", label)), 1 / 3)
        and _few(labels, lambda label: label.split()[0].casefold() in _CHORES, 1 / 2)
        and _few(labels, lambda label: len(label.split()) > 4, 1 / 5)
        and _few(labels, lambda label: len(label) < 2, 1 / 5)
        and _distinct(labels)
    )


def _few(labels: tuple[str, ...], test: Callable[[str], bool], share: float) -> bool:
    return sum(map(test, labels)) <= share * (len(labels) - 1)


def _is_errand(heading: str) -> bool:
    words = text.words(heading)
    stems = {stem(w) for w in words}
    said = " ".join(words)
    alone = bool(stems) and stems <= _APPARATUS
    return alone or bool(_ERRANDS & stems) or any(phrase in said for phrase in _PHRASES)


def _latin(label: str) -> bool:
    letters = [c for c in label if c.isalpha()]
    return bool(letters) and all(unicodedata.name(c, "").startswith("LATIN") for c in letters)


def _distinct(labels: tuple[str, ...]) -> bool:
    """Each label keeps a word of its own when the words of several labels are put aside."""
    bags = [{stem(w.text) for w in content(words_of(label))} for label in labels]
    return all(bag - set().union(*bags[:i], *bags[i + 1 :]) for i, bag in enumerate(bags))
