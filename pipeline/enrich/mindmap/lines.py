"""From a line to a point: the phrase it is remembered by, and the facts behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline import model as m
from pipeline.enrich.labels import FIRST_SEAL, FORMULA, Lead, bold_phrases, prose, sentences, speaks, vocabulary
from pipeline.enrich.mindmap import point as weigh
from pipeline.enrich.mindmap.facts import facts
from pipeline.enrich.mindmap.language.english import FUNCTION
from pipeline.enrich.mindmap.language.shape import capitalised, fits, is_spaceless, tidy
from pipeline.enrich.mindmap.language.wording import Speech, head, key_phrase, meaning, nominal, shorten
from pipeline.enrich.mindmap.point import FIGURE, ITEM, LEAD, MEANING, NAME, PROSE, SUM, Point, distinct
from pipeline.enrich.mindmap.prose import Thought, thoughts
from pipeline.enrich.mindmap.tables import dated, is_counter
from pipeline.text import words

EMPTY = vocabulary(
    "note notes example examples eg e.g tip tips warning important remark remarks hint answer ans solution nb see "
    "source link links reference references also output input caution info question q a q. a. definition proof "
    "उदाहरण नोट टिप्पणी"
)
"""Leads that name nothing."""

_SUM = re.compile(r"\d\s?(?:%|per ?cent|प्रतिशत|million|billion|trillion|lakh|crore|लाख|करोड़)|[₹$€£]\s?\d")
"""Shares and sums of money."""
_STAMP = re.compile(r"[\d\s:./,TZ-]*\d\d:\d\d[\d\s:./,TZ-]*")


def rest_of(title: str, label: str, speech: Speech) -> tuple[Point, ...]:
    """The figures of a heading that its label has no room for."""
    if tidy(title) == label:
        return ()
    return tuple(Point(f, FIGURE) for f in facts(title, speech) if any(map(str.isdecimal, f)) and is_new(f, label))


def told(paragraphs: Sequence[m.Paragraph], speech: Speech) -> tuple[Point, ...]:
    """A run of paragraphs that no heading orders, as points: each sentence below the one that it elaborates."""
    found = thoughts(prose(block.inlines) for block in paragraphs)
    return distinct(p for thought in found for p in _thought(thought, paragraphs, PROSE, speech))


def _thought(thought: Thought, paragraphs: Sequence[m.Paragraph], weight: float, speech: Speech) -> tuple[Point, ...]:
    """A sentence with its facts and what elaborates it; where it has no label, these speak for themselves."""
    text, block = thought.sentence.text, paragraphs[thought.sentence.paragraph]
    named = [b for b in _bold(block.inlines) if b in text]
    told = thought.sentence.heads or _is_tellable(text, speech)
    label = (head(text, speech) if thought.sentence.heads else _label_of(text, named, speech)) if told else ""
    behind = _facts_of(text, named, label, speech)
    below = [p for inner in thought.thoughts for p in _thought(inner, paragraphs, MEANING, speech)]
    if not label:
        return (*(replace(p, href=block.id) for p in behind), *below)
    return (Point(label, weight, block.id, points=distinct([*behind, *below])),)


def paragraph(block: m.Paragraph, speech: Speech, *, told: bool) -> Iterator[Point]:
    """What a paragraph is remembered by, with its facts behind; or, where others speak, its bold words and figures."""
    line = block.inlines
    text = prose(line)
    if text[:1] >= FIRST_SEAL and not text.strip(text[0]):
        yield Point(text, weigh.FORMULA, block.id)
        return
    named = _bold(line)
    if told and not named and not is_address(line) and _is_tellable(text, speech):
        yield sentence_point(line, PROSE, block.id, speech)
        return
    for sentence, phrases in _by_sentence(text, named):
        points = [Point(capitalised(p), PROSE, block.id) for p in phrases]
        said = " ".join(phrases)
        behind = [Point(f, _worth(f, told=told), block.id) for f in facts(sentence, speech) if is_new(f, said)]
        if points:
            inner = tuple(replace(p, href="") for p in behind)
            points[0] = replace(points[0], points=inner)
            yield from points
        else:
            yield from behind


def _worth(fact: str, *, told: bool) -> float:
    """What a fact of running text weighs: shares and sums are what is asked for."""
    if _SUM.search(fact):
        return SUM
    return FIGURE if told or any(map(str.isdecimal, fact)) else MEANING


def _is_tellable(text: str, speech: Speech) -> bool:
    """Whether running text can be cut to what it says, or need not be."""
    return speech.grammar(text).talks or fits(tidy(next(iter(sentences(text)), "")))


def _by_sentence(text: str, named: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Each sentence with the bold phrases it holds."""
    left = list(dict.fromkeys(named))
    for sentence in sentences(text):
        held = [p for p in left if p in sentence]
        left = [p for p in left if p not in held]
        yield sentence, held
    if left:
        yield "", left


def sentence_point(line: tuple[m.Inline, ...], weight: float, href: str, speech: Speech) -> Point:
    """A line as the phrase it is remembered by, with its other facts behind it."""
    label = _sentence_label(line, speech)
    behind = _details(line, label, speech)
    if not label and behind:
        return Point(behind[0].label, weight, href, points=behind[1:])
    return Point(label, weight, href, points=behind)


def _sentence_label(line: tuple[m.Inline, ...], speech: Speech) -> str:
    return _label_of(next(iter(sentences(prose(line))), ""), bold_phrases(line), speech)


def _label_of(sentence: str, named: Iterable[str], speech: Speech) -> str:
    if "://" in sentence or _STAMP.fullmatch(sentence):
        return ""
    label = key_phrase(sentence, tuple(named), speech)
    return label or nominal(sentence, speech) or _opening(sentence, speech)


def _opening(sentence: str, speech: Speech) -> str:
    label = shorten(sentence, speech)
    return label if " " in label or fits(tidy(sentence)) else ""


def lead_point(found: Lead, href: str, speech: Speech) -> Point:
    """What a lead names, with what is said about it; a lead that names nothing lets its text speak."""
    label = head(found.label, speech)
    if label.casefold() in EMPTY or not speaks(label) or (sum(map(str.isalnum, label)) < 2 and label < "\uffff"):
        return sentence_point(found.rest, ITEM, href, speech)
    if is_counter(label):
        said = next(iter(sentences(prose(found.rest))), "")
        label = dated(label, tidy(said), speech)
    behind = _details(found.rest, label, speech) or _meaning(found.rest, label, speech)
    return Point(label, LEAD, href, points=behind)


def term(item: m.Definition, speech: Speech) -> Point:
    """A term with what its definitions tell."""
    label = head(prose(item.term), speech)
    lines = [b.inlines for d in item.details for b in d if isinstance(b, m.Paragraph)]
    behind = [p for line in lines for p in _details(line, label, speech) or _meaning(line, label, speech)]
    return Point(label, LEAD, item.id, points=distinct(behind))


def _meaning(line: tuple[m.Inline, ...], label: str, speech: Speech) -> tuple[Point, ...]:
    """What a name means, in the opening of its explanation."""
    first = next(iter(sentences(prose(line))), "")
    said = meaning(first, speech) if first and "://" not in first and not first.startswith("See ") else ""
    telling = " " in said or said[:1] >= FIRST_SEAL
    return (Point(capitalised(said), MEANING),) if said and telling and is_new(said, label) else ()


def _details(line: tuple[m.Inline, ...], label: str, speech: Speech) -> tuple[Point, ...]:
    """The bold words and the facts of a line that its label does not say."""
    return _facts_of(prose(line), _bold(line), label, speech)


def _facts_of(text: str, bold: Iterable[str], label: str, speech: Speech) -> tuple[Point, ...]:
    named = [Point(capitalised(b), NAME) for b in bold if is_new(b, label)]
    told = " ".join((label, *(p.label for p in named)))
    said = (f for f in facts(text, speech) if is_new(f, told))
    return distinct([*named, *(Point(f, FIGURE if any(map(str.isdecimal, f)) else NAME) for f in said)])


def _bold(line: tuple[m.Inline, ...]) -> list[str]:
    """What is bold in a line, as labels; a part of a word is none."""
    found = [b for phrase in bold_phrases(line) if FORMULA not in phrase and (b := _unlinked(tidy(phrase)))]
    if not found:
        return []
    text = prose(line)
    return [b for b in found if fits(b) and b.casefold() not in EMPTY and _is_apart(b, text)]


def _unlinked(phrase: str) -> str:
    """A bold phrase without the conjunction or article it opens with; "" for one that is nothing else."""
    first, _, rest = phrase.partition(" ")
    return rest if first.casefold() in FUNCTION else phrase if rest or first.casefold() != "not" else ""


def _is_apart(phrase: str, text: str) -> bool:
    """Whether a phrase stands between words of a text; where words are not spaced it always does."""
    if is_spaceless(phrase):
        return True
    at = text.find(phrase)
    around = (text[at - 1 : at], text[at + len(phrase) : at + len(phrase) + 1]) if at >= 0 else ("", "")
    return not any(map(str.isalnum, around))


def is_new(fact: str, told: str) -> bool:
    """Whether a fact holds a figure, or else any word, that has not been told."""
    if fact in told:
        return False
    known = set(words(told))
    said = words(fact)
    figures = [w for w in said if any(map(str.isdecimal, w))]
    if figures:
        return not known.issuperset(figures)
    telling = [w for w in said if w not in FUNCTION]
    return fact[:1] >= FIRST_SEAL or sum(w not in known for w in telling) * 2 >= len(telling) > 0


def is_address(line: tuple[m.Inline, ...]) -> bool:
    """Whether a line is but a link that leads out of the vault."""
    said = [n for n in line if not (isinstance(n, m.Text) and not n.text.strip())]
    return len(said) == 1 and isinstance(said[0], m.Link) and "://" in said[0].url
