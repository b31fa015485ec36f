"""Writes what WeasyPrint declares of its C libraries as cffi's tables, so that no build has to read C.

Run it in the project's environment when WeasyPrint has a new version; a test says when the tables are old:

    python scripts/declare.py
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import json
import tempfile
from pathlib import Path

import cffi

OUT = Path(__file__).parents[1] / "pipeline" / "targets" / "engine" / "declared.json"


def main() -> None:
    OUT.write_text(written(declarations()), encoding="utf-8")


def written(text: str) -> str:
    """The file for these declarations."""
    made = {"of": hashlib.sha256(text.encode()).hexdigest(), "tables": tables(text)}
    return json.dumps(made, default=_text, indent=0) + "\n"


def declarations() -> str:
    """The C that WeasyPrint gives to `cdef`; its module is read, not run."""
    package = importlib.util.find_spec("weasyprint")
    if package is None or package.origin is None:
        raise SystemExit("WeasyPrint is not installed")
    module = Path(package.origin).parent / "text" / "ffi.py"
    calls = (node for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    return next(
        str(ast.literal_eval(call.args[0]))
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr == "cdef"
    )


def tables(text: str) -> dict[str, object]:
    """What cffi makes of C: the arguments of its FFI, by name."""
    ffi = cffi.FFI()
    ffi.cdef(text)
    ffi.set_source("declared", None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "declared.py")
        ffi.emit_python_code(str(path))
        tree = ast.parse(path.read_text(encoding="utf-8"))
    call = next(node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {word.arg: ast.literal_eval(word.value) for word in call.keywords if word.arg}


def _text(value: bytes) -> str:
    return value.decode("latin1")


if __name__ == "__main__":
    main()
