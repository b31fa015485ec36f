"""What every runner promises: work is done job by job, and what goes wrong with a job costs that job only."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from pipeline.runner.alarm import timed
from pipeline.runner.outcome import Budget, Failed, Failure, Fetch

A = TypeVar("A")
B = TypeVar("B")

Tell = Callable[[int, int, str], object]
"""Told after every job: how many are done, of how many, and the name of this one."""


@dataclass(frozen=True, slots=True)
class Job(Generic[A]):
    """One piece of work. Heavy ones are begun first; `needs` are the digests that the work will fetch."""

    payload: A
    name: str = ""
    weight: float = 0
    needs: tuple[str, ...] = ()


def silent(_done: int, _total: int, _name: str) -> None:
    """Tell nobody."""


def nothing(digest: str) -> bytes:
    """No bytes for any digest."""
    raise LookupError(digest)


class Runner(ABC):
    """A place where work is done.

    `work(payload, fetch)` must be a function that other processes can import, and its result must pickle; it may
    fetch what its job `needs`, and must not depend on anything else outside, nor on what ran before it.
    """

    __slots__ = ()

    @abstractmethod
    def run(
        self,
        work: Callable[[A, Fetch], B],
        jobs: Sequence[Job[A]],
        *,
        fetch: Fetch = nothing,
        budget: Budget | None = None,
        tell: Tell = silent,
    ) -> Generator[tuple[int, B | Failure], None, None]:
        """Index and outcome of every job, once each, as they come; closing the generator stops what still runs."""

    def __call__(self, work: Callable[[A], B], items: Sequence[A], /) -> list[B]:
        """All results in the order of the items; raises `Failed` for the first that went wrong."""
        results: dict[int, B] = {}
        with closing(self.run(partial(_apply, work), [Job(item) for item in items])) as outcomes:
            for index, outcome in outcomes:
                if isinstance(outcome, Failure):
                    raise Failed(outcome)
                results[index] = outcome
        return [results[index] for index in range(len(items))]


def _apply(work: Callable[[A], B], item: A, _: Fetch) -> B:
    return work(item)


def in_turn(
    work: Callable[[A, Fetch], B], jobs: Sequence[Job[A]], fetch: Fetch, tell: Tell, budget: Budget | None = None
) -> Generator[tuple[int, B | Failure], None, None]:
    """One job after another in the order given, in this process; of a budget, only the time is kept."""
    for index, job in enumerate(jobs):
        outcome = timed(work, job.payload, fetch, budget)
        tell(index + 1, len(jobs), job.name)
        yield index, outcome
