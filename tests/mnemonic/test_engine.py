"""What the engine finds for a list of items, and what holds for everything it finds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.mnemonic import coin, lexicon
from pipeline.mnemonic.block import blocked
from pipeline.mnemonic.candidate import Candidate, Wish
from pipeline.mnemonic.engine import candidates, printable
from pipeline.mnemonic.keys import keys_of
from pipeline.mnemonic.words import letters_of

ROOT = Path(__file__).parents[2]
LISTS = [json.loads(line) for line in Path(__file__).with_name("lists.jsonl").read_text(encoding="utf-8").splitlines()]
WORDS = lexicon.load()
NOUNS = [w for w, s, z in zip(WORDS.words, WORDS.sort, WORDS.zipf, strict=True) if s & lexicon.NOUN and z > 35]
ITEMS = sorted({item for each in LISTS for item in each["items"]})

items = st.lists(st.sampled_from(ITEMS) | st.sampled_from(NOUNS), min_size=3, max_size=12, unique=True)
wishes = st.builds(lambda found, ordered: Wish(tuple(found), ordered), items, st.booleans())


def found(*labels: str, ordered: bool = False, top: int = 5) -> tuple[Candidate, ...]:
    return candidates(Wish(labels, ordered), library=False, top=top)


def texts(*labels: str, ordered: bool = False, top: int = 5) -> list[str]:
    return [c.text for c in found(*labels, ordered=ordered, top=top)]


# --------------------------------------------------------------------------- what is found


def test_one_word_in_any_order():
    best = found("Erie", "Huron", "Michigan", "Ontario", "Superior")[0]
    assert (best.text, best.kind, best.grade) == ("HOMES", "word", "A")
    assert [(tie.item, tie.letters, tie.at, tie.source) for tie in best.ties[:2]] == [
        (1, "H", (0, 1), "Huron"),
        (3, "O", (1, 2), "Ontario"),
    ]


def test_a_fixed_order_is_kept():
    assert texts("Rest", "Ice", "Compression", "Elevation", ordered=True)[0] == "RICE"
    assert "RICE" not in texts("Ice", "Rest", "Compression", "Elevation", ordered=True, top=50)


def test_the_head_noun_or_a_name_s_initials_may_lend_the_letter():
    best = found("Defence partnership", "Economic ties", "Energy", "Space", "International standing", "Cultural ties")[
        0
    ]
    assert best.text == "PIECES"
    assert best.ties[0].source == "partnership"


def test_the_initials_of_a_name_are_a_key():
    assert ("sa", "Saudi Arabia") in {(key.letters, key.source) for key in keys_of(["Saudi Arabia"])[0]}


def test_two_words():
    first = found("Defects", "Inventory", "Motion", "Overwork", "Overflow", "Transport", "Waiting")[0]
    assert (first.kind, first.grade) == ("two", "B")
    assert len(first.text.split()) == 2


@pytest.mark.parametrize(
    ("labels", "text"),
    [
        (("Parentheses", "Exponents", "Multiplication", "Division", "Addition", "Subtraction"), "PEMDAS"),
        (("Assessment", "Diagnosis", "Planning", "Implementation", "Evaluation"), "ADPIE"),
    ],
)
def test_initials_in_order_that_can_be_said(labels, text):
    best = found(*labels, ordered=True)[0]
    assert (best.text, best.kind, best.grade) == (text, "made-up", "A")


def test_a_made_up_word_for_a_free_list_is_shown_to_nobody():
    every = found("Accountable", "Consulted", "Informed", "Responsible", top=50)
    assert {c.grade for c in every if c.kind == "made-up"} == {"hidden"}


def test_letters_that_follow_the_alphabet():
    labels = ("Quality", "Onset", "Provocation", "Severity", "Radiation", "Time")
    assert texts(*labels)[0] == "OPQRST"


def test_plain_initials_of_many_items_come_last():
    every = found("Justice", "Liberty", "Equality", "Fraternity", "Law", "Rights", ordered=True, top=50)
    assert (every[-1].text, every[-1].grade) == ("JLEFLR", "hidden")


def test_a_shared_first_word_lends_nothing():
    assert {tie.source for c in found("Vitamin A", "Vitamin D", "Vitamin E", "Vitamin K") for tie in c.ties} == set(
        "ADEK"
    )


def test_items_of_one_letter_and_numbers_have_keys():
    assert texts("F", "A", "C", "E", ordered=True)[0] == "FACE"
    assert keys_of(["2FA", "G20", "7 seas"])[0][0].letters == "t"
    assert keys_of(["2FA", "G20", "7 seas"])[1][0].letters == "g"


def test_x_may_stand_for_ex():
    assert "x" in {key.letters for key in keys_of(["Extraversion"])[0]}


@pytest.mark.parametrize(
    "labels", [(), ("One", "Two"), ("दिल्ली", "मुंबई", "चेन्नई"), ("3", "", "."), tuple("abcdefghijklmnopqr")]
)
def test_a_list_that_cannot_be_spelt_gets_none(labels):
    assert found(*labels) == ()


def test_letters_that_tell_nothing_apart_are_not_printed():
    every = found("Bees", "Bears", "Birds", "Goats", "Boars", ordered=True, top=50)
    assert [c.text for c in every if c.grade == "A"] == []


def test_people_s_own_words_are_found():
    """The floor is lower than what is reached, so that a better word may win where it deserves to."""
    spelt = [e for e in LISTS if e["type"] in {"real_word", "pronounceable", "multiword", "letters"}]
    first = first_five = 0
    for each in spelt:
        told = [letters_of(text) for text in texts(*each["items"], ordered=bool(each["ordered"]))]
        wanted = {letters_of(text) for text in each["human"]}
        first += bool(told) and told[0] in wanted
        first_five += not wanted.isdisjoint(told)
    assert first / len(spelt) >= 0.55
    assert first_five / len(spelt) >= 0.7


# --------------------------------------------------------------------------- what always holds


@pytest.mark.parametrize("text", ["VUCA", "HIPPCO", "FITT", "SWOT", "MRS GREN", "Rude owls", "A"])
def test_texts_that_are_said_in_words(text):
    assert coin.spoken(text)


@pytest.mark.parametrize("text", ["JLEF", "PMATC", "LPG", "ABCDE"])
def test_letters_that_are_said_one_by_one(text):
    assert not coin.spoken(text)


def letters_in(candidate: Candidate) -> str:
    if candidate.kind.startswith("acrostic"):
        return "".join(candidate.text[tie.at[0]] for tie in candidate.ties)
    return candidate.text.replace(" ", "")


@settings(max_examples=80, deadline=None)
@given(wishes)
def test_every_item_once_and_every_letter_for_an_item(wish):
    for each in candidates(wish, library=False, top=20):
        told = [tie.item for tie in each.ties]
        assert sorted(told) == list(range(len(wish.items)))
        assert not wish.ordered or told == sorted(told)
        if not each.kind.startswith("acrostic"):
            assert "".join(tie.letters for tie in each.ties) == letters_in(each)
        for tie in each.ties:
            assert each.text[slice(*tie.at)].casefold() == tie.letters.casefold()
            assert tie.source in wish.items[tie.item]


@settings(max_examples=150, deadline=None)
@given(wishes)
def test_nothing_offensive(wish):
    assert [c.text for c in candidates(wish, library=False, top=20) if blocked(c.text)] == []


@settings(max_examples=50, deadline=None)
@given(wishes)
def test_better_ones_come_first(wish):
    ranks = [(c.grade == "hidden", c.cost) for c in candidates(wish, library=False, top=20)]
    assert ranks == sorted(ranks)


@settings(max_examples=50, deadline=None)
@given(wishes)
def test_what_may_be_printed_is_the_same_when_nothing_else_is_looked_for(wish):
    fit = [c.text for c in candidates(wish, library=False, top=20) if c.grade == "A"]
    told = [c.text for c in printable(wish)]
    assert told[: len(fit)] == fit
    assert bool(told) == bool(fit)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=12), min_size=3, max_size=8), st.booleans())
def test_any_text_is_a_list(labels, ordered):
    for each in candidates(Wish(tuple(labels), ordered), library=False):
        assert sorted(tie.item for tie in each.ties) == list(range(len(labels)))


def test_the_same_in_every_process():
    script = (
        "import hashlib, json; from pipeline.mnemonic.engine import candidates\n"
        "from pipeline.mnemonic.candidate import Wish\n"
        "lists = [json.loads(line) for line in open('tests/mnemonic/lists.jsonl', encoding='utf-8')]\n"
        "found = [candidates(Wish(tuple(e['items']), bool(e['ordered']))) for e in lists]\n"
        "print(hashlib.sha256(repr(found).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(digests) == 1


def test_long_lists_of_long_items_end():
    labels = [f"{a} {b} {c}" for a, b, c in zip(NOUNS[::500], NOUNS[1::500], NOUNS[2::500], strict=False)][:8]
    assert found(*labels)


# --------------------------------------------------------------------------- the parts


@pytest.mark.parametrize("word", ["bodmas", "sostac", "vuca", "dabda", "tarik", "brics"])
def test_words_that_can_be_said(word):
    effort = coin.effort(word)
    assert effort is not None
    assert effort < 0.5


@pytest.mark.parametrize("word", ["jlef", "drabc", "pdca", "bcd", "a" * 9 + "bcdf"])
def test_words_that_cannot(word):
    assert coin.effort(word) is None


def test_the_lexicon_is_small_sorted_and_clean():
    packed = (files("pipeline.mnemonic") / "data" / lexicon.FILE).read_bytes()
    assert len(packed) < 400_000
    assert WORDS.words == sorted(set(WORDS.words))
    assert {len(WORDS.words)} == {len(WORDS.zipf), len(WORDS.picture), len(WORDS.sort)}
    assert [w for w in WORDS.words if blocked(w)] == []
