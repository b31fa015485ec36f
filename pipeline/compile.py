"""One note → all the book needs of it: its references resolved, its pages written, its share of the back matter.

Depends on the note and on what its references find, and on nothing else of the book; so an edit compiles one note.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from pipeline import conserve, formula, manifest, terms
from pipeline import model as m
from pipeline.cache import Cache, digest
from pipeline.enrich import enrich, mnemonics
from pipeline.enrich.mnemonics import Listed
from pipeline.enrich.recall import USUAL
from pipeline.header import header
from pipeline.mnemonic.decisions import UNDECIDED, Decisions
from pipeline.problem import Problem
from pipeline.references import Resolver
from pipeline.syntax import PLAIN, parse
from pipeline.targets import pdf


@dataclass(frozen=True, slots=True)
class Compiled:
    """What is only needed where something is made anew."""

    printed: pdf.Printed
    claim: conserve.Claim


@dataclass(frozen=True, slots=True)
class Brief:
    """What every build needs of a compiled note. `folded`: answers of its own stand at the back."""

    sheets: tuple[pdf.Sheet, ...]
    share: str
    """Digest of what it gives to the back matter."""
    folded: bool
    row: manifest.Row
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """Where notes are kept between stages. What is no longer there is made again from its source."""

    cache: Cache
    source: Callable[[str], m.Source]
    """The text of a note by its path."""
    decisions: Decisions = UNDECIDED
    """What the author said of mnemonics, beside the notes."""
    recall: m.RecallSettings = USUAL
    notation: m.Notation = PLAIN

    def lists(self, path: str) -> tuple[Listed, ...]:
        """The lists of a note that may be decided on."""
        return tuple(listed for _, listed in mnemonics.lists(parse(self.source(path), self.notation)))

    def prepare(self, path: str) -> m.Header:
        """Read a note, keep it and the pictures in its text, each on its own, and return its header."""
        note = prepare(self.source(path), self.decisions, self.recall, self.notation)
        for name, picture in note.inlays:
            self.cache.put(f"inlay {name}", picture)
        data = pickle.dumps(replace(note, inlays=()), 5)
        body = digest("note", data)
        self.cache.put(body, data)
        return header(note, body)

    def note(self, head: m.Header) -> m.Note:
        """A note as its book names it: parsed and enriched, not resolved."""
        data = self.cache.get(head.body)
        note: m.Note = pickle.loads(data) if data else self._again(head)  # noqa: S301 - see cache.py
        return replace(note, id=head.id, meta=head.meta)

    def inlay(self, head: m.Header, name: str) -> bytes | None:
        """A picture in the text of a note; nothing when it is no longer in it."""
        return self.cache.get(f"inlay {name}") or dict(self._again(head).inlays).get(name)

    def _again(self, head: m.Header) -> m.Note:
        return prepare(self.source(head.path), self.decisions, self.recall, self.notation)


def prepare(
    source: m.Source,
    decisions: Decisions = UNDECIDED,
    recall: m.RecallSettings = USUAL,
    notation: m.Notation = PLAIN,
) -> m.Note:
    """One note, read and enriched: depends on nothing but its text and what is decided and wanted beside it."""
    note = parse(source, notation)
    return enrich(replace(note, problems=(*source.problems, *note.problems, *formula.check(note))), decisions, recall)


@dataclass(frozen=True, slots=True)
class Compiler:
    """Compiles the notes of one book."""

    resolver: Resolver
    desk: pdf.Desk
    parts: Mapping[str, str]
    """Note → title of its part."""
    press: pdf.Press

    def resolve(self, head: m.Header) -> m.Note:
        return self.resolver.note(self.resolver.load(head))

    def compiled(self, head: m.Header) -> tuple[Compiled, Brief]:
        note = self.resolve(head)
        printed = pdf.note(note, self.parts[note.id], self.desk)
        claim = conserve.claim(note)
        share = digest(repr(printed.answers), repr(printed.explanations))
        sheets = tuple(map(self.press.sheet, printed.leaves))
        brief = Brief(sheets, share, bool(claim.answers), manifest.row(note), note.problems)
        return Compiled(printed, claim), brief

    def places(self, head: m.Header) -> terms.Places:
        """Where a note speaks of what the index looks for; a folded answer is found by its box."""
        boxes = {f"{head.id}--{name}": f"{head.id}--{box}" for name, box in reversed(head.hidden)}
        found = terms.places(self.resolver.load(head), self.desk.book.terms)
        return tuple((term, tuple(dict.fromkeys(boxes.get(a, a) for a in anchors))) for term, anchors in found)
