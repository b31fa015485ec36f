"""Where pages lie on sheets: a pile of them is folded here, and read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.imposition import PAPERS, Cell, Flip, Side, booklet, grid, padded, paper, scale, sections


def spread(side: Side, *, from_right: bool) -> tuple[Cell, Cell]:
    """The cells in the order of reading."""
    first, second = sorted(side.cells, key=lambda cell: cell.x, reverse=from_right)
    return first, second


def folded(sides: Sequence[Side], most: int, *, from_right: bool) -> Iterator[int | None]:
    """The pages of a booklet as its reader turns them over."""
    sheets = list(zip(sides[::2], sides[1::2], strict=True))
    for count in sections(len(sheets), most):
        section, sheets = sheets[:count], sheets[count:]
        leaves = [tuple(spread(side, from_right=from_right) for side in sheet) for sheet in section]
        for front, back in leaves:  # the far half of a front, and behind it the near half of the back
            yield from (front[1].page, back[0].page)
        for front, back in reversed(leaves):
            yield from (back[1].page, front[0].page)
    assert not sheets


@given(
    count=st.integers(1, 300),
    most=st.integers(0, 12),
    flip=st.sampled_from(["short", "long"]),
    last_stays=st.booleans(),
    from_right=st.booleans(),
)
def test_a_folded_booklet_is_read_in_order(
    count: int, most: int, flip: Flip, *, last_stays: bool, from_right: bool
) -> None:
    pages = padded(range(count), 4, last_stays=last_stays)
    sides = booklet(pages, PAPERS["a4"], section=most, flip=flip, from_right=from_right)
    found = list(folded(sides, most, from_right=from_right))
    assert found == list(pages)
    assert [page for page in found if page is not None] == list(range(count))
    assert len(found) % 4 == 0
    assert found.count(None) < 4
    assert found[-1] == count - 1 if last_stays else None not in found[:count]
    assert [side.stands_on_head for side in sides] == [False, flip == "long"] * (len(sides) // 2)


@given(sheets=st.integers(0, 500), most=st.integers(1, 20))
def test_sections_are_as_equal_as_can_be(sheets: int, most: int) -> None:
    found = sections(sheets, most)
    assert sum(found) == sheets
    assert max(found, default=0) <= most
    assert max(found, default=0) - min(found, default=0) <= 1
    assert len(found) == -(-sheets // most)


@given(sheets=st.integers(1, 40), creep=st.floats(0, 0.5), most=st.integers(0, 8))
def test_inner_sheets_move_towards_the_fold_by_the_paper_around_them(sheets: int, creep: float, most: int) -> None:
    sides = booklet(range(4 * sheets), PAPERS["a4"], creep=creep, section=most)
    around = [sheet for count in sections(sheets, most) for sheet in range(count)]
    for number, side in enumerate(sides):
        left, right = side.cells
        assert left.shift == -right.shift == around[number // 2] * creep


@pytest.mark.parametrize("name", PAPERS)
def test_the_fold_is_in_the_middle_and_marked(name: str) -> None:
    for side in booklet(range(8), PAPERS[name]):
        assert (side.width, side.height) == (max(PAPERS[name]), min(PAPERS[name]))
        left, right = side.cells
        assert left.width == right.width == right.x == side.width / 2
        for x, y, to_x, to_y in side.marks:
            assert x == to_x == side.width / 2
            assert 4 < min(y, to_y) < max(y, to_y) < side.height - 4
        assert len(side.marks) == 2


@given(count=st.integers(1, 50), up=st.sampled_from([2, 4]), name=st.sampled_from(list(PAPERS)), rtl=st.booleans())
def test_several_on_a_side_are_in_reading_order(count: int, up: int, name: str, *, rtl: bool) -> None:
    sides = grid(range(count), up, PAPERS[name], from_right=rtl)
    assert [cell.page for side in sides for cell in side.cells] == list(range(count))
    for side in sides:
        places = [(-cell.y, -cell.x if rtl else cell.x) for cell in side.cells]
        assert places == sorted(places)
        assert all(cell.x + cell.width <= side.width + 0.01 for cell in side.cells)
        assert all(0 <= cell.y <= cell.y + cell.height <= side.height + 0.01 for cell in side.cells)
        assert (side.width > side.height) == (up == 2)


def test_pages_are_made_smaller_and_never_larger() -> None:
    half = Cell(0, 0, 0, 148.5, 210)
    assert scale(half, 148, 210) == 1
    assert scale(half, 210, 297) == pytest.approx(0.707, abs=0.001)
    assert scale(half, 90, 122) == 1
    assert scale(half, 297, 210) == 0.5


def test_letter_is_for_letter() -> None:
    assert paper(215.9, 279.4) == paper(139.7, 215.9) == PAPERS["letter"]
    assert paper(148, 210) == paper(210, 297) == paper(90, 122) == PAPERS["a4"]
