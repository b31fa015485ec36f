"""Labels of words, code, formulas and quiet marks: how they are broken into lines, measured and written."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import Markup, escape

from pipeline.draw import Frame, Mark, alternative, audit, listing, paper, plan, screen, spoken
from pipeline.draw.label import Meter, ways
from pipeline.fonts import Shaper
from pipeline.model import Branch, Code, Math, MindMap
from tests.draw.test_paper import engine, texts
from tests.draw.test_plan import FRAMES, described, text
from tests.draw.trees import branch, label

PAPER = Frame(499, 720)
CASES = Path(__file__).parent / "cases"


def link(block: str) -> str:
    return f"#note--{block}"


def one(words: str, ruler: Shaper) -> list[list[str]]:
    """The lines of each way to set a label."""
    return [[line.text for line in way.lines] for way in ways(label(words), (), Meter(ruler, 2, "en"))]


def test_short_labels_have_three_lines_at_most(ruler: Shaper) -> None:
    assert max(map(len, one("one two three four five six seven eight", ruler))) == 3
    assert max(map(len, one("one two three four five six seven eight nine ten", ruler))) > 3


def test_lines_end_between_ideographs_but_not_before_a_stop_or_after_a_bracket(ruler: Shaper) -> None:
    found = one("法の下の平等「第十四条」、思想及び良心の自由。", ruler)
    assert len(found) > 2
    for lines in found:
        assert all(line[0] not in "」、。" and line[-1] != "「" for line in lines)


def test_signs_without_a_face_are_as_wide_as_their_script(ruler: Shaper) -> None:
    assert ruler.advance("日本", 400) == 2.0


def test_code_and_formulas_stay_whole(ruler: Shaper) -> None:
    for lines in one("use `a - b` and $x + y = z$, then", ruler):
        assert sum("a - b" in line for line in lines) == 1
        assert sum("x + y = z," in line for line in lines) == 1


def test_a_tall_formula_makes_its_line_tall(ruler: Shaper) -> None:
    plain, tall = (ways(label(w), (), Meter(ruler, 2, "en"))[0].lines[0] for w in ("x", r"$\frac{a}{b}$"))
    assert tall.below > plain.below
    assert tall.height > plain.height


def test_a_formula_nobody_understands_is_code(ruler: Shaper) -> None:
    (way,) = ways(label(r"$\nosuchcommand{x}$"), (), Meter(ruler, 2, "en"))
    assert way.lines[0].runs == (Code(r"\nosuchcommand{x}"),)


@pytest.mark.parametrize("frame", FRAMES)
def test_maths(case, ruler: Shaper, golden, frame: str) -> None:
    sheets = plan(case("wave-mechanics"), FRAMES[frame], ruler)
    golden(CASES / f"wave-mechanics.{frame}.golden", "\n".join(line for s in sheets for line in described(s)) + "\n")
    assert [finding for sheet in sheets for finding in audit(sheet, FRAMES[frame])] == []


def test_maths_on_paper_takes_the_colour_of_its_label(case, ruler: Shaper) -> None:
    (sheet,) = plan(case("wave-mechanics"), PAPER, ruler)
    markup = paper(sheet, "m", link)
    assert "currentColor" not in markup
    assert markup.count("<code>") == 6
    pill = re.search(r'class="map-1"[^>]*>Matrices.*?</a>', markup, re.DOTALL)
    assert pill
    assert 'fill="#FFFFFF"' in pill[0]


def test_maths_on_a_screen_is_outlines_and_has_a_name(case, ruler: Shaper) -> None:
    tree = case("wave-mechanics")
    for sheet in plan(tree, FRAMES["screen"], ruler):
        markup = screen(sheet, ruler)
        tags = {child.tag.partition("}")[2] for child in ET.fromstring(markup).iter()}  # noqa: S314 - our own markup
        assert tags == {"svg", "title", "rect", "path"}
        assert "transform" not in markup
    assert "Matrices matrix 2 by 2" in alternative(tree)
    assert spoken(label("a $x^2$"), "en") == "a x squared"
    items = listing(tree, link, lambda tex: Markup("<math>{}</math>").format(tex))
    assert "<code>numpy.array</code>" in items
    assert items.count("<math>") == 11


@pytest.mark.engine
def test_the_engine_sets_formulas_where_they_were_planned(case, ruler: Shaper, cuts) -> None:
    (sheet,) = plan(case("wave-mechanics"), PAPER, ruler)
    drawn = [box for box in replaced(engine(sheet, cuts).pages[0]._page_box) if box.element.tag.endswith("svg")][1:]
    planned = [
        (box, line, run, top)
        for box in sheet.boxes
        for line, top in zip(box.lines, box.tops(sheet.font_pt), strict=False)
        for run in line.runs
        if isinstance(run, Math)
    ]
    assert len(drawn) == len(planned) > 8
    for found, (box, line, _, top) in zip(drawn, planned, strict=True):
        x, y, width, height = (v * 0.75 for v in (found.position_x, found.position_y, found.width, found.height))
        assert box.text_x - 0.2 <= x
        assert x + width <= box.text_x + box.text_width + 0.3
        size = sheet.font_pt * {0: 1.4, 1: 1.1}.get(box.level, 1.0)
        assert top - 0.3 <= y
        assert y + height <= top + line.height * size + 0.3


def replaced(box):
    box = getattr(box, "_box", box)
    if hasattr(box, "replacement"):
        yield box
    for child in getattr(box, "children", ()):
        yield from replaced(child)


runs = st.sampled_from(
    ["word", "`code`", r"$\frac{a}{b}$", "$x^2$", r"$\sqrt{\frac{a+b}{c}}$", "मंत्री", "日本国憲法", "longerword"]
)
rich = st.recursive(
    st.lists(runs, min_size=1, max_size=5).map(" ".join).map(lambda t: Branch(label(t))),
    lambda kids: st.builds(
        lambda t, k: Branch(label(t), tuple(k), "here", more=len(k) % 3), runs, st.lists(kids, min_size=1, max_size=5)
    ),
    max_leaves=25,
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(tree=rich, frame=st.sampled_from(list(FRAMES.values())), zeros=st.sampled_from(["", "0000"]))
def test_boxes_of_any_kind_of_label_are_sound(ruler: Shaper, tree: Branch, frame: Frame, zeros: str) -> None:
    for sheet in plan(MindMap(tree), frame, ruler, zeros=zeros):
        assert audit(sheet, frame) == ()
        for box in sheet.boxes:
            size = sheet.font_pt * {0: 1.4, 1: 1.1}.get(box.level, 1.0)
            assert all(line.width * size <= box.text_width + 0.02 for line in box.lines)


# --------------------------------------------------------------------------- marks


def test_sections_tell_their_page_when_there_are_pages(ruler: Shaper) -> None:
    twig = branch("twig", (branch("leaf", href="leaf"),), href="twig")
    tree = MindMap(branch("Root", (branch("main", (twig, branch("lone", href="lone")), href="main"),), href="root"))
    said = [[text(box) for box in sheet.boxes] for sheet in plan(tree, PAPER, ruler, zeros="000")]
    assert said == [["Root [000]", "main [000]", "twig [000]", "leaf", "lone"]]
    assert [text(box) for box in plan(tree, PAPER, ruler)[0].boxes] == ["Root", "main", "twig", "leaf", "lone"]
    every = [text(box) for box in plan(tree, PAPER, ruler, zeros="0", every=True)[0].boxes]
    assert every == ["Root [0]", "main [0]", "twig [0]", "leaf [0]", "lone [0]"]


def test_page_numbers_are_slots_that_name_their_target(ruler: Shaper) -> None:
    leaves = tuple(branch(f"point {i} of it", href=f"leaf{i}") for i in range(9))
    main = tuple(branch(f"Main {i}", (branch("twig", leaves),) * 2, href=f"main{i}") for i in range(6))
    sheets = plan(MindMap(branch("Whole", main)), PAPER, ruler, zeros="00")
    markup = paper(sheets[0], "n--_map", link)
    assert '<small>map 2, p. <span data-page-of="n--_map-2">00</span></small>' in markup
    assert '<small><span data-page-of="note--main1">00</span></small>' in paper(sheets[2], "n--_map", link)
    assert 'id="n--_map-2"' in paper(sheets[2], "n--_map", link)


def test_what_was_left_out_is_said_quietly_in_the_language_of_the_note(ruler: Shaper) -> None:
    tree = MindMap(branch("जड़", (branch("शाखा", (branch("पत्ता", more=4),)),)))
    (sheet,) = plan(tree, PAPER, ruler, lang="hi")
    assert sheet.boxes[2].lines[0].runs[-1] == Mark("+4 और")
    assert escape("+4 और") in paper(sheet, "m", link, lang="hi")


def test_numbers_have_room_of_their_own(case, ruler: Shaper) -> None:
    narrow, wide = (plan(case("photosynthesis"), PAPER, ruler, zeros=zeros)[0] for zeros in ("0", "00000"))
    assert wide.boxes[1].text_width > narrow.boxes[1].text_width


@pytest.mark.engine
def test_the_engine_keeps_marks_within_their_boxes(case, ruler: Shaper, cuts) -> None:
    (sheet,) = plan(case("photosynthesis"), PAPER, ruler, zeros="0000")
    found = [box for box in texts(engine(sheet, cuts).pages[0]._page_box) if box.element.get("data-page-of")]
    marked = [box for box in sheet.boxes if any(isinstance(run, Mark) for line in box.lines for run in line.runs)]
    assert len(found) == len(marked) > 3
    for mark, box in zip(found, marked, strict=True):
        assert box.text_x <= mark.position_x * 0.75
        assert (mark.position_x + mark.width) * 0.75 <= box.text_x + box.text_width + 0.2
