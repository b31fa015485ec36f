"""How a job ends: with a value, or with a failure that says why there is none."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import Literal, TypeVar

A = TypeVar("A")
B = TypeVar("B")

Fetch = Callable[[str], bytes]
"""The bytes of a digest."""
Kind = Literal["error", "time", "memory", "killed"]


@dataclass(frozen=True, slots=True)
class Budget:
    """What a job may take: seconds by the clock, and megabytes (10⁶) more than its process had when it began."""

    seconds: float = 60
    megabytes: float = 600


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no result. `reason` is for the author, `detail` (a traceback) for a report of a fault.

    `error`: the work has raised; `time`, `memory`: it took more than its budget; `killed`: its process died, twice.
    """

    kind: Kind
    reason: str
    detail: str = ""


class Failed(Exception):  # noqa: N818 - named as what it carries
    """A job without which there is nothing to go on with."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(f"{failure.reason}\n{failure.detail}".rstrip())
        self.failure = failure


class TimeUp(BaseException):
    """Raised inside a job whose time is over, past any `except Exception` of the work."""


def attempt(work: Callable[[A, Fetch], B], payload: A, fetch: Fetch, budget: Budget | None = None) -> B | Failure:
    """The result, or what was raised; `budget` is what the failure will name."""
    try:
        return work(payload, fetch)
    except KeyboardInterrupt:
        raise
    except TimeUp:
        return late(budget or Budget(inf, inf))
    except MemoryError:
        return greedy(budget or Budget(inf, inf))
    except BaseException as error:  # noqa: BLE001 - a panic of an extension or an exit must not cost other jobs
        return fault(error)


def fault(error: BaseException) -> Failure:
    """An exception as text: its arguments need not pickle, and its words need not exist."""
    lines = traceback.format_exception_only(error)
    return Failure("error", lines[-1].strip(), "".join(traceback.format_exception(error)))


def late(budget: Budget) -> Failure:
    return Failure("time", f"it took longer than {budget.seconds:g} s")


def greedy(budget: Budget) -> Failure:
    many = "than there is" if budget.megabytes == inf else f"than {budget.megabytes:g} MB"
    return Failure("memory", f"it needed more memory {many}")
