"""What happens on a worker of a cluster: one job at a time, timed, on the same versions as at home."""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

from pipeline.runner.alarm import timed, timer
from pipeline.runner.outcome import Budget, Failure, Fetch, fault

A = TypeVar("A")
B = TypeVar("B")

_GRACE = 5
_ENGINE = threading.Lock()  # a worker may have several threads; a print engine is made for one


@dataclass(frozen=True, slots=True)
class Parcel(Generic[A, B]):
    """A job as it travels. `fingerprint` must give `expected`: a worker may join after all others were asked."""

    work: Callable[[A, Fetch], B]
    payload: A
    needs: tuple[str, ...]
    budget: Budget | None
    fingerprint: Callable[[], str]
    expected: str


@dataclass(frozen=True, slots=True)
class Different:
    """The answer of a worker that would make other bytes."""

    fingerprint: str


def perform(parcel: bytes, blobs: Sequence[bytes]) -> bytes:
    """The pickled outcome of a pickled parcel, or `Different`; `blobs` are what it needs, in the same order.

    Pickled here and not by Dask, so that what does not pickle is a failure of its job.
    """
    job: Parcel[object, object] = pickle.loads(parcel)  # noqa: S301 - who may use the scheduler may run anything
    if (found := _own(job.fingerprint)) != job.expected:
        return pickle.dumps(Different(found))
    with _ENGINE:
        outcome = _timed(job, dict(zip(job.needs, blobs, strict=True)).__getitem__)
    try:
        return pickle.dumps(outcome, pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # noqa: BLE001 - whatever the value's own methods raise
        return pickle.dumps(fault(error))


@cache
def _own(fingerprint: Callable[[], str]) -> str:
    return fingerprint()


def _timed(job: Parcel[A, B], fetch: Fetch) -> B | Failure:
    """The outcome; work that hangs in C takes the worker with it a little later, and Dask sees to it."""
    if not job.budget or job.budget.seconds + _GRACE > threading.TIMEOUT_MAX:
        return timed(job.work, job.payload, fetch, job.budget)
    with timer(job.budget.seconds + _GRACE, os._exit, 1):
        return timed(job.work, job.payload, fetch, job.budget)
