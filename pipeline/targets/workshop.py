"""What setting and drawing need beside words: the book's typefaces, a ruler, and the rule that no others are seen."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from pipeline.fingerprint import FONT_FOLDERS
from pipeline.fonts import Face, Shaper, faces, shaper
from pipeline.problem import Problem
from pipeline.targets.engine.job import Job


@dataclass(frozen=True, slots=True)
class Workshop:
    """`foreign` are characters that no face of the book has."""

    faces: tuple[Face, ...]
    shaper: Shaper
    foreign: str

    @property
    def problems(self) -> tuple[Problem, ...]:
        return _glyphs(self.foreign)


def workshop(folder: Path, characters: str) -> Workshop:
    """Fonts ready to print `characters`; `folder` keeps them."""
    folder = folder.absolute()  # fontconfig looks for other paths in its own places
    cut = faces(folder / "fonts")
    ruler = shaper(cut, ("Source Serif 4", "Source Sans 3", "Source Code Pro", "Noto Sans Devanagari"))
    foreign = ruler.missing(characters)
    _confine_fonts(cut, folder, system=bool(foreign))
    return Workshop(cut, shaper(cut), foreign)


def _glyphs(foreign: str) -> tuple[Problem, ...]:
    if not foreign:
        return ()
    points = ", ".join(f"{c} (U+{ord(c):04X})" for c in foreign[:8]) + (
        f" and {len(foreign) - 8} more" if len(foreign) > 8 else ""
    )
    hint = "they are set in a font of this machine, if it has one: pages may differ elsewhere"
    return (Problem("", 0, 0, "warning", "missing-glyph", f"no font of the book has {points}", hint),)


def _confine_fonts(cut: Sequence[Face], folder: Path, *, system: bool) -> None:
    """Make fontconfig see the book's faces only: pages then look the same on every machine, fontless ones too.

    fontconfig reads this variable when the engine is first used. The system's fonts are the last resort for
    characters that no face of the book has.
    """
    folders = (*sorted({str(f.path.parent) for f in cut}), *(FONT_FOLDERS if system else ()))
    places = "".join(f"<dir>{folder}</dir>" for folder in folders)
    text = f'<?xml version="1.0"?><fontconfig>{places}<cachedir>{folder}/fontconfig</cachedir></fontconfig>'
    path = folder / f"fonts-{'all' if system else 'own'}.conf"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        part = path.with_suffix(f".{os.getpid()}")
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    os.environ["FONTCONFIG_FILE"] = str(path)


# ------------------------------------------------------------------ on another machine


def at_home(job: Job, fetch: Callable[[str], bytes]) -> Job:
    """A job that came from another machine, with fonts that lie here; `fetch` gives their files by `font:<digest>`."""
    folder = _lodging()
    own = tuple(_installed(face, folder, fetch) for face in job.faces)
    _confine_fonts(own, folder, system=False)
    return replace(job, faces=own)


@cache
def _lodging() -> Path:
    """A folder for as long as this process lives."""
    return Path(_kept(tempfile.TemporaryDirectory(prefix="studypress-")).name)


@cache
def _kept(folder: tempfile.TemporaryDirectory[str]) -> tempfile.TemporaryDirectory[str]:
    return folder  # it is removed with the last reference to it


def _installed(face: Face, folder: Path, fetch: Callable[[str], bytes]) -> Face:
    path = folder / "fonts" / face.path.name
    if not path.is_file():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(fetch(f"font:{face.digest}"))
    return replace(face, path=path)
