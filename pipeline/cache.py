"""Remembers bytes by the digest of everything that shaped them: forgetting any of it costs time, never truth."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.problem import Problem, Stop

VERSION = "v1"
_DIGEST = hashlib.sha256().digest_size


def digest(*parts: bytes | str) -> str:
    """One name for several values: no two different lists of parts share it."""
    pieces: list[bytes] = []
    for part in parts:
        kind, data = (b"s", part.encode("utf-8", "surrogatepass")) if isinstance(part, str) else (b"b", part)
        pieces += (kind, len(data).to_bytes(8, "big"), data)
    return hashlib.sha256(b"".join(pieces)).hexdigest()


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of entries, shared by any number of processes and safe to delete at any time; `None` turns it off.

    An entry is a file: the checksum of the value, then the value. No fault of the folder is a fault of the build:
    what cannot be read is a miss, what cannot be written is not kept.
    """

    folder: Path | None
    limit: int = 2**30

    def get(self, key: str) -> bytes | None:
        """The value, or None; a damaged entry is removed."""
        if not (path := self._path(key)):
            return None
        with contextlib.suppress(OSError):
            entry = path.read_bytes()
            checksum, value = entry[:_DIGEST], entry[_DIGEST:]
            if hashlib.sha256(value).digest() == checksum:
                os.utime(path)  # used now: `trim` takes the longest unused first
                return value
            path.unlink()
        return None

    def put(self, key: str, value: bytes) -> None:
        """Keep the value, in one step: a reader sees all of it or nothing."""
        if not (path := self._path(key)):
            return
        with contextlib.suppress(OSError):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, fresh = tempfile.mkstemp(dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(hashlib.sha256(value).digest() + value)
                Path(fresh).replace(path)
            except BaseException:
                Path(fresh).unlink(missing_ok=True)
                raise

    def trim(self) -> None:
        """Remove the longest unused entries until the folder is within its limit, those of older versions too."""
        entries = sorted((entry for entry in self._entries()), key=lambda entry: entry[1:])
        excess = sum(size for _, _, size in entries) - self.limit
        for path, _, size in entries:
            if excess <= 0:
                return
            with contextlib.suppress(OSError):
                path.unlink()
            excess -= size

    def _path(self, key: str) -> Path | None:
        if not self.folder:
            return None
        name = digest(key)
        return self.folder / VERSION / name[:2] / name[2:]

    def _entries(self) -> Iterator[tuple[Path, int, int]]:
        """Path, time of last use and size of every entry; one that goes away meanwhile is left out."""
        for path in self.folder.glob("v[0-9]*/??/*") if self.folder else ():
            with contextlib.suppress(OSError):
                found = path.stat()
                yield path, found.st_mtime_ns, found.st_size


@contextlib.contextmanager
def scratch(folder: Path | None) -> Iterator[Path]:
    """A folder for what is half done, in the cache if there is one; those of builds that were killed are removed."""
    for path in folder.glob(f"{_SCRATCH}*") if folder else ():
        if not _is_running(path.name.removeprefix(_SCRATCH).partition("-")[0]):
            shutil.rmtree(path, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=f"{_SCRATCH}{os.getpid()}-", dir=folder) as name:
        yield Path(name)


_SCRATCH = "scratch-"


def _is_running(process: str) -> bool:
    """Whether there is such a process; where that cannot be asked, there may be."""
    if os.name != "posix":  # there, a signal always kills
        return True
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except (OSError, ValueError, OverflowError):
        return True
    return True


# --------------------------------------------------------------------------- where it is


def folder_for(environment: Mapping[str, str], asked: Path | None = None) -> Path | None:
    """The folder of the cache: the one asked for, the user's, or a private one for temporary files.

    None when there is no place that only this user can write to.
    """
    if asked:
        if _is_usable(asked):
            return asked
        raise Stop(
            Problem(str(asked), 0, 0, "error", "output-unwritable", "the cache cannot be written", "try --no-cache"),
            code=5,
        )
    homes = (environment.get("XDG_CACHE_HOME", ""), environment.get("HOME", "") and environment["HOME"] + "/.cache")
    folders = [Path(home) / "studypress" for home in homes if Path(home).is_absolute()]
    if usable := next(filter(_is_usable, folders), None):
        return usable
    private = Path(environment.get("TMPDIR") or tempfile.gettempdir()) / f"studypress-{_user()}"
    return private if _is_private(private) else None


def _is_usable(folder: Path) -> bool:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _is_private(folder: Path) -> bool:
    """Everybody may write to the folder for temporary files: trust only what is ours and closed to others."""
    if not _is_usable(folder):
        return False
    found = folder.lstat()
    mine = found.st_uid == _user() or os.name == "nt"
    return stat.S_ISDIR(found.st_mode) and mine and not (found.st_mode & 0o077 and os.name != "nt")


def _user() -> int:
    return os.getuid() if hasattr(os, "getuid") else 0
