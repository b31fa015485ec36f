"""The facts worth a leaf: for each figure, date and name of a text the phrase that says what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.enrich.labels import FORMULA, sentences, vocabulary
from pipeline.enrich.mindmap.language import english
from pipeline.enrich.mindmap.language.english import ENGLISH
from pipeline.enrich.mindmap.language.grammar import Grammar
from pipeline.enrich.mindmap.language.shape import EDGE, balanced, capitalised, core, fits, tidy
from pipeline.enrich.mindmap.language.wording import BOTH, Speech, openings, window

_CLAUSE = re.compile(r"[;:।؛]\s|\s[–—]\s|[。；：，]")
_FIGURE = re.compile(r"\d")
_INSIDE = re.compile(r"\(([^()]*)\)")
_ADDRESS = re.compile(r"\S*(?:https?://|www\.|@\w+\.|\w/\w+/)\S*")
_CAPITAL = r"(?:[A-Z][\w’'&–-]*|[A-Z]\.)"
_NAME = re.compile(
    rf"{_CAPITAL}(?: (?:(?:of|for|on|and|the|in|to|of the|for the) )?{_CAPITAL})+(?: \(\d{{4}}\)|, \d{{4}})?"
)
_REFERENCES = vocabulary("see for e.g as such")
_ORDINAL = re.compile(r"\(?[\divxa-z]{1,3}[.)]")
_MONTH = vocabulary(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sep sept oct nov dec जनवरी फरवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर सितम्बर अक्टूबर अक्तूबर नवंबर नवम्बर दिसंबर दिसम्बर"
)
_SCALE = vocabulary(
    "hundred thousand lakh crore million billion trillion bn mn per cent percent % लाख करोड़ हज़ार हजार अरब प्रतिशत फीसदी "
    "km kg g mg m cm mm ha s ms hz °c years months weeks days hours minutes seconds ad bc ce bce"
)
_QUALIFIED = vocabulary(
    "about around over under above below nearly almost before after since until till by up upto within least most than "
    "between only exactly roughly approximately some beyond"
)
_RANGE = vocabulary("to and or till until से")
_FULL_YEAR = re.compile(r"(?:1\d|20)\d\d(?:[–-]\d\d(?:\d\d)?)?")
_HELD = vocabulary("more less fewer at not no up rather")


def facts(text: str, speech: Speech) -> Iterator[str]:
    """The facts of a text, in order; a clause is taken whole where it fits."""
    for sentence in sentences(text):
        for clause in _clauses(sentence):
            yield from _of_clause(clause, speech)


def _clauses(sentence: str) -> Iterator[str]:
    if "/" in sentence or "www." in sentence:
        sentence = _ADDRESS.sub(FORMULA, sentence)
    for piece in _CLAUSE.split(sentence):
        if FORMULA not in piece and piece.strip() and piece.split()[0].casefold().strip(",") not in _REFERENCES:
            clause = piece.strip().strip(EDGE)
            if _ORDINAL.fullmatch(clause.partition(" ")[0]):
                clause = clause.partition(" ")[2]
            if clause:
                yield clause


def _of_clause(clause: str, speech: Speech) -> Iterator[str]:
    grammar = speech.grammar(clause)
    whole = tidy(grammar.trimmed(clause))
    if whole and fits(whole) and balanced(whole):
        if _has_fact(whole, grammar) and _says_enough(whole) and _opens_well(whole, grammar):
            yield capitalised(whole) if grammar is ENGLISH else whole
            return
        if not _FIGURE.search(clause):
            return
    yielded: list[str] = []
    for label in _figures(clause, grammar) if _FIGURE.search(clause) else ():
        if not any(label.casefold() in other.casefold() for other in yielded):
            yielded.append(label)
            yield label
    if not yielded and grammar is ENGLISH:
        full = (f[0].strip(" ,.") for f in _NAME.finditer(clause))
        yield from [f for f in full if fits(f) and _is_full(f)][:1]


def _opens_well(whole: str, grammar: Grammar) -> bool:
    """Whether a clause may stand alone; one that opens with "in" or "by" needs a figure to say."""
    if grammar is not ENGLISH:
        return True
    return english.opens_well(whole, leaning=not _FIGURE.search(whole))


def _figures(clause: str, grammar: Grammar) -> Iterator[str]:
    """A phrase for each figure that no earlier phrase holds."""
    words = clause.split()
    cuts = grammar.cuts(words)
    edges = (grammar.starts(words, cuts), cuts)
    covered: set[str] = set()
    if grammar is ENGLISH and (label := _at_that_time(words)):
        covered.update(core(w) for w in label.split())
        yield label
    for at, word in enumerate(words):
        if not _FIGURE.search(word) or core(word) in covered:
            continue
        first, last = _group(words, at)
        label = (
            _named(words, at)
            or window(words, (first, last), edges, grammar)
            or _bare(words[first:last])
            or _inside(clause, word)
        )
        if label:
            covered.update(core(w) for w in label.split())
            yield label


def _at_that_time(words: list[str]) -> str:
    """What happened in the year or on the day that opens a clause, behind it."""
    if len(words) < 4 or words[0] not in ("In", "On", "in", "on"):
        return ""
    last = next((i for i, w in enumerate(words[1:4], 1) if _FULL_YEAR.fullmatch(core(w))), 0)
    if not last or any(words[i].casefold() not in _MONTH and not words[i][0].isdecimal() for i in range(1, last)):
        return ""
    event = openings(ENGLISH.trimmed(" ".join(words[last + 1 :])), BOTH)
    day = " ".join(words[1 : last + 1]).rstrip(EDGE)
    labels = (f"{day}: {said}" for said in event if " " in said and english.opens_well(said))
    return next((label for label in labels if fits(label)), "")


def _group(words: list[str], at: int) -> tuple[int, int]:
    """The words that belong to a figure: its unit, its month, what says "at least" or "Article"."""
    first, last = at, at + 1
    while last < len(words) and words[last - 1][-1] not in ",;:)" and _belongs(words[last]):
        last += 1
    if last < len(words) and core(words[last - 1]).casefold() in _MONTH and re.match(r"\d{4}", words[last]):
        last += 1
    if last + 1 < len(words) and core(words[last]).casefold() in _RANGE and _FIGURE.search(words[last + 1]):
        last += 2
        while last < len(words) and _belongs(words[last]):
            last += 1
        if first and core(words[first - 1]).casefold() == "from":
            first -= 1
    while first and _leads(words, first):
        first -= 1
    return first, last


def _belongs(word: str) -> bool:
    return core(word).casefold() in _SCALE or word.casefold() in _SCALE or core(word).casefold() in _MONTH


def _leads(words: list[str], first: int) -> bool:
    before = words[first - 1]
    if before[-1] in ",;:.)" and core(before).casefold() not in _MONTH:
        return False
    bare = core(before)
    opening = bare.casefold()
    if (
        opening in _MONTH
        or opening in _QUALIFIED
        or (opening in _HELD and core(words[first]).casefold() in _QUALIFIED | _HELD)
    ):
        return True
    return first > 1 and bare[:1].isupper() and opening not in english.FUNCTION and words[first][:1].isdigit()


def _named(words: list[str], at: int) -> str:
    """A name with the figure that stands in brackets behind it."""
    figure = words[at].strip(EDGE)
    first = at
    while first and words[first - 1][:1].isupper() and words[first - 1][-1] not in EDGE:
        first -= 1
    name = " ".join(words[first:at])
    label = f"{name} {figure}"
    is_name = first > 0 or english.is_name(name, opening=at == 1)
    return label if name and is_name and figure[0] == "(" and figure[-1] == ")" and fits(label) else ""


def _bare(group: list[str]) -> str:
    """A figure that says enough by itself: a date, a year, an amount with its unit."""
    label = tidy(" ".join(group).strip(EDGE))
    return capitalised(label) if len(group) > 1 and _says_enough(label) and fits(label) and balanced(label) else ""


def _inside(clause: str, word: str) -> str:
    """What the brackets hold that a figure stands in."""
    for found in _INSIDE.finditer(clause):
        whole = found[1].strip(EDGE)
        if core(word) in whole and fits(whole) and _says_enough(whole):
            return whole
    return ""


def _has_fact(text: str, grammar: Grammar) -> bool:
    if _FIGURE.search(text):
        return True
    return grammar is ENGLISH and any(english.is_name(w, opening=i == 0) for i, w in enumerate(text.split()))


def _says_enough(text: str) -> bool:
    """A figure needs a word beside it to mean something on its own, unless it is a year, a share or a price."""
    return sum(map(str.isalpha, text)) > 2 or bool(
        re.fullmatch(r"(?:1\d|20)\d\d(?:[–-]\d{2,4})?|\S*\d\s?%|[₹$€£]\S+", text)
    )


def _is_full(text: str) -> bool:
    """Whether a name says which one is meant: with a year, or in three words and more."""
    return bool(_FIGURE.search(text)) or (len(text.split()) >= 3 and english.opens_well(text))
