"""The statements of a section: sentences that stand alone, with the name of the point they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline import model as m
from pipeline.enrich.labels import bold_phrases, callout_type, first_line, lead, prose, sentences, sublists, vocabulary
from pipeline.enrich.recall.draft import WORKED, Setting, opens_vaguely, sayable
from pipeline.text import words

_SILENT = ("question", "mnemonic", "mindmap", "quote", "todo", "example", "answer", "solution", "")
"""Callouts that state nothing, or nothing of the subject itself."""
_MUTE = ("question", "mnemonic", "mindmap", "quote", "todo", "example", "")
_VAGUE = vocabulary(
    "it its this these those them that they he she him her his hers their theirs himself herself itself "
    "themselves we us our ours you your yours i me my mine here there above below following aforementioned "
    "latter former same such next above-mentioned another today now currently recently yesterday tomorrow "
    "let's lesson lecture chapter exercise tutorial assignment homework also too therefore thus hence however "
    "instead nevertheless moreover"
)
_MADE_UP = vocabulary(
    "example examples suppose supposing let assume assuming imagine say e.g consider exercise eg ex toy hypothetical "
    "उदाहरण मान"
)
_VERB = re.compile(
    r"^\S+ .*?\b(?:is|are|was|were|has|have|had|can|may|must|shall|will|does|did|led|made|gave|took|became|began|won|"
    r"lost|fell|rose|grew|held|met|wrote|built|came|went|fought|found|[a-z]{2,}ed|[a-z]{3,}[^\Wsu]s)\b"
)
_NO_SUBJECT = re.compile(
    r"[A-Z][a-z]+ed (?!by)|(?:Went|Led|Set|Gave|Took|Made|Became|Began|Wrote|Held|Won|Lost|Came|Fought|Built|"
    r"Is|Was|Were|Are|Has|Had) "
)
"""A note of an event whose subject is not said."""
_TASK = re.compile(
    r"(?:Examine|Discuss|Explain|Describe|Analy[sz]e|Evaluate|Comment|Critically|Elucidate|Trace|Give|State)\b"
)
"""A task of an examination."""
_NO_OPENING = re.compile(
    r"(?:Can|Could|May|Might|Must|Should|Will|Would|Via|Used|Being|Due|Also|Not|Never|Only|Just|Usually|Often|Mostly|"
    r"Mainly|According|Similar|Same|Very|By|To)\b|\w+(?:izes|ises|ates|ents|ows|eads|akes|ives|ets|ings?)\b"
)
"""Words that open a line whose subject is not said."""
_HANGS = re.compile(r"\b(?:is|are|was|were|of|in|on|to|the|an?|by|with|as|for|and|or|that)[.:]?$")
_CLOSED = ".!।"
_FEWEST_WORDS, _MOST_WORDS = 5, 40


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence and the block it stands in. `label` names the point that it opens, "" for running text."""

    text: str
    label: str
    source: str
    setting: Setting
    marked: tuple[str, ...] = ()
    """What its author set bold or marked in the line that it stands in."""


def statements(setting: Setting, *, whole: bool = True) -> Iterator[Statement]:
    """All statements of a section, but for those that are made up for an example or cannot be said.

    `whole` are those that stand alone; the others need the name of what they speak of before them.
    """
    if not WORKED.search(setting.section.title) and not WORKED.search(setting.title):
        yield from _in_blocks(setting.section.blocks, setting, whole)


def _in_blocks(blocks: tuple[m.Block, ...], setting: Setting, whole: bool) -> Iterator[Statement]:
    for block in blocks:
        match block:
            case m.Paragraph(inlines, _, id):
                yield from _line(inlines, id, setting, whole)
            case m.List():
                yield from _list(block, setting, whole)
            case m.Div(blocks=inner) if callout_type(block) not in (_SILENT if whole else _MUTE):
                yield from _in_blocks(inner, setting, whole)
            case _:
                pass


def _list(block: m.List, setting: Setting, whole: bool) -> Iterator[Statement]:
    for item in block.items:
        if item.task:
            continue
        yield from _line(first_line(item), item.id, setting, whole)
        for inner in sublists(item):
            yield from _list(inner, setting, whole)


def _line(inlines: tuple[m.Inline, ...], source: str, setting: Setting, whole: bool) -> Iterator[Statement]:
    found = lead(inlines)
    label = found.label if found and found.rest else ""
    said = _parted(prose(found.rest if found and found.rest else inlines), setting)
    for i, sentence in enumerate(said):
        named = label if i == 0 else ""
        if not sayable(sentence) or not sayable(named or sentence):
            continue
        if not named and (_TASK.match(sentence) or (whole and _leans(sentence, setting))):
            continue
        if _is_whole(sentence, named, alone=len(said) == 1, verb=whole) and not is_made_up(sentence):
            yield Statement(sentence, named, source, setting, tuple(bold_phrases(inlines)))


def stands_alone(statement: Statement) -> bool:
    """Whether a sentence says by itself what it is about."""
    text = statement.text
    if _NO_OPENING.match(text) or _HANGS.search(text) or _leans(text, statement.setting) or is_vague(text):
        return False
    return text[0].isupper() and bool(_VERB.search(text))


def _leans(sentence: str, setting: Setting) -> bool:
    return bool(_NO_SUBJECT.match(sentence)) or opens_vaguely(sentence, setting.phrasing)


def _parted(text: str, setting: Setting) -> tuple[str, ...]:
    """Sentences; in scripts without capitals every full stop after a word ends one."""
    if setting.phrasing.language:
        return sentences(text)
    return tuple(part for sentence in sentences(text) for part in _STOP.split(sentence))


_STOP = re.compile(r"(?<=[^\x00-\x7f][.!?؟۔])\s+(?=\w)")


def _is_whole(sentence: str, label: str, *, alone: bool, verb: bool) -> bool:
    """Whether a sentence is one: closed by its author or, alone on its line, with a `verb`."""
    count = len(sentence.split()) + len(label.split())
    if not _FEWEST_WORDS <= count <= _MOST_WORDS or sentence.count("(") != sentence.count(")"):
        return False
    if (
        (sentence[-1] != "." and _HANGS.search(sentence))
        or sentence.count('"') % 2
        or sentence.count("“") != sentence.count("”")
    ):
        return False
    closed = sentence[-1] in _CLOSED or (sentence[-1] in ")%”’" and bool(label))
    return closed or (alone and sentence[-1].isalnum() and (not verb or bool(label) or bool(_VERB.search(sentence))))


def is_made_up(text: str) -> bool:
    return bool(_MADE_UP.intersection(words(text)))


def is_vague(text: str) -> bool:
    """Whether a text leans on words outside it: pronouns, "above", "this chapter"."""
    return bool(_VAGUE.intersection(words(text)))
