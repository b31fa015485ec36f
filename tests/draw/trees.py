"""Mind maps written down briefly."""

from __future__ import annotations

from pipeline.model import Branch, Text


def branch(label: str, branches: tuple[Branch, ...] = (), href: str = "", number: str = "", more: int = 0) -> Branch:
    """A point whose label is plain words."""
    return Branch((Text(label),), branches, href, number, more)
