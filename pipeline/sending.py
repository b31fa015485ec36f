"""Finished ePubs → where they are read: a reader that hangs on this machine, another folder, or calibre's library."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from pipeline import model as m
from pipeline.problem import Problem, Stop
from pipeline.publish import MANIFEST, publish
from pipeline.targets.epub.opened import identifier

CALIBRE = "calibre"
_LONGEST = 600
"""Seconds that calibre may take."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What a folder belongs to: its kind, the profile that it takes, and where books go."""

    name: str
    target: str
    folder: Path


@dataclass(frozen=True, slots=True)
class Sent:
    """Where a book is now; `fresh` tells whether it was not there before, or not so."""

    path: Path
    reader: str
    fresh: bool
    problems: tuple[Problem, ...] = ()


def reader(place: Path) -> Reader:
    """The reader whose folder this is, or that it lies in: each is known by folders of its own."""
    for root in (place, *place.absolute().parents):
        if (root / ".kobo").is_dir():
            return Reader("Kobo", "epub:kobo", place)
        if (root / "documents").is_dir() and (root / "system").is_dir():
            return Reader("Kindle", "epub:kindle", root / "documents" if root == place else place)
    return Reader("folder", "epub", place)


def send(output: Path, place: Path, *, force: bool = False) -> Sent:
    """Copies the fitting ePub of a finished book, whole or not at all.

    An older edition of the same book is replaced; any other file of that name is not, unless `force`d. Raises `Stop`.
    """
    if not place.is_dir():
        hint = "plug the reader in, or make the folder; `--to calibre` puts the book into calibre's library"
        raise Stop(Problem(str(place), 0, 0, "error", "no-reader", "there is no such folder", hint), code=2)
    found = reader(place)
    source = artifact(output, found.target)
    goal = found.folder / source.name
    if goal.exists() and not force and identifier(_product(goal)) != identifier(_product(source)):
        hint = "move it away or give it another name; --force replaces it"
        raise Stop(Problem(str(goal), 0, 0, "error", "foreign-file", "there is another book of this name", hint))
    fresh = not goal.is_file() or goal.read_bytes() != source.read_bytes()
    publish([(source.name, source)], found.folder)
    return Sent(goal, found.name, fresh, _by_cable(goal) if found.name == "Kindle" else ())


def _by_cable(goal: Path) -> tuple[Problem, ...]:
    message = "a Kindle lists an ePub only when it came by Send to Kindle, not by cable"
    hint = "send this file by Send to Kindle, or let calibre convert it: `studypress send --to calibre`"
    return (Problem(str(goal), 0, 0, "warning", "kindle-by-cable", message, hint),)


def shelve(output: Path) -> str:
    """Adds the pure ePub to calibre's library; what calibre said. Raises `Stop` where it is not, or refuses."""
    source = artifact(output, "epub")
    program = shutil.which("calibredb")
    if program is None:
        hint = "install calibre (calibre-ebook.com), or give the folder of a reader: --to FOLDER"
        raise Stop(Problem("", 0, 0, "error", "no-calibre", "there is no calibredb on this machine", hint), code=4)
    command = [program, "add", str(source.absolute())]
    try:
        done = subprocess.run(  # noqa: S603 - our own arguments
            command, capture_output=True, text=True, check=False, timeout=_LONGEST, errors="replace"
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        _refused(str(source), str(fault))
    if done.returncode:
        _refused(str(source), (done.stderr or done.stdout).strip().rpartition("\n")[2])
    return done.stdout.strip()


def _refused(path: str, said: str) -> NoReturn:
    hint = "close calibre and try again: it keeps its library to itself while it runs"
    raise Stop(Problem(path, 0, 0, "error", "calibre-refused", f"calibre did not take it: {said}", hint), code=5)


def artifact(output: Path, target: str) -> Path:
    """The finished file of a target, as it was built. Raises `Stop` when there is none."""
    try:
        rows = json.loads((output / MANIFEST).read_bytes())["artifacts"]
    except (OSError, ValueError, KeyError):
        rows = []
    hint = f"make it: studypress build --to {target} -o {output}"
    for row in rows:
        if row["target"] == target:
            path = output / str(row["path"])
            if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == row["sha256"]:
                return path
            raise Stop(Problem(str(path), 0, 0, "error", "changed-output", "the file differs from the manifest", hint))
    raise Stop(
        Problem(str(output), 0, 0, "error", "nothing-to-send", f"there is no finished {target} here", hint), code=2
    )


def _product(path: Path) -> m.Product:
    return m.Product("epub", path.name, path, "", 0)
