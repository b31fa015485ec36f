"""What is asked of the engine: one leaf to set."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.blanks import NO_BLANKS, Blanks
from pipeline.faces import Face


@dataclass(frozen=True, slots=True)
class Job:
    """One leaf to set. Everything that shapes its pages is in here, or named by `key`."""

    key: str
    name: str
    markup: str
    css: str
    faces: tuple[Face, ...]
    folios: bool = True
    """Whether page numbers in the margins are left open; else they count from `first_page`."""
    first_page: int = 1
    blanks: Blanks = NO_BLANKS
    """What is left out of a practice copy."""
    grey: float | None = None
    """Where nothing is drawn in colour: what is darker than this is black, on a scale from black to white."""
