"""Says what must never be offered to a learner."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from pipeline.mnemonic import store

_LEET = str.maketrans("0134578@$!|+€", "oieastbasiite")
_MARKS = re.compile(r"[\u0300-\u036f]")
_RUN = re.compile(r"(.)\1{2,}")
_SENTENCE_END = re.compile(r"[.!?;:]\s+")
_PIECES = re.compile(r"[^\W\d_]+")
_HINDI = range(0x0900, 0x0980)


@dataclass(frozen=True, slots=True)
class _List:
    """`words` are refused as they stand, `parts` (their `sizes`) anywhere but in what is `fine`, `hindi` anywhere."""

    words: frozenset[str]
    parts: frozenset[str]
    sizes: tuple[int, ...]
    fine: re.Pattern[str]
    hindi: tuple[str, ...]


def blocked(text: str, *, reviewed: bool = False) -> bool:
    """Whether a mnemonic says something that offends: in a word, in its initials, or when its words are run together.

    What somebody has `reviewed` may have words that a machine had better not use (*King Henry died …*), and is not run
    together.
    Accents, capitals, figures for letters (*5h1t*), dots between letters and drawn-out letters do not hide it.
    """
    rules = _rules()
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text)).lower()
    if any(part in plain for part in rules.hindi):
        return True
    words = [_folded(token) for token in plain.split()]
    joined = "".join(words)
    whole = {joined, *words, *_PIECES.findall(plain)}
    rows = [_initials(sentence) for sentence in (plain, *_SENTENCE_END.split(plain))] if len(words) > 1 else []
    if not reviewed and not rules.words.isdisjoint((*whole, *rows)):
        return True
    calm = [rules.fine.sub(".", word) for word in words]
    run = calm if reviewed else ["".join(calm), *rows[:1]]
    return any(_within(row, rules) for row in run)


def _folded(token: str) -> str:
    """The letters of a word, without what may disguise them."""
    letters = token if token.isalpha() else token.translate(_LEET) if any(c.isalpha() for c in token) else ""
    return _RUN.sub(r"\1", "".join(c for c in letters if c.isalpha()))


def _initials(text: str) -> str:
    return "".join(word[0] for word in _PIECES.findall(text))


def _within(text: str, rules: _List) -> bool:
    return any(text[i : i + size] in rules.parts for size in rules.sizes for i in range(len(text) - size + 1))


@cache
def _rules() -> _List:
    rows: dict[str, list[str]] = {}
    row = rows.setdefault("", [])
    for line in store.data("blocklist.txt").decode().splitlines():
        if line.endswith(":"):
            row = rows.setdefault(line.rstrip(":"), [])
        elif not line.startswith("#"):
            row += line.split()
    words, parts, fine = ([codecs.decode(w, "rot13") for w in rows[name]] for name in ("words", "parts", "fine"))
    return _List(
        frozenset(words),
        frozenset(parts),
        tuple(sorted({len(part) for part in parts})),
        re.compile("|".join(map(re.escape, sorted(fine)))),
        tuple("".join(map(_turned, word)) for word in rows["devanagari"]),
    )


def _turned(letter: str) -> str:
    """A letter of Devanagari half its block away."""
    half = len(_HINDI) // 2
    return chr(_HINDI.start + (ord(letter) - _HINDI.start + half) % len(_HINDI)) if ord(letter) in _HINDI else letter
