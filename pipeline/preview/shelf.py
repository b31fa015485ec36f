"""The book in its last two editions, and the pictures that were drawn of it lately."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from pipeline.preview.paper import Line, Paper, Sheet, first_change

_ROOM = 64 << 20
"""Bytes of pictures to keep."""


class Shelf:
    """Editions count from 1. The one before the last is kept for pages that are on their way to a reader."""

    def __init__(self, room: int = _ROOM) -> None:
        self._room = room
        self._papers: dict[int, tuple[bytes, Paper]] = {}
        self._pictures: OrderedDict[tuple[int, int], bytes] = OrderedDict()
        self._lock = Lock()
        self.edition = 0

    def put(self, data: bytes, fresh: tuple[tuple[int, int], ...]) -> int:
        """Take a PDF and return the index of its first page that changed; -1 when none did or it is the first.

        The same bytes again are the same edition. Raises `ValueError` when it is not a PDF.
        """
        with self._lock:
            former = self._papers.get(self.edition)
            if former and former[0] == data:
                return -1
            paper = Paper(data)
            self.edition += 1
            self._papers[self.edition] = data, paper
            old = self._papers.pop(self.edition - 2, None)
            if old:
                old[1].close()
            return first_change(former[1], paper, fresh) if former else -1

    def sheets(self, edition: int) -> tuple[Sheet, ...] | None:
        found = self._papers.get(edition)
        return found[1].sheets if found else None

    def picture(self, edition: int, index: int) -> bytes | None:
        """The page as PNG; None when there is no such page."""
        key = edition, index
        with self._lock:
            if key in self._pictures:
                self._pictures.move_to_end(key)
                return self._pictures[key]
            if not (paper := self._paper(edition, index)):
                return None
            self._pictures[key] = picture = paper.picture(index)
            while len(self._pictures) > 1 and sum(map(len, self._pictures.values())) > self._room:
                self._pictures.popitem(last=False)
            return picture

    def lines(self, edition: int, index: int) -> list[Line] | None:
        """The words of a page; None when there is no such page."""
        with self._lock:
            paper = self._paper(edition, index)
            return paper.lines(index) if paper else None

    def _paper(self, edition: int, index: int) -> Paper | None:
        found = self._papers.get(edition)
        return found[1] if found and 0 <= index < len(found[1].sheets) else None

    @property
    def kept(self) -> int:
        """Bytes of pictures in memory."""
        return sum(map(len, self._pictures.values()))

    def close(self) -> None:
        with self._lock:
            for _, paper in self._papers.values():
                paper.close()
            self._papers.clear()
            self._pictures.clear()
