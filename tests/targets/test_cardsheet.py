"""Where cards lie: every front has its back behind it, and nothing comes near the paper's edge."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.imposition import PAPERS, paper
from pipeline.targets.cardsheet import EDGE, GRIDS, REACH, Box, Duplex, Sheet, sheet

SHEETS = st.builds(
    sheet,
    st.sampled_from(list(GRIDS)),
    st.sampled_from(["long", "short", "fold"]),
    st.sampled_from(list(PAPERS.values())),
)
SHIFTS = st.tuples(*[st.floats(-REACH, REACH)] * 2)


def overlap(a: Box, b: Box) -> bool:
    return (
        min(a.x + a.width, b.x + b.width) - max(a.x, b.x) > 1e-6 < min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
    )


def corners(found: Sheet) -> list[tuple[float, float]]:
    return [(x, y) for a, b, c, d in found.marks for x, y in ((a, b), (c, d))]


@given(SHEETS)
def test_cards_fill_the_page_side_by_side(found: Sheet) -> None:
    backs = [found.back(front) for front in found.fronts]
    cells = [*found.fronts, *backs] if found.duplex == "fold" else list(found.fronts)
    assert len(cells) == found.columns * found.rows
    assert not any(overlap(a, b) for at, a in enumerate(cells) for b in cells[at + 1 :])
    assert {(cell.width, cell.height) for cell in cells} == {found.card}


@given(SHEETS)
def test_turning_the_paper_twice_changes_nothing(found: Sheet) -> None:
    for front in found.fronts:
        twice = found.back(found.back(front))
        assert (twice.x, twice.y) == (pytest.approx(front.x), pytest.approx(front.y))


@given(SHEETS)
def test_a_back_lies_behind_its_front(found: Sheet) -> None:
    for front in found.fronts:
        (x, y), (u, v) = front.centre, found.back(front).centre
        mirrored = (found.width - x, y) if found.is_turned_sideways else (x, found.height - y)
        assert (u, v) == (pytest.approx(mirrored[0]), pytest.approx(mirrored[1]))


@given(SHEETS, SHIFTS)
def test_nothing_comes_near_the_edge_even_when_moved(found: Sheet, shift: tuple[float, float]) -> None:
    boxes = [found.back(front).moved(shift) for front in found.fronts]
    points = [(b.x, b.y) for b in boxes] + [(b.x + b.width, b.y + b.height) for b in boxes]
    points += [(x + shift[0], y - shift[1]) for x, y in corners(found)]
    assert all(x + 1e-6 >= EDGE and x - 1e-6 <= found.width - EDGE for x, _ in points)
    assert all(y + 1e-6 >= EDGE and y - 1e-6 <= found.height - EDGE for _, y in points)


@given(SHEETS)
def test_every_cut_has_a_mark_at_both_ends(found: Sheet) -> None:
    edges = {round(v, 6) for b in (*found.fronts, *map(found.back, found.fronts)) for v in (b.x, b.x + b.width)}
    upright = [round(a, 6) for a, _, c, _ in found.marks if a == c]
    assert sorted(upright) == sorted([*edges, *edges])


@pytest.mark.parametrize(
    ("up", "duplex", "sideways"),
    [(8, "long", True), (8, "short", False), (16, "long", False), (16, "short", True), (16, "fold", True)],
)
def test_a_page_on_its_side_is_turned_over_its_upper_edge_when_that_is_the_long_one(
    up: int, duplex: Duplex, sideways: bool
) -> None:
    assert sheet(up, duplex, PAPERS["a4"]).is_turned_sideways is sideways


def test_cards_are_printed_on_letter_where_the_book_is() -> None:
    assert paper(215.9, 279.4) == PAPERS["letter"]
    assert paper(148, 210) == paper(210, 297) == PAPERS["a4"]
