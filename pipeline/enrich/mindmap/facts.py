"""The facts worth a leaf: a short clause with a figure or a name in it, else a full name, a date or an amount."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.enrich.labels import FORMULA, sentences, vocabulary
from pipeline.enrich.mindmap.wording import fits, has_fact, opens_well, tidy

_CLAUSE = re.compile(r"[;:।]\s")
_SCALE = "hundred|thousand|lakh|crore|million|billion|trillion|per cent|percent"
_CAPITAL = r"(?:[A-Z][\w’'&–-]*|[A-Z]\.)"
_NAME = re.compile(
    rf"{_CAPITAL}(?: (?:(?:of|for|on|and|the|in|to|of the|for the) )?{_CAPITAL})+(?: \(\d{{4}}\)|, \d{{4}})?"
)
_DAY = r"\d{1,2} [A-Z][a-z]+ \d{4}"
_DATE = re.compile(rf"{_DAY}(?: (?:to|and) {_DAY})?")
_FIGURE = r"\d+(?:[.,]\d+)*"
_AMOUNT = re.compile(
    rf"(?:[A-Z]*[₹$€£]\s?{_FIGURE}|{_FIGURE}[–-]{_FIGURE}|\d\d+(?:[.,]\d+)*|{_FIGURE}(?=\s?(?:%|°C|{_SCALE})))"
    r"(?:\s?%| °C)?"
    rf"(?: (?:{_SCALE})\b)*(?: (?:[a-z]{{3,}} )?[a-z]{{3,}}s\b| (?:of|by|between|in|for) [a-z]{{4,}}\b)?"
    r"(?: (?:by|in) \d{4}\b| between \d{4} and \d{4}\b)?"
)
_OPENING = re.compile(
    rf"(?P<clause>[^,;:()]{{8,40}}?\d[\d,.]*\d?%?(?: (?:{_SCALE}|members|seats|years))?)(?=[,.;](?:\s|$)|$)"
)
_REFERENCES = vocabulary("see for e.g as such")


def facts(text: str) -> Iterator[str]:
    """The facts of a text, in order; a clause is taken whole or not at all."""
    for sentence in sentences(text):
        for clause in _CLAUSE.split(sentence):
            if FORMULA not in clause and clause.partition(" ")[0].casefold() not in _REFERENCES:
                yield from _of_clause(tidy(clause))


def _of_clause(clause: str) -> Iterator[str]:
    if fits(clause):
        if has_fact(clause) and opens_well(clause) and _says_enough(clause):
            yield clause
        return
    opening = _OPENING.match(clause)
    if opening and fits(opening["clause"]) and opens_well(opening["clause"]):
        yield opening["clause"]
        return
    for pattern in (_DATE, _NAME, _AMOUNT):
        found = next((f[0].strip(" ,.") for f in pattern.finditer(clause) if _says_enough(f[0]) and _is_full(f[0])), "")
        if found:
            yield found
            return


def _says_enough(text: str) -> bool:
    """A figure needs a word beside it to mean something on its own."""
    return fits(text) and sum(c.isalpha() for c in text) > 2


def _is_full(text: str) -> bool:
    """Whether a name says which one is meant: with a year, or in three words and more."""
    return any(c.isdigit() for c in text) or (len(text.split()) >= 3 and opens_well(text))
