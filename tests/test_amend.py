"""A new edition in the numbers of an old one."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from pipeline.amend import Leaf, Part, amended, sheets

NAMES = st.lists(st.sampled_from("abcdefghijkl"), unique=True, min_size=1, max_size=9)


@st.composite
def editions(draw: st.DrawFn) -> list[Part]:
    return [("cover", 1), *((name, draw(st.integers(1, 5))) for name in draw(NAMES))]


def labelled(parts: Sequence[Part]) -> list[str]:
    return [str(page + 1) for page in range(sum(pages for _, pages in parts))]


def flat(leaves: Sequence[Leaf]) -> list[tuple[str, str, int | None]]:
    return [(leaf.name, label, place) for leaf in leaves for label, place in leaf.pages]


@given(old=editions(), new=editions())
def test_every_old_page_keeps_its_number_and_its_side(old: list[Part], new: list[Part]) -> None:
    labels = labelled(old)
    found = flat(amended(old, new, labels))
    places = [place for _, _, place in found if place is not None]
    assert places == list(range(len(labels)))
    assert all(label == labels[place] for _, label, place in found if place is not None)
    assert all(at % 2 == place % 2 for at, (_, _, place) in enumerate(found) if place is not None)
    assert len({label for _, label, _ in found}) == len(found)


@given(old=editions(), new=editions())
def test_the_pages_are_those_of_the_new_edition_in_order(old: list[Part], new: list[Part]) -> None:
    leaves = amended(old, new, labelled(old))
    assert [(leaf.name, len(leaf.pages)) for leaf in leaves if leaf.name] == new


@given(edition=editions())
def test_nothing_new_is_nothing_to_print(edition: list[Part]) -> None:
    found = flat(amended(edition, edition, labelled(edition)))
    assert sheets([place for _, _, place in found], ()) == ()


@given(old=editions(), new=editions(), data=st.data())
def test_a_copy_with_its_sheets_exchanged_is_the_amended_edition(
    old: list[Part], new: list[Part], data: st.DataObject
) -> None:
    found = flat(amended(old, new, labelled(old)))
    places = [place for _, _, place in found]
    changed = {at for at, place in enumerate(places) if place is None or data.draw(st.booleans())}
    printed = sheets(places, changed)
    fresh = {at for sheet in printed for at in sheet}
    assert changed <= fresh
    for at in range(0, len(places), 2):  # what is not printed is a sheet of the old edition, front and back
        pair = places[at : at + 2]
        if at not in fresh:
            assert pair[0] is not None
            assert pair[0] % 2 == 0
            assert pair == [pair[0] + n for n in range(len(pair))]


def test_a_note_that_grows_puts_a_sheet_in() -> None:
    labels = ["Cover", "i", "1", "2", "3", "4"]
    old, new = [("cover", 2), ("a", 2), ("b", 2)], [("cover", 2), ("a", 3), ("b", 2)]
    found = flat(amended(old, new, labels))
    assert [label for _, label, _ in found] == ["Cover", "i", "1", "2", "2a", "2b", "3", "4"]
    assert [name for name, _, _ in found] == ["cover", "cover", "a", "a", "a", "", "b", "b"]
    assert sheets([place for _, _, place in found], {3, 4, 5}) == ((2, 3), (4, 5))


def test_what_grows_on_the_front_of_a_sheet_parts_it() -> None:
    found = flat(amended([("a", 1), ("b", 1)], [("a", 2), ("b", 1)], ["1", "2"]))
    assert [label for _, label, _ in found] == ["1", "1a", "1b", "2"]
    assert sheets([place for _, _, place in found], {1, 2}) == ((0, 1), (2, 3))


def test_what_shrinks_leaves_pages_to_write_on() -> None:
    found = flat(amended([("a", 3), ("b", 1)], [("a", 1), ("b", 1)], ["1", "2", "3", "4"]))
    assert found == [("a", "1", 0), ("", "2", 1), ("", "3", 2), ("b", "4", 3)]


def test_after_z_comes_aa() -> None:
    found = flat(amended([("a", 1)], [("a", 29)], ["9"]))
    assert [label for _, label, _ in found][:2] == ["9", "9a"]
    assert [label for _, label, _ in found][26:] == ["9z", "9aa", "9ab"]
