"""Diagrams in Mermaid: shapes and words, and why there are none."""

from __future__ import annotations

import sys

import pytest
from lxml import etree

from pipeline import diagram
from pipeline import model as m
from pipeline.syntax import parse

FLOW = "flowchart TD\n  A[जीवन] -->|yes & no| B[Two <br> lines]\n"


def test_shapes_and_words_are_parted() -> None:
    art = diagram.drawing(diagram.svg(FLOW))
    assert [line.text for line in art.lines] == ["yes & no", "जीवन", "Two", "lines"]
    tree = etree.fromstring(f"<g>{art.shapes}</g>")
    assert {str(node.tag) for node in tree.iter()} <= {"g", "path", "rect"}
    assert all(0 <= line.x <= art.width and 0 <= line.y <= art.height for line in art.lines)


def test_the_same_source_gives_the_same_drawing() -> None:
    assert diagram.svg.__wrapped__(FLOW) == diagram.svg.__wrapped__(FLOW)


@pytest.mark.parametrize(
    "made",
    [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><foreignObject/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 9"/>',
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g transform="rotate(3)"><text>a</text></g></svg>',
    ],
)
def test_what_is_more_than_shapes_and_words_is_not_taken(made: str) -> None:
    with pytest.raises(ValueError, match="it "):
        diagram.drawing(made)


def test_what_cannot_be_drawn_is_code_with_a_warning() -> None:
    note = parse(m.Source("a.md", "Text\n\n```mermaid\nno diagram\n```\n"))
    code = note.blocks[-1]
    assert isinstance(code, m.CodeBlock)
    assert (code.text, code.drawing) == ("no diagram", "")
    assert [(p.line, p.severity, p.code) for p in note.problems] == [(3, "warning", "diagram")]


def test_without_the_engine_the_hint_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mermaid_render", None)
    diagram.svg.cache_clear()
    note = parse(m.Source("a.md", "```mermaid\ngraph TD\n A-->C9\n```\n"))
    assert ["studypress[mermaid]" in p.hint for p in note.problems] == [True]
