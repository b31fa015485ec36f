"""Declarations of C functions that were read before are those of the WeasyPrint that is installed."""

from __future__ import annotations

import json
import runpy
import sys
from pathlib import Path

import pytest

from pipeline.targets.engine import declared

pytestmark = pytest.mark.engine
ROOT = Path(__file__).parents[3]


def test_the_tables_are_what_cffi_makes_of_the_declarations() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "declare.py"))
    kept = (ROOT / "pipeline" / "targets" / "engine" / "declared.json").read_text(encoding="utf-8")
    assert script["written"](script["declarations"]()) == kept, "run scripts/declare.py"


def test_other_declarations_are_refused() -> None:
    with pytest.raises(ValueError, match="other"):
        declared.ffi().cdef("int main(void);")


@pytest.mark.skipif(sys.platform != "linux", reason="a library of Linux")
def test_functions_and_structures_can_be_used() -> None:
    ffi = declared.ffi()
    assert ffi.dlopen("libpango-1.0.so.0").pango_units_from_double(2) == 2048
    box = ffi.new("PangoRectangle *", {"x": 1, "height": 4})
    assert (box.x, box.y, box.height) == (1, 0, 4)


def test_the_file_is_text() -> None:
    kept = json.loads((ROOT / "pipeline" / "targets" / "engine" / "declared.json").read_bytes())
    assert set(kept) == {"of", "tables"}
