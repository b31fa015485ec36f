"""The looks for paper: each sets the same small vault on its own page, and keeps to the margins that it tells."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from markupsafe import Markup
from PIL import ImageChops, ImageStat
from pypdfium2 import raw

from pipeline import layouts, measures
from pipeline import model as m
from pipeline.build import Request, build, verify
from pipeline.compose import Imprint, compose
from pipeline.phrases import phrase
from pipeline.problem import Stop
from pipeline.targets import paper, pdf
from pipeline.targets.printcheck.limits import limits

VAULT = Path(__file__).parent / "vaults" / "practice"
LOOKS = layouts.names()
WIDE = """

## Lengths

| River | Length in km | Source | Mouth | Countries | Dams | Discharge in m³ a second | First map of its course |
|---|---|---|---|---|---|---|---|
| Nile | 6,650 | Lake Victoria | Mediterranean | Egypt, Sudan and others | Aswan High Dam | 2,830 | antiquity |
| Congo | 4,700 | Highlands of Katanga | Atlantic | Congo, Angola and others | Inga | 41,200 | nineteenth century |
| Niger | 4,180 | Guinea Highlands | Gulf of Guinea | Guinea, Mali, Niger, Nigeria | Kainji | 5,589 | about 1830 |
"""
MM = 72 / 25.4
HAIR = 1.5
"""Points by which rounding may move an edge, and a letter may hang over it."""


def look(name: str) -> Callable[[str], float]:
    return layouts.load(name).measure


# ------------------------------------------------------------------ numbers and style sheets


@pytest.mark.parametrize("name", LOOKS)
def test_the_numbers_of_a_look_agree(name: str) -> None:
    of = look(name)
    assert of("text_column") <= of("text_width") <= (of("paper_width") - of("inner") - of("outer")) * MM + 0.2
    assert of("page_height") <= (of("paper_height") - of("top") - of("bottom")) * MM + 0.2
    assert max(of("picture_height"), of("diagram_height"), of("map_page")) < of("page_height")
    assert of("map_height") <= of("map_page")
    assert of("least_size") <= of("body_size")


@pytest.mark.parametrize("name", LOOKS)
def test_no_number_is_left_open_in_a_style_sheet(name: str) -> None:
    assert "$(" not in layouts.load(name).css("print.css", "map.css", "book.css", "style.css", "cards.css")


def test_type_and_space_grow_with_the_body_and_hairlines_do_not() -> None:
    css = "h1 { font: 700 20pt/1.1 Serif; margin: 0 0 4mm; border-bottom: .8pt solid } .tiny { font-size: 5pt }"
    found = measures.grown(css, {"scale": 1.5, "least_size": 16.0, "space": 1.0})
    assert (
        found == "h1 { font: 700 30pt/1.1 Serif; margin: 0 0 6mm; border-bottom: .8pt solid } .tiny { font-size: 16pt }"
    )


def test_a_look_over_another_tells_only_what_is_different(tmp_path: Path) -> None:
    shutil.copytree(layouts.FOLDER, tmp_path / "looks")
    own = tmp_path / "looks" / "own"
    own.mkdir()
    (own / "layout.toml").write_text('over = "pocket"\nbody_size = 11.0\n')
    (own / "style.css").write_text("h1 { color: $(body_size)px }\n")
    found, parent = layouts.load("own", tmp_path / "looks"), layouts.load("pocket")
    assert found.measure("paper_width") == parent.measure("paper_width")
    assert (found.measure("body_size"), parent.measure("body_size")) == (11.0, 9.75)
    assert found.css("style.css").startswith(parent.css("style.css")[:40])
    assert "h1 { color: 11px }" in found.css("style.css")


@pytest.mark.parametrize(
    ("told", "sheet", "why"),
    [
        ("paper_width = 100.0\n", "", "inner"),
        ('over = "pocket"\n', "h1 { margin: $(colour)mm }", "colour"),
        ('over = "poket"\n', "", "poket"),
        ('over = "own"\n', "", "own"),
        ("paper_width = wide\n", "", "layout.toml"),
    ],
)
def test_a_look_that_cannot_be_read_says_why(tmp_path: Path, told: str, sheet: str, why: str) -> None:
    shutil.copytree(layouts.FOLDER, tmp_path / "looks")
    own = tmp_path / "looks" / "own"
    own.mkdir()
    (own / "layout.toml").write_text(told)
    (own / "style.css").write_text(sheet)
    with pytest.raises(Stop) as stop:
        layouts.load("own", tmp_path / "looks")
    assert [p.code for p in stop.value.problems] == ["bad-layout"]
    assert why in stop.value.problems[0].message


# ------------------------------------------------------------------ pages

Text = tuple[int, float, float, float]
"""Page, left and right edge, and size of the type, in points."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Folder of the vault's book in a look, built when it is first asked for."""
    vault = tmp_path_factory.mktemp("vault") / "practice"
    shutil.copytree(VAULT, vault)
    with (vault / "rivers.md").open("a", encoding="utf-8") as note:
        note.write(WIDE)
    kept = tmp_path_factory.mktemp("cache")

    @cache
    def build_in(name: str) -> Path:
        targets = ("pdf", "practice", "cards") if name in {"pocket", "two-column"} else ("pdf",)
        report = build(
            Request(vault, targets, tmp_path_factory.mktemp(name), kept, layout=name, jobs=1), lambda _: None
        )
        assert not [p for p in report.problems if p.code != "keyword-not-blanked"]
        return report.products[0][0].parent

    return build_in


def texts(path: Path) -> Iterator[Text]:
    """All runs of text of a file but those of its cover."""
    with pypdfium2.PdfDocument(path) as document:
        for number in range(1, len(document)):
            page = document[number]
            left, _, right, _ = page.get_mediabox()
            if right - left > page.get_height():
                continue  # turned on its side
            for thing in page.get_objects(filter=(raw.FPDF_PAGEOBJ_TEXT,), max_depth=4):
                size, matrix = ctypes.c_float(), thing.get_matrix()
                raw.FPDFTextObj_GetFontSize(thing.raw, size)
                start, _, end, _ = thing.get_bounds()
                if end > start:
                    yield number, start - left, end - left, size.value * (matrix.c**2 + matrix.d**2) ** 0.5


@pytest.mark.engine
@pytest.mark.parametrize("name", LOOKS)
class TestOfEachLook:
    def test_the_files_are_sound(self, made: Callable[[str], Path], name: str) -> None:
        found = verify(made(name))
        assert [p for p in found if p.code != "coarse-picture"] == []  # the picture of the vault is a small one

    def test_pages_have_the_size_that_it_tells(self, made: Callable[[str], Path], name: str) -> None:
        of = look(name)
        size = sorted((of("paper_width") * MM, of("paper_height") * MM))
        with pikepdf.open(made(name) / "practice.pdf") as pdf:
            for page in pdf.pages:
                left, bottom, right, top = map(float, page.mediabox)
                assert sorted((right - left, top - bottom)) == pytest.approx(size, abs=0.05)

    def test_text_keeps_to_margins_that_change_sides(self, made: Callable[[str], Path], name: str) -> None:
        of = look(name)
        inner, outer, width = of("inner") * MM, of("outer") * MM, of("paper_width") * MM
        found = list(texts(made(name) / "practice.pdf"))
        for page, left, right, _ in found:
            near, far = (outer, inner) if page % 2 else (inner, outer)
            assert left >= near - HAIR
            assert right <= width - far + HAIR
        for side, near in ((0, inner), (1, outer)):
            assert min(left for page, left, _, _ in found if page % 2 == side) == pytest.approx(near, abs=HAIR)

    def test_no_type_is_smaller_than_it_tells(self, made: Callable[[str], Path], name: str) -> None:
        least = look(name)("least_size") * (1.0 if name == "large-print" else 0.85)  # signs above and below the line
        assert min(size for _, _, _, size in texts(made(name) / "practice.pdf")) >= least - 0.05


def test_where_holes_are_punched_nothing_is_printed() -> None:
    for name in ("letter", "note-margin", "cornell"):
        assert look(name)("inner") >= 20


def test_margins_of_e_ink_are_narrow() -> None:
    for name in (name for name in LOOKS if name.startswith("eink")):
        assert all(look(name)(side) <= 6 for side in ("top", "outer", "bottom", "inner"))


def test_e_ink_without_a_size_is_the_smallest() -> None:
    assert layouts.load("eink").measures == layouts.load("eink-6").measures


def test_the_smallest_type_of_large_print_is_sixteen_points() -> None:
    assert look("large-print")("least_size") == 16


@pytest.mark.engine
def test_large_print_is_sans_and_upright(made: Callable[[str], Path]) -> None:
    with pikepdf.open(made("large-print") / "practice.pdf") as pdf:
        found = [str(thing.get("/BaseFont", "")) for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)]
    fonts = {name for name in found if name}
    assert fonts
    assert not [name for name in fonts if "Serif" in name or "It" in name]


@pytest.mark.engine
@pytest.mark.parametrize("name", ["ink-saver", "eink-6"])
def test_a_grey_look_has_no_colour(made: Callable[[str], Path], name: str) -> None:
    with pypdfium2.PdfDocument(made(name) / "practice.pdf") as document:
        for page in document:
            red, green, blue = page.render(scale=0.5).to_pil().convert("RGB").split()
            for other in (green, blue):
                assert ImageStat.Stat(ImageChops.difference(red, other)).sum == [0.0]


@pytest.mark.engine
@pytest.mark.skipif(not shutil.which("gs"), reason="Ghostscript measures the ink")
def test_the_ink_saver_saves_ink(made: Callable[[str], Path]) -> None:
    def ink(name: str) -> float:
        """Of an average page, in pages of solid cyan, magenta, yellow and black."""
        command = ["gs", "-q", "-o", "-", "-sDEVICE=inkcov", "-r36", str(made(name) / "practice.pdf")]
        told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
        pages = [sum(map(float, line.split()[:4])) for line in told.splitlines() if line.endswith("OK")]
        return sum(pages) / len(pages)

    assert ink("ink-saver") <= 0.6 * ink("handbook")


@pytest.mark.engine
@pytest.mark.parametrize("name", ["pocket", "two-column"])
def test_a_practice_copy_breaks_as_its_book(made: Callable[[str], Path], name: str) -> None:
    with (
        pypdfium2.PdfDocument(made(name) / "practice.pdf") as book,
        pypdfium2.PdfDocument(made(name) / "practice-practice.pdf") as copy,
    ):
        for ours, theirs in zip(list(book)[1:], list(copy)[1:], strict=False):
            heads = ours.get_textpage().get_text_bounded().splitlines()[:1]
            assert heads == theirs.get_textpage().get_text_bounded().splitlines()[:1]


def test_what_stands_across_columns_takes_its_heading_along() -> None:
    table = '<div class="span"><table class="wide"></table></div>'
    head = '<h2 id="a">A</h2>\n<div class="cue above"><p>Why?</p></div>\n'
    text = f"<p>One</p>{head}{table}<p>Two</p>{head}<p>Three</p>"
    found = pdf.flowing(Markup(text))  # noqa: S704 - ours
    assert found == (
        '<div class="main flow"><p>One</p></div>'
        f'<div class="main">{head}{table}</div>'
        f'<div class="main flow"><p>Two</p>{head}<p>Three</p></div>'
    )


def test_small_pages_keep_room_for_larger_numbers() -> None:
    notes = [m.Header(f"n{at}", f"n{at}.md", f"Note {at}", words=1000) for at in range(14)]
    book = compose(notes, Imprint("A book"))
    digits = {name: len(paper.zeros(book, layouts.load(name))) for name in LOOKS}
    assert digits["handbook"] == 2
    assert {digits[name] for name in ("pocket", "eink-8", "large-print")} == {3}


def test_the_hint_of_the_contents_fits_where_the_cues_stand() -> None:
    say = {"parts": (), "back": (("a", "A"),), "goes_on": False, "id": "contents", "zeros": "00"}
    text = [
        layouts.fill(layouts.load("handbook"), "contents.html", {**say, "phrase": phrase, "cue": cue})
        for cue in (41.0, 0.0)
    ]
    assert ["in the margin" in each for each in text] == [True, False]


def test_only_looks_for_paper_are_held_to_what_printers_reach() -> None:
    edges = {name: limits("pdf", dict(layouts.load(name).measures)).edge > 0 for name in LOOKS}
    assert {name for name, held in edges.items() if not held} == {name for name in LOOKS if name.startswith("eink")}


def test_text_stands_beside_a_picture_across_columns_as_far_as_it_goes() -> None:
    figure = '<figure class="span" id="a"><img src="asset:a.svg" style="width:250pt"/></figure>'
    behind = ("<p>One</p>", "<ul><li>Two</li></ul>", f"<p>{'Three ' * 200}</p>")
    text = Markup(f"<p>Nought</p>{figure}{''.join(behind)}")  # noqa: S704 - ours
    found = pdf.flowing(text, beside=300.0)
    beside, after = found.partition('<div class="span beside">')[2].split("</div>", 1)
    assert beside.endswith("</figure>" + "".join(behind[:2]))
    assert behind[2] in after
    assert found.striptags() == text.striptags()
    assert pdf.flowing(text, beside=200.0) == pdf.flowing(text), "a wide picture leaves no room"
