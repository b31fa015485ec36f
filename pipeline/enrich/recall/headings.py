"""Questions that the author wrote as a heading, or as a line over its answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline import model as m
from pipeline.enrich.labels import first_line, prose, vocabulary
from pipeline.enrich.recall.draft import (
    WORKED,
    Draft,
    Setting,
    gives_away,
    is_telling,
    opens_vaguely,
    sayable,
    source_text,
)
from pipeline.enrich.recall.statements import is_made_up, is_vague
from pipeline.text import text_of, words

_ASKS = re.compile(
    r"(?:(?:Q|Ques|Question)\s?\d*\s?[.):-]\s*|\d+[.)]\s*)?"
    r"(?P<asked>(?:What|Which|Why|How|When|Where|Who|Whom|Whose|क्या|क्यों|कैसे)\b"
    r"(?! (?:often|many|much|long)\b)[^?]{6,150}\?)\s*"
)
_FEWEST_ANSWER, _MOST_ANSWER = 3, 120


def drafts(setting: Setting) -> Iterator[Draft]:
    section = setting.section
    asked = _asked(section.title)
    if asked and (back := _answer(asked, section.blocks)):
        yield from _fair(asked, back, section.id, setting)
    yield from _in_blocks(section.blocks, setting)
    if not asked:
        yield from _about(setting)


def opening(setting: Setting) -> Iterator[Draft]:
    """For sparse notes: questions that the paragraph or the list right below answers, whatever follows it."""
    section = setting.section
    asking = ((section.title, section.id, section.blocks), *_lines(section.blocks))
    for line, source, inner in asking:
        if asked := _asked(line) or _asked_whether(line, inner):
            yield from _opened(asked, inner, source, setting)


def _asked_whether(text: str, blocks: tuple[m.Block, ...]) -> str:
    """A question that is answered with yes or no, and why."""
    match blocks[:1]:
        case (m.Paragraph(inlines),) if _WHETHER.fullmatch(text) and sayable(text) and not is_vague(text):
            return text if words(prose(inlines))[:1] in (["yes"], ["no"]) else ""
        case _:
            return ""


_WHETHER = re.compile(r"(?:Is|Are|Do|Does|Can|Should|Must|Will|Has|Have|Did|Was|Were)\b[^?]{8,150}\?")


def _lines(blocks: tuple[m.Block, ...]) -> Iterator[tuple[str, str, tuple[m.Block, ...]]]:
    """Every line, also of a list's items, with its id and what stands below it."""
    for place, block in enumerate(blocks):
        match block:
            case m.Paragraph(inlines) | m.Heading(inlines=inlines):
                yield prose(inlines), block.id, blocks[place + 1 :]
            case m.List(items):
                for item in items:
                    yield from _lines(item.blocks)
            case _:
                pass


def _opened(asked: str, blocks: tuple[m.Block, ...], source: str, setting: Setting) -> Iterator[Draft]:
    match blocks[:2]:
        case (m.Paragraph() as first, m.List() as points) if prose(first.inlines).endswith(":"):
            back: tuple[m.Block, ...] = (first, points) if len(points.items) > 1 else ()
        case (m.Paragraph() as first, m.Paragraph() as second) if len(prose(first.inlines).split()) < _SHORT:
            back = (first, second)
        case (m.Paragraph() as first, *_):
            back = (first,)
        case _:
            back = ()
    text = text_of(back)
    fit = _FEWEST_OPENING <= len(words(text)) <= _MOST_ANSWER and not text.rstrip().endswith((":", "?", ","))
    fit = fit and not (asked.startswith("How ") and _WAYS.isdisjoint(words(text)))
    if fit and not _POINTS_ON.search(text) and _ASIDE_FIRST.isdisjoint(words(text)[:1]) and not gives_away(asked, text):
        yield Draft("basic", source_text(asked), back, source, setting.section.top, 2.43, asked)


_WAYS = vocabulary("you use uses using by can need needs to with through")
_SHORT, _FEWEST_OPENING = 20, 9
_POINTS_ON = re.compile(
    r"(?i)\b(?:below|following|above|example|here is|like this|see|let's|deprecated|note:|next|"
    r"there are (?:two|three|four|five|a few|many|several|couple))\b"
)


def _about(setting: Setting) -> Iterator[Draft]:
    """What a section says, where that is one paragraph of a few sentences that speaks of its heading."""
    section, heading = setting.section, setting.section.title.rstrip(" .:")
    first = words(heading)[:1]
    if (
        not (setting.phrasing.about and first and is_telling(heading) and sayable(heading))
        or heading[-1] in "?!"
        or heading.endswith(("ें", "एं", "एँ", "ओ", "ना"))
    ):
        return
    few = len(heading.split()) <= _MOST_HEADING and not WORKED.search(heading) and not is_vague(heading)
    starts_well = heading[0].isalpha() and first[0] not in _NO_SUBJECTS and not first[0].endswith("ing")
    match section.blocks:
        case (m.Paragraph(inlines) as only,) if few and starts_well and not _REFERS.search(prose(inlines)):
            text = prose(inlines)
            whole = _FEWEST_SAID <= len(text.split()) <= _MOST_SAID and text[-1:] in (".", "।") and sayable(text)
            if whole and _answers(heading, text) and not opens_vaguely(text, setting.phrasing) and not is_made_up(text):
                front = setting.phrasing.about.format(heading)
                yield Draft("basic", source_text(front), (only,), only.id, section.top, 2.5, front)
        case _:
            return


_REFERS = re.compile(r"(?i)\b(?:see|refer|documentation|more information|section|copyright|learn how|here)\b")
_MOST_HEADING = 7
_FEWEST_SAID, _MOST_SAID = 12, 80
_NO_SUBJECTS = vocabulary(
    "learn related then how why what when where who which if to add create use set get make do see read write "
    "run open install enable disable change configure update delete remove import export step part try check "
    "fix note notes links resources references further example examples more other note tl tldr overview "
    "introduction conclusion summary"
)


def _in_blocks(blocks: tuple[m.Block, ...], setting: Setting) -> Iterator[Draft]:
    """Lines that ask, each with what stands under it; an item of a list may be a question with its answer."""
    for place, block in enumerate(blocks):
        match block:
            case m.Paragraph(inlines) | m.Heading(inlines=inlines):
                asked = _asked(prose(inlines))
                if asked and (back := _answer(asked, blocks[place + 1 :])):
                    yield from _fair(asked, back, block.id, setting)
            case m.List(items):
                for item in items:
                    yield from _in_blocks(item.blocks, setting)
            case _:
                pass


def _asked(text: str) -> str:
    found = _ASKS.fullmatch(text)
    if not found or not sayable(found["asked"]) or is_vague(found["asked"]):
        return ""
    asked = found["asked"]
    if len(asked.split()) <= _BARE and not re.search(r" [A-Z0-9]|^What (?:is|are) |[^\x00-\x7f]", asked):
        return ""
    if re.match(r"What['’]s (?!an? |the )", asked) or re.match(r"Which \w+ is better", asked):
        return ""
    if asked.startswith("How to "):
        return f"How do you {asked.removeprefix('How to ')}"
    return asked if _ASKED_WELL.match(asked) else ""


_BARE = 3
"""Words of a question that does not say about what it asks, but for a name in it ("Who is affected?")."""
_ASKED_WELL = re.compile(
    r"(?:How|Why|When|Where) (?:is|are|do|does|did|was|were|can|could|should|would|will|has|have|must|may|might) |"
    r"(?:What|Which|Who|Whom|Whose|क्या|क्यों|कैसे)\b"
)


def _answer(asked: str, blocks: tuple[m.Block, ...]) -> tuple[m.Block, ...]:
    """What stands right under a question: a paragraph, with the list it announces, or a list."""
    match blocks[:2]:
        case (m.Paragraph() as first, m.List() as points) if prose(first.inlines).endswith(":"):
            back: tuple[m.Block, ...] = (first, points) if len(points.items) > 1 else ()
        case (m.Paragraph() | m.List() as first, *_):
            back = (first,)
        case _:
            return ()
    text = text_of(back)
    if text.rstrip().endswith((":", "?")) or not _FEWEST_ANSWER <= len(words(text)) <= _MOST_ANSWER:
        return ()
    whole = len(blocks) == len(back) or isinstance(blocks[len(back)], m.Heading | m.Rule) or _IS.match(asked)
    if isinstance(back[-1], m.List):
        if len(back[-1].items) == 1 or any(_is_link(item) for item in back[-1].items):
            return ()
        return back if words(text)[0] not in _ASIDE_FIRST else ()
    subject = _IS_SUBJECT.match(asked)
    names = not subject or subject[1].lower().rstrip("s") in text.lower()[:_NEAR]
    return back if whole and names and _answers(asked, text) else ()


def _is_link(item: m.Item) -> bool:
    line = first_line(item)
    return len(line) == 1 and isinstance(line[0], m.Link)


_IS_SUBJECT = re.compile(r"What (?:is|are) (?:an? |the )?([\w .-]+)\?")
_NEAR = 60
"""Characters within which an answer names what it explains."""


_IS = re.compile(r"What (?:is|are|was|were) (?!.*\b(?:difference|of|between|use|for|to|in|wrong|better)\b)")


def _answers(asked: str, text: str) -> bool:
    """Whether a paragraph speaks of what was asked, and not of the note or the reader."""
    said = words(text)
    about = {w[:5] for w in words(asked) if len(w) >= _TELLING}
    if not text[0].isalnum() or text.rstrip()[-1] not in ".!)।”":
        return False
    return not _ASIDE.intersection(said) and bool(about & {w[:5] for w in said}) and said[0] not in _ASIDE_FIRST


_TELLING = 4
_ASIDE = vocabulary("we our us let's i me my below above table figure legacy हम हमने आइए आप पिछले अगला अगले अगली")
_ASIDE_FIRST = vocabulary("bonus this these that those now in consider suppose see")


def _fair(asked: str, back: tuple[m.Block, ...], source: str, setting: Setting) -> Iterator[Draft]:
    if not gives_away(asked, text_of(back)):
        yield Draft("basic", source_text(asked), back, source, setting.section.top, 8.7, asked)
