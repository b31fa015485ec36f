"""An edit costs one note: the others are neither written nor deflated again, and the file is that of a first build."""

from __future__ import annotations

import pickle
import zipfile
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest

from pipeline.targets import epub
from tests.targets.epub.sample import JAL, PAGES, WATER, bound, made, written

X = "{http://www.w3.org/1999/xhtml}"
TEXTS = (("a/water.md", WATER), ("a/jal.md", JAL))


@pytest.mark.parametrize(
    "edit",
    [
        WATER.replace("without end", "for ever"),
        WATER + "\n> [!question] And then?\n> It rains again.\n",
        WATER.replace("Aquifer\n: A layer", "Aquitard\n: A layer"),
        WATER.replace("> [!question]- What drives it?", "> [!note] What drives it?"),
    ],
)
def test_other_notes_stay_as_they_were_written(edit: str, ruler) -> None:
    before = {w.id: w for w in written(made(*TEXTS), PAGES, ruler)}
    after = {w.id: w for w in written(made(("a/water.md", edit), TEXTS[1]), PAGES, ruler)}
    assert after["jal"] == before["jal"]
    assert after["water"] != before["water"]


def test_what_was_written_may_be_kept(ruler, product) -> None:
    book = made(*TEXTS)
    kept = pickle.loads(pickle.dumps(written(book, PAGES, ruler)))  # noqa: S301 - just written
    assert bound(book, kept, PAGES, ruler).data == product.data


def moved(by: int) -> epub.Pages:
    return {part: (first + by, starts) for part, (first, starts) in PAGES.items()}


@pytest.mark.parametrize("by", [1, 9, 123_456])
def test_pages_move_and_no_note_is_written_again(by: int, ruler, product) -> None:
    book = made(*TEXTS)
    notes = written(book, PAGES, ruler)
    found = bound(book, notes, moved(by), ruler)
    assert found.data == bound(book, written(book, moved(by), ruler), moved(by), ruler).data
    assert epub.check(found) == ()
    with zipfile.ZipFile(BytesIO(found.read())) as container:
        assert container.testzip() is None
        root = ET.fromstring(container.read("EPUB/note-water.xhtml"))  # noqa: S314 - our own markup
        nav = container.read("EPUB/nav.xhtml").decode()
    marks = [(s.get("id"), s.get("aria-label")) for s in root.iter(f"{X}span") if s.get("class") == "page"]
    assert marks == [(f"page-{n + by}", str(n + by)) for n in (1, 2)]
    assert f'href="note-jal.xhtml#page-{4 + by}"' in nav
    assert dict(found.made) == dict(product.made) | {"contents": dict(found.made)["contents"]}


def test_a_link_into_a_folded_answer_leads_to_its_question(ruler) -> None:
    texts = (("a/water.md", WATER), ("a/jal.md", JAL + "\nदेखें [[The water cycle#^why|क्यों]]।\n"))
    book = made(*texts)
    jal = {w.id: w for w in written(book, PAGES, ruler)}["jal"]
    open_ = made(("a/water.md", WATER.replace("[!question]-", "[!question]+")), texts[1])
    assert {w.id: w for w in written(open_, PAGES, ruler)}["jal"] == jal
    folded, shown = (bound(b, written(b, PAGES, ruler), PAGES, ruler) for b in (book, open_))
    assert epub.check(folded) == epub.check(shown) == ()
    assert target(shown) == "note-water.xhtml#water--b-why"
    assert target(folded) != target(shown)
    with zipfile.ZipFile(BytesIO(folded.read())) as container:
        water = container.read("EPUB/note-water.xhtml").decode()
    _, name = target(folded).split("#")
    assert "What drives it?" in water.partition(f' id="{name}"')[2][:200]


def target(product) -> str:
    """Where the last link of the Hindi note's text leads."""
    with zipfile.ZipFile(BytesIO(product.read())) as container:
        root = ET.fromstring(container.read("EPUB/note-jal.xhtml"))  # noqa: S314 - our own markup
    return next(a.get("href", "") for a in root.iter(f"{X}a") if "".join(a.itertext()) == "क्यों")


def test_what_is_known_of_a_file_is_not_looked_for_again(ruler, product) -> None:
    notes = written(made(*TEXTS), PAGES, ruler)
    first = epub.survey(product)
    assert {key for w in notes for key, _ in w.facts} <= first.known.keys()
    told = {key: replace(facts, words="known") for key, facts in first.known.items()}
    assert set(epub.texts(product, epub.survey(product, told)).values()) == {"known"}
    assert epub.check(product, epub.survey(product, first.known)) == ()


def test_what_is_known_hides_no_damage(product) -> None:
    known = epub.survey(product).known
    data = bytearray(product.read())
    at = data.index(b"EPUB/note-water.xhtml") + 200
    data[at] ^= 1
    broken = replace(product, data=bytes(data))
    assert {p.code for p in epub.check(broken, epub.survey(broken, known))} == {"bad-epub"}


def test_the_same_words_have_the_same_digest(ruler) -> None:
    book, edited = made(*TEXTS), made(("a/water.md", WATER.replace("without end", "for ever")), TEXTS[1])
    one, other = (dict(bound(b, written(b, PAGES, ruler), PAGES, ruler).made) for b in (book, edited))
    assert {part for part in one if one[part] != other[part]} == {"water"}
    assert {"water", "jal", "answers", "glossary", "index", "sources", "colophon"} <= one.keys()
