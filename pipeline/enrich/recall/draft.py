"""A question on trial: what it asks, what answers it, and the rules every question has to pass."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from pipeline import model as m
from pipeline.enrich.labels import FORMULA, Section, vocabulary
from pipeline.enrich.recall.phrasing import Phrasing
from pipeline.text import fold, plain, text_of, words

BLANK = m.Span("blank", (m.Text("_____"),))
"""Of one width whatever the answer, so that its length tells nothing."""

MOST_ANSWER_WORDS = 12

WORKED = re.compile(
    r"(?i)example|exercise|problem|solution|practice|assignment|homework|rubric|experiment \d|असाइनमेंट|उदाहरण|अभ्यास"
)
"""Headings of sections whose figures are made up for the case."""

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


_SMALL = re.compile(r"\b[a-z][a-z’'-]+\b")
_NAMED = re.compile(r"(?<=[a-z,] )[A-Z][a-z’'-]+")
_OFTEN, _ALL_OVER = 4, 8


@dataclass(frozen=True, slots=True)
class Theme:
    """What a whole note tells of its words.

    `small` are those that it writes with a small letter: at the head of a sentence they are no names.
    """

    small: frozenset[str] = frozenset()
    text: str = ""

    @classmethod
    def of(cls, text: str) -> Theme:
        return cls(frozenset(_SMALL.findall(text)) - {name.lower() for name in _NAMED.findall(text)}, text.lower())

    def speaks_of(self, name: str) -> bool:
        """Whether a note comes back to a thing, so that "the" thing is known."""
        return len(name) >= _OFTEN and self.text.count(name.lower()) >= _OFTEN

    def is_all_over(self, name: str) -> bool:
        """Whether a note says so much of a thing that "what does it show?" could have many answers."""
        return self.text.count(name.lower()) > _ALL_OVER

    def counts(self, word: str) -> bool:
        """Whether a note sets an article before a word, so that it cannot go without."""
        return bool(re.search(rf"\b(?:a|an|the) (?:[\w-]+ )?{re.escape(word)}\b", self.text))


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a question is asked: the section, the note's title, and the language's way of asking.

    `parent` is the heading that the section's own stands under, "" when there is none.
    """

    section: Section
    title: str
    phrasing: Phrasing
    theme: Theme = Theme()
    parent: str = ""

    @property
    def heading(self) -> str:
        return self.section.title or self.title


def paragraph(text: str) -> tuple[m.Block, ...]:
    return (m.Paragraph((m.Text(text),)),)


def source_text(text: str) -> tuple[m.Inline, ...]:
    return (m.Text(text),)


_PEOPLES = re.compile(r"[A-Z][a-z]+(?:ese|ish|ian|man|can)|French|Greek|Dutch|Hindi|Windows|Linux|Android")
_ARTICLES = ("The", "A", "An")


def inside(subject: str, small_words: frozenset[str] = frozenset()) -> str:
    """The opening of a sentence moved into a question: an article loses its capital, and a word that is no name.

    `small_words` are those that the note writes small elsewhere.
    """
    first, space, rest = subject.partition(" ")
    named = rest[:1].isupper()
    small = first in _ARTICLES or (first[1:].islower() and first.lower() in small_words and not named)
    return f"{first.lower()}{space}{rest}" if small else subject


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


_EMPTY_HEADINGS = vocabulary(
    "a an the of and in for to on introduction overview background notes note general others other misc "
    "miscellaneous key points point important facts summary conclusion details detail extra more pyq pyqs "
    "questions question resources references toc definition definitions terms terminology vocabulary glossary "
    "options option contents content list things basics remarks steps part chapter section unit lecture week "
    "day module lesson q a how it works what is why परिचय सारांश निष्कर्ष"
)


def is_telling(text: str) -> bool:
    """Whether a heading says what it is about."""
    return any(w not in _EMPTY_HEADINGS and not w.isdigit() for w in words(text))


def opens_vaguely(text: str, phrasing: Phrasing) -> bool:
    """Whether a sentence leans on the one before it ("It has…", "These are…")."""
    first = next(iter(words(text)), "")
    return first in phrasing.pronouns


def decapitalised(text: str) -> str:
    """A title as it reads inside a sentence: its first letter small unless it opens a name or an abbreviation."""
    first, _, rest = text.partition(" ")
    names = any(w[:1].isupper() for w in rest.split() if len(w) > 3)
    if names or not first[1:].islower() or _PEOPLES.fullmatch(first):
        return text
    return first[:1].lower() + text[1:]
