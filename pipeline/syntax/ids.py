"""Names for blocks: every block of a note gets an id of its own, the same as long as its surroundings are.

Headings are named by their words and `^id` by its author; these come first, so that a new paragraph renames none of
them. All other blocks are counted by kind.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from pipeline import model as m
from pipeline.text import children, plain, slug

_ORDER = re.compile(r"^(?:\d+(?:\.\d+)*)[-._)\s]+(?=\S)")
_LETTERS: dict[type[m.Block], str] = {
    m.Paragraph: "p",
    m.Heading: "h",
    m.CodeBlock: "c",
    m.MathBlock: "m",
    m.Quote: "q",
    m.List: "l",
    m.Definitions: "x",
    m.Table: "t",
    m.Figure: "f",
    m.Rule: "s",
    m.PageBreak: "n",
    m.Div: "d",
    m.MindMap: "g",
}


def note_id(given: str, path: str) -> str:
    """The note's name in links: its own `id`, else the file's name without the number it is sorted by."""
    stem = PurePosixPath(path).stem
    found = slug(given) or slug(_ORDER.sub("", stem)) or slug(stem)
    return found or f"note-{hashlib.sha256(path.encode()).hexdigest()[:8]}"


@dataclass(slots=True)
class Names:
    """The ids given so far; `prefix` keeps those of a footnote apart."""

    taken: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    prefix: str = ""

    def claim(self, wanted: str) -> str:
        name = wanted
        while name in self.taken:
            self.counts[wanted] = self.counts.get(wanted, 1) + 1
            name = f"{wanted}-{self.counts[wanted]}"
        self.taken.add(name)
        return name

    def count(self, letter: str) -> str:
        while True:
            self.kinds[letter] = self.kinds.get(letter, 0) + 1
            name = f"{self.prefix}{letter}{self.kinds[letter]}"
            if name not in self.taken:
                self.taken.add(name)
                return name

    def inside(self, prefix: str) -> Names:
        return Names(self.taken, self.counts, {}, prefix)


def name_blocks(blocks: tuple[m.Block, ...], names: Names) -> tuple[m.Block, ...]:
    chosen = iter([names.claim(name) for name in _wanted(blocks, names.prefix)])
    return tuple(_name(block, names, chosen) for block in blocks)


def _wanted(blocks: Iterable[m.Block], prefix: str) -> Iterable[str]:
    """The ids that words or authors ask for, in reading order."""
    for block in blocks:
        if name := _own(block):
            yield name if block.id else prefix + name
        match block:
            case m.List(items):
                for item in items:
                    if item.id:
                        yield item.id
                    yield from _wanted(item.blocks, prefix)
            case _:
                yield from _wanted(children(block), prefix)


def _own(block: m.Block) -> str:
    return block.id or (slug(plain(block.inlines)) if isinstance(block, m.Heading) else "")


def _name(block: m.Block, names: Names, chosen: Iterable[str]) -> m.Block:
    supply = iter(chosen)
    name = next(supply) if _own(block) else names.count(_LETTERS[type(block)])

    def inside(blocks: tuple[m.Block, ...]) -> tuple[m.Block, ...]:
        return tuple(_name(child, names, supply) for child in blocks)

    match block:
        case m.Quote(blocks) | m.Div(blocks=blocks) if blocks:
            return replace(block, id=name, blocks=inside(blocks))
        case m.List(items):
            named = []
            for item in items:
                item_id = next(supply) if item.id else names.count("i")
                named.append(replace(item, id=item_id, blocks=inside(item.blocks)))
            return replace(block, id=name, items=tuple(named))
        case m.Definitions(items):
            terms = tuple(
                replace(term, id=names.count("e"), details=tuple(inside(detail) for detail in term.details))
                for term in items
            )
            return replace(block, id=name, items=terms)
        case m.Table(head, rows):
            row_ids = [names.count("r") for _ in (head, *rows)]
            named_rows = tuple(replace(row, id=row_id) for row, row_id in zip(rows, row_ids[1:], strict=True))
            return replace(block, id=name, head=replace(head, id=row_ids[0]), rows=named_rows)
        case _:
            return replace(block, id=name)
