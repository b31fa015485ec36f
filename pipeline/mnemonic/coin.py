"""Makes words that nobody has said before, like BODMAS, out of initials, when they can be spoken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from pipeline.mnemonic import lexicon


def _table(*lines: tuple[float, str]) -> Mapping[str, float]:
    return {piece: cost for cost, pieces in lines for piece in pieces.split()}


# What a syllable may begin with, turn on and end in, and what each takes from the ease of saying it.
_ONSETS = _table(
    (0.0, "b c d f g h j k l m n p r s t v w y z"),
    (0.0, "bl br ch cl cr dr fl fr gl gr pl pr qu sh sk sl sm sn sp st str sw th tr tw"),
    (0.2, "kl kr ph sc scr shr spl spr squ thr wh"),
    (0.4, "bh dh gh kh kn ps sch schl sv vr wr x q dw gw"),
)
_VOWELS = _table(
    (0.0, "a e i o u"),
    (0.1, "ai au ay ea ee ei ey ie oa oi oo ou ow oy y"),
    (0.4, "ae eu oe ue ui aa"),
)
_CODAS = _table(
    (0.0, "b d f g k l m n p r s t x"),
    (0.0, "ck ct ft ld lf lk lm lp lt mp nd ng nk nt pt rd rf rk rl rm rn rp rt sh sk sp st th"),
    (0.1, "c v z ch bs cs ds fs gs ks ls ms ns ps rs ts rb rc rg ss ll nch rch rst"),
    (0.4, "h j w lc lb mb nc nz rv lv mps nds nks nts rds rks rts sts"),
)
_HIATUS = 0.35  # two vowels that belong to two syllables: DI-AL
_TWICE = re.compile(r"(.)\1+")
_SYLLABLES = 3
_LONGER = 0.3  # for each syllable more


@lru_cache(maxsize=10_000)
def effort(word: str) -> float | None:
    """How hard a word is to say, 0 for *bodmas*; `None` when it cannot be said."""
    found = _syllable(word, 0, 1, closed=False)
    return None if found is None else round(found, 3)


def spoken(text: str) -> bool:
    """Whether a text is said in words, as HIPPCO is, or only letter by letter, as PMATC."""
    if not (text.isascii() and text.isalpha() and text.isupper()) or lexicon.load().place(text.lower()) >= 0:
        return True
    return effort(_TWICE.sub(r"\1", text.lower())) is not None


def _syllable(word: str, at: int, number: int, *, closed: bool) -> float | None:
    """The least effort for the rest of a word, which is its syllable with this number; `closed` if a coda precedes."""
    best: float | None = None
    for onset, start in _beginnings(word, at, closed=closed):
        for vowel in (1, 2):
            cost = _VOWELS.get(word[start : start + vowel]) if start + vowel <= len(word) else None
            if cost is None:
                continue
            so_far = onset + cost + (_LONGER if number > _SYLLABLES else 0.0)
            rest = _ending(word, start + vowel, number)
            if rest is not None and (best is None or so_far + rest < best):
                best = so_far + rest
    return best


def _beginnings(word: str, at: int, *, closed: bool) -> list[tuple[float, int]]:
    sizes = [(_ONSETS[word[at : at + n]], at + n) for n in (1, 2, 3, 4) if word[at : at + n] in _ONSETS]
    bare = [] if closed else [(0.0 if at == 0 else _HIATUS, at)]
    return bare + sizes


def _ending(word: str, at: int, number: int) -> float | None:
    """The least effort from the end of a vowel on."""
    left = len(word) - at
    costs = [0.0 if not left else _syllable(word, at, number + 1, closed=False)]
    for size in range(1, min(3, left) + 1):
        coda = _CODAS.get(word[at : at + size])
        if coda is not None:
            rest = 0.0 if size == left else _syllable(word, at + size, number + 1, closed=True)
            costs.append(None if rest is None else coda + rest)
    return min((cost for cost in costs if cost is not None), default=None)
