"""Questions for sparse notes, on what stands under a short name: a heading, a line, a point that has points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline import model as m
from pipeline.enrich.labels import FORMULA, callout_type, first_line, lead, prose, sentences, sublists, vocabulary
from pipeline.enrich.recall.draft import WORKED, Draft, Setting, gives_away, is_telling, sayable, source_text
from pipeline.enrich.recall.statements import is_made_up, is_vague
from pipeline.enrich.recall.subjects import is_plural
from pipeline.enrich.recall.tasks import ORDERS
from pipeline.enrich.recall.terms import EMPTY_LABELS, NOT_NAMES, context_of, is_answer, is_name, label_of, name_of
from pipeline.enrich.recall.verbs import INSIDE
from pipeline.text import inlines_in, text_of, words

APPARATUS = re.compile(
    r"(?i)\b(?:outcomes?|learning objectives|outline|references?|resources?|links?|further reading|see also|toc|"
    r"contents|key terms|install(?:ation|ing)?|misc|examples?|course|logistics|exams?|midterm|checklist|formatives?|"
    r"schedule|missing|requests?|strategy|in this section|old q|tasks?|to-?do|changelog|version|releases?|licen[cs]e|"
    r"prerequisites|related|contribut\w+|refs?|recommended reading|screenshots?|acknowledge?ments|authors?|"
    r"bibliography|sources|demo)\b|स्व-अध्ययन|चुनौती|असाइनमेंट|क्विज़|^कार्य"
)
"""Headings of what serves the note and holds none of its matter."""
_ASKED = re.compile(r"(?i)\b(?:pyqs?|questions?|answers?)\b")
_FEWEST, _MOST, _MOST_NESTED = 8, 80, 50
"""Words that an answer may have."""
_MOST_POINTS = 9
_MOST_NAME = 6
_ASKS = re.compile(
    r"\?|https?://|->|\w\.\w+\.\w{4,}|(?i:\b(?:TODO|went over|above|below|see|click|refer(?:ence)?|however|copyright|"
    r"figures?|pictures?|images?|animation|diagrams?|lecture|chapter|video|we|you|i|our|my|let|etymology|readers?|"
    r"this (?:section|page))\b)|हम|आइए|आप|कदम|तैयार|पढ़ें|देखें"
)
_ORDERS = re.compile(
    r"(?:^|\n)(?:Describe|Explain|Understand|Know|List|Discuss|Outline|Identify|Define|Compare|Recogni[sz]e|Be aware|"
    r"What|How|Why|Open|Select|Read|Install|Learn)\b|[:;]\s*(?:\n|$)",
    re.IGNORECASE,
)
_HANGING = vocabulary(
    "of in on at for to from by with and or the a an as is are was were that which via vs using under then"
)
_FEWEST_TOLD = 15
"""Words that a paragraph must have to be all of an answer."""
COMMON = vocabulary("the of and is to are was were by with for from at as में को का के की से पर")
"""A text without any of these is code, or written in another language."""
_SHORT, _MEAN, _LONGEST = 2, 3.5, 6
"""Words of a point that says little by itself, and of the usual point in a list that says something."""


def drafts(setting: Setting) -> Iterator[Draft]:
    title = setting.section.title
    context = scene(setting)
    apart = APPARATUS.search(title) or _ASKED.search(title) or WORKED.search(setting.title)
    if apart or not context or not setting.phrasing.about:
        return
    yield from _section(setting, context)
    yield from _below(setting.section.blocks, context, setting)


def scene(setting: Setting) -> str:
    """What a section is about; a heading of one word says it with the one that it stands under."""
    context, parent, heading = context_of(setting), setting.parent.strip(" :.–-"), setting.section.title.strip(" :.–-")
    fit = parent and parent != setting.title and is_telling(parent) and parent[0].isalpha() and not _says_little(parent)
    if not fit or not context or setting.section.level <= 2 or len(heading.split()) > _MOST_HEADING:
        return context
    return f"{parent} – {heading}" if sayable(parent) and not gives_away(parent, heading) else context


_MOST_HEADING = 2


def _speaks_of(title: str, block: m.Paragraph) -> bool:
    """Whether a paragraph opens with the words of its heading, so that what follows it may only add to it."""
    text = prose(block.inlines)
    told = words(" ".join(sentences(text)[:1]))
    named, opening = words(title), told[: len(words(title)) + 2]
    return (
        len(text.split()) >= _FEWEST_ALONE and text[-1] == "." and {_stem(w) for w in named} <= set(map(_stem, opening))
    )


def _stem(word: str) -> str:
    return word.rstrip("s")


_FEWEST_ALONE = 18


def _section(setting: Setting, context: str) -> Iterator[Draft]:
    """All that a short section says, where its heading names something."""
    section, title = setting.section, setting.section.title
    said = tuple(b for b in section.blocks if isinstance(b, m.Paragraph | m.List))
    if (
        not said
        or not title[:1].isalpha()
        or not is_telling(title)
        or title[-1] in "?!"
        or words(title) == words(setting.title)
    ):
        return
    if _says_little(title) or (len(said) == 1 and len(words(text_of(said))) < _FEWEST_TOLD):
        return
    shown = any(not isinstance(b, m.Paragraph | m.List | m.Rule | m.Figure) for b in section.blocks)
    if isinstance(said[0], m.Paragraph) and isinstance(section.blocks[0], m.Paragraph) and _speaks_of(title, said[0]):
        said, shown = said[:1], False
    front = setting.phrasing.about.format(context)
    if not shown and _is_told(said) and not gives_away(front, text_of(said)):
        yield Draft("basic", source_text(front), said, said[0].id, section.top, 2.4, title)


def _below(blocks: Sequence[m.Block], context: str, setting: Setting) -> Iterator[Draft]:
    """What stands under a line or a point that is a name, or after the name of a point."""
    for line, block in zip((None, *blocks), blocks, strict=False):
        if isinstance(block, m.Div) and callout_type(block) in ("info", "note", "tip", "answer", "summary", "abstract"):
            yield from _below(block.blocks, context, setting)
        if not isinstance(block, m.List):
            continue
        if isinstance(line, m.Paragraph) and (name := name_of(line.inlines)):
            yield from _asked(name, (block,), context, setting)
        for item in block.items:
            first, inner = first_line(item), sublists(item)
            told = _told(first)
            if item.task or any(isinstance(b, m.Heading) for b in item.blocks):
                continue
            if told and len(item.blocks) == 1:
                yield from _asked(told[0], (m.Paragraph(told[1], id=item.id),), context, setting)
            elif not told and len(item.blocks) == 1 + len(inner) == 2:
                yield from _asked(label_of(item), inner, context, setting)
            yield from _below(inner, context, setting)


def _told(line: tuple[m.Inline, ...]) -> tuple[str, tuple[m.Inline, ...]] | None:
    """The name of a point and what is said of it, also after an arrow."""
    found = lead(line)
    if found and found.rest:
        fit = is_answer(prose(found.rest)) and is_name(found.label, prose(found.rest))
        return (found.label if fit else "", found.rest)
    arrow = _ARROW.fullmatch(prose(line))
    return (arrow["name"], (m.Text(arrow["said"]),)) if arrow and is_answer(arrow["said"]) else None


_ARROW = re.compile(r"(?P<name>[^→>:.,;?()]{3,50}?) (?:->|→) (?P<said>[^→>]{3,200})")


def _asked(name: str, said: Sequence[m.Block], context: str, setting: Setting) -> Iterator[Draft]:
    if not name or _says_little(name) or not is_telling(name) or gives_away(context, name):
        return
    if EMPTY_LABELS.intersection(words(name)) or len(name.split()) > _MOST_NAME or not sayable(name):
        return
    phrases = setting.phrasing
    front = phrases.about.format(name) if context == setting.title else phrases.explain.format(context, name)
    if not _is_told(said):
        points = [words(prose(first_line(item))) for block in said if isinstance(block, m.List) for item in block.items]
        if not _are_names(name, points) or not all(map(_is_plain, said)) or _ASKS.search(text_of(said)):
            return
        front = phrases.name_under.format(f"{context} – {name}", phrases.number(len(points)))
    if not gives_away(front, text_of(said)):
        yield Draft("basic", source_text(front), tuple(said), said[0].id, setting.section.top, 2.3, name)


_FEWEST_NAMES = 3


def _are_names(name: str, points: list[list[str]]) -> bool:
    """Whether points are the members of a kind that a plural names."""
    return (
        _FEWEST_NAMES <= len(points) <= _MOST_POINTS
        and is_plural(name.lower())
        and all(0 < len(point) <= _MOST_NAME for point in points)
    )


def _says_little(name: str) -> bool:
    """Whether a name is no whole one, tells to do something, or points elsewhere."""
    said = words(name)
    broken = (
        said[-1] in _HANGING
        or said[0] in INSIDE
        or name.endswith(("ें", "एं", "एँ", "ओ", "ना"))
        or said[0] in NOT_NAMES
        or said[0] in ORDERS
        or len(said[0]) == 1
    )
    broken = broken or "vs" in said or any(c >= "\u3000" for c in name)
    return broken or is_vague(name) or bool(WORKED.search(name) or APPARATUS.search(name))


def _is_told(blocks: Sequence[m.Block]) -> bool:
    """Whether blocks are an answer: plain words, neither few nor many, that ask nothing and lean on nothing."""
    text = text_of(blocks)
    points = [
        len(words(line)) for block in blocks if isinstance(block, m.List) for line in text_of((block,)).split("\n")
    ]
    nested = any(len(i.blocks) > 1 for b in blocks if isinstance(b, m.List) for i in b.items)
    return (
        (_FEWEST if points else 5) <= len(words(text)) <= (_MOST_NESTED if nested else _MOST)
        and bool(COMMON.intersection(words(text)))
        and len(points) <= _MOST_POINTS
        and (
            not points
            or (
                max(points) >= _LONGEST
                and sum(points) >= _MEAN * len(points)
                and 2 * sum(n <= _SHORT for n in points) < len(points)
            )
        )
        and all(_is_plain(block) for block in blocks)
        and not _ASKS.search(text)
        and not _ORDERS.search(text)
        and not is_made_up(text)
    )


def _is_plain(block: m.Block) -> bool:
    match block:
        case m.Paragraph(inlines):
            text = prose(inlines).replace(FORMULA, "").strip()
            linked = len(inlines) == 1 and isinstance(inlines[0], m.Link | m.Code)
            shown = any(isinstance(i, m.Image) for i in inlines_in(inlines))
            return not shown and not linked and (not text or sayable(text))
        case m.List(items):
            return all(bool(i.blocks) and not i.task and all(map(_is_plain, i.blocks)) for i in items)
        case _:
            return False
