"""The way of a text: letters, furniture, glued words, blocks, headings, Markdown, proof. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.importing import blocks, facts, furniture, glue, headings, letters, proof, writer
from pipeline.importing.change import Change, Line
from pipeline.syntax.front_matter import split_front_matter

_FENCE = re.compile(r"\s*(?:>\s*)*(`{3,}|~{3,})")
_BULLET = re.compile(r"^(\s*)[•●◦○▪▫■□‣⁃∙►➢➤❖\uf0b7\uf0a7\uf0d8]\s*(?=\S)")
_MATHS = re.compile(r"\s*\$\$")


@dataclass(frozen=True, slots=True)
class Wish:
    """`source` is the name of the file, `title` what to call a note that does not say; `fix` parts glued words.

    `markdown` says that the text is Markdown, `keep` that furniture stays.
    """

    source: str
    title: str
    fix: bool = False
    date: str = ""
    markdown: bool = False
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Tidied:
    """A note and its report. `places` tells where a line of the source stands in the note.

    `lost` and `added` are words that the proof misses and finds: a note that has any must not be written.
    """

    text: str
    changes: tuple[Change, ...] = ()
    touched: int = 0
    acronyms: tuple[facts.Fact, ...] = ()
    numbers: tuple[facts.Fact, ...] = ()
    words: int = 0
    places: dict[int, int] = field(default_factory=dict)
    lost: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


def tidy(text: str, wish: Wish) -> Tidied:
    """Canonical Markdown for a text. It says the same words, but for the changes it lists."""
    own, rest = _own_front_matter(text) if wish.markdown else ("", text)
    raw = letters.lines_of(rest)
    lines, garbled, touched = letters.repaired(raw)
    sealed = _sealed(lines)
    kept, furnished = (lines, ()) if wish.keep else furniture.trim(lines)
    prose = [Line(line.number, "") if line.number in sealed else line for line in kept]
    glued = headings.glued(prose)
    words = tuple(change for change in glue.find(prose) if not _within(change, glued))
    if wish.fix:
        kept = glue.split(kept, words)
        again = headings.glued(glue.split(prose, words))
        kept = headings.split(kept, again)
        words, glued = tuple(replace(w, made=True) for w in words), tuple(replace(g, made=True) for g in again)
    made = _markdown(kept, sealed) if wish.markdown else _plain(kept)
    if wish.markdown and proof.of_note(made.text) != proof.of_note(_joined(kept)):
        made = replace(made, text=_joined(kept))
    head = own or _head(made.title, wish)
    head = f"{head.rstrip()}\n\n"
    changes = (*furnished, *words, *glued, *made.changes)
    got = proof.of_note(made.text)
    told = proof.counted(_joined(lines), changes) if wish.markdown else proof.of_source(lines, changes)
    lost, added = proof.difference(told, sorted(got) if wish.markdown else got)
    if not lost and not added:  # what the rules did is right; now what was done to the letters before
        lost, added = proof.difference(proof.of_source(raw, garbled), proof.of_source(lines, ()))
    if (lost or added) and (wish.fix or not wish.keep):  # a change in what nobody sees, such as a comment: left alone
        return tidy(text, replace(wish, fix=False, keep=not wish.fix))
    shift = head.count("\n")
    return Tidied(
        head + made.text,
        tuple(sorted((*garbled, *changes))),
        touched,
        facts.acronyms(_readable(kept, sealed)),
        facts.numbers(_readable(kept, sealed)),
        len(got),
        {line: place + shift for line, place in made.places.items()},
        tuple(lost),
        tuple(added),
    )


@dataclass(frozen=True, slots=True)
class _Body:
    text: str
    title: str = ""
    changes: tuple[Change, ...] = ()
    places: dict[int, int] = field(default_factory=dict)


def _plain(lines: Sequence[Line]) -> _Body:
    found, letter_bullets = blocks.read(lines)
    restored, changes = headings.restore(found)
    wanted = proof.of_source(lines, (*letter_bullets, *changes))
    text, places = writer.markdown(restored)
    if proof.of_note(text) != wanted:
        text, places = writer.markdown(restored, literal=True)
    first = restored[0] if restored else None
    title = first.text if first and first.kind == "heading" and first.level == 1 else ""
    return _Body(text, title, (*letter_bullets, *changes), places)


def _markdown(lines: Sequence[Line], sealed: set[int]) -> _Body:
    """Markdown stays as it is, but for bullets that are none in Markdown and empty lines at its end."""
    texts = [line.text if line.number in sealed else _BULLET.sub(r"\1- ", line.text.rstrip(" ")) for line in lines]
    texts = [text + _hard_break(line, text) for text, line in zip(texts, lines, strict=True)]
    places = {line.number: at for at, line in reversed(list(enumerate(lines, 1)))}
    title = re.fullmatch(r"# (.+?)[ #]*", next((text for text in texts if text.strip()), ""))
    return _Body("\n".join(texts).strip("\n") + "\n", title[1] if title else "", (), places)


def _hard_break(line: Line, text: str) -> str:
    """Two spaces at the end of a line mean something, others do not."""
    return "  " if line.text.endswith("  ") and text and not text.endswith(" ") else ""


def _joined(lines: Sequence[Line]) -> str:
    return "\n".join(line.text for line in lines).strip("\n") + "\n"


def _sealed(lines: Sequence[Line]) -> set[int]:
    """The numbers of lines that are code or formulas."""
    out: set[int] = set()
    end: str = ""
    for line in lines:
        fence = _FENCE.match(line.text)
        maths = _MATHS.match(line.text) and line.text.count("$$") == 1
        if end:
            out.add(line.number)
            closed = "$$" in line.text if end == "$$" else bool(fence and fence[1].startswith(end))
            end = "" if closed else end
        elif fence or maths:
            out.add(line.number)
            end = fence[1] if fence else "$$"
    return set() if end else out


def _within(change: Change, others: Sequence[Change]) -> bool:
    return any(
        other.line == change.line and other.column <= change.column <= other.column + len(other.before)
        for other in others
    )


def _readable(lines: Sequence[Line], sealed: set[int]) -> list[Line]:
    return [line for line in lines if line.number not in sealed]


def _own_front_matter(text: str) -> tuple[str, str]:
    """The front matter that a note in Markdown brings along, kept to the letter, and the rest, at the same lines."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    taken = split_front_matter(lines)
    return "\n".join(lines[:taken]), "\n" * taken + "\n".join(lines[taken:])


def _head(title: str, wish: Wish) -> str:
    plain = re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", title)
    return writer.front_matter((("title", plain or wish.title), ("date", wish.date), ("source", wish.source)))
