"""A limit of time for work in this very thread."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from pipeline.runner.outcome import Budget, Failure, Fetch, TimeUp, attempt, late

A = TypeVar("A")
B = TypeVar("B")


def timed(work: Callable[[A, Fetch], B], payload: A, fetch: Fetch, budget: Budget | None) -> B | Failure:
    """As `attempt`, but stopped when the time of the budget is over; its memory is not watched.

    Python stops it between two steps of its own, so not while it hangs in C.
    """
    if not budget or budget.seconds > threading.TIMEOUT_MAX:
        return attempt(work, payload, fetch, budget)
    try:
        with _alarm(budget.seconds):
            return attempt(work, payload, fetch, budget)
    except TimeUp:  # between the work's last step and ours
        return late(budget)


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Raise `TimeUp` in this thread after so many seconds."""
    lock, over = threading.Lock(), threading.Event()
    with timer(seconds, _ring, threading.get_ident(), lock, over):
        try:
            yield
        finally:
            with lock:
                over.set()


@contextmanager
def timer(seconds: float, call: Callable[..., object], *values: object) -> Iterator[None]:
    """Call after so many seconds, from a thread of its own, unless the block has ended by then."""
    waiting = threading.Timer(seconds, call, values)
    waiting.daemon = True
    waiting.start()
    try:
        yield
    finally:
        waiting.cancel()


def _ring(thread: int, lock: threading.Lock, over: threading.Event) -> None:
    with lock:
        if not over.is_set():
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(TimeUp))
