"""Makes the initials of an ordered list a word that can be spoken, like BODMAS, when they allow it."""

from __future__ import annotations

import re

from pipeline.enrich.mnemonics import blocklist
from pipeline.enrich.mnemonics.candidate import Candidate, Cue
from pipeline.enrich.mnemonics.keys import Key

LENGTHS = range(5, 9)
EFFORT = 1.0  # a made-up word has to be learnt itself

_ONSET = (
    "b[lr]?|c[hlr]?|d[r]?|f[lr]?|g[lr]?|h|j|k[r]?|l|m|n|p[hlr]?|qu|r|s(?:[hlmnw]|c[r]?|k[r]?|p[lr]?|t[r]?)?|t[hrw]?"
    "|v|w|y|z"
)
_VOWEL = "ee|ie|oo|[aeiou]|(?<=[^aeiou])y"
_CODA = "b|c[kt]?|d|f|g|k|l[bdfklmpst]?|m[ps]?|n[cdgkst]?|p[st]?|r[bcdfgkmnpst]?|s[hkpst]?|t[hs]?|v|x|z"
_INNER = f"(?:{_ONSET})|(?:[bdfgklmnprst])(?:{_ONSET})"
_SPOKEN = re.compile(f"(?:{_ONSET})?(?:{_VOWEL})(?:(?:{_INNER})(?:{_VOWEL})){{0,3}}(?:{_CODA})?")
_CLASHES = re.compile("[^aeiouy]{2}")


def coinage(keys: tuple[tuple[Key, ...], ...]) -> Candidate | None:
    """The initials as one word; `None` when it cannot be spoken or must not be."""
    initials = [options[0] for options in keys]
    word = "".join(key.chunk for key in initials)
    if len(word) not in LENGTHS or not _SPOKEN.fullmatch(word) or blocklist.load().refuses_coinage(word):
        return None
    cost = EFFORT + 0.1 * len(_CLASHES.findall(word)) + 0.1 * max(0, len(word) - 6)
    return Candidate("coinage", word.upper(), tuple(Cue(i, key.at) for i, key in enumerate(initials)), round(cost, 3))
