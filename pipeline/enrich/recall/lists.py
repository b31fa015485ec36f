"""Questions about enumerations: lists of three to nine named points that the note announces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from pipeline import model as m
from pipeline.enrich.labels import first_line, lead, prose, sentences, vocabulary
from pipeline.enrich.recall.draft import Draft, Setting, gives_away, is_telling, opens_vaguely, sayable
from pipeline.text import words

_FEWEST, _MOST = 3, 9
_MOST_LABEL_WORDS = 6
_NUMERALS = {"three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
_CLASSES = vocabulary(
    "advantages agencies aims approaches areas arguments aspects bases basics benefits branches campaigns categories "
    "causes challenges characteristics classes committees components conditions consequences containers courts "
    "criticisms dangers defects demerits devices differences dimensions disadvantages drawbacks duties "
    "effects elements examples exceptions factors features fields forms freedoms functions goals grounds groups "
    "hindrances hotspots ideals impacts implications indicators indices institutions instruments irritants issues keys "
    "kinds kingdoms laws layers lessons levels limitations limits measures mechanisms merits methods missions modes "
    "motives objections objectives obstacles organelles organs parts phases pillars pitfalls points policies powers "
    "principles priorities problems processes properties provisions purposes qualities ranks reasons recommendations "
    "reforms remedies requirements rights risks roles rules safeguards schools seasons sections sectors services sets "
    "sins skills sources stages states steps strategies strengths systems targets tasks techniques tests theories "
    "threats tools traits types uses values varieties virtues weaknesses ways wings writs zones"
)
_NOT_TELLING = vocabulary("points things notes remember examples also")
_ASKING = vocabulary("how why what where when which who")
_NOUNS = r"(?:[\w’-]+ ){0,2}?[a-z-]+"
_COUNT = "|".join([*_NUMERALS, "[3-9]"])
_COUNTED = re.compile(
    rf"\b(?P<count>{_COUNT}) (?P<what>(?P<noun>{_NOUNS}s)(?: of (?:the )?[\w-]+)?)(?=[:,.]|$| [a-z])", re.IGNORECASE
)
_CLASS_HEAD = re.compile(
    r"(?:(?:The|Its) )?(?P<what>(?:[\w’-]+ ){0,3}?(?P<noun>[A-Za-z]+s)(?: (?:of|in|for|on|to|against) .+)?)"
)


def drafts(setting: Setting) -> Iterator[Draft]:
    blocks = setting.section.blocks
    alone = sum(isinstance(b, m.List) for b in blocks) == 1
    for before, block in zip((None, *blocks), blocks, strict=False):
        lead_in = _lead_in(before)
        announced = lead_in or (before is None and alone)
        if isinstance(block, m.List) and announced and (labels := _labels(block)):
            yield from islice(_fair(block, labels, lead_in, setting), 1)


def _fair(block: m.List, labels: tuple[str, ...], lead_in: str, setting: Setting) -> Iterator[Draft]:
    """The question in all wordings that do not hold a part of the answer, the best first."""
    for front, cue, merit in _wordings(len(labels), lead_in, setting):
        vague = merit < _SURE and (_alike(labels) or len(labels) < _FEWEST_UNNAMED)
        vague = vague or (merit < _UNSURE and not _names_points(block, setting))
        if not vague and not any(gives_away(front, label) for label in labels):
            items = tuple(m.Item((m.Paragraph((m.Text(label),)),)) for label in labels)
            back = (m.List(items, ordered=block.ordered),)
            yield Draft(
                "list",
                (m.Text(front),),
                back,
                block.id,
                setting.section.top,
                merit,
                f"{setting.heading}\0{lead_in}",
                cue,
            )


def _labels(block: m.List) -> tuple[str, ...]:
    """The names of a list's points, or none when a point has no name."""
    if not _FEWEST <= len(block.items) <= _MOST or any(item.task for item in block.items):
        return ()
    labels = tuple(_label(first_line(item)) for item in block.items)
    named = all(any((w.isalpha() and len(w) > 1) or not w.isascii() for w in words(label)) for label in labels)
    return labels if named and len(set(labels)) == len(labels) else ()


def _label(line: tuple[m.Inline, ...]) -> str:
    found = lead(line)
    label = found.label if found else prose(line).rstrip(" .:;,।")
    if words(label)[-1:] in (["or"], ["and"]):
        return ""
    if words(label)[:1] in (["and"], ["or"], ["etc"], ["other"], ["others"]):
        return ""
    return label if sayable(label) and len(label.split()) <= _MOST_LABEL_WORDS else ""


def _lead_in(before: m.Block | None) -> str:
    """The sentence that announces the list."""
    if not isinstance(before, m.Paragraph):
        return ""
    last = (sentences(prose(before.inlines)) or ("",))[-1]
    return last.rstrip(":").rstrip() if last.endswith(":") and sayable(last) and not _GUIDES.search(last) else ""


_GUIDES = re.compile(r"^You |\bguides?\b|गाइड")
_ANNOUNCES = re.compile(
    rf"(?i)\b(?:are|is|were|includes?|including|of|following|follows|by|for|to|into|with|as|in|from|on|at|up|out|the)$|following|"
    rf"\b(?:{'|'.join(sorted(_CLASSES))})\b|[\u0900-\u097f]"
)
_SURE = 8.0
_UNSURE = 6.0
_SENTENCE = 4
"""A lead-in of fewer words says nothing of its own."""
_FEWEST_UNNAMED = 4


def _names_points(block: m.List, setting: Setting) -> bool:
    """Whether every point opens with its name, under a heading that says of what."""
    return " " in setting.heading and all((found := lead(first_line(i))) and found.rest for i in block.items)


def _alike(labels: tuple[str, ...]) -> bool:
    """Whether the labels only count ("Article 14", "Article 15")."""
    return len({words(label)[0] for label in labels if words(label)}) < len(labels)


def _wordings(count: int, lead_in: str, setting: Setting) -> Iterator[tuple[str, str, float]]:
    """The question, its short form for the margin, and its merit."""
    phrases, heading = setting.phrasing, setting.heading
    if not is_telling(heading):
        heading = setting.title
    if not is_telling(heading):
        return
    number = phrases.number(count)
    if phrases.english and (counted := _counted(lead_in, count)):
        what = f"{number} {counted}"
        named = f"the {what}"
        front = phrases.name.format(named) if _repeats(counted, heading) else phrases.name_in.format(heading, named)
        yield front, phrases.cue_list.format(_opened(what)), 9.0
    whose = heading if " " in heading or heading == setting.title else setting.title
    of_class = _class_named(heading, number) if phrases.english else ""
    bare = " " not in heading and whose != heading
    naming = phrases.name_in.format(whose, of_class) if bare else phrases.name.format(of_class)
    asked = (naming, phrases.cue_list.format(_opened(of_class.removeprefix("the "))), 9.0)
    if of_class and (" " in heading or len(lead_in.split()) < _SENTENCE):
        yield asked
    yield from _announced(number, lead_in, setting)
    if of_class:
        yield asked


def _announced(number: str, lead_in: str, setting: Setting) -> Iterator[tuple[str, str, float]]:
    """For a list whose kind is not named: its lead-in to be completed, or the points under a heading."""
    phrases, heading = setting.phrasing, setting.heading
    opening = next(iter(words(lead_in)), "")
    other = any(w in phrases.numbers[2:] and w != number for w in words(lead_in))
    cue = phrases.cue_counted.format(heading, number)
    if opening in _NOT_TELLING or other or not phrases.name_under:
        return
    if opening in _ASKING:
        yield phrases.name_under.format(lead_in, number), cue, 6.5
    elif len(lead_in.split()) >= _SENTENCE and _ANNOUNCES.search(lead_in) and not opens_vaguely(lead_in, phrases):
        yield phrases.complete.format(number, lead_in), cue, 8.5
    elif not phrases.english and not _class_named(heading, number):
        yield phrases.name_under.format(heading, number), cue, 3.0


def _counted(lead_in: str, count: int) -> str:
    """What a lead-in counts ("its *nine categories* run"), when it counts as many as the list holds."""
    for found in _COUNTED.finditer(lead_in):
        named = found["count"].casefold()
        if _NUMERALS.get(named, int(named) if named.isdigit() else 0) == count and not found["noun"].endswith("ss"):
            return found["what"]
    return ""


def _repeats(counted: str, heading: str) -> bool:
    return words(heading)[-1:] == words(counted)[-1:]


def _class_named(heading: str, number: str) -> str:
    """A heading that names a class of things, with their number: "the six pillars of the partnership"."""
    found = _CLASS_HEAD.fullmatch(re.sub(r"^\d+[.)]?\s+", "", heading.rstrip(" :.")))
    if not found or found["noun"].casefold() not in _CLASSES or " and " in heading:
        return ""
    what = found["what"]
    if what.partition(" ")[0].endswith("ing") or what.lower().startswith("how "):
        return ""
    if number in words(what):
        return what if "’s " in what else f"the {_small(what, found['noun'])}"
    return f"the {number} {_small(what, found['noun'])}" if "’s " not in what else ""


def _opened(what: str) -> str:
    return what[:1].upper() + what[1:]


def _small(what: str, noun: str) -> str:
    """A heading inside a sentence: its first capital goes when the noun that it leads to has none."""
    first = what.partition(" ")[0]
    if not first[1:].islower():
        return what
    return what[:1].lower() + what[1:] if first == noun or noun.islower() else what
