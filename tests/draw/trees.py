"""Mind maps written down briefly."""

from __future__ import annotations

import re

from pipeline.model import Branch, Code, Label, Math, MindMap, Text

_RUN = re.compile(r"(\$[^$]+\$|`[^`]+`)")
_WORDS = ("supply", "demand", "price", "income", "market", "policy", "reform", "growth", "energy", "water", "climate")


def branch(label: str, branches: tuple[Branch, ...] = (), href: str = "", number: str = "", more: int = 0) -> Branch:
    """A point whose label is plain words."""
    return Branch((Text(label),), branches, href, number, more)


def label(text: str) -> Label:
    """A label with `code` and $formulas$."""
    return tuple(
        Math(part[1:-1]) if part[0] == "$" else Code(part[1:-1]) if part[0] == "`" else Text(part)
        for part in _RUN.split(text)
        if part
    )


def outlined(lines: list[str]) -> MindMap:
    """A map from an outline: one space more for each level; every point has an address."""

    def grow(start: int, depth: int) -> tuple[Branch, int]:
        kids = []
        index = start + 1
        while index < len(lines) and len(lines[index]) - len(lines[index].lstrip()) > depth:
            kid, index = grow(index, depth + 1)
            kids.append(kid)
        return Branch(label(lines[start].strip()), tuple(kids), f"point-{start + 1}"), index

    return MindMap(grow(0, 0)[0])


def generated(points: int, mains: int) -> MindMap:
    """A map of so many points, four levels deep, with labels of two to four words."""
    state = 1

    def dice(sides: int) -> int:
        nonlocal state
        state = (state * 1103515245 + 12345) % 2**31
        return (state >> 8) % sides

    kids: list[list[int]] = [[] for _ in range(points)]
    levels = [0] + [1] * mains
    kids[0] = list(range(1, mains + 1))
    for index in range(mains + 1, points):
        parent = 1 + dice(index - 1)
        while levels[parent] > 2 or len(kids[parent]) > (7 if levels[parent] == 1 else 4):
            parent = 1 + dice(index - 1)
        kids[parent].append(index)
        levels.append(levels[parent] + 1)

    def grow(index: int) -> Branch:
        words = " ".join(_WORDS[dice(len(_WORDS))] for _ in range(2 + dice(3))).capitalize()
        return branch(words, tuple(grow(kid) for kid in kids[index]), f"point-{index}")

    return MindMap(grow(0))
