"""`studypress import` from outside: the notes it writes, what it says, and when it writes none."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline import intake
from pipeline.cli import shell
from pipeline.importing.tidy import Tidied
from pipeline.problem import Stop
from tests.importing.papers import PICTURE, PIXEL, document, paragraph

DIRTY = (Path(__file__).parent / "importing" / "cases" / "dirty.txt").read_text(encoding="utf-8")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dirty.txt").write_text(DIRTY, encoding="utf-8")
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(shell, ["import", *words])


def code(result: Result) -> int:
    """Under the test runner the exit code of a command is what it returns; usage errors exit by themselves."""
    return result.exit_code or (result.return_value if isinstance(result.return_value, int) else 0)


def test_a_text_becomes_a_note_of_the_vault(here: Path) -> None:
    result = run("dirty.txt", "--to", "vault")
    assert code(result) == 0
    assert result.stdout == "vault/dirty.md\n"
    assert (here / "vault" / "dirty.md").read_text(encoding="utf-8").startswith('---\ntitle: "dirty"\n')
    assert "dirty.txt:4:1: warning[heading-lost]" in result.stderr
    assert "dirty.txt:9:56: warning[glued-words]: “visionin” looks like two words" in result.stderr
    assert "RTB = River Toll Board (17)" in result.stderr
    assert [path.name for path in (here / "vault").iterdir()] == ["dirty.md"]


@pytest.mark.usefixtures("here")
def test_a_note_that_came_in_builds() -> None:
    run("dirty.txt", "--to", "vault")
    result = CliRunner().invoke(shell, ["check", "vault"])
    assert result.stderr == "0 problems\n"


@pytest.mark.usefixtures("here")
def test_one_json_document_tells_all() -> None:
    told = json.loads(run("dirty.txt", "--to", "vault", "--fix", "--json", "-q").stdout)
    (note,) = told["notes"]
    assert (told["exit"], told["written"], note["path"]) == (0, True, "vault/dirty.md")
    assert {change["code"] for change in note["changes"] if change["made"]} == {
        "glued-words", "heading-lost", "site-furniture",
    }  # fmt: skip
    assert note["acronyms"] == [{"lines": [17], "long": "River Toll Board", "text": "RTB"}]
    assert "12%" in [number["text"] for number in note["numbers"]]


def test_nothing_is_written_when_it_is_only_tried(here: Path) -> None:
    assert run("dirty.txt", "--to", "vault", "--dry-run").stdout == "vault/dirty.md\n"
    assert not (here / "vault").exists()


def test_what_is_there_is_not_replaced_unless_told(here: Path) -> None:
    run("dirty.txt", "--to", "vault")
    assert code(run("dirty.txt", "--to", "vault")) == 0  # it says the same
    note = here / "vault" / "dirty.md"
    note.write_text("mine", encoding="utf-8")
    result = run("dirty.txt", "--to", "vault")
    assert (code(result), note.read_text(encoding="utf-8")) == (1, "mine")
    assert "error[file-exists]" in result.stderr
    assert code(run("dirty.txt", "--to", "vault", "--force")) == 0
    assert note.read_text(encoding="utf-8") != "mine"


def test_a_note_never_replaces_its_own_source(here: Path) -> None:
    (here / "a.md").write_text("• x\n", encoding="utf-8")
    assert code(run("a.md", "--to", ".", "--force")) == 1
    assert (here / "a.md").read_text(encoding="utf-8") == "• x\n"


def test_several_files_become_notes_of_their_own_names(here: Path) -> None:
    (here / "other").mkdir()
    (here / "other" / "dirty.html").write_text("<h1>Mill</h1><p>Wind</p>", encoding="utf-8")
    assert run("dirty.txt", "other/dirty.html", "--to", "vault", "-q").stdout == "vault/dirty.md\nvault/dirty-2.md\n"
    assert "# Mill\n\nWind\n" in (here / "vault" / "dirty-2.md").read_text(encoding="utf-8")


def test_pictures_lie_beside_the_note(here: Path) -> None:
    (here / "a.docx").write_bytes(document(paragraph("Leaves and what they do in spring"), PICTURE))
    (here / "b.html").write_text('<p><img src="a%20b.png" alt="B"><img src="../c.png" alt="C"></p>', encoding="utf-8")
    (here / "a b.png").write_bytes(PIXEL)
    result = run("a.docx", "b.html", "--to", "vault")
    assert "![A leaf](a-1.png)" in (here / "vault" / "a.md").read_text(encoding="utf-8")
    assert "![B](b-1.png)" in (here / "vault" / "b.md").read_text(encoding="utf-8")
    assert {(here / "vault" / name).read_bytes() for name in ("a-1.png", "b-1.png")} == {PIXEL}
    assert "b.html: warning[missing-image]: the picture ../c.png is outside" in result.stderr


def test_what_has_no_lines_is_told_by_the_lines_of_its_note(here: Path) -> None:
    (here / "a.docx").write_bytes(document(paragraph("Mills", "Title"), paragraph("In 1819 boththe towns had a mill.")))
    result = run("a.docx", "--to", "vault")
    lines = (here / "vault" / "a.md").read_text(encoding="utf-8").splitlines()
    line = 1 + next(number for number, text in enumerate(lines) if "boththe" in text)
    assert f"vault/a.md:{line}:9: warning[glued-words]" in result.stderr
    assert f"numbers to check: 1819 ({line})" in result.stderr


def test_an_encoding_that_is_guessed_is_told(here: Path) -> None:
    (here / "a.txt").write_bytes("The café of the old quay".encode("cp1252"))
    result = run("a.txt", "--to", "vault")
    assert "a.txt: warning[encoding-guessed]" in result.stderr
    assert "The café of" in (here / "vault" / "a.md").read_text(encoding="utf-8")


def test_what_is_no_document_is_refused_and_nothing_is_written(here: Path) -> None:
    (here / "a.docx").write_bytes(b"no")
    result = run("dirty.txt", "a.docx", "--to", "vault")
    assert (code(result), (here / "vault").exists()) == (1, False)
    assert "a.docx: error[not-a-document]" in result.stderr


def test_a_missing_package_is_named_with_what_to_type(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mammoth", None)
    (here / "a.docx").write_bytes(document(paragraph("x")))
    result = run("a.docx", "--to", "vault")
    assert code(result) == 4
    assert "pip install 'studypress[import]'" in result.stderr


def test_a_note_that_is_not_proved_is_not_written(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "tidy", lambda *_: Tidied("x\n", lost=("ferry",)))
    with pytest.raises(Stop, match=r"words-differ.*missing: ferry"):
        intake.prepare(intake.Order((here / "dirty.txt",), here / "vault"))


@pytest.mark.parametrize(
    "words", [["none.txt"], ["dirty.pdf"], [], ["dirty.txt", "--date", "soon"], ["dirty.txt", "--to", "dirty.txt"]]
)
def test_a_slip_of_the_command_is_told(here: Path, words: list[str]) -> None:
    (here / "dirty.pdf").write_bytes(b"%PDF")
    assert run(*words).exit_code == 2


@pytest.mark.usefixtures("here")
def test_warnings_count_under_strict() -> None:
    assert code(run("dirty.txt", "--to", "vault", "--strict")) == 3
