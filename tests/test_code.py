"""Coloured code: line by line, every character kept."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.code import art_columns, highlighted

LANGUAGES = ["python", "Python", "js", "html", "bash", "sql", "c", "yaml", "diff", "console", "latex", "none such", ""]


@given(st.text(st.characters(exclude_characters="\r")), st.sampled_from(LANGUAGES))
def test_every_character_is_kept_but_blanks_at_the_ends_of_lines(text: str, language: str) -> None:
    lines = [unescape(re.sub("<[^>]*>", "", line)) for line in highlighted(text, language)]
    assert lines == [line.rstrip(" \t") for line in text.split("\n")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_code_is_escaped(language: str) -> None:
    (line,) = highlighted("if a < b && c: x", language)
    assert "&lt;" in line
    assert unescape(re.sub("<[^>]*>", "", line)) == "if a < b && c: x"


def test_a_string_over_two_lines_is_coloured_in_both() -> None:
    first, second = highlighted('"""a\nb"""', "python")
    assert first.startswith("<span")
    assert second.startswith("<span")


@pytest.mark.parametrize(
    ("text", "language", "columns"),
    [
        ("┌──┐\n│ab│\n└──┘", "", 4),
        ("+---+    +---+\n| a | -> | b |\n+---+    +---+", "text", 14),
        ("x = a | b\ny = c - d", "", 0),
        ("┌──┐\n│ab│\n└──┘", "python", 0),
        ("| a | b |\n|---|---|", "", 0),
    ],
)
def test_drawings_made_of_signs_are_told_from_code(text: str, language: str, columns: int) -> None:
    assert art_columns(text, language) == columns
