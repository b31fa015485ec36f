"""From blocks to points: what of a section belongs on its branch, in the author's order and words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline import model as m
from pipeline.enrich.labels import (
    FIRST_SEAL,
    FORMULA,
    Lead,
    bold_phrases,
    callout_type,
    first_line,
    lead,
    prose,
    sentences,
    speaks,
    vocabulary,
)
from pipeline.enrich.mindmap import point as weigh
from pipeline.enrich.mindmap.english import FUNCTION
from pipeline.enrich.mindmap.facts import facts
from pipeline.enrich.mindmap.point import FIGURE, ITEM, LEAD, LINK, MEANING, NAME, PROSE, Point, distinct
from pipeline.enrich.mindmap.shape import capitalised, fits, is_spaceless, tidy
from pipeline.enrich.mindmap.tables import dated, is_counter, rows
from pipeline.enrich.mindmap.wording import Speech, head, key_phrase, meaning, nominal, shorten
from pipeline.text import words

_UNTOLD = ("question", "mnemonic", "mindmap", "quote", "todo")
_EMPTY_LEADS = vocabulary(
    "note notes example examples eg e.g tip tips warning important remark remarks hint answer ans solution nb see source "
    "link links reference references also output input caution info question q a q. a. definition proof उदाहरण नोट टिप्पणी"
)
_FEW = 2
"""So many points make running text beside them speak in facts only."""


def points_of(blocks: Sequence[m.Block], speech: Speech, *, with_prose: bool) -> tuple[Point, ...]:
    """The points of a section's own blocks. Where lists and leads are silent, running text speaks in key phrases too."""
    found = [_structured(before, block, speech) for before, block in zip((None, *blocks), blocks, strict=False)]
    told = with_prose and sum(map(len, filter(None, found))) < _FEW
    out: list[Point] = []
    for i, (block, points) in enumerate(zip(blocks, found, strict=True)):
        if points is not None:
            out += points
        elif isinstance(block, m.Paragraph) and not _announces(block, blocks[i + 1 : i + 2]):
            out += _paragraph(block, speech, told=told)
    return distinct(out)


def rest_of(title: str, label: str, speech: Speech) -> tuple[Point, ...]:
    """The figures of a heading that its label has no room for."""
    if tidy(title) == label:
        return ()
    return tuple(Point(f, FIGURE) for f in facts(title, speech) if any(map(str.isdecimal, f)) and _is_new(f, label))


def told(paragraphs: Sequence[m.Paragraph], speech: Speech) -> tuple[Point, ...]:
    """A run of paragraphs that no heading orders, as points."""
    return distinct(p for block in paragraphs for p in _paragraph(block, speech, told=True))


def _structured(before: m.Block | None, block: m.Block, speech: Speech) -> list[Point] | None:
    """The points of what the author has given a shape; None for running text."""
    match block:
        case m.Paragraph(inlines, _, id):
            found = lead(inlines)
            bold = isinstance(inlines[0], m.Emphasis) if inlines else False
            return [p] if found and bold and (p := _lead_point(found, id, speech)).label else None
        case m.List():
            return _under(_announced(before, speech), list(_items(block, speech)))
        case m.Definitions(items):
            return [_term(item, speech) for item in items]
        case m.Table():
            return list(rows(block, speech))
        case m.Quote(blocks):
            return list(points_of(blocks, speech, with_prose=False))
        case m.Div(blocks=blocks, title=title, id=id) if callout_type(block) not in _UNTOLD:
            inner = list(points_of(blocks, speech, with_prose=True))
            return _under(shorten(prose(title), speech), inner, id)
        case _:
            return []


def _under(title: str, points: list[Point], href: str = "") -> list[Point]:
    """The items of a list, under the short line that announces them when there is one."""
    return [Point(title, LEAD, href, points=distinct(points))] if title and points else points


def _announced(before: m.Block | None, speech: Speech) -> str:
    return shorten(prose(before.inlines), speech) if isinstance(before, m.Paragraph) and _is_title(before) else ""


def _announces(block: m.Paragraph, after: Sequence[m.Block]) -> bool:
    return bool(after) and isinstance(after[0], m.List) and _is_title(block)


def _is_title(block: m.Paragraph) -> bool:
    """Whether a line does no more than announce the list that follows."""
    text = prose(block.inlines)
    short = len(text.split()) <= 5 and text.endswith((":", "：")) and not isinstance(block.inlines[0], m.Emphasis)
    return short and FORMULA not in text and tidy(text).casefold() not in _EMPTY_LEADS


def _items(block: m.List, speech: Speech) -> Iterator[Point]:
    if _is_contents(block):
        return
    for item in block.items:
        if not item.task and (point := _item(item, speech)):
            yield point


def _is_contents(block: m.List) -> bool:
    """Whether a list is a table of contents of its own note."""
    lines = [first_line(item) for item in block.items]
    return all(line and isinstance(line[0], m.Link) and line[0].url.startswith("#") for line in lines)


def _item(item: m.Item, speech: Speech) -> Point | None:
    line = first_line(item)
    rest = item.blocks[1:] if line else item.blocks
    below = points_of(rest, speech, with_prose=False)
    if _is_address(line):
        return Point(shorten(prose(line), speech), LINK, item.id, points=below)
    if found := lead(line):
        point = _lead_point(found, item.id, speech)
    else:
        point = _sentence_point(line, ITEM, item.id, speech)
    if not point.label:
        return replace(below[0], href=item.id, points=distinct([*below[0].points, *below[1:]])) if below else None
    return replace(point, points=distinct([*point.points, *below]))


def _is_address(line: tuple[m.Inline, ...]) -> bool:
    """Whether a line is but a link that leads out of the vault."""
    said = [n for n in line if not (isinstance(n, m.Text) and not n.text.strip())]
    return len(said) == 1 and isinstance(said[0], m.Link) and "://" in said[0].url


def _sentence_point(line: tuple[m.Inline, ...], weight: float, href: str, speech: Speech) -> Point:
    """A line as the phrase it is remembered by, with its other facts behind it."""
    label = _sentence_label(line, speech)
    behind = _details(line, label, speech)
    if not label and behind:
        return Point(behind[0].label, weight, href, points=behind[1:])
    return Point(label, weight, href, points=behind)


def _sentence_label(line: tuple[m.Inline, ...], speech: Speech) -> str:
    first = next(iter(sentences(prose(line))), "")
    if "://" in first:
        return ""
    return key_phrase(first, tuple(bold_phrases(line)), speech) or nominal(first, speech) or _opening(first, speech)


def _opening(sentence: str, speech: Speech) -> str:
    label = shorten(sentence, speech)
    return label if " " in label or fits(tidy(sentence)) else ""


def _lead_point(found: Lead, href: str, speech: Speech) -> Point:
    label = head(found.label, speech)
    if label.casefold() in _EMPTY_LEADS or not speaks(label) or (sum(map(str.isalnum, label)) < 2 and label < "\uffff"):
        return _sentence_point(found.rest, ITEM, href, speech)
    if is_counter(label):
        said = next(iter(sentences(prose(found.rest))), "")
        label = dated(label, tidy(said), speech)
    behind = _details(found.rest, label, speech) or _meaning(found.rest, label, speech)
    return Point(label, LEAD, href, points=behind)


def _term(item: m.Definition, speech: Speech) -> Point:
    label = head(prose(item.term), speech)
    lines = [b.inlines for d in item.details for b in d if isinstance(b, m.Paragraph)]
    behind = [p for line in lines for p in _details(line, label, speech) or _meaning(line, label, speech)]
    return Point(label, LEAD, item.id, points=distinct(behind))


def _meaning(line: tuple[m.Inline, ...], label: str, speech: Speech) -> tuple[Point, ...]:
    """What a name means, in the opening of its explanation."""
    first = next(iter(sentences(prose(line))), "")
    said = meaning(first, speech) if first and "://" not in first and not first.startswith("See ") else ""
    return (Point(capitalised(said), MEANING),) if said and " " in said and _is_new(said, label) else ()


def _details(line: tuple[m.Inline, ...], label: str, speech: Speech) -> tuple[Point, ...]:
    """The bold words and the facts of a line that its label does not say."""
    named = [Point(capitalised(b), NAME) for b in _bold(line) if _is_new(b, label)]
    told = f"{label} {' '.join(p.label for p in named)}"
    said = [
        Point(f, FIGURE if any(map(str.isdecimal, f)) else NAME) for f in facts(prose(line), speech) if _is_new(f, told)
    ]
    return distinct([*named, *said])


def _bold(line: tuple[m.Inline, ...]) -> list[str]:
    """What is bold in a line, as labels; a part of a word is none."""
    found = [b for phrase in bold_phrases(line) if FORMULA not in phrase and (b := _unlinked(tidy(phrase)))]
    if not found:
        return []
    text = prose(line)
    return [b for b in found if fits(b) and b.casefold() not in _EMPTY_LEADS and _is_apart(b, text)]


def _unlinked(phrase: str) -> str:
    """A bold phrase without the conjunction or article it opens with; "" for one that is nothing else."""
    first, _, rest = phrase.partition(" ")
    return rest if first.casefold() in FUNCTION else phrase if rest or first.casefold() != "not" else ""


def _is_apart(phrase: str, text: str) -> bool:
    """Whether a phrase stands between words of a text; where words are not spaced it always does."""
    if is_spaceless(phrase):
        return True
    at = text.find(phrase)
    around = (text[at - 1 : at], text[at + len(phrase) : at + len(phrase) + 1]) if at >= 0 else ("", "")
    return not any(map(str.isalnum, around))


def _is_new(fact: str, told: str) -> bool:
    """Whether a fact holds a figure, or else any word, that has not been told."""
    known = set(words(told))
    said = words(fact)
    figures = [w for w in said if any(map(str.isdecimal, w))]
    if figures:
        return not known.issuperset(figures)
    return fact[:1] >= FIRST_SEAL or sum(w not in known for w in said) * 2 >= len(said) > 0


def _paragraph(block: m.Paragraph, speech: Speech, *, told: bool) -> Iterator[Point]:
    """What a paragraph is remembered by, with its facts behind; or, where others speak, its bold words and figures."""
    line = block.inlines
    text = prose(line)
    if text[:1] >= FIRST_SEAL and not text.strip(text[0]):
        yield Point(text, weigh.FORMULA, block.id)
        return
    named = _bold(line)
    if told and not named and not _is_address(line) and _is_tellable(text, speech):
        yield _sentence_point(line, PROSE, block.id, speech)
        return
    for sentence, phrases in _by_sentence(text, named):
        points = [Point(capitalised(p), PROSE, block.id) for p in phrases]
        said = " ".join(phrases)
        behind = [
            Point(f, FIGURE if told or any(map(str.isdecimal, f)) else MEANING, block.id)
            for f in facts(sentence, speech)
            if _is_new(f, said)
        ]
        if points:
            inner = tuple(replace(p, href="") for p in behind)
            points[0] = replace(points[0], points=inner)
            yield from points
        else:
            yield from behind


def _is_tellable(text: str, speech: Speech) -> bool:
    """Whether running text can be cut to what it says, or need not be."""
    return speech.grammar(text).talks or fits(tidy(next(iter(sentences(text)), "")))


def _by_sentence(text: str, named: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Each sentence with the bold phrases it holds."""
    left = list(dict.fromkeys(named))
    for sentence in sentences(text):
        held = [p for p in left if p in sentence]
        left = [p for p in left if p not in held]
        yield sentence, held
    if left:
        yield "", left
