"""The whole book as a map on one page: any book, whatever its size."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from pipeline import faces, fonts, layouts
from pipeline import model as m
from pipeline.build import Request, build
from pipeline.compose import Imprint, compose
from pipeline.targets import bookmap
from pipeline.targets.pdf import Desk
from tests.targets.conftest import VAULTS

Drawn = Callable[..., list[tuple[str, str]]]


@pytest.fixture(scope="module")
def cuts(tmp_path_factory: pytest.TempPathFactory) -> tuple[faces.Face, ...]:
    return faces.faces(tmp_path_factory.mktemp("faces"))


@pytest.fixture(scope="module")
def desk(cuts: tuple[faces.Face, ...]) -> Callable[..., Desk]:
    """The desk of a book with so many notes in each part."""

    def make(sizes: Sequence[int], folders: str = "part-{}/") -> Desk:
        names = [f"{folders.format(part)}note-{part}-{n:04}" for part, size in enumerate(sizes) for n in range(size)]
        notes = [m.Header(name.rpartition("/")[2], f"{name}.md", f"On {name[-6:]}") for name in names]
        return Desk.of(compose(notes, Imprint("A book")), layouts.load("handbook"), fonts.shaper(cuts), cuts)

    return make


def labels(desk: Desk) -> list[tuple[str, str]]:
    """Where each label of the map leads, and what it says."""
    found = re.findall(r'<a href="#([^"]+)"[^>]*>(.*?)</a>', bookmap.drawing(desk), re.DOTALL)
    bare = (re.sub("<[^>]*>", "", re.sub("<span data-page-of.*?</span>", "", text)) for _, text in found)
    return [(place, " ".join(text.split())) for (place, _), text in zip(found, bare, strict=True)]


def test_every_part_and_note_of_a_small_book_is_a_link_in_its_order(desk) -> None:
    assert labels(desk((1, 2))) == [
        ("contents", "A book"),
        ("note-0-0000", "part 0"),
        ("note-0-0000", "On 0-0000"),
        ("note-1-0000", "part 1"),
        ("note-1-0000", "On 1-0000"),
        ("note-1-0001", "On 1-0001"),
    ]


def test_the_notes_of_a_single_part_are_main_branches(desk) -> None:
    for folders in ("only/", ""):
        found = bookmap.drawing(desk((3,), folders))
        assert found.count('class="map-1"') == 3
        assert 'class="map-2' not in found


def test_a_book_of_two_notes_has_no_map(desk) -> None:
    assert bookmap.drawing(desk((1, 1))) == ""


@pytest.mark.parametrize("sizes", [(5000, 5000), (40,) * 11, (2, 300, 1), (400,)])
def test_notes_without_room_are_counted_where_they_would_stand(desk, sizes: tuple[int, ...]) -> None:
    book = desk(sizes).book
    found = labels(desk(sizes))[1:]
    assert len(found) <= 72
    shown = {n.id for n in book.notes if (n.id, n.label) in found}
    hidden = [(place, int(text[1:-5])) for place, text in found if re.fullmatch(r"\+\d+ more", text)]
    assert len(shown) + sum(count for _, count in hidden) == sum(sizes)
    assert all(count > 1 for _, count in hidden)
    ids = [n.id for n in book.notes]
    assert all(ids[ids.index(place) - 1] in shown and place not in shown for place, _ in hidden)


@pytest.mark.parametrize("parts", [45, 70, 500])
def test_a_book_of_many_parts_shows_these_alone(desk, parts: int) -> None:
    root, *found = labels(desk((3,) * parts))
    assert {text for _, text in found} == {f"part {n} +3 more" for n in range(len(found))}
    assert len(found) > 15
    assert root[1] == ("A book" if len(found) == parts else f"A book +{3 * (parts - len(found))} more")


# ------------------------------------------------------------------ in a book


@pytest.mark.engine
def test_the_page_stands_behind_contents_and_plan(small) -> None:
    with pikepdf.open(BytesIO(small.pdf)) as pdf, pypdfium2.PdfDocument(small.pdf) as read:
        lines = [str(line.title) for line in pdf.open_outline().root]
        at = lines.index("Contents")
        assert lines[at : at + 3] == ["Contents", "Revision plan", "The book at a glance"]
        pages = [page.get_textpage().get_text_range() for page in read]
        at = next(n for n, page in enumerate(pages) if "The book at a glance" in page)
        assert "Revision plan" in pages[at - 1]
        notes = [note["title"] for note in small.manifest["notes"]]
        assert all(" ".join(title.split()) in " ".join(pages[at].split()) for title in notes)
        assert sum(note.Subtype == "/Link" for note in pdf.pages[at].Annots) >= len(notes) + 1
        assert "The book at a glance" not in " ".join(pages[at + 1 :])


@pytest.mark.engine
def test_it_is_drawn_again_only_when_a_name_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(VAULTS / "small", tmp_path / "vault")
    (tmp_path / "cache").mkdir()
    drawn: list[str] = []
    draw = bookmap.drawing
    monkeypatch.setattr(bookmap, "drawing", lambda desk: drawn.append(desk.book.title) or draw(desk))
    request = Request(tmp_path / "vault", ("pdf",), tmp_path / "out", tmp_path / "cache")
    note = tmp_path / "vault" / "physics" / "sound.md"
    text = note.read_text(encoding="utf-8")
    for change, times in (("", 1), ("\n\nOne more question: what is a **phon**?\n", 1), ("", 1)):
        note.write_text(text + change, encoding="utf-8")
        build(request, lambda _: None)
        assert len(drawn) == times
    note.write_text(re.sub("(?m)^title: .*$", "title: Noise", text, count=1), encoding="utf-8")
    report = build(request, lambda _: None)
    assert len(drawn) == 2
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(report.products[0][0])]
    assert any("The book at a glance" in page and "Noise" in page for page in pages)
