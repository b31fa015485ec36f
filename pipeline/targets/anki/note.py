"""A note → its entries for a deck: what each asks and answers, as fields of HTML, and the files they show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup, escape

from pipeline import model as m
from pipeline.fonts import Shaper
from pipeline.html import Writer
from pipeline.spots import Spot, spots
from pipeline.targets import pages
from pipeline.targets.anki import maps
from pipeline.targets.anki.dialect import cloze, dialect, has_gaps
from pipeline.text import inlines_in, lines_of, plain, text_of, walk, words

Kind = Literal["basic", "cloze", "map"]


@dataclass(frozen=True, slots=True)
class Desk:
    """What every entry is written with; `pictures` gives the file of each picture of the vault."""

    shaper: Shaper
    pictures: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """What becomes a note of Anki. `question` holds the whole text of a cloze; `both` asks the other way round, too.

    `source` is the anchor of the block that it is made of; `context` says on the front what it is about.
    """

    id: str
    kind: Kind
    question: str
    answer: str
    source: str
    context: str
    section: str
    both: bool = False
    deck: str = ""
    blank: str = ""
    """The map to fill in."""


@dataclass(frozen=True, slots=True)
class Written:
    """The entries of a note, and what they share. `pictures` are paths in the vault, `drawings` files of ours."""

    note: str
    title: str
    lang: str
    tags: tuple[str, ...]
    entries: tuple[Entry, ...]
    pictures: tuple[str, ...]
    drawings: tuple[tuple[str, bytes], ...]


def entries(note: m.Note, desk: Desk) -> Written:
    """All questions of a resolved note, then the branches of its map."""
    cards = pages.cards(note)
    writer = Writer(note, dialect(desk.pictures), quiet=True)
    where = spots(note)
    asked = tuple(_entry(card, writer, where) for card in cards)
    drawn = tuple(maps.shown(note, desk.shaper))
    return Written(
        note=note.id,
        title=str(escape(note.title)),
        lang=note.meta.lang or "en",
        tags=tags(note.meta),
        entries=(*asked, *(_drawn(each, note, where) for each in drawn)),
        pictures=tuple(dict.fromkeys(path for path in _pictures(cards) if path in desk.pictures)),
        drawings=tuple(dict(file for each in drawn for file in each.files).items()),
    )


def _entry(card: m.Card, writer: Writer, where: Mapping[str, Spot]) -> Entry:
    gaps = has_gaps(card.cloze)
    front = cloze(card.cloze, writer) if gaps else writer.inlines(card.front)
    back = Markup() if gaps else writer.blocks(tuple(pages.anonymous(block) for block in card.back))
    return Entry(
        id=card.id,
        kind="cloze" if gaps else "basic",
        question=str(front),
        answer=str(back),
        source=writer.anchor(card.source),
        context=_context(writer.note.title, card, gaps=gaps),
        section=_section(where.get(card.source)),
        both=card.both and not gaps,
        deck=card.deck,
    )


def _context(title: str, card: m.Card, *, gaps: bool) -> str:
    """The note's title, unless it would tell the answer."""
    asked = {word for run in _gaps(card.cloze) for word in words(run)} if gaps else {*words(text_of(card.back))}
    tells = asked and (asked <= {*words(title)} or (card.both and {*words(plain(card.front))} <= {*words(title)}))
    return "" if tells else str(escape(title))


def _gaps(inlines: Iterable[m.Inline]) -> Iterator[str]:
    yield from (
        plain(node.inlines) for node in inlines_in(inlines) if isinstance(node, m.Span) and node.kind == "cloze"
    )


def _drawn(shown: maps.Shown, note: m.Note, where: Mapping[str, Spot]) -> Entry:
    href = shown.limb.branch.href
    return Entry(
        id=shown.limb.id,
        kind="map",
        question=str(escape(shown.prompt)),
        answer=str(shown.whole),
        source=f"{note.id}--{href}" if href else note.id,
        context=str(escape(note.title)),
        section=_section(where.get(href)),
        blank=str(shown.blank),
    )


def _section(spot: Spot | None) -> str:
    return str(escape(" › ".join(spot.path))) if spot else ""


def _pictures(cards: Iterable[m.Card]) -> Iterator[str]:
    for card in cards:
        runs = (card.cloze or card.front, *(run for block in walk(card.back) for run in lines_of(block)))
        yield from (node.src for run in runs for node in inlines_in(run) if isinstance(node, m.Image))


# --------------------------------------------------------------------------- tags

_LEVELS = re.compile(r"\s[·›>|–—-]\s|::|/")
_UNFIT = re.compile(r'[\s"\x00-\x1f\x7f\u200b]+')


def tags(meta: m.Meta) -> tuple[str, ...]:
    """Syllabus and tags as Anki has them: no spaces, `::` between levels, each once."""
    found = (_tag(text) for text in (*meta.syllabus, *meta.tags))
    return tuple(sorted({tag.casefold(): tag for tag in found if tag}.values()))


def _tag(text: str) -> str:
    levels = (_UNFIT.sub("_", level.strip()).strip("_:#") for level in _LEVELS.split(text))
    return "::".join(level for level in levels if level)
