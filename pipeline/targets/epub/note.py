"""One note → its file, its drawings, and all that the rest of the ePub must know of it: depends on nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from pipeline import draw
from pipeline import model as m
from pipeline.cache import digest
from pipeline.html import Dialect, Writer, answer_to
from pipeline.phrases import phrase
from pipeline.references import shown
from pipeline.targets import pages
from pipeline.targets.epub import maps, scripts
from pipeline.targets.epub.aloud import aloud
from pipeline.targets.epub.check import Facts, facts
from pipeline.targets.epub.container import Member, Packed, member, packed
from pipeline.targets.epub.desk import Desk, Pen
from pipeline.targets.epub.dialect import dialect
from pipeline.targets.epub.imprint import Traits, traits
from pipeline.targets.epub.navigation import Entry, sections
from pipeline.targets.epub.outward import outward
from pipeline.targets.epub.places import Places, Starts, breaks, file_of, held, mark, marks, opened
from pipeline.targets.epub.stack import stacked


@dataclass(frozen=True, slots=True)
class Written:
    """What the ePub has of one note. Its file counts print's pages from 0: their numbers are filled in by `bind`."""

    id: str
    file: Packed
    holds: tuple[str, ...]
    """What this file holds beside text, see `package.holds`."""
    drawings: tuple[tuple[str, Member], ...]
    facts: tuple[tuple[str, Facts], ...]
    """What is in these files, the note's own first; see `check.facts`."""
    sections: tuple[Entry, ...]
    pages: tuple[str, ...]
    """For each page of print, the address that opens it; see `places.opened`."""
    answers: Markup
    """Its share of the answers, "" when it asks nothing; marks are named after the anchors where they may stand."""
    explanations: tuple[tuple[str, Markup], ...]
    """Anchor of a term → what the glossary says of it."""
    pictures: tuple[str, ...]
    """Paths of the pictures it shows."""
    traits: Traits
    formulas: tuple[tuple[str, Formula], ...] = ()
    """What its formulas were written from, by the digests of their MathML."""
    letters: tuple[tuple[str, str], ...] = ()
    """The characters of its file by the scripts for which fonts may come with the book."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in TeX, and how it is said and shown."""

    tex: str
    lang: str
    display: bool


def note(note: m.Note, part: str, desk: Desk, starts: Starts) -> Written:
    """A resolved note of the part with this title; `starts` tell where its printed pages begin."""
    note = aloud(outward(note))
    places = Places.of((desk.headers[note.id],))
    formulas: dict[str, Formula] = {}
    speech = dialect(note.meta.lang, places, desk.pictures, shaper=desk.shaper, sizes=desk.size)
    speech = replace(speech, math=_remembered(speech.math, note.meta.lang, formulas))
    atlas = _atlas(note, desk)
    leaf = _leaf(note, part, desk, _Look(places, speech, atlas), starts)
    file = filed(leaf)
    letters = scripts.letters(leaf.markup)
    drawn = [filed(picture.leaf) for drawing in atlas.values() for picture in drawing.pictures]
    drawings = tuple((drawing.name, member(drawing)) for drawing in drawn)
    answers = _answers(note, desk, places, speech)
    explanations = pages.explanations(note, speech)
    return Written(
        id=note.id,
        file=file,
        holds=held(leaf.markup),
        drawings=drawings,
        facts=tuple(facts(name, made) for name, made in ((file.name, member(file)), *drawings)),
        sections=tuple(sections(note, places)),
        pages=tuple(opened(leaf, starts, places)),
        answers=answers,
        explanations=explanations,
        pictures=tuple(path for path in shown(note) if path in desk.pictures),
        traits=traits(leaf.markup, answers, *(text for _, text in explanations)),
        formulas=tuple(formulas.items()),
        letters=tuple(letters.items()),
    )


def _remembered(
    write: Callable[[str, bool], Markup], lang: str, known: dict[str, Formula]
) -> Callable[[str, bool], Markup]:
    """Writes formulas and keeps in `known` what they were written from."""

    def math(tex: str, display: bool) -> Markup:
        markup = write(tex, display)
        known[digest(markup)] = Formula(tex, lang, display)
        return markup

    return math


def filed(leaf: m.Leaf) -> Packed:
    """A leaf as a file."""
    if leaf.kind == "map":
        return packed(file_of(leaf), f'<?xml version="1.0" encoding="utf-8"?>\n{leaf.markup}\n'.encode())
    return packed(file_of(leaf), f"{scripts.marked(leaf.markup)}\n".encode())


# ------------------------------------------------------------------ the note's own file


@dataclass(frozen=True, slots=True)
class _Look:
    """How a note is shown."""

    places: Places
    dialect: Dialect
    atlas: maps.Atlas


def _atlas(note: m.Note, desk: Desk) -> maps.Atlas:
    frame = draw.Frame(desk.layout.measure("map_width"), desk.layout.measure("map_height"), "screen")
    return maps.drawn(note, frame, replace(frame, height_pt=desk.layout.measure("map_opening")), desk.shaper)


def _leaf(note: m.Note, part: str, desk: Desk, look: _Look, starts: Starts) -> m.Leaf:
    begun = breaks(starts)
    mapped = replace(look.dialect, mindmap=lambda node, owner: maps.shown(node, owner, look.atlas))
    writer = Writer(_with_ways_to_answers(replace(note, blocks=stacked(note.blocks))), mapped, begun)
    found = list(pages.sections(writer))
    text = Markup().join(s.body for s in found) + Markup().join(s.heading for s in found)
    values = {
        "note": note,
        "eyebrow": " · ".join(note.meta.syllabus) or part,
        "facts": pages.facts(note),
        "opening": writer.aids("opening"),
        "sections": found,
        "terms": desk.terms.get(note.id, ()),
        "closing": writer.aids("end"),
        "footnotes": [_footnote(f, writer, text) for f in note.footnotes],
        "map_list": maps.listed(note, look.atlas, look.places, look.dialect.math),
        "linked": pages.linked,
    }
    pen = Pen(note.meta.lang, look.places.href, lambda anchor: marks(begun, anchor))
    return pen.leaf(desk.layout, "note", note.id, note.title, values)


def _with_ways_to_answers(note: m.Note) -> m.Note:
    """The note with a link to its answer after each question."""
    cards = {c.id for a in note.aids for c in a.cards}
    return replace(note, aids=tuple(replace(a, blocks=_linked(a.blocks, note, cards)) for a in note.aids))


def _linked(blocks: Sequence[m.Block], note: m.Note, cards: set[str]) -> tuple[m.Block, ...]:
    return tuple(_linked_block(b, note, cards) for b in blocks)


def _linked_block(block: m.Block, note: m.Note, cards: set[str]) -> m.Block:
    match block:
        case m.Div(blocks=blocks):
            return replace(block, blocks=_linked(blocks, note, cards))
        case m.List(items):
            return replace(block, items=tuple(_linked_item(i, note) if i.id in cards else i for i in items))
        case _:
            return block


def _linked_item(item: m.Item, note: m.Note) -> m.Item:
    link = m.Link((m.Text(phrase("answer", note.meta.lang)),), f"#{answer_to(note.id, item.id)}")
    return replace(item, blocks=(*item.blocks, m.Paragraph((m.Span("to-answer", (link,)),))))


def _footnote(note: m.Footnote, writer: Writer, text: Markup) -> Mapping[str, object]:
    """A footnote below the note; one that only another footnote refers to has no way back."""
    anchor = writer.anchor(note.id)
    back = f"{anchor}-ref" if f' id="{anchor}-ref"' in text else ""
    return {"id": anchor, "number": note.number, "text": writer.blocks(note.blocks), "back": back}


# ------------------------------------------------------------------ its share of the answers


def _answers(note: m.Note, desk: Desk, places: Places, speech: Dialect) -> Markup:
    """The answers with their questions: on a screen one cannot see both pages."""
    group = pages.answers(note, speech)
    if group is None:
        return Markup()
    writer = Writer(note, speech, quiet=True)
    questions = [writer.inlines(card.front) for card in pages.cards(note)]
    values = {"group": group, "rows": list(zip(group.answers, questions, strict=True))}
    return Pen(note.meta.lang, places.href, mark).fill(desk.layout, "group", values)
