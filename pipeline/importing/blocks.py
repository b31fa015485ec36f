"""Lines of plain text become blocks: headings, items with their depth, paragraphs, and what is kept as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from pipeline.importing.change import Change, Line

_STRONG = "•●◦○▪▫■□‣⁃∙►▶➢➤❖◆◇✓✔➔→\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf02d"
_BULLET = re.compile(rf"(?P<sign>[{_STRONG}])[ \t]*|(?P<weak>[–—·*+-]|o(?=\t))(?:[ \t]+|$)")
_NUMBER = re.compile(r"(?P<number>\d{1,3})[.)][ \t]+(?=\S)")
_INSIDE = re.compile(rf"(?<=\S)\s+(?=[{_STRONG[:8]}]\s)")
_HEADING = re.compile(r"(?P<signs>#{1,6})[ \t]+(?P<text>.*?)[ \t]*#*$")
_FENCE = re.compile(r"(?P<fence>`{3,}(?=[^`]*$)|~{3,})")
_RULE = re.compile(r"([-*_=~])(?:[ \t]*\1){2,}")
_LETTER_BULLET = "letter-bullet"
_END = re.compile(r"[.!?:;]['’”\")]*$")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of plain text. `level` is a heading's, or an item's depth (from 0); `gap` counts empty lines above.

    `mark` is what an item begins with in Markdown; `made` says that the author did not mark it, but a rule.
    """

    kind: Literal["heading", "item", "text", "kept", "rule"]
    lines: tuple[Line, ...]
    level: int = 0
    mark: str = ""
    gap: int = 0
    made: bool = False

    @property
    def line(self) -> int:
        return self.lines[0].number

    @property
    def text(self) -> str:
        return " ".join(line.text.strip() for line in self.lines)


def read(lines: Sequence[Line]) -> tuple[list[Block], tuple[Change, ...]]:
    """The blocks of a text, and the letters that were bullets (Word's *o*)."""
    out: list[Block] = []
    wrapped = is_wrapped(lines)
    gap, open_ = 0, False
    letters: list[Change] = []
    for chunk in _chunks(lines):
        if len(chunk) > 1 or _is_kept(chunk[0].text):
            out.append(Block("kept", tuple(chunk), gap=gap))
            gap, open_ = 0, False
            continue
        for line in _parts(chunk[0]):
            if not line.text.strip():
                gap, open_ = gap + 1, False
                continue
            block, letter = _block(line, gap)
            letters += letter
            if block.kind == "text" and open_ and _goes_on(out[-1], line, wrapped=wrapped):
                out[-1] = replace(out[-1], lines=(*out[-1].lines, line))
            else:
                out.append(block)
            gap, open_ = 0, out[-1].kind in {"text", "item"}
    return _nested(out), tuple(letters)


def is_wrapped(lines: Sequence[Line]) -> bool:
    """Whether lines were broken at a width, so that a paragraph takes several: they are short and end anywhere."""
    texts = [line.text.strip() for line in lines]
    if max(map(len, texts), default=0) > 100:
        return False
    upper = [above for above, below in pairwise(texts) if len(above) > 40 and below and not _BULLET.match(below)]
    return len(upper) > 1 and sum(not _END.search(text) for text in upper) * 2 > len(upper)


def _chunks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Fences and tables as one piece, every other line on its own."""
    at = 0
    while at < len(lines):
        end = _end_of_fence(lines, at) or _end_of_table(lines, at) or at + 1
        yield list(lines[at:end])
        at = end


def _end_of_fence(lines: Sequence[Line], at: int) -> int:
    opening = _FENCE.match(lines[at].text.strip())
    if not opening:
        return 0
    for end in range(at + 1, len(lines)):
        text = lines[end].text.strip()
        if text.startswith(opening["fence"]) and not text.strip(opening["fence"][0]):
            return end + 1
    return 0


def _end_of_table(lines: Sequence[Line], at: int) -> int:
    end = at
    while end < len(lines) and lines[end].text.strip().startswith("|"):
        end += 1
    ruled = end - at > 1 and re.fullmatch(r"\|?[\s:|-]*-[\s:|-]*", lines[at + 1].text.strip())
    return end if ruled else 0


def _is_kept(text: str) -> bool:
    return text.lstrip().startswith(">")


def _parts(line: Line) -> list[Line]:
    """A line that holds several items, parted before each bullet."""
    parts = _INSIDE.split(line.text)
    if len(parts) < (2 if _BULLET.match(line.text.strip()) else 3):
        return [line]
    indent = line.text[: len(line.text) - len(line.text.lstrip())]
    return [Line(line.number, (indent if i else "") + part) for i, part in enumerate(parts)]


def _block(line: Line, gap: int) -> tuple[Block, list[Change]]:
    text = line.text.strip()
    if _RULE.fullmatch(text):
        return Block("rule", (line,), gap=gap), []
    if found := _HEADING.fullmatch(text):
        return Block("heading", (Line(line.number, found["text"]),), len(found["signs"]), gap=gap), []
    indent = _width(line.text)
    if found := _BULLET.match(text):
        sign, rest = found["sign"] or found["weak"], Line(line.number, text[found.end() :])
        letter = [Change(line.number, line.text.index("o") + 1, _LETTER_BULLET, "o", "")] if sign == "o" else []
        if not rest.text:
            return Block("text", (line,), gap=gap), []
        return Block("item", (rest,), indent, sign, gap), letter
    if found := _NUMBER.match(text):
        return Block("item", (Line(line.number, text[found.end() :]),), indent, f"{found['number']}.", gap), []
    return Block("text", (line,), gap=gap), []


def _width(text: str) -> int:
    space = text[: len(text) - len(text.lstrip())]
    return len(space.expandtabs(4))


def _goes_on(block: Block, line: Line, *, wrapped: bool) -> bool:
    """Whether a line of text belongs to the block above it, with no empty line between."""
    if wrapped:
        last = block.lines[-1].text.rstrip()
        return not (_END.search(last) and len(last) < 45)
    return block.kind == "item" and _width(line.text) > 0 and line.text.strip()[:1].islower()


def _nested(blocks: Sequence[Block]) -> list[Block]:
    """Items with depths for indents, and with `-` or their number for signs.

    Depth is told by the indent first, then by the sign: *◦* below *•* is deeper though it stands no further in.
    """
    out: list[Block] = []
    stack: list[tuple[int, str]] = []
    for block in blocks:
        if block.kind != "item" or block.gap > 1:
            stack = []
        if block.kind == "item":
            stack = _open(stack, (block.level, "1." if block.mark[0].isdigit() else block.mark))
            mark = block.mark if block.mark[0].isdigit() else "-"
            out.append(replace(block, level=len(stack) - 1, mark=mark))
        else:
            out.append(block)
    return out


def _open(stack: list[tuple[int, str]], item: tuple[int, str]) -> list[tuple[int, str]]:
    """The indents and signs of the items around a new one, itself the last."""
    indent, sign = item
    if item in stack:
        return stack[: stack.index(item) + 1]
    kept = [(level, other) for level, other in stack if level < indent or (level == indent and other != sign)]
    return [*kept, item]
