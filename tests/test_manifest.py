"""The record of a build: what was made, from what, and what was found."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

from pipeline import model as m
from pipeline.compose import Imprint, compose
from pipeline.conserve import Loss
from pipeline.header import header
from pipeline.manifest import manifest, placed, row
from pipeline.problem import Problem
from pipeline.syntax import parse
from tests.draw.trees import branch

ROOT = branch("Root", (branch("A", (branch("B"),)), branch("C")))
AIDS = (
    m.Aid("mindmap", "opening", (m.MindMap(ROOT),)),
    m.Aid(
        "mnemonic",
        "after",
        (m.Paragraph((m.Span("acrostic", (m.Text("Big "), m.Span("letter", (m.Text("C"),)), m.Text("ats"))),)),),
        anchor="l1",
        score=0.87654,
    ),
    m.Aid("recall", "end", (), tuple(m.Card(f"q{n}", "basic", (), (), "p1") for n in (1, 2, 2))),
)


FIRST = replace(parse(m.Source("a.md", "# क Title\n\nThree words here.")), aids=AIDS)
SECOND = parse(m.Source("b.md", "Text."))
ROWS = (placed(row(FIRST), (1, 3), 2), placed(row(SECOND), (4, 4), 0))
PDF = m.Product("pdf", "book.pdf", b"%PDF", hashlib.sha256(b"%PDF").hexdigest(), 4, pages=9)
EPUB = m.Product("epub", "book.epub", b"PK", hashlib.sha256(b"PK").hexdigest(), 2)
PROBLEM = Problem("a.md", 3, 1, "warning", "dead-link", "no note called “X”", "hint")


def text() -> str:
    losses = {"pdf": (Loss("a.md", 3, ("words", "here")),), "epub": ()}
    book = compose([header(FIRST, ""), header(SECOND, "")], Imprint("Book"))
    return manifest(book, "handbook", [PDF, EPUB], ROWS, [PROBLEM], losses, ["a"])


def read() -> Any:
    return json.loads(text())


def test_the_record_is_the_same_each_time_and_sorted() -> None:
    assert text() == text()
    assert text() == json.dumps(read(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    assert "क Title" in text()


def test_files() -> None:
    assert read()["artifacts"] == [
        {"path": "book.pdf", "target": "pdf", "sha256": hashlib.sha256(b"%PDF").hexdigest(), "bytes": 4, "pages": 9},
        {"path": "book.epub", "target": "epub", "sha256": hashlib.sha256(b"PK").hexdigest(), "bytes": 2, "pages": 0},
    ]


def test_notes() -> None:
    first, second = read()["notes"]
    assert (first["id"], first["path"], first["title"], first["words"]) == ("a", "a.md", "क Title", 3)
    assert first["sha256"] == hashlib.sha256("# क Title\n\nThree words here.".encode()).hexdigest()
    assert (first["pages"], second["pages"]) == ([1, 3], [4, 4])
    assert first["mindmap"] == {"nodes": 4, "depth": 3, "sheets": 2}
    assert first["mnemonics"] == [
        {"list": "l1", "kind": "acrostic", "text": "Big Cats", "origin": "generated", "score": 0.877}
    ]
    assert first["questions"] == 2
    assert (first["from_cache"], second["from_cache"]) == (False, True)
    assert (second["mindmap"], second["mnemonics"], second["questions"]) == (None, [], 0)


def test_what_was_found() -> None:
    found = read()
    assert found["schema"] == 1
    assert found["problems"] == [
        {"path": "a.md", "line": 3, "column": 1, "severity": "warning", "code": "dead-link",
         "message": "no note called “X”", "hint": "hint"}
    ]  # fmt: skip
    assert found["conservation"] == {"words": 4, "missing_pdf": ["here", "words"], "missing_epub": []}
    assert found["rendered"] == ["a"]
    assert set(found["tool"]) == {"studypress", "weasyprint", "mistune", "ebooklib"}
