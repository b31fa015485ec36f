"""A reprint, exchanged sheet by sheet in a copy of the old edition, makes the new one."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from click.testing import CliRunner

from pipeline.build import Request, build, reprint
from pipeline.cli import shell
from pipeline.problem import Stop
from pipeline.reprinting import Reprint

pytestmark = pytest.mark.engine

SENTENCES = (
    "The river rises in the hills above the town of {0}",
    "Its valley has been settled since the year {1}",
    "Traders of {0} carried salt and timber to the coast",
    "A bridge was built there after the flood of {1}",
    "Farmers grow rice, millet and mustard on its banks",
)
TOWNS = ["Amra", "Belur", "Chanda", "Dholi", "Erode", "Faraka", "Gonda", "Hosur", "Idar", "Jalna", "Kadi", "Lalpur"]


@dataclass(frozen=True)
class Room:
    vault: Path
    cache: Path
    old: Path
    folder: Path

    def note(self, number: int) -> Path:
        return self.vault / f"{number:02}-{TOWNS[number].lower()}.md"

    def edited(self, name: str, number: int, old: str, new: str) -> Path:
        """The vault in another folder, with a note edited; its paths are the same."""
        vault = self.folder / name / "rivers"
        shutil.copytree(self.vault, vault)
        place = vault / self.note(number).name
        text = place.read_text(encoding="utf-8")
        assert old in text
        place.write_text(text.replace(old, new, 1), encoding="utf-8")
        return vault

    def built(self, vault: Path) -> Path:
        output = vault.parent / "new"
        build(Request(vault, ("pdf",), output, self.cache), lambda _: None)
        return output / "rivers.pdf"

    def reprinted(self, vault: Path, *, bars: bool = False) -> tuple[Reprint, Path]:
        output = vault.parent / ("bars" if bars else "plain")
        found = reprint(Request(vault, ("pdf",), output, self.cache), self.old, lambda _: None, bars=bars)
        return found, output / "rivers-reprint.pdf"


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    """Twelve notes, and the book of them as it was printed."""
    folder = tmp_path_factory.mktemp("reprint")
    room = Room(folder / "rivers", folder / "cache", folder / "old" / "manifest.json", folder)
    room.vault.mkdir()
    room.cache.mkdir()
    for number, town in enumerate(TOWNS):
        sections = [
            f"## Reach {part}\n\n"
            + "\n\n".join(
                ". ".join(SENTENCES).format(town, 1800 + 40 * part + number) + f". So says stone {part}.{line}."
                for line in range(4)
            )
            for part in range(1, 5)
        ]
        text = f"---\ntitle: The river of {town}\nrecall: false\nmindmap: false\n---\n\n" + "\n\n".join(sections)
        room.note(number).write_text(f"{text}\n", encoding="utf-8")
    build(Request(room.vault, ("pdf",), room.old.parent, room.cache), lambda _: None)
    return room


def labels(path: Path) -> list[str]:
    with pikepdf.open(path) as pdf:
        return [page.label for page in pdf.pages]


def pictures(path: Path) -> list[bytes]:
    with closing(pypdfium2.PdfDocument(path)) as pdf:
        return [page.render(scale=0.8).to_pil().tobytes() for page in pdf]


def texts(path: Path) -> list[str]:
    with closing(pypdfium2.PdfDocument(path)) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def mended(old: list[str], sheets: list[str]) -> Iterator[tuple[str, int]]:
    """A copy of the old edition with its sheets exchanged: (whether a page is "old" or "new", its index there).

    As a binder does it: sheets that are there are exchanged, and others put in behind the page they are called after.
    """
    copy: list[tuple[str, list[tuple[str, int]]]] = [
        (old[at], [("old", n) for n in range(at, min(at + 2, len(old)))]) for at in range(0, len(old), 2)
    ]
    for at in range(0, len(sheets), 2):
        sheet = [("new", at), ("new", at + 1)]
        fronts = [label for label, _ in copy]
        if sheets[at] in fronts:
            copy[fronts.index(sheets[at])] = (sheets[at], sheet)
        else:
            stem = re.sub("[a-z]+$", "", sheets[at])
            behind = max(n for n, (_, pages) in enumerate(copy) if stem in _names(pages, old, sheets))
            copy.insert(behind + 1, (sheets[at], sheet))
    for _, pages in copy:
        yield from pages


def _names(pages: list[tuple[str, int]], old: list[str], sheets: list[str]) -> list[str]:
    return [re.sub("[a-z]+$", "", (old if which == "old" else sheets)[at]) for which, at in pages]


def first_of_sheets(path: Path) -> int:
    """How many sides the errata take."""
    found = labels(path)
    return next(at for at, label in enumerate(found) if label)


def test_one_paragraph_is_one_sheet(room: Room) -> None:
    vault = room.edited("edited", 5, "So says stone 1.2.", "So said the old stone 1.2, now lost.")
    found, path = room.reprinted(vault)
    old, new = room.old.parent / "rivers.pdf", room.built(vault)
    pages = [at for at, (a, b) in enumerate(zip(pictures(old), pictures(new), strict=True)) if a != b]
    assert found.sheets == len({at // 2 for at in pages}) == 1
    assert found.of == -(-len(pictures(old)) // 2)
    begin = first_of_sheets(path)
    assert begin == 2
    sheets = labels(path)[begin:]
    assert len(sheets) == 2
    was, now, fresh = pictures(old), pictures(new), pictures(path)[begin:]
    copy = [(was if which == "old" else fresh)[at] for which, at in mended(labels(old), sheets)]
    assert copy == now


def test_bars_stand_beside_what_has_changed_and_errata_tell_it(room: Room) -> None:
    vault = room.edited("bars", 5, "So says stone 1.2.", "So said the old stone 1.2, now lost.")
    _, path = room.reprinted(vault, bars=True)
    _, plain = room.reprinted(vault)
    begin = first_of_sheets(path)
    said = " ".join(texts(path)[0].split())
    assert "Errata" in said
    assert "said the old stone" in said
    with pikepdf.open(path) as pdf, pikepdf.open(plain) as without:
        bars = [page.Contents.read_bytes().count(b"1.5 w") for page in pdf.pages]
        assert sum(bars) == 1
        assert sum(page.Contents.read_bytes().count(b"1.5 w") for page in without.pages) == 0
        place = bars.index(1)
    assert "old stone" in texts(path)[place]
    assert begin <= place
    dark = _rows_that_differ(path, plain, place)
    assert 0 < len(dark) < 60, "a line or two at 72 dots an inch"


def _rows_that_differ(path: Path, other: Path, page: int) -> list[int]:
    with closing(pypdfium2.PdfDocument(path)) as a, closing(pypdfium2.PdfDocument(other)) as b:
        first, second = (pdf[page].render(scale=1).to_pil().convert("L") for pdf in (a, b))
    wide = first.width
    rows = [
        (first.tobytes()[n * wide : n * wide + wide], second.tobytes()[n * wide : n * wide + wide])
        for n in range(first.height)
    ]
    return [n for n, (one, two) in enumerate(rows) if one != two]


def test_a_note_that_grows_puts_sheets_in_and_leaves_the_others(room: Room) -> None:
    more = "\n\n".join(f"A second chronicle, page {n}, has more of this. " * 8 for n in range(14))
    vault = room.edited("grown", 5, "## Reach 3", f"{more}\n\n## Reach 3")
    found, path = room.reprinted(vault)
    old, new = room.old.parent / "rivers.pdf", room.built(vault)
    begin = first_of_sheets(path)
    sheets = labels(path)[begin:]
    assert len(labels(new)) > len(labels(old))
    inserted = [label for label in sheets if re.search(r"\d[a-z]$", label)]
    assert len(inserted) == 2
    assert inserted[1] == inserted[0][:-1] + "b"
    was, now, fresh = texts(old), texts(new), texts(path)[begin:]
    assert any(inserted[0] in text.split() for text in fresh), "the folio"
    copy = [(was if which == "old" else fresh)[at] for which, at in mended(labels(old), sheets)]
    plain = [_without_numbers(text) for text in copy]
    assert [text for text in plain if text] == [_without_numbers(text) for text in now]
    assert found.sheets < found.of / 2


def _without_numbers(text: str) -> str:
    """A page's words but for numbers of pages, and how an index line joins them."""
    return " ".join(re.sub(r"\b\d+[a-z]?\b|[,–]", " ", text).split())


def test_what_became_shorter_leaves_a_page_to_write_on(room: Room) -> None:
    text = room.note(5).read_text(encoding="utf-8")
    vault = room.edited("shrunk", 5, text[text.index("## Reach 2") :], "\n")
    found, path = room.reprinted(vault)
    begin = first_of_sheets(path)
    sheets = labels(path)[begin:]
    assert not [label for label in sheets if label[-1].isalpha() and label[0].isdigit()]
    old = room.old.parent / "rivers.pdf"
    assert len(list(mended(labels(old), sheets))) == len(labels(old))
    empty = [text.split() for text in texts(path)[begin:] if len(text.split()) == 1]
    assert empty, "its folio is all that stands there"
    assert found.sheets < found.of


def test_nothing_new_is_nothing_to_print(room: Room) -> None:
    found, path = room.reprinted(room.vault)
    assert found.sheets == 0
    assert not path.exists()


def test_the_same_reprint_is_the_same_bytes(room: Room) -> None:
    vault = room.edited("twice", 2, "So says stone 1.1.", "So said it.")
    _, path = room.reprinted(vault, bars=True)
    first = path.read_bytes()
    room.reprinted(vault, bars=True)
    assert path.read_bytes() == first


@pytest.mark.parametrize("fault", ["gone", "changed", "none"])
def test_an_edition_that_is_not_there_is_named(room: Room, tmp_path: Path, fault: str) -> None:
    since = tmp_path / "manifest.json"
    shutil.copytree(room.old.parent, tmp_path, dirs_exist_ok=True)
    if fault == "gone":
        (tmp_path / "rivers.pdf").unlink()
    elif fault == "changed":
        (tmp_path / "rivers.pdf").write_bytes(b"%PDF")
    else:
        since.write_text("[]", encoding="utf-8")
    with pytest.raises(Stop) as stop:
        reprint(Request(room.vault, ("pdf",), tmp_path / "out", room.cache), since, lambda _: None)
    assert [problem.code for problem in stop.value.problems] == ["no-edition"]
    assert stop.value.code == 2


def test_another_look_is_another_edition(room: Room, tmp_path: Path) -> None:
    request = Request(room.vault, ("pdf",), tmp_path, room.cache, layout="pocket")
    with pytest.raises(Stop) as stop:
        reprint(request, room.old, lambda _: None)
    assert "--layout" in stop.value.problems[0].hint


def test_the_command_tells_how_many_sheets(room: Room, tmp_path: Path) -> None:
    vault = room.edited("told", 7, "So says stone 2.1.", "So said it.")
    line = ["reprint", str(vault), "--since", str(room.old), "-o", str(tmp_path), "--cache", str(room.cache)]
    result = CliRunner().invoke(shell, line)
    assert result.exit_code == 0
    assert result.stdout == f"{tmp_path / 'rivers-reprint.pdf'}\n"
    assert "1 sheet of" in result.stderr
    told = json.loads(CliRunner().invoke(shell, [*line, "--json"]).stdout)
    assert (told["sheets"], told["exit"]) == (1, 0)
