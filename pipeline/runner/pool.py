"""Processes side by side. Not `concurrent.futures`: there, one worker that dies takes all other jobs with it."""

from __future__ import annotations

import gc
import multiprocessing
import pickle
import signal
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, Literal, TypeVar, cast

from pipeline.runner.base import Job, Runner, Tell, in_turn, nothing, silent
from pipeline.runner.limits import MEGABYTE, available, resident
from pipeline.runner.outcome import Budget, Failure, Fetch, fault, greedy, late
from pipeline.runner.worker import Errand, quiet, serve

A = TypeVar("A")
B = TypeVar("B")

SHARE = 300 * MEGABYTE
"""Memory to be had for each worker."""
_TRIES = 2  # an innocent worker that something else kills must not cost a page
_TICK = 0.05
_PAUSE = 1.0

Start = Literal["fork", "spawn"]
# A fork has the print engine loaded already; elsewhere than on Linux, system libraries do not survive one.
_START: Start = "fork" if sys.platform == "linux" else "spawn"


@dataclass(frozen=True, slots=True)
class Processes(Runner):
    """Up to `workers` jobs at a time, the heaviest first. Forked workers are warm: `warm` runs once, in the parent.

    Workers never outlive the parent, even one that is killed. On Linux they end with the thread that began the run.
    """

    workers: int
    warm: Callable[[], object] | None = None
    start: Start = _START

    def run(
        self,
        work: Callable[[A, Fetch], B],
        jobs: Sequence[Job[A]],
        *,
        fetch: Fetch = nothing,
        budget: Budget | None = None,
        tell: Tell = silent,
    ) -> Generator[tuple[int, B | Failure], None, None]:
        size = min(self.workers, len(jobs), fitting(available()))
        if not jobs or (size < 2 and not budget):
            yield from in_turn(work, jobs, fetch, tell)
            return
        if self.warm and self.start == "fork":
            self.warm()
        warm = self.warm if self.start == "spawn" else None
        errand = Errand(work, fetch, budget, warm, forked=self.start == "fork")
        with closing(_Crew(size, jobs, errand)) as crew:
            for done, (index, outcome) in enumerate(crew.outcomes(), 1):
                tell(done, len(jobs), jobs[index].name)
                yield index, outcome


def fitting(memory: int | None) -> int:
    """How many workers fit into so many bytes; one always does."""
    return sys.maxsize if memory is None else max(1, memory // SHARE)


@dataclass(slots=True)
class _Worker:
    """A process and what it is at. `size` are its bytes when it began with the job, `spent` its seconds since."""

    process: BaseProcess
    link: Connection
    index: int | None = None
    size: int = 0
    spent: float = 0


class _Crew(Generic[A, B]):
    """The workers of one run, and the jobs that wait for them."""

    def __init__(self, size: int, jobs: Sequence[Job[A]], errand: Errand[A, B]) -> None:
        self.size = size
        self.jobs = jobs
        self.errand = errand
        self.waiting = deque(sorted(range(len(jobs)), key=lambda index: -jobs[index].weight))
        self.tries: Counter[int] = Counter()
        self.workers: list[_Worker] = []
        self.seen = time.monotonic()

    def outcomes(self) -> Iterator[tuple[int, B | Failure]]:
        """Whoever is free has its next job before an outcome is passed on, which may take the caller a while."""
        self._assign()
        while busy := [worker for worker in self.workers if worker.index is not None]:
            done = [*self._heard(busy), *self._overspent(busy)]
            self._assign()
            yield from done

    def close(self) -> None:
        for worker in self.workers:
            worker.process.kill()
        for worker in list(self.workers):
            self._dismiss(worker)

    # ----------------------------------------------------------------------- jobs and workers

    def _assign(self) -> None:
        idle = [worker for worker in self.workers if worker.index is None]
        while self.waiting:
            again = self.tries[self.waiting[0]] > 0
            worker = (self._hired() if again or not idle else None) or (idle.pop() if idle else None)
            if not worker:
                return
            worker.index = self.waiting.popleft()
            worker.size, worker.spent = resident(worker.process.pid or 0) or 0, 0
            with suppress(OSError):  # it is dead: that is heard when its answer is
                worker.link.send(self.jobs[worker.index].payload)

    def _hired(self) -> _Worker | None:
        """A new worker, or None when there is no place for one."""
        if len(self.workers) >= self.size:
            return None
        try:
            with quiet(on=self.errand.forked):
                self.workers.append(_begun(self.errand))
        except OSError:
            if not self.workers:
                raise
            self.size = len(self.workers)  # no more memory or processes to be had: go on with those there are
            return None
        return self.workers[-1]

    def _dismiss(self, worker: _Worker) -> None:
        self.workers.remove(worker)
        worker.link.close()
        worker.process.kill()
        worker.process.join()
        worker.process.close()

    # ----------------------------------------------------------------------- what comes of them

    def _heard(self, busy: Sequence[_Worker]) -> Iterator[tuple[int, B | Failure]]:
        ready = wait([worker.link for worker in busy], _TICK if self.errand.budget else None)
        for worker in busy:
            if worker.link in ready and worker.index is not None:
                yield from self._answer(worker, worker.index)

    def _answer(self, worker: _Worker, index: int) -> Iterator[tuple[int, B | Failure]]:
        try:
            answer = worker.link.recv_bytes()
        except (EOFError, OSError):
            yield from self._lost(worker, index)
            return
        worker.index = None
        last = True
        outcome: B | Failure
        try:
            outcome, last = cast("tuple[B | Failure, bool]", pickle.loads(answer))  # noqa: S301 - from our own child
        except Exception as error:  # noqa: BLE001 - whatever the value's own methods raise
            outcome = fault(error)
        if last:
            self._dismiss(worker)
        yield index, outcome

    def _lost(self, worker: _Worker, index: int) -> Iterator[tuple[int, Failure]]:
        worker.process.join()
        cause = _cause(worker.process.exitcode or 0)
        self._dismiss(worker)
        self.tries[index] += 1
        if self.tries[index] < _TRIES:
            self.waiting.appendleft(index)
        else:
            yield index, Failure("killed", f"its process ended twice ({cause})")

    def _overspent(self, busy: Sequence[_Worker]) -> Iterator[tuple[int, Failure]]:
        """Time counts while we watch: neither a caller that is slow nor a machine asleep makes a job late."""
        if not (budget := self.errand.budget):
            return
        now = time.monotonic()
        passed, self.seen = min(now - self.seen, _PAUSE), now
        for worker in busy:
            if worker.index is None or worker not in self.workers or worker.link.poll():
                continue
            worker.spent += passed
            grown = (resident(worker.process.pid or 0) or 0) - worker.size
            failure = late(budget) if worker.spent > budget.seconds else None
            failure = greedy(budget) if grown > budget.megabytes * MEGABYTE else failure
            if failure:
                index = worker.index
                self._dismiss(worker)
                yield index, failure


def _begun(errand: Errand[A, B]) -> _Worker:
    """A worker that runs. It is forked frozen, so that no collection in it touches, and so copies, pages it shares."""
    get = multiprocessing.get_context
    make: Callable[..., BaseProcess] = get("fork").Process if errand.forked else get("spawn").Process
    ours, theirs = multiprocessing.Pipe()
    process = make(target=serve, args=(theirs, errand), daemon=True)
    gc.freeze()
    try:
        process.start()
    except BaseException:
        ours.close()
        raise
    finally:
        gc.unfreeze()
        theirs.close()
    return _Worker(process, ours)


def _cause(code: int) -> str:
    """What an exit code says: the signal's name, as in `SIGKILL`."""
    with suppress(ValueError):
        if code < 0:
            return signal.Signals(-code).name
    return f"exit code {code}"
