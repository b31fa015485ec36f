"""The library of known mnemonics, and which lists are recognised."""

from __future__ import annotations

import pytest

from pipeline.mnemonic import known
from pipeline.mnemonic.block import blocked
from pipeline.mnemonic.candidate import Wish
from pipeline.mnemonic.known import Known, recognise
from pipeline.mnemonic.verify import faults

ENTRIES = [known.read(*line) for line in known.load().lines]


def told(*items: str, ordered: bool = False) -> list[str]:
    return [c.text for c in recognise(Wish(items, ordered))]


def ids(entry: Known) -> str:
    return f"{entry.text} ({entry.topic})"


# --------------------------------------------------------------------------- the library


def test_the_library_is_large_and_no_entry_is_there_twice():
    assert len(ENTRIES) >= 300
    assert len({(e.text, e.items) for e in ENTRIES}) == len(ENTRIES)


@pytest.mark.parametrize("entry", ENTRIES, ids=ids)
def test_an_entry_has_a_piece_for_each_item_and_is_known_by_its_names(entry):
    assert len(entry.marks) == len(entry.items) >= 3
    assert entry.topic
    assert entry.field
    wish = Wish(tuple(names[0] for names in entry.items), entry.fixed)
    found = {c.text: c for c in recognise(wish)}
    assert list(faults(wish, found[entry.text])) == []


@pytest.mark.parametrize("entry", ENTRIES, ids=ids)
def test_an_entry_is_known_by_its_other_names(entry):
    items = tuple(names[-1] for names in entry.items)
    assert entry.text in told(*items, ordered=entry.fixed)


def test_what_fields_say_may_be_said():
    assert [e.text for e in ENTRIES if blocked(e.text, reviewed=True)] == []


# --------------------------------------------------------------------------- matching


def test_any_order_will_do_for_a_list_without_one():
    (found,) = recognise(Wish(("Threats", "Weaknesses", "Strengths", "Opportunities"), ordered=False))[:1]
    assert found.text in ("SWOT", "TOWS")
    assert {tie.letters: tie.item for tie in found.ties} == {"S": 2, "W": 1, "O": 3, "T": 0}


def test_an_order_that_was_given_is_kept():
    assert told("Strengths", "Weaknesses", "Opportunities", "Threats", ordered=True) == ["SWOT"]
    assert told("Weaknesses", "Strengths", "Opportunities", "Threats", ordered=True) == []


def test_of_two_orders_the_one_of_the_list_comes_first():
    layers = ("Physical", "Data link", "Network", "Transport", "Session", "Presentation", "Application")
    assert told(*layers)[0].startswith("Please")
    assert told(*layers[::-1])[0].startswith("All")


def test_letters_alone_say_nothing_without_their_order():
    assert told("F", "A", "C", "E") == ["FACE"]
    assert told("A", "C", "E", "F") == []


@pytest.mark.parametrize(
    "items",
    [
        ("Political factors", "Economic factors", "Social factors", "Technological factors"),
        ("Politics", "Economy", "Society", "Technology"),
        ("Technological developments", "The political system", "Socio-cultural trends", "Economic climate"),
    ],
)
def test_names_may_be_worded_otherwise(items):
    assert told(*items)[0] == "PEST"


def test_spellings_of_both_sides_of_the_ocean_are_one():
    assert told("Hemolysis", "Elevated liver enzymes", "Low platelets") == ["HELLP"]
    assert told("Labor", "Land", "Capital", "Entrepreneurship") == ["CELL"]


@pytest.mark.parametrize(
    "items",
    [
        ("Strengths", "Weaknesses", "Opportunities"),
        ("Strengths", "Weaknesses", "Opportunities", "Threats", "Actions"),
        ("Strengths", "Weaknesses", "Opportunities", "Costs"),
        ("Strengths", "Strengths", "Opportunities", "Threats"),
        ("Strengths of the team and the many things that it can do better than all others", "W", "O", "T"),
        ("Bread", "Milk", "Eggs", "Butter"),
    ],
)
def test_a_part_of_a_list_or_another_list_is_not_known(items):
    assert told(*items) == []


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("G7 Favourite JUICE", "France Germany Italy Japan Canada USA UK"),
        ("SEED", "Djibouti Eritrea Ethiopia Somalia"),
        ("Tea and BURGeR", "Bulgaria Georgia Romania Russia Türkiye Ukraine"),
        ("Beta Mange Car Scooter Baap Razi", "Beryllium Magnesium Calcium Strontium Barium Radium"),
        ("GYAN", "Poor Youth Farmers Women"),
        ("Rus ka FACE", "China France Russia UK US"),
    ],
)
def test_what_indian_students_say(text, items):
    assert told(*items.split())[0] == text


def test_the_letter_comes_from_the_word_that_has_it():
    (found,) = recognise(Wish(("Verbal", "Alert", "Unresponsive", "Responds to pain"), ordered=False))
    assert [(tie.letters, tie.item, tie.source) for tie in found.ties] == [
        ("A", 1, "Alert"),
        ("V", 0, "Verbal"),
        ("P", 3, "pain"),
        ("U", 2, "Unresponsive"),
    ]


def test_fillers_stand_for_nothing():
    (found,) = recognise(Wish(("Laos", "India", "Myanmar", "Cambodia", "Thailand", "Vietnam"), ordered=False))
    assert found.text == "LIMCA TV"
    assert "".join(tie.letters for tie in found.ties) == "LIMCTV"


def test_several_letters_may_stand_for_one_item():
    (found, *_) = recognise(Wish(("Sine", "Cosine", "Tangent"), ordered=True))
    assert [(tie.letters, found.text[slice(*tie.at)]) for tie in found.ties] == [(w, w) for w in ("SOH", "CAH", "TOA")]
