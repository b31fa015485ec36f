r"""Numbers of formulas: those that their author tags, and those that get one because they are labelled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from pipeline.tex.macros import COMMENT, group_end

LABEL = re.compile(r"\\label\s*\{([^{}]*)\}")
TAG = re.compile(r"\\tag(\*?)\s*(?=\{)")
_DEPTH = re.compile(r"\\(begin|end)\s*\{(?!equation)")
_REFERENCE = re.compile(r"\\(eqref|ref)\s*\{([^{}]*)\}")
_NO_NUMBER = MappingProxyType[str, str]({})


def tag(tex: str) -> tuple[str, str]:
    r"""A formula without its one `\tag`, and that tag as it is shown. Tags of rows stay in their rows."""
    found = [(mark, group_end(tex, mark.end())) for mark in TAG.finditer(tex)]
    if len(found) != 1 or not found[0][1]:
        return tex, ""
    mark, end = found[0]
    text = tex[mark.end() + 1 : end - 1].strip()
    inside = sum(1 if part[1] == "begin" else -1 for part in _DEPTH.finditer(tex, 0, mark.start()))
    if (inside and "\\\\" in tex) or re.search(r"[\\$^_{}]", text):
        return tex, ""
    return (tex[: mark.start()] + tex[end:]).strip(), text if mark[1] else f"({text})"


def labels(tex: str) -> list[str]:
    """The labels of a formula."""
    return LABEL.findall(tex)


def numbered(tex: str, numbers: Mapping[str, str] = _NO_NUMBER) -> str:
    r"""A formula with the number of each label as a `\tag`, and of each reference in words."""
    rows = re.split(r"(\\\\)", tex)
    for at, row in enumerate(rows):
        if (label := LABEL.search(row)) and label[1] in numbers and not TAG.search(row):
            rows[at] = row[: label.start()] + rf"\tag{{{numbers[label[1]]}}}" + row[label.end() :]
    return _REFERENCE.sub(lambda mark: _said(mark, numbers), LABEL.sub("", "".join(rows)))


def _said(mark: re.Match[str], numbers: Mapping[str, str]) -> str:
    number = numbers.get(mark[2], mark[2])
    return rf"\text{{({number})}}" if mark[1] == "eqref" else rf"\text{{{number}}}"


def counted(formulas: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    r"""Label → number, in order, of formulas in reading order; and label → the first label of its formula.

    A row with a `\tag` of its own is called by that.
    """
    numbers: dict[str, str] = {}
    first: dict[str, str] = {}
    count = 0
    for tex in formulas:
        lead = ""
        for row in re.split(r"\\\\", COMMENT.sub(r"\1", tex)):
            label = LABEL.search(row)
            if label is None or label[1] in numbers:
                continue
            own = TAG.search(row)
            end = group_end(row, own.end()) if own else 0
            if own and end:
                numbers[label[1]] = row[own.end() + 1 : end - 1]
            else:
                count += 1
                numbers[label[1]] = str(count)
            lead = lead or label[1]
            first[label[1]] = lead
    return numbers, first
