"""Mind maps: the author's own outline as a tree of short labels."""

from __future__ import annotations

from dataclasses import replace

from pipeline import model as m
from pipeline.enrich.labels import Section, callout_type, first_line, sections, sublists
from pipeline.enrich.mindmap.points import Point, points_of
from pipeline.enrich.mindmap.pruning import grow
from pipeline.enrich.mindmap.wording import head
from pipeline.text import plain, walk

FEWEST_POINTS = 4
"""A map of fewer says nothing that the contents do not."""

_TITLE, _SECTION, _SUBSECTION = 9.0, 3.0, 2.0
_DEFAULT_TITLES = ("", "mindmap", "mind map")


def enrich(note: m.Note) -> m.Note:
    """Add the note's mind map: the author's where there is one, else one made from headings, lists and leads."""
    if not note.meta.mindmap:
        return note
    drawn = _authors_maps(note)
    if drawn:
        return _with(note, m.Aid("mindmap", "opening", drawn, origin="author"))
    root = outline(note)
    if _count(root) - 1 < FEWEST_POINTS:
        return note
    return _with(note, m.Aid("mindmap", "opening", (m.MindMap(root, id="aid-mindmap"),)))


def outline(note: m.Note) -> m.Branch:
    """The note as a tree: sections, their points, the facts behind them; at most sixty nodes."""
    parts = sections(note.blocks)
    headed = tuple(s for s in parts if s.level > 1 and s.title)
    points = _nest(headed) if headed else points_of(note.blocks, with_prose=True)
    return grow(Point(head(note.title) or note.title, _TITLE, points=points))


def _nest(parts: tuple[Section, ...]) -> tuple[Point, ...]:
    """Sections below the section they belong to."""
    out: list[Point] = []
    while parts:
        section, rest = parts[0], parts[1:]
        size = next((i for i, s in enumerate(rest) if s.level <= section.level), len(rest))
        inner = _nest(rest[:size])
        parts = rest[size:]
        if label := head(section.title):
            weight = _SECTION if section.level <= 2 else _SUBSECTION
            own = points_of(section.blocks, with_prose=not inner)
            out.append(Point(label, weight, section.id, section.number, (*own, *inner)))
    return tuple(out)


def _with(note: m.Note, aid: m.Aid) -> m.Note:
    return replace(note, aids=(*note.aids, aid))


def _count(branch: m.Branch) -> int:
    return 1 + sum(_count(b) for b in branch.branches)


def _authors_maps(note: m.Note) -> tuple[m.Block, ...]:
    """The maps the author wrote as nested lists in `[!mindmap]` callouts, label for label."""
    found = [b for b in walk(note.blocks) if isinstance(b, m.Div) and callout_type(b) == "mindmap"]
    maps = [(b, _written(b)) for b in found]
    kept = [(block, branches) for block, branches in maps if branches]
    return tuple(
        m.MindMap(
            m.Branch((m.Text(_title(block, note)),), branches),
            block.line,
            f"aid-mindmap-{i}" if i > 1 else "aid-mindmap",
        )
        for i, (block, branches) in enumerate(kept, 1)
    )


def _title(block: m.Div, note: m.Note) -> str:
    title = plain(block.title).strip()
    return note.title if title.casefold() in _DEFAULT_TITLES else title


def _written(block: m.Div) -> tuple[m.Branch, ...]:
    return tuple(_branch(item) for b in block.blocks if isinstance(b, m.List) for item in b.items)


def _branch(item: m.Item) -> m.Branch:
    below = tuple(_branch(inner) for sub in sublists(item) for inner in sub.items)
    return m.Branch((m.Text(" ".join(plain(first_line(item)).split())),), below, item.id)
