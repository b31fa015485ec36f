"""Margin cues: one short question beside each section that makes one recall it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from pipeline import model as m
from pipeline.enrich.labels import Section, bold_phrases, first_line, lead
from pipeline.enrich.recall.draft import WORKED, Draft, gives_away, sayable
from pipeline.enrich.recall.phrasing import Phrasing
from pipeline.text import lines_of, walk

LONGEST = 90
_MOST_NAME_WORDS = 4
_APPARATUS = ("references", "sources", "further reading", "see also", "links", "bibliography", "संदर्भ", "स्रोत")


def cues(parts: Iterable[Section], drafts: tuple[Draft, ...], phrasing: Phrasing) -> Iterator[m.Aid]:
    """A cue for every level-2 section that has something to ask."""
    groups: dict[str, list[Section]] = {}
    for part in parts:
        if part.top:
            groups.setdefault(part.top, []).append(part)
    for top, group in groups.items():
        if _is_apparatus(group):
            continue
        own = [d for d in drafts if d.top == top]
        question = next((q for q in _wordings(group, own, phrasing) if q and len(q) <= LONGEST), "")
        if question:
            yield m.Aid("cue", "cue", (m.Paragraph((m.Text(question),)),), anchor=top)


def _is_apparatus(group: list[Section]) -> bool:
    """Whether a section holds nothing to recall: lists to tick, addresses, references."""
    blocks = [b for part in group for b in part.blocks]
    ticks = any(isinstance(b, m.List) and any(i.task for i in b.items) for b in blocks)
    return not blocks or ticks or group[0].title.casefold() in _APPARATUS


def _wordings(group: list[Section], own: list[Draft], phrasing: Phrasing) -> Iterator[str]:
    """From the best wording to the plainest."""
    lists = [d for d in own if d.kind == "list"]
    yield from (d.question for d in own if d.origin == "author" and sayable(d.question))
    yield from (d.cue for d in lists if d.cue)
    yield from (d.question for d in sorted(own, key=lambda d: -d.merit) if d.kind != "list" and _is_question(d))
    if phrasing.cue_pair:
        yield from (phrasing.cue_pair.format(a, b) for a, b in pairwise(_names(group)))
    title = group[0].title
    if title.endswith("?"):
        yield title
    yield from (d.question for d in own if d.kind == "number")
    closing = phrasing.cue_worked if WORKED.search(title) else phrasing.cue_section
    yield closing.format(title) if sayable(title) else ""


def _is_question(draft: Draft) -> bool:
    return draft.origin == "generated" and draft.question.endswith("?") and not gives_away(draft.question, draft.answer)


def _names(group: list[Section]) -> list[str]:
    """What the section gives a name to: its parts, else its leads, else its bold terms."""
    parts = [part.title for part in group[1:] if len(part.title.split()) <= _MOST_NAME_WORDS]
    leads: list[str] = []
    bold: list[str] = []
    for block in walk(b for part in group for b in part.blocks):
        if isinstance(block, m.List):
            leads += [found.label for item in block.items if (found := lead(first_line(item)))]
        for line in lines_of(block):
            bold += [p for p in bold_phrases(line) if len(p.split()) <= _MOST_NAME_WORDS]
    kinds = (tuple(dict.fromkeys(n for n in names if sayable(n))) for names in (parts, leads, bold))
    return next((list(names) for names in kinds if len(names) > 1), [])
