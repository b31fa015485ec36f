"""Syntax: the text of a note becomes typed nodes, each with its line; no stage after this one sees Markdown.

The path: front matter, comments, drawings, blocks (mistune, at the door), nodes, headings, ids. One module for each
syntax.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from pipeline.model import Footnote, Meta, Notation, Note, Source
from pipeline.syntax.card import flagged
from pipeline.syntax.comment import strip_comments
from pipeline.syntax.door import read_blocks
from pipeline.syntax.equations import equations
from pipeline.syntax.footnote import read_notes
from pipeline.syntax.front_matter import read_front_matter, read_toml, split_front_matter
from pipeline.syntax.headings import arrange, arrange_inside, take_title
from pipeline.syntax.ids import Names, name_blocks, note_id
from pipeline.syntax.lower import Blocks
from pipeline.syntax.meta import read_meta
from pipeline.syntax.printable import printable
from pipeline.syntax.reading import Reading
from pipeline.syntax.svg import draw
from pipeline.text import slug, text_of, words

__all__ = ["PLAIN", "parse"]


PLAIN = Notation()


def parse(source: Source, notation: Notation = PLAIN) -> Note:
    """The note a text stands for, in the notation of its book.

    It never fails: what is wrong with the text is in the note's problems.
    """
    lines = _clean(source.text).split("\n")
    reading = Reading(source.path, lines, [])
    meta, first = _front_matter(lines, reading)
    reading.equations = equations("\n".join(lines[first:]), notation.macros)
    reading.line_numbers = notation.line_numbers
    reading.flagged = flagged(meta, lines[first:])
    tokens, env = read_blocks(draw(strip_comments(lines[first:], first + 1, reading), reading), reading)
    lower = Blocks(reading, env)
    title, blocks = take_title(lower.read(tokens), meta.title, source.path)
    names = Names()
    blocks = name_blocks(arrange(blocks), names)
    footnotes = _footnotes(lower, reading, names)
    text = "\n".join((text_of(blocks), *(text_of(note.blocks) for note in footnotes)))
    return Note(
        id=note_id(meta.id, source.path),
        path=source.path,
        title=title,
        blocks=blocks,
        meta=meta,
        footnotes=footnotes,
        words=len(words(text)),
        digest=hashlib.sha256(source.text.encode("utf-8", "surrogatepass")).hexdigest(),
        problems=(*source.problems, *sorted(reading.problems)),
        asides=tuple(reading.asides),
        inlays=tuple(reading.inlays.items()),
    )


def _clean(text: str) -> str:
    """Line ends unified, characters no book can hold left out."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return printable(text).removesuffix("\n")


def _front_matter(lines: list[str], reading: Reading) -> tuple[Meta, int]:
    """What the front matter says, and the number of lines it takes."""
    taken = split_front_matter(lines)
    if not taken:
        return Meta(), 0
    if lines[0].startswith("+"):
        return read_meta(read_toml(lines[1 : taken - 1], reading), reading), taken
    pairs, is_front_matter = read_front_matter(lines[1 : taken - 1], reading)
    return read_meta(pairs, reading), taken if is_front_matter else 0


def _footnotes(lower: Blocks, reading: Reading, names: Names) -> tuple[Footnote, ...]:
    """All footnotes, those that are referred to first; one may be cited only by another that comes after it."""
    out: dict[str, Footnote] = {}
    for key, number in read_notes(reading):
        token = reading.notes[key]
        name = names.claim(f"fn{number or '-' + (slug(token['label']) or 'x')}")
        blocks = name_blocks(arrange_inside(lower.read(token["children"])), names.inside(name + "-"))
        out[key] = Footnote(token["label"], blocks, 0, reading.line(token["at"]), name)
    numbered = [replace(note, number=reading.cited.get(key, 0)) for key, note in out.items()]
    return tuple(sorted(numbered, key=lambda note: note.number or len(numbered) + 1))
