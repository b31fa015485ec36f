"""Edition → practice copy and its key: the book with its answers left out, page for page and line for line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from markupsafe import Markup

from pipeline import model as m
from pipeline.blanks import Answer, Blanks
from pipeline.cache import digest
from pipeline.compile import Compiled
from pipeline.edition import Edition
from pipeline.fingerprint import fingerprint
from pipeline.keywords import Keywords, keywords, rare, vocabulary
from pipeline.phrases import phrase
from pipeline.printing import Copy, Printed, printed, sheets_of
from pipeline.registering import registered
from pipeline.targets import key, pages, pdf, worksheet
from pipeline.targets.engine.plan import label_of

TARGET = "practice"
_COUNTED = (
    *("map-2", "map-list", "recalled", "cloze", "mark"),
    *("callout-mnemonic>ul", "callout-mnemonic>ol"),
    *("qa>*", "callout-question>*", "callout-answer>*", "callout-solution>*"),
)
_AREAS = ("answer", *_COUNTED)
"""What is left out as a whole: answers at the back and in the text, leaves of maps, the items of mnemonics, gaps."""
_RULED, _BRIEF = ("map-2",), ("mark",)


def made(edition: Edition, book: Printed) -> Sequence[m.Product]:
    """The practice copy of a printed book, and the key to it."""
    title = phrase("practice-copy", edition.book.lang)
    more = tuple(_worksheets(edition)) if edition.practice.worksheets else ()
    practice = printed(edition, book.output, Copy(TARGET, "-practice", title, dict(_blanks(edition, more)), more))
    groups = tuple(_groups(edition, practice))
    told = key.Told(tuple(_keys((*sheets_of(edition), *more), practice)), groups, dict(_codes(edition, groups)))
    return practice.product, key.product(edition.book, told, edition.compiler.desk)


# ------------------------------------------------------------------ what is left out


def _blanks(edition: Edition, more: Sequence[pdf.Sheet]) -> Iterator[tuple[str, Blanks]]:
    """What each part leaves out; of the answers of the book, only those that stand in it."""
    found = _keywords(edition)
    asked = {a for one in found for a in one.asked}
    answers = vocabulary(found, _shown(edition.book))
    sheets = (*sheets_of(edition), *more)
    told = digest("counts", fingerprint("practise"), repr(answers))
    keys = [digest(told, sheet.content) for sheet in sheets]
    blanks = Blanks(answers)
    counts = edition.floor.each(keys, sheets, lambda sheet: blanks.counts(_text(edition, sheet)))
    often: Counter[Answer] = Counter()
    for sheet, here in zip(sheets, counts, strict=True):
        often.update(dict(here) if sheet.leaf.kind == "note" else {})
    kept = set(rare(answers, often, asked))
    for sheet, here in zip(sheets, counts, strict=True):
        areas = () if sheet.leaf.kind == "book-map" else _AREAS
        left = kept & asked if sheet.leaf.kind == "plan" else kept  # its dates are the reader's
        yield sheet.leaf.id, Blanks(tuple(a for a, _ in here if a in left), areas, _COUNTED, _RULED, _BRIEF)


def _keywords(edition: Edition) -> list[Keywords]:
    keys = [digest("keywords", fingerprint("practise"), basis) for basis in edition.bases]
    return edition.floor.each(keys, edition.book.notes, lambda head: keywords(edition.compiler.resolve(head)))


def _shown(book: m.Book) -> Iterator[str]:
    """What the front matter says, the numbers of notes among it."""
    yield from (book.title, book.subtitle, book.description, *book.authors, *(part.title for part in book.parts))
    yield from map(str, range(1, len(book.notes) + 1))


_WITHIN = re.compile(r"</?(?:a|abbr|b|code|em|i|mark|small|span|strong|sub|sup)\b[^>]*>")
_TAG = re.compile(r"<[^>]+>")


def _text(edition: Edition, sheet: pdf.Sheet) -> str:
    """The words of a part; a tag within a line parts none."""
    markup: str = edition.floor.heavy(f"{sheet.content} markup")
    return Markup(_TAG.sub(" ", _WITHIN.sub("", markup))).unescape()  # noqa: S704 - not shown


# ------------------------------------------------------------------ sheets to write on


def _worksheets(edition: Edition) -> Iterator[pdf.Sheet]:
    """One for each note that asks something, each a part of its own."""
    marks = edition.practice.marks
    stage = digest("worksheet", fingerprint("practise"), edition.compiler.desk.digest, repr(marks))
    keys = [digest(stage, basis) for basis in edition.bases]
    found = edition.floor.each(keys, edition.book.notes, lambda head: _worksheet(edition, head, marks))
    return (sheet for sheet in found if sheet.weight)


def _worksheet(edition: Edition, head: m.Header, marks: tuple[int, int, int]) -> pdf.Sheet:
    leaf = worksheet.leaf(edition.compiler.resolve(head), marks, edition.compiler.desk)
    sheet = edition.compiler.press.sheet(leaf)
    edition.floor.keep(f"{sheet.content} markup", leaf.markup)
    return sheet


# ------------------------------------------------------------------ the key


def _keys(sheets: Sequence[pdf.Sheet], practice: Printed) -> Iterator[key.Entry]:
    """The blanks of each part, page by page."""
    cover, front = practice.front[0].pages, practice.before + 1
    leaves = {sheet.leaf.id: sheet.leaf for sheet in sheets}
    for fragment, (_, first, _) in zip((*practice.front, *practice.body), practice.product.parts, strict=True):
        if fragment.blanks:
            leaf = leaves[fragment.name]
            yield key.Entry(leaf.title, leaf.lang, tuple(_by_page(fragment.blanks, first, cover, front)))


def _by_page(blanks: Sequence[tuple[int, int, str]], first: int, cover: int, front: int) -> Iterator[key.Page]:
    for page in dict.fromkeys(page for page, _, _ in blanks):
        yield label_of(first + page, cover, front), tuple((number, words) for at, number, words in blanks if at == page)


def _groups(edition: Edition, practice: Printed) -> Iterator[pages.Group]:
    """The answers to the questions, with their pages."""
    for each in edition.keys:
        compiled: Compiled = edition.floor.heavy(f"{each} heavy")
        if compiled.printed.answers:
            yield key.settled(compiled.printed.answers, practice.numbers)


def _codes(edition: Edition, groups: Sequence[pages.Group]) -> Iterator[tuple[str, str]]:
    """What the card of each answer is called."""
    register = registered(edition)
    for group in groups:
        for answer in group.answers:
            yield answer.id, register.code(group.note, answer.question.removeprefix(f"{group.note}--"))
