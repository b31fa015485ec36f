"""The short import of WeasyPrint, and the plain one where the short one fails."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from pipeline.targets.engine import warm

pytestmark = pytest.mark.engine


def ran(code: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_fonttools_is_left_whole() -> None:
    assert ran(
        "from pipeline.targets.engine import warm; warm.load(); import sys, weasyprint.pdf.fonts as w; "
        "before = 'fontTools' in sys.modules; from fontTools.ttLib import TTFont; "
        "print(before, w.subset.Options.__module__, isinstance(w.TTFont(), TTFont))"
    ) == ["False", "fontTools.subset", "True"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems search for libraries")
def test_no_c_is_read() -> None:
    assert ran(
        "from pipeline.targets.engine import warm; warm.load(); import sys; "
        "print('pycparser' in sys.modules, 'cffi' in sys.modules); import cffi; cffi.FFI().cdef('int main(void);')"
    ) == ["False", "False"]


SET = "import weasyprint; print(len(weasyprint.HTML(string='<p>a').render().pages), 'pycparser' in sys.modules)"


def test_what_is_not_as_expected_is_imported_plainly() -> None:
    """Tables of another cffi, say."""
    broken = (
        "import sys, _cffi_backend; _cffi_backend.FFI = None; from pipeline.targets.engine import warm; warm.load(); "
    )
    assert ran(broken + SET) == ["1", "True"]


@pytest.mark.parametrize("swept", [True, False])
def test_garbage_is_looked_for_again_afterwards(*, swept: bool) -> None:
    before = gc.isenabled()
    (gc.enable if swept else gc.disable)()
    try:
        with warm.unswept():
            assert not gc.isenabled()
        assert gc.isenabled() is swept
    finally:
        (gc.enable if before else gc.disable)()
