"""What a language model says is read kindly and believed never."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.mnemonic import foreign
from pipeline.mnemonic.candidate import Candidate, Wish
from pipeline.mnemonic.engine import candidates
from pipeline.mnemonic.verify import sound
from tests.fake_model import offered

TOOLS = Wish(("Zeal", "Effort", "Balance", "Rest", "Ardour"), ordered=False)
ZEBRA = ["Z Zeal", "E Effort", "B Balance", "R Rest", "A Ardour"]
GOOD = offered(("ZEBRA", ZEBRA))


def proved(answer: str, wish: Wish = TOOLS) -> list[str]:
    """The texts of an answer that pass the verifier, as all do before anyone sees them."""
    return [c.text for c in foreign.candidates(wish, answer) or () if sound(wish, c)]


def best(answer: str, wish: Wish = TOOLS) -> Candidate:
    (found,) = foreign.candidates(wish, answer) or ()
    assert sound(wish, found)
    return found


@pytest.mark.parametrize(
    "answer",
    [
        GOOD,
        f"```json\n{GOOD}\n```",
        f"Certainly! Here are [4] good ones {{as asked}}:\n\n{GOOD}\n\nI hope this helps :-}}",
        f"<think>Maybe {{}} or [1, 2]? Or {offered(('BRAZE', ['B Balance']))}</think>\n{GOOD}",
        f"thinking without a beginning</think>{GOOD}",
        json.dumps(json.loads(GOOD)["candidates"]),
        json.dumps({"candidates": [{"text": "zebra"}]}),
        offered((" “Zebra.” ", ["z zeal", "e EFFORT", "b Balance", "r Rest", "a Ardour"])),
        offered(("ZEBRA", ["E Effort", "Z Zeal", "A Ardour", "B Balance", "R Rest"])),
    ],
    ids=["plain", "fenced", "chatty", "thoughtful", "half-thought", "bare", "untold", "small", "in-the-list-s-order"],
)
def test_a_good_answer_is_found_in_its_wrapping(answer):
    found = best(answer)
    assert (found.text, found.kind, found.grade) == ("ZEBRA", "word", "A")
    assert [TOOLS.items[tie.item] for tie in found.ties] == ["Zeal", "Effort", "Balance", "Rest", "Ardour"]


@pytest.mark.parametrize(
    ("text", "expansion"),
    [
        ("ZEBRA", ["Z Zeal", "E Effort", "B Balance", "R Rest"]),
        ("ZEBR", ZEBRA),
        ("ZEBRAS", ZEBRA),
        ("ZEBRA", [*ZEBRA[:4], "A Zeal"]),
        ("ZEBRA", [*ZEBRA[:4], "A Apathy"]),
        ("ZEBRX", [*ZEBRA[:4], "X Ardour"]),
        ("ZEBRA", ["Z Zeal", "E Effort", "B Rest", "R Balance", "A Ardour"]),
        ("Zebras eat blue red apples today", ZEBRA),
        ("zq ebr a", ZEBRA),
        ("<b>ZEBRA</b>", ZEBRA),
        ("ZEBRA " * 60, ZEBRA),
        ("", ZEBRA),
    ],
)
def test_a_wrong_one_is_not_shown(text, expansion):
    assert proved(offered((text, expansion), ("ZEBRA", ZEBRA))) == ["ZEBRA"]


def test_nothing_offensive_passes():
    wish = Wish(("Salt", "Honey", "Ice", "Tea"), ordered=False)
    said = ["S Salt", "H Honey", "I Ice", "T Tea"]
    fair = ["S Salt", "T Tea", "I Ice", "H Honey"]
    answer = offered(("SHIT", said), ("Some horses iron things", said), ("Sad tigers ice hats", fair))
    assert proved(answer, wish) == ["Sad tigers ice hats"]


def test_what_we_found_ourselves_is_ours():
    more = foreign.candidates(TOOLS, GOOD)
    assert more
    found = candidates(TOOLS, library=False, top=50, more=more)
    assert [c is more[0] for c in found if c.text == "ZEBRA"] == [False]


def test_an_order_must_be_kept():
    assert proved(GOOD, Wish(TOOLS.items, ordered=True)) == ["ZEBRA"]
    assert proved(GOOD, Wish(TOOLS.items[::-1], ordered=True)) == []


def test_a_sentence_is_weighed_like_ours():
    found = best(offered(("zebras eat big red apples", ["z Zeal", "e Effort", "b Balance", "r Rest", "a Ardour"])))
    assert (found.text, found.kind, found.grade) == ("Zebras eat big red apples", "acrostic", "B")


def test_a_sentence_of_words_that_nobody_knows_is_left_out():
    assert (
        proved(offered(("zzyzx eats bxx red apples", ["z Zeal", "e Effort", "b Balance", "r Rest", "a Ardour"]))) == []
    )


@pytest.mark.parametrize(
    "answer", ["", "No.", "{}", "[]", "{" * 3000, '{"candidates": "none"}', "<think>", '["ZEBRA"]']
)
def test_what_is_no_answer_is_none(answer):
    assert foreign.candidates(TOOLS, answer) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.sampled_from(["ZEBRA", *TOOLS.items]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["text", "item", "letters", "expansion"]), inner)
    ),
    max_leaves=12,
)


@given(st.lists(JSON, max_size=4))
def test_whatever_it_says_only_what_is_proved_is_shown(told):
    found = foreign.candidates(TOOLS, json.dumps({"candidates": told}))
    assert found is not None
    shown = candidates(TOOLS, library=False, top=50, more=found)
    assert all(sound(TOOLS, each) for each in shown)


def test_the_question_holds_the_list_and_what_is_wanted():
    rules, asked = foreign.question(Wish(("नमक", "Ice", "Tea"), ordered=True, topic="kitchen"))
    assert "Keep the order" in rules["content"]
    assert json.loads(asked["content"]) == {"items": ["नमक", "Ice", "Tea"], "ordered": True, "topic": "kitchen"}
