"""Questions on what to do and what happens: "To do this, do that", "If this, that", steps under a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline import model as m
from pipeline.enrich.labels import prose, vocabulary
from pipeline.enrich.recall.draft import WORKED, Draft, Setting, gives_away, paragraph, sayable, source_text
from pipeline.enrich.recall.statements import Statement, is_vague
from pipeline.text import text_of, words

_TO = re.compile(
    r"To (?P<task>(?!(?:get started|learn|read|find out|know|the|an?|your|this|that|these|which|it|be|what|"
    r"some|all|our)\b)[a-z]+ [^,;:]{6,80}), (?:you (?:can|must|need to|have to|should) )?(?P<how>[a-z][^;:]{8,})"
)
_BY = re.compile(r"You can (?P<task>[a-z]+ [^,;:]{4,80}?) (?P<how>(?:by \w+ing|using|with the) [^;:]{4,})")
_IF = re.compile(r"(?P<sign>If|When) (?P<case>(?!\w+ing)[^,;:]{8,90}), (?:then )?(?P<what>[^;:]{10,})")
_WISH = re.compile(
    r"\b(?:want|wants|need|needs|wish|prefer|like|possible|necessary|unsure|doubt|interested|looking|available)\b"
)
_PAST = re.compile(
    r"\b(?:struck|broke|fell|rose|led|made|gave|got|won|lost|wrote|left|met|ing|you['’]ve|heard|ve|was|were|had|did|came|became|took|went|began|[a-z]{3,}ed)\b"
)
ORDERS = vocabulary(
    "add adjust allow apply archive assign attach change check choose clear click close collapse combine "
    "compare compute configure connect convert copy create customize cut delete disable download drag edit "
    "embed enable enter exclude exit export filter find fold follow generate get go group hide hold hover "
    "import include initialize insert install invite join launch list load log make manage merge modify mount "
    "move navigate open paste pin place press print protect publish record reduce refer remove rename reorder "
    "replace report request reset resize restore run save scroll see select send set share show sign simply "
    "sort specify split start stop style submit swap switch sync tap test toggle toggling transfer try turn "
    "type uninstall unlink update upgrade upload use verify visit wrap write"
)
_TASKS = ORDERS - vocabulary(
    "list log style type filter group sort print share set record report request test copy see refer"
)
_CLAUSE = vocabulary("the a an it they he she this that these we there you obsidian all each every its your")
_YOURS = vocabulary("you your yours")
_POINTING = vocabulary("i me my still again also this these those above below here following that we our us previous")
_OF_ONE = re.compile(r"\bthe [a-z]+ to [a-z]+$")
_WHOLE = re.compile(r"(?:an?|the|your|all|any|up|[A-Z]\S*|\S+s)(?: |$)")
"""What follows the verb in a heading that reads as a sentence."""
_FEWEST_STEPS, _MOST_STEPS, _MOST_WORDS = 2, 8, 110


def draft(statement: Statement) -> Draft | None:
    text = statement.text.rstrip(".!").strip()
    if statement.label:
        return None
    for front, back, merit in _forms(text):
        free = not is_vague(" ".join(w for w in words(front) if w not in _YOURS))
        if free and not _POINTING.intersection(words(back)) and not gives_away(front, back) and "(" not in front:
            top = statement.setting.section.top
            return Draft("basic", source_text(front), paragraph(back), statement.source, top, merit, front)
    return None


def _forms(text: str) -> Iterator[tuple[str, str, float]]:
    if (
        (found := _TO.fullmatch(text))
        and not _OF_ONE.search(found["task"])
        and words(found["how"])[0] in ORDERS - {"refer", "see", "visit", "check"}
    ):
        yield f"How do you {found['task']}?", found["how"], 6.7
    if found := _BY.fullmatch(text):
        yield f"How can you {found['task']}?", found["how"], 6.7
    found = _IF.fullmatch(text)
    if (
        not found
        or _WISH.search(found["case"])
        or _PAST.search(found["case"])
        or len(words(found["what"])) > _MOST_ANSWER
    ):
        return
    if offer := re.fullmatch(
        r"you (can|should|must|have to|may have to|need to|may need to|cannot|can't) (.+)", found["what"]
    ):
        yield from _offered(offer, f"{found['sign'].lower()} {found['case']}")
        return
    first = found["what"].split()[0]
    if first.lower() in _CLAUSE or first[0].isupper():
        yield f"What happens {found['sign'].lower()} {found['case']}?", found["what"], 6.0


def _offered(offer: re.Match[str], case: str) -> Iterator[tuple[str, str, float]]:
    """What one can or must do in a case."""
    if offer[1] in ("can", "should", "must", "cannot"):
        yield f"What {offer[1]} you do {case}?", offer[2], 6.0
    elif offer[1] in ("have to", "need to"):
        yield f"What do you {offer[1]} do {case}?", offer[2], 6.0


_MOST_ANSWER = 30


def drafts(setting: Setting) -> Iterator[Draft]:
    """How to do what a heading tells to do, when numbered steps follow."""
    title, blocks = setting.section.title, setting.section.blocks
    first, _, rest = title.partition(" ")
    if first.lower() not in _TASKS or not rest or not sayable(title) or WORKED.search(title) or is_vague(title):
        return
    match blocks:
        case (m.Paragraph() as lead_in, m.List(ordered=True) as steps, *_) if prose(lead_in.inlines).endswith(":"):
            pass
        case (m.List(ordered=True) as steps, *_):
            pass
        case _:
            return
    if not _WHOLE.match(rest):
        return
    front, said = f"How do you {first.lower()} {rest}?", text_of((steps,))
    if _FEWEST_STEPS <= len(steps.items) <= _MOST_STEPS and len(words(said)) <= _MOST_WORDS:
        yield Draft("list", source_text(front), (steps,), steps.id, setting.section.top, 6.9, front)
