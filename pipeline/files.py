"""The files of a vault: found and stamped, not opened."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NOTES = (".md", ".markdown")
BESIDE = ("mnemonics.yml", "lexicon.txt", "blocklist.txt")
"""Files at the root of a vault that say something of mnemonics; they are no notes."""
REGISTER = ".studypress/ids.json"
"""The file, from the root of a vault, that keeps what its cards are called."""
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".heic", ".heif", ".bmp", ".tif", ".tiff", ".svg")


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
        inside = Path(folder).relative_to(root).as_posix()
        prefix = "" if inside == "." else f"{inside}/"
        for name in sorted(files):
            if name.startswith(".") or not name.lower().endswith((*NOTES, *PICTURES)):
                continue
            path = Path(folder, name)
            found = path.lstat()
            if stat.S_ISLNK(found.st_mode):
                if not path.resolve().is_relative_to(real) or not path.is_file():
                    continue
                found = path.stat()
            if stat.S_ISREG(found.st_mode):
                yield _name(prefix + name), File(path, _stamp(found))


def beside(root: Path) -> dict[str, File]:
    """Those of the vault's own files that are there, in the order of their names here; links must stay inside."""
    found = ((name, root / name) for name in (*BESIDE, REGISTER))
    return {name: File(path, _stamp(path.stat())) for name, path in found if _is_inside(path, root)}


def _is_inside(path: Path, root: Path) -> bool:
    return path.is_file() and path.resolve().is_relative_to(root.resolve())


def _stamp(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_ino, found.st_size, found.st_mtime_ns


def _name(path: str) -> str:
    """A path as text: accents joined to their letters, bytes that are no text shown as �."""
    return unicodedata.normalize("NFC", os.fsencode(path).decode("utf-8", errors="replace"))
