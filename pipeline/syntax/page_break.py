r"""Page breaks asked for by the author: `\newpage`, `\pagebreak`, `<!-- pagebreak -->` and its `div`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import Match

from mistune import BlockParser, InlineParser

from pipeline.model import PageBreak
from pipeline.syntax.lines import LineInline, LineState

PATTERN = r"^ {0,3}(?:\\(?:newpage|pagebreak|clearpage)|\{\{< pagebreak >\}\})[ \t]*$"
INLINE = r"\\(?:newpage|pagebreak|clearpage)\b"

_HTML = re.compile(
    r"<!--\s*page-?break\s*-->|<div\b[^>]*(?:break-(?:after|before)\s*:\s*(?:always|page)|"
    r"class\s*=\s*[\"']?(?:page-?break|pagebreak)\b)[^>]*>\s*(?:&nbsp;\s*)?</div\s*>",
    re.IGNORECASE,
)


def parse_block(_block: BlockParser, match: Match[str], state: LineState) -> int:
    node = PageBreak(state.reading.line(state.at(match.start())))
    state.append_token({"type": "node", "node": node})
    return match.end() + 1


def parse_inline(_inline: InlineParser, match: Match[str], _state: LineInline) -> int:
    """Inside a paragraph the command only disappears: a page cannot break there."""
    return match.end()


def split_html(raw: str) -> Iterator[tuple[int, str]]:
    """The pieces of raw HTML between page breaks, each with its offset; each but the first follows a break."""
    begin = 0
    for found in _HTML.finditer(raw):
        yield begin, raw[begin : found.start()]
        begin = found.end()
    yield begin, raw[begin:]
