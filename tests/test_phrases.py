"""The book's own words: the same in every language."""

from __future__ import annotations

import pytest

from pipeline import phrases
from pipeline.phrases import CALLOUTS, phrase

KEYS = sorted(phrases._ENGLISH)


@pytest.mark.parametrize("lang", sorted(phrases._LANGUAGES))
def test_every_language_has_every_phrase(lang: str) -> None:
    table = phrases._LANGUAGES[lang]
    assert sorted(table) == KEYS
    assert all(text.strip() == text != "" for text in table.values())
    assert [k for k in KEYS if table[k].count("{}") != phrases._ENGLISH[k].count("{}")] == []


def test_hindi_is_written_in_its_own_script() -> None:
    assert [k for k in KEYS if not any("\u0900" <= c <= "\u097f" for c in phrase(k, "hi"))] == []


def test_every_callout_has_a_name() -> None:
    assert set(CALLOUTS) <= set(KEYS)


@pytest.mark.parametrize(
    ("lang", "text"), [("en", "Tip"), ("hi", "सुझाव"), ("hi-IN", "सुझाव"), ("HI", "सुझाव"), ("ta", "Tip"), ("", "Tip")]
)
def test_the_language_of_a_phrase(lang: str, text: str) -> None:
    assert phrase("tip", lang) == text


def test_a_phrase_that_nobody_wrote_is_its_key() -> None:
    assert phrase("no-such-phrase") == "no-such-phrase"
