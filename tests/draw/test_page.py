"""A map on a page of its own: the largest type that fits, and the page filled; else an overview and numbered parts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.draw import Frame, audit, plan
from pipeline.draw.audit import fill
from pipeline.draw.fit import fit
from pipeline.draw.knot import Root, Ruler, tie
from pipeline.fonts import Shaper
from pipeline.model import MindMap
from tests.draw.test_plan import described, points, text
from tests.draw.trees import branch, generated

MM = 72 / 25.4
PAGES = {
    "a4-landscape": Frame(277 * MM, 190 * MM, "page"),
    "a4": Frame(190 * MM, 277 * MM, "page"),
    "a5": Frame(128 * MM, 190 * MM, "page"),
}
CASES = Path(__file__).parent / "cases"
HUGE = generated(300, 8)
ANY = tuple((12 - i / 2, i * 0.3) for i in range(20))
"""Type sizes down to one that nobody can read, to compare with what others fit on one page."""


@pytest.mark.parametrize(
    ("name", "page", "at_least"),
    [
        ("india-russia", "a4-landscape", 10.0),
        ("india-russia", "a4", 9.5),
        ("india-russia", "a5", 6.5),
        ("bharat-roos", "a4-landscape", 12.0),
        ("bharat-roos", "a4", 10.5),
        ("bharat-roos", "a5", 9.5),
    ],
)
def test_the_type_is_as_large_as_fits(case, ruler: Shaper, name: str, page: str, at_least: float) -> None:
    sheet = fit(tie(Root(case(name).root), Ruler(ruler)), PAGES[page], "full", ANY)
    assert sheet is not None
    assert sheet.font_pt >= at_least


def test_three_hundred_points_would_fit_one_page_in_tiny_type(ruler: Shaper) -> None:
    sheet = fit(tie(Root(HUGE.root), Ruler(ruler)), PAGES["a4"], "full", ANY)
    assert sheet is not None
    assert sheet.font_pt >= 3.5


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(size=st.integers(41, 70), mains=st.integers(2, 9), page=st.sampled_from(list(PAGES.values())))
def test_a_map_fills_its_page(ruler: Shaper, size: int, mains: int, page: Frame) -> None:
    for sheet in plan(generated(size, mains), page, ruler):
        assert audit(sheet, page) == ()
        if sheet.kind == "full":
            assert fill(sheet, page) >= 0.75


@pytest.mark.parametrize("frame", ["a4", "a5", "six-inch"])
def test_three_hundred_points(ruler: Shaper, golden, frame: str) -> None:
    page = {**PAGES, "six-inch": Frame(227, 290, "screen")}[frame]
    sheets = plan(HUGE, page, ruler, zeros="" if page.kind == "screen" else "000")
    golden(CASES / f"huge.{frame}.golden", "\n".join(line for s in sheets for line in described(s)) + "\n")
    assert [finding for sheet in sheets for finding in audit(sheet, page)] == []
    numbers = [sheet.number for sheet in sheets if not sheet.turn]
    assert len(set(numbers)) == len(numbers)
    shown = {box.href for sheet in sheets for box in sheet.boxes}
    if page.kind != "screen":
        assert shown == set(points(HUGE.root))


def test_parts_are_as_low_as_good_type_allows(ruler: Shaper) -> None:
    page = PAGES["a4"]
    parts = [sheet for sheet in plan(HUGE, page, ruler) if sheet.kind == "branch"]
    assert parts
    for sheet in parts:
        assert sheet.font_pt >= 9
        assert any(sheet.height <= page.height_pt * share + 0.01 for share in (0.32, 0.48, 0.64, 1.0))


def test_an_overview_says_where_the_other_maps_are(ruler: Shaper) -> None:
    overview, *parts = plan(HUGE, PAGES["a5"], ruler, zeros="000")
    said = [text(box) for box in overview.boxes if box.level == 1]
    assert [label.partition(" [")[2] for label in said] == [
        f"map {s.number}, p. 000]" for s in parts if "." not in s.number
    ]


def test_a_part_with_one_main_branch_is_drawn_as_that(ruler: Shaper) -> None:
    only = branch("only", tuple(branch(f"twig {i}", (branch("leaf"),) * 4, f"twig{i}") for i in range(4)), "only")
    other = tuple(branch(f"twig {i}", (branch("leaf"),) * 5) for i in range(4))
    tree = MindMap(branch("Whole", (branch("One", (only,), "one"), *(branch(f"Main {i}", other) for i in range(3)))))
    overview, part, *_ = plan(tree, PAGES["a5"], ruler)
    assert (part.number, part.title) == ("1", "One › only")
    assert [box.number for box in part.boxes if box.level == 1] == ["1.1", "1.2", "1.3", "1.4"]
    assert {"one", "only"} <= {box.href for sheet in (overview, part) for box in sheet.boxes}
