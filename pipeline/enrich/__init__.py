"""Study aids made from a note: each enrichment adds `Aid`s and leaves the author's blocks as they are."""

from __future__ import annotations

from pipeline.enrich import mindmap, mnemonics, recall
from pipeline.mnemonic.decisions import UNDECIDED, Decisions
from pipeline.model import Note, RecallSettings


def enrich(note: Note, decisions: Decisions = UNDECIDED, usual: RecallSettings = recall.USUAL) -> Note:
    """The note with its mind map, its mnemonics (those the author has decided on first) and its recall questions."""
    return recall.enrich(mnemonics.enrich(mindmap.enrich(note), decisions), usual)
