"""Finished files, looked at once more: unchanged, sound, fit to be printed; faults are told at the notes' lines."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pipeline import layouts
from pipeline.problem import Problem, Stop
from pipeline.publish import MANIFEST
from pipeline.read import read
from pipeline.spots import spots
from pipeline.syntax import parse
from pipeline.targets import printcheck, proof

_FIRST = "handbook"
"""The look of books whose manifest tells none."""


def verified(folder: Path, notes: Path | None) -> tuple[Problem, ...]:
    """What is wrong with the files that the manifest in `folder` lists.

    `notes` is the vault they were made of. Without it, or where a note has been edited since, no lines are told.
    """
    found = proof.verify(folder)
    if not (folder / MANIFEST).is_file():
        return found
    record = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    changed = {problem.path for problem in found if problem.code == "changed-output"}
    measures = dict(layouts.load(record.get("layout", _FIRST)).measures)
    paths = [(folder / each["path"], each["target"]) for each in record["artifacts"]]
    files = [
        (path, printcheck.limits(target, measures))
        for path, target in paths
        if path.suffix == ".pdf" and str(path) not in changed
    ]
    names = {row["id"]: row["path"] for row in record["notes"]}
    return (*found, *printcheck.problems(files, names, _lines(record["notes"], notes)))


def _lines(rows: list[dict[str, Any]], root: Path | None) -> Callable[[str], Mapping[str, int]]:
    """The lines of a note's blocks by their ids; none for a note that is not as it was when the files were made."""
    known = {row["id"]: row for row in rows}
    try:
        vault = read(root) if root else None
    except Stop:
        vault = None

    @cache
    def lines(note: str) -> Mapping[str, int]:
        row = known[note]
        if vault is None or row["path"] not in vault.notes:
            return {}
        parsed = parse(vault.source(row["path"]))
        if parsed.digest != row["sha256"]:
            return {}
        notes = {note.id: note.line for note in parsed.footnotes}
        return {name: spot.line for name, spot in spots(parsed).items()} | notes

    return lines
