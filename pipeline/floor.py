"""The floor: where a build works, what it remembers, and who does the heavy work.

Keys are digests of all that shapes a value, so what is remembered is never stale; light values come from the memory,
heavy ones (notes, markup, pages) stay in the cache until something must be made of them.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from pipeline.cache import Cache
from pipeline.memory import Memory, loaded
from pipeline.runner import Runner, Tell, here
from pipeline.runner.base import silent

A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Floor:
    """Where a build works: a folder to keep fonts in, one for what is half done, what is remembered, and who works."""

    room: Path
    scratch: Path
    cache: Cache
    memory: Memory
    runner: Runner
    tell: Tell = silent
    """Told how far setting has come."""
    afar: Runner | None = None
    """Other machines, which set what is new."""

    def each(self, keys: Sequence[str], items: Sequence[A], work: Callable[[A], B], *, shared: bool = True) -> list[B]:
        """A value for each item: remembered under its key, or made."""
        return self.memory.each(keys, items, lambda todo: self._run(work, todo), shared=shared)[0]

    def _run(self, work: Callable[[A], B], items: Sequence[A]) -> list[B]:
        """A few things are done here: other processes would take longer to begin."""
        found = (self.runner if len(items) > _FEW else here)(partial(_tried, work), items)
        for each in found:
            if isinstance(each, Forgotten):
                raise each
        return [each for each in found if not isinstance(each, Forgotten)]

    def once(self, key: str, make: Callable[[], B]) -> B:
        """One value: remembered, or made here."""
        known: B | None = self.memory.get(key)
        if known is None:
            known = make()
            self.memory.put(key, known)
        return known

    def heavy(self, key: str) -> Any:  # noqa: ANN401 - values of any stage
        """A value that only the cache holds; raises `Forgotten` when it was cleared meanwhile."""
        value = self.recall(key)
        if value is None:
            raise Forgotten(key)
        return value

    def recall(self, key: str) -> Any:  # noqa: ANN401 - values of any stage
        """A value that only the cache holds, or None."""
        return loaded(self.cache.get(key))

    def keep(self, key: str, value: object) -> None:
        self.cache.put(key, pickle.dumps(value, 5))

    def each_heavy(self, keys: Sequence[str], items: Sequence[A], work: Callable[[A], B]) -> list[B]:
        """Like `each`, for values too big to be kept together."""
        found: list[B | None] = [self.recall(key) for key in keys]
        missing = [n for n, value in enumerate(found) if value is None]
        for n, value in zip(missing, self._run(work, [items[n] for n in missing]) if missing else (), strict=True):
            self.keep(keys[n], value)
            found[n] = value
        return [value for value in found if value is not None]

    def blob_of(self, key: str, make: Callable[[], bytes]) -> bytes:
        """Bytes from the cache, or made here."""
        data = self.cache.get(key)
        if data is None:
            data = make()
            self.cache.put(key, data)
        return data

    def blob(self, key: str) -> bytes:
        """Bytes that only the cache holds; raises `Forgotten` as `heavy` does."""
        data = self.cache.get(key)
        if data is None:
            raise Forgotten(key)
        return data


_FEW = 8


class Forgotten(LookupError):  # noqa: N818 - not a fault of the build
    """The cache lost something while it was in use: begin again."""


def _tried(work: Callable[[A], B], item: A) -> B | Forgotten:
    """What came of it: other processes hand back values whole, but of what was raised only the words."""
    try:
        return work(item)
    except Forgotten as lost:
        return lost
