"""Words for the years that an author printed bold, for readers who know the major system. Only when asked for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from pipeline import model as m
from pipeline.mnemonic.major import Told, words_for
from pipeline.mnemonic.vocabulary import Vocabulary
from pipeline.text import inlines_in, lines_of, plain, walk

MOST = 2
"""Years of a note."""
_FARTHEST = 1.5  # what words may cost that are printed
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = re.compile(rf"(?:(?:\d{{1,2}} )?(?:{_MONTH}) |(?:{_MONTH}) \d{{1,2}}, )?(?P<year>1\d\d\d|20\d\d)")


def aids(blocks: Sequence[m.Block], taken: Collection[str], own: Vocabulary) -> Iterator[m.Aid]:
    """A box after each block with one of the first bold dates that words can say; none after those that are taken."""
    left = MOST
    told: set[str] = set()
    for block in blocks:
        found = []
        for date, year in _dates(block) if left and block.id and block.id not in taken else ():
            words = next(iter(words_for(year, 1, own)), None)
            if words and words.cost <= _FARTHEST and year not in told and left:
                told.add(year)
                left -= 1
                found.append(_box(date, words))
        if found:
            yield m.Aid("mnemonic", "after", tuple(found), anchor=block.id)


def _dates(block: m.Block) -> Iterator[tuple[str, str]]:
    """The bold dates of a block of text, with their years."""
    if not isinstance(block, m.Paragraph | m.List | m.Table):
        return
    for each in walk((block,)):
        for line in lines_of(each):
            for node in inlines_in(line):
                if isinstance(node, m.Emphasis) and node.strong:
                    date = plain((node,)).strip(" ,.:;()")
                    if found := _DATE.fullmatch(date):
                        yield date, found["year"]


def _box(date: str, told: Told) -> m.Div:
    """The words with the letters that count marked, and what each of them says."""
    spans = tuple(dict.fromkeys(told.at))
    word = told.text.lower()
    ends = (0, *(place for span in spans for place in span), len(word))
    parts = [word[a:b] for a, b in pairwise(ends)]
    marked = [m.Span("letter", (m.Text(part),)) if i % 2 else m.Text(part) for i, part in enumerate(parts) if part]
    said = [f"{_digits(told, span)} {part.upper()}" for part, span in zip(parts[1::2], spans, strict=True)]
    lines = m.Paragraph((m.Span("major", tuple(marked)),)), m.Paragraph((m.Text(" · ".join(said)),))
    return m.Div("mnemonic", lines, title=(m.Text(f"Mnemonic · {date}"),))


def _digits(told: Told, span: tuple[int, int]) -> str:
    return "".join(digit for digit, at in zip(told.digits, told.at, strict=True) if at == span)
