"""The words that sentences are made of, by class and first letter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from string import ascii_lowercase

from pipeline.mnemonic import store

LATER = 0.015  # for each better word of the same class and letter
BORROWED = 0.25  # for a word that its class has from a more general one


@dataclass(frozen=True, slots=True)
class Word:
    """A word with what it costs to take it."""

    text: str
    cost: float


Shelf = Mapping[str, tuple[Word, ...]]
"""The words of one class by their first letter, a-z, better ones first."""


@dataclass(frozen=True, slots=True)
class Bank:
    """`shelves` by class, `sorts` (the classes that have words) by letter.

    `partners` are the nouns that an adjective is fondest of.
    """

    shelves: Mapping[str, Shelf]
    sorts: Mapping[str, frozenset[str]]
    partners: Mapping[str, frozenset[str]]


@cache
def load() -> Bank:
    classes: dict[str, list[str]] = {}
    partners: dict[str, frozenset[str]] = {}
    for name, words in _paragraphs():
        if name.startswith("of "):
            for pair in words:
                kind, _, noun = pair.partition("/")
                partners[kind] = partners.get(kind, frozenset()) | {noun}
        else:
            classes[name] = words
    shelves = {name: _shelf(words, classes) for name, words in classes.items()}
    sorts = {c: frozenset(name for name, shelf in shelves.items() if c in shelf) for c in ascii_lowercase}
    return Bank(shelves, sorts, partners)


def _paragraphs() -> Iterator[tuple[str, list[str]]]:
    """The classes of the file, each with its words; a line that is set in goes on with the class before it."""
    name, words = "", list[str]()
    for line in store.data("bank.txt").decode().splitlines():
        if line.startswith("#") or not line:
            continue
        if not line.startswith(" "):
            if name:
                yield name, words
            name, _, line = line.partition(":")  # noqa: PLW2901 - the words after the name
            words = []
        words += line.split()
    yield name, words


def _shelf(words: list[str], classes: Mapping[str, list[str]]) -> Shelf:
    shelf: dict[str, dict[str, Word]] = {}
    for word in words:
        lent = classes[word[1:]] if word.startswith("@") else (word,)
        extra = BORROWED if word.startswith("@") else 0.0
        for text in lent:
            row = shelf.setdefault(text[0].lower(), {})
            if text not in row:
                row[text] = Word(text, extra + LATER * len(row))
    return {letter: tuple(row.values()) for letter, row in shelf.items()}
