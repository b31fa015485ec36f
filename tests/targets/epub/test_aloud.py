"""Words of mnemonics stay whole on screens."""

from __future__ import annotations

from pipeline import model as m
from pipeline.enrich.mnemonics import enrich
from pipeline.syntax import parse
from pipeline.targets.epub.aloud import aloud
from pipeline.text import text_of, walk


def note(text: str) -> m.Note:
    return enrich(parse(m.Source("n.md", text)))


def test_letters_stand_beside_the_items():
    told = aloud(note("## Why\n\nFour reasons:\n\n- Depth\n- Interest\n- Regularity\n- Trust\n"))
    text = text_of(told.aids[0].blocks).split("\n")
    assert text[1:] == ["DIRT", "D – Depth", "I – Interest", "R – Regularity", "T – Trust"]


def test_items_can_be_told_from_their_letters():
    told = aloud(note("## Why\n\nFour reasons:\n\n- Depth\n- Interest\n- Regularity\n- Trust\n"))
    spans = [i for b in walk(told.aids[0].blocks) if isinstance(b, m.Paragraph) for i in b.inlines]
    labels = [text.text for s in spans if isinstance(s, m.Span) and s.kind == "recalled" for text in s.inlines]
    assert labels == ["Depth", "Interest", "Regularity", "Trust"]


def test_a_sentence_is_one_run_a_line():
    names = ("Mine", "Crusher", "Kiln", "Mill", "Store", "Mixer", "Truck", "Site", "House")
    items = "".join(f"{number}. {name}\n" for number, name in enumerate(names, 1))
    told = aloud(note(f"## How cement is made\n\n{items}"))
    (span,) = [
        i
        for block in walk(told.aids[0].blocks)
        if isinstance(block, m.Paragraph)
        for i in block.inlines
        if isinstance(i, m.Span) and i.kind == "acrostic"
    ]
    assert [type(i) for i in span.inlines] == [m.Text, m.Break, m.Text]


def test_all_else_is_as_it_was():
    plain = note("## Why\n\n- [ ] Words\n")
    assert aloud(plain) == plain
