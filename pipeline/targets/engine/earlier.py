"""The previous file of a book: which bytes of it the next one can take over, each checked before it is trusted."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipeline.targets.engine.place import Place, Seat


class Chapter(NamedTuple):
    """A placed fragment in a file."""

    key: str
    seat: Seat
    told: tuple[str, ...]
    """The label that each slot was told."""
    start: int
    size: int
    check: int
    """CRC-32 of its bytes."""
    place: Place


@dataclass(frozen=True, slots=True)
class Placed:
    """What a file is made of. `path` is where it lies; whoever moves it there says so (`dataclasses.replace`).

    The file must not be written over while the next one is linked: write that beside it and rename.
    """

    chapters: tuple[Chapter, ...]
    path: Path | None = None


Earlier = Mapping[tuple[str, Seat], Chapter]
Read = Callable[[Chapter], bytes | None]


@contextmanager
def opened(before: Placed | None) -> Iterator[tuple[Earlier, Read]]:
    """Chapters of the previous file, and how to read one: None for whatever is not what it was."""
    if before and before.path:
        with suppress(OSError), before.path.open("rb", buffering=0) as file:
            chapters = {(chapter.key, chapter.seat): chapter for chapter in before.chapters}

            def read(chapter: Chapter) -> bytes | None:
                try:
                    file.seek(chapter.start)
                    data = file.read(chapter.size)
                except OSError:
                    return None
                return data if len(data) == chapter.size and zlib.crc32(data) == chapter.check else None

            yield chapters, read
            return
    yield {}, lambda _: None
