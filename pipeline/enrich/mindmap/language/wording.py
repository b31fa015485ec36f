"""Labels for a map: at most seven words and forty characters, cut only where the grammar allows it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.enrich.labels import language, prose, vocabulary
from pipeline.enrich.mindmap.language import english
from pipeline.enrich.mindmap.language.english import ENGLISH
from pipeline.enrich.mindmap.language.grammar import PLAIN, Grammar
from pipeline.enrich.mindmap.language.hindi import HINDI
from pipeline.enrich.mindmap.language.shape import (
    BRACKETS,
    EDGE,
    MOST_CHARACTERS,
    MOST_SPACELESS,
    MOST_WORDS,
    balanced,
    capitalised,
    fits,
    is_devanagari,
    is_spaceless,
    tidy,
)
from pipeline.model import Heading, List, Note, Paragraph
from pipeline.text import children

_WORTH = 2.0
"""What an opening must be worth to speak for its sentence."""

_FEW_WORDS = 4
_LONG_NOUN = 8
"""A shorter word alone says too little."""

_FOREIGN = re.compile(r"[\u0370-\u1fff\u2e80-\uffef]")
"""Letters of other scripts than the Latin."""

_YEAR = re.compile(r"\(?\d")
_SHORT_FORM = re.compile(r"\(([A-Z][A-Za-z]{1,9})\)$")
_MARK = re.compile(r"[，。、；：！？（,;:!?(]")
_SPACELESS_LINK = re.compile(r"[\W_]|以及|并且|和|与|與|或|及|(?<=[はをがにでへ])")
_WORD_PART = re.compile(r"[\W_]+")
_ENGLISH_WORDS = vocabulary("the of and to in is a for are by with as from that on or be an it this at which")
_FEWEST_TO_TELL = 40
_ENGLISH_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Speech:
    """Which rules hold in a note: English for what is in Latin letters, Hindi for what is in Devanagari."""

    english: bool = True
    hindi: bool = True

    def grammar(self, text: str) -> Grammar:
        foreign = len(_FOREIGN.findall(text)) if not text.isascii() else 0
        if foreign * 2 <= len(text):
            return ENGLISH if self.english else PLAIN
        return HINDI if self.hindi and is_devanagari(text) else PLAIN


BOTH = Speech()


def speech_of(note: Note) -> Speech:
    """The rules for a note: by the language it names, else English only where English words are frequent."""
    spoken = language(note)
    if note.meta.lang:
        return Speech(english=spoken in ("en", "hi"), hindi=spoken in ("en", "hi"))
    return Speech(english=spoken != "und" and _is_english(note))


def _is_english(note: Note) -> bool:
    """Whether running text of Latin letters is English; short notes pass."""
    lines = (b for block in note.blocks for b in (block, *(children(block) if isinstance(block, List) else ())))
    text = " ".join(prose(b.inlines) for b in lines if isinstance(b, Paragraph | Heading))[:6000]
    latin = [w for w in text.casefold().split() if w[0] < "\u0250" and w.isalpha()]
    return len(latin) < _FEWEST_TO_TELL or sum(w in _ENGLISH_WORDS for w in latin) > len(latin) * _ENGLISH_SHARE


def shorten(text: str, speech: Speech = BOTH) -> str:
    """The longest opening of a line that may stand alone, or "" when there is none."""
    whole = tidy(text)
    if not whole or fits(whole):
        return whole
    bare = tidy(BRACKETS.sub("", text))
    if bare and fits(bare):
        return bare
    if is_spaceless(bare):
        return _to_mark(bare)
    words, grammar = bare.split(), speech.grammar(whole)
    short_form = _SHORT_FORM.search(whole)
    return short_form[1] if short_form else _longest(words, _ends(words, grammar), grammar)


def head(text: str, speech: Speech = BOTH) -> str:
    """A heading or a lead as a label: cut between phrases where it can be, else between words; "" only for no words."""
    label = shorten(text, speech)
    if label and (
        " " in label or label.isupper() or len(text.split()) < _FEW_WORDS or speech.grammar(text) is not ENGLISH
    ):
        return label
    words = (tidy(BRACKETS.sub("", text)) or tidy(text)).split()
    if not words:
        return ""
    grammar = speech.grammar(text)
    if grammar is not ENGLISH:
        return _longest(words, _ends(words, grammar), grammar, asking=True) or _filled(words, grammar)
    found = _longest(words, english.looser(words), grammar, asking=True)
    return found or _filled(words, grammar)


def _filled(words: list[str], grammar: Grammar) -> str:
    """As many words as there is room for, but none that hangs at the end; the opening of a word that is too long."""
    count = next((i for i in range(len(words), 0, -1) if fits(" ".join(words[:i]))), 0)
    if not count:
        return _part(words[0])
    end = next((i for i in range(count, 0, -1) if not grammar.hangs(words[i - 1])), count)
    return " ".join(words[:end]).strip(EDGE) or " ".join(words[:count])


def _to_mark(text: str) -> str:
    """The longest opening of a text without spaces that fits and ends before a mark, or ""."""
    openings = (text[: found.start()].strip(EDGE) for found in reversed(list(_MARK.finditer(text))))
    return next((label for label in openings if label and fits(label) and balanced(label)), "")


def _part(word: str) -> str:
    """The opening of a word that fits: up to a mark in it, or a link where words are not spaced, if it has one."""
    spaceless = is_spaceless(word)
    most = MOST_SPACELESS if spaceless else MOST_CHARACTERS
    ends = (found.start() for found in (_SPACELESS_LINK if spaceless else _WORD_PART).finditer(word))
    cuts = [end for end in ends if 1 < end <= most]
    return word[: cuts[-1] if cuts else most]


def openings(text: str, speech: Speech) -> tuple[str, ...]:
    """A text and all its openings that may stand alone, the longest first."""
    words = text.split()
    grammar = speech.grammar(text)
    return (text, *(s for cut in reversed(_ends(words, grammar)) if (s := _span(words, 0, cut, grammar))))


def _ends(words: list[str], grammar: Grammar) -> list[int]:
    """Where an opening may end, as far as a label may reach."""
    cuts = grammar.cuts(words[: grammar.ahead])
    return cuts if len(words) <= grammar.ahead else cuts[:-1]


def _longest(words: list[str], cuts: list[int], grammar: Grammar, *, asking: bool = False) -> str:
    return next((s for cut in reversed(cuts) if (s := _span(words, 0, cut, grammar, asking=asking))), "")


def key_phrase(sentence: str, emphasised: tuple[str, ...] = (), speech: Speech = BOTH) -> str:
    """What to remember a sentence by: itself when short, else its best opening or emphasised phrase, or ""."""
    grammar = speech.grammar(sentence)
    whole = tidy(sentence)
    sentence = grammar.trimmed(whole)
    if fits(sentence):
        return sentence
    if is_spaceless(sentence):
        return _to_mark(sentence)
    named = next((tidy(e) for e in emphasised if " " in tidy(e) and fits(tidy(e))), "")
    words = sentence.split()
    spans = [s for cut in _ends(words, grammar) if (s := _span(words, 0, cut, grammar))]
    if grammar is not ENGLISH:
        return named or max(spans, key=len, default="")
    best = max(((english.worth(s), s) for s in spans), default=(0.0, ""))
    return named if named not in best[1] or best[0] < _WORTH else best[1]


def meaning(sentence: str, speech: Speech = BOTH) -> str:
    """What an explanation says, when it is short or opens with a phrase of some worth; or ""."""
    said = key_phrase(sentence, (), speech)
    whole = speech.grammar(sentence).trimmed(tidy(sentence)) == said
    return said if whole or (speech.grammar(sentence) is ENGLISH and english.worth(said) >= _WORTH) else ""


def nominal(sentence: str, speech: Speech) -> str:
    """The noun that opens a sentence, alone or joined to another, or ""; English only."""
    words = tidy(sentence).split()
    if speech.grammar(sentence) is not ENGLISH or not (end := english.nominal(words)):
        return ""
    label = _span(words, 0, end, ENGLISH)
    return label if len(label) >= _LONG_NOUN and not label.endswith("ed") else ""


def window(words: list[str], group: tuple[int, int], edges: tuple[list[int], list[int]], grammar: Grammar) -> str:
    """The best phrase that holds a group of words of a clause, from one of its starts to one of its cuts; or ""."""
    first, last = group
    ends = [c for c in edges[1] if last <= c <= first + MOST_WORDS]
    starts = sorted({*(s for s in edges[0] if last - MOST_WORDS <= s <= first), first})
    found: list[tuple[float, int, str]] = []
    for start in starts:
        if start and _YEAR.match(words[start]) and words[start - 1].endswith(","):
            continue  # "the Act, 1988" and "14, 15, 16" are not parted
        inside = start > edges[0][0] and not words[start - 1].endswith((",", ")"))
        for end in ends:
            if end - start > MOST_WORDS:
                break
            label = _span(words, start, end, grammar)
            if label and not (inside and english.AUXILIARIES.intersection(words[start + 1 : end])):
                found.append((english.worth(label) + (0.0 if start > edges[0][0] else 0.3), -start, label))
    return max(found)[2] if found else ""


def _span(words: list[str], start: int, end: int, grammar: Grammar, *, asking: bool = False) -> str:
    """The words from `start` to `end` as a label, or "" when they cannot stand alone."""
    label = " ".join(words[start:end])
    if grammar is ENGLISH and not start:
        label = _without_article(label)
    label = label.strip(EDGE)
    if not label or not fits(label) or not balanced(label) or not grammar.stands(label, asking):
        return ""
    return capitalised(label) if grammar is ENGLISH else label


def _without_article(label: str) -> str:
    first, _, rest = label.partition(" ")
    return rest if first.casefold() in ("a", "an", "the") else label
