"""Recall questions: what a reader should be able to answer with the page covered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline import model as m
from pipeline.enrich.labels import Section, language, sections
from pipeline.enrich.recall import author, lists, numbers, tables, terms
from pipeline.enrich.recall.choose import choose
from pipeline.enrich.recall.cues import cues
from pipeline.enrich.recall.draft import Draft, Setting
from pipeline.enrich.recall.phrasing import Phrasing, phrasing
from pipeline.text import text_of, words

_SOURCES = (lists.drafts, terms.drafts, numbers.drafts, tables.drafts)


USUAL = m.RecallSettings()


def enrich(note: m.Note, usual: m.RecallSettings = USUAL) -> m.Note:
    """Add the questions at the note's end, with their cards, and a cue beside each of its sections.

    `usual` holds for notes that do not say what they want.
    """
    wanted = note.meta.recall or usual
    if not wanted.on:
        return note
    phrases = phrasing(language(note))
    parts = sections(note.blocks)
    written = tuple(author.drafts(parts, note.meta))
    found = () if wanted.explicit else tuple(_generated(parts, note.title, phrases))
    chosen = choose(written, found, note.words or len(words(text_of(note.blocks))), wanted.most)
    questions = (_questions(chosen, phrases),) if chosen else ()
    return replace(note, aids=(*note.aids, *questions, *cues(parts, (*written, *found), phrases)))


def _generated(parts: Iterable[Section], title: str, phrases: Phrasing) -> Iterator[Draft]:
    for section in parts:
        setting = Setting(section, title, phrases)
        for source in _SOURCES:
            yield from source(setting)


def _questions(chosen: tuple[Draft, ...], phrases: Phrasing) -> m.Aid:
    cards = tuple(_unique(d.card() for d in chosen))
    items = tuple(m.Item((m.Paragraph(card.front),), id=card.id) for card in cards)
    box = m.Div("recall", (m.List(items, ordered=True),), title=(m.Text(phrases.title),))
    written = all(c.origin == "author" for c in cards)
    return m.Aid("recall", "end", (box,), cards, origin="author" if written else "generated")


def _unique(cards: Iterable[m.Card]) -> Iterator[m.Card]:
    """Cards under ids of their own: an author may ask the same twice."""
    seen: Counter[str] = Counter()
    for card in cards:
        seen[card.id] += 1
        yield replace(card, id=f"{card.id}-{seen[card.id]}") if seen[card.id] > 1 else card
