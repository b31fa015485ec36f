"""Quotes, callouts and lists: containers are cut from their lines here, so that every line keeps its number.

mistune 3.4.0 puts a list that ends a quote before the quote, takes a heading after a quote into it, and knows no
positions; the rules here replace its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from re import Match

from mistune import BlockParser

from pipeline.syntax.callout import read_callout
from pipeline.syntax.lines import LineState
from pipeline.syntax.reading import Token

DEEPEST = 20
_QUOTE = re.compile(r" {0,3}>")
_ITEM = re.compile(r"(?P<indent> {0,3})(?P<mark>[*+-]|\d{1,9}[.)])(?P<rest>[ \t].*|)$")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|(?:\*[ \t]*){3,})$")
_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
_DELIMITERS = re.compile(r" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_HTML = re.compile(
    r" {0,3}<(?:!--|\?|![A-Za-z]|!\[CDATA\[|/?(?:address|article|aside|base|basefont|blockquote|body|caption|center|"
    r"col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|"
    r"header|hr|html|iframe|legend|li|link|main|menu|menuitem|meta|nav|noframes|ol|optgroup|option|p|param|section|"
    r"source|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)(?:[\s/>]|$)|"
    r"(?:pre|script|style|textarea)(?:[\s>]|$))",
    re.IGNORECASE,
)
_INTERRUPTS = re.compile(
    r" {0,3}(?:>|#{1,6}(?:[ \t]|$)|(?:[*+-]|\d{1,9}[.)])(?:[ \t]|$)|\$\$|\[\^[^\]\s]+\]:|:{3,})|[ \t]*$",
)


CONTAINERS = ("block_quote", "list", "def_list", "fence", "indented", "aside")


def interrupts(line: str) -> bool:
    """Whether a line ends a paragraph, so that it cannot be a lazy continuation of one inside a container."""
    return not line[:1].isalpha() and bool(
        _INTERRUPTS.match(line) or _RULE.match(line) or _FENCE.match(line) or _HTML.match(line)
    )


def expand(line: str, column: int = 0) -> str:
    """Leading tabs as spaces, for a line that starts at a column."""
    if "\t" not in line:
        return line
    width = column
    for position, character in enumerate(line):
        if character == " ":
            width += 1
        elif character == "\t":
            width += 4 - width % 4
        else:
            return " " * (width - column) + line[position:]
    return ""


@dataclass(slots=True)
class Gathering:
    """The lines of one container, and whether the next one may continue its last paragraph without a mark."""

    lines: list[str] = field(default_factory=list)
    lazy: list[int] = field(default_factory=list)
    fence: str = ""
    html: bool = False
    table: bool = False
    formula: bool = False
    """Whether a `$$` has no mate yet: what follows belongs to it, whatever it looks like."""

    def add(self, line: str) -> None:
        self._take(line)
        if not self.fence and line[:1].isalpha() and "|" not in line:
            return
        bare = _bare(line)
        if self.fence:
            closing = bare.strip()
            if closing.startswith(self.fence) and not closing.strip(self.fence[0]):
                self.fence = ""
        elif opened := _FENCE.match(bare):
            self.fence = opened[1]
        elif not bare.strip():
            self.html = self.table = False
        else:
            self.html = self.html or bool(_HTML.match(bare))
            self.table = self.table or ("|" in bare and bool(_DELIMITERS.match(bare)))

    def add_lazy(self, line: str) -> None:
        self.lazy.append(len(self.lines))
        self._take(line)

    def goes_on(self, line: str) -> bool:
        """Whether a line without a mark goes on with the last paragraph."""
        return self.in_paragraph and (self.formula or not interrupts(line))

    def _take(self, line: str) -> None:
        self.lines.append(line)
        self.formula = bool(line.strip()) and self.formula != (line.count("$$") % 2 == 1)

    @property
    def in_paragraph(self) -> bool:
        """Whether the innermost block at the end is a paragraph, as far as its last line tells."""
        if self.fence or self.html or self.table or not self.lines:
            return False
        if self.lazy and self.lazy[-1] == len(self.lines) - 1:
            return True
        bare = _bare(self.lines[-1])
        if not bare.strip() or bare.startswith("#") or _RULE.match(bare) or _FENCE.match(bare):
            return False
        return not self._in_code

    @property
    def _in_code(self) -> bool:
        """Whether the last line is indented code: so are all back to a blank line, and no item is open."""
        number = len(self.lines)
        while number and self.lines[number - 1].startswith("    "):
            number -= 1
        if number == len(self.lines) or (number and self.lines[number - 1].strip()):
            return False
        return not any(_ITEM.match(line) for line in self.lines[:number])


def _bare(line: str) -> str:
    """A line without the marks of the containers it opens or continues."""
    for _ in range(DEEPEST + 1):
        if quote := _QUOTE.match(line):
            line = line[quote.end() :].removeprefix(" ")
        elif (item := _ITEM.match(line)) and not _RULE.match(line):
            line = item["rest"][1:]
        else:
            break
    return line.lstrip(" ") if not line.startswith("     ") else line


# --------------------------------------------------------------------------- quotes


def parse_quote(block: BlockParser, _match: Match[str], state: LineState) -> int:
    """A quote or, when its first line says so, a callout."""
    first = state.at(state.cursor)
    gathering, end = _gather_quote(state)
    lines = gathering.lines
    callout = read_callout(lines[0])
    if callout:
        body = [line - 1 for line in gathering.lazy]
        child = state.inner(lines[1:], first + 1, body)
        token: Token = {"type": "callout", **callout}
    else:
        child = state.inner(lines, first, gathering.lazy)
        token = {"type": "quote"}
    block.parse(child, rules_inside(block, state))
    state.append_token({**token, "children": child.tokens, "at": first})
    return end


def _gather_quote(state: LineState) -> tuple[Gathering, int]:
    gathering = Gathering()
    position = state.cursor
    while position < state.cursor_max:
        raw = state.get_line(position)
        line = raw.rstrip("\n")
        if position in state.lazy_line_starts and position > state.cursor:
            gathering.add_lazy(line)
        elif mark := _QUOTE.match(line):
            gathering.add(expand(line[mark.end() :], mark.end()).removeprefix(" "))
        elif gathering.goes_on(line) and not _opens_table(state, position):
            gathering.add_lazy(line)
        else:
            break
        position += len(raw)
    return gathering, position


def _opens_table(state: LineState, position: int) -> bool:
    """Whether a table's head stands here; a table is never the lazy end of a quote or an item."""
    line = state.get_line(position)
    following = state.get_line(position + len(line)).rstrip("\n") if "|" in line else ""
    return "|" in following and bool(_DELIMITERS.match(following))


def rules_inside(block: BlockParser, state: LineState) -> list[str]:
    """The rules for a child of a state: at the limit of nesting no container may open."""
    if state.level >= block.max_nested_level - 1:
        return [rule for rule in block.rules if rule not in CONTAINERS]
    return block.rules


# --------------------------------------------------------------------------- lists


def parse_list(block: BlockParser, match: Match[str], state: LineState) -> int | None:
    """An ordered or unordered list, item by item."""
    first = _ITEM.match(match[0])
    if first is None:
        return None
    ordered = len(first["mark"]) > 1
    start = int(first["mark"][:-1]) if ordered else 1
    if not first["rest"].strip() or start != 1:
        # an empty item, or one that does not start at 1, cannot interrupt a paragraph (CommonMark 5.2, 5.3)
        end = state.append_paragraph()
        if end:
            return end
    token: Token = {"type": "list", "ordered": ordered, "start": start, "tight": True, "children": []}
    token["at"] = state.at(state.cursor)
    rules = rules_inside(block, state)
    position = state.cursor
    item: Match[str] | None = first
    while item:
        at = state.at(position)
        gathering, position, item, parted = _gather_item(state, position, item)
        child = state.inner(_trim(gathering.lines), at, gathering.lazy)
        block.parse(child, rules)
        tokens = child.tokens
        token["tight"] = token["tight"] and not parted and not _loose(tokens)
        token["children"].append({"type": "item", "children": tokens, "at": at})
    state.append_token(token)
    return position


def _gather_item(state: LineState, position: int, item: Match[str]) -> tuple[Gathering, int, Match[str] | None, bool]:
    """The lines of one item; where it ends; the next item if one follows; whether blank lines part them."""
    gathering = Gathering()
    text, width = _first_line(item)
    gathering.add(text)
    position += len(state.get_line(position))
    end, blank = position, False
    while position < state.cursor_max:
        raw = state.get_line(position)
        line = raw.rstrip("\n")
        position += len(raw)
        if not line.strip(" \t"):
            gathering.add("")
            blank = True
            continue
        expanded = expand(line)
        if position - len(raw) in state.lazy_line_starts:
            gathering.add_lazy(line)
        elif expanded.startswith(" " * width):
            if blank and not any(line.strip() for line in gathering.lines):
                break  # an item begins with at most one blank line (CommonMark 5.2)
            gathering.add(_strip_indent(line, width))
        elif following := _sibling(expanded, item):
            return gathering, position - len(raw), following, blank
        elif not blank and gathering.goes_on(line) and not _opens_table(state, end):
            gathering.add_lazy(line)
        else:
            break
        end, blank = position, False
    return gathering, end, None, False


def _first_line(item: Match[str]) -> tuple[str, int]:
    """The text after the mark, and the column its continuation is indented to."""
    mark = len(item["indent"]) + len(item["mark"])
    rest = expand(item["rest"], mark)
    text = rest.lstrip(" ")
    if not text:
        return "", mark + 1
    space = len(rest) - len(text)
    space = 1 if space > 4 else space  # more than four: an indented code block
    return rest[space:], mark + space


def _strip_indent(line: str, width: int) -> str:
    if line.startswith(" " * width):
        return line[width:] if "\t" not in line[:width] else expand(line)[width:]
    return expand(line)[width:]


def _sibling(line: str, item: Match[str]) -> Match[str] | None:
    following = _ITEM.match(line)
    if following is None or _RULE.match(line):
        return None
    return following if following["mark"][-1] == item["mark"][-1] else None


def _trim(lines: list[str]) -> list[str]:
    end = len(lines)
    while end > 1 and not lines[end - 1]:
        end -= 1
    return lines[:end]


def _loose(tokens: list[Token]) -> bool:
    return any(token["type"] == "blank_line" for token in tokens[1:])
