"""Questions about words: definitions, abbreviations, and points that carry a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline import model as m
from pipeline.enrich.labels import FORMULA, Lead, first_line, lead, prose, vocabulary
from pipeline.enrich.recall.draft import FILLER, Draft, Setting, gives_away, paragraph, sayable
from pipeline.text import walk, words

_KINDS = (
    "process|practice|power|right|use|study|act|art|system|state|rate|ratio|point|idea|belief|doctrine|principle|theory|"
    "ability|zone|share|value|sum|difference|number|branch|part|name|transfer|movement|loss|gain|rise|fall|change"
)
_DEFINES = re.compile(
    rf"(?:(?:an?|any) (?P<noun>(?:[\w’-]+ ){{0,3}}?[\w’-]+)|the (?:{_KINDS}))"
    r" (?:of|that|which|who|whose|by which|in which|for|between|where|to|by) ",
    re.IGNORECASE,
)
_VERBS = vocabulary("is are was were has have had may can will must shall cuts makes gives takes lies")
_SHORT = r"[A-Z][A-Za-z0-9&-]{1,9}"
_LONG_THEN_SHORT = re.compile(rf"(?<![\w’'&–-])((?:[\w’'&–-]+\s+){{1,9}}[\w’'–-]+)\s*\(({_SHORT})\)")
_SHORT_THEN_LONG = re.compile(rf"\b({_SHORT})\s*\(([A-Z][^()]{{5,80}})\)")
_CLOSED = f".!।)”’{FORMULA}"
_MOST_TERM_WORDS = 6
_MOST_EXPLAINED = 60


def drafts(setting: Setting) -> Iterator[Draft]:
    for block in walk(setting.section.blocks):
        match block:
            case m.Definitions(items):
                yield from (d for item in items if (d := _definition(item, setting)))
            case m.List(items):
                yield from (d for item in items if (d := _named(first_line(item), item.id, setting)))
            case m.Paragraph(inlines, _, id) if inlines and isinstance(inlines[0], m.Emphasis):
                if draft := _named(inlines, id, setting):
                    yield draft
            case _:
                pass
        if isinstance(block, m.Paragraph):
            yield from _abbreviations(prose(block.inlines), block.id, setting)


def _definition(item: m.Definition, setting: Setting) -> Draft | None:
    term = prose(item.term)
    if not setting.phrasing.meaning or not item.details or not _is_term(term):
        return None
    front = (m.Text(setting.phrasing.meaning.format(term)),)
    return Draft("term", front, item.details[0], item.id, setting.section.top, 8.0, term)


def _named(line: tuple[m.Inline, ...], source: str, setting: Setting) -> Draft | None:
    """A point with a label: a definition if it reads as one, else a point to explain."""
    found = lead(line)
    if not found or not _is_term(found.label) or not setting.phrasing.meaning:
        return None
    text = prose(found.rest)
    if not _is_answer(text):
        return None
    front, merit = _asked(found, text, setting)
    if gives_away(front, text):
        return None
    back = (m.Paragraph(found.rest),)
    return Draft("term", (m.Text(front),), back, source, setting.section.top, merit, found.label)


def _is_answer(text: str) -> bool:
    """Whether a text ends where it should; formulas are welcome in it."""
    whole = 3 <= len(text.split()) <= _MOST_EXPLAINED and text[-1] in _CLOSED
    return whole and sayable(text.replace(FORMULA, ""))


def _asked(found: Lead, text: str, setting: Setting) -> tuple[str, float]:
    if _is_definition(text) and not any(c.isdigit() for c in found.label):
        return setting.phrasing.meaning.format(found.label), 7.0
    return setting.phrasing.explain.format(setting.heading, found.label), FILLER


def _is_definition(text: str) -> bool:
    found = _DEFINES.match(text)
    return bool(found) and not _VERBS.intersection(words(found["noun"] or "") if found else ())


def _is_term(label: str) -> bool:
    return (
        sayable(label)
        and len(label.split()) <= _MOST_TERM_WORDS
        and sum(c.isalpha() for c in label) > 2
        and label[-1] != "?"
    )


def _abbreviations(text: str, source: str, setting: Setting) -> Iterator[Draft]:
    if not setting.phrasing.stands_for:
        return
    pairs = [(f[2], f[1]) for f in _LONG_THEN_SHORT.finditer(text)]
    pairs += [(f[1], f[2]) for f in _SHORT_THEN_LONG.finditer(text)]
    for short, long in pairs:
        expansion = expand(short, long)
        front = setting.phrasing.stands_for.format(short)
        if expansion and short not in expansion.split() and not gives_away(front, expansion):
            back = paragraph(expansion)
            yield Draft("term", (m.Text(front),), back, source, setting.section.top, 5.0, short)


def expand(short: str, long: str) -> str:
    """The words at the end of `long` that `short` abbreviates (Schwartz & Hearst 2003), or ""."""
    if sum(c.isupper() for c in short) < 2 or sum(c.islower() for c in short) > 2:
        return ""
    at = len(long)
    for i in range(len(short) - 1, -1, -1):
        letter = short[i].casefold()
        if not letter.isalnum():
            continue
        at -= 1
        while at >= 0 and (long[at].casefold() != letter or (i == 0 and at > 0 and long[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return ""
    found = long[at:].strip()
    count = len(found.split())
    return found if 2 <= count <= min(len(short) + 5, 2 * len(short)) and found[0].isupper() else ""
