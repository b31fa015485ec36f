"""How much memory there is, as Linux says it."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.runner.limits import available, mapped, resident

KB = 1024


def machine(folder: Path, groups: str, free: int = 8_000_000) -> Path:
    (folder / "self").mkdir(parents=True)
    (folder / "meminfo").write_text(f"MemTotal: 9999999 kB\nMemAvailable:  {free} kB\n", encoding="utf-8")
    (folder / "self" / "cgroup").write_text(groups, encoding="utf-8")
    return folder


def group(folder: Path, **values: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, value in values.items():
        (folder / name.replace("__", ".")).write_text(f"{value}\n", encoding="utf-8")


def test_a_machine_without_limits_gives_what_is_free(tmp_path: Path) -> None:
    assert available(machine(tmp_path / "proc", "0::/\n"), tmp_path / "none") == 8_000_000 * KB


def test_the_tightest_group_counts_and_copies_of_files_do_not(tmp_path: Path) -> None:
    proc, groups = machine(tmp_path / "proc", "0::/user/shell\n"), tmp_path / "cgroup"
    group(groups / "user", memory__max="500000000", memory__current="300000000", memory__stat="inactive_file 50000000")
    group(groups / "user" / "shell", memory__max="max", memory__current="1")
    assert available(proc, groups) == 250_000_000


def test_the_first_version_of_groups(tmp_path: Path) -> None:
    proc, groups = machine(tmp_path / "proc", "4:memory:/job\n0::/\n"), tmp_path / "cgroup"
    group(groups / "memory" / "job", memory__limit_in_bytes="400000000", memory__usage_in_bytes="500000000")
    assert available(proc, groups) == 0


def test_a_container_sees_its_group_as_the_root(tmp_path: Path) -> None:
    proc, groups = machine(tmp_path / "proc", "4:memory:/outside/of/here\n"), tmp_path / "cgroup"
    group(groups / "memory", memory__limit_in_bytes="400000000", memory__usage_in_bytes="100000000")
    assert available(proc, groups) == 300_000_000


def test_where_the_system_says_nothing_nothing_is_known(tmp_path: Path) -> None:
    assert available(tmp_path, tmp_path) is None
    assert resident(2**22 + 1) is None


def test_a_process_knows_its_size() -> None:
    before = resident() or 0
    hoard = b"x" * 50_000_000
    assert (resident(os.getpid()) or 0) - before > 0.9 * len(hoard)
    assert (mapped() or 0) > (resident() or 0)
