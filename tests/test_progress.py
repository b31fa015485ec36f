"""How far the work has come, in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.shell import progress


@pytest.mark.parametrize(
    ("done", "total", "seconds", "line"),
    [
        (123, 568, 5.9, "123/568 notes · 21/s · 0:21 left"),
        (0, 568, 3, "0/568 notes"),
        (3, 568, 0, "3/568 notes"),
        (568, 568, 26.4, "568/568 notes · 22/s"),
        (1, 100, 1.25, "1/100 notes · 0.8/s · 2:04 left"),
        (10, 10_000, 10, "10/10000 notes · 1.0/s · 2:46:30 left"),
    ],
)
def test_a_line(done: int, total: int, seconds: float, line: str) -> None:
    assert progress(done, total, seconds) == line


@given(st.integers(0, 10**5), st.integers(0, 10**5), st.floats(0, 10**6))
def test_it_is_one_short_line_for_any_count(done: int, more: int, seconds: float) -> None:
    line = progress(done, done + more, seconds, "leaves")
    assert line.startswith(f"{done}/{done + more} leaves")
    assert "\n" not in line
