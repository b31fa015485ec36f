"""The report on maps: drawing on kinds of page, sums, and the table."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import draw, faces, fonts
from pipeline import model as m
from pipeline.enrich import mindmap
from pipeline.enrich.mindmap.quality import Tally
from pipeline.maps import Report, figures, pages, report, summed, table
from pipeline.syntax import parse

ROOT = Path(__file__).parents[1]
NOTES = [*sorted((ROOT / "tests" / "enrich" / "mindmap").glob("*.md")), *sorted((ROOT / "source").rglob("*.md"))]
PAGES = pages(draw.Frame(499, 590))


@pytest.fixture(scope="module")
def ruler(tmp_path_factory: pytest.TempPathFactory) -> fonts.Shaper:
    return fonts.shaper(faces.faces(tmp_path_factory.mktemp("faces")))


def note_of(name: str, text: str) -> m.Note:
    return mindmap.enrich(parse(m.Source(name, text)))


def tree(label: str, points: int) -> m.Note:
    """A note with a map of so many points below main branches of five."""
    twigs = tuple(m.Branch((m.Text(f"{label} {i}"),)) for i in range(points))
    mains = tuple(m.Branch((m.Text(f"Main {i}"),), twigs[i : i + 5]) for i in range(0, points, 5))
    root = m.MindMap(m.Branch((m.Text("Whole"),), mains))
    return replace(
        parse(m.Source("tree.md", "# Whole\n")), aids=(m.Aid("mindmap", "opening", (root,), origin="author"),)
    )


@pytest.mark.parametrize("path", NOTES, ids=lambda p: p.stem)
def test_nothing_of_our_own_maps_overlaps_or_is_lost(path: Path, ruler) -> None:
    found = report(note_of(path.name, path.read_text(encoding="utf-8")), PAGES, ruler)
    bad = ("overlaps", "cross", "cut off", "runs through", "too big", "type of")
    assert [fault for d in found.drawn for fault in d.faults if any(word in fault for word in bad)] == []
    assert [d.page for d in found.drawn] == (["A4", "A5", "6 in", "full"] if found.said.nodes else [])
    assert all(len(d.fonts) > 0 and d.lists == 0 for d in found.drawn)


def test_a_small_map_takes_one_sheet_of_each_page(ruler) -> None:
    found = report(tree("twig", 5), PAGES, ruler)
    assert [(len(d.fonts), d.most, d.lines, d.fills, d.faults) for d in found.drawn] == [(1, 7, 1, (), ())] * 4
    assert found.problems == ()


def test_faults_of_drawing_are_problems_of_the_note(ruler) -> None:
    found = report(tree("अ" * 3000, 40), PAGES, ruler)
    drawing = [p for p in found.problems if p.code == "map-drawing"]
    assert drawing
    assert all((p.path, p.line, p.severity) == ("tree.md", 0, "warning") for p in drawing)
    assert all(re.match("on (A4|A5|6 in|full): (map [0-9.]+|the map): ", p.message) for p in drawing)


def test_what_is_too_big_to_draw_is_a_fault(ruler) -> None:
    word = "अ" * 3000
    found = report(tree(word, 40), PAGES[:1], ruler)
    assert found.drawn[0].lists > 0
    assert any("too big to draw" in fault for fault in found.drawn[0].faults)


def test_sums(ruler) -> None:
    one, other = report(tree("twig", 5), PAGES, ruler), report(tree("leaf", 10), PAGES, ruler)
    every = summed([one, Report("bare.md", one.said.__class__(), ()), other])
    assert every.said.nodes == one.said.nodes + other.said.nodes
    assert every.said.labels == one.said.labels + other.said.labels
    assert [len(d.fonts) for d in every.drawn] == [2, 2, 2, 2]
    assert every.drawn[0].most == 13
    assert summed([]).drawn == ()


def test_figures_are_plain_values(ruler) -> None:
    found = figures(
        report(note_of("n.md", "# N\n\n## A\n\n- one of 1950\n- two\n\n## B\n\n- three\n- four\n"), PAGES, ruler)
    )
    assert found["path"] == "n.md"
    assert found["sections"] == {"all": 2, "good": 2, "share": 1.0}
    a4 = found["drawn"][0]
    assert (a4["page"], a4["sheets"], a4["lists"], a4["fill"], a4["faults"]) == ("A4", 1, 0, None, [])
    assert a4["smallest"] == a4["median"] >= 8.5


def test_the_table_is_aligned_and_rounds_down(ruler) -> None:
    one = report(tree("twig", 5), PAGES, ruler)
    one = replace(one, said=replace(one.said, words=Tally(1000, 999), facts=Tally(100_000, 99_999)))
    lines = list(table([one, replace(one, path="a/longer/path.md"), Report("bare.md", one.said.__class__(), ())]))
    assert lines[0].startswith("note              nodes  ")
    assert lines[1].startswith("tree.md               7  ")
    assert lines[3] == "bare.md"
    assert lines[4].startswith("2 of 3 notes         14  ")
    assert "  99.9%  99.9%  " in lines[1]
    assert len({len(line) for line in (lines[0], lines[1].ljust(len(lines[0])))}) == 1
