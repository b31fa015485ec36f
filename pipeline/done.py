"""A build that has nothing to do: known by the stamps of all that it would read, before anything of it is imported."""

from __future__ import annotations

import json
import os
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from pipeline.cache import Cache, digest
from pipeline.files import BESIDE, REGISTER, files
from pipeline.fingerprint import machine_fonts
from pipeline.problem import Problem
from pipeline.publish import MANIFEST, publish
from pipeline.request import Report, Request

_HERE = Path(__file__).parent
_SETTINGS = ("book.yml", *BESIDE, REGISTER)


def recalled(request: Request) -> Report | None:
    """The report of the last build like this one, when everything it read and wrote is as it was.

    The manifest then says that nothing was set anew.
    """
    entry = Cache(request.cache).get(_name(request))
    found = json.loads(entry) if entry else None
    if not found or found["read"] != _read(request) or found["written"] != _written(request.output, found["paths"]):
        return None
    manifest = json.loads((request.output / MANIFEST).read_text(encoding="utf-8"))
    if manifest["rendered"]:
        manifest["rendered"] = []
        manifest["notes"] = [{**note, "from_cache": True} for note in manifest["notes"]]
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    publish([(MANIFEST, text.encode())], request.output)
    problems = tuple(Problem(**problem) for problem in manifest["problems"])
    products = tuple((request.output / name, pages) for name, pages in found["products"])
    report = Report(problems, products, len(manifest["notes"]), (), text)
    remember(request, report)
    return report


def remember(request: Request, report: Report) -> None:
    """Keep what this build has read and written."""
    products = [(path.relative_to(request.output).as_posix(), pages) for path, pages in report.products]
    paths = [*(name for name, _ in products), MANIFEST]
    known = {"read": _read(request), "paths": paths, "written": _written(request.output, paths), "products": products}
    Cache(request.cache).put(_name(request), json.dumps(known).encode())


def _name(request: Request) -> str:
    """The same for builds that would write the same."""
    wish = {**asdict(request), "vault": request.vault.resolve(), "output": request.output.resolve()}
    return digest("done", repr(sorted((key, wish[key]) for key in wish.keys() - {"jobs", "scheduler", "cache"})))


def _read(request: Request) -> str:
    """A digest of the stamps of notes, pictures and settings, of our own code, the packages and the machine's fonts."""
    found = [(name, file.stamp) for name, file in files(request.vault)]
    settings = [(name, _stamp(request.vault / name)) for name in _SETTINGS]
    code = [(path, _stamp(Path(path))) for path in _code()]
    packages = (sys.version, _stamp(Path(sysconfig.get_path("purelib"))), machine_fonts())
    return digest(repr((found, settings, code, packages)))


def _written(folder: Path, paths: list[str]) -> str:
    return digest(repr([_stamp(folder / path) for path in paths]))


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _code() -> Iterator[str]:
    """Our own files, the looks included."""
    for root in (_HERE, _HERE.parent / "layouts"):
        for folder, folders, names in os.walk(root):
            folders[:] = sorted(name for name in folders if name != "__pycache__")
            yield from (f"{folder}/{name}" for name in sorted(names))
