"""Imports WeasyPrint at a third of the price: one edit from a cold process pays it every time.

Left out or put off are: programs that look for shared libraries, fontTools, cffi's reader of C, WeasyPrint's style
sheets, and the search for garbage. Where the short way fails, the plain import is made.
"""

from __future__ import annotations

import gc
import importlib
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout

from pipeline.cache import Cache
from pipeline.targets.engine import declared, sheets
from pipeline.targets.engine.later import FONTTOOLS, standing_in

_NONE = Cache(None)
_CFFI = {"cffi": {"FFI": declared.ffi}} if sys.platform == "linux" else {}
"""It opens libraries by their own names only, the last that WeasyPrint tries on Linux, and the one that is found. For
each of the others cffi itself would run ldconfig, then the compiler. Other systems may need such a search."""


def load(cache: Cache = _NONE) -> None:
    """WeasyPrint, imported; the cache may know its style sheets."""
    if "weasyprint" in sys.modules:
        return
    with unswept():
        try:
            with redirect_stdout(io.StringIO()), standing_in(FONTTOOLS), standing_in(_CFFI), sheets.own(cache):
                importlib.import_module("weasyprint")
        except Exception:  # noqa: BLE001 - whatever it is, the plain way tells it better
            for name in [n for n in sys.modules if n.partition(".")[0] == "weasyprint"]:
                del sys.modules[name]
            importlib.import_module("weasyprint")


@contextmanager
def unswept() -> Iterator[None]:
    """Does not look for garbage where there is little: what is imported stays, and a leaf has next to none."""
    swept = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if swept:
            gc.enable()
