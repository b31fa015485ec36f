"""Pictures that are written into notes, from their text to finished files."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image

from pipeline.build import Request, build, check
from pipeline.request import Report
from pipeline.targets.proof import verify

pytestmark = pytest.mark.engine
CIRCLE = '<svg style="max-width: 60px" viewbox="0 0 60 40"><CIRCLE cx=30 cy=20 r="9"/><text x=4 y=9>gate</text></svg>'


def coded(colour: str) -> str:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "a.md").write_text(
        f"# A\n\nWords ![red]({coded('red')}) and <img src='{coded('blue')}'> more.\n\n"
        f"<div>\n{CIRCLE}\n<p>A <b>caption</b></p>\n</div>\n\n"
        f"> [!question] Which gate?\n> This one: {CIRCLE}\n",
        encoding="utf-8",
    )
    (folder / "b.md").write_text("# B\n\nText.\n\n![[a]]\n", encoding="utf-8")
    return folder


def made(vault: Path, output: Path, cache: Path, *targets: str, trust: str = "full") -> Report:
    return build(Request(vault, targets, output, cache, trust=trust), lambda _: None)


def test_they_are_in_all_products(vault: Path, tmp_path: Path, cache: Path) -> None:
    output = tmp_path / "out"
    report = made(vault, output, cache, "pdf", "epub", "anki")
    assert report.problems == ()
    assert verify(output) == ()
    file = pdfium.PdfDocument(report.products[0][0])
    colours = {file[n].render(scale=1).to_pil().convert("RGB").getpixel for n in range(len(file))}
    shades = {
        shade for pixel in colours for x in range(0, 500, 8) for y in range(0, 700, 8) if (shade := pixel((x, y)))
    }
    file.close()
    assert {(255, 0, 0), (0, 0, 255)} <= shades
    with zipfile.ZipFile(report.products[1][0]) as book:
        kinds = sorted(name.rpartition(".")[2] for name in book.namelist() if "inlay" in name)
        drawn = next(book.read(name) for name in book.namelist() if "inlay" in name and name.endswith(".svg"))
    assert kinds == ["png", "png", "svg"]
    with zipfile.ZipFile(report.products[2][0]) as deck:
        media = json.loads(deck.read("media")).values()
    assert [name.rpartition(".")[2] for name in media if "inlay" in name] == ["svg"]
    assert b'<circle cx="30" cy="20" r="9"' in drawn


def test_an_edit_of_one_gives_what_a_fresh_build_gives(vault: Path, tmp_path: Path, cache: Path) -> None:
    made(vault, tmp_path / "out", cache, "pdf", "epub")
    note = vault / "deep" / "a.md"
    note.write_text(note.read_text(encoding="utf-8").replace(coded("red"), coded("lime")), encoding="utf-8")
    again = made(vault, tmp_path / "out", cache, "pdf", "epub")
    fresh = made(vault, tmp_path / "fresh", tmp_path / "other", "pdf", "epub")
    assert [p.read_bytes() for p, _ in again.products] == [p.read_bytes() for p, _ in fresh.products]
    assert set(again.rendered) == {"a", "b"}
    assert made(vault, tmp_path / "out", cache, "pdf", "epub").rendered == ()


def test_a_drawing_that_is_not_trusted_leaves_its_words(vault: Path, tmp_path: Path, cache: Path) -> None:
    report = made(vault, tmp_path / "out", cache, "pdf", "epub", trust="none")
    assert [(p.path, p.line, p.code) for p in report.problems] == [
        ("deep/a.md", 6, "missing-image"),
        ("deep/a.md", 11, "missing-image"),
    ]
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["conservation"]["missing_pdf"] == manifest["conservation"]["missing_epub"] == []


@pytest.mark.parametrize(
    "written",
    [
        "![x](data:image/png;base64,iVBORw0KGgo=)",
        f"![x]({coded('red')[:-40]})",
        "![x](data:image/png;base64,not!code)",
        '<svg width="13000" height="9"><rect/></svg>',
        "![x](data:image/svg+xml,%3Chtml/%3E)",
    ],
)
def test_one_that_cannot_be_shown_is_told_with_its_line(written: str, tmp_path: Path, cache: Path) -> None:
    (tmp_path / "a.md").write_text(f"# A\n\nWords.\n\n{written}\n", encoding="utf-8")
    found = check(Request(tmp_path, (), tmp_path / "out", cache))
    assert [(p.path, p.line, p.code, p.severity) for p in found] == [("a.md", 5, "broken-image", "error")]


def test_what_the_cache_forgot_is_read_again(vault: Path, tmp_path: Path, cache: Path) -> None:
    first = made(vault, tmp_path / "a", cache, "pdf")
    (forgetful := tmp_path / "cache").mkdir()
    check(Request(vault, (), tmp_path / "b", forgetful))
    pictures = [path for path in forgetful.rglob("*") if path.is_file() and b"\x89PNG" in path.read_bytes()]
    for path in pictures:
        path.unlink()
    again = made(vault, tmp_path / "b", forgetful, "pdf")
    assert len(pictures) == 2
    assert first.products[0][0].read_bytes() == again.products[0][0].read_bytes()
