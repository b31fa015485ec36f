"""Tables find the form in which they fit, and lose no word by it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

from pipeline import faces, fonts, layouts
from pipeline import model as m
from pipeline.build import Request, build
from pipeline.html import Writer
from pipeline.syntax import parse
from pipeline.targets import paper, tables
from pipeline.targets.pictures import Gallery
from pipeline.text import words

LOOK = layouts.load("handbook")
LONG = "the monsoon carries moisture over the plateau "


@pytest.fixture(scope="session")
def ruler(tmp_path_factory: pytest.TempPathFactory) -> fonts.Shaper:
    return fonts.shaper(faces.faces(tmp_path_factory.mktemp("fonts")))


def source(heads: int, rows: int, cell: str) -> str:
    line = "|" + f" {cell} |" * heads + "\n"
    return "|" + "".join(f" head{n} |" for n in range(heads)) + "\n" + "|---" * heads + "|\n" + line * rows


def note(text: str) -> m.Note:
    return parse(m.Source("n.md", "# T\n\n" + text))


def shown(text: str, ruler: fonts.Shaper, sizes: Mapping[str, tuple[int, int]] | None = None) -> str:
    dialect = paper.dialect("en", LOOK, ruler, "00", Gallery(lambda path: (sizes or {}).get(path, (0, 0))))
    found = note(text)
    return str(Writer(found, dialect).blocks(found.blocks))


def look(text: str, ruler: fonts.Shaper, depth: int = 0) -> tables.Look:
    table = next(b for b in note(text).blocks if isinstance(b, m.Table))
    return paper.dialect("en", LOOK, ruler, "00").table(table, depth)


@pytest.mark.parametrize(
    ("heads", "rows", "cell", "form"),
    [
        (3, 4, "short", "column"),
        (6, 4, LONG, "page"),
        (20, 40, "12345", "turned"),
        (9, 40, LONG, "turned"),
        (9, 3, LONG * 4, "cards"),
        (30, 3, "characteristically", "cards"),
        (2, 3, "x" * 400, "column"),
    ],
)
def test_a_table_takes_the_first_form_in_which_it_fits(
    heads: int, rows: int, cell: str, form: str, ruler: fonts.Shaper
) -> None:
    assert look(source(heads, rows, cell), ruler).form == form


def test_type_shrinks_to_its_floor_and_no_further(ruler: fonts.Shaper) -> None:
    sizes = {look(source(heads, 3, LONG), ruler).size or tables.SIZES[0] for heads in range(1, 16)}
    assert sizes == set(tables.SIZES)
    assert min(sizes) >= 7.5


def test_within_a_list_no_page_is_turned_and_nothing_sticks_out(ruler: fonts.Shaper) -> None:
    assert {look(source(heads, 40, LONG), ruler, depth=1).form for heads in range(2, 12)} <= {"column", "cards"}


def test_a_head_too_tall_to_be_repeated_stands_once(ruler: fonts.Shaper) -> None:
    tall = f"| {LONG * 40} | b |\n|---|---|\n" + "| c | d |\n" * 30
    assert not look(tall, ruler).repeats
    assert 'class="once"' in shown(tall, ruler)
    assert look(source(3, 60, "a"), ruler).repeats


def test_a_row_too_tall_for_a_page_may_be_parted(ruler: fonts.Shaper) -> None:
    assert look(f"| a | b |\n|---|---|\n| c | {LONG * 200} |\n| e | f |\n", ruler).parted == (0,)


def test_a_picture_does_not_widen_its_column(ruler: fonts.Shaper) -> None:
    table = "| a | b |\n|---|---|\n| ![x](p.png) | words |\n"
    dialect = paper.dialect("en", LOOK, ruler, "00", Gallery(lambda _: (4000, 3000)))
    node = next(b for b in note(table).blocks if isinstance(b, m.Table))
    shares = dialect.table(node, 0).columns
    assert len(shares) == 2
    assert abs(sum(shares) - 100) < 0.1


def test_cards_say_head_and_cell_and_keep_the_names_of_rows(ruler: fonts.Shaper) -> None:
    text = source(30, 2, "characteristically") + "| end |" + " |" * 29 + "\n"
    root = etree.fromstring(f"<r>{shown(text, ruler)}</r>")
    table = next(b for b in note(text).blocks if isinstance(b, m.Table))
    cards = root.findall(".//tbody")
    names = [b.get("id", "").partition("--")[2] for b in cards]
    assert names == [row.id for row in table.rows]
    assert [th.text for th in cards[0].findall(".//th[@scope='row']")] == [f"head{n}" for n in range(1, 30)]
    assert len(cards[2].findall("tr")) == 1
    assert cards[0].find(f".//*[@id='{cards[0].get('id', '').partition('--')[0]}--{table.head.id}']") is not None


def test_cards_lose_no_word_and_no_footnote_twice(ruler: fonts.Shaper) -> None:
    heads = "".join(f" head{n}[^{n}] |" for n in range(30))
    rows = ("|" + " characteristically |" * 29 + " |\n") * 2
    text = f"|{heads}\n" + "|---" * 30 + f"|\n{rows}\n" + "".join(f"[^{n}]: told{n}\n" for n in range(30))
    found = shown(text, ruler)
    told = words(re.sub(r"<[^>]+>", " ", found))
    assert all(told.count(f"told{n}") == 1 for n in range(30))
    assert all(f"head{n}" in told for n in range(30))
    assert len(re.findall(r'id="([^"]+)"', found)) == len(set(re.findall(r'id="([^"]+)"', found)))


@pytest.mark.parametrize("size", [(4000, 3000), (300, 9000), (9000, 300), (24, 24), (0, 0)])
@pytest.mark.parametrize("asked", ["", "|900", "|50"])
def test_pictures_fit_the_page_and_are_never_coarse(size: tuple[int, int], asked: str, ruler: fonts.Shaper) -> None:
    markup = shown(f"![[p.png{asked}]]", ruler, {"p.png": size}) if size[0] else shown(f"![x{asked}](p.png)", ruler)
    found = re.search(r"width:([\d.]+)pt", markup)
    if not size[0]:
        assert bool(found) == bool(asked)
        return
    assert found
    wide = float(found[1])
    assert wide <= LOOK.measure("text_width") + 0.1
    assert wide * size[1] / size[0] <= LOOK.measure("picture_height") + max(1.0, 0.1 * size[1] / size[0])
    assert wide <= size[0] * 0.72 + 0.1


# ------------------------------------------------------------------ on the page


@pytest.mark.engine
def test_nothing_runs_off_the_page_and_no_word_is_lost(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    vault.mkdir()
    endless = "pneumonoultramicroscopic" * 9
    text = (
        f"# Wide\n\n## Numbers\n\n{source(20, 40, '12345')}\nafter\n\n## Cards\n\n{source(9, 3, LONG * 4)}\n"
        f"## {endless}\n\n> [!note] {endless}\n> text\n\nQ: What is {endless}?\nA: It is {endless}\n\n"
        f"{source(2, 2, endless)}\n- item\n\n" + "".join(f"  {line}\n" for line in source(7, 3, LONG).splitlines())
    )
    (vault / "a.md").write_text(text, encoding="utf-8")
    report = build(Request(vault, ("pdf",), tmp_path / "out", tmp_path / "cache"), lambda _: None)
    assert not report.problems
    again = build(Request(vault, ("pdf",), tmp_path / "again", tmp_path / "other"), lambda _: None)
    (path,) = (made for made, _ in report.products)
    assert path.read_bytes() == next(made for made, _ in again.products).read_bytes()
    document = pypdfium2.PdfDocument(path)
    turned = 0
    for page in document:
        width, height = page.get_size()
        turned += width > height
        layer = page.get_textpage()
        boxes = [layer.get_charbox(n) for n in range(layer.count_chars())]
        inked = [box for box in boxes if box[2] > box[0]]
        assert all(box[0] > 40 and box[2] < width - 40 for box in inked if box[1] > 40)
    document.close()
    assert turned == 2


# ------------------------------------------------------------------ columns of text


def in_columns(text: str, ruler: fonts.Shaper, **changed: float) -> str:
    """As the look in two columns writes it; its drawings are 480 pixels wide, with letters of 13."""
    look = layouts.load("two-column", changed=changed)
    dialect = paper.dialect(
        "en", look, ruler, "00", Gallery(lambda _: (480, 240), lambda path: 13.0 if "words" in path else 0.0)
    )
    found = note(text)
    return str(Writer(found, dialect).blocks(found.blocks))


def test_a_dense_look_rather_sets_a_table_small_than_across_columns(ruler: fonts.Shaper) -> None:
    table = source(4, 3, "some words of it")
    assert 'class="span"' in in_columns(table, ruler, columns=3)
    assert 'class="span"' not in in_columns(table, ruler, columns=3, dense=1)
    assert 'class="span"' in in_columns(source(12, 3, "some words of it"), ruler, columns=3, dense=1)


@pytest.mark.parametrize(("columns", "name", "spans"), [(3, "words", True), (3, "shapes", False), (1, "words", False)])
def test_a_drawing_whose_words_would_be_too_small_stands_across_columns(
    ruler: fonts.Shaper, columns: int, name: str, spans: bool
) -> None:
    found = in_columns(f"![x]({name}.svg)\n", ruler, columns=columns, picture_height=60.0)
    assert ('<figure class="span"' in found) == spans
    if spans:
        (width,) = re.findall(r"width:([\d.]+)pt", found)
        assert float(width) >= 7 * 480 / 13 - 0.1, "its words have 7 points, however low pictures are to be"
