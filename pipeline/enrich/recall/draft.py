"""A question on trial: what it asks, what answers it, and the rules every question has to pass."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from pipeline import model as m
from pipeline.enrich.labels import FORMULA, Section
from pipeline.enrich.recall.phrasing import Phrasing
from pipeline.text import fold, plain, text_of, words

BLANK = m.Span("blank", (m.Text("_____"),))
"""Of one width whatever the answer, so that its length tells nothing."""

MOST_ANSWER_WORDS = 12

WORKED = re.compile(r"(?i)example|exercise|problem|solution|practice|उदाहरण|अभ्यास")
"""Headings of sections whose figures are made up for the case."""

FILLER = 1.0
"""The merit of a question that is only asked where a note offers few better ones."""

Kind = Literal["basic", "list", "number", "table", "term", "cloze"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A question that may become a card. `merit` orders the questions of a section, the best first.

    `cue` is a shorter wording for the margin, "" when the question itself is to serve.
    """

    kind: Kind
    front: tuple[m.Inline, ...]
    back: tuple[m.Block, ...]
    source: str
    top: str
    merit: float
    seed: str
    cue: str = ""
    origin: Literal["author", "generated"] = "generated"
    both: bool = False
    deck: str = ""
    cloze: tuple[m.Inline, ...] = ()

    @property
    def grade(self) -> Literal["fact", "list", "explain"]:
        """What it takes to answer: one thing, several things, or sentences."""
        if any(isinstance(block, m.List) for block in self.back):
            return "list"
        return "fact" if len(words(self.answer)) <= MOST_ANSWER_WORDS else "explain"

    @property
    def question(self) -> str:
        return plain(self.front)

    @property
    def answer(self) -> str:
        return text_of(self.back)

    def card(self) -> m.Card:
        digest = sha256(f"{self.kind}\0{fold(self.seed)}".encode()).hexdigest()
        return m.Card(
            f"q-{digest[:8]}",
            self.kind,
            self.front,
            self.back,
            self.source,
            self.origin,
            self.grade,
            self.both,
            self.deck,
            self.cloze,
        )


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a question is asked: the section, the note's title, and the language's way of asking."""

    section: Section
    title: str
    phrasing: Phrasing

    @property
    def heading(self) -> str:
        return self.section.title or self.title


def paragraph(text: str) -> tuple[m.Block, ...]:
    return (m.Paragraph((m.Text(text),)),)


def gives_away(question: str, answer: str) -> bool:
    """Whether the words of the answer stand together in the question."""
    asked, answered = words(question), words(answer)
    if not answered:
        return True
    size = len(answered)
    return any(asked[i : i + size] == answered for i in range(len(asked) - size + 1))


def sayable(text: str) -> bool:
    """Whether a text is whole without its formulas and pictures, and no address or code."""
    return bool(text) and FORMULA not in text and not re.search(r"https?://|\w\(\)|[{}<>|=\\]", text)


def opens_vaguely(text: str, phrasing: Phrasing) -> bool:
    """Whether a sentence leans on the one before it ("It has…", "These are…")."""
    first = next(iter(words(text)), "")
    return first in phrasing.pronouns


def decapitalised(text: str) -> str:
    """A title as it reads inside a sentence: its first letter small unless it opens a name or an abbreviation."""
    first, _, rest = text.partition(" ")
    names = any(w[:1].isupper() for w in rest.split() if len(w) > 3)
    if names or not first[1:].islower():
        return text
    return first[:1].lower() + text[1:]
