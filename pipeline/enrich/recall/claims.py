"""Questions on what an English sentence claims: what a thing is, does or is called, who did it, why, what followed.

Every form takes the sentence to pieces and puts them together again, so that a question holds the words of the note in
their order. A sentence whose subject could be read in two ways asks nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.enrich.labels import vocabulary
from pipeline.enrich.recall import builds as b
from pipeline.enrich.recall.draft import Draft, Kind, Theme, gives_away, inside, paragraph, source_text
from pipeline.enrich.recall.statements import Statement, is_vague
from pipeline.enrich.recall.subjects import EMPTY, OPENERS, WITHIN, is_plural, is_subject
from pipeline.enrich.recall.verbs import stem
from pipeline.text import words

Asked = Iterator[tuple[str, str, float]]
"""Questions with their answers and merits."""

_MOST_ANSWER, _LONGEST, _TERM = 28, 30, 7.4
_POINTING = vocabulary("this these those above below here following we our us latter former")
_POINTING_FIRST = vocabulary("it they them he she his her its their and or but so")
_OPEN_ENDS = vocabulary(
    "including as of the a an by are is was and or like with to for from namely such at in on it them him her about"
)
_NUMBERS = vocabulary("two three four five six seven eight nine ten 2 3 4 5 6 7 8 9 10")
_NOT_OBJECTS = vocabulary(
    "is are was were of and or from for may can has have had include includes to by in on at that which will "
    "would must should do does did not with as it them itself themselves"
)
_WHY = "Why is it that "
_MOST_NAME, _FEWEST_TOLD, _FEWEST_DONE = 5, 5, 2


def draft(statement: Statement) -> Draft | None:
    """The best question on a sentence, or none."""
    text = statement.text.rstrip(".!").strip()
    if statement.label or " - " in text or not text[:1].isupper() or text.count("“") != text.count("”"):
        return None
    for front, back, merit in _forms(text, statement.setting.theme):
        if _is_fair(front, back):
            top = statement.setting.section.top
            kind: Kind = "term" if merit >= _TERM else "basic"
            return Draft(kind, source_text(front), paragraph(back), statement.source, top, merit, front)
    return None


def _is_fair(front: str, back: str) -> bool:
    answered = words(back)
    if is_vague(front.removeprefix(_WHY)) or not 1 <= len(answered) <= _MOST_ANSWER or gives_away(front, back):
        return False
    if _POINTING.intersection(answered) or answered[0] in _POINTING_FIRST or answered[-1] in _OPEN_ENDS:
        return False
    whole = back[-1:] not in ",–-" and front.count("(") == front.count(")")
    return whole and len(words(front)) <= _LONGEST and not re.search(r"\b(\w+) \1\b", front)


def _forms(text: str, theme: Theme) -> Asked:
    for form in (
        _why,
        _called,
        _what_it_is,
        _by_whom,
        _led_to,
        _who,
        _how_many,
        _used,
        _set_up,
        _where,
        _allows,
        _does,
    ):
        yield from form(text, theme)


def _why(text: str, theme: Theme) -> Asked:
    found = b.BECAUSE.fullmatch(text)
    if not found or is_vague(found["fact"]):
        return
    fact, first = found["fact"].rstrip(","), words(found["fact"])[:1]
    if not first or first[0] in OPENERS or b.HALF.search(fact):
        return
    if tail := re.fullmatch(r"(.+) (is|was|are|were)", fact):
        if found["why"].startswith(("due", "owing")) and is_subject(tail[1], theme):
            yield f"What {tail[2]} {inside(tail[1], theme.small)} due to?", found["why"].split(" to ", 1)[-1], 7.3
    elif b.FINITE.search(f"{fact} ") and (found["why"].startswith("because ") or not b.CLAUSE.search(found["why"])):
        yield f"{_WHY}{inside(fact, theme.small)}?", found["why"], 7.3


def _called(text: str, theme: Theme) -> Asked:
    found = b.CALLED.fullmatch(text)
    if not found or "," in found["who"] or len(found["what"].split()) > _MOST_NAME:
        return
    first, name = words(found["who"])[0], found["what"]
    lacks_article = found["be"] in ("is", "was") and first not in ("a", "an", "the") and not first.endswith("ing")
    if lacks_article or first in OPENERS or WITHIN.intersection(words(found["who"])[:3]):
        return
    if words(name)[0] not in OPENERS and not b.NO_NAME.search(name):
        yield f"What {found['be']} {inside(found['who'], theme.small)} {found['called']}?", name, 7.6


def _what_it_is(text: str, theme: Theme) -> Asked:
    for pattern in (b.AS, b.IS):
        found = pattern.fullmatch(text)
        if not found or not is_subject(found["who"], theme) or _DATED.search(found["who"]):
            continue
        what, alone = found["what"], found["be"] in ("was", "were") and " " not in found["who"]
        if found["be"] in ("are", "were") and _ONE.match(what):
            continue
        if alone or len(what.split()) < _FEWEST_TOLD or not b.TELLING.search(what):
            continue
        if not b.SAYING_LITTLE.match(what) and not b.BROKEN.match(what):
            yield f"{_asking(found['who'])} {found['be']} {inside(found['who'], theme.small)}?", what, 7.5


def _asking(subject: str) -> str:
    """A name may be a person's or a thing's."""
    parts = [w for w in subject.split() if w[:1].isalpha()]
    named = len(parts) > 1 and all(w[0].isupper() or w in ("of", "the", "and") for w in parts)
    return "Who or what" if named and parts[0] not in ("The", "A", "An") else "What"


def _by_whom(text: str, theme: Theme) -> Asked:
    if (found := b.BY.fullmatch(text)) and is_subject(found["who"], theme, most=10):
        asked = f"{inside(found['who'], theme.small)} {found['done']}{found['rest']}"
        yield f"By whom {found['be']} {asked}?", found["by"], 7.0


_ONE = re.compile(
    r"an? (?!.*\b(?:set|kind|type|group|family|class|pair|series|number|form|sort|subset|collection|part|way)\b)"
)
_DATED = re.compile(r"\b[a-z]+ed in ")
_ONE_OF_MANY = re.compile(r"[Tt]he [a-z]+")


def _led_to(text: str, theme: Theme) -> Asked:
    found = b.LED.fullmatch(text)
    if found and is_subject(found["who"], theme, most=10) and not _ONE_OF_MANY.fullmatch(found["who"]):
        yield f"What did {inside(found['who'], theme.small)} {b.LED_STEMS[found['verb']]}?", found["what"], 7.0


def _who(text: str, _: Theme) -> Asked:
    found = b.WHO.fullmatch(text)
    if not found or words(found["who"])[0] in OPENERS or len(found["what"].split()) < _FEWEST_DONE:
        return
    if any(c.isupper() or c.isdigit() for c in found["what"]) and not re.search(r",| (?:and|that|to) ", found["what"]):
        yield f"Who {found['did']} {found['what']}?", found["who"], 6.8


def _how_many(text: str, _: Theme) -> Asked:
    """What is counted and named in one sentence."""
    if not (found := b.COUNTED.fullmatch(text)):
        return
    count, kind, be = found["count"] or found["number"], found["kind"] or found["named"], found["be"] or found["are"]
    if count.lower() in _NUMBERS and not WITHIN.intersection(words(kind)) and kind.split()[-1] not in EMPTY:
        yield f"What {be} the {count} {kind}?", found["what"], 7.4


def _used(text: str, theme: Theme) -> Asked:
    if (found := b.USED.fullmatch(text)) and is_subject(found["who"], theme):
        answer = found["what"].removeprefix("for ")
        yield f"What {found['be']} {inside(found['who'], theme.small)} used for?", answer, 7.0


def _set_up(text: str, theme: Theme) -> Asked:
    if (found := b.FOUNDED.fullmatch(text)) and is_subject(found["who"], theme):
        asked = f"{inside(found['who'], theme.small)} {found['done']}{found['rest']}"
        yield f"Why {found['be']} {asked}?", found["what"], 7.0


def _where(text: str, theme: Theme) -> Asked:
    found = b.PLACED.fullmatch(text)
    if found and is_subject(found["who"], theme) and not b.MONTH.search(found["what"]):
        yield f"Where {found['be']} {inside(found['who'], theme.small)} {found['done']}?", found["what"], 7.0


def _allows(text: str, theme: Theme) -> Asked:
    found = b.ALLOWS.fullmatch(text)
    if not found or not is_subject(found["who"], theme):
        return
    verb, whom, to = found["verb"], found["whom"] or "", found["to"] or ""
    bare, does = verb.removesuffix("s"), "does" if verb.endswith("s") else "do"
    lets = bare == "let" and whom and not to
    allows = to and (whom or bare not in ("let", "allow", "enable"))
    if (lets or allows) and not (does == "does" and is_plural(found["who"])):
        yield f"What {does} {inside(found['who'], theme.small)} {bare} {whom}{to}do?", found["what"], 6.6


def _does(text: str, theme: Theme) -> Asked:
    one = b.DOES.fullmatch(text)
    found = one or b.DO.fullmatch(text)
    if not found or not is_subject(found["who"], theme) or theme.is_all_over(found["who"]):
        return
    if one and is_plural(found["who"]):
        return
    what, (verb, _, rest) = found["what"], found["verb"].partition(" ")
    if not one and found["verb"] in ("include", "involve"):
        return
    leans = re.search(r"\b(?:them|they|it)\b", what) or (found["verb"] == "uses" and what.startswith("the "))
    vague = leans or b.NO_OBJECT.match(what) or b.CLAUSE.search(what) or (not rest and words(what)[0] in _NOT_OBJECTS)
    if vague or len(what.split()) < _FEWEST_DONE:
        return
    does, said = ("does", stem(verb)) if one else ("do", verb)
    yield f"What {does} {inside(found['who'], theme.small)} {f'{said} {rest}'.strip()}?", what, 6.5
