"""Sets out a mnemonic as blocks: the word or sentence, then every item with its letter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline import model as m
from pipeline.enrich.mnemonics.candidate import Candidate, Cue
from pipeline.enrich.mnemonics.words import ascii_of, stopwords

_NUMBERS = ("three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNT = re.compile(rf"\b({'|'.join(_NUMBERS)}|\d+)\s+([^\W\d_][\w’'-]*(?:\s+[^\W\d_][\w’'-]*){{0,2}})", re.IGNORECASE)
_NAME = re.compile(r"[\w\s&,'’()-]+")  # a heading that asks or explains is no name


def aid(block: m.List, labels: Sequence[str], found: Candidate, topic: str) -> m.Aid:
    title = f"Mnemonic · {topic}" if topic else "Mnemonic"
    items = tuple(m.Item((m.Paragraph(tuple(_recalled(labels[cue.item], cue))),)) for cue in found.cues)
    box = m.Div("mnemonic", (m.Paragraph((_spelt(found),)), m.List(items)), title=(m.Text(title),))
    return m.Aid("mnemonic", "after", (box,), anchor=block.id, score=found.score)


def _spelt(found: Candidate) -> m.Span:
    if found.text.isupper():
        return m.Span("acronym", (m.Text(found.text),))
    return m.Span("acrostic", tuple(_marked(found.text)))


def _marked(sentence: str) -> Iterator[m.Inline]:
    """A sentence with the letters that stand for items marked: initials, and all letters of a word in capitals."""
    for place, word in enumerate(sentence.split(" ")):
        if place:
            yield m.Text(" ")
        letters = len(word) if word.isupper() else 1
        yield from (m.Span("letter", (m.Text(letter),)) for letter in word[:letters])
        if word[letters:]:
            yield m.Text(word[letters:])


def _recalled(label: str, cue: Cue) -> Iterator[m.Inline]:
    """The label with its letters marked, in capitals so that they stand out without colour."""
    done = 0
    if cue.letter:
        yield from (m.Span("letter", (m.Text(cue.letter.upper()),)), m.Text(" – "))
    for at in cue.at:
        if label[done:at]:
            yield m.Text(label[done:at])
        yield m.Span("letter", (m.Text(label[at].upper()),))
        done = at + 1
    if label[done:]:
        yield m.Text(label[done:])


def topic_of(lead_in: str, heading: str, items: int, *, alone: bool) -> str:
    """What the list is called: the counted things before it ("six pillars"), or its heading when it is alone there."""
    counted = _counted(lead_in, items) or _counted(heading, items)
    names_it = alone and len(heading.split()) <= 5 and _NAME.fullmatch(heading)
    return counted or (heading if names_it else "")


def _counted(sentence: str, items: int) -> str:
    for number, rest in _COUNT.findall(sentence):
        value = int(number) if number.isdigit() else _NUMBERS.index(number.lower()) + 3
        name = _plural(rest.split())
        if value == items and name:
            return f"{number.lower()} {name}"
    return ""


def _plural(words: list[str]) -> str:
    """The words up to the last plural, before any word that only joins."""
    end = next((i for i, w in enumerate(words) if ascii_of(w) in stopwords()), len(words))
    last = max((i for i, w in enumerate(words[:end], 1) if w.endswith("s")), default=0)
    return " ".join(words[:last])
