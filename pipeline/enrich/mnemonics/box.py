"""Sets out a mnemonic as blocks: the word or sentence, then every item with its letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline import model as m
from pipeline.enrich.mnemonics.enumerations import Enumeration
from pipeline.mnemonic.candidate import Candidate, Tie
from pipeline.mnemonic.words import letters_of, words_of

_SPARES = {3: 0.4, 4: 0.7, 5: 0.85}  # a short list is nearly remembered without help
_NAME = re.compile(r"[\w\s&,'’()-]+")  # a heading that asks or explains is no name


def aid(each: Enumeration, found: Candidate, topic: str) -> m.Aid:
    title = f"Mnemonic · {topic}" if topic else "Mnemonic"
    items = tuple(m.Item((m.Paragraph(tuple(_recalled(each.labels[tie.item], tie))),)) for tie in found.ties)
    box = m.Div("mnemonic", (m.Paragraph((_spelt(found),)), m.List(items)), title=(m.Text(title),))
    return m.Aid("mnemonic", "after", (box,), anchor=each.anchor, score=score(found))


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


def topic_of(each: Enumeration) -> str:
    """What the list is called: the counted things before it ("six pillars"), or its heading when it is alone there."""
    name = each.heading
    names_it = (each.alone or each.nested) and len(name.split()) <= 5 and _NAME.fullmatch(name)
    return each.count or (name if names_it else "")
