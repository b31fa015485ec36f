"""The files of a vault: found and stamped, not opened."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NOTES = (".md", ".markdown")
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was found. `stamp` tells whether it has been written to since: inode, size, time in nanoseconds."""

    path: Path
    stamp: tuple[int, int, int]


def files(root: Path) -> Iterator[tuple[str, File]]:
    """Names and files below the root, sorted; hidden files and links that lead out of the vault are left alone."""
    real = root.resolve()
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        here = Path(folder)
        inside = "" if here == root else f"{_name(here.relative_to(root))}/"
        for name in sorted(files):
            path = here / name
            if name.startswith(".") or not name.lower().endswith((*NOTES, *PICTURES)):
                continue
            found = path.lstat()
            if stat.S_ISLNK(found.st_mode):
                if not path.resolve().is_relative_to(real) or not path.is_file():
                    continue
                found = path.stat()
            if stat.S_ISREG(found.st_mode):
                stamp = (found.st_ino, found.st_size, found.st_mtime_ns)
                yield inside + _name(Path(name)), File(path, stamp)


def _name(path: Path) -> str:
    """A path as text: accents joined to their letters, bytes that are no text shown as �."""
    return unicodedata.normalize("NFC", os.fsencode(path.as_posix()).decode("utf-8", errors="replace"))
