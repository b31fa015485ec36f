"""English: where a phrase ends, and what may stand alone."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.enrich.labels import FIRST_SEAL, vocabulary
from pipeline.enrich.mindmap.language.grammar import Grammar
from pipeline.enrich.mindmap.language.shape import EDGE, NUMBER, balanced, capitalised, core, opened

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
_CUT_OFF = (_SUBORDINATORS - _QUALIFIERS) | _MODALS
_SKIPPED = _ARTICLES | vocabulary("its their his her also now then only thus he she it they we which who that")

_NUMERALS = vocabulary("two three four five six seven eight nine ten eleven twelve hundred thousand million")
_PARTICIPLE = re.compile(r"[^e]ed$")
_HANGING = re.compile(r"-\w+(?:ed|ing)$|ly$")
_IT_IS = re.compile(r"^(?:It|They|He|She) (?:is|was|are|were) (?!not\b)(?=\S+ \S)")
_YEAR = re.compile(r"1\d\d\d|20\d\d")
_DATING = vocabulary("in since by until")
_INITIAL = re.compile(r"\(?(?:[A-Z]\.)+|(?:Dr|Mr|Mrs|Ms|St|No|Art|vs?|cf)\.")
_RANGE = vocabulary("to and or till until through")
_AFTER_PARTICIPLES = vocabulary("by to from with as on")
_WORTH_OF_NUMERAL = 1.5


def _cuts(words: list[str]) -> list[int]:
    """Where a label may end, in order: before a word that opens a new phrase, after a mark, and at the end."""
    cores = [core(w).casefold() for w in words]
    depth = 0
    out: list[int] = []
    for at, (word, after) in enumerate(pairwise(words), 1):
        depth += opened(word)
        if depth > 0:
            continue
        if (word[-1] in ",;:.!?–—)" and not _INITIAL.fullmatch(word)) or after[0] in "–—(":
            if not _joins_numbers(words, cores, at):
                out.append(at)
        elif _ends_phrase(words, cores, at):
            out.append(at)
    return [*out, len(words)]


def _ends_phrase(words: list[str], cores: list[str], at: int) -> bool:
    """Whether a phrase ends before the word at `at`: another opens there, or a year closes this one ("in 1893 …")."""
    if at > 1 and _YEAR.fullmatch(words[at - 1]) and words[at - 2] in _DATING and cores[at] not in _RANGE:
        return True
    opens = cores[at] in _CUT_BEFORE or _leans(words, at)
    return opens and not _leans(words, at - 1) and not _held(words, cores, at)


def _starts(words: list[str], cuts: list[int]) -> list[int]:
    """Where a fact may begin: at the first word, and after marks and words that open a phrase."""
    out = {_skipped(words, 0)}
    for cut in cuts[:-1]:
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


def _leans(words: list[str], at: int) -> bool:
    """Whether the word at `at` is a participle that leans on the next one ("named by")."""
    return words[at].endswith("ed") and at + 1 < len(words) and words[at + 1] in _AFTER_PARTICIPLES


def _held(words: list[str], cores: list[str], at: int) -> bool:
    """Whether the word at `at` stands inside a name, between the halves of a pair or between two numbers."""
    word = cores[at]
    then = at + 2 if cores[at + 1 : at + 2] and cores[at + 1] in _ARTICLES else at + 1
    if then >= len(words) or not cores[at - 1]:
        return False
    if word == "and" and _pairs(words[:at]):
        return True
    if word in _HELD_IN_NAMES and core(words[at - 1])[:1].isupper() and core(words[then])[:1].isupper():
        return True
    return _joins_numbers(words, cores, at)


def _pairs(before: list[str]) -> bool:
    """Whether "between" or "both" waits for its second half."""
    for word in reversed(before[-6:]):
        if word == "and" or word[-1] in ",;":
            return False
        if word.casefold() in ("between", "both"):
            return True
    return False


def looser(words: list[str]) -> list[int]:
    """Where a heading may end when it must: where a phrase opens, else between words that make no name."""
    opens = [i for i, w in enumerate(words) if i and core(w).casefold() in _CUT_BEFORE | {"of"}]
    if any(i > 1 for i in opens):
        return [i for i in opens if i > 1]
    return [i for i, w in enumerate(words) if i and not (w[0].isupper() and words[i - 1][0].isupper())] or opens


def _joins_numbers(words: list[str], cores: list[str], at: int) -> bool:
    """Whether a cut before the word at `at` would part a range ("79 percent to 62") or a date ("July 5, 1991")."""
    if cores[at] in _RANGE:
        if not any(NUMBER.match(w) for w in cores[at + 1 : at + 3]):
            return False
        return words[at - 1][-1] not in ";:" and any(NUMBER.match(w) for w in cores[max(0, at - 3) : at])
    return bool(NUMBER.match(cores[at]) and NUMBER.match(cores[at - 1])) and words[at - 1][-1] not in ";:"


def _stands(label: str, asking: bool) -> bool:
    words = label.split()
    if len(label) < 3 or not balanced(label) or not any(c.isalpha() or c >= FIRST_SEAL for c in label):
        return False
    cores = [core(w).casefold() for w in words]
    return _opens(cores, label, asking) and _closes(cores) and _holds(words, cores)


def _opens(cores: list[str], label: str, asking: bool) -> bool:
    if (asking and cores[0] in _ASKING) or (cores[0] in _QUALIFIERS and _measures(cores)):
        return True
    return cores[0] not in FUNCTION | _HALVES and not label.startswith("(")


def _closes(cores: list[str]) -> bool:
    last = cores[-1]
    if not last or last in _NO_END or last in _HALVES or _HANGING.search(last):
        return False
    return not _PARTICIPLE.search(last) or not AUXILIARIES.isdisjoint(cores)


def _holds(words: list[str], cores: list[str]) -> bool:
    """Whether nothing inside tells of a clause or an amount that is cut off, and no year opens that ends a phrase."""
    year = next((i for i, w in enumerate(words[:3], 1) if _YEAR.fullmatch(w)), 0) if words[0][0].isdecimal() else 0
    if 0 < year < len(words) and words[year].islower() and cores[year] not in FUNCTION:
        return False
    if not _CUT_OFF.isdisjoint(cores[1:]) or any(w[-1] in ":;" for w in words):
        return False
    return not any(b in _ARTICLES and NUMBER.search(a) for a, b in pairwise(cores))


def _measures(cores: list[str]) -> bool:
    """Whether what a preposition opens is a measure or a time ("over 200 cm", "between 1990 and 1995")."""
    return any(NUMBER.match(w) for w in cores[1:3]) and (cores[0] != "from" or "to" in cores)


def hangs(word: str) -> bool:
    last = core(word).casefold()
    return not last or last in _NO_END


def opens_well(label: str, *, leaning: bool = True) -> bool:
    """Whether a clause may stand without what went before it, and, if `leaning`, does not open with a preposition."""
    first = core(label.split(maxsplit=1)[0]).casefold()
    return first not in (FUNCTION | _HALVES | _ADVERBS if leaning else _LEANING)


def _trimmed(sentence: str) -> str:
    """A sentence without the article or pronoun it opens with."""
    sentence = sentence.strip(EDGE)
    rest = _IT_IS.sub("", sentence)
    first, _, after = rest.partition(" ")
    if first.casefold() in ("the", "a", "an", "it", "they") and len(after.split()) > 1:
        rest = after
    return sentence if rest == sentence else capitalised(rest)


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


ENGLISH = Grammar(_cuts, _starts, _stands, _trimmed, hangs, ahead=11)
