"""Placed fragments: absolute numbers, slots filled in place, checksums that hold."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.targets.engine.fragment import Fragment, edge, edged
from pipeline.targets.engine.place import Seat, image, owned, placed, room, span, stamped
from tests.targets.engine.synthetic import Leaf, Ref, Shelf, glyph, hexed, width

LEAF = Leaf("a", ("one", "two"), refs=(Ref("b"),), index=("c", "d", "e", "f"))


def seat(base: int = 1000) -> Seat:
    return Seat(base, 16, (), wide=False)


def pages(fragment: Fragment, shelf: Shelf, told: tuple[str, ...], base: int = 1000) -> list[bytes]:
    """The plain content of each page."""
    blob, place = placed(fragment, shelf.body(fragment.key), seat(base), ())
    data = stamped(fragment, blob, place, seat(base), told)
    found = re.findall(rb"/Filter/FlateDecode/Length (\d+)>>\nstream\n", data)
    starts = [match.end() for match in re.finditer(rb"stream\n(?=\x78\x9c)", data)]
    plain = [zlib.decompress(data[at : at + int(size)]) for at, size in zip(starts, found, strict=True)]
    return plain[: fragment.pages]


def test_slots_are_filled_and_checksums_hold() -> None:
    shelf = Shelf()
    first, second = pages(shelf.set(LEAF), shelf, ("12", "3", "4", "5", "9", "7", "8"))
    assert b"[<%s>]TJ" % hexed("(p. 12)") in first
    assert b"[<%s>]TJ" % hexed("3–5,") in first
    assert b"[-500<%s>]TJ" % hexed("7") in first  # centred in the room of three figures
    assert b"[-500<%s>]TJ" % hexed("8") in second


def test_a_slot_is_filled_anew_whatever_it_held() -> None:
    shelf = Shelf()
    fragment = shelf.set(LEAF)
    blob, place = placed(fragment, shelf.body(fragment.key), seat(), ())
    one, two = ("12", "3", "4", "5", "9", "7", "8"), ("", "", "7", "7", "99", "107", "8")
    fresh = stamped(fragment, blob, place, seat(), two)
    assert stamped(fragment, stamped(fragment, blob, place, seat(), one), place, seat(), two) == fresh


def test_a_number_wider_than_its_room_is_narrowed() -> None:
    shelf = Shelf()
    first, _ = pages(shelf.set(LEAF), shelf, ("12345", "", "", "", "", "7", "8"))
    wide, reserved = (sum(map(width, f"(p. {figures})")) for figures in ("12345", "000"))
    assert b"%.2f Tz[<%s>]TJ 100 Tz" % (100 * reserved / wide, hexed("(p. 12345)")) in first


@pytest.mark.parametrize(
    ("told", "line"),
    [
        (("3", "3", "9", "9"), "3, 9"),
        (("3", "4", "7", "8"), "3, 4, 7, 8"),
        (("3", "4", "5", "6"), "3–6"),
        (("9", "8", "", "i"), "9, 8"),
        (("", "", "", ""), ""),
    ],
)
def test_places_of_an_index_line(told: tuple[str, ...], line: str) -> None:
    shelf = Shelf()
    first, _ = pages(shelf.set(LEAF), shelf, ("", *told, "7", "8"))
    shown = re.findall(rb"\[(?:-?\d+)?<([0-9a-f]*)>\]TJ", first)[:-1]
    signs = {glyph(sign): sign for sign in "0123456789,–"}
    texts = ["".join(signs[int(code[at : at + 4], 16)] for at in range(0, len(code), 4)) for code in shown]
    assert " ".join(texts) == line


@pytest.mark.parametrize(
    ("told", "lines"),
    [
        (("3", "5", "7", "9"), ["3, 5,", "7, 9"]),
        (("3", "3", "7", "9"), ["3, 7,", "9"]),
        (("3", "3", "9", "9"), ["3,", "9"]),
        (("123", "12345", "9", "9"), ["123,", "12345, 9"]),
        (("9", "9", "9", "9"), ["9"]),
    ],
)
def test_a_line_of_the_index_is_not_left_empty(told: tuple[str, ...], lines: list[str]) -> None:
    shelf = Shelf()
    first, _ = pages(shelf.set(replace(LEAF, lines=2)), shelf, ("", *told, "7", "8"))
    signs = {glyph(sign): sign for sign in "0123456789,–"}
    found: dict[str, list[str]] = {}
    for row, code in re.findall(rb"(400|386) Tm\s+\[(?:-?\d+)?<([0-9a-f]*)>\]TJ", first):
        text = "".join(signs[int(code[at : at + 4], 16)] for at in range(0, len(code), 4))
        found.setdefault(row.decode(), []).append(text)
    assert [" ".join(texts) for texts in found.values()] == lines


def test_a_slot_without_room_for_its_bytes_is_a_fault() -> None:
    shelf = Shelf()
    with pytest.raises(ValueError, match="needs"):
        pages(shelf.set(LEAF), shelf, ("1234567890", "", "", "", "", "7", "8"))


def test_all_numbers_move_with_the_base() -> None:
    shelf = Shelf()
    fragment = shelf.set(LEAF)
    _, here = placed(fragment, shelf.body(fragment.key), seat(1000), ())
    _, there = placed(fragment, shelf.body(fragment.key), seat(9000), ())
    assert [number + 8000 for number, _ in here.streams] == [number for number, _ in there.streams]
    assert len(here.rows) == len(there.rows) <= 7 * span(fragment)


@given(st.integers(1, 200_000))
def test_slack_is_fixed_for_small_and_relative_for_big_fragments(needed: int) -> None:
    assert needed <= room(needed) < needed + max(64, needed // 3)
    assert room(room(needed)) == room(needed)


def test_images_are_numbered_at_the_end_by_the_fragment_that_owns_them() -> None:
    shelf = Shelf()
    fragment = shelf.set(Leaf("a", ("x",), images=("red", "blue")))
    numbers = (1000 + image(fragment, 0), 1000 + image(fragment, 1))
    assert fragment.objects < min(numbers) - 1000 < max(numbers) - 1000 + 1 < span(fragment)
    assert owned(fragment, Seat(1000, 16, (numbers[0], 77), wide=False)) == [0]


@pytest.mark.parametrize(("page", "left", "found"), [(0, False, 0), (0, True, 9), (1, False, 9), (1, True, 0)])
def test_an_edge_of_a_page_moves_where_it_is_a_left_hand_one(page: int, left: bool, found: int) -> None:
    assert edged(edge(page, 0, 9), left=left) == found
    assert edged(edge(page, 595, -108), left=left) == 595 - 12 * found
