"""How much memory there is, and how much a process holds; None where the system does not say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

MEGABYTE = 10**6
_PROC, _GROUPS = Path("/proc"), Path("/sys/fs/cgroup")
_FILES = (("memory.max", "memory.current"), ("memory.limit_in_bytes", "memory.usage_in_bytes"))
"""Limit and use of a control group, in versions 2 and 1 (Linux, Documentation/admin-guide/cgroup-v*)."""


def available(proc: Path = _PROC, groups: Path = _GROUPS) -> int | None:
    """Bytes that may still be taken without swapping: of the machine, and of the control groups this process is in."""
    rooms = [room for folder in _folders(proc, groups) for room in _rooms(folder)]
    if machine := _field(proc / "meminfo", "MemAvailable:"):
        rooms.append(machine * 1024)
    return max(0, min(rooms)) if rooms else None


def resident(process: int | str = "self") -> int | None:
    """Bytes of the process that are in memory, shared ones included."""
    return _statm(process, 1)


def mapped(process: int | str = "self") -> int | None:
    """Bytes of address space that the process has asked for, as RLIMIT_AS counts them."""
    return _statm(process, 0)


def _statm(process: int | str, column: int) -> int | None:
    try:
        pages = (_PROC / str(process) / "statm").read_text().split()[column]
    except (OSError, IndexError):
        return None
    from os import sysconf  # noqa: PLC0415 - only where there is a /proc

    return int(pages) * sysconf("SC_PAGE_SIZE")


def _folders(proc: Path, groups: Path) -> Iterator[Path]:
    """The folders of this process's memory groups and of all above them; in a container, its own is the root."""
    yield from (groups, groups / "memory")
    try:
        lines = (proc / "self" / "cgroup").read_text().splitlines()
    except OSError:
        return
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if controllers in {"", "memory"}:
            inner = (groups / controllers / path.lstrip("/"), groups / controllers)
            yield from (folder for folder in (inner[0], *inner[0].parents) if folder.is_relative_to(inner[1]))


def _rooms(folder: Path) -> Iterator[int]:
    for limit, use in _FILES:
        try:
            most, used = int((folder / limit).read_text()), int((folder / use).read_text())
        except (OSError, ValueError):  # not there, or "max"
            continue
        # What is only a copy of a file is given back on demand.
        yield most - used + (_field(folder / "memory.stat", "inactive_file") or 0)


def _field(file: Path, name: str) -> int | None:
    try:
        rows = (line.split() for line in file.read_text().splitlines())
        return next((int(row[1]) for row in rows if row and row[0] == name), None)
    except (OSError, ValueError, IndexError):
        return None
