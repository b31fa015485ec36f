"""Every `<feature>.md` here is parsed and shown as a tree beside it; `pytest --golden` rewrites the trees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from pipeline import model as m
from pipeline.syntax import parse

HERE = Path(__file__).parent
CASES = sorted(HERE.glob("*.md"))


def dump(note: m.Note) -> str:
    lines = [f"Note {note.id} “{note.title}” {note.words} words"]
    lines += [f"  {f.name}: {value}" for f in fields(m.Meta) if (value := getattr(note.meta, f.name)) != f.default]
    lines += [line for block in note.blocks for line in _node(block, "  ")]
    for footnote in note.footnotes:
        lines.append(f"  Footnote [{footnote.label}] {footnote.number} #{footnote.id} @{footnote.line}")
        lines += [line for block in footnote.blocks for line in _node(block, "    ")]
    lines += [f"! {line}" for problem in note.problems for line in str(problem).split("\n")]
    return "\n".join(lines) + "\n"


def _node(node: object, indent: str) -> Iterator[str]:
    """A node, its plain fields in one line, the nodes inside it below."""
    head = [type(node).__name__]
    inside: list[str] = []
    for field in fields(node):  # type: ignore[arg-type]
        value = getattr(node, field.name)
        if field.name in ("line", "id"):
            continue
        if _holds_nodes(value):
            inside += _branch(field.name, value, indent + "  ")
        elif value not in (field.default, ()):
            head.append(_plain(field.name, value))
    identity = f" #{node.id}" if getattr(node, "id", "") else ""
    place = f" @{node.line}" if getattr(node, "line", 0) else ""
    yield indent + " ".join(head) + identity + place
    yield from inside


def _plain(name: str, value: object) -> str:
    return repr(value) if name in ("text", "tex", "kind") else f"{name}={value!r}"


def _holds_nodes(value: object) -> bool:
    if isinstance(value, tuple):
        return any(_holds_nodes(inner) for inner in value)
    return hasattr(value, "__dataclass_fields__")


def _branch(name: str, value: object, indent: str) -> Iterator[str]:
    if not isinstance(value, tuple):
        yield from _node(value, indent)
        return
    if name in ("title", "term", "caption", "cells", "details"):
        yield f"{indent}{name}:"
        indent += "  "
    for inner in value:
        if isinstance(inner, tuple):
            yield indent + "-"
            yield from _branch("", inner, indent + "  ")
        else:
            yield from _node(inner, indent)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_tree(case: Path, golden) -> None:
    note = parse(m.Source(case.name, case.read_bytes().decode()))
    golden(case.with_suffix(".tree"), dump(note))


def test_there_are_cases() -> None:
    assert len(CASES) >= 20
