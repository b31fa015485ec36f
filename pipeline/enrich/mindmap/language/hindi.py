"""Hindi: a phrase ends with its postposition, a sentence with its verb; a label ends with neither."""

from __future__ import annotations

from pipeline.enrich.labels import speaks, vocabulary
from pipeline.enrich.mindmap.language.grammar import Grammar
from pipeline.enrich.mindmap.language.shape import EDGE, balanced, core, opened

_CASES = vocabulary("को से में पर ने तक द्वारा हेतु लिए तहत अंतर्गत अनुसार साथ बाद पहले दौरान बीच विरुद्ध माध्यम रूप")
"""Postpositions that close a phrase; a new one may begin after them."""

_GENITIVES = vocabulary("का के की")
"""They bind the next noun to the last: no cut on either side but before a closing postposition."""

_LINKS = vocabulary(
    "और या तथा एवं व अथवा कि जो जिस जिसे जिसका जिसके जिसकी जिसमें जिससे जिन जिन्हें जिनका जिनके जिनकी जिनमें जहाँ जहां जब "
    "जबकि ताकि क्योंकि लेकिन परंतु परन्तु किंतु किन्तु बल्कि यदि अगर तो अतः इसलिए यानी अर्थात"
)
_RELATIVES = vocabulary("जो जिस जिसे जिसका जिसके जिसकी जिसमें जिससे जिन जिन्हें जिनका जिनके जिनकी जिनमें जहाँ जहां")
_CUT_OFF = _RELATIVES | vocabulary("कि ताकि क्योंकि")
_VERBS = vocabulary(
    "है हैं था थे थी थीं हो होगा होगी होंगे होता होते होती होना हुआ हुई हुए गया गई गए गयी गये जाता जाते जाती जाए जाएगा जाना रहा रहे "
    "रही सकता सकते सकती चाहिए करता करते करती किया किये किए करना करे करें कर रखता रखते रखती देता देते देती लेता लेते लेती दिया दी "
    "लिया ली बना बनी बने"
)
_WEAK = vocabulary(
    "यह ये वह वे इस इसे इसका इसके इसकी इसमें इससे इन इनका इनके इनकी इनमें उस उसे उसका उसके उसकी उन उनका उनके उनकी इन्हें उन्हें "
    "ही भी तो न अतः इसलिए जैसे एक ऐसे ऐसी ऐसा"
)
_NOT = vocabulary("नहीं नही न मत")
_NO_END = _CASES | _GENITIVES | _LINKS | _VERBS | _WEAK | vocabulary("ठीक केवल सीधे बहुत अधिक कम फिर अपने अपनी अपना कुछ")
_NO_START = _CASES | _GENITIVES | _LINKS | _VERBS | _WEAK
_STOPS = tuple(",;:।|–—-!?)")


def _cuts(words: list[str]) -> list[int]:
    """Before the postposition or verb that closes a phrase, before a conjunction, after a mark, and at the end."""
    depth = 0
    out = {_end(words, len(words))}
    for i, word in enumerate(words[:-1]):
        depth += opened(word)
        if depth > 0:
            continue
        closed = core(word) in _CASES and core(words[i + 1]) not in _CASES
        if closed or word.endswith(_STOPS) or core(words[i + 1]) in _LINKS or words[i + 1][0] in "(–—":
            out.add(_end(words, i + 1))
    return sorted(c for c in out if c and not _denied(words, c))


def _denied(words: list[str], cut: int) -> bool:
    """Whether the clause is denied after the cut: the verb comes last, and "not" with it."""
    for i, word in enumerate(words[cut:], cut):
        if core(word) in _NOT:
            return True
        if i > cut and (core(word) in _LINKS or words[i - 1].endswith(_STOPS)):
            return False
    return False


def _end(words: list[str], at: int) -> int:
    """The place before the words that a label may not end in."""
    while at and hangs(words[at - 1]):
        at -= 1
    return at


def _starts(words: list[str], _cuts: list[int]) -> list[int]:
    out = {0}
    for i, word in enumerate(words[:-1]):
        closes = core(word) in _CASES | _LINKS or word.endswith(_STOPS)
        if closes and core(words[i + 1]) not in _NO_START:
            out.add(i + 1)
    return sorted(out)


def _stands(label: str, _asking: bool) -> bool:
    words = label.split()
    if len(label) < 3 or label[0] == "(" or not balanced(label) or not speaks(label) or label.isdecimal():
        return False
    if not _CUT_OFF.isdisjoint(words[1:]) or any(w[-1] in ";:" for w in words):
        return False
    return core(words[0]) not in _NO_START and not hangs(words[-1])


def hangs(word: str) -> bool:
    last = core(word)
    return not last or last in _NO_END


def _trimmed(sentence: str) -> str:
    """A sentence without a relative clause, its closing verb, and the pronoun or link it opens with."""
    words = sentence.strip(EDGE).split()
    clause = next((i for i, w in enumerate(words) if i and core(w) in _RELATIVES and words[i - 1][-1] == ","), 0)
    words = words[: clause or None]
    while len(words) > 1 and hangs(words[-1]):
        words = words[:-1]
    while len(words) > 2 and core(words[0]) in _WEAK | _LINKS:
        words = words[1:]
    return " ".join(words).strip(EDGE)


HINDI = Grammar(_cuts, _starts, _stands, _trimmed, hangs)
