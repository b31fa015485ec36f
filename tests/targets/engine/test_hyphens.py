"""Patterns that are worked out on demand hyphenate as pyphen's own do."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyphen
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.targets.engine import hyphens

pytestmark = pytest.mark.engine
QUICK = ("en_US", "en_GB", "de_DE", "fr", "ru_RU", "mr_IN")
ODD = ("hu_HU", "sq_AL")


@cache
def both(language: str) -> tuple[object, object]:
    """pyphen's reader and ours for the same file."""
    path = pyphen.LANGUAGES[language]
    slow = pyphen.HyphDict(path)
    with hyphens.asked():
        return slow, pyphen.HyphDict(path)


def pieces(language: str) -> list[str]:
    """Letters that patterns speak of, as whole pieces: words of these are broken often."""
    slow, _ = both(language)
    return sorted(key.strip(".") for key in slow.patterns)[:: max(len(slow.patterns) // 500, 1)]


@pytest.mark.parametrize("language", QUICK)
def test_words_are_broken_where_pyphen_breaks_them(language: str) -> None:
    slow, quick = both(language)
    assert isinstance(quick, hyphens.Patterns)
    broken = 0

    @given(st.lists(st.sampled_from(pieces(language)), min_size=1, max_size=4).map(lambda parts: "".join(parts)[:99]))
    def same(word: str) -> None:
        nonlocal broken
        assert quick.positions(word) == slow.positions(word)
        assert quick.positions(word.upper()) == slow.positions(word.upper())
        broken += len(slow.positions(word))

    same()
    assert broken


@pytest.mark.parametrize("language", QUICK)
def test_every_pattern_is_the_same(language: str) -> None:
    slow, quick = both(language)
    for letters in slow.patterns:
        assert quick.positions(letters) == slow.positions(letters)


@pytest.mark.parametrize("language", ODD)
def test_files_with_other_spellings_are_left_to_pyphen(language: str) -> None:
    slow, quick = both(language)
    assert type(quick) is type(slow)


def test_only_our_leaves_get_them() -> None:
    plain = pyphen.HyphDict
    with hyphens.asked():
        assert pyphen.HyphDict is not plain
    assert pyphen.HyphDict is plain


def test_a_file_of_remarks_breaks_nothing(tmp_path: Path) -> None:
    path = tmp_path / "hyph_xx.dic"
    path.write_text("UTF-8\n% a1b\n#c1d\nLEFTHYPHENMIN 2\nx1y\n", encoding="utf-8")
    with hyphens.asked():
        read = pyphen.HyphDict(path)
    assert [read.positions(word) for word in ("ab", "cd", "xy", "")] == [[], [], [1], []]
