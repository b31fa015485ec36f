"""Tries the orders of a free list for initials that can be spoken: BRICS."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.mnemonic import coin
from pipeline.mnemonic.keys import Key
from pipeline.mnemonic.lexicon import Lexicon
from pipeline.mnemonic.spell import Step

BEAM = 80  # beginnings that are kept, those of usual letters first
LONGEST = 8
BIT = 0.1  # for each bit a letter, of how unusual the letters are after each other
VOWEL_FIRST, LONG, SHORT = 0.15, 0.15, 5  # what is sooner said: a consonant first, and five letters at most

_Start = tuple[int, str, int, tuple[Step, ...]]
"""Bits so far, the letters, the items used, and their steps."""


def shuffled(lexicon: Lexicon, initials: Sequence[Key], most: int) -> list[tuple[float, str, tuple[Step, ...]]]:
    """Words of all initials in some order that can be said: how hard they are to say, and their steps; best first."""
    if len(initials) > LONGEST:
        return []
    beam: list[_Start] = [(0, "", 0, ())]
    for _ in initials:
        longer = {(start[1], start[2]): start for before in beam for start in _longer(lexicon, initials, before)}
        beam = sorted(longer.values(), key=lambda start: start[:3])[:BEAM]
    found = []
    for _, word, _, path in beam:
        effort = coin.effort(word)
        if effort is not None:
            extra = (
                BIT * lexicon.oddity(word)
                + (VOWEL_FIRST if word[0] in "aeiou" else 0.0)
                + LONG * max(0, len(word) - SHORT)
            )
            found.append((round(effort + extra, 3), word, path))
    return sorted(found, key=lambda f: f[:2])[:most]


def _longer(lexicon: Lexicon, initials: Sequence[Key], start: _Start) -> list[_Start]:
    """One letter more; of several items with the same letter the first."""
    bits, word, mask, path = start
    seen: dict[str, _Start] = {}
    for item, key in enumerate(initials):
        letter = key.letters
        if not mask >> item & 1 and letter not in seen:
            total = bits + lexicon.bits[(word[-1:] or "^") + letter]
            seen[letter] = (total, word + letter, mask | 1 << item, (*path, (item, key)))
    return list(seen.values())
