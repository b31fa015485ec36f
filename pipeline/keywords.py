"""What of a note is worth leaving blank in its practice copy, and what must stay readable there."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from pipeline import model as m
from pipeline.blanks import LONGEST, Answer, answer_of, distinct
from pipeline.text import inlines_in, lines_of, plain, text_of, walk, words

WORDS_A_BLANK = 8
"""A line of so many words loses one of them at most, a longer one more."""
_LONGEST = 5
_OFTEN = (4, 8)
"""How often a term of one word, and one of several, may stand in a book: more often, and it cannot be read without."""
_ASKED_OFTEN = 24
"""The same of what an author marks, which then is left out where it is marked, and nowhere else."""
_FIGURE = re.compile(
    r"(?<![\w.,])(?:\d{3,}|\d+(?:[.,]\d+)+|\d{2}(?=\s?(?:%|°|per\s?cent|percent|प्रतिशत))|(?<=[$€£₹])\s?\d{2})(?![\w.,]*\d)(?!\w)"
)
_CLOZES = frozenset({"cloze", "mark"})
_LABELS = re.compile(
    "notes?|tips?|examples?|important|warning|remember|definitions?|summary|formula|solution|answer|question|steps?|key|"
    "points?|see|also|ध्यान|उदाहरण|\\D{1,2}"
)


@dataclass(frozen=True, slots=True)
class Keywords:
    """Of one note: `asked` by the author, left out whatever else; `wanted`; and lines of words that are `shown`."""

    asked: tuple[Answer, ...]
    wanted: tuple[Answer, ...]
    shown: tuple[tuple[str, ...], ...]


def keywords(note: m.Note) -> Keywords:
    """Of a resolved note."""
    asked = distinct(_clozes(note))
    wanted = (a for line in _lines(note.blocks) for a in _worth(line))
    return Keywords(asked, distinct(a for a in wanted if a not in asked), distinct(_shown(note)))


def vocabulary(found: Iterable[Keywords], shown: Iterable[str]) -> tuple[Answer, ...]:
    """What the copy of a book may leave out: all that authors ask for, and what no line that is `shown` would tell."""
    found = tuple(found)
    asked = {a for one in found for a in one.asked}
    wanted = {a for one in found for a in one.wanted} - asked
    told = _told(wanted, chain((line for one in found for line in one.shown), (answer_of(text) for text in shown)))
    return distinct(asked | (wanted - told))


def rare(answers: Iterable[Answer], often: Mapping[Answer, int], asked: Container[Answer]) -> tuple[Answer, ...]:
    """Those that can be left out wherever they stand: words that a book says all the time cannot."""
    return tuple(a for a in answers if _is_figure(a) or often.get(a, 0) <= _most(a, asked))


def _most(answer: Answer, asked: Container[Answer]) -> int:
    return _ASKED_OFTEN if answer in asked else _OFTEN[len(answer) > 1]


def _is_figure(answer: Answer) -> bool:
    return len(answer) == 1 and answer[0][0].isdigit() and len(answer[0]) > 2


def _told(answers: Iterable[Answer], lines: Iterable[Sequence[str]]) -> set[Answer]:
    """The answers that stand in lines."""
    by: dict[str, list[Answer]] = {}
    for answer in answers:
        by.setdefault(answer[0], []).append(answer)
    found: set[Answer] = set()
    for line in lines:
        for at, word in enumerate(line):
            found.update(a for a in by.get(word, ()) if tuple(line[at : at + len(a)]) == a)
    return found


# ------------------------------------------------------------------ what is left out


def _clozes(note: m.Note) -> Iterator[Answer]:
    """What the author marks as such, in the text or on cards."""
    blocks = chain(note.blocks, (block for footnote in note.footnotes for block in footnote.blocks))
    runs = chain.from_iterable(lines_of(b) for b in walk(blocks))
    for node in inlines_in(chain.from_iterable(runs)):
        if isinstance(node, m.Span) and node.kind in _CLOZES and _is_plain(node.inlines):
            answer = answer_of(plain(node.inlines))
            if 0 < len(answer) <= LONGEST:
                yield answer


def _is_plain(inlines: Sequence[m.Inline]) -> bool:
    """Whether a text has words only: what is left out of a formula would be left out of all of them."""
    return not any(isinstance(node, m.Math | m.Code | m.Image) for node in inlines_in(inlines))


def _lines(blocks: Iterable[m.Block]) -> Iterator[tuple[m.Inline, ...]]:
    """Text that may lose words: no headings, titles or captions; of a table, every row but its first cell."""
    for block in blocks:
        match block:
            case m.Paragraph(inlines):
                yield inlines
            case m.Table(_, rows):
                yield from (cell for row in rows for cell in row.cells[1:])
            case m.Definitions(items):
                for item in items:
                    yield (m.Emphasis(item.term, strong=True),)
                    yield from (line for detail in item.details for line in _lines(detail))
            case m.List(items):
                yield from (line for item in items for line in _lines(item.blocks))
            case m.Div(blocks=inner) if dict(block.attrs).get("type") not in {"question", "mnemonic", "mindmap"}:
                yield from _lines(inner)
            case m.Quote(inner):
                yield from _lines(inner)
            case _:
                pass


def _worth(line: Sequence[m.Inline]) -> Iterator[Answer]:
    """The terms and figures of a line, as many as it can lose."""
    room = 1 + len(words(plain(line))) // WORDS_A_BLANK
    found = dict.fromkeys(chain(_terms(line), _figures(line)))
    yield from list(found)[:room]


def _terms(line: Sequence[m.Inline]) -> Iterator[Answer]:
    """What is set bold, but for labels."""
    for node in inlines_in(line):
        if (
            isinstance(node, m.Emphasis)
            and node.strong
            and not any(isinstance(i, m.Math | m.Code) for i in node.inlines)
        ):
            answer = answer_of(plain(node.inlines))
            if 0 < len(answer) <= _LONGEST and not _is_label(answer):
                yield answer


def _is_label(answer: Answer) -> bool:
    return all(_LABELS.fullmatch(word) for word in answer)


def _figures(line: Sequence[m.Inline]) -> Iterator[Answer]:
    """Numbers of two or more digits in running text."""
    text = "".join(node.text for node in inlines_in(line) if isinstance(node, m.Text))
    yield from (answer_of(found[0]) for found in _FIGURE.finditer(text))


# ------------------------------------------------------------------ what stays


def _shown(note: m.Note) -> Iterator[tuple[str, ...]]:
    """Lines that a copy shows whole: titles, headings, questions, code, formulas, what is said of pictures."""
    yield answer_of(note.title)
    yield answer_of(note.meta.subtitle)
    for block in walk(note.blocks):
        yield from map(answer_of, _shown_of(block))
        runs = chain.from_iterable(lines_of(block))
        yield from (
            answer_of(plain((node,))) for node in inlines_in(runs) if isinstance(node, m.Math | m.Code | m.Image)
        )
    for aid in note.aids:
        if aid.kind in {"cue", "recall"}:
            yield from map(answer_of, text_of(aid.blocks).split("\n"))
        if aid.kind == "mnemonic":  # the word itself
            yield from (answer_of(plain(line)) for block in aid.blocks for line in _first_lines(block))


def _shown_of(block: m.Block) -> Iterator[str]:
    match block:
        case m.Heading(inlines=inlines) | m.Div(title=inlines):
            yield plain(inlines)
        case m.CodeBlock(text) | m.MathBlock(text):
            yield text
        case m.Table(head):
            yield from map(plain, head.cells)
        case _:
            pass


def _first_lines(box: m.Block) -> Iterator[tuple[m.Inline, ...]]:
    """Of a mnemonic's box, its title and the paragraph with the word."""
    for block in [b for b in walk((box,)) if not isinstance(b, m.List)][:2]:
        yield from lines_of(block)
