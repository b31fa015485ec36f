"""Gaps for what the author marked: a bold or highlighted name in a sentence that says enough to know it by."""

from __future__ import annotations

import re

from pipeline import model as m
from pipeline.enrich.recall.draft import BLANK, Draft, gives_away, paragraph
from pipeline.enrich.recall.statements import Statement, is_vague
from pipeline.text import words

_NAME = re.compile(r"[A-Z][\w’'-]*(?: (?:of|the|and|[A-Z][\w’'-]*)){0,4}")
_ANCHOR = re.compile(r"(?<=[a-z,)] )(?:[A-Z][\w’'-]{2,}|\d[\d,.]*\d)")
VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|led|began|became|took|gave|fell|rose|won|wrote|made|held|[a-z]{3,}ed)\b"
)
_AMONG = re.compile(r"(?:\b(?:and|or|like|as|eg|e\.g\.|including)|[,/-])\s*$")
"""Before a name that is one of several: any of them would do."""
_FEWEST_LEFT = 8
_SHORTEST = 4


def draft(statement: Statement) -> Draft | None:
    """The last marked name of a sentence as a gap. Other names or figures must tell which one is meant."""
    text = statement.text
    if (
        statement.label
        or re.search(r"\b(?:ie|eg|etc|viz)\b", text)
        or not statement.setting.phrasing.english
        or not VERB.search(text)
    ):
        return None
    for name in reversed(statement.marked):
        before, found, after = text.partition(name)
        if not found or not before or name in after or not _NAME.fullmatch(name) or len(name) < _SHORTEST:
            continue
        rest = f"{before} … {after}"
        if is_vague(rest) or gives_away(rest, name) or len(words(rest)) < _FEWEST_LEFT:
            continue
        if not _ANCHOR.search(rest) or before[-1:] not in " (" or after[:1].isalnum():
            continue
        if _AMONG.search(before) or re.match(r"\s*(?:,|/|-|(?:and|or|etc)\b)", after) or not text[0].isupper():
            continue
        if set(words(name)) & set(words(rest)) - _SMALL:
            continue
        opening, closing = statement.setting.phrasing.fill_in.split("{}")
        front = (m.Text(opening + before), BLANK, m.Text(after + closing))
        top = statement.setting.section.top
        return Draft("basic", front, paragraph(name), statement.source, top, 3.6, f"{before}\0{after}")
    return None


_SMALL = {"of", "the", "and"}
