"""Acronyms and numbers of a text, for a person to check: the two things that go stale and that nobody can guess."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.importing.change import Line

_ACRONYM = re.compile(r"(?<![\w/.-])(?=(?:\w*[A-Z]){2})[A-Z][A-Z0-9&]*[A-Z0-9](?=s?\b)")
_SPELT = re.compile(r"((?:[\w’'&–-]+ ){1,9}[\w’'–-]+) \(([A-Z][A-Z0-9&]+)\)")
_NAME = re.compile(r"[A-Z][\w’'–-]*(?: (?:(?:of|the|and|for|in|on|to|&) )*[A-Z][\w’'–-]*)+$")
_ODD = re.compile(r"\b(?:[A-Z]?[a-z]+(?:I{1,3}|IV|V)|[A-Z][a-z]*\d+)\b")
_NUMBER = re.compile(
    r"(?<![\w.^])(?:[$€£₹¥]\s?|\b(?:Rs\.?|INR|USD|EUR)\s?)?\d+(?:[.,]\d+)*(?:\s?[-–]\s?\d+(?:[.,]\d+)*)?"
    r"(?:\s?%|(?:st|nd|rd|th)\b|\s(?:per ?cent|percent|bn|mn|billion|million|trillion|crore|lakh|thousand|km|kg|m|cm|mm"
    r"|GW|MW|years?|days?|months?|hours?|hectares?|tonnes?|metres?|meters?|°C)\b)?",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"[IVXLCDM]+")
_SMALL = {"of", "the", "and", "for", "in", "on", "to", "a", "an", "&"}


@dataclass(frozen=True, slots=True)
class Fact:
    """Something to check: as written, the lines it stands in, and what the text says it is short for."""

    text: str
    lines: tuple[int, ...]
    long: str = ""


def acronyms(lines: Iterable[Line]) -> tuple[Fact, ...]:
    """Acronyms and odd names such as *G20* or *SakhalinI*, in order of first appearance."""
    found: dict[str, list[int]] = {}
    long: dict[str, str] = {}
    for line in lines:
        for match in sorted((*_ACRONYM.finditer(line.text), *_ODD.finditer(line.text)), key=lambda m: m.start()):
            if not _ROMAN.fullmatch(match[0]):
                found.setdefault(match[0], []).append(line.number)
        for match in _SPELT.finditer(line.text):
            if spelt := _spelt(match[1].split(), match[2]):
                long.setdefault(match[2], spelt)
    return tuple(Fact(text, tuple(dict.fromkeys(at)), long.get(text, "")) for text, at in found.items())


def numbers(lines: Iterable[Line]) -> tuple[Fact, ...]:
    """Numbers with their unit, in order of first appearance."""
    found: dict[str, list[int]] = {}
    for line in lines:
        for match in _NUMBER.finditer(line.text):
            found.setdefault(match[0].strip(), []).append(line.number)
    return tuple(Fact(text, tuple(dict.fromkeys(at))) for text, at in found.items())


def _spelt(words: list[str], acronym: str) -> str:
    """The last words whose initials make the acronym, small words not counted, or a name that begins alike; else ""."""
    for start in range(len(words) - 1, -1, -1):
        parts = [part for word in words[start:] for part in re.split("[-–]", word) if part]
        for kept in (parts, [part for part in parts if part.lower() not in _SMALL]):
            if "".join(part[0] for part in kept).upper() == acronym.upper() and words[start][0].isupper():
                return " ".join(words[start:])
    name = _NAME.search(" ".join(words[1:] if words[0] in {"The", "A", "An"} else words))
    return name[0] if name and name[0][0] == acronym[0] else ""
