"""Selectors of style sheets, made ready when an element first asks: of 640 in our sheets a leaf asks for 150."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def asked() -> Iterator[None]:
    """Style sheets that are read here get such selectors: cssselect2 writes Python for each, and has it compiled."""
    from cssselect2 import compiler

    compiler.eval = Test
    try:
        yield
    finally:
        del compiler.eval


class Test:
    """Whether a selector means an element. It stands for `eval` of this source, and can be kept."""

    __slots__ = ("_made", "_source")

    def __init__(self, *source: Any) -> None:  # noqa: ANN401 - the arguments of `eval`
        self._source = source
        self._made: Any = None

    def __call__(self, element: object) -> object:
        if self._made is None:
            self._made = eval(*self._source)  # noqa: S307 - as cssselect2 does itself, which wrote it
        return self._made(element)

    def __reduce__(self) -> tuple[type[Test], tuple[object, ...]]:
        return Test, self._source
