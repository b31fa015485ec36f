"""Reading a folder: what is a note, what is a picture, and what must not be opened."""

from __future__ import annotations

import hashlib
import io
import os
import unicodedata
from pathlib import Path

import pytest
from PIL import Image

from pipeline import model as m
from pipeline.problem import Stop
from pipeline.read import Vault, read

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>'
BOMB = '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg"><text>&b;</text></svg>'


def vault(root: Path, files: dict[str, str | bytes], **options: object) -> Vault:
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read(root, **options)  # type: ignore[arg-type]


def png(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("1", (width, height)).save(out, "PNG")
    return out.getvalue()


def test_notes_and_pictures_by_their_paths(tmp_path: Path) -> None:
    found = vault(tmp_path, {"b/n.markdown": "x", "a.MD": "y", "b/p.PNG": png(4, 3), "c.txt": "no", "d.svg": SVG})
    assert [(p, found.source(p).text) for p in found.notes] == [("a.MD", "y"), ("b/n.markdown", "x")]
    assert sorted(found.pictures) == ["b/p.PNG", "d.svg"]
    assert found.asset("b/p.PNG") == m.Asset("b/p.PNG", hashlib.sha256(png(4, 3)).hexdigest(), 4, 3)
    assert found.bytes_of("d.svg") == SVG.encode()


@pytest.mark.parametrize("path", ["a.md", "../secret.png", "/etc/passwd", "none.png"])
def test_only_pictures_of_the_vault_are_given_out(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.png").write_bytes(png(1, 1))
    found = vault(tmp_path / "vault", {"a.md": ""})
    with pytest.raises(ValueError, match="not in the vault"):
        found.bytes_of(path)


def test_hidden_files_are_left_alone(tmp_path: Path) -> None:
    found = vault(tmp_path, {"a.md": "", ".b.md": "", ".obsidian/c.md": "", "d/.trash/e.md": "", ".p.png": png(1, 1)})
    assert list(found.notes) == ["a.md"]
    assert not found.pictures


def test_links_out_of_the_vault_are_left_alone(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    vault(outside, {"secret.md": "secret", "p.png": png(1, 1)})
    root = tmp_path / "vault"
    vault(root, {"a.md": "", "b.md": ""})
    (root / "secret.md").symlink_to(outside / "secret.md")
    (root / "folder").symlink_to(outside)
    (root / "p.png").symlink_to(outside / "p.png")
    (root / "gone.md").symlink_to(root / "none.md")
    (root / "inside.md").symlink_to(root / "b.md")
    found = read(root)
    assert list(found.notes) == ["a.md", "b.md", "inside.md"]
    assert not found.pictures


@pytest.mark.parametrize(
    ("data", "text"),
    [(b"", ""), (b"\xef\xbb\xbfa", "a"), (b"a\r\nb\rc", "a\nb\nc"), ("é क".encode(), "é क")],
)
def test_texts(tmp_path: Path, data: bytes, text: str) -> None:
    source = vault(tmp_path, {"a.md": data}).source("a.md")
    assert source.text == text
    assert not source.problems


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [(b"caf\xe9", 1, 4), (b"one\r\ntwo\r\n\xc3\xa9\xff", 3, 2), (b"\xef\xbb\xbfab\xff", 1, 3), (b"a\rb\xff", 2, 2)],
)
def test_what_is_not_utf8_is_told_by_line_and_column(tmp_path: Path, data: bytes, line: int, column: int) -> None:
    source = vault(tmp_path, {"a.md": data}).source("a.md")
    (problem,) = source.problems
    assert (problem.line, problem.column, problem.severity, problem.code) == (line, column, "error", "invalid-utf8")
    assert "�" in source.text
    assert "\ufeff" not in source.text


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("huge.png", png(12_001, 1)),
        ("bomb.png", png(11_000, 11_000)),
        ("cut.png", png(400, 400)[:60]),
        ("text.jpg", b"no picture"),
        ("empty.png", b""),
        ("bomb.svg", BOMB.encode()),
        ("broken.svg", b"<svg"),
        ("other.svg", b"<html/>"),
    ],
)
def test_a_picture_that_cannot_be_shown_has_no_digest(tmp_path: Path, name: str, data: bytes) -> None:
    asset = vault(tmp_path, {"a.md": "", name: data}).asset(name)
    assert asset.digest == ""
    assert (asset.width > 10_000) == (name in {"huge.png", "bomb.png"})


def test_drawings_may_be_left_out(tmp_path: Path) -> None:
    assert not vault(tmp_path, {"a.md": "", "d.svg": SVG}, drawings=False).pictures


def test_accents_that_are_stored_apart(tmp_path: Path) -> None:
    apart = unicodedata.normalize("NFD", "café.png")
    found = vault(tmp_path, {unicodedata.normalize("NFD", "é.md"): "", apart: png(1, 1)})
    assert list(found.notes) == ["é.md"]
    assert found.asset("café.png").path == "café.png"
    assert found.bytes_of("café.png") == png(1, 1)


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    vault(tmp_path, {"a.md": ""})
    try:
        (tmp_path / os.fsdecode(b"b\xff.md")).write_text("x", encoding="utf-8")
    except OSError:
        pytest.skip("this file system knows text only")
    assert list(read(tmp_path).notes) == ["a.md", "b�.md"]


@pytest.mark.parametrize("patterns", [("drafts",), ("drafts/",), ("drafts/*",), ("*/b.md", "drafts/deep/*")])
def test_what_is_excluded(tmp_path: Path, patterns: tuple[str, ...]) -> None:
    files: dict[str, str | bytes] = {"a.md": "", "drafts/b.md": "", "drafts/deep/b.md": "", "Drafts.md": ""}
    assert list(vault(tmp_path, files, exclude=patterns).notes) == ["Drafts.md", "a.md"]


@pytest.mark.parametrize("files", [{}, {"a.txt": "", "p.png": png(1, 1)}])
def test_a_folder_without_notes(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    with pytest.raises(Stop) as stop:
        vault(tmp_path, files)
    assert stop.value.problems[0].code == "no-notes"


def test_a_file_that_is_written_to_has_another_stamp(tmp_path: Path) -> None:
    before = vault(tmp_path, {"a.md": "one", "b.md": "two"}).notes
    assert {n: f.stamp for n, f in read(tmp_path).notes.items()} == {n: f.stamp for n, f in before.items()}
    after = vault(tmp_path, {"a.md": "other"}).notes
    assert after["a.md"].stamp != before["a.md"].stamp
    assert after["b.md"].stamp == before["b.md"].stamp


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="no such folder"):
        read(tmp_path / "none")
