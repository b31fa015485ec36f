"""Gaps for sparse notes: a figure or a marked phrase of a sentence, after the name of what the sentence is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline import model as m
from pipeline.enrich.labels import vocabulary
from pipeline.enrich.recall.builds import SAYING_LITTLE
from pipeline.enrich.recall.draft import (
    BLANK,
    WORKED,
    Draft,
    Setting,
    gives_away,
    paragraph,
    source_text,
)
from pipeline.enrich.recall.marked import VERB
from pipeline.enrich.recall.numbers import APPARATUS as PICTURES
from pipeline.enrich.recall.numbers import figure
from pipeline.enrich.recall.outlines import APPARATUS, COMMON, scene
from pipeline.enrich.recall.statements import Statement, stands_alone, statements
from pipeline.enrich.recall.tasks import ORDERS
from pipeline.text import words

_FEWEST_LEFT, _MOST = 6, 32
_MOST_ANSWER = 4
_SHORTEST = 6
_POINTING = vocabulary(
    "this these those such similar same above below following here there next previous later then i we us our my "
    "you your let lecture chapter lesson page slide slides exam todo example now recently currently today ago last "
    "he she they also too however well instead again both meanwhile therefore thus hence it his her its their them him"
)
_FILLER = vocabulary(
    "important importance note always never not only also very must may can should will most more less same all any "
    "new main key major best worst good bad first second third last next before after without with both each every "
    "one two three and or but if when why how what who which where yes no example examples however therefore "
    "different similar high low higher lower increase decrease increased decreased increases decreases large small "
    "many few several other others some because cause causes reason result results imp following is are was were link "
    "article docs documentation github here website blog post"
)
_MORE_ORDERS = vocabulary(
    "learn explore discover understand consider note remember assume keep let check notice recall observe make "
    "search go"
)
_JOINED = re.compile(r"(?:\b(?:and|or|like|as|eg|e\.g\.|including|such|viz)|[,/&+=-])\s*$")
_JOINS = re.compile(r"\s*(?:[,/&+=-]|(?:and|or|etc)\b)")
_UNFIT = re.compile(
    r"->|=>|→|⇒|\?|\.\.\.|…|\bPYQ|\b(?:ie|eg|etc|viz)\b|e\.g|i\.e|[#@$*~!]|\[|\]|^\W|https?|"
    r"(?i:\b(?:found (?:on|at|in)|available (?:on|at)|click|select|tap|toggle|choose|press|open)\b)"
)


def drafts(setting: Setting) -> Iterator[Draft]:
    title = setting.section.title
    if APPARATUS.search(title) or WORKED.search(setting.title) or not setting.phrasing.language:
        return
    context = "" if (found := scene(setting)) == setting.title else found
    for statement in statements(setting, whole=False):
        if draft := _meaning(statement) or _gap(statement, context):
            yield draft


_MEANS = re.compile(
    r"(?:In [^,]{3,40}, )?(?P<who>(?:(?:an?|the) )?(?P<name>[\w’'–-]+(?: [\w’'–-]+){0,5}))"
    r"(?:, [^,:;]{3,60},| \([^()]{1,60}\))? (?P<be>is|are) (?P<what>(?:an?|the|one of)\b.{25,})",
    re.IGNORECASE,
)


_NO_ARTICLE = re.compile(r"(?!(?:[Aa]n?|[Tt]he) )(?!.*[’']s ).* [a-z][\w-]+")
"""A kind of thing without its article, as its author wrote it by a slip."""


def _meaning(statement: Statement) -> Draft | None:
    """What a thing is that the author marked, or that the note or the section is named after."""
    found = _MEANS.fullmatch(statement.text[:-1]) if statement.text.endswith(".") else None
    if not found or SAYING_LITTLE.match(found["what"]) or statement.label or not statement.setting.phrasing.english:
        return None
    setting, name = statement.setting, " ".join(words(found["name"]))
    known = {" ".join(words(n)) for n in (*statement.marked, setting.title, setting.section.title)}
    if (
        name not in known
        or (found["be"] == "is" and _NO_ARTICLE.fullmatch(found["who"]))
        or (found["who"][:4].lower() == "the " and " " not in name)
        or _POINTING.intersection(words(statement.text))
    ):
        return None
    front = f"What {found['be']} {_lowered(found['who'])}?"
    if gives_away(front, found["what"]):
        return None
    top = setting.section.top
    return Draft("basic", source_text(front), paragraph(found["what"]), statement.source, top, 2.44, front)


def _lowered(subject: str) -> str:
    first, space, rest = subject.partition(" ")
    return f"{first.lower()}{space}{rest}" if first.lower() in ("a", "an", "the") else subject


def _gap(statement: Statement, context: str) -> Draft | None:
    text, setting = statement.text, statement.setting
    said = words(text)
    unfit = statement.label or _UNFIT.search(text) or PICTURES.search(text) or not stands_alone(statement)
    unfit = unfit or not (text[-1] in ".।" or VERB.search(text))
    if (
        unfit
        or not _FEWEST_LEFT < len(said) <= _MOST
        or _POINTING.intersection(said)
        or said[0] in ORDERS | _MORE_ORDERS
    ):
        return None
    if setting.phrasing.english and not COMMON.intersection(said):
        return None
    for start, end, merit in _places(statement):
        before, answer, after = text[:start], text[start:end], text[end:]
        left = words(before) + words(after)
        if _THE.match(text) and not _ANCHOR.search(text[4:].replace(answer, "", 1)):
            continue
        if len(left) < _FEWEST_LEFT or _is_said(answer, left) or before[-1:].isalnum() or after[:1].isalnum():
            continue
        named = f"{context}: " if context else ""
        if _is_said(answer, words(f"{named} {setting.title}")):
            continue
        opening, closing = setting.phrasing.fill_in.split("{}")
        front = (m.Text(opening + named + before), BLANK, m.Text(after + closing))
        top = setting.section.top
        return Draft("basic", front, paragraph(answer), statement.source, top, merit, f"{before}\0{after}")
    return None


def _is_said(answer: str, left: list[str]) -> bool:
    """Whether a word of the answer, or its like, stands in the rest."""
    stems = {w[:5] for w in left if len(w) > 3} | set(left)
    return any(w in stems or (len(w) > 3 and w[:5] in stems) for w in words(answer))


def _places(statement: Statement) -> Iterator[tuple[int, int, float]]:
    """Where a gap may stand: what the author marked before a figure."""
    text = statement.text
    yield from ((*place, 2.2) for place in _named(statement.marked, text))
    if found := figure(text):
        yield (*found[1:], 2.1)


def _named(names: Iterable[str], text: str) -> Iterator[tuple[int, int]]:
    for name in names:
        start = text.find(name)
        known = start > 0 or _ANCHOR.search(text[len(name) :])
        if start >= 0 and known and _is_telling(name) and text.count(name) == 1 and not _is_one(text, start, name):
            yield start, start + len(name)


_ANCHOR = re.compile(r"(?<=[a-z,)] )[A-Z][\w’'-]{2,}|\d{2}")
"""What tells which thing a sentence speaks of that opens with a gap."""
_THE = re.compile(r"The [a-z]")


def _is_telling(name: str) -> bool:
    said = words(name)
    return (
        0 < len(said) <= _MOST_ANSWER
        and sum(c.isalpha() for c in name) >= 4
        and not _FILLER.intersection(said)
        and not said[-1].endswith("est")
        and (len(name) >= _SHORTEST or not name.islower())
        and name[0].isalnum()
        and name[-1].isalnum()
    )


def _is_one(text: str, start: int, name: str) -> bool:
    """Whether a phrase is one of several that are listed: any of them would do."""
    return bool(_JOINED.search(text[:start]) or _JOINS.match(text[start + len(name) :]))
