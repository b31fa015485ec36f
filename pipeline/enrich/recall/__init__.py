"""Recall questions: what a reader should be able to answer with the page covered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline import model as m
from pipeline.enrich.labels import language, sections
from pipeline.enrich.recall import author, lists, numbers, tables, terms
from pipeline.enrich.recall.choose import choose
from pipeline.enrich.recall.cues import cues
from pipeline.enrich.recall.draft import Draft, Setting
from pipeline.enrich.recall.phrasing import Phrasing, phrasing
from pipeline.text import text_of, words

_SOURCES = (author.drafts, lists.drafts, terms.drafts, numbers.drafts, tables.drafts)


def enrich(note: m.Note) -> m.Note:
    """Add the questions at the note's end, with their cards, and a cue beside each of its sections."""
    if not note.meta.recall:
        return note
    phrases = phrasing(language(note))
    drafts = tuple(_drafts(note, phrases))
    chosen = choose(drafts, note.words or len(words(text_of(note.blocks))))
    questions = (_questions(chosen, phrases),) if chosen else ()
    return replace(note, aids=(*note.aids, *questions, *cues(sections(note.blocks), drafts, phrases)))


def _drafts(note: m.Note, phrases: Phrasing) -> Iterator[Draft]:
    for section in sections(note.blocks):
        setting = Setting(section, note.title, phrases)
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
