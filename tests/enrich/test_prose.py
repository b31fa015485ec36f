"""Trees of unstructured text: which sentences speak, and for which others. The articles are ours."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.enrich.mindmap.prose import Sentence, Thought, key_sentences, sentences, thoughts, tree

PHOTOSYNTHESIS = (
    "Photosynthesis turns the energy of light into sugar. It takes place in chloroplasts. Its pigment is chlorophyll.",
    "The light reactions split water and release oxygen. They run in the thylakoids and charge ATP and NADPH.",
    "Robin Hill showed in 1937 that leaves give off oxygen without carbon dioxide.",
    '"The oxygen comes from water," textbooks have said ever since.',
    "The Calvin cycle fixes carbon dioxide in the stroma. Rubisco, its enzyme, fills the leaf.",
)
MONSOON = (
    "The monsoon is a wind that turns with the season.",
    "Why it turns",
    "Land warms faster than the sea. By May the air over Rajasthan rises and draws in moist air from the ocean.",
    "The Himalaya keeps the cold air of Asia away.",
    "Its two branches",
    "The Arabian Sea branch reaches Kerala about 1 June. The Western Ghats make it shed its rain.",
    "The Bay of Bengal branch turns west along the Ganga plain.",
)
HINDI = (
    "मानसून एक मौसमी पवन है। यह जून में केरल पहुँचता है।",
    "भारत की तीन-चौथाई वर्षा इसी से होती है। खेती इस पर टिकी है।",
    "पश्चिमी घाट इसे रोकता है।",
)


def outline(found: tuple[Thought, ...], depth: int = 0) -> list[str]:
    return [
        line
        for thought in found
        for line in ("  " * depth + " ".join(thought.sentence.text.split()[:3]), *outline(thought.thoughts, depth + 1))
    ]


def test_a_paragraph_belongs_to_its_opening_and_speech_to_what_came_before() -> None:
    assert outline(thoughts(PHOTOSYNTHESIS)) == [
        "Photosynthesis turns the",
        "  It takes place",
        "  Its pigment is",
        "The light reactions",
        "  They run in",
        "Robin Hill showed",
        '  "The oxygen comes',
        "The Calvin cycle",
        "  Rubisco, its enzyme,",
    ]


def test_short_lines_without_a_stop_are_headings() -> None:
    assert outline(thoughts(MONSOON)) == [
        "The monsoon is",
        "Why it turns",
        "  Land warms faster",
        "    By May the",
        "  The Himalaya keeps",
        "Its two branches",
        "  The Arabian Sea",
        "    The Western Ghats",
        "  The Bay of",
    ]


def test_hindi() -> None:
    assert outline(thoughts(HINDI)) == [
        "मानसून एक मौसमी",
        "  यह जून में",
        "भारत की तीन-चौथाई",
        "  खेती इस पर",
        "पश्चिमी घाट इसे",
    ]


def test_key_sentences_open_the_text_and_its_paragraphs() -> None:
    found = sentences(PHOTOSYNTHESIS)
    assert [(s.paragraph, s.place) for s in key_sentences(found, 1)] == [(0, 0)]
    assert [(s.paragraph, s.place) for s in key_sentences(found, 4)] == [(0, 0), (0, 1), (1, 0), (2, 0)]
    assert key_sentences(found, 99) == found


def test_a_tree_has_the_lead_for_its_root() -> None:
    assert tree(sentences(PHOTOSYNTHESIS)) == (-1, 0, 0, 0, 3, 0, 5, 0, 7)
    assert tree(sentences(MONSOON)) == (-1, 0, 1, 2, 1, 0, 5, 6, 5)
    assert tree(()) == ()


def test_speech_that_opens_a_text_speaks_for_itself() -> None:
    assert tree(sentences(("“Rain!”", "It came in June.", "“At last,” they said."))) == (-1, 0, 1)


def test_a_formula_or_a_row_of_signs_is_no_heading() -> None:
    found = sentences(("Force is mass times acceleration.", "\ufffc", "* * *", "Newton wrote so in 1687."))
    assert [s.heads for s in found] == [False] * 4
    assert tree(found) == (-1, 0, 0, 0)


def test_a_short_line_of_several_sentences_is_no_heading() -> None:
    assert [s.heads for s in sentences(("Why? Because it is warm", "How does it turn?"))] == [False, False, True]


# --------------------------------------------------------------------------- laws

TEXTS = st.lists(
    st.sampled_from(
        [
            "It rains.",
            "“Rain,” she said.",
            "Causes",
            "What now?",
            "It rains. It pours. The old man snores.",
            "वर्षा होती है।",
        ]
    ),
    max_size=12,
)


@given(TEXTS)
def test_a_tree_has_one_root_and_parents_first(texts: list[str]) -> None:
    parents = tree(sentences(texts))
    assert parents.count(-1) == bool(texts)
    assert all(parent < i for i, parent in enumerate(parents))


@given(TEXTS, st.integers(0, 30))
def test_as_many_key_sentences_as_asked_for_in_order(texts: list[str], count: int) -> None:
    found = sentences(texts)
    chosen = key_sentences(found, count)
    assert len(chosen) == min(count, len(found))
    assert list(chosen) == sorted(chosen, key=lambda s: (s.paragraph, s.place))
    assert set(chosen) <= set(found)
    assert chosen[:1] == found[: min(count, 1)]
    assert tree(chosen) == tree(key_sentences(sentences(texts), count))


@given(TEXTS)
def test_fewer_key_sentences_are_among_more(texts: list[str]) -> None:
    found = sentences(texts)
    for count in range(len(found)):
        assert set(key_sentences(found, count)) <= set(key_sentences(found, count + 1))


@given(TEXTS)
def test_thoughts_hold_every_sentence_once_in_order(texts: list[str]) -> None:
    def flat(found: tuple[Thought, ...]) -> list[Sentence]:
        return [s for thought in found for s in (thought.sentence, *flat(thought.thoughts))]

    assert flat(thoughts(texts)) == list(sentences(texts))
