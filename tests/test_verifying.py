"""Finished files are looked at once more, and what is wrong is told at the lines of the notes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from pipeline.build import Request, build, verify
from pipeline.cli import shell

pytestmark = pytest.mark.engine
NOTE = """---
title: The cell
---

All that lives is made of cells.

## Parts

- nucleus
- membrane

![[photo.png|300]]

It is a small world.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a vault, whose picture is too coarse in line 12, and the book of it."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "notes").mkdir()
    (folder / "notes" / "cell.md").write_text(NOTE, encoding="utf-8")
    Image.new("RGB", (90, 60), "#ddccbb").save(folder / "notes" / "photo.png")
    build(Request(folder / "notes", ("pdf", "practice"), folder / "out", folder / "cache"), lambda _: None)
    return folder


def test_the_line_of_the_note_is_told_once_for_all_files(made: Path) -> None:
    (problem,) = verify(made / "out", made / "notes")
    assert (problem.path, problem.line, problem.severity, problem.code) == ("cell.md", 12, "warning", "coarse-picture")
    pages = json.loads((made / "out" / "manifest.json").read_text(encoding="utf-8"))["notes"][0]["pages"]
    assert f"(notes.pdf, page 4 with the number {pages[0]}, " in problem.message


def test_no_line_is_told_of_a_note_that_was_edited_since(made: Path, tmp_path: Path) -> None:
    (tmp_path / "cell.md").write_text(NOTE.replace("All that", "A line.\n\nAll that"), encoding="utf-8")
    for notes in (tmp_path, tmp_path / "none", None):
        (problem,) = verify(made / "out", notes)
        assert (problem.path, problem.line) == ("cell.md", 0)


def test_the_manifest_tells_the_look(made: Path) -> None:
    assert json.loads((made / "out" / "manifest.json").read_text(encoding="utf-8"))["layout"] == "handbook"


def run(made: Path, *more: str) -> Result:
    return CliRunner().invoke(shell, ["verify", str(made / "out"), "--notes", str(made / "notes"), *more])


def test_the_command_tells_it_like_other_problems(made: Path) -> None:
    result = run(made)
    assert result.exit_code == 0
    assert (
        f"{made / 'notes' / 'cell.md'}:12: warning[coarse-picture]: a picture 23 mm wide has 100 dots" in result.stderr
    )
    assert run(made, "--strict").exit_code == 3
    told = json.loads(run(made, "--json").stdout)
    assert [(problem["code"], problem["line"]) for problem in told["problems"]] == [("coarse-picture", 12)]


def test_what_is_no_longer_the_file_that_was_made_is_not_looked_at(made: Path, tmp_path: Path) -> None:
    for path in (made / "out").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes() + b" ")
    assert {problem.code for problem in verify(tmp_path, made / "notes")} == {"changed-output"}
