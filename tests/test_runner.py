"""Runners: the same results in the same order, wherever the work is done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from pipeline.runner import Runner, here, processes


def square(number: int) -> int:
    return number * number


def pid(_: int) -> int:
    return os.getpid()


def fail(number: int) -> int:
    if number == 3:
        raise ValueError(number)
    return number


def die(_: int) -> None:
    os._exit(1)


@pytest.mark.parametrize("runner", [here, processes(1), processes(3)])
def test_results_keep_the_order_of_the_items(runner: Runner) -> None:
    assert runner(square, range(20)) == [number * number for number in range(20)]
    assert runner(square, []) == []


def test_one_item_stays_here_and_many_do_not() -> None:
    assert processes(4)(pid, [0]) == [os.getpid()]
    assert os.getpid() not in processes(2)(pid, range(4))


@pytest.mark.parametrize("runner", [here, processes(2)])
def test_an_exception_comes_through(runner: Runner) -> None:
    with pytest.raises(ValueError, match="3"):
        runner(fail, range(6))


def test_a_worker_that_dies_does_not_hang_the_build() -> None:
    with pytest.raises(BrokenProcessPool):
        processes(2)(die, range(4))


def test_an_interruption_ends_the_workers_at_once(tmp_path: Path) -> None:
    script = (
        "import sys, time, os, pathlib\nfrom pipeline.runner import processes\n"
        "def work(n):\n    pathlib.Path(sys.argv[1], str(os.getpid())).touch(); time.sleep(60)\n"
        "processes(2)(work, range(4))\n"
    )
    run = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stderr=subprocess.PIPE, text=True)
    while len(workers := list(tmp_path.iterdir())) < 2 and run.poll() is None:
        time.sleep(0.02)
    run.send_signal(signal.SIGINT)
    _, told = run.communicate(timeout=20)
    assert told.count("KeyboardInterrupt") == 1
    for worker in workers:
        assert not Path("/proc", worker.name).exists()
