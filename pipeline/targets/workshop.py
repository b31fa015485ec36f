"""What setting and drawing need beside words: the book's typefaces, a ruler, and the rule that no others are seen."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from pipeline.faces import Face
from pipeline.fonts import Shaper, shaper
from pipeline.targets.engine.job import Job
from pipeline.typefaces import LAST, Typefaces, typefaces


@dataclass(frozen=True, slots=True)
class Workshop:
    """What setting and drawing need beside words."""

    typefaces: Typefaces
    shaper: Shaper


def workshop(folder: Path, characters: str) -> Workshop:
    """Fonts ready to print `characters`; `folder` keeps them."""
    folder = folder.absolute()  # fontconfig looks for other paths in its own places
    found = typefaces(folder, characters)
    _confine_fonts(folder)
    return Workshop(found, shaper(found.all, ("Source Sans 3", LAST, *found.families)))


def _confine_fonts(folder: Path) -> None:
    """Make fontconfig see the book's own faces only: pages then look the same on every machine, fontless ones too.

    fontconfig reads this variable when the engine is first used. Style sheets add the faces that a page needs beside.
    """
    places = f"<dir>{folder}/fonts</dir><cachedir>{folder}/fontconfig</cachedir>"
    text = f'<?xml version="1.0"?><fontconfig>{places}</fontconfig>'
    path = folder / "fonts-own.conf"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        part = path.with_suffix(f".{os.getpid()}")
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    os.environ["FONTCONFIG_FILE"] = str(path)


# ------------------------------------------------------------------ on another machine


def at_home(job: Job, fetch: Callable[[str], bytes]) -> Job:
    """A job that came from another machine, with fonts that lie here; `fetch` gives their files by `font:<digest>`."""
    folder = _lodging()
    installed = tuple(_installed(face, folder, fetch) for face in job.faces)
    _confine_fonts(folder)
    return replace(job, faces=installed)


@cache
def _lodging() -> Path:
    """A folder for as long as this process lives."""
    return Path(_kept(tempfile.TemporaryDirectory(prefix="studypress-")).name)


@cache
def _kept(folder: tempfile.TemporaryDirectory[str]) -> tempfile.TemporaryDirectory[str]:
    return folder  # it is removed with the last reference to it


def _installed(face: Face, folder: Path, fetch: Callable[[str], bytes]) -> Face:
    path = folder / face.path.parent.name / face.path.name
    if not path.is_file():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(fetch(f"font:{face.digest}"))
    return replace(face, path=path)
