"""Imports WeasyPrint at half the price: one edit from a cold process pays it every time.

A third goes to programs that look for shared libraries by names which only other systems know, a fifth to fontTools,
which is needed for fonts that we do not have. Where a short way fails, the plain import is made.
"""

from __future__ import annotations

import ctypes.util
import importlib
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from types import ModuleType
from typing import Any


def load() -> None:
    """WeasyPrint, imported."""
    if "weasyprint" in sys.modules:
        return
    try:
        with redirect_stdout(io.StringIO()), _own_names(), _without_fonttools():
            importlib.import_module("weasyprint")
    except Exception:  # noqa: BLE001 - whatever it is, the plain way tells it better
        for name in [n for n in sys.modules if n.partition(".")[0] == "weasyprint"]:
            del sys.modules[name]
        importlib.import_module("weasyprint")


@contextmanager
def _own_names() -> Iterator[None]:
    """Opens libraries by their own names only: on Linux the last that WeasyPrint tries, and the one that is found.

    For each of the others `find_library` would run ldconfig, then the compiler.
    """
    find = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = _nothing
    try:
        yield
    finally:
        ctypes.util.find_library = find


def _nothing(name: str) -> str | None:  # noqa: ARG001 - it is called as `find_library` is
    return None


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


_STAND_INS: dict[str, dict[str, Any]] = {
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


@contextmanager
def _without_fonttools() -> Iterator[None]:
    """Lets WeasyPrint import stand-ins: fontTools itself is for webfonts, variable fonts and emoji."""
    if "fontTools" in sys.modules:
        yield
        return
    for name, contents in _STAND_INS.items():
        module = ModuleType(name)
        module.__path__ = []
        module.__dict__.update(contents)
        sys.modules[name] = module
    try:
        yield
    finally:
        for name in _STAND_INS:
            sys.modules.pop(name, None)
