"""On a screen a map is a picture that needs no font, and a list that reflows."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from markupsafe import escape

from pipeline.draw import Frame, alternative, listing, plan, screen
from pipeline.model import Branch, MindMap
from pipeline.text import plain
from tests.draw.trees import branch

SCREEN = Frame(227, 290, "screen")
NAMES = ("photosynthesis", "jal-chakra", "fundamental-rights")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", NAMES)
def test_pictures_hold_only_shapes_in_whole_numbers(case, ruler, name: str) -> None:
    for sheet in plan(case(name), SCREEN, ruler):
        markup = screen(sheet, ruler)
        svg = ET.fromstring(markup)  # noqa: S314 - our own markup
        assert re.fullmatch(r"0 0 \d+ \d+", svg.attrib["viewBox"])
        assert {child.tag for child in svg.iter()} == {f"{SVG}{tag}" for tag in ("svg", "title", "rect", "path")}
        assert not re.search(r"transform|font|gradient|\d\.\d", markup.partition("</title>")[2])
        assert svg[1].attrib["fill"] == "#fff"
        assert len(markup.encode()) < 100_000


@pytest.mark.parametrize("name", NAMES)
def test_all_ink_is_within_the_picture(case, ruler, name: str) -> None:
    for sheet in plan(case(name), SCREEN, ruler):
        svg = ET.fromstring(screen(sheet, ruler))  # noqa: S314 - our own markup
        width, height = (int(v) for v in svg.attrib["viewBox"].split()[2:])
        starts = [
            (int(x), int(y))
            for path in svg.findall(f"{SVG}path")
            for x, y in re.findall(r"M(-?\d+) (-?\d+)", path.attrib["d"])
        ]
        assert starts
        assert all(0 <= x <= width and 0 <= y <= height for x, y in starts)


def test_a_picture(case, ruler, golden) -> None:
    (sheet,) = plan(case("photosynthesis"), SCREEN, ruler)
    markup = re.sub("(?=<(path|rect|title|/svg))", "\n", screen(sheet, ruler))
    golden(Path(__file__).parent / "cases" / "photosynthesis.svg", markup + "\n")


def test_the_list_is_the_whole_map(case) -> None:
    tree = case("jal-chakra")
    top = ET.fromstring(listing(tree, lambda block: f"#{block}", escape))  # noqa: S314 - our own markup
    words = " ".join("".join(top.itertext()).split())
    flat = "".join(words.split())
    assert flat == "".join(numbered(tree.root)).replace(" ", "")
    assert [b.text for b in top.iter("b")] == ["1", "2", "3", "4"]
    assert [a.attrib["href"] for a in top.iter("a")] == [f"#point-{i + 1}" for i in range(len(list(top.iter("a"))))]


def numbered(point: Branch, level: int = 0):
    yield plain(point.label)
    for i, kid in enumerate(point.branches):
        if level == 0:
            yield str(i + 1)
        yield from numbered(kid, level + 1)


def test_labels_are_escaped() -> None:
    markup = listing(
        MindMap(branch("a & b", (branch("<i>", more=3), branch("x", href="y")))), lambda block: "#" + block, escape
    )
    assert markup == (
        '<ul class="map-outline"><li>a &amp; b<ul><li><b>1</b> &lt;i&gt; <small>+3 more</small></li>'
        '<li><b>2</b> <a href="#y">x</a></li></ul></li></ul>'
    )


def test_the_alternative_text_names_the_main_branches(case) -> None:
    assert alternative(case("photosynthesis")) == (
        "Mind map of Photosynthesis: 1 Light reactions; 2 Calvin cycle; 3 Limiting factors. "
        "The complete map follows as a list."
    )
