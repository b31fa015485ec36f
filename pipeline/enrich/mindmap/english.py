"""English: where a phrase ends, and what may stand alone."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.enrich.labels import speaks, vocabulary
from pipeline.enrich.mindmap.grammar import Grammar
from pipeline.enrich.mindmap.shape import EDGE, NUMBER, balanced, capitalised, core, opened

PREPOSITIONS = vocabulary(
    "about above across after against along amid among around as at before behind below beneath beside between beyond "
    "by despite down during except for from in inside into like near of off on onto out outside over per since than "
    "through throughout till to toward towards under underneath until unto up upon via with within without"
)
_ARTICLES = vocabulary("a an the")
_LINKS = vocabulary("and or but nor & plus versus")
_SUBORDINATORS = vocabulary(
    "because although though while whereas if unless when where whose which who whom that how why what whether so as "
    "since until till before after hence therefore thus then yet"
)
AUXILIARIES = vocabulary(
    "is are was were be been being am has have had having do does did can could may might must shall should will would "
    "cannot became become becomes remains remained"
)
_ASKING = vocabulary("how why what when where which who is are can do does should")
_MODALS = vocabulary("can could may might must shall should will would")
_PRONOUNS = vocabulary(
    "i he she it we they you him her us them this these those its his their our your my itself themselves one ones all "
    "there here such each both either neither every any some another other others same"
)
_ADVERBS = vocabulary(
    "not only also very more most less least much even just still already now later earlier ever never again often "
    "always too quite rather about nearly almost first next however together"
)
_HALVES = vocabulary(
    "spite account terms case order addition view front favour respect lieu behalf means according due"
)
FUNCTION = PREPOSITIONS | _ARTICLES | _LINKS | _SUBORDINATORS | AUXILIARIES | _PRONOUNS
_CUT_BEFORE = (PREPOSITIONS | _LINKS | _SUBORDINATORS | AUXILIARIES) - {"of", "per", "&", "out", "up", "off"}
_NO_START_AFTER = vocabulary("and or to can could may might must shall should will would cannot")
_HELD_IN_NAMES = vocabulary("of on for and the & de")
_NO_END = FUNCTION | _ADVERBS
_LEANING = (FUNCTION | _HALVES | _ADVERBS) - vocabulary("in on at from since until by under over during for with")
_QUALIFIERS = vocabulary(
    "about around over under above below nearly almost between before after since until till by up within from beyond "
    "during exactly roughly approximately"
)
_SKIPPED = _ARTICLES | vocabulary("its their his her also now then only thus")

_NUMERALS = vocabulary("two three four five six seven eight nine ten eleven twelve hundred thousand million")
_PARTICIPLE = re.compile(r"[^e]ed$")
_HANGING = re.compile(r"-\w+(?:ed|ing)$|ly$")
_INITIAL = re.compile(r"\(?(?:[A-Z]\.)+|(?:Dr|Mr|Mrs|Ms|St|No|Art|vs?|cf)\.")
_RANGE = vocabulary("to and or till until through")
_PARTICIPLE_AFTER = (["by"], ["to"], ["from"], ["with"], ["as"], ["on"])
_WORTH_OF_NUMERAL = 1.5


def _cuts(words: list[str]) -> list[int]:
    """Where a label may end, in order: before a word that opens a new phrase, after a mark, and at the end."""
    depth = 0
    out: list[int] = []
    for i, word in enumerate(words[:-1]):
        depth += opened(word)
        if depth > 0:
            continue
        after = words[i + 1]
        if (word[-1] in ",;:.!?–—)" and not _INITIAL.fullmatch(word)) or after[0] in "–—(":
            if not _joins_numbers(words, i + 1):
                out.append(i + 1)
        elif _opens_phrase(words, i + 1) and not _held(words, i + 1) and not _leans(words, i):
            out.append(i + 1)
    return [*out, len(words)]


def _starts(words: list[str]) -> list[int]:
    """Where a fact may begin: at the first word, and after marks and words that open a phrase."""
    out = {_skipped(words, 0)}
    for cut in _cuts(words)[:-1]:
        opens = core(words[cut]).casefold()
        out.add(_skipped(words, cut))
        if opens in _CUT_BEFORE and (opens not in _NO_START_AFTER or _names(words, cut + 1)):
            out.add(_skipped(words, cut + 1))
    return sorted(i for i in out if i < len(words))


def _names(words: list[str], at: int) -> bool:
    """Whether a name or a figure follows "to" or "and", not a verb."""
    return at < len(words) and not words[at][0].islower()


def _skipped(words: list[str], at: int) -> int:
    """The place after articles and the like."""
    while at < len(words) - 1 and core(words[at]).casefold() in _SKIPPED:
        at += 1
    return at


def _opens_phrase(words: list[str], at: int) -> bool:
    return core(words[at]).casefold() in _CUT_BEFORE or _leans(words, at)


def _leans(words: list[str], at: int) -> bool:
    """Whether the word at `at` is a participle that leans on the next one ("named by")."""
    return words[at].endswith("ed") and words[at + 1 : at + 2] in _PARTICIPLE_AFTER


def _held(words: list[str], at: int) -> bool:
    """Whether the word at `at` stands inside a name or between two numbers."""
    before, word = core(words[at - 1]), core(words[at]).casefold()
    after = [core(w) for w in words[at + 1 : at + 3]]
    if after and after[0].casefold() in _ARTICLES:
        after = after[1:]
    if not after or not before:
        return False
    if word == "and" and _pairs(words[:at]):
        return True
    if word in _HELD_IN_NAMES and before[:1].isupper() and after[0][:1].isupper():
        return True
    return _joins_numbers(words, at)


def _pairs(before: list[str]) -> bool:
    """Whether "between" or "both" waits for its second half."""
    for word in reversed(before[-6:]):
        if word == "and" or word[-1] in ",;":
            return False
        if word.casefold() in ("between", "both"):
            return True
    return False


def looser(words: list[str]) -> list[int]:
    """Where a heading may end when it must: before any preposition, else between two words that make no name."""
    before = [i for i, w in enumerate(words) if i and core(w).casefold() in _CUT_BEFORE | {"of"}]
    names = [i for i, w in enumerate(words) if i and not (w[0].isupper() and words[i - 1][0].isupper())]
    return before or names


def _joins_numbers(words: list[str], at: int) -> bool:
    """Whether a cut before the word at `at` would part a range ("79 percent to 62") or a date ("July 5, 1991")."""
    before = [core(w) for w in words[max(0, at - 3) : at]]
    if words[at - 1][-1] in ";:" or not any(NUMBER.match(w) for w in before):
        return False
    if core(words[at]).casefold() in _RANGE:
        return any(NUMBER.match(core(w)) for w in words[at + 1 : at + 3])
    return bool(NUMBER.match(before[-1]) and NUMBER.match(core(words[at])))


def _stands(label: str, asking: bool) -> bool:
    words = label.split()
    if not words or not balanced(label):
        return False
    cores = [core(w).casefold() for w in words]
    inner, first, last = set(cores[1:]), cores[0], cores[-1]
    if hangs(words[-1]) or last in _HALVES or _HANGING.search(last) or label.startswith("("):
        return False
    if _PARTICIPLE.search(last) and not inner & AUXILIARIES:
        return False
    allowed = (asking and first in _ASKING) or (first in _QUALIFIERS and _measures(cores))
    if not allowed and first in FUNCTION | _HALVES:
        return False
    if any(NUMBER.search(a) and b in _ARTICLES for a, b in pairwise(words)):
        return False
    if inner & _SUBORDINATORS - _QUALIFIERS or any(w[-1] in ":;" for w in words) or inner & _MODALS:
        return False
    return len(label) > 2 and (speaks(label) and not label.isdigit())


def _measures(cores: list[str]) -> bool:
    """Whether what a preposition opens is a measure or a time ("over 200 cm", "between 1990 and 1995")."""
    return any(NUMBER.match(w) for w in cores[1:3]) and (cores[0] != "from" or "to" in cores)


def hangs(word: str) -> bool:
    last = core(word).casefold()
    return not last or last in _NO_END


def opens_well(label: str) -> bool:
    """Whether a clause may stand without what went before it."""
    first = core(label.split(maxsplit=1)[0]).casefold()
    return first not in _LEANING


def _trimmed(sentence: str) -> str:
    """A sentence without the article or pronoun it opens with."""
    sentence = sentence.strip(EDGE)
    first, _, rest = sentence.partition(" ")
    opener = first in ("The", "A", "An", "It", "They", "the", "a", "an") and len(rest.split()) > 1
    return capitalised(rest) if opener else sentence


def nominal(words: list[str]) -> int:
    """How many words the noun that opens a sentence takes, alone or joined ("Marketing and export"), or 0."""
    return next((i for i, w in enumerate(words) if i and w.casefold() in PREPOSITIONS), 0)


def is_name(word: str, *, opening: bool) -> bool:
    bare = core(word)
    capitals = sum(map(str.isupper, bare))
    return capitals > 1 or (capitals == 1 and bare[0].isupper() and not opening and len(bare) > 1)


def worth(label: str) -> float:
    """How much an opening tells: figures, names, and other words that carry sense."""
    words = label.split()
    content = [w for w in words if core(w).casefold() not in FUNCTION]
    names = sum(is_name(w, opening=i == 0) for i, w in enumerate(words))
    figures = any(NUMBER.search(w) or core(w).casefold() in _NUMERALS for w in words)
    listed = any(w[-1] == "," for w in words[:-1])
    return 1.0 + _WORTH_OF_NUMERAL * figures + 0.5 * min(names, 2) + 0.5 * min(len(content), 5) - 1.0 * listed


ENGLISH = Grammar(_cuts, _starts, _stands, _trimmed, hangs)
