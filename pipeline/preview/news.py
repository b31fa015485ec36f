"""What the builder tells the preview."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.problem import Problem


@dataclass(frozen=True, slots=True)
class File:
    """A finished file: its name below the output folder, and where it lies."""

    name: str
    path: str
    bytes: int
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Building:
    """A build is at this step; at its beginning it says which paths of the vault have changed (none: all)."""

    step: str
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Built:
    """A build has ended well. `fresh`: first and last page, as printed on them, of each note that is new in it.

    `last` says that no further build of the same round follows.
    """

    seconds: float
    problems: tuple[Problem, ...]
    title: str
    files: tuple[File, ...]
    notes: int = 0
    fresh: tuple[tuple[int, int], ...] = ()
    last: bool = True


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing was made; what was made before stands. `fault` is a traceback when the fault is ours."""

    seconds: float
    problems: tuple[Problem, ...]
    fault: str = ""


News = Building | Built | Failed
