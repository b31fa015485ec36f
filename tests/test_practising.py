"""The practice copy: the book line for line, with nothing of what it asks to be read anywhere in it."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from pipeline.build import Request, build

VAULT = Path(__file__).parent / "vaults" / "practice"
pytestmark = pytest.mark.engine

Place = tuple[int, str, float, float]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output, vault = tmp_path_factory.mktemp("made"), tmp_path_factory.mktemp("vault") / "practice"
    shutil.copytree(VAULT, vault)
    report = build(Request(vault, ("pdf", "practice"), output, tmp_path_factory.mktemp("cache")), lambda _: None)
    assert [path.name for path, _ in report.products] == ["practice.pdf", "practice-practice.pdf", "practice-key.pdf"]
    assert not [p for p in report.problems if p.severity == "error"]
    return output


@pytest.fixture(scope="module")
def copies(made: Path) -> tuple[list[Place], list[Place]]:
    return list(_characters(made / "practice.pdf")), list(_characters(made / "practice-practice.pdf"))


def _characters(path: Path) -> Iterator[Place]:
    """Page, character, and its lower left corner in points."""
    with pypdfium2.PdfDocument(path) as document:
        for number, page in enumerate(document, 1):
            text = page.get_textpage()
            for at in range(text.count_chars()):
                character = text.get_text_range(at, 1)
                if character.strip():
                    left, bottom, _, _ = text.get_charbox(at, loose=True)
                    yield number, character, round(left, 1), round(bottom, 1)


def _text(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def _strings(path: Path) -> Iterator[str]:
    """Every string of a file that a reader may show or say: outline, metadata, alternatives, names of links."""
    with pikepdf.open(path) as pdf:
        yield str(pdf.Root.get("/Metadata").read_bytes()) if "/Metadata" in pdf.Root else ""
        yield from (str(value) for value in pdf.docinfo.values())
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary):
                yield from (
                    str(thing[name]) for name in ("/Title", "/Alt", "/E", "/Contents", "/ActualText") if name in thing
                )
        for page in pdf.pages:
            yield from _spoken(page)


def _spoken(page: pikepdf.Page) -> Iterator[str]:
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "BDC" and isinstance(operands[1], pikepdf.Dictionary) and "/ActualText" in operands[1]:
            yield str(operands[1]["/ActualText"])


def test_has_the_pages_of_the_book(made: Path) -> None:
    pages = [len(pypdfium2.PdfDocument(made / f"practice{name}.pdf")) for name in ("", "-practice")]
    assert pages[0] == pages[1] > 3
    artifacts = {a["path"]: a["pages"] for a in json.loads((made / "manifest.json").read_text())["artifacts"]}
    assert artifacts["practice-practice.pdf"] == pages[0]


def test_what_stays_stands_where_it_stood(copies: tuple[list[Place], list[Place]]) -> None:
    read, practice = (Counter(places) for places in copies)
    more = practice - read
    assert {character for _, character, _, _ in more} <= set("0123456789"), "only numbers of blanks are new"
    assert sum(more.values()) < sum((read - practice).values())
    assert len(read & practice) > 1000


def test_a_word_that_is_everywhere_is_left_out_only_where_it_is_marked(made: Path) -> None:
    read, practice = (_text(made / f"practice{name}.pdf").split() for name in ("", "-practice"))
    assert read.count("the") > 24
    assert read.count("the") - 8 < practice.count("the") < read.count("the"), "and where whole answers are"


@pytest.mark.parametrize("answer", ["Zanzibar", "counterrevolutionar", "1964", "1,651", "988", "6,650", "जल"])
def test_no_answer_can_be_read_or_heard(made: Path, answer: str) -> None:
    path = made / "practice-practice.pdf"
    assert answer in _text(made / "practice.pdf").replace("\u00ad", "").replace("-\r\n", "").replace("\ufffe", "")
    assert answer not in _text(path)
    assert answer not in "\n".join(_strings(path))


def test_what_headings_questions_and_code_say_stays(made: Path) -> None:
    text = _text(made / "practice-practice.pdf")
    for kept in ("Where does the Nile end?", "BAN", "Around", "area = 1651", "Ocean"):
        assert kept in text
    assert re.search(r"Which rivers meet at Khartoum\?\s+Answer\s+\(p\.", text), "where an answer is may be said"
    assert "Mediterranean" not in text
    assert "Atbara" not in text


def test_the_key_tells_every_blank_by_page_and_number(made: Path, copies: tuple[list[Place], list[Place]]) -> None:
    key = _text(made / "practice-key.pdf")
    for answer in ("Zanzibar Town", "counterrevolutionaries", "1964", "1,651", "6,650", "जल", "Atbara"):
        assert answer in key
    assert "In the Mediterranean." in key
    read, practice = (Counter(places) for places in copies)
    told = Counter(re.sub(r"\s", "", key))
    for character, times in Counter(c for _, c, _, _ in (read - practice).elements()).items():
        if character.isascii() and character.isalpha():
            assert told[character] >= times, f"{character} is left out more often than the key tells"


def test_the_same_bytes_each_time(made: Path, tmp_path: Path) -> None:
    vault = tmp_path / "elsewhere"
    shutil.copytree(VAULT, vault)
    build(Request(vault, ("practice",), tmp_path / "out", tmp_path / "cache"), lambda _: None)
    for name in ("practice-practice.pdf", "practice-key.pdf"):
        assert (tmp_path / "out" / name).read_bytes() == (made / name).read_bytes()


def test_worksheets_come_behind_the_book_with_marks_and_lines(made: Path, tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    shutil.copytree(VAULT, vault)
    settings = "title: Practice\npractice: {worksheets: true, marks: {fact: 7}}\n"
    (vault / "book.yml").write_text(settings, encoding="utf-8")
    build(Request(vault, ("pdf", "practice"), tmp_path / "out", tmp_path / "cache"), lambda _: None)
    before = list(_characters(made / "practice-practice.pdf"))
    after = list(_characters(tmp_path / "out" / "practice-practice.pdf"))
    assert after[: len(before)] == before, "the pages of the book stay as they are"
    with pypdfium2.PdfDocument(tmp_path / "out" / "practice-practice.pdf") as document:
        text = "\n".join(document[n].get_textpage().get_text_bounded() for n in range(before[-1][0], len(document)))
    assert "Name" in text
    assert "Where does the Nile end?" in text
    assert "[7]" in text
    assert "Mediterranean" not in text
