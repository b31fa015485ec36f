"""Who takes part: what each does before the clock starts, and what is measured."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench import rivals
from bench.measure import ROOT, FailedError, Usage, measured


@dataclass(frozen=True, slots=True)
class Place:
    """Where one vault is measured. `middle` is the note that edits change, `text` what it holds before them."""

    folder: Path
    rivals: rivals.Rivals
    timeout: float
    middle: Path
    text: str
    paragraphs: str
    """What is inserted."""

    @property
    def notes(self) -> Path:
        return self.folder / "notes"

    @property
    def built(self) -> Path:
        return self.folder / "output"

    def run(
        self, job: tuple[str, ...], variables: Mapping[str, str] | None = None, python: str = sys.executable
    ) -> Usage:
        return measured(
            job, self.folder, self.timeout, {"SOURCE_DATE_EPOCH": "1767225600", **(variables or {})}, python
        )


@dataclass(frozen=True, slots=True)
class Contestant:
    """`run` gets the place and the number of the round; it returns what was used and the file that was made."""

    name: str
    what: str
    run: Callable[[Place, int], tuple[Usage, Path]]


# --------------------------------------------------------------------------- studypress


def _build(place: Place, *options: str) -> tuple[Usage, Path]:
    cache = place.folder / "cache"
    job = ("studypress", "build", str(place.notes), "--to", "pdf", "-q", "-o", str(place.built), "--cache", str(cache))
    usage = place.run((*job, *options))
    if not (made := sorted(place.built.glob("*.pdf"))):
        raise FailedError("no PDF was made")
    return usage, made[0]


def _cold(*options: str) -> Callable[[Place, int], tuple[Usage, Path]]:
    def run(place: Place, _: int) -> tuple[Usage, Path]:
        place.middle.write_text(place.text, encoding="utf-8")
        for name in ("cache", "output"):
            shutil.rmtree(place.folder / name, ignore_errors=True)
        return _build(place, *options)

    return run


def _warm(change: Callable[[Place, int], str]) -> Callable[[Place, int], tuple[Usage, Path]]:
    """After a build of everything, which is not measured when an earlier contestant has left one."""

    def run(place: Place, number: int) -> tuple[Usage, Path]:
        if not (place.built / "manifest.json").exists():
            _build(place)
        if (text := change(place, number)) != place.middle.read_text(encoding="utf-8"):
            place.middle.write_text(text, encoding="utf-8")
        return _build(place)

    return run


def same(place: Place, _: int) -> str:
    return place.middle.read_text(encoding="utf-8")


def with_word(place: Place, number: int) -> str:
    """Another word in the first paragraph, a new one in every round."""
    return reworded(place.text, f"amended{'abcdefghijklmnopqrstuvwxyz'[number % 26]}")


def reworded(text: str, word: str) -> str:
    """One word of the first line of running text replaced."""
    front = re.match(r"---\n.*?\n---\n", text, re.DOTALL)
    start = front.end() if front else 0
    return text[:start] + re.sub(r"(?m)^(\w[^\n\[$*=`<]*? )[\w-]{3,}(?= )", rf"\g<1>{word}", text[start:], count=1)


def with_paragraphs(place: Place, number: int) -> str:
    """Paragraphs before the last block of the note as the word's round left it: pages are inserted."""
    head, _, tail = with_word(place, number).rstrip("\n").rpartition("\n\n")
    return f"{head}\n\n{place.paragraphs}\n\n{tail}\n"


# --------------------------------------------------------------------------- the others


def _plain(place: Place, _: int) -> tuple[Usage, Path]:
    fonts, kit, out = _fonts(place), place.folder / "plain", place.folder / "plain.pdf"
    job = (
        "weasyprint",
        str(kit / "book.html"),
        str(kit / "book.css"),
        (kit / "base").read_text(encoding="utf-8"),
        str(out),
    )
    return place.run(job, {"FONTCONFIG_FILE": fonts}), out


def _pandoc(place: Place, _: int) -> tuple[Usage, Path]:
    fonts, out = _fonts(place), place.folder / "pandoc.pdf"
    job = ("pandoc", place.rivals.pandoc, _orders(place), str(place.folder / "pandoc.html"), _address(place), str(out))
    return place.run(job, {"FONTCONFIG_FILE": fonts}), out


def _typst(job: str) -> Callable[[Place, int], tuple[Usage, Path]]:
    def run(place: Place, _: int) -> tuple[Usage, Path]:
        fonts, out = Path(_fonts(place)).parent / "fonts", place.folder / f"{job}.pdf"
        orders, root = _orders(place), place.folder / "typst"
        if not root.exists():  # its own copy of the pictures: the folder of the notes stays as studypress knows it
            shutil.copytree(place.notes, root, ignore=shutil.ignore_patterns("*.md"))
        program = (job, place.rivals.pandoc, orders, str(root / "book.typ"), str(root), str(fonts), str(out))
        return place.run(program, python=place.rivals.python), out

    return run


def _address(place: Place) -> str:
    return f"{place.notes.resolve().as_uri()}/"


def _fonts(place: Place) -> str:
    """The file that shows fontconfig the book's typefaces only; with it the document for plain WeasyPrint is made."""
    kit = place.folder / "plain"
    if not (kit / "book.html").exists():
        kit.mkdir(exist_ok=True)
        place.middle.write_text(place.text, encoding="utf-8")
        place.run(("plain", str(place.notes), str(kit)), {"PYTHONPATH": f"{ROOT}:{ROOT / 'scripts'}"})
    return (kit / "fontconfig").read_text(encoding="utf-8")


def _orders(place: Place) -> str:
    """What pandoc gets: made once and not measured."""
    path = place.folder / "pandoc.json"
    if not path.exists():
        place.middle.write_text(place.text, encoding="utf-8")
        rivals.defaults(place.notes, notes_of(place.notes), place.folder)
    return str(path)


def notes_of(vault: Path) -> list[Path]:
    """The notes in the order of the book."""
    found = (p for p in vault.rglob("*.md") if not any(part.startswith(".") for part in p.relative_to(vault).parts))
    return sorted(found, key=lambda p: [(s.isdigit() and int(s), s) for s in re.split(r"(\d+)", p.as_posix())])


PLAIN = "weasyprint"
"""What the others are compared with."""

ALL = (
    Contestant("cold-1", "studypress, empty cache, one process", _cold("-j", "1")),
    Contestant("cold", "studypress, empty cache, a process for each core", _cold()),
    Contestant("unchanged", "studypress, nothing changed", _warm(same)),
    Contestant("word", "studypress, one word edited", _warm(with_word)),
    Contestant("insert", "studypress, 60 paragraphs inserted in the middle note", _warm(with_paragraphs)),
    Contestant(PLAIN, "plain WeasyPrint: one document of the same parts and styles", _plain),
    Contestant("pandoc", "pandoc, then WeasyPrint with its default styles", _pandoc),
    Contestant("typst", "pandoc, then Typst", _typst("typst")),
    Contestant("typst-again", "Typst alone in a living process, one word edited", _typst("typst_again")),
)


def present(found: rivals.Rivals) -> tuple[Contestant, ...]:
    """Those that can take part here."""
    missing = set() if found.pandoc else {"pandoc", "typst", "typst-again"}
    missing |= set() if found.python else {"typst", "typst-again"}
    return tuple(c for c in ALL if c.name not in missing)
