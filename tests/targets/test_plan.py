"""The revision plan: every note once, with the days that `book.yml` asks for."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pypdfium2
import pytest

from pipeline import model as m
from pipeline.build import Request, build
from pipeline.compose import Imprint, compose
from pipeline.targets import plan

NAMES = ("a/one", "a/two", "b/three", "b/four", "b/five")


def book(settings: m.PlanSettings, lang: str = "en") -> m.Book:
    notes = [m.Header(name[2:], f"{name[0]}/{n}.md", name) for n, name in enumerate(NAMES)]
    return compose(notes, Imprint("A book", language=lang, plan=settings))


def days(settings: m.PlanSettings, lang: str = "en") -> list[tuple[str, ...]]:
    return [row.days for group in plan.groups(book(settings, lang)) for row in group.rows]


def test_every_note_stands_under_its_part() -> None:
    found = [(group.title, [row.note.id for row in group.rows]) for group in plan.groups(book(m.PlanSettings()))]
    assert found == [("a", ["one", "two"]), ("b", ["three", "four", "five"])]


def test_without_a_start_the_reader_writes_the_days() -> None:
    assert days(m.PlanSettings()) == [("",) * 5] * 5


def test_so_many_notes_begin_on_each_day_over_parts_months_and_years() -> None:
    found = days(m.PlanSettings(start="2026-12-30", per_day=2))
    assert found[0] == found[1] == ("30 Dec 2026", "31 Dec", "2 Jan", "6 Jan", "20 Jan")
    assert found[2] == found[3] == ("31 Dec 2026", "1 Jan", "3 Jan", "7 Jan", "21 Jan")
    assert found[4] == ("1 Jan 2027", "2 Jan", "4 Jan", "8 Jan", "22 Jan")


def test_days_are_written_in_the_language_of_the_book() -> None:
    assert days(m.PlanSettings(start="2026-12-01"), "hi")[0][:2] == ("1 दिसंबर 2026", "2 दिसंबर")


@pytest.mark.engine
@pytest.mark.parametrize("said", ["", "plan: {start: 2026-12-01}", "plan: false"])
def test_the_plan_stands_in_both_books_or_in_none(tmp_path: Path, said: str) -> None:
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "one.md").write_text("# Only one\n\nSome words.\n", encoding="utf-8")
    (tmp_path / "vault" / "book.yml").write_text(f"title: Small\n{said}\n", encoding="utf-8")
    report = build(Request(tmp_path / "vault", ("pdf", "epub"), tmp_path / "out", tmp_path / "cache"), lambda _: None)
    assert report.problems == ()
    (pdf, _), (epub, _) = report.products
    text = pypdfium2.PdfDocument(pdf)[2].get_textpage().get_text_range()
    with zipfile.ZipFile(epub) as book_:
        screen = book_.read("EPUB/plan.xhtml").decode() if "EPUB/plan.xhtml" in book_.namelist() else ""
    assert ("Revision plan" in text) == ("Revision plan" in screen) == (said != "plan: false")
    if said != "plan: false":
        assert re.search(r"Only one\s+1\b", text)
        assert 'href="note-one.xhtml"' in screen
        assert ("1 Dec 2026" in text) == ("22 Dec" in screen) == bool(said)
