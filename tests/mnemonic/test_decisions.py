"""What `mnemonics.yml` decides: lists are known by their items, and what is accepted stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.mnemonic.candidate import Wish
from pipeline.mnemonic.decisions import Choice, Decisions
from pipeline.mnemonic.record import decisions, read
from pipeline.mnemonic.verify import faults
from pipeline.mnemonic.vocabulary import NOTHING
from pipeline.problem import Problem

LAKES = ("Erie", "Huron", "Michigan", "Ontario", "Superior")
HOMES = """\
- list: [Erie, Huron, Michigan, Ontario, Superior]
  use: HOMES
  proposals:
    - text: HOMES
      letters: [H Huron, O Ontario, M Michigan, E Erie, S Superior]
      grade: A
    - text: Some hens eat my onions
      letters: [S Superior, h Huron, e Erie, m Michigan, o Ontario]
      grade: B
      by: "lama:1"
"""


def decided(text: str, *words: str) -> Decisions:
    found, problems = decisions(text, *words)
    assert problems == ()
    return found


def told(text: str, *words: str) -> list[Problem]:
    return list(decisions(text, *words)[1])


def chosen(text: str, items: tuple[str, ...] = LAKES, *, ordered: bool = False) -> Choice | None:
    return decided(text).chosen(items, ordered)


def shown(choice: Choice | None, items: tuple[str, ...] = LAKES) -> list[str]:
    assert choice
    assert choice.mnemonic
    return [f"{tie.letters} {items[tie.item]}" for tie in choice.mnemonic.ties]


class TestAccepting:
    def test_gives_the_text_and_the_expansion_that_are_recorded(self):
        choice = chosen(HOMES)
        assert choice
        assert choice.mnemonic
        assert (choice.mnemonic.text, choice.origin) == ("HOMES", "generated")
        assert shown(choice) == ["H Huron", "O Ontario", "M Michigan", "E Erie", "S Superior"]
        assert list(faults(Wish(LAKES, False), choice.mnemonic)) == []

    def test_capitals_and_signs_do_not_matter(self):
        choice = chosen(HOMES.replace("use: HOMES", "use: some hens eat, my onions!"))
        assert choice
        assert choice.mnemonic
        assert choice.mnemonic.text == "Some hens eat my onions"

    def test_what_a_model_proposed_is_known_to_be_its(self):
        choice = chosen(HOMES.replace("use: HOMES", "use: Some hens eat my onions"))
        assert choice
        assert choice.origin == "llm"

    def test_nothing_behind_it_decides_nothing(self):
        for nothing in ("use:", "use: ~", "use: ''", "use: null", ""):
            found = decided(HOMES.replace("use: HOMES", nothing).replace("  \n", ""))
            assert found.chosen(LAKES, False) is None
            assert found.knows(LAKES, False)

    @pytest.mark.parametrize(
        "items",
        [
            LAKES[::-1],
            ("Lake Erie", "Huron", "Michigan", "Ontario", "Superior"),
            ("Erie", "the Huron", "michigan", "Ontario", "Superior (the largest)"),
        ],
    )
    def test_lists_are_known_by_their_items(self, items):
        assert shown(chosen(HOMES, items), items) == [
            f"{letter} {next(i for i in items if name in i.title())}"
            for letter, name in zip("HOMES", ("Huron", "Ontario", "Michigan", "Erie", "Superior"), strict=True)
        ]

    @pytest.mark.parametrize("items", [LAKES[:4], (*LAKES, "Baikal"), (*LAKES[:4], "Baikal"), (), ("Erie",) * 5])
    def test_other_lists_are_other_lists(self, items):
        assert chosen(HOMES, items) is None

    def test_an_item_of_the_file_may_be_reworded_under_its_proposals(self):
        assert shown(chosen(HOMES.replace("[Erie, Huron", "[Lake Erie, Huron")))[3] == "E Erie"

    def test_an_order_is_kept(self):
        text = "- list: [Plan, Do, Check, Act]\n  ordered: yes\n  use: PDCA\n  proposals: [{text: PDCA}]\n"
        steps = ("Plan", "Do", "Check", "Act")
        assert shown(chosen(text, steps, ordered=True), steps) == ["P Plan", "D Do", "C Check", "A Act"]
        assert chosen(text, steps[::-1], ordered=True) is None
        assert chosen(text, steps[::-1], ordered=False) is not None

    def test_a_word_for_a_free_list_does_not_do_for_one_in_order(self):
        assert chosen(HOMES, LAKES, ordered=True) is None
        in_order = ("Huron", "Ontario", "Michigan", "Erie", "Superior")
        assert chosen(HOMES, in_order, ordered=True) is not None

    def test_the_nearest_of_two_lists_counts(self):
        near = HOMES + "- list: [Erie, Huron, Michigan, Ontario, Lake Superior]\n  use: none\n"
        assert chosen(near, (*LAKES[:4], "Lake Superior")) == Choice(None, "author")
        assert shown(chosen(near))[0] == "H Huron"

    def test_two_items_may_have_one_name(self):
        text = "- list: [Go, Stop, Go]\n  use: GSG\n  proposals: [{text: GSG, letters: [G Go, S Stop, G Go]}]\n"
        items = ("Go", "Stop", "Go")
        assert shown(chosen(text, items), items) == ["G Go", "S Stop", "G Go"]


class TestEditing:
    def test_gives_the_author_s_words_with_their_letters(self):
        choice = chosen("- list: [Erie, Huron, Michigan, Ontario, Superior]\n  use: Super man helps every one\n")
        assert choice
        assert choice.origin == "author"
        assert shown(choice) == ["S Superior", "m Michigan", "h Huron", "e Erie", "o Ontario"]

    @pytest.mark.parametrize(("own", "missing"), [("HOMER", "“Superior”"), ("HOME", "“Superior”"), ("Xyz", "“Erie”, ")])
    def test_a_missing_item_is_named_at_its_place(self, own, missing):
        (problem,) = told(f"- list: [Erie, Huron, Michigan, Ontario, Superior]\n  use: {own}\n")
        assert (problem.path, problem.line, problem.column) == ("mnemonics.yml", 2, 8)
        assert (problem.severity, problem.code) == ("warning", "mnemonic-mismatch")
        assert missing in problem.message
        assert problem.hint

    def test_it_is_printed_all_the_same(self):
        found, _ = decisions("- list: [Erie, Huron, Michigan, Ontario, Superior]\n  use: HOMER\n")
        choice = found.chosen(LAKES, False)
        assert choice
        assert choice.mnemonic
        assert choice.mnemonic.text == "HOMER"
        assert shown(choice) == ["H Huron", "O Ontario", "M Michigan", "E Erie"]

    def test_a_rhyme_is_not_held_to_letters(self):
        text = "- list: [Erie, Huron, Michigan]\n  use: A rhyme that names the lakes from west to east\n"
        assert told(text) == []
        assert shown(chosen(text, LAKES[:3])) == []


class TestForbidding:
    def test_none_is_none(self):
        assert chosen("- list: [Erie, Huron, Michigan, Ontario, Superior]\n  use: none\n") == Choice(None, "author")

    def test_the_word_none_may_be_a_mnemonic(self):
        items = ("Neon", "Oxygen", "Nickel", "Erbium")
        text = "- list: [Neon, Oxygen, Nickel, Erbium]\n  use: NONE\n  proposals: [{text: NONE}]\n"
        assert shown(chosen(text, items), items)[0] == "N Neon"
        assert chosen(text.replace("use: NONE", "use: none"), items) == Choice(None, "author")


FAULTS = [
    ("- list: [a, b\n", "error", 2, 1, "expected"),
    ("lists: x\n", "error", 1, 1, "holds no lists"),
    ("- none\n", "error", 1, 3, "an entry is expected"),
    ("- use: none\n", "error", 1, 3, "names no list"),
    ("- list: Erie\n", "error", 1, 9, "a list is expected"),
    ("- list: [Erie]\n", "error", 1, 9, "two items"),
    ("- list: [Erie, [a]]\n", "error", 1, 16, "one line of text"),
    ("- list: [Erie, Huron]\n  uses: none\n", "error", 2, 3, "no “uses”"),
    ("- list: [Erie, Huron]\n  use: none\n  use: HE\n", "error", 3, 3, "stands here twice"),
    ("- list: [Erie, Huron]\n- list: [Huron, Erie]\n", "warning", 2, 9, "in line 1"),
    ("- list: [Erie, Huron]\n  proposals: HE\n", "error", 2, 14, "proposals are a list"),
    ("- list: [Erie, Huron]\n  proposals:\n  - grade: A\n", "error", 3, 5, "has no text"),
    ("- list: [Erie, Huron]\n  proposals:\n  - {text: HE, letters: [H Huron]}\n", "error", 3, 25, "every item"),
    ("- list: [Erie, Huron]\n  proposals:\n  - {text: HE, letters: [X Huron, E Erie]}\n", "error", 3, 25, "every item"),
    ("- list: &a [b, c]\n- list: *z\n", "error", 2, 9, "alias"),
    ("[" * 20 + "]" * 20, "error", 1, 9, "nested"),
    ("a\x07b", "error", 0, 0, "character"),
]


@pytest.mark.parametrize(("text", "severity", "line", "column", "said"), FAULTS)
def test_a_fault_has_a_place(text, severity, line, column, said):
    (problem,) = told(text)
    assert (problem.severity, problem.line, problem.column, problem.code) == (severity, line, column, "mnemonics-file")
    assert said in problem.message


def test_a_slip_is_hinted_at():
    assert told("- list: [Erie, Huron]\n  uses: none\n")[0].hint == "did you mean “use”?"


def test_a_fault_costs_its_entry_only():
    found, problems = decisions("- list: [x]\n" + HOMES)
    assert len(problems) == 1
    assert found.chosen(LAKES, False)


@pytest.mark.parametrize("nothing", ["", "# words\n", "~\n", "[]\n"])
def test_an_empty_file_says_nothing(nothing):
    assert decided(nothing).entries == ()


def test_a_refused_word_is_not_shown_whoever_chose_it():
    found, (problem,) = decisions(HOMES, "", "homes\n")
    assert found.chosen(LAKES, False) is None
    assert (problem.line, "blocklist.txt" in problem.message) == (2, True)


@given(st.text(alphabet="-[]{}: listueropaHE,\n\"'&*#|>\t~", max_size=120))
def test_any_text_gives_entries_or_problems(text):
    found = read(text, NOTHING)
    assert found.whole or found.problems
    assert all(len(entry.items) >= 2 for entry in found.entries)
