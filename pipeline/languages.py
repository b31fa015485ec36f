"""Which language a text is in, as far as its letters tell, and which languages are read from the right."""

from __future__ import annotations

import re

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})
_SCRIPTS = {
    "ar": "\u0620-\u064a\u066e-\u06d3\u06d5\u0750-\u077f\u08a0-\u08c9\ufb50-\ufdff\ufe70-\ufefc",
    "he": "\u05d0-\u05f2\ufb1d-\ufb4f",
    "hi": "\u0904-\u0939\u0958-\u0961\u0971-\u097f",
    "bn": "\u0985-\u09b9\u09dc-\u09e1\u09f0\u09f1",
    "pa": "\u0a05-\u0a39\u0a59-\u0a5e\u0a72-\u0a74",
    "gu": "\u0a85-\u0ab9\u0ae0\u0ae1",
    "or": "\u0b05-\u0b39\u0b5c-\u0b61\u0b71",
    "ta": "\u0b83-\u0bb9",
    "te": "\u0c05-\u0c39\u0c58-\u0c61",
    "kn": "\u0c85-\u0cb9\u0cde-\u0ce1",
    "ml": "\u0d05-\u0d3a\u0d5f-\u0d61\u0d7a-\u0d7f",
    "si": "\u0d85-\u0dc6",
    "th": "\u0e01-\u0e30\u0e40-\u0e46",
    "lo": "\u0e81-\u0eb0\u0ec0-\u0ec6",
    "my": "\u1000-\u102a\u103f\u1050-\u1055",
    "km": "\u1780-\u17b3",
    "ka": "\u10a0-\u10ff\u1c90-\u1cbf",
    "hy": "\u0531-\u0586",
    "am": "\u1200-\u135a",
    "el": "\u0370-\u03ff\u1f00-\u1fff",
    "ru": "\u0400-\u052f",
    "ja": "\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff\uff66-\uff9f",
    "ko": "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3",
    "zh": "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff𠀀-𲎯",
}
"""A language for each script → its letters."""
_FOREIGN = re.compile("[\u0370-\u1fff\u2c00-\U0003ffff]")
_FEW = 40
"""One letter among so many characters does not make a language."""
_WEIGHTS = {"ja": 2, "ko": 2, "zh": 2}
"""One sign says as much as several letters."""
_URDU, _PERSIAN = "ٹڈڑںھہےۓ", "پچژگکی"
_UKRAINIAN = "іїєґІЇЄҐ"
_TRADITIONAL = "這個們來時會學對說國為過還點開問題實體與號關書長門車東馬語讀寫變樣應經網電機義樂"
_SIMPLIFIED = "这个们来时会学对说国为过还点开问题实体与号关书长门车东马语读写变样应经网电机义乐"


def is_rtl(language: str) -> bool:
    return language.lower().partition("-")[0] in _RIGHT_TO_LEFT


def guessed(text: str) -> str:
    """The language of a text that is mostly in other than Latin letters, as a BCP 47 code, else ""."""
    if len(_FOREIGN.findall(text)) * _FEW < len(text):
        return ""
    counts = {each: _count(letters, text) * _WEIGHTS.get(each, 1) for each, letters in _SCRIPTS.items()}
    total = sum(c.isalpha() for c in text)
    counts["ja"] += counts["zh"] if counts["ja"] * 10 > counts["zh"] else 0
    best = max(counts, key=counts.__getitem__)
    return _refined(best, text) if counts[best] * 2 > total else ""


def _count(letters: str, text: str) -> int:
    return len(re.findall(f"[{letters}]", text))


def _refined(language: str, text: str) -> str:
    """Of the languages that share a script, the one with letters of its own."""
    match language:
        case "ar" if _count(_URDU, text) * 50 > len(text):
            return "ur"
        case "ar" if _count(_PERSIAN, text) * 50 > len(text):
            return "fa"
        case "ru" if _count(_UKRAINIAN, text):
            return "uk"
        case "zh":
            return "zh-Hant" if _count(_TRADITIONAL, text) > _count(_SIMPLIFIED, text) else "zh-Hans"
        case _:
            return language


def spoken(guess: str, language: str) -> str:
    """The language of a text whose letters say `guess`, in a book in `language`: the book's, if it has them."""
    if guess == language:
        return language
    return language if _script(guess) == _script(language) else guess or "en"


def _script(language: str) -> str:
    """What stands for the script of a language: another language."""
    first, _, rest = language.lower().partition("-")
    for alike in (
        ("ar", "ckb", "fa", "ks", "ps", "sd", "ug", "ur"),
        ("hi", "mr", "ne", "sa"),
        ("he", "yi"),
        ("bn", "as"),
    ):
        if first in alike:
            return alike[0]
    if first in {"ru", "uk", "be", "bg", "mk", "sr"}:
        return "ru"
    return f"{first}-{rest}" if first == "zh" and rest else first if first in _SCRIPTS else ""
