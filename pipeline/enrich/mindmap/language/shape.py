"""What any label must look like, whatever its language: limits, edges, pairs of brackets."""

from __future__ import annotations

import re

from pipeline.enrich.labels import FIRST_SEAL, FORMULA, speaks

MOST_WORDS = 7
MOST_CHARACTERS = 40
MOST_DEVANAGARI = 36
MOST_SPACELESS = 20
"""Of a script whose words are not spaced: its signs are twice as wide."""

SPACES = 8
"""A seal's number, modulo this, counts the spaces of what is sealed."""

EDGE = " ,;:.!?…–—-/।、。，：；！？،؛؟·•|"
BRACKETS = re.compile(r"\s*[(\[（][^()\[\]（）]*[)\]）](?!\w)")
NUMBER = re.compile(r"[₹$€£]?\d")

_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"), ("«", "»"), ("（", "）"), ("「", "」"))
_OPENERS = "([“«（「"
_CLOSERS = ")]”»）」"
_PAIRED = frozenset("".join(map("".join, _PAIRS)) + '"')
_BRACKET = frozenset(_OPENERS + _CLOSERS)
_DEVANAGARI = re.compile(r"[\u0900-\u097f]")
_SPACELESS = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f]"
)
_BULLET = re.compile(r"^[@~$#>*+=→•✓-]+ | [@~$>*+=→]+$")
"""Signs that some write before or behind a line."""

_STRAY = re.compile(r"(?<!\w)\*\*|\*\*(?!\w)")
"""Marks of bold that found no partner."""

_MARKS = "()[]{}“”‘’\"'«»*_,;:.!?…–—।"


def fits(label: str) -> bool:
    if len(label) > MOST_CHARACTERS:
        return False
    if label.isascii():
        return len(label.split()) <= MOST_WORDS
    return len(label.split()) + _sealed_spaces(label) <= MOST_WORDS and len(label) <= _limit(label)


def _sealed_spaces(label: str) -> int:
    """The spaces within sealed code: the number of its character, counted from the first for private use."""
    return sum((ord(c) - ord(FIRST_SEAL)) % SPACES for c in set(label) if c >= FIRST_SEAL)


def _limit(label: str) -> int:
    if len(_SPACELESS.findall(label)) * 2 > len(label):
        return MOST_SPACELESS
    return MOST_DEVANAGARI if len(_DEVANAGARI.findall(label)) * 2 > len(label) else MOST_CHARACTERS


def is_devanagari(text: str) -> bool:
    return not text.isascii() and len(_DEVANAGARI.findall(text)) * 2 > sum(map(str.isalpha, text))


def is_spaceless(text: str) -> bool:
    return not text.isascii() and len(_SPACELESS.findall(text)) * 2 > len(text)


def core(word: str) -> str:
    """A word without the marks around it."""
    return word.strip(_MARKS)


def opened(word: str) -> int:
    """How many brackets and quotes a word opens, less those it closes."""
    if _BRACKET.isdisjoint(word):
        return 0
    return sum(word.count(c) for c in _OPENERS) - sum(word.count(c) for c in _CLOSERS)


def balanced(label: str) -> bool:
    if _PAIRED.isdisjoint(label):
        return True
    return all(label.count(a) == label.count(b) for a, b in _PAIRS) and label.count('"') % 2 == 0


def tidy(text: str) -> str:
    """A text up to what cannot be said, without stray marks at its ends; "" when nothing is left to say."""
    if FORMULA in text:
        text = _before_formula(text)
    if "**" in text:
        text = _STRAY.sub("", text)
    text = _BULLET.sub("", " ".join(text.split()).strip(EDGE)).strip(EDGE)
    if not speaks(text):
        return ""
    whole = text.startswith("(") and text.endswith(")") and text.count("(") == 1
    return text[1:-1] if whole else text


def _before_formula(text: str) -> str:
    """The clauses before the first formula that is not in brackets: what leans on it says nothing without it."""
    text = BRACKETS.sub(lambda found: "" if FORMULA in found[0] else found[0], text)
    before, formula, _ = text.partition(FORMULA)
    return before[: max(before.rfind(mark) for mark in ",;:.–—") + 1] if formula else text


def capitalised(label: str) -> str:
    """A label that opens in the middle of a line gets the capital of one that opens it."""
    first = label.split(maxsplit=1)[0]
    return label[:1].upper() + label[1:] if len(first) > 1 and first.islower() and label[0].isalpha() else label
