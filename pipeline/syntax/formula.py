r"""Formulas in TeX: `$…$` and `\(…\)` in a line; `$$…$$`, `\[…\]`, `\begin{align}` and a `math` fence as blocks.

A dollar opens a formula when no space follows it, and closes one when no space stands before it and no digit after
it, so that "$5 and $10" stays money.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from re import Match

from mistune import BlockParser, InlineParser

from pipeline.model import Inline, Link, Math, MathBlock, Text
from pipeline.syntax.equations import ENVIRONMENTS, place
from pipeline.syntax.lines import LineInline, LineState
from pipeline.syntax.reading import Reading
from pipeline.tex import labels, tag

BLOCK = r"^ {0,3}(?P<math_open>\$\$|\\\[|\\begin\{(?P<math_name>" + ENVIRONMENTS + r")\})"
OPENED = r"^ {0,3}(?=[^\s$])[^\n]*?\$\$"
REFERENCE = r"\\(?:eq)?ref\{[^{}\n]+\}"
DOLLAR = r"\$+"
PAREN = r"\\{1,2}[\(\[]"

_INLINE = re.compile(r"\$(?![\s$])(?P<tex>(?:\\.|[^\\$])*?(?<!\s))\$(?!\d)", re.DOTALL)
_DISPLAY = re.compile(r"\$\$(?P<tex>(?:\\.|[^\\$]|\$(?!\$))+?)\$\$", re.DOTALL)
_PAREN = re.compile(r"\\\((?P<tex>(?:\\[^()]|[^\\])+?)\\\)", re.DOTALL)
_SQUARE = re.compile(r"\\\[(?P<tex>(?:\\[^\[\]]|[^\\])+?)\\\]", re.DOTALL)
_WHOLE = re.compile(r"\s*\\begin\{(?P<name>\w+\*?)\}.*\\end\{(?P=name)\}\s*", re.DOTALL)
_DOLLARS = re.compile(r"(?<!\\)\$\$")
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_TWICE = re.compile(
    r"\\\\(?:\((?P<tex>(?:[^\\]|\\(?!\\[()]))+?)\\\\\)|\[(?P<shown>(?:[^\\]|\\(?!\\[\[\]]))+?)\\\\\])", re.DOTALL
)
_LONGEST = 50_000
_ONLY_REFERENCE = re.compile(r"\\(eq)?ref\{([^{}\n]+)\}")
_TEX = re.compile(r"\\[A-Za-z]|[\^_=+*/<>|]")


@dataclass(frozen=True, slots=True)
class Display:
    """A displayed formula found inside a paragraph; lowering makes it a block of its own where it can."""

    block: MathBlock


def parse_block(_block: BlockParser, match: Match[str], state: LineState) -> int | None:
    r"""`$$` or `\[` at the start of a line, up to its mate at the end of one."""
    opened = match["math_open"]
    named = match["math_name"]
    close = rf"\end{{{named}}}" if named else "$$" if opened == "$$" else r"\]"
    begin = match.end()
    end = _find_close(state.src, close, begin)
    if end < 0:
        return None
    tex = state.src[begin:end]
    line_end = state.find_line_end_at(end)
    tail = state.src[end + len(close) : line_end].strip()
    block_id = re.fullmatch(r"\^([A-Za-z0-9-]+)", tail)
    alone = not state.get_line(begin).strip() or _WHOLE.fullmatch(tex)
    if tail and not block_id and opened == "$$":
        return _paragraph(match.start(), state)
    if (tail and not block_id) or not tex.strip() or ("\n\n" in tex and not alone):
        return None
    if opened == r"\[" and not _TEX.search(tex):
        return None  # an escaped bracket, as in "\[sic\]"
    if named:
        tex = f"{opened}{tex}{close}"
    line = state.reading.line(state.at(match.start()))
    for node in displayed(tex.strip(), line, state.reading, f"b-{block_id[1]}" if block_id else ""):
        state.append_token({"type": "node", "node": node})
    return line_end


def parse_opened(_block: BlockParser, match: Match[str], state: LineState) -> int | None:
    """A line of text in which a formula begins that ends in a later one: all these lines are of one paragraph."""
    return _paragraph(match.start(), state)


def _paragraph(begin: int, state: LineState) -> int | None:
    """Adds the lines up to the one where no formula is open to a paragraph; None where none is, or a blank line comes.

    Signs within a formula would begin blocks of their own otherwise, and its end another formula.
    """
    end = state.find_line_end_at(begin)
    if not _is_open(state.src[begin:end]):
        return None
    while True:
        close = _find_close(state.src, "$$", end)
        if close < 0 or "\n\n" in state.src[end - 1 : close]:
            return None
        end = state.find_line_end_at(close)
        if not _is_open("$$" + state.src[close:end]):
            state.add_paragraph(state.src[begin:end])
            return end


def _is_open(line: str) -> bool:
    """Whether the last formula of a line has no end in it."""
    return len(_DOLLARS.findall(_CODE.sub("", line))) % 2 == 1


def displayed(tex: str, line: int, reading: Reading, name: str = "") -> tuple[MathBlock, ...]:
    """A displayed formula with its number; none when it only defines macros."""
    equations = reading.equations
    text, number = tag(equations.read(tex))
    first = next((label for label in labels(tex) if label in equations.numbers), "")
    name = name or (f"b-{place(first)}" if first else "")
    return (MathBlock(text, line, name, number),) if text else ()


def _find_close(text: str, close: str, begin: int) -> int:
    limit = begin + _LONGEST
    end = text.find(close, begin, limit)
    while end > 0 and text[end - 1] == "\\" and close == "$$":
        end = text.find(close, end + 1, limit)
    return end


def parse_dollar(_inline: InlineParser, match: Match[str], state: LineInline) -> int | None:
    position = match.start()
    if match[0] == "$$$$":  # a formula of nothing, which some type for a gap between two paragraphs
        state.append_token({"type": "text", "raw": " "})
        return match.end()
    if found := _DISPLAY.match(state.src, position):
        if found["tex"].strip():
            _append_display(state, found["tex"], position)
            return found.end()
    elif len(match[0]) == 1 and (found := _INLINE.match(state.src, position)):
        _append(state, found["tex"], position)
        return found.end()
    state.append_token({"type": "text", "raw": match[0]})
    return match.end()


def parse_paren(inline: InlineParser, match: Match[str], state: LineInline) -> int:
    r"""`\(…\)`, and `\[…\]` if what stands inside looks like a formula; else it is an escaped bracket."""
    if match[0].startswith(r"\\"):
        return _parse_twice(inline, match, state)
    position = match.start()
    square = match[0] == r"\["
    found = (_SQUARE if square else _PAREN).match(state.src, position)
    if found and found["tex"].strip() and (not square or _TEX.search(found["tex"])):
        tex = found["tex"].strip()
        if square:
            _append_display(state, tex, position)
        else:
            _append(state, tex, position)
        return found.end()
    inline.process_text(match[0][1], state, parse_emphasis=False)
    return match.end()


def _parse_twice(inline: InlineParser, match: Match[str], state: LineInline) -> int:
    r"""`\\(…\\)` and `\\[…\\]`, as notes for Jekyll have them, whose Markdown takes one backslash away."""
    position = match.start()
    found = _TWICE.match(state.src, position)
    if found and found["tex"] and found["tex"].strip():
        _append(state, found["tex"].strip(), position)
        return found.end()
    if found and found["shown"] and _TEX.search(found["shown"]):
        _append_display(state, found["shown"], position)
        return found.end()
    inline.process_text("\\", state, parse_emphasis=False)
    return position + 2


def parse_reference(_inline: InlineParser, match: Match[str], state: LineInline) -> int:
    r"""`\eqref{label}` and `\ref{label}` in a text: the formula's number, which leads to it."""
    found = _reference(match[0], state)
    state.append_token({"type": "node", "node": found} if found else {"type": "text", "raw": match[0]})
    return match.end()


def _append(state: LineInline, tex: str, position: int) -> None:
    """A formula in a line; a number that leads to another; nothing where macros are defined."""
    text = state.reading.equations.read(tex)
    if text:
        node: Inline = _reference(tex, state) or Math(text, state.line(position))
        state.append_token({"type": "node", "node": node})


def _append_display(state: LineInline, tex: str, position: int) -> None:
    for block in displayed(tex.strip(), state.line(position), state.reading):
        state.append_token({"type": "node", "node": Display(block)})


def _reference(text: str, state: LineInline) -> Link | None:
    found = _ONLY_REFERENCE.fullmatch(text.strip())
    equations = state.reading.equations
    if found is None or found[2] not in equations.numbers:
        return None
    number = equations.numbers[found[2]]
    shown = f"({number})" if found[1] else number
    return Link((Text(shown),), f"#^{place(equations.first[found[2]])}", note=True)
