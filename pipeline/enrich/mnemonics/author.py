"""Checks that the letters of an author's own mnemonic cover the list it belongs to; its words are never changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline import model as m
from pipeline import text
from pipeline.enrich.labels import sections
from pipeline.enrich.mnemonics.enumerations import callouts, names_of
from pipeline.mnemonic import own
from pipeline.problem import Problem

CODE = "mnemonic-mismatch"


def mismatches(note: m.Note) -> Iterator[Problem]:
    """A warning for every mnemonic of the author that leaves an item of its list without a letter."""
    for section in sections(note.blocks):
        for callout in callouts(section.blocks):
            labels = _list_of(section.blocks, callout)
            told, missing = _closest(_told(callout), labels) if labels else ("", ())
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
    readings = [(line, own.read(line, labels)[1]) for line in lines]
    line, missing = min(readings, key=lambda reading: len(reading[1]), default=("", ()))
    return line, missing if len(missing) <= len(labels) / 2 and own.as_long(line, labels) else ()
