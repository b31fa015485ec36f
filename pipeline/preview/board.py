"""What the page knows, and a bell for those who wait for something newer."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Condition
from typing import Literal, assert_never

from pipeline.preview.news import Building, Built, Failed, File, News
from pipeline.preview.shelf import Shelf
from pipeline.problem import Problem


@dataclass(frozen=True, slots=True)
class State:
    """`changed` is the index of the page to show of this edition, -1 for none; `fault` is the end of a traceback."""

    version: int = 0
    state: Literal["building", "built", "failed"] = "building"
    step: str = ""
    sources: tuple[str, ...] = ()
    seconds: float = 0.0
    title: str = ""
    edition: int = 0
    changed: int = -1
    problems: tuple[Problem, ...] = ()
    files: tuple[File, ...] = ()
    fault: str = ""


def advance(state: State, news: News) -> State:
    """What is known after the news; what stands in the output folder stays until something newer does."""
    state = replace(state, version=state.version + 1)
    match news:
        case Building(step, changed):
            return replace(state, state="building", step=step, sources=changed or state.sources)
        case Built():
            known = replace(state, state="built" if news.last else "building", step="" if news.last else "the rest")
            return replace(
                known, seconds=news.seconds, title=news.title, problems=news.problems, files=news.files, fault=""
            )
        case Failed(seconds, problems, fault):
            last = fault.strip().rpartition("\n")[2]
            return replace(state, state="failed", step="", seconds=seconds, problems=problems, fault=last)
        case _:
            assert_never(news)


@dataclass(slots=True)
class Board:
    """Where news arrive and readers wait."""

    shelf: Shelf = field(default_factory=Shelf)
    state: State = field(default_factory=State)
    closed: bool = False
    _bell: Condition = field(default_factory=Condition)

    def post(self, news: News) -> None:
        """Take the news; of a book on paper, its pages too."""
        state = advance(self.state, news)
        if isinstance(news, Built) and (book := _book(news.files)):
            with suppress(ValueError):  # somebody else wrote over it: the edition before stays
                changed = self.shelf.put(book, news.fresh)
                if self.shelf.edition != state.edition:
                    state = replace(state, edition=self.shelf.edition, changed=changed)
        with self._bell:
            self.state = state
            self._bell.notify_all()

    def after(self, version: int, patience: float) -> State | None:
        """The state as soon as it is newer than `version`; None after `patience` seconds without, or at the end."""
        with self._bell:
            self._bell.wait_for(lambda: self.closed or self.state.version > version, patience)
            return None if self.closed or self.state.version <= version else self.state

    def close(self) -> None:
        with self._bell:
            self.closed = True
            self._bell.notify_all()


def _book(files: tuple[File, ...]) -> bytes:
    """The bytes of the first PDF, empty when there is none any more."""
    path = next((Path(file.path) for file in files if file.name.endswith(".pdf")), None)
    try:
        return path.read_bytes() if path else b""
    except OSError:
        return b""
