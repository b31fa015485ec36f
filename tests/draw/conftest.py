"""Maps and a ruler for the tests of drawing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import faces, fonts
from pipeline.model import MindMap
from tests.draw.trees import outlined

CASES = Path(__file__).parent / "cases"


@pytest.fixture(scope="session")
def cuts(tmp_path_factory: pytest.TempPathFactory) -> tuple[faces.Face, ...]:
    return faces.faces(tmp_path_factory.mktemp("faces"))


@pytest.fixture(scope="session")
def ruler(cuts: tuple[faces.Face, ...]) -> fonts.Shaper:
    return fonts.shaper(cuts)


@pytest.fixture(scope="session")
def case() -> Callable[[str], MindMap]:
    """A map from an outline in `cases/`: one space more for each level."""
    return lambda name: outlined((CASES / f"{name}.txt").read_text(encoding="utf-8").splitlines())
