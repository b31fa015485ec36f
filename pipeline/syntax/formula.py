r"""Formulas in TeX: `$…$` and `\(…\)` in a line, `$$…$$`, `\[…\]` and a `math` fence as blocks.

A dollar opens a formula when no space follows it, and closes one when no space stands before it and no digit after
it, so that "$5 and $10" stays money.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from re import Match

from mistune import BlockParser, InlineParser

from pipeline.model import Math, MathBlock
from pipeline.syntax.lines import LineInline, LineState

BLOCK = r"^ {0,3}(?P<math_open>\$\$|\\\[)"
DOLLAR = r"\$+"
PAREN = r"\\[\(\[]"

_INLINE = re.compile(r"\$(?![\s$])(?P<tex>(?:\\.|[^\\$])*?(?<!\s))\$(?!\d)", re.DOTALL)
_DISPLAY = re.compile(r"\$\$(?P<tex>(?:\\.|[^\\$]|\$(?!\$))+?)\$\$", re.DOTALL)
_PAREN = re.compile(r"\\\((?P<tex>(?:\\[^()]|[^\\])+?)\\\)", re.DOTALL)
_SQUARE = re.compile(r"\\\[(?P<tex>(?:\\[^\[\]]|[^\\])+?)\\\]", re.DOTALL)
_LONGEST = 50_000
_TEX = re.compile(r"\\[A-Za-z]|[\^_=+*/<>|]")


@dataclass(frozen=True, slots=True)
class Display:
    """A displayed formula found inside a paragraph; lowering makes it a block of its own where it can."""

    tex: str
    line: int


def parse_block(_block: BlockParser, match: Match[str], state: LineState) -> int | None:
    r"""`$$` or `\[` at the start of a line, up to its mate at the end of one."""
    opened = match["math_open"]
    close = "$$" if opened == "$$" else r"\]"
    begin = match.end()
    end = _find_close(state.src, close, begin)
    if end < 0:
        return None
    tex = state.src[begin:end]
    line_end = state.find_line_end_at(end)
    tail = state.src[end + len(close) : line_end].strip()
    block_id = re.fullmatch(r"\^([A-Za-z0-9-]+)", tail)
    alone = not state.get_line(begin).strip()
    if (tail and not block_id) or not tex.strip() or ("\n\n" in tex and not alone):
        return None
    if opened != "$$" and not _TEX.search(tex):
        return None  # an escaped bracket, as in "\[sic\]"
    line = state.reading.line(state.at(match.start()))
    node = MathBlock(tex.strip(), line, f"b-{block_id[1]}" if block_id else "")
    state.append_token({"type": "node", "node": node})
    return line_end


def _find_close(text: str, close: str, begin: int) -> int:
    limit = begin + _LONGEST
    end = text.find(close, begin, limit)
    while end > 0 and text[end - 1] == "\\" and close == "$$":
        end = text.find(close, end + 1, limit)
    return end


def parse_dollar(_inline: InlineParser, match: Match[str], state: LineInline) -> int | None:
    position = match.start()
    if found := _DISPLAY.match(state.src, position):
        if found["tex"].strip():
            state.append_token({"type": "node", "node": Display(found["tex"].strip(), state.line(position))})
            return found.end()
    elif len(match[0]) == 1 and (found := _INLINE.match(state.src, position)):
        state.append_token({"type": "node", "node": Math(found["tex"], state.line(position))})
        return found.end()
    state.append_token({"type": "text", "raw": match[0]})
    return match.end()


def parse_paren(inline: InlineParser, match: Match[str], state: LineInline) -> int:
    r"""`\(…\)`, and `\[…\]` if what stands inside looks like a formula; else it is an escaped bracket."""
    position = match.start()
    square = match[0] == r"\["
    found = (_SQUARE if square else _PAREN).match(state.src, position)
    if found and found["tex"].strip() and (not square or _TEX.search(found["tex"])):
        tex, line = found["tex"].strip(), state.line(position)
        node = Display(tex, line) if square else Math(tex, line)
        state.append_token({"type": "node", "node": node})
        return found.end()
    inline.process_text(match[0][1], state, parse_emphasis=False)
    return match.end()
