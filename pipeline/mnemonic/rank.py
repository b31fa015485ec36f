"""Weighs what was found: what a word or phrase costs the learner, and who may see it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from pipeline.mnemonic import store
from pipeline.mnemonic.candidate import Grade, Kind, Wish
from pipeline.mnemonic.lexicon import ADJECTIVE, BENT, NAME, NOUN, PLURAL, VERB, Lexicon
from pipeline.mnemonic.words import content, stem, words_of

KNOWN, RARE = 4.6, 0.7  # Zipf frequency from which every learner knows a word; the cost of each step below
RAREST = 2.35  # what the strangest word costs: it can still be said and looked up
VIVID, PALE, UNPICTURED = 7.2, 0.12, 3.0  # the strongest picture; the cost of each step below; that of a word without
SORTS = ((NOUN, 0.0), (PLURAL, 0.1), (ADJECTIVE, 0.1), (NAME, 0.2), (VERB, 0.25))  # things are seen best
NO_SORT, FORM = 0.6, 0.15  # any other word; *baker*, which is *bake* with something on
TWO, COINED, COINED_FREE = 1.5, 0.9, 1.9  # what a phrase or made-up word costs to begin with, in order and in none
RUN, INITIALS, MANY_INITIALS = 0.9, 2.2, 9.0  # the same for letters: ABCDE, PDCA, and more of them
USUAL, ODD = 6.0, 0.1  # bits a letter that a made-up word may be odd; the cost of each more
APT, ECHO = 0.4, 0.5  # what a word of the topic spares, and a word of an item costs
RUN_FROM, FEW_LETTERS = 4, 5  # letters that make a row, and those that are few
SENTENCE, SENTENCE_FREE = 0.8, 1.7  # for a sentence beside a word: it is longer, and a list without order asks for none

_MANNERS = frozenset({"deep", "early", "far", "fast", "hard", "high", "late", "long", "low", "near", "slow", "well"})
_TITLES = frozenset({"dr", "mr", "mrs"})
_UNEVEN, _TINY = 0.15, 0.5  # for each letter between the lengths of two words; for a word of two letters


def word_cost(lexicon: Lexicon, place: int) -> float:
    """How far a word is from the ideal: common, easily pictured, a thing. 0 is ideal, 1 is passable."""
    sort = lexicon.sort[place]
    kind = next((cost for bit, cost in SORTS if sort & bit), NO_SORT)
    rare = max(0.0, KNOWN - lexicon.zipf[place] / 10)
    pale = VIVID - (lexicon.picture[place] / 10 or UNPICTURED)
    return min(RAREST, RARE * rare + PALE * pale + kind + (FORM if sort & BENT else 0.0))


def clash(lexicon: Lexicon, first: int, second: int) -> float:
    """How badly two words go together: a quality before a thing (FLAT PEG) is a phrase, two verbs are none."""
    a, b = lexicon.sort[first], lexicon.sort[second]
    thing = 0.1 * bool(b & VERB) if b & (NOUN | PLURAL) else 0.3 if a & b & NAME else 0.9
    if lexicon.words[first] in _TITLES and b & (NOUN | NAME):
        return 0.0
    if a & VERB and lexicon.words[second] in _MANNERS:
        fit = 0.0
    elif a & (ADJECTIVE | NAME):
        fit = thing
    elif a & NOUN:
        fit = 0.2 + thing
    elif a & VERB:
        fit = 0.3 + thing
    else:
        fit = 0.9
    lengths = len(lexicon.words[first]), len(lexicon.words[second])
    return fit + _UNEVEN * abs(lengths[0] - lengths[1]) + (_TINY if min(lengths) < 3 else 0.0)


def fit(words: Sequence[str], wish: Wish) -> float:
    """What it spares when a word speaks of the topic, and what it costs when it is one of the items itself."""
    topic, items = _stems((wish.topic,)), _stems(wish.items)
    return sum(ECHO if stem(w) in items else -APT if stem(w) in topic else 0.0 for w in words)


@lru_cache(maxsize=4)  # the same list is asked for again and again
def _stems(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(stem(word.text) for text in texts for word in content(words_of(text)))


# --------------------------------------------------------------------------- who may see it

SENTENCE_A, SENTENCE_B = 4, 5  # items from which a sentence is worth it: in a fixed order, and in any
COINED_AT_MOST, TWO_AT_MOST, WORD_AT_MOST = 1.25, 3.1, 2.6
RUN_AT_MOST, FEW_AT_MOST = 1.5, 3.5  # initials
WORD_A, LONG_WORD_A = 1.7, 2.3  # for up to five items, and for more, who are glad of a fair word
SHAPELESS = "a word that shows nothing"


@cache
def pale() -> frozenset[str]:
    """The words that show nothing to the mind's eye."""
    return frozenset(store.words("pale.txt"))


def grade(
    kind: Kind, cost: float, ties: Sequence[tuple[str, bool]], *, ordered: bool, text: str = ""
) -> tuple[Grade, str]:
    """Who may see a candidate, and why. What is printed must be easier to learn than the list.

    `ties` hold the letters of each item, and whether they begin the word that a learner would try first.
    """
    count = len(ties)
    clear = count - len({letters for letters, _ in ties}) <= max(1, count // 4)
    match kind:
        case "known":
            return "A", "the field's own"
        case "word":
            return _word(cost, ties, clear=clear, shown=text.lower() not in pale())
        case "two":
            return ("B", "two words") if cost <= TWO_AT_MOST else ("hidden", "a forced phrase")
        case "made-up":
            return _coined(cost, count, ordered=ordered)
        case "acrostic" | "acrostic2":
            return _sentence(count, ordered=ordered, clear=clear)
        case "initials":
            return _letters(cost)


def _word(cost: float, ties: Sequence[tuple[str, bool]], *, clear: bool, shown: bool) -> tuple[Grade, str]:
    """Three things are soon remembered: only their first letters help; of six, one in four may hide.

    In a short word each item has one letter, or nobody knows where the next one begins.
    """
    count, strays = len(ties), sum(not first for _, first in ties)
    allowed = 0 if count == 3 else 1 if count <= 5 else count // 4
    plain = count > 5 or all(len(letters) == 1 for letters, _ in ties)
    if strays <= allowed and clear and plain and shown and cost <= (WORD_A if count <= 5 else LONG_WORD_A):
        return "A", "one word"
    if cost > WORD_AT_MOST:
        return "hidden", "one word, too far-fetched"
    return (
        "B",
        "one word, letters from inside" if strays > allowed else "one word, less fitting" if shown else SHAPELESS,
    )


def _coined(cost: float, count: int, *, ordered: bool) -> tuple[Grade, str]:
    if not ordered:
        return "hidden", "a made-up word for a list without order"
    if count >= SENTENCE_A and cost <= COINED_AT_MOST:
        return "A", "initials that can be said"
    return "B", "initials that can hardly be said"


def _letters(cost: float) -> tuple[Grade, str]:
    if cost <= RUN_AT_MOST:
        return "A", "letters in a row"
    return ("B", "a few letters in order") if cost <= FEW_AT_MOST else ("hidden", "letters that make no word")


def _sentence(count: int, *, ordered: bool, clear: bool) -> tuple[Grade, str]:
    if not clear:
        return "hidden", "a sentence whose letters tell the items not apart"
    if ordered and count >= SENTENCE_A:
        return "A", "a sentence in the order of the list"
    return ("B", "a sentence") if count >= SENTENCE_B else ("hidden", "a sentence for very little")
