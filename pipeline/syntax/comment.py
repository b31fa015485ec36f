"""Comments leave the text before it is parsed: `%%…%%` and `<!-- … -->`, wherever they begin and end."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.syntax.reading import Reading

_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}(?=[^`\n]*$)|~{3,})")
_MARK = re.compile(r"\\[\\`<%]|`+|\$\$|%%|<!--")
_PAGE_BREAK = re.compile(r"<!--\s*page-?break\s*-->", re.IGNORECASE)
_BESIDE = re.compile(r"[ \t]*(?:[-*+|>:]|\d{1,9}[.)]|$)|[ \t]{2,}|\^")
_CODE = re.compile(r"(?: {4}| {0,3}\t)")
_LONGEST_CODE = 20_000
_ASIDE = re.compile(
    r"(?:%%|<!--)\s*(?:(ordered|unordered)|mnemonics?:\s*(?:off|none|no|false))\s*(?:%%|-->)", re.IGNORECASE
)
PARTING = "<!---->"
"""What is left of a comment that parts two lists."""
_LIST = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")


def strip_comments(lines: list[str], first: int, reading: Reading) -> list[str]:
    """The lines without comments; `reading.origin` learns where each of them stood, `first` being the first.

    What a comment says of the list beside it goes to `reading.asides`.
    """
    reading.origin = list(range(first, first + len(lines)))
    text = "\n".join(lines)
    if "%%" not in text and "<!--" not in text:
        return lines
    pieces: list[str] = []
    done = 0
    starts = starts_of(lines)
    for begin, end in _comments(text, lines, starts, first, reading):
        if aside := _ASIDE.fullmatch(text, begin, end):
            reading.asides.append((first + text.count("\n", 0, begin), (aside[1] or "off").casefold()))
        pieces += (text[done:begin], "\0" + "\n\0" * text.count("\n", begin, end))
        if text[begin] == "<" and _parts_list(lines, bisect_right(starts, begin) - 1, text[begin:end]):
            pieces[-1] += PARTING
        done = end
    pieces.append(text[done:])
    return _drop_lines("".join(pieces).split("\n"), reading)


def _parts_list(lines: list[str], row: int, comment: str) -> bool:
    """Whether a comment ends a list: it stands between blank lines, and what seems to go on with the list follows.

    CommonMark 5.3 recommends it for two lists in a row.
    """
    first, last = row - 1, row + comment.count("\n") + 1
    alone = lines[row].startswith((comment[:4], " " + comment[:4])) and lines[last - 1].rstrip().endswith("-->")
    if not alone or first < 0 or last >= len(lines) or lines[first].strip() or lines[last].strip():
        return False
    while first > 0 and not lines[first].strip():
        first -= 1
    while last < len(lines) - 1 and not lines[last].strip():
        last += 1
    return all(_LIST.match(line) or line.startswith(("    ", "\t")) for line in (lines[first], lines[last]))


def starts_of(lines: list[str]) -> list[int]:
    """Where each line begins in the text of all."""
    starts, position = [], 0
    for line in lines:
        starts.append(position)
        position += len(line) + 1
    return starts


@dataclass(slots=True)
class Code:
    """Follows the code blocks of a text, line by line."""

    fence: str = ""
    listed: bool = False
    blank: bool = True

    def covers(self, line: str) -> bool:
        """Whether the next line is code: between fences, or indented with no list to belong to."""
        before, self.blank = self.blank, not line.strip()
        if self.fence:
            bare = line.strip(" \t>")
            if bare.startswith(self.fence) and not bare.strip(self.fence[0]):
                self.fence = ""
            return True
        if opened := _FENCE.match(line):
            self.fence = opened[1]
            return True
        if before and not self.listed and _CODE.match(line):
            self.blank = True
            return True
        self.listed = bool(_LIST.match(line)) or (self.listed and (self.blank or line[0] in " \t"))
        return False


def _comments(
    text: str, lines: list[str], starts: list[int], first: int, reading: Reading
) -> Iterator[tuple[int, int]]:
    """Begin and end of each comment outside of code and formulas."""
    code, done = Code(), 0
    for row, line in enumerate(lines):
        start, stop = starts[row], starts[row] + len(line)
        if start < done >= stop or (done <= start and code.covers(line)):
            continue
        for begin, found in _in_line(text, max(done, start), stop):
            if begin < done:
                break
            comment = text[begin] in "%<"
            end = _unclosed(text, begin, first + row, line, reading) if found < 0 else found
            if end < 0:
                break
            done = end
            if comment:
                yield begin, end


def _in_line(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans that begin in a line: comments, and the code and formulas that hide a comment's marks."""
    while begin < end and (found := _MARK.search(text, begin, end)):
        mark = found[0]
        begin = found.end()
        if mark[0] == "\\" or _PAGE_BREAK.match(text, found.start()):
            continue
        close = closing(text, mark, begin)
        if close >= 0 or mark in ("%%", "<!--"):
            yield found.start(), close
        begin = max(begin, close)


def closing(text: str, mark: str, begin: int) -> int:
    """Where the span that a mark opens ends, or -1; code and formulas end within their paragraph."""
    if mark in ("%%", "<!--"):
        close = "%%" if mark == "%%" else "-->"
        stop = text.find(close, begin if mark == "%%" else begin - 2)
        return stop + len(close) if stop >= 0 else -1
    found = re.compile(rf"(?<!`){re.escape(mark)}(?!`)").search(text, begin, begin + _LONGEST_CODE)
    return found.end() if found and text.find("\n\n", begin, found.start()) < 0 else -1


def _unclosed(text: str, begin: int, line: int, content: str, reading: Reading) -> int:
    """Where a comment ends that is never closed, or -1 when its mark is text.

    One that begins a line hides the rest of the note, as in Obsidian and CommonMark; `<!--` in a line hides the
    paragraph's rest; `%%` in a line are two signs.
    """
    mark, close = ("<!--", "-->") if text[begin] == "<" else ("%%", "%%")
    reading.warn(line, "unclosed-comment", f"a comment opened with {mark} is never closed", f"add {close}", at=mark)
    if content.lstrip(" \t>").startswith(mark):
        return len(text)
    return text.find("\n\n", begin) % (len(text) + 1) if mark == "<!--" else -1


def _drop_lines(lines: list[str], reading: Reading) -> list[str]:
    r"""Take out lines that were nothing but comment (marked by `\0`); part what stood on either side."""
    kept: list[str] = []
    origin: list[int] = []
    gap = False
    for number, line in enumerate(lines):
        bare = line.replace(" \0 ", " ").replace("\0", "")
        if "\0" in line and not bare.strip(" \t>"):
            gap = True
            continue
        if gap and not _BESIDE.match(bare) and kept and kept[-1].strip():
            kept.append("")
            origin.append(reading.origin[number - 1])
        gap = False
        kept.append(bare.rstrip() if "\0" in line and line.endswith("\0") else bare)
        origin.append(reading.origin[number])
    reading.origin = origin
    return kept
