"""The cache: what it returns was put there, whole; what it forgets costs nothing but time."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cache import Cache, digest, folder_for, scratch
from pipeline.problem import Stop


def entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@given(st.lists(st.one_of(st.text(), st.binary())), st.lists(st.one_of(st.text(), st.binary())))
def test_different_parts_have_different_digests(one: list[str | bytes], other: list[str | bytes]) -> None:
    assert (digest(*one) == digest(*other)) == (one == other)


@pytest.mark.parametrize(
    ("one", "other"), [(("ab", "c"), ("a", "bc")), (("a",), (b"a",)), (("",), ()), (("a", ""), ("a",))]
)
def test_the_borders_between_parts_count(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert digest(*one) != digest(*other)


def test_what_was_put_is_got(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    assert cache.get("key") is None
    for value in (b"", b"first", b"second" * 1000):
        cache.put("key", value)
        assert cache.get("key") == value
    assert Cache(tmp_path).get("key") == value
    assert len(entries(tmp_path)) == 1


@pytest.mark.parametrize("key", ["../../etc/passwd", "/", "", "a" * 5000, "\0", "ключ"])
def test_a_key_is_never_a_path(tmp_path: Path, key: str) -> None:
    Cache(tmp_path / "cache").put(key, b"x")
    assert Cache(tmp_path / "cache").get(key) == b"x"
    assert [path.name for path in tmp_path.iterdir()] == ["cache"]


@pytest.mark.parametrize("damage", [b"", b"short", b"\0" * 40])
def test_a_damaged_entry_is_a_miss_and_goes(tmp_path: Path, damage: bytes) -> None:
    cache = Cache(tmp_path)
    cache.put("key", b"value")
    entries(tmp_path)[0].write_bytes(damage)
    assert cache.get("key") is None
    assert entries(tmp_path) == []


def test_a_truncated_entry_is_a_miss(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("key", b"value")
    entry = entries(tmp_path)[0]
    entry.write_bytes(entry.read_bytes()[:-1])
    assert cache.get("key") is None


def test_no_folder_means_no_cache() -> None:
    cache = Cache(None)
    cache.put("key", b"value")
    cache.trim()
    assert cache.get("key") is None


def test_a_folder_that_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file" / "cache")
    cache.put("key", b"value")
    assert cache.get("key") is None


def test_the_longest_unused_goes_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path, limit=350)
    for number, key in enumerate("abc"):
        cache.put(key, b"x" * 100)
        newest = max(entries(tmp_path), key=lambda path: path.stat().st_mtime_ns)
        os.utime(newest, ns=(number, number))
    cache.get("a")
    cache.trim()
    assert [cache.get(key) is not None for key in "abc"] == [True, False, True]


def test_entries_of_an_older_version_are_trimmed(tmp_path: Path) -> None:
    old = tmp_path / "v0" / "ab" / "cdef"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"x" * 100)
    (tmp_path / "mine.txt").write_text("not of the cache")
    Cache(tmp_path, limit=50).trim()
    assert entries(tmp_path) == [tmp_path / "mine.txt"]


def test_writers_and_readers_at_once_see_whole_values(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    values = [bytes([number]) * 20_000 for number in range(8)]

    def work(value: bytes) -> bytes | None:
        cache.put("key", value)
        return cache.get("key")

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(work, values * 5)) <= set(values)
    assert len(entries(tmp_path)) == 1


# --------------------------------------------------------------------------- where it is


def test_the_folder_asked_for_wins(tmp_path: Path) -> None:
    assert folder_for({"XDG_CACHE_HOME": str(tmp_path / "xdg")}, tmp_path / "mine") == tmp_path / "mine"


def test_a_folder_asked_for_that_cannot_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Stop) as stop:
        folder_for({}, tmp_path / "file" / "cache")
    assert stop.value.code == 5


def test_the_order_of_places(tmp_path: Path) -> None:
    home, xdg = {"HOME": str(tmp_path / "home")}, {"XDG_CACHE_HOME": str(tmp_path / "xdg")}
    assert folder_for(home | xdg) == tmp_path / "xdg" / "studypress"
    assert folder_for(home) == tmp_path / "home" / ".cache" / "studypress"
    assert folder_for(home | {"XDG_CACHE_HOME": "relative"}) == tmp_path / "home" / ".cache" / "studypress"


@pytest.mark.parametrize("home", [{}, {"HOME": ""}, {"HOME": "/proc/none"}])
def test_without_a_home_a_private_folder_is_used(tmp_path: Path, home: dict[str, str]) -> None:
    folder = folder_for(home | {"TMPDIR": str(tmp_path)})
    assert folder
    assert folder.parent == tmp_path
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert folder_for(home | {"TMPDIR": str(tmp_path)}) == folder


@pytest.mark.parametrize("trap", ["open", "link"])
def test_a_folder_others_could_have_laid_out_is_not_trusted(tmp_path: Path, trap: str) -> None:
    environment = {"TMPDIR": str(tmp_path)}
    folder = folder_for(environment)
    assert folder
    if trap == "open":
        folder.chmod(0o777)
    else:
        folder.rename(tmp_path / "elsewhere")
        folder.symlink_to(tmp_path / "elsewhere")
    assert folder_for(environment) is None


@pytest.mark.skipif(os.name != "posix", reason="other systems cannot be asked for a process")
def test_what_killed_builds_left_half_done_is_removed(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    (tmp_path / f"scratch-{process.pid}-left" / "deep").mkdir(parents=True)
    (tmp_path / f"scratch-{os.getpid()}-mine").mkdir()
    with scratch(tmp_path) as folder:
        assert folder.is_dir()
        assert sorted(p.name for p in tmp_path.iterdir()) == sorted([f"scratch-{os.getpid()}-mine", folder.name])
    assert not folder.exists()
