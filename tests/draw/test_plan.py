"""Sheets are sound for every tree: nothing overlaps, crosses or is cut off, and no point is lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.draw import Box, Frame, Line, Mark, Sheet, audit, paper, plan
from pipeline.fonts import Shaper
from pipeline.model import Branch, MindMap
from pipeline.text import plain
from tests.draw.trees import branch

PAPER = Frame(499, 720)
NARROW = Frame(363, 510)
WIDE = Frame(750, 480)
SCREEN = Frame(227, 290, "screen")
FRAMES = {"paper": PAPER, "narrow": NARROW, "wide": WIDE, "screen": SCREEN}
NAMES = ("photosynthesis", "jal-chakra", "fundamental-rights")

words = st.one_of(
    st.text("abcdefghijklmnopqrstuvwxyzABC", min_size=1, max_size=12),
    st.text("कखगघचछजझनतदपबमयरलवशसहािीुूेैोौ्ंँ", min_size=1, max_size=10),
    st.sampled_from(["79%", "(2008–12)", "→", "Chennai–Vladivostok", "₹7.5", "counter-terrorism", "x" * 60, "क्ष" * 25]),
)
labels = st.lists(words, min_size=0, max_size=7).map(" ".join)


def grown(shape: list[tuple[int, str]]) -> MindMap:
    """A tree from (how far up the last path to attach, label) pairs."""
    kids: list[list[int]] = [[] for _ in shape]
    path = [0]
    for index, (up, _) in enumerate(shape[1:], 1):
        path = path[: max(1, len(path) - up)]
        kids[path[-1]].append(index)
        path.append(index)

    def grow(index: int) -> Branch:
        return branch(shape[index][1], tuple(grow(i) for i in kids[index]), href=f"b{index}", more=index % 7 == 6)

    return MindMap(grow(0))


trees = st.lists(st.tuples(st.integers(0, 4), labels), min_size=1, max_size=80).map(grown)


def points(point: Branch) -> Iterator[str]:
    yield point.href
    for kid in point.branches:
        yield from points(kid)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(tree=trees, frame=st.sampled_from(list(FRAMES.values())))
def test_every_tree_gives_sound_sheets(ruler: Shaper, tree: MindMap, frame: Frame) -> None:
    sheets = plan(tree, frame, ruler)
    for sheet in sheets:
        assert audit(sheet, frame) == ()
        assert sheet.width <= frame.width_pt + 0.01
        assert sheet.height <= frame.height_pt + 0.01
        if sheet.kind != "list":
            assert 8 <= sheet.font_pt <= 12
    if frame.kind == "paper":
        shown = {box.href for sheet in sheets for box in sheet.boxes}
        assert shown == set(points(tree.root))


@pytest.mark.parametrize("name", NAMES)
def test_all_of_a_map_fits_one_page_in_the_order_of_the_note(case, ruler: Shaper, name: str) -> None:
    tree = case(name)
    (sheet,) = plan(tree, PAPER, ruler)
    assert sheet.kind == "full"
    assert 9 <= sheet.font_pt <= 10.5
    assert [box.href for box in sheet.boxes] == list(points(tree.root))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("frame", FRAMES)
def test_places(case, ruler: Shaper, golden, name: str, frame: str) -> None:
    lines = [line for sheet in plan(case(name), FRAMES[frame], ruler) for line in described(sheet)]
    golden(Path(__file__).parent / "cases" / f"{name}.{frame}.golden", "\n".join(lines) + "\n")


def described(sheet: Sheet) -> Iterator[str]:
    yield f"# {sheet.kind} {sheet.number} {sheet.title}: {sheet.font_pt} pt, {sheet.width:.0f} × {sheet.height:.0f}"
    for box in sheet.boxes:
        place = f"{box.x:.0f},{box.y:.0f} {box.width:.0f}×{box.height:.0f}"
        label = " / ".join(written(line) for line in box.lines)
        yield f"{'  ' * box.level}{' '.join(filter(None, (box.number, label)))}  [{place}]"


def written(line: Line) -> str:
    """A line with what is quiet in brackets."""
    return "".join(f"[{run.text}{run.zeros}]" if isinstance(run, Mark) else plain((run,)) for run in line.runs)


def test_a_small_map_takes_only_the_height_it_needs(case, ruler: Shaper) -> None:
    (sheet,) = plan(case("photosynthesis"), PAPER, ruler)
    assert sheet.height < 170


def test_a_map_too_big_for_a_page_becomes_an_overview_and_numbered_parts(ruler: Shaper) -> None:
    leaves = tuple(branch(f"point {i} of the branch", href=f"leaf{i}") for i in range(4))
    twigs = tuple(branch(f"twig {i}", leaves) for i in range(4))
    tree = MindMap(branch("Whole", tuple(branch(f"Main {i}", twigs) for i in range(6))))
    sheets = plan(tree, PAPER, ruler)
    assert [(s.kind, s.number) for s in sheets] == [("overview", ""), *(("branch", str(i + 1)) for i in range(6))]
    third = sheets[3]
    assert [box.number for box in third.boxes if box.level < 2] == ["3", "3.1", "3.2", "3.3", "3.4"]
    assert {box.hue for box in third.boxes} == {2}


def test_a_main_branch_with_little_below_it_stays_in_the_overview(ruler: Shaper) -> None:
    rich = branch("Rich", tuple(branch(f"twig {i}", (branch("a leaf"),) * 5) for i in range(5)))
    poor = branch("Poor", (branch("twig", (branch("only leaf"),)),))
    sheets = plan(MindMap(branch("Whole", (rich, rich, rich, poor))), PAPER, ruler)
    assert [s.number for s in sheets] == ["", "1", "2", "3"]
    assert "only leaf" in [box.label for box in sheets[0].boxes]


def test_numbers_the_note_gives_are_kept(ruler: Shaper) -> None:
    (sheet,) = plan(MindMap(branch("Root", (branch("a", number="4"), branch("b", number="7")))), PAPER, ruler)
    assert [box.number for box in sheet.boxes] == ["", "4", "7"]


def test_points_left_out_are_counted_on_the_label(ruler: Shaper) -> None:
    (sheet,) = plan(MindMap(branch("Root", (branch("a", (branch("b", more=5),)),))), PAPER, ruler)
    assert sheet.boxes[2].label == "b"
    assert [written(line) for line in sheet.boxes[2].lines] == ["b [+5 more]"]


def test_what_cannot_be_drawn_becomes_a_list_on_paper_and_nothing_on_a_screen(ruler: Shaper) -> None:
    tree = MindMap(branch("Root", (branch("word " * 900), branch("other"))))
    (sheet,) = plan(tree, PAPER, ruler)
    assert sheet.kind == "list"
    assert len(sheet.boxes) == 3
    assert plan(tree, SCREEN, ruler) == ()


@pytest.mark.parametrize("frame", FRAMES.values())
def test_very_many_main_branches_are_dealt_out_to_several_overviews(ruler: Shaper, frame: Frame) -> None:
    tree = MindMap(branch("Root", tuple(branch(f"branch {i}") for i in range(200))))
    sheets = plan(tree, frame, ruler)
    assert {sheet.kind for sheet in sheets} == {"overview"}
    assert [sheet.turn for sheet in sheets] == list(range(len(sheets)))
    boxes = [box for sheet in sheets for box in sheet.boxes if box.level == 1]
    assert [(box.number, box.label, box.hue) for box in boxes] == [(f"{i + 1}", f"branch {i}", i) for i in range(200)]
    ids = [re.search('id="([^"]*)"', paper(sheet, "m", str))[1] for sheet in sheets]
    assert len(set(ids)) == len(sheets)


def test_a_map_on_a_screen_is_an_overview_and_one_picture_for_each_main_branch(case, ruler: Shaper) -> None:
    sheets = plan(case("fundamental-rights"), SCREEN, ruler)
    assert sheets[0].kind == "overview"
    numbers = [sheet.number for sheet in sheets[1:]]
    assert numbers == sorted(set(numbers), key=int)


def test_points_no_picture_of_a_screen_shows_are_counted(ruler: Shaper) -> None:
    main = tuple(branch(f"twig {i}", tuple(branch(f"leaf {j}") for j in range(9))) for i in range(5))
    _, first = plan(MindMap(branch("Root", (branch("main", main), branch("other")))), SCREEN, ruler)
    assert [text(box) for box in first.boxes[1:]] == [f"twig {i} [+9 more]" for i in range(5)]


def text(box: Box) -> str:
    return " ".join(written(line) for line in box.lines)


def test_long_words_are_broken_not_shrunk(ruler: Shaper) -> None:
    address = "https://example.org/a/very/long/address/that/goes/on/and/on.html"
    (sheet,) = plan(MindMap(branch("Root", (branch("a", (branch(address),)), branch("b")))), NARROW, ruler)
    box = next(box for box in sheet.boxes if box.label == address)
    assert "".join(line.text for line in box.lines) == address
    assert len(box.lines) > 1


def test_lines_of_a_label_are_even(ruler: Shaper) -> None:
    label = "one two three four five six seven eight nine ten eleven twelve"
    (sheet,) = plan(MindMap(branch("Root", (branch(label, (branch("x"),)),))), NARROW, ruler)
    widths = [ruler.advance(line.text, 700) for line in sheet.boxes[1].lines]
    assert len(widths) > 1
    assert min(widths) > 0.55 * max(widths)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (lambda s: replace(s, font_pt=6.0), "too small"),
        (lambda s: replace(s, height=s.height / 2), "cut off"),
        (lambda s: replace(s, boxes=(*s.boxes[:-1], _over(s.boxes[-1], s.boxes[0]))), "overlaps"),
        (lambda s: replace(s, edges=tuple(_bent(e, s) for e in s.edges)), "runs through"),
        (lambda s: replace(s, edges=(*s.edges[:-1], _swept(s.edges[-1], s))), "cross"),
    ],
)
def test_an_audit_sees_faults(case, ruler: Shaper, fault, words: str) -> None:
    (sheet,) = plan(case("photosynthesis"), PAPER, ruler)
    assert any(words in finding for finding in audit(fault(sheet), PAPER))


def _over(box: Box, other: Box) -> Box:
    return replace(box, x=other.x, y=other.y)


def _bent(edge, sheet: Sheet):
    x, y = sheet.boxes[-1].x + 5, sheet.boxes[-1].y + 5
    return replace(edge, curve=(*edge.curve[:2], x, y, x, y, x, y), tail=x)


def _swept(edge, sheet: Sheet):
    w, h = sheet.width, sheet.height
    return replace(edge, curve=(0.0, 0.0, w / 3, h / 3, w / 1.5, h / 1.5, w, h), tail=w)


def test_the_same_map_gives_the_same_sheets(case, cuts) -> None:
    from pipeline import fonts

    first, second = (plan(case("jal-chakra"), PAPER, fonts.shaper(cuts)) for _ in range(2))
    assert first == second
    assert Counter(box.level for box in first[0].boxes)[1] == 4
