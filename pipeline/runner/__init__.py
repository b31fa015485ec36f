"""Where the heavy work is done: here, in processes side by side, or on a Dask cluster; the results are the same."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.runner.alone import Here
from pipeline.runner.base import Job, Runner, Tell
from pipeline.runner.outcome import Budget, Failed, Failure, Fetch
from pipeline.runner.pool import Processes

__all__ = [
    "Budget",
    "Failed",
    "Failure",
    "Fetch",
    "Here",
    "Job",
    "Processes",
    "Runner",
    "Tell",
    "dask",
    "here",
    "processes",
]

here = Here()
"""One job after another, in this process; jobs with a budget in one other process."""


def processes(jobs: int, warm: Callable[[], object] | None = None) -> Processes:
    """As many jobs at a time as asked for and memory allows; `warm` loads what every worker needs, before they fork."""
    return Processes(jobs, warm)


def dask(address: str, fingerprint: Callable[[], str] | None = None) -> Runner:
    """On the workers of the scheduler at `address` (`tcp://host:8786`), where `fingerprint` must be as it is here.

    Without one, the versions of Python and of the packages that shape pages must be the same.
    """
    from pipeline.runner.cluster import Dask, versions  # noqa: PLC0415 - for those who have a cluster

    return Dask(address, fingerprint or versions)
