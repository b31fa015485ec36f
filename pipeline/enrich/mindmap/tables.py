"""Tables as points: the first column names the rows, short cells are the facts behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline import model as m
from pipeline.enrich.labels import FIRST_SEAL, FORMULA, prose, sentences, speaks
from pipeline.enrich.mindmap.facts import facts
from pipeline.enrich.mindmap.language.shape import fits, is_spaceless, tidy
from pipeline.enrich.mindmap.language.wording import Speech, head, openings, shorten
from pipeline.enrich.mindmap.point import FIGURE, NAME, ROW, Point, distinct

_DATE = re.compile(r"(?:c\. ?)?[\d\s–—-]{3,}(?:CE|BCE|AD|BC|s)?|\d{1,2} [A-Z][a-z]+ \d{4}")
_COUNTER = re.compile(
    r"\d+(?:st|nd|rd|th)|(?:Article|Section|Part|Schedule|Chapter|Rule|Step|Phase|Stage|Class|Day|Week|Theorem|Lemma|"
    r"Type|Level|Case|Law|Form|Figure|Q|No|Example|Exercise|Method|अनुच्छेद|भाग|धारा|चरण)s?\.? ?[\dA-Z.–-]{1,6}|"
    r"First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|Eleventh|Twelfth"
)
_MOST_COLUMNS = 3
"""The cells of a wider table are for the page."""


def rows(table: m.Table, speech: Speech) -> Iterator[Point]:
    """A point for each row."""
    columns = len(table.head.cells)
    titles = [tidy(prose(c)) for c in table.head.cells]
    for row in table.rows:
        cells = [prose(c) for c in row.cells]
        first = tidy(cells[0])
        if not first or FORMULA in cells[0]:
            continue
        second = tidy(cells[1]) if columns > 1 else ""
        rest = list(zip(titles[1:], cells[1:], strict=True)) if columns <= _MOST_COLUMNS else []
        if is_date(first) or is_counter(first):
            label = dated(first, next(iter(sentences(second)), ""), speech)
        elif sum(map(str.isalpha, first)) > 1 or (speaks(first) and is_spaceless(first)) or first[:1] >= FIRST_SEAL:
            label = head(first, speech)
        else:
            label = shorten(second, speech)
        if not label:
            continue
        behind = distinct(_cells(rest, label, speech))
        if is_date(first) and first not in label:
            yield Point(first, ROW, row.id, points=distinct([Point(label, ROW), *behind]))
        else:
            yield Point(label, ROW, row.id, points=behind)


def is_date(text: str) -> bool:
    return bool(_DATE.fullmatch(text))


def is_counter(text: str) -> bool:
    return bool(_COUNTER.fullmatch(text))


def dated(date: str, event: str, speech: Speech) -> str:
    """What a date, an ordinal or an article stands for, after it where there is room."""
    joined = (f"{date}: {said}" for said in openings(event, speech) if said and (" " in said or said == event))
    return next((label for label in joined if fits(label)), "") or (
        shorten(event, speech) if is_date(date) and shorten(event, speech) else date
    )


def _cells(cells: list[tuple[str, str]], label: str, speech: Speech) -> Iterator[Point]:
    for title, cell in cells:
        text = tidy(cell)
        weight = FIGURE if any(map(str.isdecimal, text)) else NAME
        if FORMULA in cell or not speaks(text) or " same " in text or text in label:
            continue
        if fits(text):
            full = f"{title}: {text}"
            alone = len(cells) == 1 or (len(text) > 3 and not text[0].isdecimal()) or not fits(full) or not title
            yield Point(text if alone else full, weight)
        else:
            found = [Point(f, weight) for f in facts(text, speech) if f not in label]
            yield from found or [Point(shorten(text, speech), weight)]
