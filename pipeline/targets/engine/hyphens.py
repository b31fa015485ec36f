"""Hyphenation patterns that are worked out when a word asks for them.

A language has 10,000 to 80,000 patterns, a leaf asks for a few hundred. pyphen works out all of them before the first
word: a tenth of a second for English, half a second for German.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyphen

_ODD = re.compile(r"\^\^|/|0")
"""What few files have, and is left to pyphen: escapes, other spellings at the hyphen (hu), zeros."""
_digits = re.compile(r"\d").sub
_parts = re.compile(r"(\d?)(\D?)").findall

_LONGEST = 100
"""Letters of what may be a word; a longer row of them is none, and to look for its syllables takes minutes."""

Pattern = tuple[int, tuple[int, ...]]
"""How good it is to break at places of a few letters: the first such place, and values; the odd ones allow it."""


@contextmanager
def asked() -> Iterator[None]:
    """Reads patterns this way. They are kept, as pyphen keeps its own."""
    if not all(hasattr(pyphen, name) for name in ("HyphDict", "DataInt", "ignored")):
        yield
        return
    slow = pyphen.HyphDict
    pyphen.HyphDict = _reader(slow)
    try:
        yield
    finally:
        pyphen.HyphDict = slow


def _reader(slow: Callable[[Path], object]) -> Callable[[Path], object]:
    def read(path: Path) -> object:
        lines = _lines(path)
        odd = not lines or _ODD.search("\n".join(lines))
        return slow(path) if odd else Patterns(lines)

    return read


def _lines(path: Path) -> list[str]:
    """What a file says, without its remarks; nothing if it cannot be read."""
    try:
        encoding, _, rest = path.read_bytes().partition(b"\n")
        text = rest.decode(encoding.decode().strip())
    except (OSError, ValueError, LookupError):
        return []
    return [p for line in text.split("\n") if (p := line.strip()) and not p.startswith(pyphen.ignored)]


class Patterns:
    """Stands for `pyphen.HyphDict`: `lines` are patterns such as `.ach4` or `1b2l`."""

    def __init__(self, lines: list[str]) -> None:
        letters = _digits("", "\n".join(lines)).split("\n")
        self._patterns: dict[str, str | Pattern] = {
            key: line for key, line in zip(letters, lines, strict=True) if key != line
        }
        self._longest = max(map(len, self._patterns), default=0)
        self._found: dict[str, list[pyphen.DataInt]] = {}

    def positions(self, word: str) -> list[pyphen.DataInt]:
        """Where a word may be broken: as many letters stand before the hyphen."""
        word = word.lower()
        if len(word) > _LONGEST:
            return []
        if word not in self._found:
            values = self._values(f".{word}.")
            self._found[word] = [pyphen.DataInt(at - 1) for at, value in enumerate(values) if value % 2]
        return self._found[word]

    def _values(self, word: str) -> list[int]:
        values = [0] * (len(word) + 1)
        for start in range(len(word) - 1):
            for end in range(start + 1, min(start + self._longest, len(word)) + 1):
                if (pattern := self._patterns.get(word[start:end])) is None:
                    continue
                if isinstance(pattern, str):
                    pattern = self._patterns[word[start:end]] = _read(pattern)
                at = start + pattern[0]
                here = slice(at, at + len(pattern[1]))
                values[here] = map(max, pattern[1], values[here])
        return values


def _read(pattern: str) -> Pattern:
    """`.ach4` → (4, (4,))."""
    values = [int(digit or "0") for digit, _ in _parts(pattern)]
    said = [i for i, value in enumerate(values) if value]
    return said[0], tuple(values[said[0] : said[-1] + 1])
