"""Makes words that nobody has said before, like BODMAS, out of initials, when they can be spoken."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

# What a syllable may begin with, turn on and end in, and what each takes from the ease of saying it.
_ONSETS: Mapping[str, float] = {
    **dict.fromkeys("b c d f g h j k l m n p r s t v w y z".split(), 0.0),
    **dict.fromkeys("bl br ch cl cr dr fl fr gl gr pl pr qu sh sk sl sm sn sp st str sw th tr tw".split(), 0.0),
    **dict.fromkeys("kl kr ph sc scr shr spl spr squ thr wh".split(), 0.2),
    **dict.fromkeys("bh dh gh kh kn ps sch schl sv vr wr x q dw gw".split(), 0.4),
}
_VOWELS: Mapping[str, float] = {
    **dict.fromkeys("a e i o u".split(), 0.0),
    **dict.fromkeys("ai au ay ea ee ei ey ie oa oi oo ou ow oy y".split(), 0.1),
    **dict.fromkeys("ae eu oe ue ui aa".split(), 0.4),
}
_CODAS: Mapping[str, float] = {
    **dict.fromkeys("b d f g k l m n p r s t x".split(), 0.0),
    **dict.fromkeys("ck ct ft ld lf lk lm lp lt mp nd ng nk nt pt rd rf rk rl rm rn rp rt sh sk sp st th".split(), 0.0),
    **dict.fromkeys("c v z ch bs cs ds fs gs ks ls ms ns ps rs ts rb rc rg ss ll nch rch rst".split(), 0.1),
    **dict.fromkeys("h j w lc lb mb nc nz rv lv mps nds nks nts rds rks rts sts".split(), 0.4),
}
_HIATUS = 0.35  # two vowels that belong to two syllables: DI-AL
_SYLLABLES = 3
_LONGER = 0.3  # for each syllable more


@cache
def effort(word: str) -> float | None:
    """How hard a word is to say, 0 for *bodmas*; `None` when it cannot be said."""
    found = _syllable(word, 0, 1, closed=False)
    return None if found is None else round(found, 3)


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
