"""Words of a finished file that PDFium gives in pieces, or with their letters in another order."""

from __future__ import annotations

import re
from collections import Counter

from pipeline.text import words

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]+")
_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff\uac00-\ud7ff\uff66-\uff9f𠀀-𳍿]"
)


def pieced(lost: set[str], output: str) -> set[str]:
    """Words of scripts without spaces that stand in pieces: lines break them anywhere.

    In a map the lines of a label are not read one after the other, so that each is a piece that no other letters
    touch. A page may end with the first half of a word, and its furniture stands between the halves.
    """
    lost = {word for word in lost if _SPACELESS.search(word)}
    pieces = set(words(output)) if lost else set()

    longest = min(max(map(len, pieces), default=0), _LINE)
    rows = ["".join(words(line)) for line in output.splitlines()] if lost else []
    return {word for word in lost if _is_made(word, pieces, longest) or _is_halved(word, rows)}


def _is_halved(word: str, rows: list[str]) -> bool:
    """Whether some row ends with the first half of a word, and another begins with the rest."""
    return any(
        any(row.endswith(word[:k]) for row in rows) and any(row.startswith(word[k:]) for row in rows)
        for k in range(1, min(len(word), _LINE))
    )


_LINE = 200
"""More letters than a line has."""


def _is_made(word: str, pieces: set[str], longest: int) -> bool:
    """Whether a word is a row of pieces."""
    reached = {0}
    for end in range(1, len(word) + 1):
        if any(start in reached and word[start:end] in pieces for start in range(max(0, end - longest), end)):
            reached.add(end)
    return len(word) in reached


def unordered(lost: set[str], need: Counter[str], output: str, run: str) -> set[str]:
    """Words that stand in a text with right-to-left letters, in whatever order PDFium gives their characters.

    It turns letters, figures and marks each in its own way, glues a word to its neighbour, and parts one of two
    scripts. All words of the same letters must be there, in one of these ways, as often as all of them are wanted.
    """
    if not lost or not RIGHT_TO_LEFT.search(output):
        return set()
    have = Counter(map(_letters, words(output)))
    wanted_: Counter[str] = Counter()
    for word, number in need.items():
        wanted_[_letters(word)] += number

    def found_(word: str) -> int:
        """How often a word stands alone, glued to another or to a number, or in parts."""
        own = _letters(word)
        glued = sum(n for text, n in have.items() if (rest := _rest(text, own)) and (rest.isdigit() or rest in wanted_))
        parts = _ONE_SCRIPT.findall(word)
        apart = min(run.count(part) for part in parts) if len(parts) > 1 else 0
        return max(have[own] + glued, apart)

    return {word for word in lost if found_(word) >= wanted_[_letters(word)]}


_ONE_SCRIPT = re.compile(rf"{RIGHT_TO_LEFT.pattern}|\d+|[^\W\d\u0590-\u08ff]+")


def _rest(letters: str, some: str) -> str:
    """The letters without some of them, "" where these are not among them."""
    for letter in some:
        if letter not in letters:
            return ""
        letters = letters.replace(letter, "", 1)
    return letters


def _letters(word: str) -> str:
    """The letters of a word in order of the alphabet, without marks."""
    return "".join(sorted(c for c in word if c.isalnum()))
