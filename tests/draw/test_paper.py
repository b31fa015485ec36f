"""On paper a map is a picture of branches under a nested list of real, linked text."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from pipeline import faces
from pipeline.draw import Box, Frame, Line, Sheet, paper, plan
from pipeline.model import Branch, MindMap, Text
from pipeline.text import plain
from tests.draw.trees import branch

PAPER = Frame(499, 720)
STYLE = Path(__file__).parents[2] / "layouts" / "_base" / "map.css"
NAMES = ("photosynthesis", "jal-chakra", "fundamental-rights")


def link(block: str) -> str:
    return f"#note--{block}"


def test_markup(case, ruler, golden) -> None:
    markup = "".join(paper(sheet, "note-map", link) for sheet in plan(case("photosynthesis"), PAPER, ruler))
    golden(Path(__file__).parent / "cases" / "photosynthesis.html", re.sub("(?=<(li|ul|svg|path|rect))", "\n", markup))


@pytest.mark.parametrize("name", NAMES)
def test_labels_are_one_nested_list_in_the_order_of_the_note(case, ruler, name: str) -> None:
    tree = case(name)
    (sheet,) = plan(tree, PAPER, ruler)
    figure = ET.fromstring(paper(sheet, "m", link))  # noqa: S314 - our own markup
    (top,) = figure.findall("ul")
    assert read(top) == [expected(tree.root)]
    assert not figure.findall(".//{http://www.w3.org/2000/svg}text")


def read(ul: ET.Element) -> list[tuple[str, list]]:
    """The letters of each item's label, and of the items below it."""
    return [
        ("".join((li.find("a").text or "").split()), read(nested) if (nested := li.find("ul")) is not None else [])
        for li in ul
    ]


def expected(point: Branch) -> tuple[str, list]:
    return "".join(plain(point.label).split()), [expected(kid) for kid in point.branches]


def test_each_sheet_has_an_anchor_of_its_own(ruler) -> None:
    twigs = tuple(branch(f"twig {i}", (branch("leaf"),) * 5) for i in range(4))
    tree = MindMap(branch("Whole", tuple(branch(f"Main {i}", twigs) for i in range(4))))
    ids = re.findall('<figure[^>]* id="([^"]*)"', "".join(paper(s, "note-map", link) for s in plan(tree, PAPER, ruler)))
    assert ids == ["note-map", "note-map-1", "note-map-2", "note-map-3", "note-map-4"]


@given(st.lists(st.integers(0, 5), min_size=1, max_size=30), st.text(max_size=8))
def test_any_list_sheet_is_well_formed(steps: list[int], label: str) -> None:
    label = "".join(c for c in label if c.isprintable())
    levels = [0]
    for step in steps:
        levels.append(max(1, min(step, levels[-1] + 1)))
    boxes = tuple(Box(label, (Line((Text(label),)),), level, "", "x", 0, 1) for level in levels)
    markup = paper(Sheet("t", "", "list", 0.0, 0.0, 0.0, boxes, ()), "m", link)
    assert len(ET.fromstring(markup).findall(".//li")) == len(boxes)  # noqa: S314 - our own markup


def test_labels_are_text_not_markup(ruler) -> None:
    tree = MindMap(branch("a < b & c", (branch('<b onclick="x">'), branch("R&D"))))
    (sheet,) = plan(tree, PAPER, ruler)
    markup = paper(sheet, "m", link)
    assert escape("<b onclick=") in markup
    assert "R&amp;D" in markup
    assert "<title>Mind map: a &lt; b &amp; c</title>" in markup


@pytest.mark.engine
@pytest.mark.parametrize("name", NAMES)
def test_the_engine_sets_every_line_where_it_was_planned(case, ruler, cuts, name: str) -> None:
    (sheet,) = plan(case(name), PAPER, ruler)
    document = engine(sheet, cuts)
    lines = [box for box in texts(document.pages[0]._page_box) if box.text.strip() and box.element.tag != "b"]
    planned = [(box, line) for box in sheet.boxes for line in box.lines]
    assert [line.text.strip() for line in lines] == [line.text for _, line in planned]
    for line, (box, _) in zip(lines, planned, strict=True):
        x, y, width, height = (v * 0.75 for v in (line.position_x, line.position_y, line.width, line.height))
        assert box.text_x - 0.2 <= x
        assert x + width <= box.text_x + box.text_width * 1.005 + 0.2
        assert box.y - 0.25 * height < y + height / 2 < box.y + box.height + 0.25 * height


@pytest.mark.engine
def test_the_tags_are_nested_lists_and_no_link_is_without_area(case, ruler, cuts) -> None:
    import io

    import pikepdf

    (sheet,) = plan(case("fundamental-rights"), PAPER, ruler)
    data = engine(sheet, cuts).write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        links = [note.Rect for page in pdf.pages for note in page.Annots]
        assert len(links) == len(sheet.boxes)
        assert all(float(r[2] - r[0]) > 5 and abs(float(r[3] - r[1])) > 5 for r in links)
        tags = list(depths(pdf.Root.StructTreeRoot.K, ()))
    items = [path for path in tags if path[-1] == "/LI"]
    assert [path.count("/LI") - 1 for path in items] == [box.level for box in sheet.boxes]
    assert sum(path[-1] == "/Figure" for path in tags) == 1


def engine(sheet: Sheet, cuts):
    from weasyprint import HTML

    style = faces.font_rules(cuts) + STYLE.read_text(encoding="utf-8") + "@page{margin:0;size:A4}body{margin:0}"
    targets = "".join(f'<p id="note--{box.href}"></p>' for box in sheet.boxes)
    body = paper(sheet, "m", link)
    markup = f'<html lang="en"><title>x</title><style>{style}.map{{margin:0}}</style><body>{body}{targets}</html>'
    return HTML(string=markup).render(pdf_variant="pdf/ua-1", pdf_tags=True)


def texts(box):
    if hasattr(box, "pango_layout"):
        yield box
    for child in getattr(box, "children", ()):
        yield from texts(child)


def depths(element, path: tuple[str, ...]):
    import pikepdf

    if isinstance(element, pikepdf.Array):
        for child in element:
            yield from depths(child, path)
    elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
        here = (*path, str(element.S))
        yield here
        if "/K" in element:
            yield from depths(element.K, here)
