"""Labels for a map: at most seven words and forty characters, cut only where the grammar allows it."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.enrich.labels import FORMULA, vocabulary

MOST_WORDS = 7
MOST_CHARACTERS = 40

_WORTH = 2.0
"""What an opening must be worth to speak for its sentence."""

_LONG_NOUN = 8
"""A shorter word alone says too little."""

_PREPOSITIONS = vocabulary(
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
_AUXILIARIES = vocabulary(
    "is are was were be been being am has have had having do does did can could may might must shall should will would "
    "cannot became become becomes remains remained"
)
_ASKING = vocabulary("how why what when where which who")
_MODALS = vocabulary("can could may might must shall should will would")
_PRONOUNS = vocabulary(
    "i he she it we they you him her us them this these those its his their our your my itself themselves one ones all "
    "there here such each both either neither every any some another other others same"
)
_ADVERBS = vocabulary(
    "not only also very more most less least much even just still already now later earlier ever never again often "
    "always too quite rather about nearly almost first next however together"
)
_HINDI_TAIL = vocabulary("का के की को से में पर ने और या तथा एवं कि जो यह है हैं था थे थी हो भी ही तक लिए द्वारा")
_HALVES = vocabulary("spite account terms case order addition view front favour respect lieu behalf means")
_FUNCTION = _PREPOSITIONS | _ARTICLES | _LINKS | _SUBORDINATORS | _AUXILIARIES | _PRONOUNS
_CUT_BEFORE = (_PREPOSITIONS | _LINKS | _SUBORDINATORS | _AUXILIARIES) - {"of", "per", "&"}
_HELD_IN_NAMES = vocabulary("of on for and the & de")
_NO_END = _FUNCTION | _ADVERBS | _HINDI_TAIL

_NUMBER = re.compile(r"[₹$€£]?\d")
_NUMERALS = vocabulary("two three four five six seven eight nine ten eleven twelve hundred thousand million")
_HANGING = re.compile(r"-\w+(?:ed|ing)$|ly$")
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_SHORT_FORM = re.compile(r"\(([A-Z][A-Za-z]{1,9})\)$")
_INITIAL = re.compile(r"\(?(?:[A-Z]\.)+|(?:Dr|Mr|Mrs|Ms|St|No|Art|vs?|cf)\.")
_EDGE = " ,;:.!?…–—-/।"
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"), ("«", "»"))


def fits(label: str) -> bool:
    return len(label.split()) <= MOST_WORDS and len(label) <= MOST_CHARACTERS


def has_fact(text: str) -> bool:
    """Whether a text holds a figure or a name (a capital that does not merely open it, or a word in capitals)."""
    words = text.split()
    return any(_NUMBER.search(w) for w in words) or any(_is_name(w, i == 0) for i, w in enumerate(words))


def tidy(text: str) -> str:
    """A text without formulas and without stray marks at its ends; "" when nothing is left to say."""
    if FORMULA in text:
        text = _without_formulas(text)
    text = " ".join(text.split()).strip(_EDGE).strip()
    return _balanced_or_bare(text) if any(c.isalnum() for c in text) else ""


def shorten(text: str) -> str:
    """The longest opening of a line that may stand alone, or "" when there is none."""
    text = tidy(text)
    bare = tidy(_BRACKETS.sub("", text))
    whole = next((t for t in (text, bare) if fits(t)), "")
    if whole:
        return whole
    words = bare.split()
    short_form = _SHORT_FORM.search(text)
    return short_form[1] if short_form else _longest(words, _cuts(words))


def head(text: str) -> str:
    """A heading or a lead as a label: cut between phrases where it can be, else between words; never dropped."""
    label = shorten(text)
    if label:
        return label
    words = tidy(_BRACKETS.sub("", text)).split()
    looser = [i for i, w in enumerate(words) if _core(w).casefold() in _CUT_BEFORE | {"of"}]
    choices = (_cuts(words), looser, list(range(1, len(words))))
    return next((s for cuts in choices if (s := _longest(words, cuts, asking=True))), "") or _filled(words)


def _filled(words: list[str]) -> str:
    """As many words as there is room for, but none that hangs at the end."""
    while words and (not fits(" ".join(words)) or _core(words[-1]).casefold() in _NO_END):
        words = words[:-1]
    return " ".join(words).strip(_EDGE)


def openings(text: str) -> tuple[str, ...]:
    """A text and all its openings that may stand alone, the longest first."""
    words = text.split()
    return (text, *(s for cut in reversed(_cuts(words)) if (s := _span(words, cut))))


def _longest(words: list[str], cuts: list[int], *, asking: bool = False) -> str:
    return next((s for cut in reversed(cuts) if (s := _span(words, cut, asking=asking))), "")


def key_phrase(sentence: str, emphasised: tuple[str, ...] = ()) -> str:
    """What to remember a sentence by: itself when short, else its best opening or emphasised phrase, or ""."""
    sentence = _without_opener(tidy(sentence))
    if fits(sentence):
        return sentence
    named = next((tidy(e) for e in emphasised if " " in tidy(e) and fits(tidy(e))), "")
    words = sentence.split()
    spans = [_span(words, cut) for cut in _cuts(words)]
    best = max(((_worth(s), s) for s in spans if s), default=(0.0, ""))
    return named if named not in best[1] or best[0] < _WORTH else best[1]


def _without_opener(sentence: str) -> str:
    """A sentence without the article or pronoun it opens with."""
    first, _, rest = sentence.partition(" ")
    opener = first in ("The", "A", "An", "It", "They") and len(rest.split()) > 1
    return _capitalised(rest) if opener else sentence


def nominal(sentence: str) -> str:
    """The noun that opens a sentence, alone or joined to another ("Marketing and export"), or ""."""
    words = tidy(sentence).split()
    ends = [i for i, w in enumerate(words) if i and w.casefold() in _PREPOSITIONS]
    label = _span(words, ends[0]) if ends else ""
    return label if len(label) >= _LONG_NOUN and not label.endswith("ed") else ""


def _worth(label: str) -> float:
    words = label.split()
    content = [w for w in words if _core(w).casefold() not in _FUNCTION]
    names = sum(_is_name(w, opening=i == 0) for i, w in enumerate(words))
    figures = any(_NUMBER.search(w) or _core(w).casefold() in _NUMERALS for w in words)
    return 1.0 + 1.5 * figures + 0.5 * min(names, 2) + 0.5 * min(len(content), 5) - 1.0 * _is_list(words)


def _is_list(words: list[str]) -> bool:
    return any(w[-1] == "," for w in words[:-1])


def opens_well(label: str) -> bool:
    """Whether a clause may stand without what went before it."""
    first = _core(label.split(maxsplit=1)[0]).casefold()
    return first not in _FUNCTION | _HALVES | _ADVERBS


def _cuts(words: list[str]) -> list[int]:
    """Where a label may end, in order: before a word that opens a new phrase, after a mark, and at the end."""
    depth = 0
    out: list[int] = []
    for i, word in enumerate(words[:-1]):
        depth += sum(word.count(a) - word.count(b) for a, b in _PAIRS)
        if depth > 0:
            continue
        if (word[-1] in ",;:.!?।–—" and not _INITIAL.fullmatch(word)) or words[i + 1][0] in "–—(":
            if not _joins_numbers(words, i + 1):
                out.append(i + 1)
        elif _opens_phrase(words, i + 1) and not _held(words, i + 1) and not _leans(words, i):
            out.append(i + 1)
    return [*out, len(words)]


def _opens_phrase(words: list[str], at: int) -> bool:
    return _core(words[at]).casefold() in _CUT_BEFORE or _leans(words, at)


def _leans(words: list[str], at: int) -> bool:
    """Whether the word at `at` is a participle that leans on the next one ("named by")."""
    return words[at].endswith("ed") and words[at + 1 : at + 2] in (["by"], ["to"], ["from"], ["with"], ["as"], ["on"])


def _held(words: list[str], at: int) -> bool:
    """Whether the word at `at` stands inside a name or between two numbers."""
    before, word = _core(words[at - 1]), _core(words[at]).casefold()
    after = [_core(w) for w in words[at + 1 : at + 3]]
    if after and after[0].casefold() in _ARTICLES:
        after = after[1:]
    if not after or not before:
        return False
    if word in _HELD_IN_NAMES and before[:1].isupper() and after[0][:1].isupper():
        return True
    return _joins_numbers(words, at)


def _joins_numbers(words: list[str], at: int) -> bool:
    return (
        all(_NUMBER.match(_core(w)) for w in (words[at - 1], *words[at + 1 : at + 2])) and words[at - 1][-1] not in ";:"
    )


def _span(words: list[str], end: int, *, asking: bool = False) -> str:
    """The first `end` words as a label, without an opening article, or "" when they cannot stand alone.

    Only a heading may open as a question does (`asking`): in a sentence, "when" opens a clause that leans on the next.
    """
    chosen = words[1:end] if words and _core(words[0]).casefold() in _ARTICLES else words[:end]
    label = " ".join(chosen).strip(_EDGE)
    leans = not asking and words and words[0].casefold() in _ASKING
    return _capitalised(label) if not leans and _stands_alone(label) else ""


def _capitalised(label: str) -> str:
    """A label that lost its article keeps the capital of the line it opens."""
    return label[:1].upper() + label[1:] if label.split(maxsplit=1)[0].islower() else label


def _stands_alone(label: str) -> bool:
    words = label.split()
    if not words or not fits(label) or not all(label.count(a) == label.count(b) for a, b in _PAIRS):
        return False
    inner = {_core(w).casefold() for w in words[1:]}
    first, last = _core(words[0]).casefold(), _core(words[-1]).casefold()
    if not last or last in _NO_END | _HALVES or _HANGING.search(last) or label.startswith("("):
        return False
    if first in (_FUNCTION - _ASKING) | _HALVES:
        return False
    if any(_NUMBER.search(a) and b in _ARTICLES for a, b in pairwise(words)):
        return False
    if inner & _SUBORDINATORS or any(w[-1] in ":;" for w in words) or inner & _MODALS:
        return False
    return len(label) > 2 and any(c.isalpha() for c in label)


def _core(word: str) -> str:
    return word.strip("()[]{}“”‘’\"'«»*_,;:.!?…–—।")


def _is_name(word: str, opening: bool) -> bool:
    core = _core(word)
    capitals = sum(c.isupper() for c in core)
    return capitals > 1 or (capitals == 1 and core[0].isupper() and not opening and len(core) > 1)


def _without_formulas(text: str) -> str:
    """The words beside a formula, or "" where the formula carried the sense."""
    pieces = [p.strip(_EDGE) for p in text.split(FORMULA)]
    words = [p for p in pieces if p]
    if len(words) != 1 or words[0].split()[-1].casefold() in _NO_END or words[0].split()[0].casefold() in _NO_END:
        return ""
    return words[0]


def _balanced_or_bare(text: str) -> str:
    if text.startswith("(") and text.endswith(")") and text.count("(") == 1:
        return text[1:-1]
    return text
