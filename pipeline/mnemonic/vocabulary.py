"""The author's own words: those that mnemonics may be made of, too, and those that must not be in any."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.mnemonic.lexicon import LENGTHS
from pipeline.mnemonic.words import letters_of, words_of
from pipeline.problem import Problem

EXTRA, REFUSED = "lexicon.txt", "blocklist.txt"
CODE = "word-list"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Sorted words in small Latin letters. `extra` join the lexicon, `refused` ones are in no mnemonic."""

    extra: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()

    def refuses(self, text: str) -> bool:
        """Whether a mnemonic has a refused word, or is one when its words are run together."""
        if not self.refused:
            return False
        words = [word.text for word in words_of(text)]
        return not frozenset(self.refused).isdisjoint((*words, "".join(words), letters_of(text)))


NOTHING = Vocabulary()


def extra_words(text: str) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The words of a `lexicon.txt`: any number in a line, `#` begins a comment."""
    words, problems = set[str](), list[Problem]()
    for line, column, word in _words(text):
        if not (word.isascii() and word.isalpha()):
            hint = "write one word in the letters A to Z, without signs and figures"
            problems.append(_problem(EXTRA, line, column, f"“{word}” cannot be made of initials", hint))
        elif len(word) not in LENGTHS:
            hint = f"a mnemonic has {LENGTHS.start} to {LENGTHS.stop - 1} letters: leave it out"
            problems.append(_problem(EXTRA, line, column, f"“{word}” is too {_extent(word)}", hint))
        else:
            words.add(word.lower())
    return tuple(sorted(words)), tuple(problems)


def refused_words(text: str) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The words of a `blocklist.txt`, written in the same way."""
    words, problems = set[str](), list[Problem]()
    for line, column, word in _words(text):
        letters = letters_of(word)
        if letters:
            words.add(letters)
        else:
            hint = "mnemonics are written in Latin letters: leave it out"
            problems.append(_problem(REFUSED, line, column, f"“{word}” has no letter to look for", hint))
    return tuple(sorted(words)), tuple(problems)


def _extent(word: str) -> str:
    return "short" if len(word) < LENGTHS.start else "long"


def _words(text: str) -> Iterator[tuple[int, int, str]]:
    """Line, column and word, in the order of the file."""
    for number, line in enumerate(text.splitlines(), 1):
        at = 0
        for word in line.partition("#")[0].split():
            at = line.index(word, at)
            yield number, at + 1, word
            at += len(word)


def _problem(path: str, line: int, column: int, message: str, hint: str) -> Problem:
    return Problem(path, line, column, "warning", CODE, message, hint)
