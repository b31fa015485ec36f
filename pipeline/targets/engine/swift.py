"""Spares WeasyPrint work that cannot change a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any


@contextmanager
def swift() -> Iterator[None]:
    """Looks up at once what most computed styles are: inherited, or initial.

    WeasyPrint 70 asks every property of every box whether it is a variable, logical, a list of decorations or a
    formula, before it finds that nobody set it: a tenth of all layout. Only properties that are none of these, and
    that no rule sets, take the short way; the value is the same.
    """
    from weasyprint.css import ComputedStyle

    plain = _plain()
    initial = _initial()
    slow = ComputedStyle.__missing__

    def quick(self: Any, key: str) -> object:  # noqa: ANN401 - a style of the engine
        parent, cascaded = self.parent_style, self.cascaded
        if parent is None or key in cascaded or key not in plain:
            return slow(self, key)
        for name in plain[key]:
            if name in cascaded:
                return slow(self, key)
        value = self[key] = initial[key] if key in initial else parent[key]
        return value

    ComputedStyle.__missing__ = quick
    try:
        yield
    finally:
        ComputedStyle.__missing__ = slow


@cache
def _initial() -> dict[str, object]:
    """Properties that are not inherited and whose initial value is the computed one."""
    from weasyprint.css import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES

    return {k: v for k, v in INITIAL_VALUES.items() if k not in INHERITED and k not in INITIAL_NOT_COMPUTED}


@cache
def _plain() -> dict[str, tuple[str, ...]]:
    """Properties that depend on nothing but their own rules → other names under which rules may set them."""
    from weasyprint.css import INHERITED, INITIAL_VALUES
    from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS

    special = {"float", "display", "position", "page"}
    keys = (k for k in INITIAL_VALUES if k not in special and not k.startswith("text_decoration_"))
    return {
        key: tuple(dict.fromkeys(_logical(PHYSICAL_FUNCTIONS.get(key))))
        for key in keys
        if key in INHERITED or key in _initial()
    }


def _logical(function: Any) -> Iterator[str]:  # noqa: ANN401 - a function of the engine
    """The logical properties that may set a physical one, whatever the direction of the text."""
    if function:
        yield from (function(block="ttb", inline=inline) for inline in ("ltr", "rtl"))
