"""Words that were run together when a text was extracted: *visionin*, *areBrahMos*, *sharingeducational*.

A split is proposed only where both halves are words, the whole is none, and one of these holds: a capital stands in the
middle, a small word (*the*, *in*, *been*) hangs on, or both halves are long. Terms of a trade are written again and
again, slips are not: a word that comes twice is taken for one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from pipeline.importing.change import Change, Line
from pipeline.importing.words import frequency, kind, known
from pipeline.mnemonic.lexicon import ADJECTIVE, NAME, NOUN

CODE = "glued-words"

_WORD = re.compile(r"(?<![\w’'.@/#\\-])[A-Za-z]{4,40}(?![\w@/\\(])")
_CASE = re.compile(r"[a-z](?=[A-Z][a-z]{2})")
# What is no prose: code, formulas, addresses, links, tags, properties.
_SEALED = re.compile(
    r"`[^`]*`|\$[^$\n]+\$|\\[(\[].*?\\[)\]]|\\[A-Za-z]+(?:\{[^{}]*\})*|https?://\S+|www\.\S+|\S+@\S+|!?\[\[[^\]]*\]\]"
    r"|(?<=\])\([^)\s]*(?:\s+\"[^\"]*\")?\)|<[^<>]*>|(?<!\w)#[\w/-]+|\S*[a-z0-9]\.[a-z]{2,4}\b\S*|\{[^{}\n]*\}|[\w-]+::"
)
_SMALL = """
a about after against also an and are as at be been before between both but by can during for from had has have he
her his in into is it its may more not of on or other our she such than that the their them there these they this
those through to under was we were when where which will with would you your
"""
_HANGING = "and are as been by for from has have in is its of on that the their to was were which with"
_JOINS, _AFTER, _BEFORE = frozenset(_SMALL.split()), frozenset(_HANGING.split()), frozenset(("of", "to", "is", "as"))
"""Small words: any; those that hang on the end of another; those of two letters that hang on a beginning."""
_ENGLISH = 0.6
"""Share of its words that a text in English has in the lexicon, at least."""


def find(lines: Sequence[Line]) -> tuple[Change, ...]:
    """What looks like two words in one, with the two; nothing is changed yet."""
    sealed = [_SEALED.sub(lambda found: " " * len(found[0]), line.text) for line in lines]
    counts = Counter(word for text in sealed for word in re.findall(r"[A-Za-z]+", text))
    english = _is_english(counts)
    out: list[Change] = []
    for line, text in zip(lines, sealed, strict=True):
        for match in _WORD.finditer(text):
            at = _cut(match[0], counts, english=english)
            if at:
                parts = f"{match[0][:at]} {match[0][at:]}"
                out.append(Change(line.number, match.start() + 1, CODE, match[0], parts, made=False))
    return tuple(out)


def split(lines: Sequence[Line], found: Sequence[Change]) -> list[Line]:
    """The lines with each find parted. A line may be given once only."""
    at: dict[int, list[Change]] = {}
    for change in found:
        at.setdefault(change.line, []).append(change)
    return [_parted(line, at.get(line.number, [])) for line in lines]


def _parted(line: Line, changes: list[Change]) -> Line:
    text = line.text
    for change in sorted(changes, reverse=True):
        start = change.column - 1
        text = text[:start] + change.after + text[start + len(change.before) :]
    return Line(line.number, text)


def _is_english(counts: Counter[str]) -> bool:
    words = [word for word in counts if word.islower() and len(word) > 2]
    return bool(words) and sum(map(known, words)) >= _ENGLISH * len(words)


def _cut(word: str, counts: Counter[str], *, english: bool) -> int:
    """Where a word falls into two, or 0."""
    inner = _CASE.search(word)
    if inner:
        return _by_case(word, inner.end(), counts)
    if not english or not re.fullmatch("[A-Za-z][a-z]+", word) or known(word.lower()):
        return 0
    rules: tuple[Callable[[str, str, bool], bool], ...] = (_two_small, _one_small, _weak, _two_long)
    if counts[word] > 1:
        rules = (_two_small,)
    for rule in rules:
        for at in _places(word):
            if rule(word[:at].lower(), word[at:], word[0].isupper()):
                return at
    return 0


def _places(word: str) -> Iterator[int]:
    """The longer of two halves as long as can be, first: *sharing educational* before *sharinge ducational*."""
    yield from range(len(word) - 1, 0, -1)


def _by_case(word: str, at: int, counts: Counter[str]) -> int:
    """*areBrahMos*, *relationsIndia*; not *JavaScript*, *getElement*, *iPhone*: what is written twice is a name."""
    left, right = word[:at], word[at:]
    if counts[word] > 1 or len(left) < 2:
        return 0
    if left.islower():
        ordinary = (
            frequency(right.lower()) > 0 and re.fullmatch("[A-Z][a-z]+", right) and not kind(right.lower()) & NAME
        )
        believable = left in _JOINS or counts[right] > 0 or not ordinary
        return at if (left in _JOINS or frequency(left)) and believable else 0
    both = counts[left] > 0 and counts[right] > 0 and len(left) > 3
    return at if both and re.fullmatch("[A-Z][a-z]+[A-Z][a-z]+", word) and frequency(left.lower()) else 0


def _two_small(left: str, right: str, capital: bool) -> bool:
    """*boththe*, *therehas*, *isthe*."""
    long = len(left) > 1 and len(right) > 1 and len(left + right) > 4
    return left in _JOINS and right in _JOINS and long and (not capital or len(right) > 2)


def _one_small(left: str, right: str, capital: bool) -> bool:
    """*frombecoming*, *beenfavouring*: a small word of three letters or more before or after a common one."""
    least = 4 if capital else 3
    before = left in _JOINS and len(left) >= least and len(right) > 3 and frequency(right) >= 30
    after = right in _AFTER and len(right) >= least and len(left) > 4 and frequency(left) >= 30
    return before or after


def _weak(left: str, right: str, capital: bool) -> bool:
    """*visionin*, *apivot*: two letters or one, so that the rest must be a common word."""
    if capital:
        return False
    if right in _AFTER:
        return len(left) > 4 and frequency(left) >= 38
    if left in _BEFORE:
        return len(right) > 4 and frequency(right) >= 40
    noun = kind(right) & NOUN and not kind(right) & ADJECTIVE and frequency(right) >= 36
    vowel = right[0] in "aeiou"
    return bool(noun) and (
        (left == "a" and not vowel and len(right) > 4) or (left == "an" and vowel and len(right) > 4)
    )


def _two_long(left: str, right: str, capital: bool) -> bool:  # noqa: ARG001 - the rules are called alike
    """*sharingeducational*, *Cryogenictechnology*."""
    return len(left) > 6 and len(right) > 6 and frequency(left) >= 20 and frequency(right) >= 20
