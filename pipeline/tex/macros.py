r"""TeX as authors type it → TeX as engines read it: comments, macros, names that one dialect has and another has not.

A macro is a name without its backslash, how many arguments it takes (0-9) and its body, in which `#1` … `#9` stand for
them, as in LaTeX's `\newcommand`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

Macros = tuple[tuple[str, int, str], ...]
"""Sorted by name."""

_MOST_STEPS, _LONGEST = 5_000, 200_000
"""Macros that are replaced in one formula, and its characters: beyond it they call each other without end."""

COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*(?:\n[ \t]*)?")
_SIGN = re.compile(r"\\(?:[A-Za-z]+|.|$)", re.DOTALL)
_ROW_END = re.compile(r"\\\\(?=[A-Za-z])|\\(?:[A-Za-z]+|.)", re.DOTALL)
_PLACE = re.compile(r"(\\begin\s*\{(?:aligned|gathered|alignedat|split|array)\})\s*\[[tbc]\]")
_DEFINED = re.compile(
    r"\\(?:(?P<new>(?:re)?newcommand|providecommand|DeclareMathOperator)\*?\s*"
    r"(?:\{\s*\\(?P<braced>[A-Za-z]+)\s*\}|\\(?P<bare>[A-Za-z]+))\s*(?:\[(?P<count>\d)\])?|def\s*\\(?P<def>[A-Za-z]+)\s*(?P<marks>(?:#\d\s*)*))\s*(?=\{)"
)
_ARGUMENT = re.compile(r"#([1-9])")


def readable(tex: str) -> str:
    r"""The formula without comments, in one line, in names that engines know.

    Engines take a line end before a letter for a broken escape (`\n`), and `\\b` for a command.
    """
    text = _PLACE.sub(r"\1", COMMENT.sub(r"\1", tex))
    text = _ROW_END.sub(lambda sign: r"\\ " if sign[0] == "\\\\" and _before_letter(sign) else sign[0], text)
    return expanded(" ".join(text.split()), _names())


@cache
def _names() -> Macros:
    """Names of other dialects (MathJax, KaTeX, old TeX) in words that every engine has; the author's own go before."""
    rows = (files("pipeline.tex") / "names.txt").read_text(encoding="utf-8").splitlines()
    parted = (row.split(" ", 2) for row in rows)
    return tuple((name, int(count), body) for name, count, body in parted)


def _before_letter(sign: re.Match[str]) -> bool:
    return sign.string[sign.end() : sign.end() + 1].isalpha()


def expanded(tex: str, macros: Macros) -> str:
    """The formula with its macros replaced; as it was when they never come to an end."""
    if not macros or "\\" not in tex:
        return tex
    known = {name: (count, body) for name, count, body in macros}
    at = steps = 0
    text = tex
    while sign := _SIGN.search(text, at):
        found = known.get(sign[0][1:])
        if found is None:
            at = sign.end()
            continue
        arguments, end = _arguments(text, sign.end(), found[0])
        text = text[: sign.start()] + _filled(found[1], arguments, text[end:])
        at, steps = sign.start(), steps + 1
        if steps > _MOST_STEPS or len(text) > _LONGEST:
            return tex
    return text


def _filled(body: str, arguments: list[str], after: str) -> str:
    text = _ARGUMENT.sub(lambda mark: arguments[int(mark[1]) - 1] if int(mark[1]) <= len(arguments) else "", body)
    parted = text[-1:].isalpha() and after[:1].isalpha() and re.search(r"\\[A-Za-z]+$", text)
    return f"{text} {after}" if parted else text + after


def _arguments(text: str, at: int, count: int) -> tuple[list[str], int]:
    """So many arguments from a place on, without their braces, and where they end; what is missing is empty."""
    out: list[str] = []
    for _ in range(count):
        while text[at : at + 1].isspace():
            at += 1
        end = group_end(text, at)
        if end:
            out.append(text[at + 1 : end - 1])
        else:
            sign = _SIGN.match(text, at)
            end = sign.end() if sign else min(at + 1, len(text))
            out.append(text[at:end])
        at = end
    return out, at


def group_end(text: str, at: int) -> int:
    """Where the braces that open at a place are closed, just behind; 0 when none open there, or never close."""
    if text[at : at + 1] != "{":
        return 0
    depth = 0
    for sign in re.compile(r"\\.|[{}]", re.DOTALL).finditer(text, at):
        depth += {"{": 1, "}": -1}.get(sign[0], 0)
        if not depth:
            return sign.end()
    return 0


def unbalanced(tex: str) -> bool:
    """Whether braces are missing or too many."""
    depth = 0
    for sign in re.finditer(r"\\.|[{}]", tex, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(sign[0], 0)
        if depth < 0:
            return True
    return depth > 0


def definitions(tex: str) -> tuple[str, Macros]:
    r"""A formula without the macros it defines (`\newcommand`, `\def`, `\DeclareMathOperator`), and those macros."""
    if "\\def" not in tex and "command" not in tex and "DeclareMath" not in tex:
        return tex, ()
    kept, found, at = [], {}, 0
    for start in _DEFINED.finditer(tex):
        end = group_end(tex, start.end())
        if start.start() < at or not end:
            continue
        kept.append(tex[at : start.start()])
        body = tex[start.end() + 1 : end - 1]
        name = start["braced"] or start["bare"] or start["def"]
        count = int(start["count"] or 0) if start["new"] else start["marks"].count("#")
        operator = start["new"] == "DeclareMathOperator"
        star = "*" if operator and "Operator*" in start[0] else ""
        found[name] = (count, rf"\operatorname{star}{{{body}}}" if operator else body)
        at = end
    return "".join((*kept, tex[at:])), macros({name: found[name] for name in found})


def macros(found: Mapping[str, tuple[int, str]]) -> Macros:
    return tuple(sorted((name, count, body) for name, (count, body) in found.items()))


def joined(*layers: Macros) -> Macros:
    """Macros of several sources; the later ones overrule."""
    return macros({name: (count, body) for layer in layers for name, count, body in layer})
