"""The same sheet otherwise: from the right, blank, in black."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from pipeline.draw import MONO, Frame, audit, blank, mirrored, paper, plan, screen
from pipeline.fonts import Shaper
from pipeline.model import MindMap
from tests.draw.test_plan import FRAMES, described, trees
from tests.draw.trees import branch

PAPER = Frame(499, 720)
CASES = Path(__file__).parent / "cases"


def link(block: str) -> str:
    return f"#note--{block}"


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(tree=trees)
def test_a_mirror_is_sound_and_undone_by_another(ruler: Shaper, tree: MindMap) -> None:
    for sheet in plan(tree, PAPER, ruler):
        turned = mirrored(sheet)
        assert audit(turned, PAPER) == audit(sheet, PAPER) == ()
        again = mirrored(turned)
        assert [(b.align, b.side, b.label) for b in again.boxes] == [(b.align, b.side, b.label) for b in sheet.boxes]
        assert all(abs(a.x - b.x) < 0.02 for a, b in zip(again.boxes, sheet.boxes, strict=True))


def test_arabic_is_read_from_the_right(case, ruler: Shaper, golden) -> None:
    (sheet,) = plan(case("dustur"), PAPER, ruler, lang="ar")
    golden(CASES / "dustur.paper.golden", "\n".join(described(sheet)) + "\n")
    first = next(box for box in sheet.boxes if box.number == "1")
    root = sheet.boxes[0]
    assert first.x + first.width < root.x
    assert first.badge_x > first.text_x
    assert {box.align for box in sheet.boxes if box.side < 0 and box.level} == {"right"}
    assert '<figure class="map map-full" id="m" dir="rtl"' in paper(sheet, "m", link, lang="ar")


@pytest.mark.parametrize(("label", "lang", "rtl"), [("123", "ur", True), ("123", "en", False), ("דרך", "en", True)])
def test_letters_say_where_reading_begins_or_else_the_language(ruler: Shaper, label: str, lang: str, rtl: bool) -> None:
    (sheet,) = plan(MindMap(branch(label, (branch("1"), branch("2")))), PAPER, ruler, lang=lang)
    assert sheet.is_rtl == rtl


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(tree=trees)
def test_a_blank_copy_keeps_places_but_no_words_of_leaves(ruler: Shaper, tree: MindMap) -> None:
    for sheet in plan(tree, PAPER, ruler):
        copy = blank(sheet)
        assert [(b.x, b.y, b.width, b.height, b.number) for b in copy.boxes] == [
            (b.x, b.y, b.width, b.height, b.number) for b in sheet.boxes
        ]
        levels = [box.level for box in copy.boxes]
        leaves = [i for i, level in enumerate(levels) if level and (i + 1 == len(levels) or levels[i + 1] <= level)]
        assert [i for i, box in enumerate(copy.boxes) if box.is_blank] == leaves
        assert all(not copy.boxes[i].label and not copy.boxes[i].href for i in leaves)


def test_a_blank_copy_has_lines_to_write_on_and_tells_nothing(case, ruler: Shaper) -> None:
    (sheet,) = plan(case("india-russia"), PAPER, ruler, zeros="00")
    on_paper, on_screen = paper(blank(sheet), "m", link), screen(blank(sheet), ruler)
    for word in ("Quad", "Sukhoi", "Siberia", "EAEU"):
        assert word in paper(sheet, "m", link)
        assert word not in on_paper
        assert word not in on_screen
    assert "Energy" in on_paper
    rules = re.search(r'<path fill="none" stroke="#8C8C8C"[^>]* d="([^"]*)"', on_paper)
    assert rules
    below = sum(len(box.lines) - (box.level > 1) for box in blank(sheet).boxes if box.is_blank)
    assert rules[1].count("M") == below > 0
    assert len(on_screen) < len(screen(sheet, ruler)) / 2


@pytest.mark.parametrize("frame", FRAMES.values())
def test_in_black_there_is_no_other_colour(case, ruler: Shaper, frame: Frame) -> None:
    for sheet in plan(case("photosynthesis"), frame, ruler):
        for markup in (paper(sheet, "m", link, palette=MONO), screen(sheet, ruler, palette=MONO)):
            colours = {c.upper() for c in re.findall(r"#[0-9A-Fa-f]{3,6}(?=[\";])", markup)}
            assert colours <= {"#111111", "#FFF", "#FFFFFF", "#555555", "#8C8C8C"}
