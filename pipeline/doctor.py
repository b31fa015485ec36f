"""Examines the machine: what studypress needs of it, what is there, and what to type for the rest.

It imports nothing but the standard library, so that it can speak before anything is installed.
"""

from __future__ import annotations

import ctypes
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

_OLDEST = (3, 11)
_LIBRARIES = (  # what WeasyPrint loads, and the Debian package that holds it
    ("libgobject-2.0.so.0", "libglib2.0-0"),
    ("libfontconfig.so.1", "libfontconfig1"),
    ("libharfbuzz.so.0", "libharfbuzz0b"),
    ("libharfbuzz-subset.so.0", "libharfbuzz-subset0"),
    ("libpango-1.0.so.0", "libpango-1.0-0"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0-0"),
)
_PIP = f"{sys.executable} -m pip install"
_JAVA = "default-jre-headless"
_INSTALLERS = (
    ("apt-get", "apt-get install -y --no-install-recommends {debian}"),
    ("dnf", "dnf install -y pango harfbuzz fontconfig"),
    ("apk", "apk add pango harfbuzz-subset fontconfig"),
    ("pacman", "pacman -S --needed pango harfbuzz fontconfig"),
    ("brew", "brew install pango"),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `command` mends it, `needed` says whether anything works without it."""

    name: str
    ok: bool
    detail: str
    command: str = ""
    needed: bool = True


def examine(cache: Path | None) -> tuple[Finding, ...]:
    """Every finding, in the order in which one would mend them."""
    return (_python(), _packages(), _fonts(), _engine(), _cache(cache), _java())


def missing_packages(*, java: bool = False) -> tuple[str, ...]:
    """The Debian packages whose libraries cannot be loaded here, and Java's when it is asked for."""
    found = () if sys.platform != "linux" else tuple(package for name, package in _LIBRARIES if not _loads(name))
    return (*found, _JAVA) if java and not _runs_java() else found


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    oldest = ".".join(map(str, _OLDEST))
    return Finding("Python", sys.version_info >= _OLDEST, version, f"install Python {oldest} or newer")


def _requirements() -> Iterator[tuple[str, str]]:
    """The packages studypress names as its own, each with the version that is here, "" for none."""
    for line in metadata.requires("studypress") or ():
        if "extra ==" not in line:
            name = re.split(r"[^\w.-]", line, maxsplit=1)[0]
            try:
                yield name, metadata.version(name)
            except metadata.PackageNotFoundError:
                yield name, ""


def _installed(title: str, noun: str, *, fonts: bool) -> Finding:
    try:
        rows = tuple(_requirements())
    except metadata.PackageNotFoundError:
        return Finding(title, ok=False, detail="studypress is not installed", command=f"{_PIP} -e .")
    here = [(name, version) for name, version in rows if name.startswith(("fontpkg-", "manimgx-")) == fonts]
    missing = [name for name, version in here if not version]
    detail = f"missing: {', '.join(missing)}" if missing else f"{len(here)} {noun}"
    return Finding(title, not missing, detail, f"{_PIP} {' '.join(missing)}")


def _packages() -> Finding:
    return _installed("Packages", "packages", fonts=False)


def _fonts() -> Finding:
    return _installed("Fonts", "families", fonts=True)


def _engine() -> Finding:
    """Loaded in a process of its own: a library that fails may take its process with it."""
    run = _run(sys.executable, "-c", "import weasyprint; print(weasyprint.__version__)")
    if run and run.returncode == 0:
        return Finding("Print engine", ok=True, detail=f"WeasyPrint {run.stdout.strip()}")
    missing = missing_packages()
    fault = run.stderr.strip().splitlines()[-1:] if run else []
    detail = f"libraries missing: {', '.join(missing)}" if missing else "".join(fault) or "it does not start"
    return Finding("Print engine", ok=False, detail=detail, command=install(missing))


def install(packages: tuple[str, ...]) -> str:
    """What to type, as the administrator of this machine, to get the libraries."""
    debian = " ".join(packages or (package for _, package in _LIBRARIES))
    for program, command in _INSTALLERS:
        if shutil.which(program):
            return command.format(debian=debian)
    return "install Pango, HarfBuzz and Fontconfig"


def _cache(folder: Path | None) -> Finding:
    detail = str(folder) if folder else "no folder can be written to: every build starts from nothing"
    return Finding("Cache", folder is not None, detail, "set XDG_CACHE_HOME to a folder of your own", needed=False)


def _java() -> Finding:
    detail = "EPUBCheck can run" if (ok := _runs_java()) else "not found: ePubs are checked without EPUBCheck"
    return Finding("Java", ok, detail, f"apt-get install -y --no-install-recommends {_JAVA}", needed=False)


def _runs_java() -> bool:
    run = _run("java", "-version")
    return run is not None and run.returncode == 0


def _run(*command: str) -> subprocess.CompletedProcess[str] | None:
    try:
        return subprocess.run(  # noqa: S603 - the commands stand in this file
            command, capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
