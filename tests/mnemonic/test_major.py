"""Words for numbers, read back sound by sound."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.mnemonic.block import blocked
from pipeline.mnemonic.major import digits_of, words_for
from pipeline.mnemonic.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("word", "digits"),
    [
        ("sauce", "00"), ("zoo", "0"), ("cell", "?"), ("city", "01"), ("cat", "71"), ("thumb", "13"), ("tooth", "11"),
        ("knee", "2"), ("writer", "414"), ("phone", "82"), ("ship", "69"), ("match", "36"), ("bridge", "946"),
        ("queen", "72"), ("duck", "17"), ("box", "970"), ("daybreak", "1947"), ("butter", "914"), ("happy", "9"),
        ("cheese", "60"), ("beach", "96"), ("school", "?"), ("ring", "4?"), ("nation", "2?2"), ("debt", "1?"),
        ("colonel", "?"), ("why", ""), ("tube body", "1991"),
    ],
)  # fmt: skip
def test_what_a_word_says(word, digits):
    said = digits_of(word)
    assert ("?" in said) if "?" in digits else said == digits


def test_dates_that_a_reader_knows():
    assert words_for("1947")[0].text == "OUTBREAK"
    assert "DAYBREAK" in [words.text for words in words_for("1947")]
    assert words_for("79")[0].text == "CUP"


@pytest.mark.parametrize("number", ["1,947", "1947", "19 47", "19-47"])
def test_how_a_number_may_be_written(number):
    assert words_for(number)[0].digits == "1947"


@pytest.mark.parametrize("number", ["", "many", "१९४७", "1947 AD", "7" * 40])
def test_what_has_no_words(number):
    assert words_for(number) == ()


@given(st.integers(0, 9999).map(str), st.integers(1, 8))
@example("5390", 1)  # LUMP SEA: the P is said, for its word ends there
def test_every_number_of_four_digits_has_words_that_say_it(number, top):
    found = words_for(number, top)
    assert 1 <= len(found) <= top
    assert [words.cost for words in found] == sorted(words.cost for words in found)
    for words in found:
        assert digits_of(words.text) == words.digits == number
        assert len(words.text.split()) <= 2
        assert not blocked(words.text)
        assert len(words.letters) == len(number)
        assert list(words.at) == sorted(words.at)
        assert all(words.letters)


def test_a_word_of_the_author_is_not_used_against_their_will():
    assert "OUTBREAK" not in [words.text for words in words_for("1947", 9, Vocabulary(refused=("outbreak",)))]
