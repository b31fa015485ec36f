"""From a place on a page back to the note it came from, and there to the line of its block."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.targets.printcheck.marks import Box, Finding, Page, Text
from pipeline.targets.printcheck.structure import Anchor

Lines = Callable[[str], Mapping[str, int]]
"""For a note's id: the lines of its blocks by their ids; empty where they are not known."""
_NEAR = 30.0
"""Points from a block's left edge to that of its first word: marks of lists, padding of boxes."""
_SLACK = 4.0
_SIDEWAYS = 0.2
"""What a point to the side counts, in points up: a block's anchor is above it rather than beside it."""
_GENERATED = re.compile(r"(?:answers|worksheet)--|(?<=--)_[a-z]+-")
"""What the names of generated parts have before the name of the note or block that they were made of."""


@dataclass(frozen=True, slots=True)
class Source:
    """A note's path and the line of a block, 0 when only the note is known."""

    path: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Places:
    """What a file tells of where its notes stand.

    `firsts` is where each block of the tag tree begins, `folios` what each page is called.
    """

    anchors: tuple[Anchor, ...]
    firsts: Mapping[int, tuple[int, Box]]
    folios: tuple[str, ...]
    notes: Mapping[str, str]
    """Paths of the notes by their ids."""
    lines: Lines

    def source(self, finding: Finding) -> Source | None:
        """Where the faulty thing was written; None for what no note says, such as the contents."""
        block = finding.role.block if finding.role else 0
        page, box = self.firsts.get(block, (finding.page, finding.box))
        anchor = _nearest(self.anchors, page, box)
        return self._of(anchor.name) if anchor else None

    def _of(self, name: str) -> Source | None:
        note, _, block = _GENERATED.sub("", name).partition("--")
        if note not in self.notes:
            return None
        lines = self.lines(note) if block else {}
        return Source(self.notes[note], lines.get(block, 0))


def firsts(pages: Iterable[Page]) -> dict[int, tuple[int, Box]]:
    """The page and the place of the first words of each block."""
    found: dict[int, tuple[int, Box]] = {}
    for page in pages:
        here: dict[int, Text] = {}
        for text in page.texts:
            if text.role and text.role.block not in found:
                first = here.setdefault(text.role.block, text)
                if (text.box.middle, text.box.left) < (first.box.middle - first.size / 2, first.box.left):
                    here[text.role.block] = text
        found |= {block: (page.number, text.box) for block, text in here.items()}
    return found


def _nearest(anchors: Sequence[Anchor], page: int, box: Box) -> Anchor | None:
    """The anchor that a place belongs to: the nearest above it on its page, else the last one before."""
    here = [a for a in anchors if a.page == page and a.top <= box.middle + _SLACK and a.left <= box.right]
    near = [a for a in here if abs(a.left - box.left) <= _NEAR] or here
    if near:
        return min(near, key=lambda a: abs(box.top - a.top) + _SIDEWAYS * abs(box.left - a.left))
    return max((a for a in anchors if a.page < page), key=lambda a: (a.page, a.top), default=None)
