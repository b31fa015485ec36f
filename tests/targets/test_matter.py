"""Lists of a big book: in several leaves, and nothing of them lost."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import page as page_validation
import pypdfium2
import pytest

from pipeline.build import Request, build
from pipeline.targets import matter

pytestmark = pytest.mark.engine

NOTE = """\
---
sources: [Book {n}, Paper {n}]
---
# Note {n}

**Term{n}** is a word of note {n}. What is it? See [[Note {m}]].

Frequency
: how often something happens in case {n}

> [!question]- What does note {n} ask?
> It asks for {n}.
"""


def test_long_lists_are_several_leaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for n, m in pairwise([*range(1, 9), 1]):
        folder = tmp_path / "vault" / ("b" if n > 5 else "a")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"Note {n}.md").write_text(NOTE.format(n=n, m=m), encoding="utf-8")
    for name, size in (("_TOGETHER", 3), ("_ENTRIES", 3), ("_LINES", 4)):
        monkeypatch.setattr(matter, name, size)
    report = build(Request(tmp_path / "vault", ("pdf", "epub"), tmp_path / "out", tmp_path / "cache"), lambda _: None)
    assert report.problems == ()
    path = report.products[0][0]
    assert page_validation.validate_pdf(str(path), profile="ua1").is_compliant
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path)]
    front = pages[1 : next(at for at, page in enumerate(pages) if "Term1" in page)]
    assert len(front) > 6
    listed = re.findall(r"Note (\d)[\s.]+(\d+)\s", "\n".join((*front, "")))
    contents, plan, drawn = listed[:8], listed[8:16], listed[16:]
    assert [note for note, _ in contents] == list("12345678")
    assert plan == sorted(drawn) == contents
    places = [int(page) for _, page in contents]
    assert places == sorted(set(places))
    assert all(f"Term{n}" in pages[len(front) + place] for n, place in enumerate(places, 1))
    behind = "\n".join(pages[len(front) + places[-1] + 1 :])
    for n in range(1, 9):
        assert all(behind.count(text.format(n)) == 1 for text in ("Book {}", "Paper {}", "It asks for {}.", "Term{} "))
