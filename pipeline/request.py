"""What is asked of a build, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.problem import Problem


@dataclass(frozen=True, slots=True)
class CardWish:
    """What a user asked of cards, see `model.CardSettings`. What is None, `book.yml` decides."""

    up: int | None = None
    duplex: Literal["long", "short", "fold"] | None = None
    shift_x: float | None = None
    shift_y: float | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What a user asked for. `layout` and `targets` may be empty: then `book.yml` decides."""

    vault: Path
    targets: tuple[str, ...]
    output: Path
    cache: Path | None
    layout: str = ""
    only: str = ""
    jobs: int = 1
    trust: str = "full"
    epoch: int | None = None
    scheduler: str = ""
    """Address of a Dask scheduler whose workers set what is new."""
    cards: CardWish = CardWish()
    fit: str = ""
    """What each handout is to fill (`1-sheet`). Where it is empty, `book.yml` decides."""
    review: bool = False
    """Whether mnemonics may be proposed: written into the vault, where `book.yml` or a note asks for it."""


@dataclass(frozen=True, slots=True)
class Report:
    """What came of it. `products` are paths of files with their pages; `rendered` the notes laid out anew."""

    problems: tuple[Problem, ...]
    products: tuple[tuple[Path, int], ...]
    notes: int
    rendered: tuple[str, ...]
    manifest: str
