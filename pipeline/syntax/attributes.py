"""Attributes in braces, as Pandoc and kramdown have them: `[text]{.class}`, `![](x.png){width=300}`, `{: .class }`.

A book takes the size of a picture from them and what a class says of words; the rest is for browsers and is left out.
"""

from __future__ import annotations

import re
from re import Match

from mistune import InlineParser

from pipeline.syntax.lines import LineInline

_PAIR = r"(?:[.#][\w:-]+|[\w-]+=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s{}\"']+))"
BRACES = rf"\{{(?::[^{{}}\n]{{0,500}}|[ \t]*{_PAIR}(?:[ \t]+{_PAIR}){{0,20}}[ \t]*)\}}"
BRACKETED = r"\[(?P<bracketed_text>[^\[\]\n]{1,500})\]\{(?P<bracketed_attrs>[.#][^{}\n]{0,500})\}"

_KINDS = {"underline": "u", "ul": "u", "mark": "mark", "highlight": "mark", "kbd": "kbd"}
_SIZE = re.compile(r"\b(width|height)=[\"']?(\d{1,5})(?:px)?[\"']?(?![\w%.])")


def parse_braces(_inline: InlineParser, match: Match[str], state: LineInline) -> int | None:
    """Braces right after a picture, a link, code or emphasis, or alone on a line."""
    last = state.tokens[-1] if state.tokens else None
    before = state.src[match.start() - 1 : match.start()]
    if last and last["type"] in ("image", "link", "codespan") and before in (")", "]", "`", ">"):
        last["size"] = {key: int(value) for key, value in _SIZE.findall(match[0])}
        return match.end()
    ends_line = state.src[match.end() : match.end() + 1] in ("", "\n")
    of_emphasis = before in ("*", "_") and match[0][1] in ".:"
    of_block = match[0][1] == ":" and before in ("", "\n") and ends_line
    return match.end() if of_emphasis or of_block else None


def parse_bracketed(inline: InlineParser, match: Match[str], state: LineInline) -> int | None:
    if state.depth >= inline.max_nested_level:
        return None
    children = inline.render(state.inner(match["bracketed_text"], match.start() + 1))
    kinds = [_KINDS[name] for name in re.findall(r"\.([\w-]+)", match["bracketed_attrs"]) if name in _KINDS]
    if kinds:
        state.append_token({"type": "span", "kind": kinds[0], "children": children})
    else:
        for token in children:
            state.append_token(token)
    return match.end()
