"""The door: mistune, with this room's rules in place of or beside its own. Only tokens leave it."""

from __future__ import annotations

import re
from functools import cache
from re import Match
from typing import Any

from mistune import BlockParser, InlineParser
from mistune.helpers import PUNCTUATION

from pipeline.syntax import container, definition, footnote, formula, page_break, span, table, url, wikilink
from pipeline.syntax.callout import read_admonition
from pipeline.syntax.lines import LineInline, LineState
from pipeline.syntax.reading import Reading, Token

_MOST_DELIMITERS = 1000


class Blocks(BlockParser):
    """mistune's blocks, each of which knows its line."""

    state_cls = LineState

    def __init__(self) -> None:
        super().__init__(max_nested_level=container.DEEPEST)
        self.register("block_quote", None, container.parse_quote)  # type: ignore[arg-type]
        self.register("list", None, container.parse_list)  # type: ignore[arg-type]
        self.register("page_break", page_break.PATTERN, page_break.parse_block, before="fenced_code")  # type: ignore[arg-type]
        self.register("formula", formula.BLOCK, formula.parse_block, before="indent_code")  # type: ignore[arg-type]
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
    """mistune's inlines, with a limit to how many delimiters one paragraph may match."""

    state_cls = LineInline

    def __init__(self) -> None:
        super().__init__()
        # one escape at a time, so that a formula may follow it
        self.specification["escape"] = rf"(?:\\(?![(\[]){PUNCTUATION})+"
        add = self.register
        add("page_break", page_break.INLINE, page_break.parse_inline, before="escape", start_chars="\\")
        add("paren", formula.PAREN, formula.parse_paren, before="escape", start_chars="\\")
        add("equation", formula.REFERENCE, formula.parse_reference, before="escape", start_chars="\\")
        add("dollar", formula.DOLLAR, formula.parse_dollar, start_chars="$")
        add("mark", span.MARK, span.parse_mark, start_chars="=")
        add("cloze", span.CLOZE, span.parse_cloze, start_chars="{")
        add("deleted", span.DELETED, span.parse_deleted, start_chars="~")
        add("tag", span.TAG, span.parse_tag, start_chars="#")
        add("wikilink", wikilink.PATTERN, wikilink.parse_wikilink, before="link", start_chars=("!", "["))
        add("footnote", footnote.REFERENCE, footnote.parse_reference, before="link", start_chars="[")
        add("footnote_inline", footnote.INLINE, footnote.parse_inline, start_chars="^")
        add("scheme", url.SCHEME, url.parse_scheme, start_chars=":")
        add("www", url.WWW, url.parse_www, start_chars="w")

        # the characters at which reading has to stop and look
        self.trigger = re.compile("[" + re.escape("".join(sorted(self._get_fast_trigger_chars() or ()))) + "]")

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
def _inlines() -> Inlines:
    return Inlines()


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
    parser = _inlines()
    if not parser.trigger.search(text):
        return [{"type": "text", "raw": text}] if text else []
    env["at"] = at
    return parser(text, env)
