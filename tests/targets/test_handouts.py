"""Handouts: each note a file of its own, with its own page numbers, its answers, and no link that leads nowhere."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pypdfium2 import raw

from pipeline import model as m
from pipeline.build import Request, build
from pipeline.problem import Stop
from pipeline.request import Report
from pipeline.targets import proof
from pipeline.targets.engine.earlier import Chapter

pytestmark = pytest.mark.engine

_WORDS = (
    "river",
    "delta",
    "harbour",
    "engine",
    "mineral",
    "council",
    "treaty",
    "monsoon",
    "village",
    "library",
    "farm",
)


def prose(words: int, start: int) -> str:
    """So many words in sentences of eleven, none like the one before."""
    texts = [f"Item {n} says that the {_WORDS[n % 11]} and the {_WORDS[n * 7 % 10]} meet." for n in range(start, 999)]
    return " ".join(texts[: words // 11])


def note(title: str, *sections: tuple[str, int]) -> str:
    parts = [f"## {name}\n\n{prose(words, 40 * at)}" for at, (name, words) in enumerate(sections)]
    return "\n\n".join([f"---\nrecall: false\nmindmap: false\n---\n# {title}", *parts]) + "\n"


NOTES = {
    "book.yml": "title: Small handouts\ndate: 2026-01-01\n",
    "a/one.md": """\
---
sources: [A book of rivers]
---
# One

Delta
: Where a river meets the sea.

See [[two]], [[two#Further places|another place]] and [its delta](#deltas). WHO (World Health Organization) says more.

## Deltas

The Ganges Delta is the **largest** delta in the world.

> [!question]- Which delta is the largest?
> That of the Ganges and the Brahmaputra, by far.
""",
    "a/two.md": "---\nrecall: false\n---\n# Two\n\nA short note.\n\n## Further places\n\nNothing links from here.\n",
}
_SMALL = "\n| Sign | Code |\n|---|---|\n| H<sub>2</sub>O, see [[brief]] | `water` |\n"
"""Type that is a share of what is around it."""
LONG = {
    "book.yml": "title: Long handouts\n",
    "bit.md": note("A bit over", ("First", 500), ("Second", 700), ("Third", 300)),
    "vast.md": note("Vast", ("Short", 200), ("The longest part", 2600), ("Middle", 900)) + _SMALL,
    "brief.md": "---\nrecall: false\n---\n# Brief\n\nThree words only.\n",
}

Made = Callable[..., tuple[Report, Path]]


def vault(root: Path, notes: dict[str, str]) -> Path:
    for name, text in notes.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, Path]:
    root = tmp_path_factory.mktemp("small")
    request = Request(vault(root / "vault", NOTES), ("pdf", "handouts"), root / "out", root / "cache")
    return build(request, lambda _: None), root


@pytest.fixture(scope="module")
def fitted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, Path]:
    root = tmp_path_factory.mktemp("fitted")
    request = Request(vault(root / "vault", LONG), ("handouts",), root / "out", root / "cache", fit="1-sheet")
    return build(request, lambda _: None), root


def texts(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def handout(made: tuple[Report, Path], name: str) -> Path:
    return made[1] / "out" / "handouts" / f"{name}.pdf"


def sizes(path: Path) -> Iterator[float]:
    """The type sizes of all text of a file, in points."""
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
                size = ctypes.c_float()
                raw.FPDFTextObj_GetFontSize(thing.raw, size)
                yield size.value * abs(thing.get_matrix().d)


def names(tree: pikepdf.Object) -> Iterator[tuple[bytes, pikepdf.Object]]:
    for kid in tree.get("/Kids", []):
        yield from names(kid)
    found = list(tree.get("/Names", []))
    yield from ((bytes(name), place) for name, place in zip(found[::2], found[1::2], strict=True))


# ------------------------------------------------------------------ a handout


def test_each_note_is_a_file(small: tuple[Report, Path]) -> None:
    report, root = small
    paths = [path.relative_to(root / "out").as_posix() for path, _ in report.products]
    assert paths == ["small-handouts.pdf", "handouts/one.pdf", "handouts/two.pdf"]
    assert not [p for p in report.problems if p.severity == "error" or p.code == "engine"]


@pytest.mark.parametrize("name", ["one", "two"])
def test_folios_count_the_pages_of_the_handout(small: tuple[Report, Path], name: str) -> None:
    pages = texts(handout(small, name))
    for number, text in enumerate(pages, 1):
        assert f"{number} / {len(pages)}" in text
        assert len(text.split()) > 5, "no page is blank"


def test_answers_sources_and_other_notes_stand_at_the_end(small: tuple[Report, Path]) -> None:
    *pages, end = texts(handout(small, "one"))
    assert "Brahmaputra" not in "".join(pages)
    for said in ("Answers", "Brahmaputra", "A book of rivers", "Two"):
        assert said in end
    assert len(texts(handout(small, "two"))) == 1, "a note that asks and names nothing has no such page"


@pytest.mark.parametrize("name", ["one", "two"])
def test_no_link_and_no_page_number_leads_out_of_the_handout(small: tuple[Report, Path], name: str) -> None:
    path = handout(small, name)
    with pikepdf.open(path) as pdf:
        known = dict(names(pdf.Root.Names.Dests))
        pages = [page.obj for page in pdf.pages]
        assert all(place[0] in pages for place in known.values())
        links = [a for page in pdf.pages for a in page.get("/Annots", [])]
        assert all(bytes(link.Dest) in known for link in links if "/Dest" in link)
        others = {
            bytes(link.Dest): known[bytes(link.Dest)] for link in links if b"two" in bytes(link.get("/Dest", b""))
        }
        assert all(place[0] == pages[-1] for place in others.values()), "another note is named on the last page"
        assert len(others) == (2 if name == "one" else 0)
    text = "".join(texts(path))
    assert max(map(int, re.findall(r"\(p\. (\d+)\)", text)), default=1) <= len(pages)


def test_a_handout_says_what_it_is(small: tuple[Report, Path]) -> None:
    with pikepdf.open(handout(small, "one")) as pdf:
        assert str(pdf.docinfo["/Title"]) == "One"
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang) == "en"


def test_the_same_bytes_each_time(small: tuple[Report, Path], tmp_path: Path) -> None:
    request = Request(vault(tmp_path / "elsewhere", NOTES), ("handouts",), tmp_path / "out", tmp_path / "cache")
    for _ in range(2):  # what is in the folder already is found again
        build(request, lambda _: None)
        for name in ("one", "two"):
            again = tmp_path / "out" / "handouts" / f"{name}.pdf"
            assert again.read_bytes() == handout(small, name).read_bytes()


def test_a_handout_that_was_changed_is_written_again(small: tuple[Report, Path]) -> None:
    _, root = small
    path = handout(small, "two")
    before = path.read_bytes()
    path.write_bytes(before + b"\n")
    build(Request(root / "vault", ("pdf", "handouts"), root / "out", root / "cache"), lambda _: None)
    assert path.read_bytes() == before


def test_a_lost_word_is_an_error_and_nothing_is_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = proof.words

    @contextmanager
    def cut(product: m.Product, chapters: Sequence[Chapter] = ()) -> Iterator[Callable[[str], str]]:
        with whole(product, chapters) as text:
            yield text if product.target != "handouts" else lambda part: text(part).replace("Ganges", "")

    monkeypatch.setattr(proof, "words", cut)
    request = Request(vault(tmp_path / "vault", NOTES), ("handouts",), tmp_path / "out", tmp_path / "cache")
    with pytest.raises(Stop) as stop:
        build(request, lambda _: None)
    assert {(p.code, p.path) for p in stop.value.problems} == {("words-lost", "a/one.md")}
    assert not list(tmp_path.glob("out/**/*.pdf"))


# ------------------------------------------------------------------ one sheet


def test_a_note_that_is_a_bit_over_fills_two_pages(fitted: tuple[Report, Path]) -> None:
    path = handout(fitted, "bit")
    pages = texts(path)
    assert len(pages) == 2
    assert [f"{n} / 2" in text for n, text in enumerate(pages, 1)] == [True, True]
    assert len(pages[1].split()) > 200, "the second page is not left empty"


def test_type_is_never_smaller_than_the_floor(fitted: tuple[Report, Path]) -> None:
    for name in ("bit", "vast"):
        found = sorted(sizes(handout(fitted, name)))
        assert found[0] >= 7 - 0.01
        assert found[len(found) // 2] >= 9 - 0.01, "most of it is the body"


def test_a_short_note_grows_and_is_not_blown_up(fitted: tuple[Report, Path]) -> None:
    path = handout(fitted, "brief")
    assert len(texts(path)) == 1
    assert 12 - 0.01 <= max(s for s in sizes(path) if s < 14) <= 13.5


def test_what_does_not_fit_is_told_with_the_longest_part(fitted: tuple[Report, Path]) -> None:
    report, _ = fitted
    (told,) = [p for p in report.problems if p.code == "does-not-fit"]
    lines = LONG["vast.md"].split("\n")
    assert told.path == "vast.md"
    assert lines[told.line - 1] == "## The longest part"
    assert told.hint.index("“The longest part”") < told.hint.index("“Middle”") < told.hint.index("“Short”")
    assert 10 < int(re.findall(r"about (\d+) lines", told.message)[0]) < 100
    assert len(texts(handout(fitted, "vast"))) > 2
