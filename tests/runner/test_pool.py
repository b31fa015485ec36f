"""Processes: who begins, who dies, and that nobody is left behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.runner import Budget, Failure, Job, Processes, here, processes
from pipeline.runner.pool import fitting
from pipeline.runner.worker import FAT, LIFE
from tests.runner import works

ROOT = Path(__file__).parents[2]


def gone(process: int) -> bool:
    """Whether it ends within ten seconds; a zombie that nobody of us has to bury counts as ended."""
    for _ in range(1000):
        try:
            state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.01)
    return False


def children() -> set[int]:
    return {child.pid for child in multiprocessing.active_children() if child.pid}


def test_the_heaviest_begin_first(tmp_path: Path) -> None:
    weights = [3, 9, 1, 7, 7, 5]
    jobs = [Job((str(tmp_path / "turns"), n), weight=weight) for n, weight in enumerate(weights)]
    list(processes(1).run(works.line_up, jobs, budget=Budget()))
    assert (tmp_path / "turns").read_text(encoding="utf-8").split() == ["1", "3", "4", "5", "0", "2"]


@pytest.mark.parametrize("start", ["fork", "spawn"])
def test_a_killed_worker_costs_nothing(tmp_path: Path, start: str) -> None:
    jobs = [Job(str(tmp_path / name)) for name in "abcdef"]
    found = dict(Processes(2, start="spawn" if start == "spawn" else "fork").run(works.die_once, jobs))
    assert found == dict.fromkeys(range(6), "well")


def test_who_is_killed_twice_fails_alone() -> None:
    kinds = ["a", "kill", "b", "c"]
    found = dict(processes(2).run(works.misbehave, [Job(kind) for kind in kinds]))
    assert found == {0: "a", 1: Failure("killed", "its process ended twice (SIGKILL)"), 2: "b", 3: "c"}


def test_a_kill_from_outside_is_made_good() -> None:
    killed: set[int] = set()

    def kill_the_idle_and_the_busy(done: int, _: int, __: str) -> None:
        if done == 1:
            killed.update(children())
            for child in children():
                os.kill(child, signal.SIGKILL)

    found = dict(processes(2).run(works.squared, [Job(n) for n in range(40)], tell=kill_the_idle_and_the_busy))
    assert len(killed) == 2
    assert found == {n: n * n for n in range(40)}


def test_who_stops_listening_leaves_no_worker() -> None:
    with closing(processes(2).run(works.misbehave, [Job(kind) for kind in ("a", "loop", "loop")])) as outcomes:
        assert next(outcomes) == (0, "a")
        workers = children()
        assert len(workers) == 2
    assert children() == set()
    assert [worker for worker in workers if Path(f"/proc/{worker}").exists()] == []


@pytest.mark.parametrize("start", ["fork", "spawn"])
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_workers_do_not_outlive_the_parent(tmp_path: Path, start: str, ending: signal.Signals) -> None:
    script = (
        "import signal, sys\nfrom pipeline.runner import Job, Processes\nfrom tests.runner.works import stamp\n"
        "def end(*_): raise KeyboardInterrupt\n"
        "if __name__ == '__main__':\n"
        "    signal.signal(signal.SIGTERM, end)\n"
        f"    list(Processes(2, start={start!r}).run(stamp, [Job(sys.argv[1])] * 4))\n"
    )
    program = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(program, cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True) as run:
        while len(workers := [int(path.name) for path in tmp_path.iterdir()]) < 2 and run.poll() is None:
            time.sleep(0.02)
        if ending == signal.SIGINT:
            os.killpg(run.pid, ending)  # as a terminal does
        else:
            run.send_signal(ending)
        _, told = run.communicate(timeout=20)
    assert len(workers) == 2
    assert told.count("Traceback") == (ending != signal.SIGKILL)
    assert all(map(gone, workers))


def test_workers_are_warm_before_they_fork() -> None:
    warmed: list[int] = []
    list(processes(2, lambda: warmed.append(os.getpid())).run(works.squared, [Job(n) for n in range(6)]))
    assert warmed == [os.getpid()]


def test_a_worker_makes_room_after_many_jobs() -> None:
    many = 2 * LIFE
    found = list(processes(1).run(lambda _, __: os.getpid(), [Job(n) for n in range(many + 1)], budget=Budget()))
    assert len({process for _, process in found}) == 3


def test_a_worker_makes_room_when_it_is_fat() -> None:
    hoard: list[bytes] = []

    def keep(_: int, __: object) -> int:
        hoard.append(b"x" * FAT)
        return os.getpid()

    found = list(processes(1).run(keep, [Job(n) for n in range(3)], budget=Budget(30, 1000)))
    assert len({process for _, process in found}) == 3


def test_there_are_no_more_workers_than_fit() -> None:
    assert [fitting(memory) for memory in (0, 299 * 10**6, 600 * 10**6, 5 * 10**9)] == [1, 1, 2, 16]
    assert fitting(None) > 10**6


def test_no_garbage_of_the_parent_stays_frozen() -> None:
    import gc

    list(here.run(works.squared, [Job(1)], budget=Budget()))
    assert gc.get_freeze_count() == 0
