"""`studypress send`: the fitting book, whole, and nothing of others is lost."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import shell

READERS = {"kobo": [".kobo"], "kindle": ["documents", "system"], "folder": []}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished book in all its profiles."""
    vault = tmp_path_factory.mktemp("vault")
    (vault / "cell.md").write_text("# The cell\n\nIt divides: $n = 2^k$.\n", encoding="utf-8")
    folder = tmp_path_factory.mktemp("output")
    assert code(build(vault, folder, "epub,epub:kobo,epub:kindle")) == 0
    return folder


def build(vault: Path, folder: Path, wanted: str) -> Result:
    return CliRunner().invoke(shell, ["build", str(vault), "--to", wanted, "-o", str(folder), "--no-cache", "-j", "1"])


def test_a_profile_is_published_alone_and_told_with_its_words(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "cell.md").write_text("# The cell\n\nIt divides.\n", encoding="utf-8")
    assert code(build(tmp_path / "notes", tmp_path / "out", "epub:kobo")) == 0
    told = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert [(row["path"], row["target"]) for row in told["artifacts"]] == [("notes.kepub.epub", "epub:kobo")]
    assert told["conservation"]["missing_epub:kobo"] == []
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"notes.kepub.epub", "manifest.json"}
    assert "did you mean epub:kobo?" in build(tmp_path / "notes", tmp_path / "out", "epub:koboo").stderr


def run(*words: object) -> Result:
    return CliRunner().invoke(shell, ["send", *map(str, words)])


def code(result: Result) -> int:
    return result.exit_code or (result.return_value if isinstance(result.return_value, int) else 0)


def plugged(tmp_path: Path, kind: str) -> Path:
    for name in READERS[kind]:
        (tmp_path / name).mkdir()
    return tmp_path


def target_of(output: Path, name: str) -> str:
    return {row["path"]: row["target"] for row in json.loads((output / "manifest.json").read_text())["artifacts"]}[name]


@pytest.mark.parametrize(
    ("kind", "place", "target"),
    [("kobo", ".", "epub:kobo"), ("kindle", "documents", "epub:kindle"), ("folder", ".", "epub")],
)
def test_a_reader_gets_the_book_that_it_takes(output: Path, tmp_path: Path, kind: str, place: str, target: str) -> None:
    result = run(output, "--to", plugged(tmp_path, kind))
    assert code(result) == 0
    path = Path(result.stdout.strip())
    assert path.parent.resolve() == (tmp_path / place).resolve()
    assert target_of(output, path.name) == target
    assert path.read_bytes() == (output / path.name).read_bytes()
    assert [each.name for each in path.parent.iterdir() if each.is_file()] == [path.name]
    assert ("kindle-by-cable" in result.stderr) == (kind == "kindle")


def test_a_folder_on_a_reader_is_taken_as_it_is(output: Path, tmp_path: Path) -> None:
    (plugged(tmp_path, "kobo") / "Study").mkdir()
    assert Path(run(output, "--to", tmp_path / "Study").stdout.strip()).parent == tmp_path / "Study"
    assert list((tmp_path / "Study").glob("*.kepub.epub"))


def test_an_older_edition_is_replaced_and_the_same_one_is_left(output: Path, tmp_path: Path) -> None:
    path = Path(run(output, "--to", tmp_path).stdout.strip())
    assert "was there already" in run(output, "--to", tmp_path).stderr
    with zipfile.ZipFile(path, "a") as container:
        container.writestr("EPUB/old.txt", "an older edition")
    assert "sent" in run(output, "--to", tmp_path).stderr
    assert path.read_bytes() == (output / path.name).read_bytes()


def test_a_file_that_is_not_ours_stays(output: Path, tmp_path: Path) -> None:
    (source,) = (p for p in output.glob("*.epub") if target_of(output, p.name) == "epub")
    other = tmp_path / source.name
    other.write_bytes(b"somebody's own")
    result = run(output, "--to", tmp_path)
    assert code(result) == 1
    assert "foreign-file" in result.stderr
    assert other.read_bytes() == b"somebody's own"
    assert code(run(output, "--to", tmp_path, "--force")) == 0
    assert other.read_bytes() == source.read_bytes()


def test_what_is_not_there_is_said(output: Path, tmp_path: Path) -> None:
    assert "no-reader" in run(output, "--to", tmp_path / "unplugged").stderr
    result = run(tmp_path, "--to", plugged(tmp_path, "kobo"))
    assert code(result) == 2
    assert "studypress build --to epub:kobo" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == [".kobo"]


def test_a_file_that_was_changed_is_not_sent(output: Path, tmp_path: Path) -> None:
    copy, reader = tmp_path / "copy", tmp_path / "reader"
    copy.mkdir()
    reader.mkdir()
    for path in output.iterdir():
        (copy / path.name).write_bytes(path.read_bytes() + b" " * path.name.endswith(".epub"))
    assert "changed-output" in run(copy, "--to", reader).stderr
    assert list(reader.iterdir()) == []


def program(folder: Path, script: str) -> None:
    path = folder / "calibredb"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands for calibre")
def test_calibre_is_called_where_it_is(output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    program(tmp_path, 'echo "Added $1 $2"')
    result = run(output, "--to", "calibre")
    assert code(result) == 0
    assert result.stdout.startswith("Added add ")
    assert target_of(output, Path(result.stdout.split()[-1]).name) == "epub"
    told = json.loads(run(output, "--to", "calibre", "--json").stdout)
    assert (told["to"], told["exit"]) == ("calibre", 0)
    program(tmp_path, "echo Another calibre program is running >&2; exit 1")
    result = run(output, "--to", "calibre")
    assert code(result) == 5
    assert "Another calibre program is running" in result.stderr


def test_without_calibre_it_says_what_to_do(output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = run(output, "--to", "calibre")
    assert code(result) == 4
    assert "install calibre" in result.stderr
