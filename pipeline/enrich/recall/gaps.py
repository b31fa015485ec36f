"""Texts with gaps of the author's: `==word==` in a note that asks, `{{c1::word::hint}}` anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline import model as m
from pipeline.enrich.recall.draft import BLANK
from pipeline.text import inlines_in, plain, words


@dataclass(frozen=True, slots=True)
class Cut:
    """A text with all its gaps open, what belongs into them, and the text with nothing left out."""

    front: tuple[m.Inline, ...]
    back: tuple[m.Block, ...]
    whole: tuple[m.Inline, ...]


def cloze(block: m.Paragraph) -> Cut | None:
    """The question in a paragraph; none where it has no gaps, or nothing else."""
    found = [node for node in inlines_in(block.inlines) if _is_gap(node)]
    if not found:
        return None
    given = [int(group) for node in found if (group := _attrs(node)["group"])]
    free = (number for number in range(1, len(found) + len(given) + 1) if number not in given)
    whole = _numbered(block.inlines, free)
    front = _opened(whole)
    answers = [node.inlines for node in _outer(whole)]
    if not words(plain(front).replace("_", " ")):
        return None
    if len(answers) == 1:
        return Cut(front, (m.Paragraph(answers[0]),), whole)
    items = tuple(m.Item((m.Paragraph(answer),)) for answer in answers)
    return Cut(front, (m.List(items, ordered=True),), whole)


def _attrs(node: m.Inline) -> dict[str, str]:
    return dict(node.attrs) if isinstance(node, m.Span) else {}


def _is_gap(node: m.Inline) -> bool:
    return isinstance(node, m.Span) and node.kind in ("mark", "cloze") and "group" in _attrs(node)


def _numbered(inlines: tuple[m.Inline, ...], free: Iterator[int]) -> tuple[m.Inline, ...]:
    """Every gap as a `cloze` with a number."""
    out: list[m.Inline] = []
    for node in inlines:
        if isinstance(node, m.Span) and _is_gap(node):
            attrs = _attrs(node)
            attrs["group"] = attrs["group"] or str(next(free))
            out.append(m.Span("cloze", _numbered(node.inlines, free), tuple(sorted(attrs.items()))))
        elif isinstance(node, m.Emphasis | m.Link | m.Span):
            out.append(replace(node, inlines=_numbered(node.inlines, free)))
        else:
            out.append(node)
    return tuple(out)


def _opened(inlines: tuple[m.Inline, ...]) -> tuple[m.Inline, ...]:
    """A rule for each gap, with its hint."""
    out: list[m.Inline] = []
    for node in inlines:
        if _is_gap(node):
            hint = _attrs(node).get("hint", "")
            out += (BLANK, m.Text(f" ({hint})")) if hint else (BLANK,)
        elif isinstance(node, m.Emphasis | m.Link | m.Span):
            out.append(replace(node, inlines=_opened(node.inlines)))
        else:
            out.append(node)
    return tuple(out)


def _outer(inlines: tuple[m.Inline, ...]) -> Iterator[m.Span]:
    """The gaps that are in no other."""
    for node in inlines:
        if isinstance(node, m.Span) and node.kind == "cloze":
            yield node
        elif isinstance(node, m.Emphasis | m.Link | m.Span):
            yield from _outer(node.inlines)
