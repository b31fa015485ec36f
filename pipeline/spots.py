"""Where in a note something stands, and what its mind map asks: known without any target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline import model as m
from pipeline.text import children, plain, slug, walk


@dataclass(frozen=True, slots=True)
class Spot:
    """The line of a block, and the headings it stands under, the outermost first."""

    line: int
    path: tuple[str, ...]


def spots(note: m.Note) -> Mapping[str, Spot]:
    """Each block, item and row of a note by its id."""
    found: dict[str, Spot] = {}
    path: list[tuple[int, str]] = []
    for block in note.blocks:
        if isinstance(block, m.Heading):
            path = [*(each for each in path if each[0] < block.level), (block.level, plain(block.inlines))]
        titles = tuple(title for _, title in path)
        found |= {name: Spot(line, titles) for name, line in _lines(block, 0)}
    return found


def _lines(block: m.Block, above: int) -> Iterator[tuple[str, int]]:
    """Names and lines; what has no line of its own has that of what it stands in."""
    line = getattr(block, "line", 0) or above
    yield block.id, line
    match block:
        case m.List(items):
            for item in items:
                yield item.id, item.line or line
                for child in item.blocks:
                    yield from _lines(child, item.line or line)
        case m.Definitions(terms):
            for term in terms:
                yield term.id, term.line or line
                for child in children(m.Definitions((term,))):
                    yield from _lines(child, term.line or line)
        case m.Table(head, rows):
            yield from ((row.id, row.line or line) for row in (head, *rows))
        case _:
            for child in children(block):
                yield from _lines(child, line)


@dataclass(frozen=True, slots=True)
class Limb:
    """A main branch of a note's map that has points: its name as a question, its place among its map's, from 0."""

    id: str
    map: str
    place: int
    branch: m.Branch


def limbs(note: m.Note) -> tuple[Limb, ...]:
    """The main branches that may be asked for, under names that are unique in the note."""
    found: dict[str, Limb] = {}
    for node in maps(note):
        for place, branch in enumerate(node.root.branches):
            name = f"map-{branch.href or slug(plain(branch.label)) or place}"
            if branch.branches:
                name = _free(name, found)
                found[name] = Limb(name, node.id, place, branch)
    return tuple(found.values())


def maps(note: m.Note) -> tuple[m.MindMap, ...]:
    """The mind maps at a note's head."""
    aids = (aid for aid in note.aids if aid.kind == "mindmap")
    return tuple(block for aid in aids for block in walk(aid.blocks) if isinstance(block, m.MindMap))


def _free(name: str, taken: Mapping[str, object]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free


def points(branches: Sequence[m.Branch]) -> str:
    """All labels below, one a line."""
    return "\n".join(f"{plain(each.label)}\n{points(each.branches)}".strip() for each in branches)
