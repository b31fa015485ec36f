"""Checks that the letters of an author's own mnemonic cover the list it belongs to; its words are never changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline import model as m
from pipeline import text
from pipeline.enrich.labels import sections
from pipeline.enrich.mnemonics.enumerations import callouts, names_of
from pipeline.mnemonic.words import words_of
from pipeline.problem import Problem

CODE = "mnemonic-mismatch"
_JOINTS = re.compile(r"[-.·](?=\w)")  # P-I-E-C-E-S


def mismatches(note: m.Note) -> Iterator[Problem]:
    """A warning for every mnemonic of the author that leaves an item of its list without a letter."""
    for section in sections(note.blocks):
        for callout in callouts(section.blocks):
            labels = _list_of(section.blocks, callout)
            told, missing = _closest(_told(callout), labels)
            if missing:
                shown = ", ".join(f"“{labels[i]}”" for i in missing)
                message = f"the mnemonic “{told}” has no letter for {shown}"
                hint = "change the mnemonic, or the first letter of a word of the item"
                yield Problem(note.path, callout.line, 1, "warning", CODE, message, hint)


def _list_of(blocks: Sequence[m.Block], callout: m.Div) -> tuple[str, ...]:
    """The names of the list or table right before the callout, else right after it, else of the only one there."""
    at = next((i for i, b in enumerate(blocks) if b is callout), -1)
    beside = (*blocks[max(0, at - 1) : at], *blocks[at + 1 : at + 2]) if at >= 0 else ()
    all_lists = [b for b in blocks if isinstance(b, m.List | m.Table)]
    near = [b for b in beside if isinstance(b, m.List | m.Table)] or (all_lists if len(all_lists) == 1 else [])
    return names_of(near[0]) if near else ()


def _told(callout: m.Div) -> tuple[str, ...]:
    """The lines that may hold the mnemonic: the title, unless it only names the callout, then the first paragraph."""
    title = text.plain(callout.title).strip()
    first = next((text.plain(b.inlines).strip() for b in callout.blocks if isinstance(b, m.Paragraph)), "")
    return tuple(line for line in (title, first) if line and text.fold(line) not in {"mnemonic", "mnemonics"})


def _closest(lines: Sequence[str], labels: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    """The line that covers most items when read kindly, and the items it leaves out.

    Nothing is held against a line that has not about as many letters as there are items: it is no set of initials.
    """
    readings = [(line, letters, _uncovered(letters, labels)) for line in lines for letters in _readings(line)]
    line, letters, missing = min(readings, key=lambda reading: len(reading[2]), default=("", "", ()))
    meant = abs(len(letters) - len(labels)) <= 1 and len(missing) <= len(labels) / 2
    return line, missing if meant else ()


def _readings(line: str) -> Iterator[str]:
    """The letters a line may stand for: its capitals, one word's letters, or the initials of a sentence."""
    joined = _JOINTS.sub("", line)
    words = words_of(joined)
    capitals = "".join(w.text for w in words if len(w.text) > 1 and w.shown.isupper())
    if capitals:
        yield capitals
    yield words[0].text if len(words) == 1 else "".join(w.text[0] for w in words)


def _uncovered(letters: str, labels: Sequence[str]) -> tuple[int, ...]:
    """Gives each item a letter of its own where that is possible (augmenting paths) and tells who went without."""
    holder: dict[int, int] = {}
    return tuple(i for i, _ in enumerate(labels) if not _seat(i, letters, labels, holder, set()))


def _seat(item: int, letters: str, labels: Sequence[str], holder: dict[int, int], tried: set[int]) -> bool:
    mine = {w.text[0] for w in words_of(labels[item])}
    for place, letter in enumerate(letters):
        if letter in mine and place not in tried:
            tried.add(place)
            if place not in holder or _seat(holder[place], letters, labels, holder, tried):
                holder[place] = item
                return True
    return False
