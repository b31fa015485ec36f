"""The words of a label, and what each of them is good for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from pipeline.mnemonic import store

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
_SPOKEN = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen twenty
""".split()  # noqa: SIM905 - a list of words reads best as words


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a label as it is written (`shown`, from `at` on) and as its letters are: `text`, a-z only."""

    text: str
    at: int
    shown: str

    @property
    def capital(self) -> bool:
        return self.shown[0].isupper()


def letters_of(text: str) -> str:
    """Latin letters without their marks, a-z; a number that opens the text is spoken (*2FA*: two, f, a)."""
    if text.isascii() and text.isalpha():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    number = re.match(r"\d+", plain)
    if number and int(number[0]) < len(_SPOKEN):
        plain = _SPOKEN[int(number[0])] + plain[number.end() :]
    return "".join(c for c in plain if c.isalpha())


@cache
def stopwords() -> frozenset[str]:
    return frozenset(store.words("stopwords.txt"))


def words_of(label: str) -> tuple[Word, ...]:
    """Every word that can lend a Latin letter: numbers by their names, up to twenty."""
    found = (Word(letters_of(m.group()), m.start(), m.group()) for m in _TOKEN.finditer(label))
    return tuple(word for word in found if word.text)


def content(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words worth remembering; all of them when none is. A capital alone is a name: *vitamin A*."""
    kept = tuple(w for w in words if w.text not in stopwords() or (len(w.shown) == 1 and w.capital))
    return kept or words


def stem(word: str) -> str:
    """A word without its plural ending, so that *Bones* and *bone* are the same."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word
