"""Finds what the items of a list are called."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline import model as m
from pipeline import text
from pipeline.enrich.labels import FORMULA, bold_phrases, first_line, lead, prose, vocabulary
from pipeline.enrich.mnemonics.gate import load

SHORT = 5  # words: an item of so few is its own label
MOST = 6  # words of any label
_BRACKETS = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])")
_EDGE = " .:;,–—-!\"“”'‘’।"
_TAIL = re.compile(r"[,;]?\s+(?:and|or|&)$|[,;]$")
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_OWNER = re.compile(r"^(?:[\w-]+[’']s|[\w-]+s’)\s+(?=\w)")
_ENDS = vocabulary(
    """
    about across after against among and are as at because before between but by can could for from had has have in
    into is leads makes may means must on or over should since that through to towards under upon was were when
    where which while who whose will with within without would
    """
)
"""Words before which a noun phrase ends, and an object."""
_NAMELESS = vocabulary(
    "all any both each every he here i if in it its on one only other our some such that their there these they this "
    "those to we when with you your"
)
"""Words that no name begins with."""


def labels_of(block: m.List) -> tuple[tuple[str, ...], bool, int]:
    """The labels of all items (or none), whether they are names given to points, and how many are guessed."""
    if any(item.task for item in block.items) or _links_only(block):
        return (), False, 0
    lines = [first_line(item) for item in block.items]
    for given in (tuple(map(_lead, lines)), tuple(map(_marked, lines))):
        if all(given):
            return given, True, 0
    certain = tuple(map(_certain, lines))
    labels = tuple(sure or _guess(line) for sure, line in zip(certain, lines, strict=True))
    return (labels, False, certain.count("")) if all(labels) else ((), False, 0)


def named(item: m.Item) -> str:
    """The label of an item: its bold lead, what stands before a colon, the whole of a short one; or ""."""
    return _certain(first_line(item))


def _certain(line: tuple[m.Inline, ...]) -> str:
    said = prose(line)
    return _lead(line) or (_tidied(said, line) if len(said.split()) <= SHORT else "")


def _guess(line: tuple[m.Inline, ...]) -> str:
    """What tells an item from others though it has no name: a verb with its object, or the noun it opens with."""
    said = _BRACKETS.sub("", prose(line))
    return _deed(said, line) or _noun(said, line)


def heading_label(heading: str) -> str:
    """What a heading is called: before its colon, else its noun phrase; whose it is does not matter."""
    front = heading.partition(":")[0] if ": " in heading else heading
    bare = _ARTICLE.sub("", _OWNER.sub("", front), count=1)
    return _tidied(bare, ()) or _noun(bare, ())


def is_name(words: str) -> bool:
    """Whether a few words may be a name: nothing in them leans on other words."""
    parts = words.casefold().split()
    return bool(parts) and (_ENDS - {"and"}).isdisjoint(parts[1:]) and not words.endswith("?")


def _lead(line: tuple[m.Inline, ...]) -> str:
    """The bold lead, or what stands before a colon or dash."""
    line = line[1:] if line and isinstance(line[0], m.Text) and line[0].text.isspace() else line
    first = line[0] if line else None
    if isinstance(first, m.Emphasis) and first.strong:
        return _tidied(prose(first.inlines), first.inlines)
    found = lead(line)
    return _tidied(found.label, line) if found else ""


def _marked(line: tuple[m.Inline, ...]) -> str:
    """The only words of a line that the author made bold or marked."""
    phrases = list(bold_phrases(line))
    return _tidied(phrases[0], line) if len(phrases) == 1 else ""


def _deed(said: str, line: tuple[m.Inline, ...]) -> str:
    """What an item tells to do: its verb and the object, "Match the remedy" of "Match the remedy to the cause"."""
    words = said.split()
    verb = words[0].casefold() if words else ""
    return _tidied(_until(words[:1], words[1:]), line) if verb in load().deeds else ""


def _noun(said: str, line: tuple[m.Inline, ...]) -> str:
    """The noun phrase an item opens with, before its verb or preposition."""
    words = _ARTICLE.sub("", said, count=1).split()
    label = _until([], words)
    opens = words[0].casefold() in _NAMELESS if words else True
    return "" if opens or len(label.split()) == len(words) else _tidied(label, line)


def _until(start: list[str], words: Iterable[str]) -> str:
    """The words up to one that ends a phrase, or up to a mark."""
    out = list(start)
    for word in words:
        if word.casefold().strip(",;:()") in _ENDS and len(out) > len(start):
            break
        out.append(word)
        if word[-1] in ",;:.!?":
            break
    return " ".join(out)


def _tidied(label: str, line: tuple[m.Inline, ...]) -> str:
    """A label without brackets and marks, up to a dash; nothing for code, formulas and what is too long."""
    if any(isinstance(i, m.Code | m.Math | m.Image) for i in text.inlines_in(line)) or FORMULA in label:
        return ""
    named = " ".join(_BRACKETS.sub("", label).split()).partition(" - ")[0]
    plain = _TAIL.sub("", named).strip(_EDGE)
    if plain.count("(") != plain.count(")") or plain.count("“") != plain.count("”"):
        return ""
    return plain if 0 < len(plain.split()) <= MOST and len(plain) <= 60 else ""


def _links_only(block: m.List) -> bool:
    lines = (first_line(item) for item in block.items)
    return all(all(isinstance(i, m.Link) or prose((i,)).isspace() for i in line) for line in lines)
