"""Where a note lists things together: in a list, a table's first column, a sentence, the headings of a part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Literal

from pipeline import model as m
from pipeline.enrich.labels import Section, callout_type, first_line, prose, sections, sentences, vocabulary
from pipeline.enrich.mnemonics.announced import counted, miscounted, of_a_kind, plural
from pipeline.enrich.mnemonics.hints import asked
from pipeline.enrich.mnemonics.labels import heading_label, is_name, labels_of, named
from pipeline.enrich.mnemonics.order import Order, in_order
from pipeline.text import inlines_in

Form = Literal["list", "table", "sentence", "headings"]
SIZES = range(3, 16)
BRIEF = 4  # words of a thing that a sentence names
_SENTENCE = re.compile(
    r"(?P<lead>[^:;]{3,160}?)(?::|\s[–—]|\b(?:are|were|namely|viz\.?))\s+(?P<items>[^:;]{8,240}?)[.!?]?"
)
_LAST = re.compile(r",?\s+(?:and|or|&)\s+(?=[^,]*$)")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(?:\(?\d{1,2}[.):]|(?:step|stage|phase|part)\s+\d{1,2}\s*[.:–—-])\s*", re.IGNORECASE)
_DIMENSION = vocabulary(
    "aspect attribute basis characteristic comparison criteria criterion dimension feature item parameter point "
    "property"
)


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Things that a note lists together, under a heading and after words that announce them.

    A mnemonic goes after the block `anchor`. `own` labels are names that the author gave to points, with more to say;
    `nested` tells that it stands inside an item of another list, `alone` that its section (they count from 0) has no
    other; `part` is the heading above its own. `guessed` labels are only the opening of what an item says.
    """

    labels: tuple[str, ...]
    form: Form
    anchor: str
    heading: str
    lead_in: str = ""
    order: Order = ""
    own: bool = False
    nested: bool = False
    alone: bool = True
    section: int = 0
    part: str = ""
    guessed: int = 0

    @property
    def ordered(self) -> bool:
        return self.order != ""

    @property
    def count(self) -> str:
        """What the announcement counts, when it counts as many as there are: "six pillars", or ""."""
        return counted(self.lead_in, len(self.labels)) or counted(self.heading, len(self.labels))


def enumerations(note: m.Note, *, english: bool = True) -> Iterator[Enumeration]:
    """Those of the note in reading order, but for sections where the author wrote a mnemonic."""
    parts = sections(note.blocks)
    yield from _headings(parts, note.title) if english else ()
    above = ["", "", "", "", "", "", "", ""]
    for at, section in enumerate(parts):
        above[section.level :] = [section.title] * (8 - section.level)
        if not callouts(section.blocks):
            found = [*_in_blocks(section.blocks, section.title or note.title, note.asides, english=english)]
            alone = sum(not each.nested for each in found) == 1
            yield from (
                replace(each, alone=alone and not each.nested, section=at, part=above[section.level - 1])
                for each in found
            )


def callouts(blocks: Sequence[m.Block]) -> tuple[m.Div, ...]:
    """The mnemonics that the author wrote among these blocks and inside them."""
    return tuple(b for b in _walk(blocks) if isinstance(b, m.Div) and callout_type(b) == "mnemonic")


def _walk(blocks: Sequence[m.Block]) -> Iterator[m.Block]:
    for block in blocks:
        yield block
        match block:
            case m.Quote(inner) | m.Div(blocks=inner):
                yield from _walk(inner)
            case m.List(items):
                yield from (b for item in items for b in _walk(item.blocks))
            case _:
                pass


def _in_blocks(
    blocks: Sequence[m.Block], heading: str, asides: Sequence[tuple[int, str]], *, english: bool, nested: bool = False
) -> Iterator[Enumeration]:
    for before, block in zip((None, *blocks), blocks, strict=False):
        lead_in = _last_sentence(before)
        match block:
            case m.List(items):
                yield from _of_list(block, heading, lead_in, asked(asides, blocks, block), nested=nested)
                for item in items:
                    line = prose(first_line(item))
                    if english:
                        yield from _of_sentences(line, block.id, heading, nested=True)
                    inner = named(item) or line
                    below = _in_blocks(item.blocks[1:], inner, asides, english=english, nested=True)
                    yield from (replace(each, lead_in=each.lead_in or line) for each in below)
            case m.Definitions(items):
                yield from _of_terms(block, heading, lead_in)
            case m.Table():
                yield from _of_table(block, heading, lead_in, asked(asides, blocks, block))
            case m.Paragraph(inlines) if english:
                yield from _of_sentences(prose(inlines), block.id, heading)
            case m.Quote(inner):
                yield from _in_blocks(inner, heading, asides, english=english, nested=True)
            case _:
                pass


def _last_sentence(block: m.Block | None) -> str:
    """The sentence before a list, when a paragraph stands there."""
    return (sentences(prose(block.inlines)) or ("",))[-1] if isinstance(block, m.Paragraph) else ""


def names_of(block: m.List | m.Table) -> tuple[str, ...]:
    """What the items of a list or the rows of a table are called, or nothing when some are called nothing."""
    return labels_of(block)[0] if isinstance(block, m.List) else _first_column(block)


def _of_list(block: m.List, heading: str, lead_in: str, told: str, *, nested: bool) -> Iterator[Enumeration]:
    if len(block.items) in SIZES and told != "off" and not _coded(block):
        labels, own, guessed = labels_of(block)
        if labels:
            lines = [prose(first_line(item)) for item in block.items]
            order = _order(told, heading, lead_in, lines, numbered=block.ordered)
            yield Enumeration(labels, "list", block.id, heading, lead_in, order, own, nested, guessed=guessed)


def _coded(block: m.List) -> bool:
    """Whether most items are explained by code: such a list is there to be looked up."""
    lines = [first_line(item) for item in block.items]
    return sum(any(isinstance(i, m.Code) for i in inlines_in(line)) for line in lines) * 2 > len(lines)


def _of_terms(block: m.Definitions, heading: str, lead_in: str) -> Iterator[Enumeration]:
    terms = tuple(prose(item.term) for item in block.items)
    if len(terms) in SIZES and all(terms):
        yield Enumeration(
            terms, "list", block.id, heading, lead_in, in_order(heading, lead_in, terms, numbered=False), True
        )


def _of_table(block: m.Table, heading: str, lead_in: str, told: str) -> Iterator[Enumeration]:
    """The first column of a table that tells more about each of its names; not the points of a comparison."""
    names = _first_column(block)
    head = prose(block.head.cells[0]) if len(block.head.cells) > 1 else ""
    if len(names) in SIZES and told != "off" and head and head.casefold().split()[-1].rstrip("s") not in _DIMENSION:
        lines = [" ".join(prose(cell) for cell in row.cells) for row in block.rows]
        order = _order(told, heading, lead_in, lines, numbered=False)
        yield Enumeration(names, "table", block.id, heading, lead_in or f"{head}s", order, own=True)


def _order(told: str, heading: str, lead_in: str, lines: Sequence[str], *, numbered: bool) -> Order:
    """What the author told of the order in a comment, else what can be seen."""
    return "said" if told == "ordered" else "" if told else in_order(heading, lead_in, lines, numbered=numbered)


def _first_column(block: m.Table) -> tuple[str, ...]:
    cells = [row.cells[0] for row in block.rows if row.cells]
    names = tuple(_BRACKETS.sub("", prose(cell)).strip(" .:") for cell in cells)
    plain = not any(isinstance(i, m.Code | m.Math | m.Image) for cell in cells for i in inlines_in(cell))
    return names if plain and all(names) else ()


def _of_sentences(text: str, anchor: str, heading: str, *, nested: bool = False) -> Iterator[Enumeration]:
    """Things that a sentence counts and names, or names after the class they belong to.

    "The four aims: justice, liberty, equality and fraternity"; "Causes of famine: war, drought, debt, disease".
    """
    if text.count(",") < 2:
        return
    for sentence in sentences(text):
        found = _SENTENCE.fullmatch(sentence)
        items = _LAST.sub(", ", found["items"]).split(", ") if found else []
        names = tuple(_ARTICLE.sub("", _BRACKETS.sub("", item)).strip(" .,;“”\"'") for item in items)
        lead = found["lead"].strip() if found else ""
        brief = all(len(name.split()) <= BRIEF for name in names)
        sure = counted(lead, len(names)) or (
            _names_class(lead, sentence) and not miscounted(lead, len(names)) and all(map(is_name, names))
        )
        if len(names) in SIZES and all(names) and brief and sure:
            order = in_order("", lead, names, numbered=False)
            yield Enumeration(names, "sentence", anchor, lead if nested else heading, lead, order, nested=nested)


def _names_class(lead: str, sentence: str) -> bool:
    """Whether short words before a colon name a class: "Risk factors"."""
    return (
        len(lead.split()) <= BRIEF + 2
        and sentence[len(lead) :].startswith((":", " –", " —"))
        and (of_a_kind(lead) or plural(lead))
    )


def _headings(parts: Sequence[Section], title: str) -> Iterator[Enumeration]:
    """The subheadings of a part whose heading or opening counts them or names their kind: "The six rights"."""
    for at, part in enumerate(parts):
        inside = list(takewhile(lambda p, level=part.level: p.level > level, parts[at + 1 :]))  # type: ignore[misc]
        below = [p for p in inside if p.level == part.level + 1]
        blocks = part.blocks
        lead_in = _announcement(blocks, len(below))
        if len(below) not in SIZES or not (lead_in or counted(part.title, len(below)) or of_a_kind(part.title)):
            continue
        titles = [p.title for p in below]
        labels = tuple(heading_label(_NUMBER.sub("", text, count=1)) for text in titles)
        anchor = blocks[-1].id if blocks else part.id
        if all(labels) and anchor and not callouts(blocks):
            heading = part.title or title
            order = in_order(heading, lead_in, titles, numbered=all(_NUMBER.match(t) for t in titles))
            yield Enumeration(labels, "headings", anchor, heading, lead_in, order, own=True, section=at)


def _announcement(blocks: Sequence[m.Block], count: int) -> str:
    """The sentence among the first blocks of a part that counts its subheadings."""
    told = [s for b in blocks if isinstance(b, m.Paragraph) for s in sentences(prose(b.inlines))]
    return next((s for s in reversed(told) if counted(s, count)), "")
