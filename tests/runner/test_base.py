"""Runners: the same results, wherever the work is done, and a failure costs one job."""

from __future__ import annotations

import os

import pytest

from pipeline.runner import Budget, Failed, Failure, Here, Job, Processes, Runner, here, processes
from tests.runner import works

PLACES = [here, processes(1), processes(3), Processes(2, start="spawn")]
BUDGET = Budget(30, 500)


def outcomes(runner: Runner, kinds: list[str], budget: Budget = BUDGET) -> dict[str, object]:
    found = list(runner.run(works.misbehave, [Job(kind) for kind in kinds], budget=budget))
    assert sorted(index for index, _ in found) == list(range(len(kinds)))
    return {kinds[index]: outcome for index, outcome in found}


@pytest.mark.parametrize("runner", PLACES)
def test_results_keep_the_order_of_the_items(runner: Runner) -> None:
    assert runner(works.square, range(20)) == [number * number for number in range(20)]
    assert runner(works.square, []) == []


@pytest.mark.parametrize("runner", PLACES)
def test_every_job_has_one_outcome_and_is_told_of(runner: Runner) -> None:
    told: list[tuple[int, int, str]] = []
    jobs = [Job(number, f"note {number}") for number in range(9)]
    found = runner.run(works.squared, jobs, tell=lambda *event: told.append(event))
    assert dict(found) == {number: number * number for number in range(9)}
    assert [(done, total) for done, total, _ in told] == [(n, 9) for n in range(1, 10)]
    assert {name for _, _, name in told} == {f"note {number}" for number in range(9)}


@pytest.mark.parametrize("runner", PLACES)
def test_who_wants_all_results_hears_of_the_first_fault(runner: Runner) -> None:
    with pytest.raises(Failed, match=r"invalid literal for int(.|\n)*Traceback"):
        runner(int, ["1", "2", "three", "4"])


@pytest.mark.parametrize("runner", PLACES)
def test_a_job_that_raises_costs_no_other(runner: Runner) -> None:
    found = dict(runner.run(works.raise_at, [Job(number) for number in range(6)]))
    failure = found.pop(3)
    assert isinstance(failure, Failure)
    assert (failure.kind, failure.reason) == ("error", "ValueError: the number 3")
    assert "works.py" in failure.detail
    assert found == {number: number for number in (0, 1, 2, 4, 5)}


@pytest.mark.parametrize("runner", PLACES)
def test_a_job_fetches_what_it_needs(runner: Runner) -> None:
    blobs = {"a": b"one", "b": b"two"}
    jobs = [Job(digest, needs=(digest,)) for digest in "abac"]
    found = dict(runner.run(works.read, jobs, fetch=blobs.__getitem__))
    assert [found[0], found[1], found[2]] == [b"one", b"two", b"one"]
    assert isinstance(found[3], Failure)
    assert found[3].reason == "KeyError: 'c'"


@pytest.mark.parametrize("runner", [here, processes(2), Processes(2, start="spawn")])
def test_what_cannot_travel_is_a_failure(runner: Runner) -> None:
    found = outcomes(runner, ["stubborn", "exit", "lambda", "poison", "fine"])
    assert found.pop("fine") == "fine"
    assert {kind: failure.kind for kind, failure in found.items() if isinstance(failure, Failure)} == dict.fromkeys(
        ("stubborn", "exit", "lambda", "poison"), "error"
    )


def test_one_job_stays_here_unless_it_must_be_stoppable() -> None:
    assert processes(4)(works.pid, [0]) == [os.getpid()]
    assert os.getpid() not in processes(2)(works.pid, range(4))
    (_, alone), *_ = here.run(works.squared, [Job(3)])
    (_, budgeted), *_ = here.run(works.squared, [Job(3)], budget=BUDGET)
    assert alone == budgeted == 9


@pytest.mark.parametrize("runner", [here, processes(2), Processes(2, start="spawn")])
def test_a_job_without_end_is_stopped(runner: Runner) -> None:
    found = outcomes(runner, ["loop", "a", "b", "c"], Budget(2, 500))
    assert found == {"loop": Failure("time", "it took longer than 2 s"), "a": "a", "b": "b", "c": "c"}


def test_light_work_is_done_here_and_stopped_all_the_same() -> None:
    found = outcomes(Here(light=True), ["loop", "a"], Budget(2, 500))
    assert found == {"loop": Failure("time", "it took longer than 2 s"), "a": "a"}
    (_, done), *_ = Here(light=True).run(works.where, [Job(0)], budget=BUDGET)
    assert done == os.getpid()


@pytest.mark.parametrize("runner", [here, processes(2)])
@pytest.mark.parametrize("kind", ["gorge", "gulp"])
def test_a_job_that_takes_all_memory_is_stopped(runner: Runner, kind: str) -> None:
    found = outcomes(runner, [kind, "a", "b", "c"], Budget(30, 100))
    assert found == {kind: Failure("memory", "it needed more memory than 100 MB"), "a": "a", "b": "b", "c": "c"}
