"""An FFI that knows WeasyPrint's declarations of C functions: scripts/declare.py keeps what cffi makes of them.

To read C takes as long as to set half a page, and cffi's reader must be imported first.
"""

from __future__ import annotations

import hashlib
import json
from importlib import resources
from typing import Any


def ffi() -> Any:  # noqa: ANN401 - it has no types
    """Stands for `cffi.FFI()` while WeasyPrint is imported, and for nothing else.

    Its `cdef` raises `ValueError` for other declarations. Raises what comes of a cffi that has other tables.
    """
    import _cffi_backend

    kept = json.loads(resources.files(__package__).joinpath("declared.json").read_bytes())

    class Known(_cffi_backend.FFI):  # type: ignore[misc]
        def cdef(self, text: str) -> None:
            if hashlib.sha256(text.encode()).hexdigest() != kept["of"]:
                raise ValueError("other declarations")

    return Known("declared", **{name: _bytes(value) for name, value in kept["tables"].items()})


def _bytes(value: Any) -> Any:  # noqa: ANN401 - strings and numbers, and lists of them
    if isinstance(value, str):
        return value.encode("latin1")
    return tuple(map(_bytes, value)) if isinstance(value, list) else value
