"""Modules that WeasyPrint's import asks for and few leaves need: they are imported when they are used."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any


@contextmanager
def standing_in(stand_ins: Mapping[str, Mapping[str, object]]) -> Iterator[None]:
    """Lets an import find stand-ins, modules by name, unless one of them is there already."""
    if not sys.modules.keys().isdisjoint(stand_ins):
        yield
        return
    for name, contents in stand_ins.items():
        module = ModuleType(name)
        module.__path__ = []
        module.__dict__.update(contents)
        sys.modules[name] = module
    try:
        yield
    finally:
        for name in stand_ins:
            sys.modules.pop(name, None)


class _Later:
    """A module, or something of it, that is imported when it is used."""

    def __init__(self, module: str, name: str = "") -> None:
        self._module, self._name = module, name

    def _found(self) -> Any:  # noqa: ANN401 - it may be anything
        module = importlib.import_module(self._module)
        return getattr(module, self._name) if self._name else module

    def __call__(self, *values: object, **named: object) -> Any:  # noqa: ANN401 - same
        return self._found()(*values, **named)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - same
        return getattr(self._found(), name)


class _FontError(Exception):
    """Stands for fontTools' own error, which can only come from what is imported later."""


FONTTOOLS: dict[str, dict[str, object]] = {
    "fontTools": {"subset": _Later("fontTools.subset")},
    "fontTools.ttLib": {
        "TTFont": _Later("fontTools.ttLib", "TTFont"),
        "ttFont": _Later("fontTools.ttLib.ttFont"),
        "woff2": _Later("fontTools.ttLib.woff2"),
        "TTLibError": _FontError,
    },
    "fontTools.varLib": {},
    "fontTools.varLib.instancer": {
        "instantiateVariableFont": _Later("fontTools.varLib.instancer", "instantiateVariableFont")
    },
}
"""It is for webfonts, variable fonts and emoji, which the book has not."""
