"""Blocks of plain text as Markdown; what the parser would read otherwise than it is written is escaped."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence

from pipeline.importing import proof
from pipeline.importing.blocks import Block
from pipeline.importing.headings import PLACEHOLDER
from pipeline.importing.proof import words

_SIGNS = re.compile(r"[!-'*-/:-@\[-`{-~]")
_BRACKETS = {"[": "&#91;", "]": "&#93;", "\\": "&#92;"}  # with a backslash they would open formulas
_SUSPICIOUS = re.compile(r"[\\`*_{}\[\]<>#|~^$%&=:]")
_OPENING = re.compile(r"[-+*](?=\s|$)|[>=|:~]|-{2,}\s*$|#{1,6}(?=\s|$)|`{3}")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
Writing = Callable[[list[str]], list[str]]
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")


def front_matter(pairs: Iterable[tuple[str, str]]) -> str:
    """Properties of a note; a text in quotes is YAML, too."""
    lines = [
        f"{key}: {value if key == 'date' else json.dumps(value, ensure_ascii=False)}" for key, value in pairs if value
    ]
    return "\n".join(["---", *lines, "---", ""])


def markdown(blocks: Sequence[Block], *, literal: bool = False) -> tuple[str, dict[int, int]]:
    """The text of a note without front matter, and for the number of each source line where it went.

    `literal` escapes every sign: for texts whose blocks are harmless one by one, but not together.
    """
    out: list[str] = []
    places: dict[int, int] = {}
    numbers: list[int] = []
    offsets: list[int] = []
    before = ""
    for block in blocks:
        if out and not (block.kind == before == "item"):
            out.append("")
        if block.kind != "item":
            numbers, offsets = [], []
        for line in block.lines:
            places.setdefault(line.number, len(out) + 1)
        safe = _literal if literal else _safe
        out += _item(block, offsets, numbers, safe) if block.kind == "item" else _block(block, safe)
        before = block.kind
    return "\n".join(out) + "\n", places


def escaped(text: str) -> str:
    """Every sign as itself, whatever it means to a parser."""
    return _SIGNS.sub(lambda found: _BRACKETS.get(found[0], f"\\{found[0]}"), text)


def safe(text: str) -> str:
    """A piece of running text as it is, or with its signs escaped where the parser would read something into them."""
    return "\n".join(_safe(text.split("\n")))


def _block(block: Block, safe: Writing) -> list[str]:
    match block.kind:
        case "heading":
            text = block.text
            sure = text if text == PLACEHOLDER else safe([text])[0]
            return [f"{'#' * block.level} {sure}".rstrip()]
        case "rule":
            return ["---"]
        case "kept":
            texts = [line.text.rstrip() for line in block.lines]
            kept = safe is _safe and _survives("\n".join(texts), texts)
            return texts if kept else safe([text.strip() for text in texts])
        case _:
            return safe([line.text.strip() for line in block.lines])


def _item(block: Block, offsets: list[int], numbers: list[int], safe: Writing) -> list[str]:
    """An item's lines; `offsets` and `numbers` of the items around it are kept up to date."""
    lines = safe([line.text.strip() for line in block.lines])
    mark = _mark(block, numbers)
    if mark == "-" != block.mark:
        lines[0] = f"{block.mark[:-1]}\\. {lines[0]}"
    del offsets[block.level :]
    indent = offsets[-1] if offsets else 0
    offsets.append(indent + len(mark) + 1)
    return [f"{' ' * indent}{mark} {lines[0]}", *(" " * offsets[-1] + line for line in lines[1:])]


def _mark(block: Block, numbers: list[int]) -> str:
    """A dash, or the number where Markdown would count the same."""
    before = numbers[block.level] if block.level < len(numbers) else None
    del numbers[block.level :]
    number = block.mark.rstrip(".")
    counts = number.isdecimal() and number == str(int(number)) and before in {None, int(number) - 1}
    numbers.extend([-9] * (block.level - len(numbers)))
    numbers.append(int(number) if counts else -9)
    return block.mark if counts else "-"


def _safe(texts: list[str]) -> list[str]:
    """Lines of running text, escaped where the parser would see something else in them."""
    opened = [_NUMBERED.sub(r"\1\\\2", text, count=1) if _NUMBERED.match(text) else text for text in texts]
    opened = [f"\\{text}" if _OPENING.match(text) else text for text in opened]
    opened = [_TAG.sub(r"\<", text) for text in opened]
    if _survives("\n".join(opened), texts):
        return opened
    return _literal(texts)


def _literal(texts: list[str]) -> list[str]:
    return [escaped(text) for text in texts]


def _survives(text: str, texts: Sequence[str]) -> bool:
    if not _SUSPICIOUS.search(text):
        return True
    if "[^" in text:  # a footnote would move away from its place
        return False
    own = [word for line in texts for word in words(line)]
    return proof.of_note(f"x\n\n{text}\n\nx\n") == ["x", *own, "x"]  # it must not swallow its neighbours, either
