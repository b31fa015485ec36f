"""The life of a worker: take a job, do it, send the outcome; end when told, when fat, or when the parent is gone."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from multiprocessing.connection import Connection
from typing import Generic, TypeVar

from pipeline.runner.limits import MEGABYTE, mapped, resident
from pipeline.runner.outcome import Budget, Failure, Fetch, attempt, fault

A = TypeVar("A")
B = TypeVar("B")

LIFE, SWEEP = 200, 12
"""Jobs after which a worker makes room for a fresh one, and those between two collections of garbage."""
FAT = 150 * MEGABYTE
"""Bytes that it may gain before it does so at once: with the next job it must stay below 300 MB."""
_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_PR_SET_PDEATHSIG = 1  # linux/prctl.h


@dataclass(frozen=True, slots=True)
class Errand(Generic[A, B]):
    """What a worker is born with. `warm` is None where the parent has warmed up before it forked."""

    work: Callable[[A, Fetch], B]
    fetch: Fetch
    budget: Budget | None
    warm: Callable[[], object] | None
    forked: bool


def serve(link: Connection, errand: Errand[A, B]) -> None:
    """Answer each payload that comes with the pickled pair (outcome, whether this was the last)."""
    _settle(forked=errand.forked)
    if errand.warm:
        errand.warm()
    fat = (resident() or 0) + FAT  # what it shares with its parent does not count
    gc.disable()  # most garbage of a job goes without it; what is left is swept every few jobs
    for done in count(1):
        try:
            payload = link.recv()
        except EOFError:
            return
        _limit(errand.budget)
        outcome = attempt(errand.work, payload, errand.fetch, errand.budget)
        last = done >= LIFE or _spoilt(outcome) or _is_fat(fat)
        link.send_bytes(_packed(outcome, last=last))
        if last:
            return
        del payload, outcome
        if done % SWEEP == 0:
            gc.collect()


@contextmanager
def quiet(*, on: bool) -> Iterator[None]:
    """Around a fork: no signal comes through until the child has its own answers and the parent knows the child."""
    if not on:
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)


def _settle(*, forked: bool) -> None:
    """Leave Ctrl-C to the parent, which tells the story and ends its workers; and never outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if forked:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    if forked and sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent.pid:
            os._exit(1)
    else:
        threading.Thread(target=_follow, args=(parent,), daemon=True).start()


def _follow(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _limit(budget: Budget | None) -> None:
    """A second fence, for what allocates faster than the parent looks: at twice the budget, `MemoryError`."""
    size = mapped()
    if not budget or size is None or budget.megabytes * MEGABYTE > sys.maxsize // 4:
        return
    import resource  # noqa: PLC0415 - not on Windows

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = size + 2 * round(budget.megabytes * MEGABYTE)
    resource.setrlimit(resource.RLIMIT_AS, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _spoilt(outcome: object) -> bool:
    """Who ran out of memory may have left things half done."""
    return isinstance(outcome, Failure) and outcome.kind == "memory"


def _is_fat(limit: int) -> bool:
    if (resident() or 0) < limit:
        return False
    gc.collect()
    return (resident() or 0) >= limit


def _packed(outcome: object, *, last: bool) -> bytes:
    try:
        return pickle.dumps((outcome, last), pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # noqa: BLE001 - whatever the value's own methods raise
        return pickle.dumps((fault(error), last), pickle.HIGHEST_PROTOCOL)
