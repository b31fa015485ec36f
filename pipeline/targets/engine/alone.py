"""A fragment of a book in a file of its own: it says how many pages there are, and links that led away stay inside."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from pipeline.targets.engine.fragment import Fragment, packed, unpacked

Spot = tuple[int, float, float]
"""Index of a page of the fragment, x and y in points from its lower left corner."""


def alone(fragment: Fragment, names: Mapping[str, Spot]) -> Fragment:
    """The fragment with further named destinations, and with fonts that can tell how many pages there are.

    Nothing is drawn again: its body stays what it is.
    """
    fonts = [
        replace(use, figures=(*use.figures, *use.total)) if use.figures else use for use in unpacked(fragment.fonts)
    ]
    known = {name for name, *_ in fragment.anchors}
    anchors = (*fragment.anchors, *((name, *spot) for name, spot in names.items() if name not in known))
    told = hashlib.sha256(repr(sorted(names.items())).encode()).hexdigest()
    key = f"{fragment.key}.alone.{told}"
    return replace(fragment, key=key, fonts=packed(fonts), anchors=tuple(sorted(anchors)))


def spots(fragment: Fragment) -> Mapping[str, Spot]:
    """Where each named destination of a fragment is."""
    return {name: (page, x, y) for name, page, x, y in fragment.anchors}


def astray(fragment: Fragment) -> tuple[str, ...]:
    """The destinations that a fragment leads to and has not."""
    known = {name for name, *_ in fragment.anchors}
    targets = (*fragment.links, *(slot.target for slot in fragment.slots))
    return tuple(dict.fromkeys(target for target in targets if target and target not in known))
