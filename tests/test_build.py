"""The whole way, from a folder to files: what is promised holds."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from pipeline import build as core
from pipeline import layouts
from pipeline.build import Request, build, check, verify
from pipeline.problem import Stop
from pipeline.targets.pdf import Sheet

VAULTS = Path(__file__).parent / "vaults"
pytestmark = pytest.mark.engine


def quiet(_: str) -> None:
    pass


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def test_makes_what_was_asked_for(tmp_path: Path, cache: Path) -> None:
    report = build(Request(VAULTS / "small", ("pdf", "epub"), tmp_path, cache), quiet)
    assert [p.name for p, _ in report.products] == ["small-book.pdf", "small-book.epub"]
    assert report.problems == ()
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["conservation"]["missing_pdf"] == manifest["conservation"]["missing_epub"] == []
    assert {n["id"] for n in manifest["notes"]} == {"light", "sound", "prakash"}
    assert all(n["mindmap"]["nodes"] > 3 for n in manifest["notes"])
    assert verify(tmp_path) == ()


def test_a_second_build_sets_nothing_and_gives_the_same_bytes(tmp_path: Path, cache: Path) -> None:
    first = build(Request(VAULTS / "small", ("pdf", "epub"), tmp_path / "a", cache), quiet)
    again = build(Request(VAULTS / "small", ("pdf", "epub"), tmp_path / "b", cache), quiet)
    assert again.rendered == ()
    assert [p.read_bytes() for p, _ in first.products] == [p.read_bytes() for p, _ in again.products]


def test_places_of_the_index_may_move_without_setting_it_again(tmp_path: Path, cache: Path) -> None:
    vault = tmp_path / "vault"
    shutil.copytree(VAULTS / "small", vault)
    build(Request(vault, ("pdf",), tmp_path / "a", cache), quiet)
    before = _index(vault, cache)
    note = vault / "physics" / "light.md"
    note.write_text(note.read_text(encoding="utf-8").replace("## Prop", "A remark.\n\n## Prop"), encoding="utf-8")
    after = _index(vault, cache)
    assert after.content == before.content
    assert dict(after.leaf.places)["place.1.1"] != dict(before.leaf.places)["place.1.1"]
    again = build(Request(vault, ("pdf",), tmp_path / "a", cache), quiet)
    fresh = build(Request(vault, ("pdf",), tmp_path / "b", tmp_path), quiet)
    assert again.problems == fresh.problems == ()
    assert again.products[0][0].read_bytes() == fresh.products[0][0].read_bytes()


def _index(vault: Path, cache: Path) -> Sheet:
    """What is to be set of the index."""
    request = Request(vault, ("pdf",), cache, cache)
    with core._floor(request) as floor:
        _, behind = core._begun(request, floor, quiet)[1].around
        return next(sheet for sheet in behind if sheet.leaf.kind == "index")


_SCRIPT = """
import sys
from pathlib import Path
from pipeline.build import Request, build
build(Request(Path(sys.argv[1]), ("pdf", "epub"), Path(sys.argv[2]), None), lambda _: None)
"""


def test_the_same_bytes_wherever_and_whenever(tmp_path: Path) -> None:
    """Folder, time zone, locale, umask and hash seed do not show."""
    sums = []
    for name, zone, locale, seed in (
        ("one", "Asia/Kolkata", "C", "1"),
        ("other place", "America/Chicago", "C.UTF-8", "77"),
    ):
        vault = tmp_path / name / "vault"
        shutil.copytree(VAULTS / "small", vault)
        environment = os.environ | {
            "TZ": zone,
            "LC_ALL": locale,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": str(VAULTS.parents[1]),
        }
        output = tmp_path / name / "out"
        subprocess.run(
            [sys.executable, "-c", _SCRIPT, str(vault), str(output)], check=True, env=environment, cwd=tmp_path / name
        )
        sums.append(
            {
                p.name: hashlib.sha256(p.read_bytes()).hexdigest()
                for p in output.iterdir()
                if p.suffix in {".pdf", ".epub"}
            }
        )
    assert sums[0] == sums[1]
    assert len(sums[0]) == 2


def test_a_word_that_a_template_drops_stops_the_build(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = tmp_path / "layouts"
    shutil.copytree(layouts.FOLDER, looks)
    page = looks / "_base" / "note.html"
    page.write_text(
        page.read_text(encoding="utf-8").replace("{{ section.body }}", "{{ section.body if loop.first }}"),
        encoding="utf-8",
    )
    monkeypatch.setattr(layouts, "FOLDER", looks)
    monkeypatch.setattr(layouts.load, "__defaults__", (looks, {}))
    output = tmp_path / "out"
    output.mkdir()
    (output / "small-book.pdf").write_bytes(b"the last good one")
    with pytest.raises(Stop) as stop:
        build(Request(VAULTS / "small", ("pdf",), output, cache), quiet)
    lost = [p for p in stop.value.problems if p.code == "words-lost"]
    assert stop.value.code == 1
    assert any(p.path == "physics/sound.md" and p.line == 17 and "decibel" in p.message for p in lost)
    assert (output / "small-book.pdf").read_bytes() == b"the last good one"
    assert not (output / "manifest.json").exists()


HOSTILE = {
    ("bad.md", 4, "front-matter"),
    ("bad.md", 6, "missing-image"),
    ("bad.md", 8, "outside-vault"),
    ("bad.md", 10, "remote-image"),
    ("bad.md", 12, "dead-link"),
    ("bad.md", 14, "unsafe-html"),
    ("bad.md", 16, "unsafe-html"),
    ("bad.md", 18, "unsafe-link"),
    ("latin.md", 3, "invalid-utf8"),
    ("one.md", 5, "embed-cycle"),
    ("picture.md", 3, "broken-image"),
    ("two.md", 5, "embed-cycle"),
}


def test_every_fault_of_a_hostile_vault_is_told_once(tmp_path: Path, cache: Path) -> None:
    found = check(Request(VAULTS / "hostile", (), tmp_path, cache))
    assert {(p.path, p.line, p.code) for p in found} == HOSTILE
    assert len(found) == len(set(found)) == len(HOSTILE) + 1  # two pictures of one line lie outside
    assert all(p.hint and p.column for p in found)


def test_a_hostile_vault_makes_a_book_that_holds_nothing_foreign(tmp_path: Path, cache: Path) -> None:
    report = build(Request(VAULTS / "hostile", ("pdf", "epub"), tmp_path, cache), quiet)
    assert any(p.severity == "error" for p in report.problems)
    for path, _ in report.products:
        data = path.read_bytes()
        assert b"root:x:0:0" not in data
        assert b"<script" not in data
        assert b"javascript:" not in data


def test_nothing_is_fetched(tmp_path: Path, cache: Path) -> None:
    asked: list[str] = []

    class Ear(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    with HTTPServer(("127.0.0.1", 0), Ear) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        here = f"http://127.0.0.1:{server.server_port}"
        vault = tmp_path / "vault"
        vault.mkdir()
        (vault / "a.md").write_text(
            f"# A\n\n![x]({here}/x.png) <img src='{here}/i.png'>\n\n![[drawing.svg]]\n\n[link]({here}/page)\n\n"
            f"<style>@import url({here}/s.css)</style>\n\n<object data='{here}/o.svg'></object>\n",
            encoding="utf-8",
        )
        (vault / "drawing.svg").write_text(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><style>@import url({here}/in.css);</style>'
            f'<image href="{here}/in.png" width="9" height="9"/>'
            f'<rect width="9" height="9" fill="url({here}/f.svg#a)"/></svg>',
            encoding="utf-8",
        )
        report = build(Request(vault, ("pdf", "epub"), tmp_path / "out", cache), quiet)
        server.shutdown()
    assert asked == []
    assert len(report.products) == 2


def test_faults_of_book_yml_are_told_with_those_of_the_notes(tmp_path: Path, cache: Path) -> None:
    shutil.copytree(VAULTS / "hostile", tmp_path / "vault")
    (tmp_path / "vault" / "book.yml").write_text("titel: Hostile\n", encoding="utf-8")
    with pytest.raises(Stop) as stop:
        build(Request(tmp_path / "vault", ("pdf",), tmp_path / "out", cache), quiet)
    codes = [p.code for p in stop.value.problems]
    assert stop.value.code == 2
    assert codes.count("unknown-setting") == 1
    assert "missing-image" in codes
    assert not (tmp_path / "out").exists()


def test_unknown_target_and_layout_have_a_hint(tmp_path: Path, cache: Path) -> None:
    for request in (
        Request(VAULTS / "small", ("pdg",), tmp_path, cache),
        Request(VAULTS / "small", ("pdf",), tmp_path, cache, layout="handbok"),
    ):
        with pytest.raises(Stop) as stop:
            build(request, quiet)
        assert stop.value.code == 2
        assert "did you mean" in stop.value.problems[0].hint
