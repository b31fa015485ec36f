"""The same work on a cluster of real processes: nothing shared but what is sent."""

from __future__ import annotations

import os
import pickle
import signal
import socket
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.problem import Stop
from pipeline.runner import Budget, Failure, Job, dask
from pipeline.runner.cluster import Dask, versions
from pipeline.runner.remote import Different, Parcel, perform
from tests.runner import works

FREE_PORT = 0


def test_versions_name_what_shapes_pages() -> None:
    assert versions().startswith(f"Python {sys.version.split()[0]}, studypress ")
    assert ", weasyprint 70" in versions()


def test_without_dask_the_way_to_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "dask", None)
    with pytest.raises(Stop, match=r"Dask is not installed(.|\n)*pip install 'studypress\[dask\]'") as stop:
        list(dask("tcp://127.0.0.1:1").run(works.squared, [Job(1)]))
    assert stop.value.code == 4


def test_a_worker_with_other_versions_does_no_work() -> None:
    parcel = Parcel(works.squared, 3, (), None, versions, "Python 2.7")
    assert perform(pickle.dumps(parcel), []) == pickle.dumps(Different(versions()))


@pytest.mark.slow
def test_a_scheduler_that_does_not_answer_ends_the_build() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", FREE_PORT))
        address = f"tcp://127.0.0.1:{closed.getsockname()[1]}"
        with pytest.raises(Stop, match="no Dask scheduler answers at tcp:") as stop:
            list(Dask(address, patience=0.5).run(works.squared, [Job(1)]))
    assert stop.value.code == 4
    with pytest.raises(Stop, match="no Dask scheduler answers at nonsense"):
        list(Dask("nonsense://here", patience=0.5).run(works.squared, [Job(1)]))


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    import dask as settings
    import distributed

    options = {"distributed.scheduler.allowed-failures": 1, "distributed.worker.profile.enabled": False}
    with (
        warnings.catch_warnings(),
        settings.config.set(options),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", host="127.0.0.1"
        ) as cluster,
    ):
        yield cluster


@pytest.mark.slow
class TestCluster:
    def test_every_job_is_done_elsewhere(self, cluster: Any) -> None:
        told: list[str] = []
        jobs = [Job(number, f"note {number}", weight=number) for number in range(30)]
        run = dask(cluster.scheduler_address).run
        assert dict(run(works.squared, jobs, tell=lambda _, __, name: told.append(name))) == {
            number: number * number for number in range(30)
        }
        assert sorted(told) == sorted(job.name for job in jobs)
        assert os.getpid() not in {place for _, place in run(works.where, jobs)}

    def test_blobs_are_fetched_once_and_reach_the_work(self, cluster: Any) -> None:
        blobs = {"a": b"one" * 5_000_000, "b": b"two"}
        fetched: list[str] = []

        def fetch(digest: str) -> bytes:
            fetched.append(digest)
            return blobs[digest]

        jobs = [Job(digest, needs=(digest,)) for digest in "abab"] + [Job("a")]
        found = dict(dask(cluster.scheduler_address).run(works.read, jobs, fetch=fetch))
        assert [found[n] for n in range(4)] == [blobs[digest] for digest in "abab"]
        assert isinstance(found[4], Failure)
        assert fetched == ["a", "b"]

    def test_a_worker_that_dies_is_replaced(self, cluster: Any, tmp_path: Path) -> None:
        jobs = [Job(str(tmp_path / "marker"))] * 4
        found = dict(dask(cluster.scheduler_address).run(works.die_once, jobs))
        assert found == dict.fromkeys(range(4), "well")

    def test_a_worker_killed_from_outside_takes_no_blob_with_it(self, cluster: Any) -> None:
        blobs = {digest: digest.encode() * 1000 for digest in "abcdef"}
        killed: list[int] = []

        def kill(done: int, _: int, __: str) -> None:
            if done == 3:
                killed.extend(cluster.workers[n].process.pid for n in (0, 1))
                for process in killed:
                    os.kill(process, signal.SIGKILL)

        jobs = [Job(digest, needs=tuple(blobs)) for digest in "abcdef" * 10]
        found = dict(dask(cluster.scheduler_address).run(works.read, jobs, fetch=blobs.__getitem__, tell=kill))
        assert len(killed) == 2
        assert found == {n: blobs[job.payload] for n, job in enumerate(jobs)}

    def test_what_goes_wrong_costs_its_job_only(self, cluster: Any) -> None:
        kinds = ["a", "kill", "stubborn", "lambda", "poison", "loop", "b"]
        jobs = [Job(kind) for kind in kinds]
        found = dict(dask(cluster.scheduler_address).run(works.misbehave, jobs, budget=Budget(2)))
        ends = {kinds[n]: end.kind if isinstance(end, Failure) else end for n, end in found.items()}
        wrong = dict.fromkeys(("stubborn", "lambda", "poison"), "error")
        assert ends == {"a": "a", "b": "b", "kill": "killed", "loop": "time", **wrong}

    def test_other_versions_end_the_build_before_it_begins(self, cluster: Any) -> None:
        runner = Dask(cluster.scheduler_address, works.here_only)
        with pytest.raises(Stop, match=r"the worker tcp://.* has process \d+; here is process \d+") as stop:
            list(runner.run(works.squared, [Job(1)]))
        assert stop.value.code == 4

    def test_a_scheduler_without_workers_ends_the_build(self) -> None:
        import distributed

        with (
            distributed.LocalCluster(n_workers=0, dashboard_address=":0", host="127.0.0.1") as empty,
            pytest.raises(Stop, match="has no workers") as stop,
        ):
            list(Dask(empty.scheduler_address, patience=0.5).run(works.squared, [Job(1)]))
        assert stop.value.code == 4

    def test_a_scheduler_that_goes_away_ends_the_build(self) -> None:
        import distributed

        with distributed.LocalCluster(
            n_workers=1, threads_per_worker=1, dashboard_address=":0", host="127.0.0.1"
        ) as brief:
            outcomes = dask(brief.scheduler_address).run(works.misbehave, [Job("a"), Job("loop"), Job("loop")])
            assert next(outcomes) == (0, "a")
            brief.close()
            with pytest.raises(Stop, match=r"the Dask scheduler at tcp:.* is gone") as stop:
                next(outcomes)
        assert stop.value.code == 4
