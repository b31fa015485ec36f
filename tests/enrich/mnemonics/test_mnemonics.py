"""What a reader of a note gets to see, told in nodes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import model as m
from pipeline.enrich.mnemonics import enrich
from pipeline.mnemonic.record import decisions
from pipeline.text import text_of

PILLARS = (
    "Defence partnership: ties rest on three features.",
    "Economic relations: bilateral trade reached a record.",
    "Energy security: reactors and oil.",
    "Space technology: satellites and engines.",
    "International standing: support in every forum.",
    "Cultural relations: from films to festivals.",
)
LAKES = ("Erie", "Huron", "Michigan", "Ontario", "Superior")
SOILS = ("Air pollution", "Water pollution", "Noise pollution", "Soil pollution")


def bullets(*items: str, ordered: bool = False, id: str = "list") -> m.List:  # noqa: A002 - the node's own name
    return m.List(tuple(m.Item((paragraph(item),)) for item in items), ordered=ordered, id=id)


def heading(text: str) -> m.Heading:
    return m.Heading(2, (m.Text(text),))


def paragraph(text: str) -> m.Paragraph:
    return m.Paragraph((m.Text(text),))


def callout(title: str, *lines: str, line: int = 9) -> m.Div:
    body = tuple(paragraph(text) for text in lines)
    return m.Div("callout", body, title=(m.Text(title),), attrs=(("type", "mnemonic"),), line=line)


def note(*blocks: m.Block, meta: m.Meta | None = None) -> m.Note:
    return m.Note("note", "note.md", "India", blocks, meta=meta or m.Meta())


def enriched(*blocks: m.Block, meta: m.Meta | None = None) -> str:
    """All mnemonics of a note as text: marked letters stand between brackets."""
    return "\n\n".join(_shown(aid) for aid in enrich(note(*blocks, meta=meta)).aids)


def _shown(aid: m.Aid) -> str:
    (box,) = aid.blocks
    assert isinstance(box, m.Div)
    told, items = box.blocks
    assert isinstance(told, m.Paragraph)
    assert isinstance(items, m.List)
    (span,) = told.inlines
    assert isinstance(span, m.Span)
    recalled = [item.blocks[0] for item in items.items]
    lines = [f"{aid.place} {aid.anchor} {aid.score}: {_marked(box.title)}", f"{span.kind}: {_marked(span.inlines)}"]
    return "\n".join([*lines, *(f"- {_marked(p.inlines)}" for p in recalled if isinstance(p, m.Paragraph))])


def _marked(inlines: Sequence[m.Inline]) -> str:
    return "".join(
        f"[{_marked(i.inlines)}]" if isinstance(i, m.Span) else i.text
        for i in inlines
        if isinstance(i, m.Span | m.Text)
    )


CASES: dict[str, tuple[m.Block, ...]] = {
    "one-word-for-free-items": (paragraph("The friendship rests on six pillars:"), bullets(*PILLARS)),
    "heading-names-the-list": (heading("Kinds of pollution"), bullets(*SOILS)),
    "known-list-in-any-order": (heading("Great Lakes"), bullets(*LAKES)),
    "known-list-numbered": (
        bullets("Mercury", "Venus", "Earth", "Mars", "Jupiter", "Saturn", "Uranus", "Neptune", ordered=True),
    ),
    "known-words-of-capitals": (
        bullets("Isomerases", "Hydrolases", "Ligases", "Lyases", "Oxidoreductases", "Transferases"),
    ),
    "known-letter-inside-a-word": (
        bullets("Agreeableness", "Conscientiousness", "Emotionality", "Extraversion", "Honesty-humility", "Openness"),
    ),
    "sentence-for-a-fixed-order": (
        heading("Water cycle"),
        bullets("Evaporation", "Condensation", "Precipitation", "Collection", ordered=True),
    ),
    "two-sentences-for-a-long-list": (
        heading("From the spring to the sea"),
        bullets("Spring", "Brook", "River", "Lake", "Waterfall", "Gorge", "Plain", "Delta", "Estuary", ordered=True),
    ),
    "bold-leads": (
        heading("Four virtues"),
        m.List(
            tuple(
                m.Item(
                    (m.Paragraph((m.Emphasis((m.Text(f"{lead}."),), strong=True), m.Text(" and much more to say"))),)
                )
                for lead in ("Depth", "Interest", "Regularity", "Trust")
            ),
            id="list",
        ),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_golden(name, golden):
    golden(Path(__file__).with_name("golden") / f"{name}.txt", enriched(*CASES[name]) + "\n")


UNWORTHY: dict[str, tuple[m.Block, ...]] = {
    "shopping": (heading("Shopping list"), bullets("Apples", "Rice", "Melons", "Salt")),
    "chores": (bullets("Buy apples", "Get rice", "Pick melons", "Sell pots"),),
    "sentences": (bullets("Apples are red", "Rice was white", "Melons are big", "Salt is cheap"),),
    "paths": (bullets("a/x.txt", "r/x.txt", "m/x.txt", "s/x.txt"),),
    "two items": (bullets("Depth", "Trust"),),
    "thirteen items": (bullets(*(f"{c}word" for c in "abcdefghijklm"), ordered=True),),
    "nothing to tell apart": (bullets("Arms", "Arms", "Arms", "Arms"),),
    "letters that tell nothing apart": (bullets("Bees", "Bears", "Birds", "Goats", "Boars", ordered=True),),
    "no good word": (bullets("Quartz", "Xenon", "Zinc", "Jade"),),
    "useful links": (heading("Useful links"), bullets("Depth", "Interest", "Regularity", "Trust")),
    "Hindi": (bullets("दिल्ली", "मुंबई", "चेन्नई", "कोलकाता", ordered=True),),
    "tasks": (
        m.List(tuple(m.Item((paragraph(w),), task=" ") for w in ("Depth", "Interest", "Regularity", "Trust")), id="l"),
    ),
    "links": (
        m.List(
            tuple(
                m.Item((m.Paragraph((m.Link((m.Text(w),), w, note=True),)),))
                for w in ("Depth", "Interest", "Regularity", "Trust")
            ),
            id="l",
        ),
    ),
    "code": (
        m.List(
            tuple(m.Item((m.Paragraph((m.Code(w),)),)) for w in ("depth", "interest", "regularity", "trust")), id="l"
        ),
    ),
}


@pytest.mark.parametrize("name", UNWORTHY)
def test_no_mnemonic_where_nothing_is_to_be_remembered(name):
    assert enriched(*UNWORTHY[name]) == ""
    assert enriched(heading("Four virtues"), *UNWORTHY[name]) == ""


def test_the_gate_and_not_the_word_kept_them_out():
    assert "DIRT" in enriched(heading("Four virtues"), bullets("Depth", "Interest", "Regularity", "Trust"))


def test_front_matter_switches_it_off():
    plain = note(bullets(*LAKES), meta=m.Meta(mnemonics=False))
    assert enrich(plain) is plain


def test_other_languages_get_only_what_is_shared():
    meta = m.Meta(lang="de")
    assert enriched(bullets(*SOILS), meta=meta) == ""
    assert "HOMES" in enriched(bullets(*LAKES), meta=meta)


def test_the_author_s_blocks_stay_as_they_are():
    plain = note(heading("Lakes"), bullets(*LAKES), callout("HOMES"))
    assert enrich(plain).blocks is plain.blocks


def test_earlier_aids_and_problems_are_kept():
    aid = m.Aid("mindmap", "opening", ())
    plain = m.Note("n", "n.md", "N", (bullets(*LAKES),), aids=(aid,))
    assert enrich(plain).aids[0] is aid


def test_at_most_five_in_a_note_and_one_in_a_section_in_order():
    lakes = [bullets(*LAKES, id="a"), bullets("Strengths", "Weaknesses", "Opportunities", "Threats", id="b")]
    assert len(enrich(note(heading("Part"), *lakes)).aids) == 1
    known = ("Plan Do Check Act", "Red Orange Yellow Green Blue Indigo Violet", "Alkanes Alkenes Alkynes Arenes")
    more = [bullets(*each.split(), id=f"k{i}") for i, each in enumerate(known)]
    virtues = ("Depth", "Interest", "Regularity", "Trust")
    made = [bullets(*virtues[:3], word, id=f"m{i}") for i, word in enumerate(("Trust", "Tact", "Truth", "Temperance"))]
    parts = [(heading("Four virtues"), each) for each in (*lakes, *more, *made)]
    found = [aid.anchor for aid in enrich(note(*(block for part in parts for block in part))).aids]
    assert len(found) == 5
    assert found == sorted(found, key=[part[1].id for part in parts].index)
    assert {"a", "b"} <= {*found}


def test_a_shared_list_may_be_longer_than_any_made_up_for():
    metals = "Potassium Sodium Calcium Magnesium Aluminium Carbon Zinc Iron Tin Lead Hydrogen Copper Silver Gold"
    assert "[P]lease" in enriched(bullets(*metals.split(), ordered=True))


class TestAuthor:
    def test_wins_for_the_whole_section(self):
        result = enrich(note(heading("Lakes"), callout("HOMES"), paragraph("Words."), bullets(*LAKES), bullets(*SOILS)))
        assert (result.aids, result.problems) == ((), ())

    def test_leaves_other_sections_alone(self):
        result = enrich(note(heading("Lakes"), bullets(*LAKES), callout("HOMES"), heading("Soils"), bullets(*SOILS)))
        assert len(result.aids) == 1

    @pytest.mark.parametrize(
        "told",
        [
            callout("HOMES"),
            callout("Mnemonic", "HOMES"),
            callout("Mnemonic", "Think of your HOMES when you see them"),
            callout("H-O-M-E-S"),
            callout("Some men hate eating onions."),
            callout("homes"),
            callout("", "Super man helps every one"),
        ],
    )
    def test_is_believed_when_every_item_has_a_letter(self, told):
        assert enrich(note(bullets(*LAKES), told)).problems == ()

    @pytest.mark.parametrize("told", ["HOMER", "Some men hate eating apples", "HOME"])
    def test_is_warned_when_an_item_has_none(self, told):
        missing = "Ontario" if told.startswith("Some") else "Superior"
        (problem,) = enrich(note(bullets(*LAKES), callout(told))).problems
        assert (problem.path, problem.line, problem.severity) == ("note.md", 9, "warning")
        assert problem.code == "mnemonic-mismatch"
        assert problem.message == f"the mnemonic “{told}” has no letter for “{missing}”"

    def test_may_use_any_word_of_an_item(self):
        assert enrich(note(bullets(*PILLARS), callout("DESIRE"))).problems == ()

    def test_may_write_what_is_no_set_of_initials(self):
        told = callout("Mnemonic", "Picture a quiz about a fox", "and so on")
        assert enrich(note(bullets(*LAKES), told)).problems == ()

    def test_is_quoted_as_written_below_a_title_of_its_own(self):
        (problem,) = enrich(note(bullets(*LAKES), callout("The lakes", "HOMER"))).problems
        assert "“HOMER”" in problem.message

    def test_may_spell_the_items_out_below_any_title(self):
        assert enrich(note(bullets("Mass", "Length", "Time"), callout("How to remember these three"))).problems == ()

    def test_is_read_before_the_list_too(self):
        assert len(enrich(note(bullets(*SOILS), paragraph("."), callout("HOMER"), bullets(*LAKES))).problems) == 1


# --------------------------------------------------------------------------- the author's own words, and letters


def chosen(text: str, *items: str, ordered: bool = False) -> list[str]:
    """What is printed for a list when the author uses a text."""
    names = ", ".join(items)
    decided, _ = decisions(f"- list: [{names}]\n  ordered: {'yes' if ordered else 'no'}\n  use: {text}\n")
    (aid,) = enrich(note(heading("Lakes"), bullets(*items, ordered=ordered)), decided).aids
    return _shown(aid).split("\n")[1:]


def test_items_that_an_author_s_word_leaves_out_stand_behind_the_others():
    assert chosen("SHE", "Erie", "Huron", "Michigan", "Superior") == [
        "acronym: SHE",
        "- [[S]uperior]",
        "- [[H]uron]",
        "- [[E]rie]",
        "- [Michigan]",
    ]


def test_items_in_order_keep_it():
    assert chosen("EMS", "Erie", "Huron", "Michigan", "Superior", ordered=True)[1:] == [
        "- [[E]rie]",
        "- [Huron]",
        "- [[M]ichigan]",
        "- [[S]uperior]",
    ]


def test_a_rhyme_has_all_items_and_no_letters():
    told = chosen("thirty days has September and the rest are all longer than that", "April", "June", "November")
    assert told[1:] == ["- [April]", "- [June]", "- [November]"]


def test_letters_that_no_one_can_say_are_told_as_initials():
    shown = enriched(heading("Mitosis"), bullets("Prophase", "Metaphase", "Anaphase", "Telophase", "Cytokinesis"))
    assert shown.split("\n")[:2] == ["after list 1.0: Initials · Mitosis", "initials: P M A T C"]


# --------------------------------------------------------------------------- dates


def dated(id_: str, *parts: str) -> m.Paragraph:
    """A paragraph in which every second part is bold."""
    runs = (m.Emphasis((m.Text(part),), strong=True) if i % 2 else m.Text(part) for i, part in enumerate(parts))
    return m.Paragraph(tuple(runs), id=id_)


REVOLT = dated("revolt", "It broke out on ", "10 May 1857", " and ended in ", "1858", ", not in ", "1859", ".")
FREE = dated("free", "Free since ", "15 August 1947", " after ", "190", " years and ", "two wars of 1939", ".")


def numbers(*blocks: m.Block, meta: m.Meta) -> list[tuple[str, list[str]]]:
    found = enrich(note(*blocks, meta=meta)).aids
    return [(aid.anchor, [text_of((box,)).replace("\n", ": ") for box in aid.blocks]) for aid in found]


def test_bold_dates_get_words_when_they_are_asked_for():
    assert numbers(FREE, meta=m.Meta()) == []
    assert numbers(FREE, meta=m.Meta(numbers=True)) == [
        ("free", ["Mnemonic · 15 August 1947: outbreak: 1 T · 9 B · 4 R · 7 K"])
    ]
    assert numbers(FREE, meta=m.Meta(numbers=True, lang="hi")) == []


def test_two_dates_of_a_note_at_most():
    (found,) = numbers(REVOLT, FREE, meta=m.Meta(numbers=True))
    assert found[0] == "revolt"
    assert [box.partition(":")[0] for box in found[1]] == ["Mnemonic · 10 May 1857", "Mnemonic · 1858"]


def test_a_list_with_a_mnemonic_gets_none_for_its_dates():
    list_ = bullets("Erie", "Huron", "Michigan", "Ontario", "Superior")
    years = m.Item((dated("", "Seen in ", "1947"),))
    texts = numbers(heading("Five lakes"), replace(list_, items=(*list_.items, years)), FREE, meta=m.Meta(numbers=True))
    assert [anchor for anchor, _ in texts] == ["list"]
