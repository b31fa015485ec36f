"""Sets out a mnemonic as blocks: the word or sentence, then every item with its letter.

All is marked so that another product may cover the items and leave the word: each label is a `recalled` span.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline import model as m
from pipeline.enrich.mnemonics.enumerations import Enumeration
from pipeline.mnemonic import coin, lexicon
from pipeline.mnemonic.candidate import Candidate, Tie
from pipeline.mnemonic.words import letters_of, words_of

_SPARES = {3: 0.4, 4: 0.7, 5: 0.85}  # a short list is nearly remembered without help
_MANY, _PIECE = 7, 4  # letters from which a row is cut into pieces, and those of a piece
_NAME = re.compile(r"[\w\s&,'’()-]+")  # a heading that asks or explains is no name


def aid(each: Enumeration, found: Candidate, topic: str) -> m.Aid:
    name = "Mnemonic" if coin.spoken(found.text) else "Initials"
    title = f"{name} · {topic}" if topic else name
    items = tuple(m.Item((m.Paragraph((_recalled(label, tie),)),)) for label, tie in _items(each, found))
    box = m.Div("mnemonic", (m.Paragraph((_spelt(found),)), m.List(items)), title=(m.Text(title),))
    return m.Aid("mnemonic", "after", (box,), anchor=each.anchor, score=score(found))


def _items(each: Enumeration, found: Candidate) -> Iterator[tuple[str, Tie | None]]:
    """All items with their letters, in the order of these; those without one, as an author's words may leave, are last.

    Where the order of the list matters and some have none, it is kept.
    """
    ties = {tie.item: tie for tie in found.ties}
    left = [i for i in range(len(each.labels)) if i not in ties]
    places = sorted((*ties, *left)) if left and each.ordered else (*ties, *left)
    for place in places:
        yield each.labels[place], ties.get(place)


def score(found: Candidate) -> float:
    """1 for a mnemonic without fault that spares much, falling towards 0."""
    spares = 1.0 if found.kind == "known" else _SPARES.get(len(found.ties), 1.0)
    return round(spares / (1 + found.cost), 3)


def _spelt(found: Candidate) -> m.Span:
    if not found.text.isupper():
        return m.Span("acrostic", tuple(_marked(found)))
    if not coin.spoken(found.text):
        return m.Span("initials", (m.Text(" ".join(found.text)),))
    chunks = _chunks(found)
    parts = tuple(m.Span("chunk", (m.Text(chunk),)) for chunk in chunks)
    return m.Span("acronym", parts if len(parts) > 1 else (m.Text(found.text),))


def _chunks(found: Candidate) -> tuple[str, ...]:
    """Many letters that make no word in pieces of three to five; what is read as a word stays whole."""
    text, size = found.text, len(found.text)
    if size < _MANY or not text.isalpha() or found.kind == "word" or lexicon.load().place(text.lower()) >= 0:
        return (text,)
    count = -(-size // _PIECE)
    cuts = [size * i // count for i in range(count + 1)]
    return tuple(text[a:b] for a, b in pairwise(cuts))


def _marked(found: Candidate) -> Iterator[m.Inline]:
    """Sentences, each on a line, with the letters that stand for items marked."""
    done = 0
    for tie in found.ties:
        start, end = tie.at
        yield from _between(found.text[done:start])
        yield m.Span("letter", (m.Text(found.text[start:end]),))
        done = end
    yield from _between(found.text[done:])


def _between(text: str) -> Iterator[m.Inline]:
    before, full_stop, after = text.partition(". ")
    if full_stop:
        yield from (m.Text(before + "."), m.Break())
        text = after
    if text:
        yield m.Text(text)


def _recalled(label: str, tie: Tie | None) -> m.Span:
    """The label with its letters marked where they stand, in capitals so that they stand out without colour.

    The letters and the label by themselves are told too, for screens that read words aloud.
    """
    attrs = (("label", label), ("letters", tie.letters.upper() if tie else ""))
    return m.Span("recalled", tuple(_lettered(label, tie)) if tie else (m.Text(label),), attrs)


def _lettered(label: str, tie: Tie) -> Iterator[m.Inline]:
    runs = tuple(_runs(_places(label, tie)))
    if not runs:
        yield from (m.Span("letter", (m.Text(tie.letters.upper()),)), m.Text(" – "))
    done = 0
    for start, end in runs:
        if label[done:start]:
            yield m.Text(label[done:start])
        yield m.Span("letter", (m.Text(label[start].upper() + label[start + 1 : end]),))
        done = end
    if label[done:]:
        yield m.Text(label[done:])


def _runs(places: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Letters that stand side by side are marked together."""
    for at in places:
        if at - 1 not in places:
            end = at + 1
            while end in places:
                end += 1
            yield at, end


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
