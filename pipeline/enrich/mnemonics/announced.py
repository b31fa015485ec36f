"""What the words before a list say of it: how many things of what kind."""

from __future__ import annotations

import re

from pipeline.enrich.labels import vocabulary
from pipeline.mnemonic.words import letters_of, stem, stopwords

_NUMBERS = ("three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNT = re.compile(rf"\b({'|'.join(_NUMBERS)}|\d+)\s+([^\W\d_][\w’'-]*(?:\s+[^\W\d_][\w’'-]*){{0,3}})", re.IGNORECASE)
_FEW = re.compile(r"\b(?:two|both)\b", re.IGNORECASE)
_CLASSES = vocabulary(
    """
    act advantage agent aim approach argument artery aspect asset attribute axiom barrier belt benefit bone branch
    canal cause cell challenge channel characteristic class component condition consequence consideration
    constituent contraindication criteria criterion defect demerit determinant device diagnosis dimension
    disadvantage disease division domain drawback driver drug duty dynasty effect element enzyme ethic facet factor
    feature finding force form freedom function fundamental gas gland goal ground group habit hallmark hindrance hormone
    hotspot ideal impact implication indication indicator institution instrument kind kingdom law layer level limit
    limitation manifestation means measure mechanism merit metal method mission mode motion motive movement muscle
    nerve norm nutrient objective obstacle organ organelle part pattern phase pigment pillar planet policy power
    principle problem process property provision purpose quality range rank reason reform region remedy requirement
    right risk river role rule ruler safeguard sect sector service sign sin skill source stage stance state step
    stress structure style symptom system target tenet test theory threat tissue trait treatment tribe type use
    value variety vein vessel veto vice virtue vitamin weakness writ zone
    """
)
"""Nouns whose plural calls for the members of a class."""
_PLURALS = frozenset({"criteria", "means"})
_WHOLES = frozenset({"aetiology", "classification", "composition", "etiology", "hierarchy", "pathway"})
"""Nouns that call for parts as they stand."""


_EMPTY = vocabulary(
    """
    answer basic chapter comment concept contributor date definition description detail difference essential exercise
    extra fact figure general heading highlight hint idea important image info information key lecture link main
    misc name note number objective other outcome output overview pyq page part paper parameter point problem product
    question quote reference remark result review screen section sentence short slide stat statistic summary table term
    thing thought tip title topic update window word year
    """
)
"""Nouns whose plural says nothing of what follows."""
_RECORDS = vocabulary(
    """
    condition device diagnosis disease disorder drug enzyme finding hormone indication instrument manifestation
    medication sign symptom test treatment value
    """
)
"""Those of which a table tells in full what was met, and which nobody knows as a set."""
_INITIAL = re.compile(r"\b[A-Z]\.\s")
_SHORT = 6  # words of a heading that is a name


def counted(sentence: str, items: int) -> str:
    """The counted things, when a sentence counts as many: "six pillars" of "on six pillars:", else ""."""
    for number, rest in _COUNT.findall(sentence):
        value = int(number) if number.isdigit() else _NUMBERS.index(number.lower()) + 3
        name = _plural(rest.split())
        if value == items and name:
            return f"{number.lower()} {name}"
    return ""


def miscounted(sentence: str, items: int) -> bool:
    """Whether a sentence counts things, but not as many."""
    return bool(_COUNT.search(sentence) or _FEW.search(sentence)) and not counted(sentence, items)


def _plural(words: list[str]) -> str:
    """The words up to the last plural, before any word that only joins."""
    end = next((i for i, w in enumerate(words) if letters_of(w) in stopwords()), len(words))
    last = max((i for i, w in enumerate(words[:end], 1) if w.endswith("s") and not w.endswith("ss")), default=0)
    return " ".join(words[:last])


def of_a_kind(sentence: str) -> bool:
    """Whether words name a class of things whose members follow: "causes of inflation"."""
    words = [letters_of(word) for word in sentence.split()]
    return any(w in _WHOLES or (stem(w) in _CLASSES and (w != stem(w) or w in _PLURALS)) for w in words)


def of_records(column: str) -> bool:
    """Whether the column of a table keeps a record of things to be looked up: "Diseases"."""
    return any(stem(word) in _RECORDS for word in map(letters_of, column.split()))


def plural(heading: str) -> bool:
    """Whether a short heading names several things, whatever they are: "Lung volumes", "Sects under Shaivism".

    A question asks for remarks, and a field of study (*kinetics*) is one thing.
    """
    if _INITIAL.search(heading) or "?" in heading:
        return False  # *Judith P. Saunders* is one
    words = [letters_of(word) for word in heading.split()]
    end = next((i for i, w in enumerate(words) if i and (w in stopwords() or not w)), len(words))
    head = words[end - 1] if words else ""
    return len(words) <= _SHORT and stem(head) not in {head, *_EMPTY} and not head.endswith("ics")
