"""Mind maps: the author's own outline as a tree of short labels."""

from __future__ import annotations

from dataclasses import replace

from pipeline import model as m
from pipeline.enrich.mindmap.author import authors_maps
from pipeline.enrich.mindmap.outline import outline

FEWEST_POINTS = 4
"""A map of fewer says nothing that the contents do not."""


def enrich(note: m.Note) -> m.Note:
    """Add the note's mind map: the author's where there is one, else one made from headings, lists and leads."""
    if not note.meta.mindmap.on:
        return note
    drawn = authors_maps(note)
    if drawn:
        return _with(note, m.Aid("mindmap", "opening", drawn, origin="author"))
    root = outline(note)
    if _count(root) - 1 < FEWEST_POINTS:
        return note
    return _with(note, m.Aid("mindmap", "opening", (m.MindMap(root, id="aid-mindmap"),)))


def _with(note: m.Note, aid: m.Aid) -> m.Note:
    return replace(note, aids=(*note.aids, aid))


def _count(branch: m.Branch) -> int:
    return 1 + sum(_count(b) for b in branch.branches)
