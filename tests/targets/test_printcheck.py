"""The print doctor: each rule finds what was made wrong on purpose, at its page and place, and lets a good page be."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import weasyprint
from PIL import Image

from pipeline.targets.printcheck import Finding, Limits, examined, limits, problems

pytestmark = pytest.mark.engine
MM = 72 / 25.4
STYLE = """
@page { size: A4; margin: 20mm 16mm; @bottom-center { content: counter(page) } }
html { font: 10pt/1.4 "DejaVu Serif" } body { margin: 0 } p { margin: 0 0 2mm } td { border-bottom: .5pt solid #000 }
"""
BOOK = Limits(inner=16 * MM, measure=178 * MM)


def set_on_paper(folder: Path, body: str, style: str = "") -> Path:
    path = folder / "book.pdf"
    page = f'<html lang="en"><title>Book</title><style>{STYLE}{style}</style><body>{body}'
    weasyprint.HTML(string=page).write_pdf(path, pdf_tags=True)
    return path


def picture(pixels: int) -> str:
    out = BytesIO()
    Image.new("RGB", (pixels, pixels), "#ddccbb").save(out, "PNG")
    return f"data:image/png;base64,{b64encode(out.getvalue()).decode()}"


def found(path: Path, least: Limits = BOOK) -> list[Finding]:
    return list(examined(path, least, {}, lambda _: {})[0])


def on_second(inside: str) -> str:
    """On a second page, 60 mm from the top of the paper and 16 mm from its left edge, unless it says otherwise."""
    return f'<p>First.</p><div style="break-before: page; padding-top: 40mm">{inside}</div>'


OVER = "position: relative"
AWAY = "position: absolute; margin: 0; line-height: 1;"
WRONG = [
    ("tofu", "<p>An \ue123 of one’s own.</p>", 16, 60),
    ("overflow", f'<p style="white-space: nowrap">{"word " * 60}</p>', 16, 60),
    ("overflow", '<p style="width: 184mm; text-align: right">It ends in the margin.</p>', 162, 60),
    ("overflow", f'<img src="{picture(2000)}" style="width: 200mm" alt="A square.">', 16, 60),
    ("hidden-words", '<p style="width: 2cm; overflow: hidden; white-space: nowrap">Cut off, too long.', 16, 60),
    ("hidden-words", f'<p>Hidden.</p><p style="margin-top: -7mm; height: 7mm; background: #fff; {OVER}">', 16, 60),
    ("thin-line", '<p style="border-top: .3pt solid #000">Below a hair.</p>', 16, 60),
    ("small-print", '<p style="font-size: 6.5pt">Of no importance.</p>', 16, 60),
    ("low-contrast", '<p style="color: #999">A pale word.</p>', 16, 60),
    ("low-contrast", '<p style="background: #112; color: #333">A dark word.</p>', 16, 60),
    ("unfit-tint", '<p style="background: #f2f2f2">On a pale ground.</p>', 16, 60),
    ("unfit-tint", '<p style="background: #aaa">On a dark ground.</p>', 16, 60),
    ("unprintable", f'<p style="{AWAY} left: -13mm; top: 40mm">At the edge.</p>', 3, 60),
    ("punch-zone", f'<p style="{AWAY} left: 170mm; top: 87mm">Holes.</p>', 186, 107),
    ("coarse-picture", f'<img src="{picture(100)}" style="width: 50mm" alt="A square.">', 16, 60),
    ("heavy-ink", '<div style="background: #222; height: 150mm"></div>', 0, 0),
]  # fmt: skip


@pytest.mark.parametrize(("code", "inside", "left", "top"), WRONG)
def test_what_is_wrong_is_found_at_its_place(tmp_path: Path, code: str, inside: str, left: int, top: int) -> None:
    least = replace(BOOK, measure=0.0) if code in {"unprintable", "punch-zone"} else BOOK  # there, both are true
    findings = found(set_on_paper(tmp_path, on_second(inside)), least)
    assert {(each.code, each.page) for each in findings} == {(code, 2)}
    assert findings[0].box.left / MM == pytest.approx(left, abs=2.5)
    assert findings[0].box.top / MM == pytest.approx(top, abs=2.5)


RIGHT = [
    "<p>Words in a line.</p>",
    '<p>H<sub style="font-size: 6.4pt">2</sub>O</p>',
    '<p style="color: #767676">Grey, but dark enough.</p>',
    '<p style="color: #8a8a8a; font-size: 20pt">Large and grey.</p>',
    '<p style="background: #dcdcdc">On a tint.</p>',
    '<p style="background: #123; color: #fff">White on ink.</p>',
    '<p style="border: .5pt solid #000; border-left: 3pt solid #123; border-radius: 1mm">In a frame.</p>',
    "<p>A dash – a dot . and a stop, small signs.</p>",
    "<table><tr><td>A cell<td>and another</table>",
    f'<img src="{picture(400)}" style="width: 50mm" alt="A square.">',
    f'<img src="{picture(10)}" style="width: 3mm" alt="A sign.">',
    '<div style="overflow: hidden"><p>All of it is in sight.</p></div>',
    '<svg width="60mm" height="20mm"><rect width="99" height="50" fill="#eef4f4" stroke="#000"/><text y="20">In</svg>',
    "<h2>A head</h2><p>and its text.</p>",
    '<p dir="rtl">مرحبا بالعالم</p>',
]


@pytest.mark.parametrize("inside", RIGHT)
def test_what_is_right_is_let_be(tmp_path: Path, inside: str) -> None:
    assert found(set_on_paper(tmp_path, on_second(inside))) == []


# --------------------------------------------------------------------------- from page to page


def one_paragraph(path: Path) -> Path:
    """The engine by itself tags what it breaks over pages as two paragraphs; in books, and here, it is one."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        first, second = list(pdf.Root.StructTreeRoot.ParentTree.Nums)[1::2]
        paragraph = [line for line in first if line.P.S == "/P"][-1].P
        for line in second:
            if line.P.S == "/P":
                line.P = paragraph
        pdf.save(path)
    return path


@pytest.mark.parametrize(("height", "page", "top"), [(249, 1, 270), (244, 2, 21)])
def test_a_line_alone_is_found(tmp_path: Path, height: int, page: int, top: int) -> None:
    before = f'<div style="height: {height}mm">Before.</div>'
    three = '<p style="orphans: 1; widows: 1">One line,<br>a second,<br>and a third.</p>'
    (finding,) = found(one_paragraph(set_on_paper(tmp_path, before + three)))
    assert (finding.code, finding.page) == ("lone-line", page)
    assert finding.box.top / MM == pytest.approx(top, abs=2.5)


def test_lines_in_company_are_not_alone(tmp_path: Path) -> None:
    many = "<p>" + "<br>".join(["A line of a long paragraph."] * 80) + "</p>"
    assert found(one_paragraph(set_on_paper(tmp_path, many))) == []


def test_a_head_without_its_text_is_found(tmp_path: Path) -> None:
    body = '<p>Before.</p><h2>The head</h2><p style="break-before: page">Its text.</p>'
    (finding,) = found(set_on_paper(tmp_path, body))
    assert (finding.code, finding.page) == ("stranded-head", 1)
    assert "The head" in finding.message


def test_a_head_that_has_no_text_is_not_stranded(tmp_path: Path) -> None:
    body = '<p>Before.</p><h2>An empty section</h2><h2 style="break-before: page">The next</h2><p>Its text.</p>'
    assert found(set_on_paper(tmp_path, body)) == []


def test_sheets_to_fold_have_whole_sheets(tmp_path: Path) -> None:
    path = set_on_paper(
        tmp_path, '<p>One.</p><p style="break-before: page">Two.</p><p style="break-before: page">Three.'
    )
    assert found(path) == []
    (finding,) = found(path, replace(BOOK, sides=4))
    assert (finding.code, finding.page) == ("booklet-pages", 3)


# --------------------------------------------------------------------------- products and looks


def test_a_page_on_a_sheet_is_as_small_as_it_is_printed(tmp_path: Path) -> None:
    path = set_on_paper(tmp_path, "<p>Words in a line.</p>")
    with pikepdf.open(path) as pages, pikepdf.new() as sheets:
        sheet = sheets.add_blank_page(page_size=(595, 842))
        sheet.add_overlay(pages.pages[0], pikepdf.Rectangle(0, 0, 595 / 2, 842 / 2))
        sheets.save(tmp_path / "sheets.pdf")
    texts = found(tmp_path / "sheets.pdf", Limits(flows=False, punch=0, edge=0))
    assert {finding.code for finding in texts} == {"small-print"}
    assert "5.0 pt" in texts[0].message
    assert texts[0].box.left == pytest.approx(16 * MM / 2, abs=1)
    assert texts[0].box.top == pytest.approx((842 + 20 * MM) / 2, abs=5)


HANDBOOK = {"paper_width": 210.0, "paper_height": 297.0, "text_width": 499.0, "turned_width": 745.0}


def test_the_words_of_a_drawing_are_told_whole(tmp_path: Path) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="99"><text y="20" font-size="8">Two words</text></svg>'
    source = f"data:image/svg+xml;base64,{b64encode(drawing.encode()).decode()}"
    (finding,) = found(set_on_paper(tmp_path, on_second(f'<img src="{source}" alt="Two words.">')))
    assert (finding.code, finding.page) == ("small-print", 2)
    assert "“Two words” is set in 6.0 pt" in finding.message


def test_limits_follow_the_look() -> None:
    plain = limits("pdf", HANDBOOK)
    assert (plain.smallest, plain.thinnest, plain.edge, plain.punch, plain.measure) == (7, 0.5, 5, 15, 499)
    assert limits("pdf", {**HANDBOOK, "least_size": 16.0}).smallest == 16
    screen = limits("pdf", {"paper_width": 90.0, "paper_height": 122.0, "inner": 4.0, "outer": 4.0})
    assert (screen.edge, screen.punch) == (0, 0)
    assert limits("pdf", {**HANDBOOK, "inner": 12.0, "outer": 12.0}).punch == 0
    assert limits("pdf", {**HANDBOOK, "columns": 2.0, "text_column": 240.0}).column == 240
    assert limits("pdf", {**HANDBOOK, "inner": 20.0, "outer": 10.0}).measure == pytest.approx(180 * MM)
    cards = limits("cards", HANDBOOK)
    assert (cards.thinnest, cards.flows, cards.punch) == (0.3, False, 0)
    assert limits("booklet", HANDBOOK).sides == 2


def test_the_margin_that_a_look_tells_changes_sides(tmp_path: Path) -> None:
    path = set_on_paper(tmp_path, '<p>On the first.</p><p style="break-before: page">On the second.</p>')
    least = Limits(inner=16 * MM, measure=170 * MM)
    assert {(finding.code, finding.page) for finding in found(path, least)} == {("overflow", 2)}


def test_the_type_area_is_found_where_no_margin_is_told(tmp_path: Path) -> None:
    odd = '<p style="break-before: page; width: 178mm; text-align: justify">' + "Words and more words. " * 20
    long = '<p style="break-before: page; white-space: nowrap">' + "Words that run on. " * 6
    path = set_on_paper(tmp_path, 4 * odd + long)
    assert {(finding.code, finding.page) for finding in found(path, Limits(measure=178 * MM))} == {("overflow", 5)}


# --------------------------------------------------------------------------- what is told


NOTES = (
    '<h1 id="cell">The cell</h1><p id="cell--p1">Fine.</p><p id="cell--p2" style="color: #999">Pale. <b>Pale.</b></p>'
)
NOTES += '<a href="#cell"></a><a href="#cell--p1"></a><a href="#cell--p2"></a>'


def test_what_a_block_does_again_is_told_once_at_its_line(tmp_path: Path) -> None:
    path = set_on_paper(tmp_path, NOTES)
    copy = path.rename(tmp_path / "copy.pdf")
    path = set_on_paper(tmp_path, NOTES)
    files = [(path, BOOK), (copy, BOOK)]
    (problem,) = problems(files, {"cell": "cell.md"}, {"cell": {"p1": 5, "p2": 7}}.__getitem__)
    assert (problem.path, problem.line, problem.code) == ("cell.md", 7, "low-contrast")
    assert "(book.pdf, page 1, 16 mm from the left, " in problem.message
    assert "and 1 more like it" in problem.message


def test_only_the_note_is_told_where_its_lines_are_not_known(tmp_path: Path) -> None:
    path = set_on_paper(tmp_path, NOTES)
    (problem, _) = [*problems([(path, BOOK)], {"cell": "cell.md"}, lambda _: {}), None]
    assert problem is not None
    assert (problem.path, problem.line) == ("cell.md", 0)
    (problem, _) = [*problems([(path, BOOK)], {}, lambda _: {}), None]
    assert problem is not None
    assert (problem.path, problem.line) == (str(path), 0)
