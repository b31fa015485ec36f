"""Questions about words: definitions, abbreviations, and points that carry a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline import model as m
from pipeline.enrich.labels import FORMULA, Lead, first_line, lead, prose, vocabulary
from pipeline.enrich.recall.draft import WORKED, Draft, Setting, gives_away, is_telling, paragraph, sayable
from pipeline.text import children, words

_KINDS = (
    "process|practice|power|right|use|study|act|art|system|state|rate|ratio|point|idea|belief|doctrine|principle|theory|"
    "ability|zone|share|value|sum|difference|number|branch|part|name|transfer|movement|loss|gain|rise|fall|change"
)
_DEFINES = re.compile(
    rf"(?:(?:an?|any) (?P<noun>(?:[\w’-]+ ){{0,3}}?[\w’-]+)|the (?:{_KINDS}))"
    r" (?:of|that|which|who|whose|by which|in which|for|between|where|to|by) ",
    re.IGNORECASE,
)
_VERBS = vocabulary("is are was were has have had may can will must shall cuts makes gives takes lies")
_SHORT = r"[A-Z][A-Za-z0-9&-]{1,9}"
_LONG_THEN_SHORT = re.compile(rf"(?<![\w’'&–-])((?:[\w’'&–-]+\s+){{1,9}}[\w’'–-]+)\s*\(({_SHORT})\)")
_SHORT_THEN_LONG = re.compile(rf"\b({_SHORT})\s*\(([A-Z][^()]{{5,80}})\)")
_CLOSED = f".!।)”’{FORMULA}"
_MOST_TERM_WORDS = 6
_FEWEST_EXPLAINED, _MOST_EXPLAINED = 4, 60
_MOST_HEADING = 8
_PHRASE = 3
_REFERS = re.compile(
    r"^(?:[Ww]hen|[Hh]ow|[Ww]hat|[Ww]hy|May|[Cc]hoose|[Ss]elect|[Rr]ead|just|simply|then|and|or|but|so|also|think)\b|"
    r" \.\.\.|(?i:\b(?:above|below|same as|following|see|check)\b)"
)
_KNOWN = vocabulary("UK US USA UN EU OK PC TV ID AM PM")
_SAYS_WHAT = re.compile(r"(?:is|are|refers? to|means|denotes?) (?:an?|the|any|when) ")
_VAGUE_LABEL = vocabulary("it its this these those that they their we our you your i my he she his her what how why if")
NOT_NAMES = vocabulary(
    "above below beneath who what where why how maximize maximise find next in on under to for if when with "
    "from by at as go click select open press enter choose use create add make set avoid enable disable check "
    "keep run install read write get put download try find delete remove start stop change move copy show "
    "hide see refer note let do don't be not always never also and or but so then first second third finally "
    "using after before during into between toggle type hover drag scroll navigate switch turn ensure "
    "consider restart update upgrade import export view edit save load return returns"
)
EMPTY_LABELS = vocabulary(
    "other others goal aim attention setup key idea optional part case check refer anki midterm final grading "
    "schedule deadline note notes example examples ex eg tip tips warning caution important remember hint "
    "remark claim proof answer solution output input source sources reference references step steps synonyms "
    "todo q question link links author date time page see read also conclusion summary option case url image "
    "figure table definition theorem lemma introduction overview description title status keywords tags type "
    "left right top bottom bonus default usage syntax parameters returns value pros cons advantages disadvantages "
    "उदाहरण नोट"
)


def drafts(setting: Setting) -> Iterator[Draft]:
    yield from _in_blocks(setting.section.blocks, context_of(setting), setting)


def _in_blocks(blocks: tuple[m.Block, ...], context: str, setting: Setting) -> Iterator[Draft]:
    """`context` tells what the points of these blocks are about, "" when nothing does."""
    for block in blocks:
        match block:
            case m.Definitions(items):
                yield from (d for item in items if (d := _definition(item, setting)))
            case m.List(items):
                for item in items:
                    if draft := _named(first_line(item), item.id, context, setting):
                        yield draft
                    yield from _in_blocks(item.blocks, label_of(item), setting)
            case m.Paragraph(inlines, _, id):
                if inlines and isinstance(inlines[0], m.Emphasis) and (draft := _named(inlines, id, context, setting)):
                    yield draft
                yield from _abbreviations(prose(inlines), id, setting)
            case _:
                yield from _in_blocks(children(block), "", setting)


def label_of(item: m.Item) -> str:
    """What the points under an item are about."""
    return name_of(first_line(item))


def name_of(line: tuple[m.Inline, ...]) -> str:
    """The name that a line is or opens with: its label, or all of it where that is short."""
    found = lead(line)
    text = found.label if found else prose(line).rstrip(" .:")
    few = 0 < len(text.split()) <= _MOST_TERM_WORDS and text[-1:] not in "?,"
    return text if few and sayable(text) and text[0].isupper() and not _is_sentence(text) and is_telling(text) else ""


def _definition(item: m.Definition, setting: Setting) -> Draft | None:
    term = prose(item.term)
    if not setting.phrasing.meaning or not item.details or not _is_term(term):
        return None
    front = (m.Text(setting.phrasing.meaning.format(term)),)
    return Draft("term", front, item.details[0], item.id, setting.section.top, 8.0, term)


def _named(line: tuple[m.Inline, ...], source: str, context: str, setting: Setting) -> Draft | None:
    """A point with a label: a definition if it reads as one, else a point to explain."""
    found = lead(line)
    if not found or not _is_term(found.label) or not setting.phrasing.meaning:
        return None
    text = prose(found.rest)
    asked = _asked(found, text, context, setting) if is_answer(text) else None
    if asked is None or gives_away(asked[0], text):
        return None
    front, merit = asked
    back = (m.Paragraph(found.rest),)
    return Draft("term", (m.Text(front),), back, source, setting.section.top, merit, found.label)


def is_answer(text: str) -> bool:
    """Whether a text says something and ends where it should; formulas are welcome in it."""
    whole = (
        _FEWEST_EXPLAINED <= len(text.split()) <= _MOST_EXPLAINED
        and text[-1] not in ":,;–-…?"
        and not _REFERS.search(text)
    )
    return whole and sayable(text.replace(FORMULA, "")) and text.count("(") == text.count(")")


def _asked(found: Lead, text: str, context: str, setting: Setting) -> tuple[str, float] | None:
    """The question on a point: what its name means, else what is said of it under its heading."""
    label = found.label
    if EMPTY_LABELS.intersection(words(label)):
        return None
    explains = _is_definition(text) or _SAYS_WHAT.match(text)
    if explains and not _DOING_SO.search(label) and not any(c.isdigit() for c in label) and not _is_sentence(label):
        return setting.phrasing.meaning.format(label), 7.0
    if not context or gives_away(context, label) or (setting.phrasing.english and not is_name(label, text)):
        return None
    return setting.phrasing.explain.format(context, label), 4.0 if text[-1] in _CLOSED else 3.0


_DOING_SO = re.compile(r"\b(?:to|during|while)\b")
_HANGING = vocabulary("including include includes of for to in on with and or the a an by from as at")


def is_name(label: str, text: str) -> bool:
    """Whether a label names something; one that is a phrase before a sentence may be translated by it."""
    said = label.split()
    if words(label)[-1] in _HANGING:
        return False
    translated = len(said) >= _PHRASE and said[1].islower() and text[:1].isupper() and text[-1] in ".!"
    return not translated and words(label)[0] not in NOT_NAMES and not _is_sentence(label) and label[0].isupper()


_LISTS_PLACES = re.compile(r"(?i)\b(?:contents|references|resources|further reading|see also)\b")


def context_of(setting: Setting) -> str:
    """The heading that tells what points are about; with the note's title where it says too little, or that alone."""
    heading, title = (
        re.sub(r"^(?:\d[\d.)]*(?:\s+|$)|[\s–-]+)+", "", t).rstrip(" :.") for t in (setting.section.title, setting.title)
    )
    known = [t for t in (heading, title) if t and sayable(t) and t[-1] != "?" and len(t.split()) <= _MOST_HEADING]
    if (
        WORKED.search(setting.section.title)
        or _LISTS_PLACES.search(setting.section.title)
        or not known
        or not any(is_telling(t) for t in known)
    ):
        return ""
    if heading not in known or not is_telling(heading):
        return title if setting.section.level <= 2 and title in known and is_telling(title) else ""
    short = len(heading.split()) == 1 and title in known and is_telling(title) and not gives_away(title, heading)
    return f"{title} – {heading}" if short else heading


def _is_sentence(label: str) -> bool:
    return bool(_VERBS.intersection(words(label)) or _VAGUE_LABEL.intersection(words(label)))


def _is_definition(text: str) -> bool:
    found = _DEFINES.match(text)
    return bool(found) and not _VERBS.intersection(words(found["noun"] or "") if found else ())


def _is_term(label: str) -> bool:
    return (
        sayable(label)
        and len(label.split()) <= _MOST_TERM_WORDS
        and sum(c.isalpha() for c in label) > 2
        and label[-1] != "?"
    )


def _abbreviations(text: str, source: str, setting: Setting) -> Iterator[Draft]:
    if not setting.phrasing.stands_for or "(" not in text:
        return
    pairs = [(f[2], f[1]) for f in _LONG_THEN_SHORT.finditer(text)]
    pairs += [(f[1], f[2]) for f in _SHORT_THEN_LONG.finditer(text)]
    for short, long in pairs:
        expansion = expand(short, long)
        front = setting.phrasing.stands_for.format(short)
        if expansion and short not in _KNOWN and short not in expansion.split() and not gives_away(front, expansion):
            back = paragraph(expansion)
            yield Draft("term", (m.Text(front),), back, source, setting.section.top, 5.0, short)


def expand(short: str, long: str) -> str:
    """The words at the end of `long` that `short` abbreviates (Schwartz & Hearst 2003), or ""."""
    if short[-1] == "s" or sum(c.isupper() for c in short) < 2 or sum(c.islower() for c in short) > 2:
        return ""
    at = len(long)
    for i in range(len(short) - 1, -1, -1):
        letter = short[i].casefold()
        if not letter.isalnum():
            continue
        at -= 1
        while at >= 0 and (long[at].casefold() != letter or (i == 0 and at > 0 and long[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return ""
    found = long[at:].strip()
    count = len(found.split())
    if not _initials(short, found):
        return ""
    return found if 2 <= count <= min(len(short) + 5, 2 * len(short)) and found[0].isupper() else ""


def _initials(short: str, long: str) -> bool:
    """Whether every capital of an abbreviation opens a word, in order."""
    opening = [w[0] for w in words(long) if w not in _SMALL_WORDS]
    return all(len(w) > 1 for w in words(long) if w != "a") and opening == [c.casefold() for c in short if c.isupper()]


_SMALL_WORDS = vocabulary("a an and the of for in on to by with at from de la et")
