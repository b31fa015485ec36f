"""The door: mistune, with this room's rules in place of or beside its own. Only tokens leave it."""

from __future__ import annotations

import re
from functools import cache
from re import Match
from typing import Any

from mistune import BlockParser, InlineParser
from mistune.helpers import PUNCTUATION

from pipeline.syntax import (
    admonition,
    attributes,
    container,
    definition,
    footnote,
    formula,
    page_break,
    span,
    table,
    url,
    wikilink,
)
from pipeline.syntax.callout import read_admonition
from pipeline.syntax.lines import LineInline, LineState
from pipeline.syntax.reading import Reading, Token

_MOST_DELIMITERS = 1000
_MOST_BRACKETS = 20_000
"""In one paragraph; with more of them, none is a link's."""
_RARE = {"!": r"\[", "w": r"ww\.", ":": "//", "=": "=", "{": r"\{c\d|[ \t]*[.:#\w]"}
"""Characters that begin something only where others follow."""
_DECLARATION = re.compile(r"<![A-Za-z]")


class Blocks(BlockParser):
    """mistune's blocks, each of which knows its line."""

    state_cls = LineState

    def __init__(self) -> None:
        super().__init__(max_nested_level=container.DEEPEST)
        self.specification["raw_html"] = self.RAW_HTML.replace("<![A-Z]", _DECLARATION.pattern)
        self.register("block_quote", None, container.parse_quote)  # type: ignore[arg-type]
        self.register("list", None, container.parse_list)  # type: ignore[arg-type]
        self.register("page_break", page_break.PATTERN, page_break.parse_block, before="fenced_code")  # type: ignore[arg-type]
        self.register("fence", admonition.FENCE, admonition.parse_fence, before="fenced_code")  # type: ignore[arg-type]
        self.register("indented", admonition.INDENTED, admonition.parse_indented, before="fenced_code")  # type: ignore[arg-type]
        self.register("aside", admonition.ASIDE, admonition.parse_aside, before="raw_html")  # type: ignore[arg-type]
        self.register("abbreviation", definition.ABBREVIATION, definition.parse_abbreviation, before="list")  # type: ignore[arg-type]
        self.register("formula", formula.BLOCK, formula.parse_block, before="indent_code")  # type: ignore[arg-type]
        self.register("opened", formula.OPENED, formula.parse_opened)  # type: ignore[arg-type]
        self.register("footnote", footnote.DEFINITION, footnote.parse_definition, before="ref_link")  # type: ignore[arg-type]
        self.register("table", table.PATTERN, table.parse_table, before="ref_link")  # type: ignore[arg-type]
        self.register("def_list", definition.PATTERN, definition.parse_definition, before="ref_link")  # type: ignore[arg-type]

    def parse_method(self, m: Match[str], state: Any) -> int | None:  # noqa: ANN401 - the base class's type
        state.start = m.start()
        return super().parse_method(m, state)

    def _parse_indent_code_fast(self, state: Any) -> int | None:  # noqa: ANN401 - the base class's type
        if state.src[state.cursor] not in " \t":
            return None
        state.start = state.cursor
        return super()._parse_indent_code_fast(state)

    def parse_fenced_code(self, m: Match[str], state: Any) -> int | None:  # noqa: ANN401 - the base class's type
        end = super().parse_fenced_code(m, state)
        if end is None:
            return None
        token = state.last_token()
        fence = m["fenced_2"]
        last = state.src[m.start() : end].rstrip().rpartition("\n")[2].strip()
        if not last.startswith(fence) or last.strip(fence[0]):
            state.reading.warn(
                state.reading.line(token["at"]),
                "unclosed-fence",
                "a code block is never closed",
                f"add a line {fence} where the code ends",
                at=fence,
            )
        admonition = read_admonition(token.get("attrs", {}).get("info", ""), token["raw"])
        if admonition:
            self._make_callout(token, admonition, state)
        return end

    def _make_callout(self, token: Token, admonition: tuple[Token, str, int], state: LineState) -> None:
        callout, body, taken = admonition
        child = state.inner(body.rstrip("\n").split("\n"), token["at"] + 1 + taken)
        self.parse(child, container.rules_inside(self, state))
        token.update({**callout, "type": "callout", "children": child.tokens})


class Inlines(InlineParser):
    """mistune's inlines, with a limit to how many delimiters one paragraph may match.

    `trigger` finds where reading has to stop and look; stars and lines below are read in the end, so they stop nothing.
    `marked` tells whether there is anything to read at all.
    """

    state_cls = LineInline

    def __init__(self, *, links: bool) -> None:
        super().__init__()
        if not links:
            self.rules = [rule for rule in self.rules if rule not in ("link", "link_close")]
        # one escape at a time, so that a formula may follow it
        self.specification["link"] = r"(?:!(?!\[\^[^\]\s]+\](?![(\[])))?\["  # "so![^1]" is no picture
        self.specification["escape"] = rf"(?:\\(?![(\[]){PUNCTUATION})+"
        add = self.register
        add("page_break", page_break.INLINE, page_break.parse_inline, before="escape", start_chars="\\")
        add("paren", formula.PAREN, formula.parse_paren, before="escape", start_chars="\\")
        add("equation", formula.REFERENCE, formula.parse_reference, before="escape", start_chars="\\")
        add("dollar", formula.DOLLAR, formula.parse_dollar, start_chars="$")
        add("mark", span.MARK, span.parse_mark, start_chars="=")
        add("cloze", span.CLOZE, span.parse_cloze, start_chars="{")
        add("deleted", span.DELETED, span.parse_deleted, start_chars="~")
        add("superscript", span.SUPERSCRIPT, span.parse_superscript, start_chars="^")
        add("tag", span.TAG, span.parse_tag, start_chars="#")
        add("wikilink", wikilink.PATTERN, wikilink.parse_wikilink, before="link", start_chars=("!", "["))
        add("bracketed", attributes.BRACKETED, attributes.parse_bracketed, before="link", start_chars="[")
        add("braces", attributes.BRACES, attributes.parse_braces, start_chars="{")
        add("footnote", footnote.REFERENCE, footnote.parse_reference, before="link", start_chars="[")
        add("footnote_inline", footnote.INLINE, footnote.parse_inline, start_chars="^")
        add("scheme", url.SCHEME, url.parse_scheme, start_chars=":")
        add("www", url.WWW, url.parse_www, start_chars="w")

        starts = (self._get_fast_trigger_chars() or set()) - {"*", "_", *_RARE}
        rare = "|".join(re.escape(start) + f"(?={follows})" for start, follows in _RARE.items())
        self.trigger = re.compile(f"[{re.escape(''.join(sorted(starts)))}]|{rare}")
        self.marked = re.compile(f"[*_]|{self.trigger.pattern}")

    def parse_inline_html(self, m: Match[str], state: Any) -> int | None:  # noqa: ANN401 - the base class's type
        # mistune 3.4.0 wants white space after a declaration's name (CommonMark 6.6)
        if not _DECLARATION.match(state.src, m.start()):
            return super().parse_inline_html(m, state)
        close = state.delimiters.find(">", m.end())
        if close is None:
            return None
        state.append_token({"type": "inline_html", "raw": state.src[m.start() : close + 1]})
        return int(close + 1)

    def _find_fast_text_end(self, src: str, pos: int) -> int | None:
        found = self.trigger.search(src, pos)
        if found is None:
            return len(src)
        return self._find_linebreak_start(src, pos, found.start()) if found[0] == "\n" else found.start()

    def finalize_tokens(self, tokens: list[Token], depth: int) -> list[Token]:
        """Past a limit, stars are stars: mistune 3.4.0 takes cubic time over hostile emphasis."""
        count = 0
        for token in tokens:
            if token["type"] == "text":
                count += token["raw"].count("*") + token["raw"].count("_")
        return super().finalize_tokens(tokens, self.max_nested_level if count > _MOST_DELIMITERS else depth)


@cache
def _blocks() -> Blocks:
    return Blocks()


@cache
def _inlines(*, links: bool = True) -> Inlines:
    return Inlines(links=links)


def read_blocks(lines: list[str], reading: Reading) -> tuple[list[Token], dict[str, Any]]:
    """The block tokens of a text, and the environment its inlines are read in."""
    state = LineState()
    state.env["reading"] = reading
    state.process("\n".join(lines) + "\n")
    _blocks().parse(state)
    return state.tokens, dict(state.env)


def read_inlines(text: str, at: int, env: dict[str, Any]) -> list[Token]:
    """The inline tokens of a text whose first line is `at`."""
    text = text.strip(" \r\n\t\f")
    parser = _inlines(links=text.count("[") < _MOST_BRACKETS)
    if not parser.marked.search(text):
        return [{"type": "text", "raw": text}] if text else []
    env["at"] = at
    return parser(text, env)
