"""Recall questions: what a reader should be able to answer with the page covered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice

from pipeline import model as m
from pipeline.enrich.labels import Section, language, sections, vocabulary
from pipeline.enrich.recall import (
    author,
    claims,
    fillings,
    headings,
    hindi,
    lists,
    marked,
    numbers,
    outlines,
    tables,
    tasks,
    terms,
)
from pipeline.enrich.recall.choose import choose, enough
from pipeline.enrich.recall.cues import cues
from pipeline.enrich.recall.draft import Draft, Setting, Theme
from pipeline.enrich.recall.phrasing import Phrasing, phrasing
from pipeline.enrich.recall.statements import statements
from pipeline.text import text_of, words

Source = Callable[[Setting], Iterator[Draft]]
USUAL = m.RecallSettings()


def enrich(note: m.Note, usual: m.RecallSettings = USUAL) -> m.Note:
    """Add the questions at the note's end, with their cards, and a cue beside each of its sections.

    `usual` holds for notes that do not say what they want.
    """
    wanted = note.meta.recall or usual
    if not wanted.on:
        return note
    phrases = phrasing(_language(note))
    parts = sections(note.blocks)
    written = tuple(author.drafts(parts, note.meta))
    length = note.words or len(words(text_of(note.blocks)))
    settings = () if wanted.explicit else tuple(_settings(parts, note, phrases))
    groups = [tuple(_asked(_SOURCES, setting)) for setting in settings]
    found = tuple(chain.from_iterable(groups))
    chosen = choose(written, found, length, wanted.most)
    if len(chosen) < enough(length):
        spare = (tuple(_asked(_SPARE, setting)) for setting in settings)
        more = tuple(chain.from_iterable(chain(*zip(groups, spare, strict=True))))
        chosen = choose(written, more, length, wanted.most)
    questions = (_questions(chosen, phrases),) if chosen else ()
    return replace(note, aids=(*note.aids, *questions, *cues(parts, (*written, *found), phrases)))


_NOT_TAUGHT = re.compile(
    r"(?i)\b(?:assignments?|homework|lab reports|pre-?class|quiz(?:zes)?|midterm|syllabus|changelog|contributing|"
    r"test data|sample[ _-]?vaults?|fixtures|people directory|study plan|cheat ?sheets?)(?:\b|[\d_-])|"
    r"(?:^|/)(?:schedule|timetable|calendar|credits|journal|directory)\.md$"
)
"""Folders and files that hold no matter to learn."""
_COMMON = vocabulary("the of and is to are was by with for")
_FOREIGN = vocabulary(
    "der die das und ist nicht ein eine mit von für zu el la los las le les de des del et est un une il lo gli di che "
    "è per non con e o y que do da dos em uma não na je yang dan untuk dengan và của là các jest się nie va bir ve"
)
_SHARE, _FEWEST_SHARE, _FEWEST = 0.04, 0.01, 40


def _language(note: m.Note) -> str:
    """The language to ask in. What is written in Latin letters is not English as long as its small words are not.

    Lists have few small words: theirs are to be more than those of other languages.
    """
    found = language(note)
    said = words(text_of(b for b in note.blocks if not isinstance(b, m.CodeBlock | m.MathBlock)))
    if found != "en" or note.meta.lang or len(said) < _FEWEST:
        return found
    common = sum(w in _COMMON for w in said)
    if common >= _SHARE * len(said):
        return "en"
    few = common < _FEWEST_SHARE * len(said) or common <= 2 * sum(w in _FOREIGN for w in said)
    return "und" if few else "en"


def _settings(parts: Sequence[Section], note: m.Note, phrases: Phrasing) -> Iterator[Setting]:
    """Where questions are asked: nowhere in a note that holds no matter to learn."""
    if _NOT_TAUGHT.search(note.path):
        return
    theme = Theme.of(text_of(note.blocks))
    above: list[Section] = []
    for section in parts:
        above = [a for a in above if a.level < section.level]
        parent = above[-1].title if above else ""
        yield Setting(section, note.title, phrases, theme, parent)
        above.append(section)


def _asked(sources: Sequence[Source], setting: Setting) -> Iterator[Draft]:
    """All questions, but for those whose answer is in the title that they are read under."""
    title = {w.rstrip("s") for w in words(setting.title)} | {"a", "an", "the"}
    for source in sources:
        yield from (d for d in source(setting) if not {w.rstrip("s") for w in words(d.answer)} <= title)


_ASKING = {"en": (claims.draft, tasks.draft), "hi": (hindi.draft,)}


def _claimed(setting: Setting) -> Iterator[Draft]:
    """One question on each sentence at most: two would answer each other."""
    asking = (*_ASKING.get(setting.phrasing.language, ()), numbers.draft, marked.draft)
    for statement in statements(setting):
        yield from islice((draft for ask in asking if (draft := ask(statement))), 1)


_SOURCES: tuple[Source, ...] = (headings.drafts, tasks.drafts, lists.drafts, terms.drafts, _claimed, tables.drafts)
_SPARE: tuple[Source, ...] = (headings.opening, outlines.drafts, fillings.drafts, tables.more)
"""For notes in which the others find too little."""


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
