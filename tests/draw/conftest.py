"""Maps and a ruler for the tests of drawing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from pipeline import fonts
from pipeline.model import Branch, MindMap
from tests.draw.trees import branch

CASES = Path(__file__).parent / "cases"


@pytest.fixture(scope="session")
def cuts(tmp_path_factory: pytest.TempPathFactory) -> tuple[fonts.Face, ...]:
    return fonts.faces(tmp_path_factory.mktemp("faces"))


@pytest.fixture(scope="session")
def ruler(cuts: tuple[fonts.Face, ...]) -> fonts.Shaper:
    return fonts.shaper(cuts)


@pytest.fixture
def case() -> Callable[[str], MindMap]:
    """A map from an outline in `cases/`: one space more for each level."""

    def read(name: str) -> MindMap:
        lines = (CASES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
        numbers = count(1)

        def grow(start: int, depth: int) -> tuple[Branch, int]:
            kids = []
            href = f"point-{next(numbers)}"
            index = start + 1
            while index < len(lines) and len(lines[index]) - len(lines[index].lstrip()) > depth:
                kid, index = grow(index, depth + 1)
                kids.append(kid)
            return branch(lines[start].strip(), tuple(kids), href), index

        return MindMap(grow(0, 0)[0])

    return read
