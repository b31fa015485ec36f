"""Where the heavy work is done: here, one piece after another, or in processes side by side."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Protocol, TypeVar

A = TypeVar("A")
B = TypeVar("B")


class Runner(Protocol):
    """Does the same work on every item and returns the results in the order of the items."""

    def __call__(self, work: Callable[[A], B], items: Sequence[A], /) -> list[B]: ...


def here(work: Callable[[A], B], items: Sequence[A], /) -> list[B]:
    """One item after another, in this process."""
    return [work(item) for item in items]


def processes(jobs: int) -> Runner:
    """As many items at a time as there are jobs; `work` must be a function that other processes can import."""

    def run(work: Callable[[A], B], items: Sequence[A], /) -> list[B]:
        workers = min(jobs, len(items))
        if workers < 2:
            return here(work, items)
        with ProcessPoolExecutor(workers, multiprocessing.get_context(_START), _begin) as pool:
            try:
                return list(pool.map(work, items))
            except BaseException:
                _abandon(pool)
                raise

    return run


# A fork has the print engine loaded already; elsewhere than on Linux, system libraries do not survive one.
_START = "fork" if sys.platform == "linux" else "spawn"


def _begin() -> None:
    """Let a worker die of Ctrl-C in silence: the parent tells the story."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _abandon(pool: ProcessPoolExecutor) -> None:
    """Leave nothing running: a page that is being set may take seconds."""
    pool.shutdown(wait=False, cancel_futures=True)
    for child in multiprocessing.active_children():
        child.terminate()
