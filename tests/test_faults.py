"""Whatever happens to a build, from outside: it ends right or says why, and what stood there stays whole."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = [pytest.mark.engine, pytest.mark.skipif(sys.platform != "linux", reason="asks /proc for processes")]

ROOT = Path(__file__).parents[1]
SENTENCE = "A river carries what the rain has loosened, and lays it down where it slows. "
NAMES = ("delta", "meander", "spring")


@dataclass(frozen=True)
class Place:
    """A vault of three notes, so long that workers set them; where it is built, and with what cache."""

    vault: Path
    output: Path
    cache: Path

    @property
    def file(self) -> Path:
        return self.output / "rivers.pdf"

    def command(self, *more: str) -> list[str]:
        paths = (str(self.vault), "-o", str(self.output), "--cache", str(self.cache))
        return [sys.executable, "-m", "pipeline", "build", *paths, "--to", "pdf", "-j", "2", *more]

    def build(self, *more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self.command(*more), capture_output=True, text=True, cwd=ROOT, check=False)

    @contextmanager
    def building(self) -> Iterator[subprocess.Popen[str]]:
        program = subprocess.Popen(
            self.command(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, start_new_session=True
        )
        with program:
            try:
                yield program
            finally:
                program.kill()

    def is_right(self, made: Made) -> bool:
        return self.file.read_bytes() == made.file


@dataclass(frozen=True)
class Made:
    """What a build that nothing happens to makes, and the cache it leaves."""

    place: Place
    file: bytes

    def __repr__(self) -> str:
        return "Made"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("made")
    place = Place(folder / "rivers", folder / "out", folder / "cache")
    place.vault.mkdir()
    for name in NAMES:
        text = "\n\n".join(f"## Reach {n} of the {name}\n\n" + SENTENCE * 5 for n in range(32))
        (place.vault / f"{name}.md").write_text(f"# {name.title()}\n\n{text}\n", encoding="utf-8")
    done = place.build()
    assert (done.returncode, done.stderr.count("problem")) == (0, 1), done.stderr
    return Made(place, place.file.read_bytes())


@pytest.fixture
def cold(made: Made, tmp_path: Path) -> Place:
    """Nothing is remembered but fonts; an older book stands in the output folder."""
    place = Place(tmp_path / "rivers", tmp_path / "out", tmp_path / "cache")
    shutil.copytree(made.place.vault, place.vault)
    shutil.copytree(made.place.cache / "fonts", place.cache / "fonts")
    place.output.mkdir()
    place.file.write_bytes(b"the last good one")
    return place


@pytest.fixture
def warm(made: Made, tmp_path: Path) -> Place:
    """All is remembered."""
    place = Place(tmp_path / "rivers", tmp_path / "out", tmp_path / "cache")
    for name in ("vault", "output", "cache"):
        shutil.copytree(getattr(made.place, name), getattr(place, name))
    return place


def when(seen: Callable[[], object], program: subprocess.Popen[str]) -> None:
    """Return as soon as it is so; fail when the program ends before."""
    while not seen():
        assert program.poll() is None, "it ended too soon"
        time.sleep(0.005)


def workers(program: subprocess.Popen[str]) -> list[int]:
    try:
        text = Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(word) for word in text.split()]


def lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def gone(processes: list[int]) -> bool:
    for _ in range(500):
        if not any(map(lives, processes)):
            return True
        time.sleep(0.01)
    return False


# ------------------------------------------------------------------ somebody is killed


def test_a_worker_that_is_killed_costs_nothing(cold: Place, made: Made) -> None:
    with cold.building() as program:
        when(lambda: len(workers(program)) == 2, program)
        os.kill(workers(program)[0], signal.SIGKILL)
        _, told = program.communicate(timeout=60)
    assert program.returncode == 0, told
    assert cold.is_right(made)


@pytest.mark.parametrize("ending", [signal.SIGKILL, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)])
def test_a_build_that_is_killed_leaves_nobody_and_the_old_book(ending: signal.Signals, cold: Place, made: Made) -> None:
    with cold.building() as program:
        when(lambda: len(workers(program)) == 2, program)
        crew = workers(program)
        program.send_signal(ending)
        _, told = program.communicate(timeout=60)
    assert program.returncode == (130 if ending == signal.SIGTERM else -ending), told
    assert gone(crew)
    assert cold.file.read_bytes() == b"the last good one"
    assert [path.name for path in cold.output.iterdir() if path.suffix == ".pdf"] == ["rivers.pdf"]
    done = cold.build()
    assert done.returncode == 0, done.stderr
    assert cold.is_right(made)
    assert sorted(path.name for path in cold.output.iterdir()) == ["manifest.json", "rivers.pdf"]
    assert list(cold.cache.glob("scratch-*")) == []


# ------------------------------------------------------------------ the cache


def flip(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


@pytest.mark.parametrize(
    ("damage", "each"),
    [(flip, 2), *(pytest.param(*case, marks=pytest.mark.slow) for case in ((lambda data: data[:-1], 3), (flip, 1)))],
    ids=["flipped", "cut", "all flipped"],
)
def test_damaged_entries_are_made_again(damage: Callable[[bytes], bytes], each: int, warm: Place, made: Made) -> None:
    """All of them, fonts too, or every other one."""
    entries = sorted(path for path in warm.cache.rglob("*") if path.is_file() and path.suffix != ".conf")
    for path in entries[::each]:
        path.write_bytes(damage(path.read_bytes()))
    warm.file.unlink()
    done = warm.build()
    assert done.returncode == 0, done.stderr
    assert warm.is_right(made)


def delete(folder: Path) -> None:
    """Deletes a folder that others write to: while its files are removed, new ones may come."""
    for _ in range(20):
        with suppress(OSError):
            shutil.rmtree(folder)
            return
    raise AssertionError(f"{folder} cannot be deleted")


@pytest.mark.slow
def test_entries_that_are_deleted_meanwhile_cost_time_only(cold: Place, made: Made) -> None:
    with cold.building() as program:
        when(lambda: len(workers(program)) == 2, program)
        delete(cold.cache / "v1")
        _, told = program.communicate(timeout=60)
    assert program.returncode == 0, told
    assert cold.is_right(made)


def test_a_cache_that_is_deleted_meanwhile_costs_time_only(cold: Place, made: Made) -> None:
    with cold.building() as program:
        when(lambda: len(workers(program)) == 2, program)
        delete(cold.cache)
        _, told = program.communicate(timeout=60)
    assert program.returncode == 0, told
    assert cold.is_right(made)


# ------------------------------------------------------------------ two at once


def test_one_output_is_for_one_build(cold: Place, made: Made) -> None:
    with cold.building() as program:
        when(lambda: len(workers(program)) == 2, program)
        second = cold.build()
        _, told = program.communicate(timeout=60)
    assert second.returncode == 5
    assert f"another build is writing to this folder (process {program.pid})" in second.stderr
    assert "wait for it to end" in second.stderr
    assert program.returncode == 0, told
    assert cold.is_right(made)


def test_two_outputs_may_share_a_cache(cold: Place, made: Made, tmp_path: Path) -> None:
    other = Place(cold.vault, tmp_path / "other", cold.cache)
    with cold.building() as one, other.building() as two:
        told = [program.communicate(timeout=60)[1] for program in (one, two)]
    assert (one.returncode, two.returncode) == (0, 0), told
    assert cold.is_right(made)
    assert other.is_right(made)


# ------------------------------------------------------------------ disks


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Mounts a disk of so many kilobytes."""
    mounted: list[Path] = []

    def mount(kilobytes: int) -> Path:
        folder = tmp_path / f"disk-{len(mounted)}"
        folder.mkdir()
        options = ["-t", "tmpfs", "-o", f"size={kilobytes}k", "studypress-test", str(folder)]
        done = subprocess.run(["mount", *options], capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"no disk can be mounted: {done.stderr.strip()}")
        mounted.append(folder)
        return folder

    if os.getuid() or not shutil.which("mount"):
        pytest.skip("only root mounts a disk")
    yield mount
    for folder in mounted:
        subprocess.run(["umount", str(folder)], check=True)


def remount(folder: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(folder)], check=True)


def test_a_full_disk_under_the_output_is_said(disk: Callable[..., Path], cold: Place, made: Made) -> None:
    folder = disk(48)
    full = Place(cold.vault, folder, made.place.cache)
    full.file.write_bytes(b"the last good one")
    done = full.build()
    assert done.returncode == 5, done.stderr
    assert "output-unwritable" in done.stderr
    assert "No space left" in done.stderr
    assert [path.name for path in folder.iterdir()] == ["rivers.pdf"]
    assert full.file.read_bytes() == b"the last good one"
    remount(folder, "size=20m")
    assert full.build().returncode == 0
    assert full.is_right(made)


@pytest.mark.parametrize("kilobytes", [16, pytest.param(4200, marks=pytest.mark.slow)])
def test_a_full_disk_under_the_cache_costs_time_only(
    kilobytes: int, disk: Callable[..., Path], cold: Place, made: Made
) -> None:
    """Nothing can be kept, or fonts and little more."""
    full = Place(cold.vault, cold.output, disk(kilobytes))
    done = full.build()
    assert done.returncode == 0, done.stderr
    assert full.is_right(made)


def test_a_cache_that_can_only_be_read_is_said(disk: Callable[..., Path], cold: Place) -> None:
    folder = disk(20_000)
    remount(folder, "ro")
    locked = Place(cold.vault, cold.output, folder)
    done = locked.build()
    assert done.returncode == 5, done.stderr
    assert "try --no-cache" in done.stderr
    assert cold.file.read_bytes() == b"the last good one"


@pytest.mark.slow
def test_a_users_cache_that_can_only_be_read_is_passed_over(
    disk: Callable[..., Path], cold: Place, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = disk(20_000)
    (folder / ".cache").mkdir()
    remount(folder, "ro")
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("TMPDIR", str(cold.cache))
    command = [part for part in cold.command() if part not in {"--cache", str(cold.cache)}]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    assert cold.is_right(made)
