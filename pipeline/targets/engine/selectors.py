"""Selectors of style sheets, made ready when an element first asks: of 640 in our sheets a leaf asks for 150."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def asked() -> Iterator[None]:
    """Style sheets that are read here get such selectors: cssselect2 writes Python for each, and has it compiled."""
    from cssselect2 import compiler

    compiler.eval = _later
    try:
        yield
    finally:
        del compiler.eval


def _later(source: str, names: dict[str, object], own: dict[str, object]) -> Callable[[object], object]:
    made: Any = None

    def test(element: object) -> object:
        nonlocal made
        if made is None:
            made = eval(source, names, own)  # noqa: S307 - as cssselect2 does itself, which wrote it
        return made(element)

    return test
