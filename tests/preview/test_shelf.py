"""Editions of a book: what changed, which pictures are kept, what the page is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.preview.board import Board, State, advance
from pipeline.preview.news import Building, Built, Failed
from pipeline.preview.paper import Paper
from pipeline.preview.shelf import Shelf
from pipeline.problem import Problem

Bind = Callable[..., bytes]
Publish = Callable[..., Built]
PROBLEM = Problem("a.md", 1, 1, "error", "dead-link", "m")


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    made = Shelf()
    yield made
    made.close()


@pytest.mark.parametrize(
    ("before", "after", "fresh", "changed"),
    [
        (["cover", "i", "a", "b"], ["cover", "i", "a", "x"], ((2, 2),), 3),
        (["cover", "i", "a", "b"], ["cover", "x", "a", "x"], ((1, 2),), 3),  # contents change along with a note
        (["cover", "i", "a", "b"], ["cover", "x", "a", "b"], ((1, 2),), 1),
        (["cover", "i", "a", "b"], ["x", "i", "a", "b"], (), 0),
        (["cover", "i", "a"], ["cover", "i", "a", "b"], ((1, 2),), 3),
        (["cover", "i", "a", "b"], ["cover", "i", "a"], ((1, 1),), -1),
    ],
)
def test_the_first_change_is_looked_for_in_notes_laid_out_anew(
    shelf: Shelf, bind: Bind, before: list[str], after: list[str], fresh: tuple[tuple[int, int], ...], changed: int
) -> None:
    assert shelf.put(bind(*before, front=2), ()) == -1
    assert shelf.put(bind(*after, front=2), fresh) == changed


def test_pages_have_the_numbers_that_are_printed_on_them(bind: Bind) -> None:
    paper = Paper(bind("cover", "contents", "a", "b", front=2))
    assert [sheet.label for sheet in paper.sheets] == ["i", "ii", "1", "2"]
    paper.close()


def test_one_letter_makes_a_page_another(shelf: Shelf, bind: Bind) -> None:
    shelf.put(bind("a", "the cell."), ())
    assert shelf.put(bind("a", "the cell,"), ()) == 1


def test_the_same_bytes_are_the_same_edition(shelf: Shelf, bind: Bind) -> None:
    shelf.put(bind("a"), ())
    assert shelf.put(bind("a"), ((1, 1),)) == -1
    assert shelf.edition == 1


def test_the_edition_before_is_kept_and_no_other(shelf: Shelf, bind: Bind) -> None:
    for text in "abc":
        shelf.put(bind(text), ())
    assert [shelf.lines(edition, 0) is not None for edition in (1, 2, 3, 4)] == [False, True, True, False]
    assert shelf.sheets(1) is None
    assert shelf.picture(1, 0) is None


def test_pictures_are_kept_as_long_as_there_is_room(bind: Bind) -> None:
    texts = [str(number) for number in range(30)]
    free, tight = Shelf(), Shelf(room=40_000)
    for shelf in (free, tight):
        shelf.put(bind(*texts), ())
        pictures = [shelf.picture(1, index) for index in range(30)]
        assert pictures == [shelf.picture(1, index) for index in range(30)]
        assert len(set(pictures)) == 30
    assert tight.kept <= 40_000 < free.kept
    free.close()
    tight.close()


def test_a_giant_page_makes_no_giant_picture(shelf: Shelf, bind: Bind) -> None:
    shelf.put(bind("a", size=(9_000, 9_000)), ())
    picture = shelf.picture(1, 0)
    assert picture
    assert int.from_bytes(picture[16:20]) * int.from_bytes(picture[20:24]) < 13_000_000


def test_a_failure_leaves_the_book_and_tells_its_problems(publish: Publish) -> None:
    board = Board()
    board.post(publish("a"))
    board.post(Failed(0.2, (PROBLEM,), "Traceback …\n  File …\nKeyError: 'x'\n"))
    assert (board.state.state, board.state.edition, board.state.title) == ("failed", 1, "Cells")
    assert board.state.problems == (PROBLEM,)
    assert board.state.fault == "KeyError: 'x'"
    board.post(publish("b"))
    assert (board.state.state, board.state.edition, board.state.fault, board.state.problems) == ("built", 2, "", ())
    board.shelf.close()


def test_the_end_of_the_first_stage_is_not_the_end_of_the_round(publish: Publish) -> None:
    board = Board()
    board.post(publish("a", last=False))
    assert (board.state.state, board.state.edition) == ("building", 1)
    board.post(publish("a"))
    assert (board.state.state, board.state.edition) == ("built", 1)
    board.shelf.close()


def test_a_file_that_is_gone_or_no_book_leaves_the_edition(publish: Publish, tmp_path: Path) -> None:
    board = Board()
    board.post(publish("a"))
    news = publish("b")
    (tmp_path / "book.pdf").write_bytes(b"no book")
    board.post(news)
    (tmp_path / "book.pdf").unlink()
    board.post(news)
    assert board.state.edition == 1
    assert board.shelf.lines(1, 0)
    board.shelf.close()


def test_news_are_numbered_and_steps_keep_what_changed() -> None:
    first = advance(State(), Building("starting", ("a.md",)))
    second = advance(first, Building("reading"))
    assert (first.version, second.version, second.sources, second.step) == (1, 2, ("a.md",), "reading")


def test_waiting_ends_with_patience_with_news_and_with_the_board() -> None:
    board = Board()
    assert board.after(0, 0) is None
    board.post(Building("reading"))
    assert (state := board.after(0, 0)) is not None
    assert state.step == "reading"
    assert board.after(1, 0) is None
    board.close()
    assert board.after(0, 60) is None
