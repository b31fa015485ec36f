"""Puts finished files into the output folder, whole or not at all, and takes back only what it put there."""

from __future__ import annotations

import contextlib
import filecmp
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NoReturn

from pipeline.problem import Problem, Stop

if sys.platform != "win32":  # there the folder is not guarded against a second build
    import fcntl

MANIFEST = "manifest.json"
LOCK = ".studypress.lock"
_MARK = ".studypress-"  # begins the name of every temporary file, so that a later run can sweep them


# --------------------------------------------------------------------------- one build at a time


@contextlib.contextmanager
def claim(folder: Path) -> Iterator[None]:
    """Keep other builds out of the folder; raises `Stop` at once when it is taken or cannot be written to.

    The system drops the lock when its holder dies, so a lock file that was left behind keeps nobody out.
    """
    path = folder / LOCK
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held = _lock(path)
    except OSError as error:
        _unwritable(folder, error)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(held)


def _lock(path: Path) -> int:
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
        try:
            _lock_handle(handle, path)
            if _is_at(handle, path):  # else the former holder removed the file in between
                os.ftruncate(handle, 0)
                os.write(handle, f"{os.getpid()}\n".encode())
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _lock_handle(handle: int, path: Path) -> None:
    if sys.platform == "win32":
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(handle, 20).decode("ascii", "replace").strip()
        raise Stop(
            Problem(
                str(path.parent),
                0,
                0,
                "error",
                "output-locked",
                f"another build is writing to this folder (process {holder or 'unknown'})",
                "wait for it to end, or give another folder with -o",
            ),
            code=5,
        ) from None
    except OSError:
        return  # some network folders have no locks


def _is_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


# --------------------------------------------------------------------------- all or nothing


def publish(files: Sequence[tuple[str, bytes | Path]], folder: Path) -> tuple[Path, ...]:
    """Write the files (paths relative to the folder) and return where they are; the manifest goes last.

    What a file is to hold is given as bytes, or as a file that lies elsewhere.

    Every file is written beside its place and synced before the first one is moved in; when a move fails, those
    already made are undone. A file that already has the wanted bytes is left untouched.
    """
    ordered = sorted(files, key=lambda file: file[0] == MANIFEST)
    places = [(_place(folder, name), data) for name, data in ordered]
    try:
        _sweep(folder, (place.parent for place, _ in places))
        _move_in([(place, data) for place, data in places if not _holds(place, data)], folder)
    except OSError as error:
        _unwritable(folder, error)
    return tuple(place for place, _ in places)


def _place(folder: Path, name: str) -> Path:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or not path.name:
        raise ValueError(f"not a path inside the output folder: {name!r}")
    return folder / path


def _holds(path: Path, data: bytes | Path) -> bool:
    if not path.is_file() or path.is_symlink():
        return False
    if isinstance(data, Path):
        return filecmp.cmp(path, data, shallow=False)
    return path.stat().st_size == len(data) and path.read_bytes() == data


def _move_in(files: Sequence[tuple[Path, bytes | Path]], folder: Path) -> None:
    fresh, former, moved = [], [], []
    try:
        for number, (place, data) in enumerate(files):
            fresh.append(place.with_name(f"{_MARK}{number}.new"))
            _write(fresh[-1], data)
        for number, (place, _) in enumerate(files):
            former.append(_keep(place, place.with_name(f"{_MARK}{number}.old")))
        for new, (place, _) in zip(fresh, files, strict=True):
            moved.append(place)
            new.replace(place)
        _sync(folder)
    except BaseException:
        _undo(moved, former)
        raise
    finally:
        for path in (*fresh, *(old for old in former if old)):
            path.unlink(missing_ok=True)


def _write(path: Path, data: bytes | Path) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    with os.fdopen(handle, "wb") as file:
        if isinstance(data, Path):
            with data.open("rb") as source:
                shutil.copyfileobj(source, file, 1 << 20)
        else:
            file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _keep(place: Path, spare: Path) -> Path | None:
    """A second name for the file that stands there now, to put it back by."""
    if not os.path.lexists(place):
        return None
    try:
        os.link(place, spare, follow_symlinks=False)
    except OSError:  # no hard links here
        shutil.copy2(place, spare, follow_symlinks=False)
    return spare


def _undo(moved: Sequence[Path], former: Sequence[Path | None]) -> None:
    for place, old in zip(moved, former, strict=False):
        if old:
            old.replace(place)
        else:
            place.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """Make the new names themselves last; not every system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sweep(folder: Path, folders: Iterable[Path]) -> None:
    for place in {folder, *folders}:
        place.mkdir(parents=True, exist_ok=True)
        for path in place.glob(f"{_MARK}*.*"):
            path.unlink(missing_ok=True)


def _unwritable(folder: Path, error: OSError) -> NoReturn:
    place = Path(error.filename) if isinstance(error.filename, str) else folder
    raise Stop(
        Problem(
            str(folder),
            0,
            0,
            "error",
            "output-unwritable",
            f"cannot write {place.name or place}: {error.strerror or error}",
            "make the folder writable, or give another one with -o",
        ),
        code=5,
    ) from error


# --------------------------------------------------------------------------- taking back


def withdraw(folder: Path) -> tuple[Path, ...]:
    """Remove what the manifest lists and nobody has changed since; returns what was removed."""
    manifest = folder / MANIFEST
    try:
        listed = json.loads(manifest.read_bytes())["artifacts"]
        entries = [(_place(folder, entry["path"]), entry["sha256"]) for entry in listed]
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    ours = [path for path, digest in entries if path.is_file() and _digest(path) == digest]
    for path in (*ours, manifest):
        path.unlink()
    for parent in {path.parent for path in ours} - {folder}:
        with contextlib.suppress(OSError):  # not empty: something of the reader's is in it
            parent.rmdir()
    return (*ours, manifest)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
