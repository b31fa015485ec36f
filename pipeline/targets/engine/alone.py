"""Fragments of a book in other files: alone, or with other names for their pages.

Alone they say how many pages there are, and links that led away stay inside.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.targets.engine.fragment import Fragment, packed, unpacked
from pipeline.targets.engine.slots import TOTAL

Spot = tuple[int, float, float]
"""Index of a page of the fragment, x and y in points from its lower left corner."""


def alone(fragment: Fragment, names: Mapping[str, Spot]) -> Fragment:
    """The fragment with further named destinations, and with fonts that can tell how many pages there are.

    Nothing is drawn again: its body stays what it is.
    """
    fonts = _fonts(fragment, len(TOTAL))
    known = {name for name, *_ in fragment.anchors}
    anchors = (*fragment.anchors, *((name, *spot) for name, spot in names.items() if name not in known))
    told = hashlib.sha256(repr(sorted(names.items())).encode()).hexdigest()
    key = f"{fragment.key}.alone.{told}"
    return replace(fragment, key=key, fonts=fonts, anchors=tuple(sorted(anchors)))


def called(fragment: Fragment, labels: Sequence[str]) -> Fragment:
    """The fragment with names of their own for its pages, figures with or without letters behind."""
    told = hashlib.sha256(repr(labels).encode()).hexdigest()
    return replace(fragment, key=f"{fragment.key}.called.{told}", fonts=_fonts(fragment), labels=tuple(labels))


def _fonts(fragment: Fragment, more: int | None = None) -> bytes:
    """Its fonts with so many signs beside the figures, or all there are."""
    return packed(
        replace(use, figures=(*use.figures, *use.total[:more])) if use.figures else use
        for use in unpacked(fragment.fonts)
    )


def spots(fragment: Fragment) -> Mapping[str, Spot]:
    """Where each named destination of a fragment is."""
    return {name: (page, x, y) for name, page, x, y in fragment.anchors}


def astray(fragment: Fragment) -> tuple[str, ...]:
    """The destinations that a fragment leads to and has not."""
    known = {name for name, *_ in fragment.anchors}
    targets = (*fragment.links, *(slot.target for slot in fragment.slots))
    return tuple(dict.fromkeys(target for target in targets if target and target not in known))
