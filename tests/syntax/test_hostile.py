"""No text keeps the parser busy for long. The times themselves are measured by scripts/hostile.py."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from pipeline import model as m
from pipeline.syntax import parse
from scripts.hostile import INPUTS

_ALARM = 20  # seconds; each takes less than one, and what grows with the square takes minutes


@pytest.fixture(autouse=True)
def _alarm() -> Iterator[None]:
    def ring(*_: object) -> None:
        pytest.fail("the parser does not come to an end")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(_ALARM)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("name", INPUTS)
def test_it_comes_to_an_end(name: str) -> None:
    size, make = INPUTS[name]
    assert parse(m.Source("a.md", make(size // 4))).path == "a.md"


@pytest.mark.parametrize("size", [2_571, 32_500], ids=["36 KB", "455 KB"])
def test_hostile_emphasis_comes_to_an_end(size: int) -> None:
    assert parse(m.Source("a.md", "*a **a " * size + "b" + " a** a*" * size)).words > size


@pytest.mark.parametrize(
    "text",
    [
        "---\na: &a [x,x,x,x,x,x,x,x]\n"
        + "".join(f"{y}: &{y} [{','.join(['*' + x] * 8)}]\n" for x, y in zip("abcdefg", "bcdefgh", strict=True))
        + "---\n",
        "---\n" + "[" * 50_000 + "\n---\n",
    ],
    ids=["aliases", "brackets"],
)
def test_hostile_front_matter_comes_to_an_end(text: str) -> None:
    assert parse(m.Source("a.md", text)).path == "a.md"
