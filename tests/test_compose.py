"""Notes as a book: their order, their names, its parts and what it says of itself."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import model as m
from pipeline.compose import RESERVED, Imprint, compose
from pipeline.header import header
from pipeline.syntax import parse

PATHS = st.lists(
    st.tuples(
        st.sampled_from(["", "a/", "b/", "a/b/", "1-a/"]), st.sampled_from(["index", "x", "a-x", "note-x", "é", "1"])
    ),
    unique=True,
    max_size=12,
).map(lambda pairs: [f"{folder}{name}.md" for folder, name in pairs])


def book(*paths: str, imprint: Imprint | None = None, **texts: str) -> m.Book:
    """A book of empty notes at these paths, and of notes with text at the root."""
    files = dict.fromkeys(paths, "") | {f"{name}.md": text for name, text in texts.items()}
    return compose([header(parse(m.Source(p, t)), p) for p, t in files.items()], imprint or Imprint("Book"))


def order(*paths: str, **kwargs: Imprint) -> list[str]:
    return [n.path for n in book(*paths, **kwargs).notes]


def test_paths_stand_in_natural_order() -> None:
    expected = [
        "Preface.md",
        "zebra.md",
        "2-economy/1-money.md",
        "2-economy/note.md",
        "2-economy/note 2.md",
        "2-economy/note 10.md",
        "2-economy/banks/a.md",
        "10-biology/cell.md",
    ]
    assert order(*reversed(expected)) == expected


def test_parts_stand_in_the_order_of_the_imprint_and_the_others_follow() -> None:
    imprint = Imprint("Book", parts=(("b", "Second"), ("./ünd/", "Third"), ("none", "Nothing")))
    found = book(
        "1-first.md",
        "a_b-c/x.md",
        "10 z/y.md",
        "9-y/y.md",
        unicodedata.normalize("NFD", "ünd/n.md"),
        "b/m.md",
        imprint=imprint,
    )
    assert [(p.title, len(p.notes)) for p in found.parts] == [
        ("", 1),
        ("Second", 1),
        ("Third", 1),
        ("y", 1),
        ("z", 1),
        ("a b c", 1),
    ]


def test_a_folder_that_is_a_number_keeps_it() -> None:
    assert [p.title for p in book("2024/x.md", "1-/y.md", "3---/z.md").parts] == ["1", "3", "2024"]


def test_drafts_are_left_out() -> None:
    found = book(one="[[Two]] [[Three]]", two="---\npublish: false\n---\n", three="---\ndraft: true\n---\n")
    assert [n.id for n in found.notes] == ["one"]


def ids(*paths: str) -> dict[str, str]:
    return {n.path: n.id for n in book(*paths).notes}


def test_ids_are_unique_and_say_where_a_double_stands() -> None:
    assert ids("a/x.md", "b/x.md", "c d/x.md") == {"a/x.md": "x", "b/x.md": "b-x", "c d/x.md": "c-d-x"}
    assert ids("a/x.md", "b/x.md", "b-x.md")["b-x.md"] == "b-x"


@pytest.mark.parametrize("name", RESERVED)
def test_no_note_takes_the_name_of_a_part_of_the_book(name: str) -> None:
    assert set(ids(f"{name}.md", f"f/{name}.md").values()) == {f"note-{name}", f"f-{name}"}


@given(PATHS, st.sampled_from(["a/zz.md", "new.md", "1-a/other.md"]))
def test_an_id_does_not_change_when_another_note_comes(paths: list[str], new: str) -> None:
    before, after = ids(*paths), ids(*paths, new)
    assert len(set(after.values())) == len(after)
    assert {p: after[p] for p in before} == before


@given(st.permutations(["a/x.md", "b/x.md", "2-y.md", "10-y.md", "index.md", "b/B.md"]))
def test_the_order_in_which_notes_are_found_does_not_matter(paths: list[str]) -> None:
    assert book(*paths) == book(*sorted(paths))


def test_the_identifier_is_that_of_all_editions() -> None:
    one = book("a.md", imprint=Imprint("Book", authors=("A",))).identifier
    assert book("0.md", "b.md", imprint=Imprint("Book", authors=("A",), rights="CC0")).identifier == one
    assert book("a.md", imprint=Imprint("Book", authors=("B",))).identifier != one
    assert book("a.md", imprint=Imprint("Book", identifier="978-0")).identifier == "978-0"


def test_the_date_is_that_of_the_latest_note_unless_the_imprint_has_one() -> None:
    texts = {
        "a": "---\ndate: 2025-02-01\n---\n",
        "b": "---\ndate: 2024-12-31\n---\n",
        "c": "---\ndate: yesterday\n---\n",
    }
    assert book(**texts).date == "2025-02-01"
    assert book(imprint=Imprint("Book", date="2026"), **texts).date == "2026"
    assert book("a.md").date == ""


def test_a_note_speaks_the_language_of_the_book_unless_it_has_its_own() -> None:
    found = book(imprint=Imprint("Book", language="de"), a="", b="---\nlang: hi\n---\n")
    assert [n.meta.lang for n in found.notes] == ["de", "hi"]


def test_a_book_without_notes() -> None:
    assert book().notes == ()


def test_lists_tell_notes_of_the_same_title_apart() -> None:
    same = "# Overview\n"
    files = {"a/Cell.md": same, "b/Cell.md": same, "c/Tissue.md": same, "d/Organ.md": "# Organ\n", "Overview.md": same}
    found = compose([header(parse(m.Source(p, t)), p) for p, t in files.items()], Imprint("Book"))
    assert {n.path: n.label for n in found.notes} == {
        "Overview.md": "Overview",
        "a/Cell.md": "Overview – a",
        "b/Cell.md": "Overview – b",
        "c/Tissue.md": "Overview – Tissue",
        "d/Organ.md": "Organ",
    }
    assert {n.title for n in found.notes} == {"Overview", "Organ"}
