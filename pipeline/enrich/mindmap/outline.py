"""A note as a tree: every heading in its place, the points of each section below it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from pipeline import model as m
from pipeline.enrich.labels import FORMULA, Section, sections, vocabulary
from pipeline.enrich.mindmap.language.shape import EDGE, MOST_CHARACTERS
from pipeline.enrich.mindmap.language.wording import Speech, head, speech_of
from pipeline.enrich.mindmap.lines import rest_of, told
from pipeline.enrich.mindmap.point import DEEPER, SECTION, SUBSECTION, Point, without_echoes
from pipeline.enrich.mindmap.points import points_of
from pipeline.enrich.mindmap.pruning import grow
from pipeline.enrich.mindmap.seal import seal
from pipeline.text import fold, inlines_in, pictured, plain, words

_TITLE = 9.0
_POINTERS = vocabulary(
    "references reference sources source links resources related bibliography footnotes contents toc संदर्भ स्रोत सन्दर्भ"
)
_POINTING = ("see also", "further reading", "table of contents", "external links", "related notes", "read more")
"""Headings of lists that lead elsewhere."""


def outline(note: m.Note) -> m.Branch:
    """The note's generated map."""
    speech = speech_of(note)
    kept = without(note.blocks, note.meta.mindmap.exclude)
    blocks, seals = seal(kept)
    parts = sections(blocks)
    named = {b.id: _name(b) for b in kept if isinstance(b, m.Heading)}
    headed = _raised(tuple(s for s in parts if s.id in named))
    points = _nest(headed, named, speech) if headed else _unheaded(parts[0].blocks, speech)
    root = Point(head(note.title, speech) or note.title[:MOST_CHARACTERS], _TITLE, points=points)
    return grow(without_echoes(root), seals, note.meta.mindmap.depth)


def _unheaded(blocks: tuple[m.Block, ...], speech: Speech) -> tuple[Point, ...]:
    if blocks and all(isinstance(b, m.Paragraph) for b in blocks):
        return told([b for b in blocks if isinstance(b, m.Paragraph)], speech)
    return points_of(blocks, speech, with_prose=True)


def without(blocks: tuple[m.Block, ...], names: tuple[str, ...]) -> tuple[m.Block, ...]:
    """The blocks without the sections under these headings."""
    if not names:
        return blocks
    unwanted = {fold(name).strip() for name in names}
    out: list[m.Block] = []
    closed = 0
    for block in blocks:
        if isinstance(block, m.Heading) and (not closed or block.level <= closed):
            closed = block.level if fold(plain(block.inlines)).strip() in unwanted else 0
        if not closed:
            out.append(block)
    return tuple(out)


def _raised(parts: tuple[Section, ...]) -> tuple[Section, ...]:
    """Sections whose highest level is one that occurs more than once: a lone heading has its subsections beside it."""
    levels = Counter(s.level for s in parts)
    while levels and (top := min(levels)) < max(levels) and levels[top] == 1:
        parts = tuple(replace(s, level=max(top + 1, s.level)) for s in parts)
        levels = Counter(s.level for s in parts)
    return parts


def _nest(parts: tuple[Section, ...], named: dict[str, str], speech: Speech, depth: int = 0) -> tuple[Point, ...]:
    """Sections below the section they belong to."""
    out: list[Point] = []
    while parts:
        section, rest = parts[0], parts[1:]
        size = next((i for i, s in enumerate(rest) if s.level <= section.level), len(rest))
        inner = _nest(rest[:size], named, speech, depth + 1)
        parts = rest[size:]
        label = head(section.title, speech) or head(section.title.replace(FORMULA, " "), speech) or named[section.id]
        own = () if _points_away(section.title) else points_of(section.blocks, speech, with_prose=not inner)
        own = (*rest_of(section.title, label, speech), *own)
        out.append(Point(label, _weight(depth), section.id, section.number, (*own, *inner)))
    return tuple(out)


def _weight(depth: int) -> float:
    return (SECTION, SUBSECTION, DEEPER)[min(depth, 2)]


def _name(heading: m.Heading) -> str:
    """The last resort for a heading without a word: its signs, what its picture shows, or a dash."""
    text = " ".join(plain(heading.inlines).split())
    pictures = (pictured(n.src) for n in inlines_in(heading.inlines) if isinstance(n, m.Image))
    return (text.strip() or next(filter(None, pictures), "") or "–")[:MOST_CHARACTERS].strip()


def _points_away(title: str) -> bool:
    said = words(title.strip(EDGE))
    return " ".join(said) in _POINTING or bool(said and len(said) <= 2 and said[0] in _POINTERS)
