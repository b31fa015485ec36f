"""Pictures on paper: how large they are, and that the words of drawings can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import faces, fonts, layouts
from pipeline import model as m
from pipeline.html import Writer
from pipeline.read import read
from pipeline.syntax import parse
from pipeline.targets import drawing, paper, pictures

PLAIN = m.Image("a drawing", "d.svg")


@pytest.fixture(scope="module")
def ruler(tmp_path_factory: pytest.TempPathFactory) -> fonts.Shaper:
    return fonts.shaper(faces.faces(tmp_path_factory.mktemp("fonts")))


def gallery(across: int, down: int, label: float) -> pictures.Gallery:
    return pictures.Gallery(lambda _: (across, down), lambda _: label)


def room(look: str) -> pictures.Room:
    return pictures.Room.of(layouts.load(look))


def svg(inside: str, head: str = 'viewBox="0 0 100 50"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {head}>{inside}</svg>'.encode()


# ------------------------------------------------------------------ the words of a drawing


@pytest.mark.parametrize(
    ("inside", "size"),
    [
        ("<rect/>", 0),
        ("<text>a</text>", 16),
        ('<text font-size="9"> </text><text font-size="11">a</text>', 11),
        ('<g font-size="12pt"><text>a</text></g>', 16),
        ('<g font-size="9"><text>a<tspan style="fill:red;font-size:6px">b</tspan></text></g>', 6),
    ],
)
def test_the_smallest_words_of_a_drawing_are_found(inside: str, size: float) -> None:
    assert drawing.letter(svg(inside)) == pytest.approx(size)


def test_they_are_as_large_as_the_drawing_makes_them() -> None:
    assert drawing.letter(svg('<text font-size="9">a</text>', 'viewBox="0 0 100 50" width="200"')) == pytest.approx(18)


def test_a_vault_knows_them(tmp_path: Path) -> None:
    (tmp_path / "n.md").write_text("![](d.svg)")
    (tmp_path / "d.svg").write_bytes(svg('<text font-size="9">a</text>'))
    assert read(tmp_path).asset("d.svg").letter == pytest.approx(9)


# ------------------------------------------------------------------ how large it is


def test_a_drawing_whose_words_can_be_read_is_as_large_as_it_asks_for() -> None:
    assert room("handbook").upright(PLAIN, gallery(300, 200, 12)) == 225
    assert not room("handbook").on_side(PLAIN, gallery(300, 200, 12))


def test_it_grows_until_its_words_can_be_read() -> None:
    wide = room("handbook").upright(PLAIN, gallery(300, 200, 8))
    assert 8 * wide / 300 == pytest.approx(7, abs=0.05)


def test_it_stands_on_a_turned_page_when_only_that_is_wide_enough() -> None:
    known = gallery(480, 300, 12.5)
    here = room("large-print")
    assert here.upright(PLAIN, known) < here.on_side(PLAIN, known) <= here.turned
    assert here.on_side(PLAIN, known) * 12.5 / 480 == pytest.approx(16, abs=0.05)
    assert not here.too_small(PLAIN, known, alone=True)
    assert here.too_small(PLAIN, known, alone=False) == pytest.approx(12.5, abs=0.2)


def test_it_stays_upright_where_turning_helps_little() -> None:
    known = gallery(480, 424, 12.5)
    assert not room("large-print").on_side(PLAIN, known)
    assert room("large-print").too_small(PLAIN, known, alone=True) == pytest.approx(12.5, abs=0.2)


def test_a_photograph_is_never_turned() -> None:
    assert not room("large-print").on_side(m.Image("", "p.png"), gallery(4000, 1000, 0))


# ------------------------------------------------------------------ in a note


def written(text: str, ruler: fonts.Shaper) -> str:
    note = parse(m.Source("n.md", f"# T\n\n{text}"))
    dialect = paper.dialect("en", layouts.load("large-print"), ruler, "00", gallery(480, 300, 12.5))
    return str(Writer(note, dialect).blocks(note.blocks))


def test_a_picture_alone_takes_its_heading_along_and_one_in_a_list_stays(ruler: fonts.Shaper) -> None:
    assert '<div class="turned"><h2' in written("## H\n\n![x](d.svg)\n\nwords", ruler)
    assert 'class="turned"' not in written("- item\n\n  ![x](d.svg)\n\nwords", ruler)
    assert 'class="turned"' not in written("words ![x](d.svg) and words", ruler)


def test_what_is_too_small_is_told_with_its_line() -> None:
    note = parse(m.Source("n.md", "# T\n\nwords\n\n![x](d.svg)\n"))
    look = layouts.load("large-print")
    told = list(pictures.problems(note, look, gallery(480, 424, 12.5)))
    assert [(p.path, p.line, p.code) for p in told] == [("n.md", 5, "small-lettering")]
    assert "12.5 pt" in told[0].message
    assert not list(pictures.problems(note, look, gallery(480, 300, 12.5)))
