"""Files of any origin become notes in a vault: reads them, names the notes, and writes all of them or none."""

from __future__ import annotations

import base64
import binascii
import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote, unquote

from pipeline.importing import markup, office, proof, report
from pipeline.importing.change import Change
from pipeline.importing.facts import Fact
from pipeline.importing.tidy import Tidied, Wish, tidy
from pipeline.problem import Problem, Stop

KINDS = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown", ".docx": "docx", ".html": "html",
    ".htm": "html", ".xhtml": "html",
}  # fmt: skip
_PICTURE = re.compile(r"(?<=\]\()(?P<address>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?=(?: \"[^\"]*\")?\))")
_IMAGE = re.compile(rf"!\[(?:[^\[\]]|\[[^\]]*\])*{_PICTURE.pattern}")
_DATA = re.compile(r"data:image/(?P<kind>[\w.+-]+);base64,(?P<data>[A-Za-z0-9+/=\s%]*)", re.IGNORECASE)
_ENDINGS = {"jpeg": "jpg", "svg+xml": "svg", "x-emf": "emf", "x-wmf": "wmf"}
_REMOTE = re.compile(r"[a-z][a-z0-9+.-]+:|//|#", re.IGNORECASE)
_UNFIT = re.compile(r"[\\/:*?\"<>|#^\[\]\x00-\x1f]+")
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w-]+)|<\?xml[^>]+encoding\s*=\s*[\"']([\w-]+)", re.IGNORECASE)
_MOST_PICTURE = 50 << 20


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
    return Imported(
        path, name, made.text, draft.pictures, made.words, changes, made.touched, made.acronyms, made.numbers, problems
    )


def _told(path: Path, place: Path, draft: _Draft, made: Tidied) -> tuple[Problem, ...]:
    """Problems in the lines of the source, or of the note where the source has no lines."""
    if KINDS[path.suffix.lower()] in {"text", "markdown"}:
        return report.problems(made.changes, str(path))
    return (
        *report.problems(draft.changes, str(path)),
        *report.problems(made.changes, str(place), made.places),
    )


def _draft(path: Path, stem: str) -> _Draft:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Stop(
            _fault(path, "unreadable", f"cannot be read: {error.strerror}", "name a file that can be read")
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
    page = markup.convert(text)
    lost, added = proof.difference(page.wanted, proof.of_note(page.text))
    made, pictures, problems = _with_pictures(page.text, path, stem)
    return _Draft(made, True, page.title, page.changes, pictures, problems, tuple(lost), tuple(added))


def _from_word(path: Path, data: bytes, stem: str) -> _Draft:
    try:
        document = office.read(data)
    except office.NoDocument as error:
        raise Stop(
            _fault(path, "unreadable", str(error), "open it in a word processor and save it as .docx")
        ) from error
    draft = _from_web(path, document.html, stem)
    missing = document.words - Counter(proof.of_note(draft.text))
    problems = draft.problems
    if document.formulas:
        message = f"{document.formulas} formulas came as a line of their signs"
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


# --------------------------------------------------------------------------- pictures


def _with_pictures(text: str, path: Path, stem: str) -> tuple[str, tuple[tuple[str, bytes], ...], tuple[Problem, ...]]:
    """The text with pictures named as they will lie beside the note, those pictures, and what is wrong with others."""
    kept: dict[str, tuple[str, bytes]] = {}
    problems: list[Problem] = []

    def named(found: re.Match[str]) -> str:
        address = found["address"]
        if address not in kept:
            picture = _picture(address, path)
            if isinstance(picture, str):
                if picture:
                    problems.append(_fault(path, "missing-image", picture, "put it beside the note", "warning"))
                return found[0] if not address.startswith("data:") else found[0].replace(address, "missing.png")
            kept[address] = (f"{stem}-{len(kept) + 1}.{picture[0]}", picture[1])
        return found[0].replace(address, quote(kept[address][0]))

    return _IMAGE.sub(named, text), tuple(kept.values()), tuple(problems)


def _picture(address: str, path: Path) -> tuple[str, bytes] | str:
    """The ending and the bytes of a picture; "" when it stays where it is, else what is wrong with it."""
    if found := _DATA.fullmatch(unquote(address) if "%" in address else address):
        try:
            kind = found["kind"].lower()
            return _ENDINGS.get(kind, kind), base64.b64decode(found["data"])
        except (binascii.Error, ValueError):
            return "a picture inside the file is damaged"
    if _REMOTE.match(address):
        return "" if not address.startswith("file:") else f"the picture {address} is outside the folder of the file"
    place = (path.parent / unquote(address.partition("?")[0])).resolve()
    if not place.is_relative_to(path.parent.resolve()):
        return f"the picture {address} is outside the folder of the file"
    return _beside(place, address)


def _beside(place: Path, address: str) -> tuple[str, bytes] | str:
    try:
        if place.stat().st_size > _MOST_PICTURE:
            return f"the picture {address} is too big"
        return place.suffix.lstrip(".").lower() or "png", place.read_bytes()
    except OSError:
        return f"the picture {address} is not there"
