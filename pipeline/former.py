"""An edition that was printed, as its manifest and the PDF beside it tell it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.problem import Problem, Stop
from pipeline.targets import likeness
from pipeline.targets.engine.plan import label_of

_COVER = 1


@dataclass(frozen=True, slots=True)
class Former:
    """An older edition, as it was printed: its file, the labels of its pages, its parts and their pages."""

    path: Path
    labels: tuple[str, ...]
    parts: tuple[tuple[str, int], ...]


def former(since: Path, names: Sequence[str]) -> Former:
    """The edition of a manifest; `names` are those that its parts may have.

    Raises `Stop` when it is not there any more, as it was made.
    """
    try:
        told = json.loads(since.read_bytes())
        entry = next(each for each in told["artifacts"] if each["target"] == "pdf")
        path, pages = since.parent / entry["path"], int(entry["pages"])
        first = {str(note["id"]): int(note["pages"][0]) for note in told["notes"]}
        data = path.read_bytes()
    except (OSError, ValueError, KeyError, TypeError, StopIteration) as error:
        raise _lost(since, "it is no manifest of a book whose PDF stands beside it") from error
    if hashlib.sha256(data).hexdigest() != entry["sha256"]:
        raise _lost(since, f"{path.name} beside it is not the file it was made with")
    starts = likeness.starts(path)
    known = {starts[name]: name for name in (*names, *first) if name in starts}
    parts = sorted({0: "cover", **known}.items())
    ends = [*(start for start, _ in parts[1:]), pages]
    front = next((starts[name] - page + 1 for name, page in first.items() if name in starts), 0)
    labels = tuple(label_of(page, _COVER, front) for page in range(pages))
    return Former(path, labels, tuple((name, end - at) for (at, name), end in zip(parts, ends, strict=True)))


def _lost(since: Path, message: str) -> Stop:
    hint = "keep the folder of each edition that is printed: its manifest.json and its PDF"
    return Stop(Problem(str(since), 0, 0, "error", "no-edition", message, hint), code=2)
