"""The note's title, the levels of its headings and the numbers of its sections."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from pipeline import model as m
from pipeline.text import children, fold, plain, walk

_EXPORTED = re.compile(r"(?<=\S) [0-9a-f]{32}$")
"""What Notion adds to the names of the files it exports."""


def take_title(blocks: tuple[m.Block, ...], given: str, path: str) -> tuple[str, tuple[m.Block, ...]]:
    """The title, and the blocks without the heading that says it.

    Front matter gives it, else a first heading of level 1, else the file's name.
    """
    first = blocks[0] if blocks else None
    heading = _said(first.inlines) if isinstance(first, m.Heading) and first.level == 1 else ""
    if heading and (not given or fold(heading).split() == fold(given).split()):
        return given or heading, blocks[1:]
    return given or title_of_path(path), blocks


def _said(inlines: tuple[m.Inline, ...]) -> str:
    """A heading's words: what its pictures stand for only where there is nothing else."""
    return " ".join(plain(_bare(inlines)).split()) or plain(inlines).strip()


def _bare(inlines: tuple[m.Inline, ...]) -> tuple[m.Inline, ...]:
    """Without pictures, such as the badges behind a title."""
    return tuple(
        replace(node, inlines=_bare(node.inlines)) if isinstance(node, m.Emphasis | m.Link | m.Span) else node
        for node in inlines
        if not isinstance(node, m.Image)
    )


def title_of_path(path: str) -> str:
    """The file's name as a title: `fundamental-rights.md` is "fundamental rights"."""
    stem = PurePosixPath(path).stem
    stem = _EXPORTED.sub("", stem)
    words = stem if " " in stem else re.sub(r"[-_]+", " ", stem)
    return words.strip() or stem or path or "Untitled"


@dataclass(slots=True)
class _Sections:
    """Where in the outline we are: the author's levels of the open sections, and how many there were of each."""

    open: list[int] = field(default_factory=list)
    counts: list[int] = field(default_factory=lambda: [0, 0])

    def enter(self, level: int) -> int:
        while self.open and self.open[-1] >= level:
            self.open.pop()
        self.open.append(level)
        return min(len(self.open) + 1, 6)

    def number(self, level: int) -> str:
        if level > 3:
            return ""
        self.counts[level - 2] += 1
        if level == 2:
            self.counts[1] = 0
        return ".".join(str(count) for count in self.counts[: level - 1])


def arrange(blocks: tuple[m.Block, ...]) -> tuple[m.Block, ...]:
    """Levels that start at 2 and never skip one; numbers for the note's own sections."""
    sections = _Sections()
    out: list[m.Block] = []
    for block in blocks:
        if isinstance(block, m.Heading):
            level = sections.enter(block.level)
            out.append(replace(block, level=level, number=sections.number(level)))
        else:
            out.append(_arrange_inside(block, len(sections.open)))
    return tuple(out)


def _arrange_inside(block: m.Block, depth: int) -> m.Block:
    """Headings inside quotes, callouts and lists stand below the section they are in."""
    if not any(isinstance(inner, m.Heading) for inner in walk(children(block))):
        return block
    match block:
        case m.Quote(blocks) | m.Div(blocks=blocks):
            return replace(block, blocks=_below(blocks, depth))
        case m.List(items):
            return replace(block, items=tuple(replace(i, blocks=_below(i.blocks, depth)) for i in items))
        case m.Definitions(items):
            terms = tuple(replace(i, details=tuple(_below(d, depth) for d in i.details)) for i in items)
            return replace(block, items=terms)
        case _:
            return block


def _below(blocks: Iterable[m.Block], depth: int) -> tuple[m.Block, ...]:
    sections = _Sections()
    out: list[m.Block] = []
    for block in blocks:
        if isinstance(block, m.Heading):
            out.append(replace(block, level=min(sections.enter(block.level) + depth, 6)))
        else:
            out.append(_arrange_inside(block, depth + len(sections.open)))
    return tuple(out)


def arrange_inside(blocks: tuple[m.Block, ...]) -> tuple[m.Block, ...]:
    """The same for the blocks of a footnote, which have no numbers."""
    return _below(blocks, 0)
