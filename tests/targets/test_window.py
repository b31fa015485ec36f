"""Windows: what is seen through one is what the whole file shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import model as m
from pipeline.targets import proof
from pipeline.targets.engine.earlier import Chapter
from pipeline.targets.engine.link import About, link
from pipeline.targets.window import rows
from tests.targets.engine.synthetic import Leaf, Ref, Shelf

LEAVES = (
    Leaf("cover", ("Waves",), folios=False),
    Leaf("light", ("Rays", "Colours"), refs=(Ref("sound"),), images=("red", "blue")),
    Leaf("sound", ("Speed", "Echo"), images=("blue",)),
    Leaf("answers", ("Yes",)),
    Leaf("answers.2", ("No", "Never")),
    Leaf("index", ("Index",), index=("light", "sound")),
)


def book(folder: Path, leaves: tuple[Leaf, ...]) -> tuple[m.Product, tuple[Chapter, ...]]:
    shelf, path = Shelf(), folder / "book.pdf"
    made = [shelf.set(leaf) for leaf in leaves]
    with path.open("wb") as file:
        linked = link(file, made[:1], made[1:], About("Waves", "en"), shelf)
    spans = ((f.name, at, at + f.pages - 1) for f, at in zip(made, linked.first, strict=True))
    product = m.Product("pdf", path.name, path, linked.sha256, linked.size, linked.pages, tuple(spans))
    return product, linked.placed.chapters


@pytest.mark.parametrize("part", ["light", "sound", "answers", "index"])
def test_a_window_shows_the_words_of_its_part(part: str, tmp_path: Path) -> None:
    product, chapters = book(tmp_path, LEAVES)
    with proof.words(product) as whole, proof.words(product, chapters) as seen:
        assert seen(part) == whole(part) != ""


def test_a_book_of_one_part_has_a_window(tmp_path: Path) -> None:
    product, chapters = book(tmp_path, LEAVES[:1])
    with proof.words(product, chapters) as seen:
        assert "Waves" in seen("cover")


def test_what_is_asked_for_many_parts_opens_the_whole(tmp_path: Path) -> None:
    product, chapters = book(tmp_path, tuple(Leaf(f"n{number}", (f"Page {number}",)) for number in range(9)))
    with proof.words(product, chapters) as seen:
        assert [f"Page {number}" in seen(f"n{number}") for number in range(9)] == [True] * 9


def test_a_part_that_is_damaged_in_the_file_is_not_seen(tmp_path: Path) -> None:
    product, chapters = book(tmp_path, LEAVES)
    path = tmp_path / "book.pdf"
    data = bytearray(path.read_bytes())
    lost = chapters[2]
    data[lost.start : lost.start + lost.size] = b" " * lost.size
    path.write_bytes(data)
    with proof.words(product, chapters) as seen:
        assert "Rays" in seen("light")
        with pytest.raises(Exception, match=r"(?i)pdfium|failed"):
            seen("sound")


def test_a_file_of_others_has_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "other.pdf"
    path.write_bytes(b"%PDF-1.4\nstartxref\n9\n%%EOF\n")
    assert rows(path) is None
