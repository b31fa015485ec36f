"""Work on the workers of a Dask scheduler: they share no disk with us, so what a job needs is sent, once a worker."""

from __future__ import annotations

import pickle
import platform
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any, TypeVar

from pipeline.problem import Problem, Stop
from pipeline.runner.base import Job, Runner, Tell, nothing, silent
from pipeline.runner.outcome import Budget, Failure, Fetch, fault
from pipeline.runner.remote import Different, Parcel, perform

A = TypeVar("A")
B = TypeVar("B")

_ENVIRONMENT = 4  # exit code
_PACKAGES = ("studypress", "weasyprint", "pydyf", "tinycss2", "fonttools", "uharfbuzz", "pillow")
_MODULE = "distributed"


def versions() -> str:
    """What must be the same everywhere, for the same bytes everywhere."""
    return ", ".join([f"Python {platform.python_version()}", *map(_named, _PACKAGES)])


def _named(package: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - slow, and for clusters only

    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"no {package}"


@dataclass(frozen=True, slots=True)
class Dask(Runner):
    """Jobs, blobs and results travel; nothing is read from or written to a disk of the workers.

    A worker that dies is Dask's to replace, and its jobs are Dask's to repeat (`distributed.scheduler.allowed-failures`
    times); the memory budget is the workers' own `--memory-limit`. Raises `Stop` where there is nothing to work with.
    """

    address: str
    fingerprint: Callable[[], str] = versions
    patience: float = 5
    """Seconds to wait for an answer."""

    def run(
        self,
        work: Callable[[A, Fetch], B],
        jobs: Sequence[Job[A]],
        *,
        fetch: Fetch = nothing,
        budget: Budget | None = None,
        tell: Tell = silent,
    ) -> Generator[tuple[int, B | Failure], None, None]:
        expected = self.fingerprint()
        with _connected(self.address, self.patience) as client:
            _agree(client, self.fingerprint, expected)
            needs = dict.fromkeys(digest for job in jobs for digest in job.needs)
            blobs = {digest: _blob(client, digest, fetch(digest)) for digest in needs}

            def send(index: int, rank: int) -> Any:  # noqa: ANN401 - Dask has no types
                job = jobs[index]
                parcel = Parcel(work, job.payload, job.needs, budget, self.fingerprint, expected)
                mine = [blobs[digest] for digest in job.needs]
                return client.submit(perform, pickle.dumps(parcel), mine, priority=-rank, pure=False)

            def ends(indices: Sequence[int]) -> Iterator[tuple[int, B | Failure]]:
                sent = {send(index, rank): index for rank, index in enumerate(indices)}
                for future in import_module(_MODULE).as_completed(list(sent), loop=client.loop):
                    yield sent.pop(future), self._outcome(future, expected)

            order = sorted(range(len(jobs)), key=lambda index: -jobs[index].weight)
            for done, (index, outcome) in enumerate(_cleared(ends, order), 1):
                tell(done, len(jobs), jobs[index].name)
                yield index, outcome

    def _outcome(self, future: Any, expected: str) -> Any:  # noqa: ANN401 - Dask has no types
        try:
            outcome = pickle.loads(future.result())  # noqa: S301 - the scheduler is trusted: it was asked for
        except CancelledError as error:
            raise _stop(f"the Dask scheduler at {self.address} is gone", "start it, and build again") from error
        except import_module(_MODULE).KilledWorker as error:
            return Failure("killed", f"its process ended {error.allowed_failures + 1} times")
        except Exception as error:  # noqa: BLE001 - a value's own methods, or a task that could not be begun
            return fault(error)
        if isinstance(outcome, Different):
            raise _different("a worker", outcome.fingerprint, expected)
        return outcome


def _cleared(
    ends: Callable[[Sequence[int]], Iterator[tuple[int, B | Failure]]], order: Sequence[int]
) -> Iterator[tuple[int, B | Failure]]:
    """The ends of all, but a job is only called killed after it was tried alone.

    Dask blames every job that a dead worker had been given, also those it had not begun.
    """
    suspects = []
    for index, outcome in ends(order):
        if isinstance(outcome, Failure) and outcome.kind == "killed":
            suspects.append(index)
        else:
            yield index, outcome
    for suspect in suspects:
        yield from ends([suspect])


@contextmanager
def _connected(address: str, patience: float) -> Iterator[Any]:
    try:
        dask, distributed = import_module("dask"), import_module(_MODULE)
    except ModuleNotFoundError as error:
        hint = "type: pip install 'studypress[dask]'"
        raise _stop("Dask is not installed", hint, code="missing-library") from error
    # Pictures may be large, and are sent once: no remark about it.
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 TiB"}):
        try:
            client = distributed.Client(address, timeout=patience, set_as_default=False)
        except (OSError, ValueError) as error:
            hint = f"look at the address, or type: dask scheduler ({error})"
            raise _stop(f"no Dask scheduler answers at {address}", hint) from error
        with client:
            try:
                client.wait_for_workers(1, timeout=patience)
            except TimeoutError as error:
                hint = f"type: dask worker {address}"
                raise _stop(f"the Dask scheduler at {address} has no workers", hint) from error
            yield client


def _agree(client: Any, fingerprint: Callable[[], str], expected: str) -> None:  # noqa: ANN401 - Dask has no types
    """Stop before anything is sent where a worker would make other bytes."""
    for worker, found in sorted(client.run(fingerprint, on_error="return").items()):
        if found != expected:
            raise _different(f"the worker {worker}", found if isinstance(found, str) else repr(found), expected)


def _different(worker: str, found: str, expected: str) -> Stop:
    hint = "install the same versions on all workers: they must make the same pages"
    return _stop(f"{worker} has {found}; here is {expected}", hint)


def _stop(message: str, hint: str, code: str = "cluster") -> Stop:
    return Stop(Problem("", 0, 0, "error", code, message, hint), code=_ENVIRONMENT)


def _blob(client: Any, digest: str, data: bytes) -> Any:  # noqa: ANN401 - Dask has no types
    """A task, not `scatter`: what is scattered is lost with the worker that holds it, a task is repeated."""
    return client.submit(bytes, data, key=f"studypress-{digest}")
