"""Every character finds the first family that has it, and those that none has a sign of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import machine, typefaces
from pipeline.faces import Source, covered
from pipeline.targets import glyphs

TEXT = "Water 水 தமிழ் বাংলা ∈x 🚀 ʘ \ue000"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("typefaces")


@pytest.fixture(autouse=True)
def _bare_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "FONT_FOLDERS", ())


def without(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    rows = tuple(row for row in typefaces._ROWS if row.package != package)
    monkeypatch.setattr(typefaces, "_ROWS", rows)


def test_a_latin_text_needs_the_books_own_faces_only(folder: Path) -> None:
    found = typefaces.typefaces(folder, "Plain “text”, naïve café – हिंदी.")
    assert not found.further
    assert found.needed("தமிழ்") == ()


def test_each_script_has_its_family_and_a_part_needs_those_of_its_own_characters(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, "manimgx_fonts_cjk")
    found = typefaces.typefaces(folder, TEXT)
    assert found.needed("தமிழ்") == ("Noto Sans Tamil",)
    assert found.needed("x ∈ বাংলা") == ("Noto Sans Bengali", "STIX Two Math")
    assert found.needed("🚀") == ("Noto Emoji",)
    assert found.needed("plain") == ()
    assert found.missing == {"水", "\ue000"}
    assert found.needed("水") == ("Code Points",)


def test_what_a_part_is_set_in_does_not_depend_on_the_rest_of_the_book(folder: Path) -> None:
    alone, among = typefaces.typefaces(folder, "தமிழ்"), typefaces.typefaces(folder, TEXT)
    assert alone.of(alone.needed("தமிழ்")) == among.of(among.needed("தமிழ்"))
    assert alone.digest(alone.needed("தமிழ்")) == among.digest(among.needed("தமிழ்"))


def test_a_sign_for_what_no_font_has_is_a_face_of_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    (sign, *_), (again, *_) = (typefaces.typefaces(place, "\ue000\uf8ff").further for place in (folder, tmp_path))
    assert sign.faces[0].digest == again.faces[0].digest
    assert covered(Source(sign.faces[0].path)) >= {0xE000, 0xF8FF}


def test_the_machine_helps_where_no_package_does(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = typefaces.typefaces(folder, "ᚠ\ue000")
    assert found.missing == {"ᚠ", "\ue000"}
    sign = next(each for each in found.further if "ᚠ" in each.characters)
    (tmp_path / "runes.ttf").write_bytes(sign.faces[0].path.read_bytes())
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    monkeypatch.setattr(machine, "FONT_FOLDERS", (str(tmp_path),))
    monkeypatch.setattr(machine, "machine_fonts", lambda: "another")
    helped = typefaces.typefaces(folder, "ᚠ\ue000")
    assert (helped.foreign, helped.missing) == ({"ᚠ"}, {"\ue000"})
    assert helped.needed("ᚠ") == ("Machine runes",)


def test_stacks_go_on_with_further_families() -> None:
    css = 'p{font:10pt "Source Sans 3", "Noto Sans Devanagari"}'
    assert typefaces.stacked(css, ()) == css
    assert typefaces.stacked(css, ("A", "B")) == 'p{font:10pt "Source Sans 3", "Noto Sans Devanagari", "A", "B"}'


def test_a_missing_glyph_is_told_at_its_place_with_the_package_that_has_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, "manimgx_fonts_cjk")
    found = typefaces.typefaces(folder, TEXT)
    (problem,) = glyphs.problems("a.md", "# Title\n\nSay 水 and 水.\n", found)
    assert (problem.line, problem.column, problem.code) == (3, 5, "missing-glyph")
    assert "水 (U+6C34)" in problem.message
    assert "pip install 'studypress[cjk]'" in problem.hint
    assert not list(glyphs.problems("b.md", "Plain.\n", found))
