"""Work in this process: for few jobs, where a pool would cost more than it saves."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pipeline.runner.base import Job, Runner, Tell, in_turn, nothing, silent
from pipeline.runner.outcome import Budget, Failure, Fetch
from pipeline.runner.pool import Processes

A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Here(Runner):
    """One job after another. Nothing can stop every job in its own process, so those with a budget run in one other.

    A fork of a process with the engine in it costs 10 ms, and 10 more for memory that is then no longer shared: little
    beside the import of the engine, half a second. Work that is known to be `light` is done here all the same, where
    its time is watched but not its memory.
    """

    warm: Callable[[], object] | None = None
    light: bool = False

    def run(
        self,
        work: Callable[[A, Fetch], B],
        jobs: Sequence[Job[A]],
        *,
        fetch: Fetch = nothing,
        budget: Budget | None = None,
        tell: Tell = silent,
    ) -> Generator[tuple[int, B | Failure], None, None]:
        if budget and not self.light:
            yield from Processes(1, self.warm).run(work, jobs, fetch=fetch, budget=budget, tell=tell)
        else:
            yield from in_turn(work, jobs, fetch, tell, budget)
