"""Sets out a mnemonic as blocks: the word or sentence, then every item with its letter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline import model as m
from pipeline.mnemonic.candidate import Candidate, Tie
from pipeline.mnemonic.words import letters_of, stopwords, words_of

_NUMBERS = ("three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNT = re.compile(rf"\b({'|'.join(_NUMBERS)}|\d+)\s+([^\W\d_][\w’'-]*(?:\s+[^\W\d_][\w’'-]*){{0,2}})", re.IGNORECASE)
_SPARES = {3: 0.4, 4: 0.7, 5: 0.85}  # a short list is nearly remembered without help
_NAME = re.compile(r"[\w\s&,'’()-]+")  # a heading that asks or explains is no name


def aid(block: m.List, labels: Sequence[str], found: Candidate, topic: str) -> m.Aid:
    title = f"Mnemonic · {topic}" if topic else "Mnemonic"
    items = tuple(m.Item((m.Paragraph(tuple(_recalled(labels[tie.item], tie))),)) for tie in found.ties)
    box = m.Div("mnemonic", (m.Paragraph((_spelt(found),)), m.List(items)), title=(m.Text(title),))
    return m.Aid("mnemonic", "after", (box,), anchor=block.id, score=score(found))


def score(found: Candidate) -> float:
    """1 for a mnemonic without fault that spares much, falling towards 0."""
    spares = 1.0 if found.kind == "known" else _SPARES.get(len(found.ties), 1.0)
    return round(spares / (1 + found.cost), 3)


def _spelt(found: Candidate) -> m.Span:
    if found.text.isupper():
        return m.Span("acronym", (m.Text(found.text),))
    return m.Span("acrostic", tuple(_marked(found)))


def _marked(found: Candidate) -> Iterator[m.Inline]:
    """A sentence with the letters that stand for items marked."""
    done = 0
    for tie in found.ties:
        start, end = tie.at
        if found.text[done:start]:
            yield m.Text(found.text[done:start])
        yield m.Span("letter", (m.Text(found.text[start:end]),))
        done = end
    if found.text[done:]:
        yield m.Text(found.text[done:])


def _recalled(label: str, tie: Tie) -> Iterator[m.Inline]:
    """The label with its letters marked, in capitals so that they stand out without colour."""
    places = _places(label, tie)
    if not places:
        yield from (m.Span("letter", (m.Text(tie.letters.upper()),)), m.Text(" – "))
    done = 0
    for at in places:
        if label[done:at]:
            yield m.Text(label[done:at])
        yield m.Span("letter", (m.Text(label[at].upper()),))
        done = at + 1
    if label[done:]:
        yield m.Text(label[done:])


def _places(label: str, tie: Tie) -> tuple[int, ...]:
    """Where the letters of a tie stand in the label: they begin its source, or the words of it; nowhere for others."""
    start = label.find(tie.source)
    words = [word.at + start for word in words_of(tie.source)] if tie.source and start >= 0 else []
    for places in (tuple(range(start, start + len(tie.letters))), tuple(words)):
        if words and "".join(letters_of(label[i : i + 1]) for i in places) == letters_of(tie.letters):
            return places
    return ()


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
    end = next((i for i, w in enumerate(words) if letters_of(w) in stopwords()), len(words))
    last = max((i for i, w in enumerate(words[:end], 1) if w.endswith("s")), default=0)
    return " ".join(words[:last])
