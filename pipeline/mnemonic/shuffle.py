"""Tries the orders of a free list for initials that can be spoken: BRICS."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.mnemonic import coin
from pipeline.mnemonic.keys import Key
from pipeline.mnemonic.lexicon import Lexicon

BEAM = 80
LONGEST = 8
Path = tuple[tuple[int, Key], ...]


def orders(lexicon: Lexicon, initials: tuple[Key, ...]) -> Iterator[tuple[float, str, Path]]:
    """Words of all initials with their effort and path, those with usual neighbours first."""
    if len(initials) > LONGEST:
        return
    beam: list[tuple[int, str, int, Path]] = [(0, "", 0, ())]
    for _ in initials:
        longer: dict[tuple[str, int], tuple[int, str, int, Path]] = {}
        for bits, word, mask, path in beam:
            for item, key in enumerate(initials):
                if mask >> item & 1 or any(
                    initials[j].letters == key.letters and not mask >> j & 1 for j in range(item)
                ):
                    continue
                letter = key.letters
                total = bits + lexicon.bits[(word[-1:] or "^") + letter]
                longer[word + letter, mask | 1 << item] = (total, word + letter, mask | 1 << item, (*path, (item, key)))
        beam = sorted(longer.values(), key=lambda b: b[:2])[:BEAM]
    for bits, word, _, path in sorted((b + lexicon.bits[w[-1] + "^"], w, m, p) for b, w, m, p in beam):
        effort = coin.effort(word)
        if effort is not None:
            opening = 0.15 if word[0] in "aeiou" else 0.0
            yield effort + opening + 0.1 * bits / len(word) + 0.15 * max(0, len(word) - 5), word, path
