"""The letters of a text tell its language; the author and the book come first."""

from __future__ import annotations

import pytest

from pipeline import languages

TEXTS = {
    "hi": "यह एक छोटा वाक्य है।",
    "bn": "এটি একটি ছোট বাক্য।",
    "ta": "இது ஒரு சிறிய வாக்கியம்.",
    "te": "ఇది ఒక చిన్న వాక్యం.",
    "ar": "هذه جملة قصيرة عن المدرسة.",
    "ur": "یہ ایک چھوٹا سا جملہ ہے اور لڑکا پڑھتا ہے۔",
    "fa": "این یک جمله کوتاه است که در کتاب می‌گوید.",
    "he": "זהו משפט קצר.",
    "ja": "これは短い文章です。",
    "ko": "이것은 짧은 문장입니다.",
    "zh-Hans": "这是一个简短的句子，我们来学习。",
    "zh-Hant": "這是一個簡短的句子，我們來學習。",
    "ru": "Это короткое предложение.",
    "uk": "Це коротке речення, її сенс є тут.",
    "": "A short sentence, naïve, with 日本 in it.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_letters_tell_the_language(language: str) -> None:
    assert languages.guessed(TEXTS[language]) == language


def test_a_text_in_plain_letters_tells_nothing() -> None:
    assert languages.guessed("Plain words.") == ""


@pytest.mark.parametrize(
    ("guess", "book", "language"),
    [
        ("ar", "en", "ar"),
        ("hi", "mr", "mr"),
        ("ar", "ur", "ur"),
        ("", "de", "de"),
        ("", "ar", "en"),
        ("ja", "ja", "ja"),
        ("zh-Hans", "ja", "zh-Hans"),
        ("zh-Hans", "zh-Hans-CN", "zh-Hans"),
    ],
)
def test_a_book_in_the_same_letters_keeps_its_language(guess: str, book: str, language: str) -> None:
    assert languages.spoken(guess, book) == language


def test_some_languages_are_read_from_the_right() -> None:
    assert [each for each in ("ar", "he-IL", "ur", "fa", "en", "hi", "ja") if languages.is_rtl(each)] == [
        "ar",
        "he-IL",
        "ur",
        "fa",
    ]
