"""Text from right to left is read back in its own order, by whoever turns what stands on the page."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from pipeline.build import Request, build

pytestmark = pytest.mark.engine

ARABIC = "# الخلية\n\nالخلية هي الوحدة الأساسية للحياة، ولكسب الطاقة تحرق السكر في Mitochondria سنة 1857.\n"
HEBREW = "# Cells\n\nThe words תא חי שלם stand in a line.\n"


def pages(tmp_path: Path, text: str) -> str:
    vault, output = tmp_path / "vault", tmp_path / "output"
    vault.mkdir()
    (vault / "note.md").write_text(text, encoding="utf-8")
    build(Request(vault, ("pdf",), output, None), lambda _: None)
    with pypdfium2.PdfDocument(next(output.glob("*.pdf"))) as book:
        return "\n".join(page.get_textpage().get_text_range() for page in book)


def test_arabic_words_are_read_in_their_order(tmp_path: Path) -> None:
    text = pages(tmp_path, ARABIC)
    for word in ("الخلية هي الوحدة الأساسية للحياة", "ولكسب", "Mitochondria", "1857"):
        assert word in text.replace("\u200b", "")


def test_words_of_another_direction_keep_their_letters_in_a_line(tmp_path: Path) -> None:
    words = pages(tmp_path, HEBREW).split()
    assert {"תא", "חי", "שלם"} <= set(words)
