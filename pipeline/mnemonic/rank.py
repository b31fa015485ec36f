"""Weighs what was found: what a word or phrase costs the learner, and who may see it."""

from __future__ import annotations

from pipeline.mnemonic.candidate import Grade, Kind
from pipeline.mnemonic.keys import Key
from pipeline.mnemonic.lexicon import ADJECTIVE, BENT, NAME, NOUN, PLURAL, VERB, Lexicon

KNOWN = 4.6  # Zipf frequency from which every learner knows a word
RARE, PALE, UNPICTURED = 0.7, 0.12, 3.0
NO_THING = 0.3  # verbs and qualities are harder to see than things
_SORTS = ((NOUN, 0.0), (PLURAL, 0.1), (ADJECTIVE, 0.1), (NAME, 0.2), (VERB, 0.25))
_MANNERS = frozenset({"deep", "early", "far", "fast", "hard", "high", "late", "long", "low", "near", "slow", "well"})
TWO, COINED, COINED_FREE, RUN, INITIALS = 1.5, 0.9, 1.9, 0.9, 9.0


def word_cost(lexicon: Lexicon, place: int) -> float:
    """How far a word is from the ideal: common, easily pictured, a thing. 0 is ideal, 1 is passable."""
    sort = lexicon.sort[place]
    kind = next((cost for bit, cost in _SORTS if sort & bit), 0.6)
    rare = max(0.0, KNOWN - lexicon.zipf[place] / 10)
    pale = 7.2 - (lexicon.picture[place] / 10 or UNPICTURED)
    return RARE * rare + PALE * pale + kind + (0.15 if sort & BENT else 0.0)


def clash(lexicon: Lexicon, first: int, second: int) -> float:
    """How badly two words go together: a quality before a thing (FLAT PEG) is a phrase, two verbs are none."""
    a, b = lexicon.sort[first], lexicon.sort[second]
    thing = 0.1 * bool(b & VERB) if b & (NOUN | PLURAL) else 0.3 if a & b & NAME else 0.9
    if a & VERB and lexicon.words[second] in _MANNERS:
        fit = 0.0
    elif a & (ADJECTIVE | NAME):
        fit = thing
    elif a & NOUN:
        fit = 0.2 + thing
    elif a & VERB:
        fit = 0.3 + min(thing, 0.2 if b & ADJECTIVE else 0.9)
    else:
        fit = 0.9
    lengths = [len(lexicon.words[first]), len(lexicon.words[second])]
    return fit + 0.15 * abs(lengths[0] - lengths[1]) + (0.5 if min(lengths) < 3 else 0.0)


def grade(kind: Kind, cost: float, keys: tuple[Key, ...], *, ordered: bool) -> tuple[Grade, str]:
    """Who may see a candidate, and why; `keys` are those of its items."""
    count = len(keys)
    strays = sum(key.kind != "first" for key in keys)
    alike = count - len({key.letters for key in keys})
    match kind:
        case "known":
            return "A", "the field's own"
        case "word":
            return _word(cost, count, strays, alike)
        case "two":
            return ("B", "two words") if cost <= TWO_AT_MOST else ("hidden", "a forced phrase")
        case "made-up":
            if not ordered:
                return "hidden", "a made-up word for a list without order"
            good = count >= 4 and cost <= COINED_AT_MOST
            return ("A", "initials that can be said") if good else ("B", "initials that are hard to say")
        case "acrostic" | "acrostic2":
            if ordered and count >= 4:
                return "A", "a sentence for a fixed order"
            return ("B", "a sentence for a list without order") if count >= 5 else ("hidden", "a sentence for little")
        case "initials" if cost == RUN:
            return "A", "letters in a row"
        case "initials":
            return "hidden", "letters that make no word"


def _word(cost: float, count: int, strays: int, alike: int) -> tuple[Grade, str]:
    allowed = 0 if count == 3 else 1 if count <= 5 else count // 4
    if strays <= allowed and alike <= max(1, count // 4) and cost <= (1.3 if count <= 5 else 2.3):
        return "A", "one word"
    if cost <= 2.6:
        return "B", "one word, with letters from inside" if strays > allowed else "one word, less common"
    return "hidden", "one word, too far fetched"


TWO_AT_MOST = 3.1
COINED_AT_MOST = 1.5
