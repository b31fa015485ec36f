"""The search for the largest type that lets a note fill its sheet."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline import layouts
from pipeline.targets import notefit


def found(places: Sequence[int], runs: Sequence[int]) -> tuple[list[int], int]:
    """For notes that fit from a setting on: the settings that are chosen, and the most that is tried of a note."""
    tried: list[int] = []

    def fits(trials: Sequence[tuple[int, int]]) -> list[bool]:
        tried.extend(note for note, _ in trials)
        return [setting >= places[note] for note, setting in trials]

    return notefit.fitted(len(places), runs, fits), max(map(tried.count, range(len(places))))


def test_each_note_has_the_first_setting_that_it_fits_in() -> None:
    chosen, most = found(range(17), [14, 3])
    assert chosen == list(range(17))
    assert most <= 6


def test_a_note_that_fits_in_none_has_the_last() -> None:
    assert found([99, 0], [14, 3])[0] == [16, 0]


def test_more_columns_are_not_tried_where_fewer_do() -> None:
    def fits(trials: Sequence[tuple[int, int]]) -> list[bool]:
        assert all(setting < 14 for _, setting in trials)
        return [setting == 13 for _, setting in trials]

    assert notefit.fitted(1, [14, 3], fits) == [13]


@pytest.mark.parametrize("name", layouts.names())
def test_no_type_is_below_the_floor(name: str) -> None:
    look = layouts.load(name)
    for run in notefit.scale(look):
        sizes = [setting.size for setting in run]
        assert sizes == sorted(sizes, reverse=True) or len({s.dense for s in run}) > 1
        for setting in run:
            dressed = layouts.load(name, changed=setting.changed)
            body = dressed.measure("body_size")
            assert body >= max(9.0, look.measure("least_size"))
            assert body * dressed.measure("leading") >= 12 - 0.01
            assert dressed.measure("map_least") == look.measure("map_least")


@pytest.mark.parametrize(("name", "pages"), [("handbook", 2), ("two-column", 2), ("letter", 2), ("pocket", 4)])
def test_the_pages_of_a_sheet(name: str, pages: int) -> None:
    assert notefit.pages(layouts.load(name)) == pages
