"""What shapes a book: all code that does is in the digest of a stage, and so are the machine's fonts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import pipeline
from pipeline import fingerprint

HERE = Path(pipeline.__file__).parent
OUTSIDE = {
    "__init__.py",
    "errata.py",
    "glyphs.py",
    "imposed.py",
    "key.py",
    "likeness.py",
    "poster.py",
    "shelf.py",
    "workshop.py",
}
"""What opens doors, and shapes nothing that is kept."""


def test_all_code_of_the_products_is_in_a_stage() -> None:
    rooms = {room for rooms in fingerprint._ROOMS.values() for room in rooms.split()}
    assert all((HERE / room).exists() for room in rooms)
    for folder in ("targets", "enrich", "mnemonic", "syntax", "html", "references", "draw"):
        names = {path.name for path in (HERE / folder).iterdir() if path.suffix == ".py"}
        known = {Path(room).name for room in rooms if Path(room).parent.name == folder and room.endswith(".py")}
        assert folder in rooms or names - OUTSIDE == known


def test_a_font_that_comes_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprint, "FONT_FOLDERS", (str(tmp_path), str(tmp_path / "none")))
    (tmp_path / "truetype").mkdir()
    seen = []
    for time in (1, 1, 2):
        os.utime(tmp_path / "truetype", (time, time))
        fingerprint.machine_fonts.cache_clear()
        seen.append(fingerprint.machine_fonts())
    fingerprint.machine_fonts.cache_clear()
    assert seen[0] == seen[1] != seen[2]
