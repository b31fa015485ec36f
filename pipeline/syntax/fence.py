"""Fences: what stands behind the language of a block of code, and diagrams."""

from __future__ import annotations

import re

from pipeline import diagram
from pipeline.model import CodeBlock
from pipeline.syntax.reading import Reading

_NUMBERED = re.compile(
    r"(?<![\w-])(?:\.?number-?lines|linenos|lineno|linenums|show-?line-?numbers)(?![\w-])(?:\s*[=:]?\s*[\"']?(?P<at>\w+))?",
    re.IGNORECASE,
)
_START = re.compile(r"(?:start-?from|linenostart|first-?line|lineno-start)\s*[=:]\s*[\"']?(\d{1,6})", re.IGNORECASE)
_NO = frozenset({"false", "no", "none", "off"})
_CLASS = re.compile(r"\{[^{}]*?\.([\w+#-]+)")
_HOW = "install studypress[mermaid], and it is drawn; its source is shown"


def listing(text: str, info: str, line: int, reading: Reading) -> CodeBlock:
    """A block of code with its language, its first number (0 without numbers) and its diagram."""
    language = _language(info)
    if language.lower() != diagram.LANGUAGE:
        return CodeBlock(text, language, line, first=_first(info, usual=reading.line_numbers))
    try:
        return CodeBlock(text, diagram.LANGUAGE, line, drawing=diagram.svg(text))
    except diagram.Undrawn as fault:
        hint = "its source is shown: look at the line that the message names" if fault.installed else _HOW
        reading.warn(line, "diagram", f"this diagram cannot be drawn: {fault}", hint)
        return CodeBlock(text, diagram.LANGUAGE, line)


def _language(info: str) -> str:
    """The first word, or the class that Pandoc gives it: `{.python .numberLines}`."""
    first = info.split(maxsplit=1)[0] if info.split() else ""
    if first.startswith("{") and (named := _CLASS.match(info)):
        return "" if _NUMBERED.fullmatch(named[1]) else named[1]
    return first.partition("{")[0].lstrip(".") if not first.startswith("{") else first.strip("{}").lstrip(".")


def _first(info: str, *, usual: bool) -> int:
    found = _NUMBERED.search(info)
    at = (found["at"] or "").lower() if found else ""
    start = _START.search(info)
    if at in _NO or not (found or start or usual):
        return 0
    return int(start[1]) if start else int(at) if at.isdigit() else 1
