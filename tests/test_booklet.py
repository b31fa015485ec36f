"""A book on sheets to fold: all of it in order, and one note on one sheet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from click.testing import CliRunner
from pypdfium2 import raw

from pipeline.build import Request, build, verify
from pipeline.cli import shell

pytestmark = pytest.mark.engine
NOTE = "---\ntitle: {0}\n---\n\n## Where\n\n{1}\n\n## When\n\n- **First**: long ago.\n- **Second**: later.\n"
PARAGRAPH = "The river {0} comes from the hills of stone {1}, and goes to the sea of {1} winds. "


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("booklet")
    vault, cache = folder / "waters", folder / "cache"
    (vault / "deep").mkdir(parents=True)
    cache.mkdir()
    (vault / "book.yml").write_text("booklet: {creep: 0.2, section: 3}\n", encoding="utf-8")
    for number, name in enumerate(("Amra", "Belur", "Chanda")):
        text = "\n\n".join(PARAGRAPH.format(name, n) * 4 for n in range(number * 4 + 2))
        (vault / f"{name.lower()}.md").write_text(NOTE.format(name, text), encoding="utf-8")
    build(Request(vault, ("booklet",), folder / "out", cache), lambda _: None)
    build(Request(vault, ("pdf", "booklet", "handouts"), folder / "one", cache, only="amra*"), lambda _: None)
    build(Request(vault, ("pdf",), folder / "small", cache, layout="pocket"), lambda _: None)
    return folder


def halves(path: Path) -> list[tuple[str, str]]:
    """The text on the left and the right of each side."""
    with closing(pypdfium2.PdfDocument(path)) as pdf:
        return [(_half(page, 0), _half(page, 1)) for page in pdf]


def _half(page: pypdfium2.PdfPage, which: int) -> str:
    wide, high = page.get_size()
    layer = page.get_textpage()
    text = layer.get_text_bounded(which * wide / 2, 0, (which + 1) * wide / 2, high)
    return " ".join(text.split())


def folded(sides: list[tuple[str, str]]) -> Iterator[str]:
    """One section as it is read."""
    sheets = list(zip(sides[::2], sides[1::2], strict=True))
    for front, back in sheets:
        yield from (front[1], back[0])
    for front, back in reversed(sheets):
        yield from (back[1], front[0])


def test_the_folded_booklet_is_the_book_in_the_small_look(made: Path) -> None:
    sides = halves(made / "out" / "waters-booklet.pdf")
    with closing(pypdfium2.PdfDocument(made / "small" / "waters.pdf")) as pdf:
        book = [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]
    sheets = len(sides) // 2
    sections = [sheets // -(-sheets // 3) + (n < sheets % -(-sheets // 3)) for n in range(-(-sheets // 3))]
    found: list[str] = []
    for count in sections:
        found += folded(sides[: 2 * count])
        sides = sides[2 * count :]
    assert [text for text in found if text] == [text for text in book if text]
    assert found[0] == book[0]
    assert found[-1] == book[-1], "the colophon is outside, on the back"
    assert len(found) % 4 == 0
    assert len(found) - len(book) < 4


def test_sheets_are_a4_on_its_side(made: Path) -> None:
    with pikepdf.open(made / "out" / "waters-booklet.pdf") as pdf:
        sizes = {tuple(round(float(edge)) for edge in page.mediabox) for page in pdf.pages}
        assert sizes == {(0, 0, 842, 595)}
        assert str(pdf.docinfo["/Title"]) == "Waters: Booklet"
        assert "/Metadata" not in pdf.Root or "ModDate" not in str(pdf.Root.Metadata.read_bytes())


def test_finished_sheets_are_verified(made: Path) -> None:
    assert verify(made / "out") == ()
    artifacts = json.loads((made / "out" / "manifest.json").read_text(encoding="utf-8"))["artifacts"]
    assert [(a["target"], a["path"]) for a in artifacts] == [("booklet", "waters-booklet.pdf")]


def test_one_note_is_one_sheet_and_nothing_else(made: Path) -> None:
    sides = halves(made / "one" / "waters-booklet.pdf")
    assert len(sides) == 2
    text = " ".join(folded(sides))
    assert "comes from the hills of stone 1" in text
    assert "Contents" not in text
    assert "Colophon" not in text
    assert verify(made / "one") == (), "the handout beside it is another file"


def test_a_long_note_is_one_sheet_in_nine_points(tmp_path: Path) -> None:
    """A thousand words, five mnemonics, tables and questions: what a reader folds in the morning."""
    source = Path(__file__).parents[1] / "source"
    request = Request(source, ("booklet",), tmp_path, None, only="*india-russia*")
    report = build(request, lambda _: None)
    assert "does-not-fit" not in [problem.code for problem in report.problems]
    (path, sides), *_ = report.products
    assert sides == 2
    with closing(pypdfium2.PdfDocument(path)) as pdf:
        layer = pdf[1].get_textpage()
        sizes = [round(0.75 * raw.FPDFText_GetFontSize(layer, at), 1) for at in range(layer.count_chars())]
    assert max(set(sizes), key=sizes.count) >= 9


def test_the_command_lays_out_any_pdf(made: Path, tmp_path: Path) -> None:
    source = made / "small" / "waters.pdf"
    result = CliRunner().invoke(shell, ["impose", str(source), "--as", "4up", "-o", str(tmp_path / "x.pdf")])
    assert result.exit_code == 0
    assert result.stdout == f"{tmp_path / 'x.pdf'}\n"
    with pikepdf.open(tmp_path / "x.pdf") as pdf, pikepdf.open(source) as book:
        assert len(pdf.pages) == -(-len(book.pages) // 4)
    told = CliRunner().invoke(shell, ["impose", str(source), "-o", str(tmp_path / "y.pdf"), "--json"])
    assert json.loads(told.stdout)["scale"] == 1


def test_what_cannot_be_laid_out_is_named(tmp_path: Path) -> None:
    (tmp_path / "no.pdf").write_text("nothing", encoding="utf-8")
    for name, message in (("no.pdf", "is no PDF"), ("none.pdf", "There is no file")):
        result = CliRunner().invoke(shell, ["impose", str(tmp_path / name)])
        assert result.exit_code == 2
        assert message in result.stderr
