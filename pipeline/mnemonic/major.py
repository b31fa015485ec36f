"""Words for numbers: in the major system every consonant sound is a digit, and a word is easier to see than a number.

0 s z soft c, 1 t d th, 2 n, 3 m, 4 r, 5 l, 6 sh ch j, 7 k g q hard c, 8 f v, 9 p b; vowels, h, w and y are nothing.
Sounds are told from the spelling, by a table that knows where English may be trusted: a word with anything doubtful in
it is left out, and there are enough others. What is offered was read back, digit by digit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import chain

from pipeline.mnemonic import lexicon, rank
from pipeline.mnemonic.block import blocked
from pipeline.mnemonic.lexicon import ADJECTIVE, BENT, NAME, NOUN, PLURAL
from pipeline.mnemonic.vocabulary import NOTHING, Vocabulary

MOST_DIGITS = 9  # of the longest words that are found
_COST, _ZIPF = 1.9, 28  # what a word may cost, and ten times how common it must be
_BEST = 12  # words of each number that are tried beside others
_SECOND = 0.4  # what a second word costs beside its own price
_LOOSE = 0.6  # what it costs when that is no thing, or the first one again

_DOUBT = "?"
_SOUNDS = (
    # how words begin and end
    (r"\b(?:kn|gn|pn)", "2"),
    (r"\b[wr]r|\brh", "4"),
    (r"\bps", "0"),
    (r"\bwho|\bx|\bmn", _DOUBT),
    (r"mb(?=s?\b)", "3"),
    (r"gn(?=s?\b)", "2"),
    (r"\bch(?=[ei]e)|(?<=[ae]a|ee)ch\b", "6"),
    (r"(?<=[lu])et(?=s?\b)|uet|out?p\b|ll[aeo]s?\b|utes?\b|lois?\b", _DOUBT),
    # silent letters, words in words, letters that sound now so, now so
    (r"mn(?=s?\b)|m[bp](?=[^aeiouylr])|mber|gn|l[mk]|al[vf]|lve|lf|\Bx[ch]|x[iu]|sson|[rs]hon|gh|dgm", _DOUBT),
    (r"bt|[pb]{2}h|pb|dn|isl|[rp]ps|[ou]ld|sthm|ften|dj|cz|zz|tz|p[psh]h", _DOUBT),
    (r"ph(?=ill|eav|erd|ol)|ndsom|s?ten(?=e|\b)|stl|scl|swo|eipt|nq|cq|zu|gae|guil|hoph|tst|tth|sst|tsh", _DOUBT),
    (r"ss[iu]|sure|sur(?=y|an)|\Bs?[td]u(?![bmd])|sch|ch|[tc]i(?=[aeou])|[sxdz]i(?=[aeou])", _DOUBT),
    (r"su[ga]|ct|geou|cc|ce(?=a|rto|ll)|sc[ei]", _DOUBT),
    # letters together
    (r"tch|dg(?=e)|sh|j", "6"),
    (r"th|tt?|dd?", "1"),
    (r"ph|ff?|v", "8"),
    (r"sc(?=y)|c(?=[eiy])", "0"),
    (r"ng|nk|nx|nc(?![eiy])|gg?(?=[eiy])", _DOUBT),
    (r"x", "70"),
    (r"ck|qu|c|k|gg?", "7"),
    (r"bb?|pp?", "9"),
    (r"ll?", "5"),
    (r"rr?", "4"),
    (r"mm?", "3"),
    (r"nn?", "2"),
    (r"ss?|z", "0"),
)
"""Spellings and the digits of their sounds; of two that fit, the first one counts."""
_SOUND = re.compile("|".join(f"({spelling})" for spelling, _ in _SOUNDS))
_OTHERWISE = frozenset(
    """
    blotch blotches cabaret cabarets caterpillars centrality colonel colonels coups debris debut debuts depot depots
    deterrent facade facades forerunner forerunners gourmet gourmets hallelujah headgear identifiers junta licorice
    margarine midday mishap mishaps overridden override overrides overrun overruns paradigm paraphernalia rapport
    rendezvous savvy sirs subpoena subpoenas synapse synapses tarot teammate teammates treasuries
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
"""Words that are said otherwise than the table tells."""


@dataclass(frozen=True, slots=True)
class Told:
    """Words that say a number. For each digit in turn, `at` tells where the letters of its sound stand in the text.

    X is two digits; its letter stands for both. `cost` grows with all that makes the words hard to picture.
    """

    text: str
    digits: str
    at: tuple[tuple[int, int], ...]
    cost: float

    @property
    def letters(self) -> tuple[str, ...]:
        """Those of each digit."""
        return tuple(self.text[start:end] for start, end in self.at)


def digits_of(text: str) -> str:
    """The digits that a text says, `?` for each sound that the spelling does not tell."""
    return "".join(_DOUBT if word in _OTHERWISE else _read(word) for word in re.findall("[a-z]+", text.lower()))


def words_for(number: str, top: int = 5, own: Vocabulary = NOTHING) -> tuple[Told, ...]:
    """One word or two that say the digits of a number, best first; none where the lexicon has none."""
    digits = re.sub(r"[\s,.'’/–-]", "", number)
    if not digits.isascii() or not digits.isdigit():
        return ()
    known, said = lexicon.load(own.extra), _said(own.extra)
    found = [(cost, known.words[place]) for cost, place in said.get(digits, ())]
    for cut in range(1, len(digits)):
        for first, a in said.get(digits[:cut], ()):
            for second, b in said.get(digits[cut:], ()):
                loose = _LOOSE if known.sort[b] & ADJECTIVE or a == b else 0.0
                cost = round(first + second + rank.clash(known, a, b) + _SECOND + loose, 3)
                found.append((cost, f"{known.words[a]} {known.words[b]}"))
    told = (_told(text, digits, cost) for cost, text in sorted(found) if not blocked(text) and not own.refuses(text))
    return tuple(each for each, _ in zip((t for t in told if t), range(top), strict=False))


def _read(word: str) -> str:
    return "".join(_SOUNDS[found.lastindex - 1][1] for found in _SOUND.finditer(word) if found.lastindex)


def _told(text: str, digits: str, cost: float) -> Told | None:
    """The words with the places of their sounds, or None when they do not say the number."""
    found = [
        ((word.start() + sound.start(), word.start() + sound.end()), _SOUNDS[(sound.lastindex or 1) - 1][1])
        for word in re.finditer("[a-z]+", text)
        for sound in _SOUND.finditer(word[0])
    ]
    if digits_of(text) != digits:
        return None
    return Told(text.upper(), digits, tuple(chain.from_iterable([span] * len(told) for span, told in found)), cost)


@cache
def _said(extra: tuple[str, ...]) -> dict[str, list[tuple[float, int]]]:
    """The best words of each number, with their costs and places in the lexicon: things and what things are like."""
    known = lexicon.load(extra)
    found: dict[str, list[tuple[float, int]]] = {}
    for place, (word, sort, zipf) in enumerate(zip(known.words, known.sort, known.zipf, strict=True)):
        if not sort & (NOUN | PLURAL | ADJECTIVE) or sort & (NAME | BENT) or zipf < _ZIPF or word in _OTHERWISE:
            continue
        cost = rank.word_cost(known, place)
        digits = _read(word) if cost <= _COST else _DOUBT
        if digits and _DOUBT not in digits:
            found.setdefault(digits, []).append((round(cost, 3), place))
    return {digits: sorted(words)[:_BEST] for digits, words in found.items()}
