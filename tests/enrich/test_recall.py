"""Recall questions: Markdown in, questions, answers and cues out, and what must hold of every card."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline import model as m
from pipeline.enrich import enrich as enrich_all
from pipeline.enrich import recall
from pipeline.enrich.recall.choose import enough, quota
from pipeline.enrich.recall.terms import expand
from pipeline.syntax import parse
from pipeline.text import plain, text_of, words

HERE = Path(__file__).parent
CASES = sorted((HERE / "recall").glob("*.md"))
SAMPLE = [json.loads(line) for line in (HERE / "recall" / "sample.jsonl").read_text("utf-8").splitlines()]
NOTES = [*CASES, *sorted((HERE / "mindmap").glob("*.md")), *sorted((HERE.parents[1] / "source").rglob("*.md"))]


def note_at(path: Path) -> m.Note:
    return parse(m.Source(path.name, path.read_text(encoding="utf-8")))


def noted(text: str) -> m.Note:
    return parse(m.Source("note.md", text))


def cards_of(note: m.Note) -> tuple[m.Card, ...]:
    return tuple(card for aid in note.aids for card in aid.cards if aid.kind == "recall")


def gapped(inlines: tuple[m.Inline, ...]) -> str:
    """A text with its gaps as Anki writes them."""
    out = ""
    for node in inlines:
        if isinstance(node, m.Span) and node.kind == "cloze":
            attrs = dict(node.attrs)
            hint = f"::{attrs['hint']}" if "hint" in attrs else ""
            out += f"{{{{c{attrs['group']}::{gapped(node.inlines)}{hint}}}}}"
        else:
            out += plain((node,))
    return out


def listed(note: m.Note) -> str:
    lines = []
    for card in cards_of(note):
        more = ["both ways"] * card.both + [f"deck {card.deck}"] * bool(card.deck)
        lines += [" ".join((card.id, card.kind, card.grade, card.origin, *more, f"#{card.source}"))]
        lines += [f"  ? {plain(card.front)}"]
        lines += [f"  = {line}" for line in text_of(card.back).split("\n")]
        lines += [f"  ~ {gapped(card.cloze)}"] * bool(card.cloze)
    lines += [f"cue #{aid.anchor}: {text_of(aid.blocks)}" for aid in note.aids if aid.kind == "cue"]
    return "\n".join(lines or ["nothing"]) + "\n"


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_questions(path, golden):
    golden(path.with_suffix(".txt"), listed(recall.enrich(note_at(path))))


@pytest.mark.parametrize("path", NOTES, ids=lambda p: p.stem)
def test_laws(path):
    note = note_at(path)
    after = recall.enrich(note)
    cards = cards_of(after)
    generated = [c for c in cards if c.origin == "generated"]
    assert after.blocks == note.blocks
    assert after == recall.enrich(note)
    assert len(generated) <= quota(note.words)
    assert len({c.id for c in cards}) == len(cards)
    assert len({plain(c.front) for c in cards}) == len(cards)
    assert [c.origin for c in cards] == sorted(c.origin for c in cards)
    for card in generated:
        check(card, note)


def check(card: m.Card, note: m.Note) -> None:
    asked, said = words(plain(card.front)), words(text_of(note.blocks))
    for run in text_of(card.back).split("\n"):
        answer = words(run)
        assert is_run(answer, said)
        assert not is_run(answer, asked)
    assert plain(card.front).count("(") == plain(card.front).count(")")


def is_run(part: list[str], whole: list[str]) -> bool:
    return any(whole[i : i + len(part)] == part for i in range(len(whole) - len(part) + 1))


@pytest.mark.parametrize("path", NOTES, ids=lambda p: p.stem)
def test_cues_are_short_and_one_to_a_section(path):
    note = recall.enrich(note_at(path))
    cues = [aid for aid in note.aids if aid.kind == "cue"]
    sections = [b.id for b in note.blocks if isinstance(b, m.Heading) and b.level == 2]
    assert [c.anchor for c in cues] == [s for s in sections if s in {c.anchor for c in cues}]
    assert all(0 < len(text_of(c.blocks)) <= 90 for c in cues)


def test_a_card_keeps_its_id_when_the_note_around_it_changes():
    fact = "The treaty of friendship was signed in Moscow in 1971.\n"
    before = cards_of(recall.enrich(noted(f"## One\n\n{fact}")))
    after = cards_of(recall.enrich(noted(f"## Zero\n\nThe upper house has 245 members.\n\n## One renamed\n\n{fact}")))
    assert before[0].id in {card.id for card in after}


def test_the_list_of_questions_shows_the_cards():
    note = recall.enrich(note_at(HERE / "recall" / "author.md"))
    (box,) = note.aids[0].blocks
    (listing,) = box.blocks
    assert box.kind == "recall"
    assert [item.id for item in listing.items] == [card.id for card in note.aids[0].cards]
    assert [item.blocks[0].inlines for item in listing.items] == [card.front for card in note.aids[0].cards]


@pytest.mark.parametrize(
    ("short", "long", "found"),
    [
        ("NGT", "cases before the National Green Tribunal", "National Green Tribunal"),
        (
            "UNFCCC",
            "United Nations Framework Convention on Climate Change",
            "United Nations Framework Convention on Climate Change",
        ),
        ("CPI", "a measure of prices", ""),
        ("XYZ", "the letters", ""),
    ],
)
def test_abbreviations(short, long, found):
    assert expand(short, long) == found


def test_all_enrichments_together_keep_their_order():
    note = enrich_all(note_at(HERE / "recall" / "enumerations.md"))
    kinds = [aid.kind for aid in note.aids]
    assert kinds == sorted(kinds, key=("mindmap", "mnemonic", "recall", "cue").index)


FACTS = "The treaty was signed in Moscow in 1971.\n\nThe upper house has 245 members.\n\n"
OWN = "> [!question] Who?\n> Nobody.\n"


@pytest.mark.parametrize(
    ("front", "usual", "origins"),
    [
        ("", m.RecallSettings(), ["author", "generated", "generated"]),
        ("", m.RecallSettings(on=False), []),
        ("recall: true", m.RecallSettings(on=False), ["author", "generated", "generated"]),
        ("recall: false", m.RecallSettings(), []),
        ("recall: explicit", m.RecallSettings(), ["author"]),
        ("recall: {max: 2}", m.RecallSettings(explicit=True), ["author", "generated"]),
        ("recall: {max: 1}", m.RecallSettings(), ["author"]),
        ("recall: {maks: 1}", m.RecallSettings(most=2), ["author", "generated"]),
    ],
)
def test_what_the_author_wants(front: str, usual: m.RecallSettings, origins: list[str]) -> None:
    note = recall.enrich(noted(f"---\n{front}\n---\n{FACTS}{OWN}"), usual)
    assert [card.origin for card in cards_of(note)] == origins


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("{maks: 8}", "did you mean 'max'?"),
        ("explicitly", "did you mean 'explicit'?"),
        ("{max: many}", "write 'recall: false', 'recall: explicit' or 'recall: {max: 8}'"),
    ],
)
def test_a_wish_that_is_not_understood_is_told(value: str, hint: str) -> None:
    (problem,) = noted(f"---\ntitle: x\nrecall: {value}\n---\nText.\n").problems
    assert (problem.line, problem.code, problem.hint) == (3, "front-matter", hint)


def test_cards_of_one_question_with_other_answers_are_all_asked() -> None:
    note = recall.enrich(noted("#flashcards\n\nName a river::Ganga\nName a river::Kaveri\nName a river::Ganga\n"))
    assert [text_of(card.back) for card in cards_of(note)] == ["Ganga", "Kaveri"]


@pytest.mark.parametrize(
    "text",
    [
        "Capital of Assam::Dispur",
        "---\ntags: [history]\n---\nCapital of Assam::Dispur",
        "`#flashcards`\n\nCapital of Assam::Dispur",
        "```\n#flashcards\n```\n\nCapital of Assam::Dispur",
        "#flashcards\n\n    Capital of Assam::Dispur",
        "#flashcards\n\n| Capital of Assam::Dispur |\n|---|\n| What is it::this |",
    ],
)
def test_two_colons_ask_only_where_the_author_says_so(text: str) -> None:
    assert not any(card.origin == "author" for card in cards_of(recall.enrich(noted(text))))


@pytest.mark.parametrize(
    "text",
    [
        "#flashcards\n\nCapital of Assam::Dispur",
        "---\ntags: flashcards/x\n---\nCapital of Assam::Dispur",
        "---\nflashcards: true\n---\nCapital of Assam::Dispur",
        "Capital of Assam::Dispur\n<!--SR:!2025-07-21,4,270-->",
    ],
)
def test_four_ways_to_say_so(text: str) -> None:
    (card,) = cards_of(recall.enrich(noted(text)))
    assert (plain(card.front), text_of(card.back)) == ("Capital of Assam", "Dispur")


@pytest.mark.parametrize(
    ("words_", "most"), [(50, 4), (400, 4), (700, 8), (1000, 12), (2000, 12), (3000, 18), (50_000, 300)]
)
def test_how_many_questions_a_note_may_have(words_, most):
    assert quota(words_) == most


# --------------------------------------------------------------------------- single sentences


def asked(text: str, lang: str = "en") -> list[tuple[str, str]]:
    note = recall.enrich(noted(f"---\nlang: {lang}\n---\n## On the matter\n\n{text}\n"))
    return [(plain(card.front), text_of(card.back)) for card in cards_of(note)]


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        ("A writ is an order of a court that binds.", "What is a writ?", "an order of a court that binds"),
        (
            "Plasma cells are the cells that make antibodies.",
            "What are Plasma cells?",
            "the cells that make antibodies",
        ),
        (
            "The layer of air in which weather happens is called the troposphere.",
            "What is the layer of air in which weather happens called?",
            "the troposphere",
        ),
        (
            "Leaves are green because chlorophyll reflects green light.",
            "Why is it that Leaves are green?",
            "because chlorophyll reflects green light",
        ),
        (
            "The Rowlatt Act led to a nationwide satyagraha.",
            "What did the Rowlatt Act lead to?",
            "a nationwide satyagraha",
        ),
        (
            "Lala Hardayal founded the Ghadar Party at San Francisco.",
            "Who founded the Ghadar Party at San Francisco?",
            "Lala Hardayal",
        ),
        (
            "The Servants of India Society was founded by Gopal Krishna Gokhale in Pune.",
            "By whom was the Servants of India Society founded in Pune?",
            "Gopal Krishna Gokhale",
        ),
        ("Mitochondria contain their own ring of DNA.", "", ""),
        ("Ribosomes produce proteins from amino acids.", "What do Ribosomes produce?", "proteins from amino acids"),
        (
            "Barometers are used to measure the pressure of air.",
            "What are Barometers used for?",
            "to measure the pressure of air",
        ),
        (
            "To rename a note, press F2 and type its new name.",
            "How do you rename a note?",
            "press F2 and type its new name",
        ),
        (
            "If the search term is empty, the switcher shows recent notes.",
            "What happens if the search term is empty?",
            "the switcher shows recent notes",
        ),
        ("The treaty was signed in Moscow on 9 August 1971.", "When was the treaty signed in Moscow?", "9 August 1971"),
    ],
)
def test_what_a_sentence_is_asked(text: str, question: str, answer: str) -> None:
    assert asked(text) == ([(question, answer)] if question else [])


@pytest.mark.parametrize(
    "text",
    [
        "It is an order of a court that binds.",
        "This method is a way of counting that works for all sets.",
        "Photosynthesis is an important process.",
        "The sensor is a device that measures light.",
        "We use the method because the other one is slow.",
        "For example, a writ is an order of a court that binds.",
        "The following table shows what a writ is.",
        "Suppose the upper house has 245 members.",
        "He was the 2nd of the three.",
        "Examine the causes of the movement from 1905 to 1931.",
    ],
)
def test_what_leans_on_others_or_says_little_is_not_asked(text: str) -> None:
    assert asked(text) == []


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        ("शैवाल एक सरल जलीय जीव है।", "शैवाल क्या है?", "एक सरल जलीय जीव है"),
        (
            "पौधों द्वारा प्रकाश से भोजन बनाने की क्रिया को प्रकाश संश्लेषण कहते हैं।",
            "पौधों द्वारा प्रकाश से भोजन बनाने की क्रिया को क्या कहते हैं?",
            "प्रकाश संश्लेषण",
        ),
        (
            "पत्तियाँ हरी दिखाई देती हैं क्योंकि पर्णहरित हरे प्रकाश को लौटाता है।",
            "पत्तियाँ हरी दिखाई देती हैं – क्यों?",
            "क्योंकि पर्णहरित हरे प्रकाश को लौटाता है",
        ),
    ],
)
def test_what_a_hindi_sentence_is_asked(text: str, question: str, answer: str) -> None:
    assert asked(text, "hi") == [(question, answer)]


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        (
            "Markets on the river:\n- salt came from the coast\n- toll was paid to the temple of the town",
            "On the matter: what does the note say about “Markets on the river”?",
            "salt came from the coast\ntoll was paid to the temple of the town",
        ),
        (
            "- Kings of Ror → Sons followed their fathers by the law of the land\n- More",
            "On the matter: what does the note say about “Kings of Ror”?",
            "Sons followed their fathers by the law of the land",
        ),
        (
            "Old river towns:\n- Ror\n- Mal\n- Tun",
            "“On the matter – Old river towns”: name the three points.",
            "Ror\nMal\nTun",
        ),
        (
            "Traders of Ror sold silk to the **salt guild** until the port of Mal fell.",
            "Fill in: On the matter: Traders of Ror sold silk to the _____ until the port of Mal fell.",
            "salt guild",
        ),
        (
            "In law, a **writ**, in short an order, is an old instrument of a court that binds the people.",
            "What is a writ?",
            "an old instrument of a court that binds the people",
        ),
        (
            "### Does the note speak of coins?\n\nYes. Coins of the kingdom were found in three towns.\n\n```\nx\n```",
            "Does the note speak of coins?",
            "Yes. Coins of the kingdom were found in three towns.",
        ),
    ],
)
def test_what_is_asked_where_a_note_would_have_too_few(text: str, question: str, answer: str) -> None:
    assert asked(text) == [(question, answer)]


@pytest.mark.parametrize(
    "text",
    [
        "They sold their silk to the **Velan League** until the port of Mal fell.",
        "Traders of Ror sold silk, rice, **Velan** salt and fish in the port of Mal.",
        "Learn how the traders of Ror sold their silk to the **Velan League** in Mal.",
        "Markets on the river:\n- salt\n- what is toll?\n- see the lecture",
        "Towns to see:\n- https://example.org/one\n- https://example.org/two",
        "### Does the note speak of coins?\n\nCoins of the kingdom were found in three towns.",
    ],
)
def test_what_is_not_asked_even_then(text: str) -> None:
    assert asked(text) == []


def test_what_fills_up_is_asked_only_until_there_is_enough() -> None:
    point = "- King {0} of Ror → Sons followed their fathers by law number {0} of the land\n"
    text = "## On the matter\n\n" + "".join(point.format(name * 3) for name in "bcdfghjklm")
    note = recall.enrich(noted(text))
    assert len(cards_of(note)) == enough(len(words(text_of(note.blocks)))) == 1


def test_what_its_title_answers_is_not_asked() -> None:
    fact = "The layer of air in which weather happens is called the troposphere.\n"
    assert cards_of(recall.enrich(noted(f"---\nlang: en\n---\n# The troposphere\n\n{fact}"))) == ()
    assert cards_of(recall.enrich(noted(f"---\nlang: en\n---\n# The sky\n\n{fact}"))) != ()


def test_a_question_with_two_answers_is_not_asked() -> None:
    table = "| Case | Article |\n|---|---|\n| Dative plural form | {} |\n| Genitive plural form | x |\n\n"
    assert asked(table.format("dem") + "And of another:\n\n" + table.format("einem")) == []
    assert ("On the matter – Dative plural form: article?", "dem") in asked(table.format("dem"))


def test_an_edited_answer_keeps_the_id_of_its_card() -> None:
    before, after = (
        {card.id for card in cards_of(recall.enrich(noted(f"## India\n\nThe upper house of India has {n} members.\n")))}
        for n in (245, 250)
    )
    assert before == after != set()


# --------------------------------------------------------------------------- the judged sample


@pytest.mark.parametrize("judged", SAMPLE, ids=lambda judged: judged["question"][:60])
def test_judged_questions_are_those_that_are_asked(judged):
    note = recall.enrich(parse(m.Source(judged["note"], judged["text"])))
    assert (judged["question"], judged["answer"]) in [(plain(c.front), text_of(c.back)) for c in cards_of(note)]


def test_nine_of_ten_pass_the_rubric():
    verdicts = [judged["verdict"] for judged in SAMPLE]
    assert len(SAMPLE) == len({judged["note"] + judged["question"] for judged in SAMPLE}) == 100
    assert set(verdicts) == {"pass", "fail"}
    assert verdicts.count("pass") >= 90
    assert all(judged["why"] for judged in SAMPLE)
