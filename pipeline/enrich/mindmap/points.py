"""From blocks to points: what of a section belongs on its branch, in the author's order and words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline import model as m
from pipeline.enrich.labels import (
    FORMULA,
    Lead,
    bold_phrases,
    first_line,
    lead,
    prose,
    sentences,
    sublists,
)
from pipeline.enrich.mindmap.facts import facts
from pipeline.enrich.mindmap.wording import fits, head, key_phrase, nominal, openings, shorten, tidy

_DATE = re.compile(r"(?:c\. ?)?[\d\s–—-]{3,}(?:CE|BCE|AD|BC|s)?|\d{1,2} [A-Z][a-z]+ \d{4}")
_COUNTER = re.compile(
    r"\d+(?:st|nd|rd|th)|(?:Article|Section|Part|Schedule|Chapter|Rule)s? [\dA-Z–-]+|"
    r"First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|Eleventh|Twelfth"
)
LEAD, ITEM, ROW, PROSE, FIGURE, NAME = 0.8, 0.72, 0.66, 0.62, 0.54, 0.46
"""How much a point weighs, by what it is."""

_FACTS_A_POINT = 2
_PHRASES_A_PARAGRAPH = 3
_CELL = 32


@dataclass(frozen=True, slots=True)
class Point:
    """A branch in the making; the `weight` says how long it survives when the map is too full."""

    label: str
    weight: float
    href: str = ""
    number: str = ""
    points: tuple[Point, ...] = ()


def points_of(blocks: tuple[m.Block, ...], *, with_prose: bool) -> tuple[Point, ...]:
    """The points of a section's own blocks; running text speaks only where lists and leads are silent."""
    found = _distinct(_structured(blocks))
    if len(found) < 2 and with_prose:
        found = _distinct([*found, *_from_prose(blocks)])
    return found


def _distinct(points: Iterable[Point]) -> tuple[Point, ...]:
    seen: dict[str, Point] = {}
    for point in points:
        if point.label:
            seen.setdefault(point.label.casefold(), point)
    return tuple(seen.values())


def _structured(blocks: tuple[m.Block, ...]) -> Iterator[Point]:
    for before, block in zip((None, *blocks), blocks, strict=False):
        match block:
            case m.Paragraph(inlines, _, id):
                if (found := lead(inlines)) and isinstance(inlines[0], m.Emphasis):
                    yield _lead_point(found, id)
            case m.List():
                yield from _under(_announced(before), _items(block))
            case m.Definitions(items):
                for item in items:
                    detail = item.details[0] if item.details else ()
                    yield _term_point(item, detail)
            case m.Table():
                yield from _rows(block)
            case _:
                pass


def _under(title: str, points: list[Point]) -> list[Point]:
    """The items of a list, under the short line that announces them when there is one."""
    return [Point(title, LEAD, points=_distinct(points))] if title and points else points


def _announced(before: m.Block | None) -> str:
    if not isinstance(before, m.Paragraph):
        return ""
    text = prose(before.inlines)
    short = len(text.split()) <= 5 and text.endswith(":") and not isinstance(before.inlines[0], m.Emphasis)
    return shorten(text) if short and FORMULA not in text else ""


def _items(block: m.List) -> list[Point]:
    return [p for item in block.items if not item.task and (p := _item(item))]


def _item(item: m.Item) -> Point | None:
    line = first_line(item)
    below = tuple(p for inner in sublists(item) for p in _items(inner))
    found = lead(line)
    if found:
        point = _lead_point(found, item.id)
        return Point(point.label, LEAD, item.id, points=_distinct([*point.points, *below])) if point.label else None
    label = _sentence_label(line)
    return Point(label, ITEM, item.id, points=_distinct(below)) if label else None


def _sentence_label(line: tuple[m.Inline, ...]) -> str:
    text = prose(line)
    first = next(iter(sentences(text)), "")
    return key_phrase(first, tuple(bold_phrases(line))) or nominal(first) or _opening(first)


def _opening(sentence: str) -> str:
    label = shorten(sentence)
    return label if " " in label else ""


def _lead_point(found: Lead, href: str) -> Point:
    label = head(found.label)
    if sum(c.isalnum() for c in label) < 2 and not label.isascii():  # "(क)" counts a point, it does not name it
        return Point(_sentence_label(found.rest), LEAD, href)
    if _COUNTER.fullmatch(label):
        said = next(iter(sentences(prose(found.rest))), "")
        return Point(_dated(label, tidy(said)), LEAD, href)
    return Point(label, LEAD, href, points=_facts(prose(found.rest), label))


def _term_point(item: m.Definition, detail: tuple[m.Block, ...]) -> Point:
    text = next((prose(b.inlines) for b in detail if isinstance(b, m.Paragraph)), "")
    label = head(prose(item.term))
    return Point(label, LEAD, item.id, points=_facts(text, label))


def _facts(text: str, label: str) -> tuple[Point, ...]:
    """The short facts behind a label: what holds a figure or a name and says something the label does not."""
    new = [f for f in facts(text) if f.casefold() not in label.casefold()]
    return _distinct(Point(f, FIGURE if any(c.isdigit() for c in f) else NAME) for f in new)[:_FACTS_A_POINT]


def _rows(table: m.Table) -> Iterator[Point]:
    if len(table.head.cells) < 2:
        return
    for row in table.rows:
        first, second = (tidy(prose(c)) for c in row.cells[:2])
        if not first or FORMULA in prose(row.cells[0]):
            continue
        if _DATE.fullmatch(first) or _COUNTER.fullmatch(first):
            yield Point(_dated(first, second), ROW, row.id)
        elif sum(c.isalpha() for c in first) > 1:
            yield Point(shorten(first), ROW, row.id, points=_cell(second, len(row.cells)))
        else:
            yield Point(shorten(second), ROW, row.id)


def _dated(date: str, event: str) -> str:
    """What a date, an ordinal or an article stands for, after it where there is room."""
    joined = (f"{date}: {words}" for words in openings(event) if " " in words or words == event)
    return next((label for label in joined if fits(label)), shorten(event) if _DATE.fullmatch(date) else date)


def _cell(text: str, columns: int) -> tuple[Point, ...]:
    short = columns == 2 and len(text) <= _CELL and fits(text) and any(c.isalnum() for c in text)
    if not short or " same " in text:
        return ()
    return (Point(text, FIGURE if any(c.isdigit() for c in text) else NAME),)


def _from_prose(blocks: tuple[m.Block, ...]) -> Iterator[Point]:
    for block in blocks:
        if isinstance(block, m.Paragraph):
            yield from _paragraph(block)


def _paragraph(block: m.Paragraph) -> Iterator[Point]:
    """What the author emphasised in a paragraph, else the phrase its opening sentence is remembered by."""
    named = [p for p in bold_phrases(block.inlines) if tidy(p) and fits(tidy(p)) and FORMULA not in p]
    for phrase in named[:_PHRASES_A_PARAGRAPH]:
        yield Point(tidy(phrase), PROSE, block.id)
    if not named:
        yield Point(_sentence_label(block.inlines), PROSE, block.id)
