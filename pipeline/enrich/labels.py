"""How a note reads in outline: its sections, its sentences, and the short names the author gave to points."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from pipeline import model as m

FORMULA = "\ufffc"
"""Stands for what cannot be said in plain words: a formula, a picture."""

FIRST_SEAL = "\U00100000"
"""From here on characters are for private use; an enrichment may write code and formulas as such characters."""

_SUBSCRIPTS = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_SUPERSCRIPTS = str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")
_UNSAID = ("del", "tag")


def vocabulary(text: str) -> frozenset[str]:
    """The words of a string as a set to look up."""
    return frozenset(text.split())


_SHORT_FORMS = vocabulary(
    "e.g i.e etc vs v viz cf no nos art arts sec ss s ch p pp vol ed eds fig figs eq dr mr mrs ms st sr jr prof gen "
    "col lt hon rs approx c ca al govt dept cl inc ltd co corp bros capt sgt maj cmdr adm rev sen rep gov pres supt mt "
    "jan feb aug sept oct nov dec"
)
_SENTENCE_END = re.compile(r"(?:[.!?]|\.\.\.|…)[\"'”’)\]]*(?=\s+[\"'“‘(\[]?[A-Z0-9\u0900-\u097f])|।[\"'”’)\]]*")
_LEAD_MARK = re.compile(r"\s*(\([^()]{1,30}\))?\s*(?:[:：]|\s[–—-])\s*")
_PLAIN_LEAD = re.compile(r"([^:.;?!।]{2,60}?)(?::|\s[–—])\s+(?=\S)")
_LEAD_WORDS = 8


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the blocks up to the next heading; `top` is the id of the level-2 heading it belongs to.

    What stands before the first heading is a section of level 1 without a title.
    """

    title: str
    level: int
    id: str
    top: str
    number: str
    blocks: tuple[m.Block, ...]


@dataclass(frozen=True, slots=True)
class Lead:
    """The name an author gave to a point, and what is said about it."""

    label: str
    rest: tuple[m.Inline, ...]


def speaks(text: str) -> bool:
    """Whether a text says something: a letter, a digit, a piece of code."""
    return any(c.isalnum() or c >= FIRST_SEAL for c in text)


def prose(inlines: Iterable[m.Inline]) -> str:
    """What a line says in plain characters, formulas and pictures as `FORMULA`, struck-out words left out."""
    return " ".join("".join(_said(i) for i in inlines).split())


def _said(node: m.Inline) -> str:
    match node:
        case m.Text(text) | m.Code(text):
            return text
        case m.Math() | m.Image():
            return FORMULA
        case m.Break():
            return " "
        case m.Emphasis(inlines) | m.Link(inlines):
            return "".join(_said(i) for i in inlines)
        case m.Span(kind, inlines):
            return _said_span(kind, "".join(_said(i) for i in inlines))
        case m.FootnoteRef():
            return ""
        case _:
            assert_never(node)


def _said_span(kind: str, inner: str) -> str:
    match kind:
        case "sub":
            return inner.translate(_SUBSCRIPTS)
        case "sup":
            return inner.translate(_SUPERSCRIPTS)
        case _:
            return "" if kind in _UNSAID else inner


def sections(blocks: Iterable[m.Block]) -> tuple[Section, ...]:
    """The note cut at its headings, in reading order."""
    out: list[Section] = []
    held: list[m.Block] = []
    current = Section("", 1, "", "", "", ())
    for block in blocks:
        if isinstance(block, m.Heading):
            out.append(replace(current, blocks=tuple(held)))
            held = []
            top = block.id if block.level <= 2 else current.top
            current = Section(prose(block.inlines), block.level, block.id, top, block.number, ())
        else:
            held.append(block)
    out.append(replace(current, blocks=tuple(held)))
    return tuple(out)


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a paragraph. A full stop after an abbreviation or an initial ends none; a danda does."""
    out: list[str] = []
    start = 0
    for end in _SENTENCE_END.finditer(text):
        before = text[start : end.start()].rsplit(None, 1)[-1:] or [""]
        if end.group().startswith(".") and _is_short_form(before[0]):
            continue
        out.append(text[start : end.end()].strip())
        start = end.end()
    out.append(text[start:].strip())
    return tuple(s for s in out if s)


def _is_short_form(word: str) -> bool:
    word = word.lstrip("(“‘\"'[")
    return (
        word.casefold() in _SHORT_FORMS or (len(word) == 1 and word.isupper()) or bool(re.search(r"\.[A-Za-z]$", word))
    )


def lead(inlines: tuple[m.Inline, ...]) -> Lead | None:
    """The label of `**Label**: text` or `Label: text`, when the line has one; a line that is all bold is one too."""
    if not inlines:
        return None
    first = inlines[0]
    if isinstance(first, m.Emphasis) and first.strong:
        return _bold_lead(first, inlines[1:])
    return _plain_lead(inlines)


def _bold_lead(bold: m.Emphasis, rest: tuple[m.Inline, ...]) -> Lead | None:
    label = prose(bold.inlines)
    if not label or len(label.split()) > _LEAD_WORDS:
        return None
    if not rest or label[-1] in ":.":
        return Lead(label.rstrip(" :."), _drop(rest, _spaces(rest)))
    mark = _LEAD_MARK.match(_raw(rest))
    if not mark:
        return None
    return Lead(f"{label} {mark[1]}" if mark[1] else label, _drop(rest, mark.end()))


def _plain_lead(inlines: tuple[m.Inline, ...]) -> Lead | None:
    raw = _raw(inlines)
    found = _PLAIN_LEAD.match(raw)
    if not found or len(found[1].split()) > _LEAD_WORDS or not speaks(found[1][0]) or found[1].count("(") % 2:
        return None
    return Lead(" ".join(found[1].split()), _drop(inlines, found.end()))


def _raw(inlines: tuple[m.Inline, ...]) -> str:
    return "".join(_said(i) for i in inlines)


def _spaces(inlines: tuple[m.Inline, ...]) -> int:
    raw = _raw(inlines)
    return len(raw) - len(raw.lstrip())


def _drop(inlines: tuple[m.Inline, ...], count: int) -> tuple[m.Inline, ...]:
    """The inlines without their first `count` characters."""
    out: list[m.Inline] = []
    for node in inlines:
        size = len(_said(node))
        if count >= size and count:
            count -= size
        elif count:
            out.append(_cut(node, count))
            count = 0
        else:
            out.append(node)
    return tuple(out)


def _cut(node: m.Inline, count: int) -> m.Inline:
    match node:
        case m.Text(text):
            return m.Text(text[count:])
        case m.Emphasis(inlines) | m.Link(inlines) | m.Span(inlines=inlines):
            return replace(node, inlines=_drop(inlines, count))
        case _:
            return node


def bold_phrases(inlines: Iterable[m.Inline]) -> Iterator[str]:
    """What the author made bold or marked, in order."""
    for node in inlines:
        match node:
            case m.Emphasis(inner, strong=True) | m.Span("mark" | "cloze", inner):
                yield prose(inner)
            case m.Emphasis(inner) | m.Link(inner) | m.Span(inlines=inner):
                yield from bold_phrases(inner)
            case _:
                pass


def first_line(item: m.Item) -> tuple[m.Inline, ...]:
    """The inlines of an item's opening paragraph, or none."""
    match item.blocks:
        case (m.Paragraph(inlines), *_):
            return inlines
        case _:
            return ()


def sublists(item: m.Item) -> tuple[m.List, ...]:
    return tuple(b for b in item.blocks if isinstance(b, m.List))


def callout_type(block: m.Block) -> str:
    """The type of a callout, or "" for any other block."""
    if isinstance(block, m.Div) and block.kind == "callout":
        return dict(block.attrs).get("type", "")
    return ""


def language(note: m.Note) -> str:
    """The note's primary language subtag. Where the author named none: by script Hindi, English, or "und"."""
    if note.meta.lang:
        return note.meta.lang.partition("-")[0].casefold()
    runs = (_raw(b.inlines) for b in note.blocks if isinstance(b, m.Paragraph | m.Heading))
    letters = [c for c in note.title + "".join(runs) if c.isalpha()]
    if sum("\u0900" <= c <= "\u097f" for c in letters) * 2 > len(letters):
        return "hi"
    return "en" if sum(c < "\u0250" for c in letters) * 2 >= len(letters) else "und"
