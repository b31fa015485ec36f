"""One command in a process of its own → what it cost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from resource import struct_rusage
from statistics import median

ROOT = Path(__file__).parents[2]
WORKER = Path(__file__).with_name("worker.py")
_PASSED = ("PATH", "HOME", "LANG", "TMPDIR", "XDG_CACHE_HOME")
"""The variables of this process that a measured one sees."""


class FailedError(Exception):
    """A contestant that did not finish, with its own last words."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Seconds and bytes. `cpu` is user and system time of the process and of all processes that it started.

    `parent` and `child` are the largest resident sets of the process and of the largest one that it started.
    """

    cpu: float
    wall: float
    parent: int
    child: int
    pages: int = 0
    size: int = 0


def middle(runs: Sequence[Usage]) -> Usage:
    """The median of each figure on its own."""
    return Usage(
        cpu=median(r.cpu for r in runs),
        wall=median(r.wall for r in runs),
        parent=round(median(r.parent for r in runs)),
        child=round(median(r.child for r in runs)),
        pages=round(median(r.pages for r in runs)),
        size=round(median(r.size for r in runs)),
    )


def measured(
    job: Sequence[str], folder: Path, timeout: float, variables: Mapping[str, str], python: str = sys.executable
) -> Usage:
    """A job of the worker, run cold. Raises `FailedError` when it fails or takes longer than `timeout` seconds."""
    told = folder / "told.json"
    told.unlink(missing_ok=True)
    passed = {name: os.environ[name] for name in _PASSED if name in os.environ}
    with (folder / "log.txt").open("wb") as log:
        began = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - our own worker
            [python, "-P", str(WORKER), str(told), *job],
            cwd=folder,
            env={**passed, "PYTHONPATH": str(ROOT), **variables},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        status, usage, late = _waited(process, timeout)
        wall = time.perf_counter() - began
    if late:
        raise FailedError(f"not finished after {timeout:.0f} s")
    if status and (job[0], status) != ("studypress", _PLACEHOLDERS):
        raise FailedError(last_words((folder / "log.txt").read_text(encoding="utf-8", errors="replace"), status))
    said = json.loads(told.read_text(encoding="utf-8")) if told.exists() else {}
    return Usage(
        cpu=said.get("cpu", usage.ru_utime + usage.ru_stime),
        wall=said.get("wall", wall),
        parent=said.get("parent", usage.ru_maxrss * 1024),
        child=said.get("child", 0),
    )


_PLACEHOLDERS = 1
"""Exit code of a book that was published with a mark where a picture of the notes is missing."""


def _waited(process: subprocess.Popen[bytes], timeout: float) -> tuple[int, struct_rusage, bool]:
    """Exit status, resources, and whether it had to be ended, with all that it started."""
    late = threading.Event()

    def end() -> None:
        late.set()
        os.killpg(process.pid, signal.SIGKILL)

    timer = threading.Timer(timeout, end)
    timer.start()
    try:
        _, status, usage = os.wait4(process.pid, 0)
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    finally:
        timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage, late.is_set()


def last_words(log: str, status: int) -> str:
    """The line of a log that says best what went wrong."""
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    telling = [line for line in lines if "rror" in line]
    return (telling or lines or [f"exit code {status}"])[-1][:300]
