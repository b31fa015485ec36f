"""Files of any origin become notes in a vault: reads them, names the notes, and writes all of them or none."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.album import Album
from pipeline.importing import markup, office, proof, report
from pipeline.importing.change import Change
from pipeline.importing.facts import Fact
from pipeline.importing.tidy import Tidied, Wish, tidy
from pipeline.problem import Problem, Stop

KINDS = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown", ".docx": "docx", ".html": "html",
    ".htm": "html", ".xhtml": "html",
}  # fmt: skip
_UNFIT = re.compile(r"[\\/:*?\"<>|#^\[\]\x00-\x1f]+")
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w-]+)|<\?xml[^>]+encoding\s*=\s*[\"']([\w-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Order:
    """What to import, where to, and how."""

    files: tuple[Path, ...]
    vault: Path
    fix: bool = False
    force: bool = False
    date: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """A note that is ready to be written at `name` in the vault, with the pictures beside it."""

    source: Path
    name: str
    text: str
    pictures: tuple[tuple[str, bytes], ...] = ()
    words: int = 0
    changes: tuple[Change, ...] = ()
    touched: int = 0
    acronyms: tuple[Fact, ...] = ()
    numbers: tuple[Fact, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Draft:
    """A source as text: `markdown` says that it is Markdown already; `lost` and `added` are words on the way there."""

    text: str
    markdown: bool
    title: str = ""
    changes: tuple[Change, ...] = ()
    pictures: tuple[tuple[str, bytes], ...] = ()
    problems: tuple[Problem, ...] = ()
    lost: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


def prepare(order: Order) -> tuple[Imported, ...]:
    """All notes, nothing written yet. Raises `Stop` when one of them must not be written."""
    names = _names(order.files)
    made = tuple(_imported(path, name, order) for path, name in zip(order.files, names, strict=True))
    faults = [problem for note in made for problem in (*note.problems, *_in_the_way(note, order))]
    if any(problem.severity == "error" for problem in faults):
        raise Stop(*faults)
    return made


def write(notes: Sequence[Imported], vault: Path) -> tuple[Path, ...]:
    """Put the notes and their pictures into the vault, all or none; returns where the notes are."""
    from pipeline.publish import claim, publish  # noqa: PLC0415 - not needed to look only

    files: dict[str, bytes | Path] = {}
    for note in notes:
        files |= dict(note.pictures) | {note.name: note.text.encode()}
    with claim(vault):
        publish(list(files.items()), vault)
    return tuple(vault / note.name for note in notes)


# --------------------------------------------------------------------------- names


def _names(files: Iterable[Path]) -> list[str]:
    """`notes.txt` becomes `notes.md`, and a second one `notes-2.md`."""
    taken: set[str] = set()
    out: list[str] = []
    for path in files:
        stem = _UNFIT.sub("-", path.stem).strip(" .-") or "note"
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        out.append(f"{name}.md")
    return out


def _in_the_way(note: Imported, order: Order) -> list[Problem]:
    out: list[Problem] = []
    for name, data in ((note.name, note.text.encode()), *note.pictures):
        place = order.vault / name
        if not os.path.lexists(place) or (place.is_file() and place.read_bytes() == data):
            continue
        own = place.exists() and place.samefile(note.source)
        if own or not order.force:
            hint = "give another folder with --to" if own else "--force replaces it, --to names another folder"
            message = (
                "the note would replace its own source"
                if own
                else "this file is there already, and says something else"
            )
            out.append(Problem(str(place), 0, 0, "error", "file-exists", message, hint))
    return out


# --------------------------------------------------------------------------- one file


def _imported(path: Path, name: str, order: Order) -> Imported:
    draft = _draft(path, Path(name).stem)
    stem = Path(name).stem
    wish = Wish(path.name, draft.title or stem, order.fix, order.date, draft.markdown)
    made = tidy(draft.text, wish)
    problems = (*draft.problems, *_told(path, order.vault / name, draft, made))
    lost, added = (*draft.lost, *made.lost), (*draft.added, *made.added)
    if lost or added:
        problems = (report.unproved(str(path), lost, added), *problems)
    changes = (*draft.changes, *made.changes)
    acronyms, numbers = made.acronyms, made.numbers
    if not _has_lines(path):
        acronyms, numbers = (tuple(_placed(fact, made) for fact in facts) for facts in (acronyms, numbers))
    return Imported(
        path, name, made.text, draft.pictures, made.words, changes, made.touched, acronyms, numbers, problems
    )


def _told(path: Path, place: Path, draft: _Draft, made: Tidied) -> tuple[Problem, ...]:
    """Problems in the lines of the source, or of the note where the source has no lines."""
    if _has_lines(path):
        return report.problems(made.changes, str(path))
    return (
        *report.problems(draft.changes, str(path)),
        *report.problems(made.changes, str(place), made.places),
    )


def _has_lines(path: Path) -> bool:
    return KINDS[path.suffix.lower()] in {"text", "markdown"}


def _placed(fact: Fact, made: Tidied) -> Fact:
    return replace(fact, lines=tuple(made.places.get(line, 0) for line in fact.lines))


def _draft(path: Path, stem: str) -> _Draft:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Stop(
            _fault(path, "unreadable-file", f"cannot be read: {error.strerror}", "name a file that can be read")
        ) from error
    kind = KINDS[path.suffix.lower()]
    try:
        if kind == "docx":
            return _from_word(path, data, stem)
        if kind == "html":
            return _from_web(path, _decoded(data, _declared(data))[0], stem)
    except ImportError as error:
        hint = "type: pip install 'studypress[import]'"
        problem = _fault(path, "missing-package", f"a package is needed for {path.suffix} files: {error.name}", hint)
        raise Stop(problem, code=4) from error
    text, sure = _decoded(data, "")
    guess = () if sure else (_guessed(path),)
    return _Draft(text, kind == "markdown", problems=guess)


def _from_web(path: Path, text: str, stem: str) -> _Draft:
    album = Album(path, stem)
    page = markup.convert(text, album.name_of)
    lost, added = proof.difference(page.wanted, proof.of_note(page.text))
    problems = tuple(
        _fault(path, "missing-image", fault, "put it beside the note", "warning") for fault in album.faults
    )
    return _Draft(
        page.text, True, page.title, page.changes, tuple(album.pictures.values()), problems, tuple(lost), tuple(added)
    )


def _from_word(path: Path, data: bytes, stem: str) -> _Draft:
    try:
        document = office.read(data)
    except office.NoDocument as error:
        raise Stop(
            _fault(path, "not-a-document", str(error), "open it in a word processor and save it as .docx")
        ) from error
    draft = _from_web(path, document.html, stem)
    missing = document.words - Counter(proof.of_note(draft.text))
    problems = draft.problems
    if document.formulas:
        message = f"formulas came as rows of their signs: {document.formulas}"
        problems = (*problems, _fault(path, "formula-flattened", message, "write them as $…$ in the note", "warning"))
    return replace(draft, problems=problems, lost=(*draft.lost, *sorted(missing.elements())))


def _fault(path: Path, code: str, message: str, hint: str, severity: str = "error") -> Problem:
    return Problem(str(path), 0, 0, "error" if severity == "error" else "warning", code, message, hint)


# --------------------------------------------------------------------------- characters


def _declared(data: bytes) -> str:
    found = _CHARSET.search(data[:4096])
    return (found[1] or found[2]).decode("ascii") if found else ""


def _decoded(data: bytes, declared: str) -> tuple[str, bool]:
    """The text in a file, and whether its encoding was told or is certain."""
    for sign, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(sign):
            return data.decode(encoding, "replace"), True
    for encoding in ("utf-8-sig", declared):
        try:
            return data.decode(encoding or "utf-8"), True
        except (UnicodeDecodeError, LookupError):
            continue
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data), False


def _guessed(path: Path) -> Problem:
    message = "this is no UTF-8; it was read as Windows-1252"
    return _fault(path, "encoding-guessed", message, "see whether its quotes and letters are right", "warning")
