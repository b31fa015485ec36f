"""Which lists of a note get a mnemonic, told in Markdown."""

from __future__ import annotations

import pytest

from pipeline import model as m
from pipeline.enrich.mnemonics import enrich, lists
from pipeline.syntax import parse
from pipeline.text import plain


def note(text: str) -> m.Note:
    return parse(m.Source("n.md", text))


def told(text: str) -> list[str]:
    """The mnemonics of a note."""
    boxes = [aid.blocks[0] for aid in enrich(note(text)).aids]
    firsts = [box.blocks[0] for box in boxes if isinstance(box, m.Div)]
    return [plain(first.inlines) for first in firsts if isinstance(first, m.Paragraph)]


def labels(text: str) -> list[tuple[str, ...]]:
    return [listed.wish.items for _, listed in lists(note(text))]


TABLE = """
| Cause | What happens |
|---|---|
| Deficits | spending |
| Investment | a boom |
| Money | credit |
| Exports | less is left |
"""
HEADINGS = "\n".join(f"### {name}\n\nWords." for name in ("Posture of Russia", "Arms: less", "Closeness", "Trade"))
STEPS = "1. Depth\n2. Interest\n3. Regularity\n4. Trust\n"


class TestWhere:
    def test_in_a_list_that_is_announced(self):
        assert told("## Why\n\nFour reasons stand out:\n\n- Depth\n- Interest\n- Regularity\n- Trust\n") == ["DIRT"]

    def test_not_in_one_that_is_not(self):
        assert told("## Why\n\nSee for yourself.\n\n- Depth\n- Interest\n- Regularity\n- Trust\n") == []

    def test_in_the_first_column_of_a_table(self):
        assert told("## Why prices rise\n" + TABLE) == ["DIME"]

    def test_not_in_the_points_of_a_comparison(self):
        assert told("## Kinds of rise\n" + TABLE.replace("Cause", "Feature")) == []

    def test_not_in_a_table_that_keeps_a_record(self):
        assert told("## Illness\n" + TABLE.replace("Cause", "Disease")) == []

    def test_not_in_a_list_explained_by_code(self):
        items = ("Depth", "Interest", "Regularity", "Trust")
        assert told("## Four reasons\n\n" + "".join(f"- **{item}**: as it is\n" for item in items)) == ["DIRT"]
        assert told("## Four reasons\n\n" + "".join(f"- **{item}**: `{item}()`\n" for item in items)) == []

    def test_not_below_a_question(self):
        assert told("## Tools of trade\n\n- Depth\n- Interest\n- Regularity\n- Trust\n") == ["DIRT"]
        assert told("## Tools: why?\n\n- Depth\n- Interest\n- Regularity\n- Trust\n") == []

    def test_not_below_a_heading_that_names_two_of_them(self):
        assert told("## Depths and interest\n\n- Depth\n- Interest\n- Regularity\n- Trust\n") == []

    def test_inside_an_item_a_plural_announces_nothing(self):
        inner = "".join(f"  - {item}\n" for item in ("Depth", "Interest", "Regularity", "Trust"))
        assert told("## On ties\n\n- Four causes\n" + inner) == ["DIRT"]
        assert told("## On ties\n\n- Bonds\n" + inner) == []

    def test_in_a_sentence_that_counts_its_things(self):
        assert told("## Prices\n\nIt has four causes: deficits, investment, money and exports.") == ["DIME"]

    def test_not_in_a_sentence_that_counts_others(self):
        assert told("## Prices\n\nIt has two causes: deficits, investment, money and exports go up.") == []

    def test_in_the_lines_of_a_list(self):
        assert told("## Prices\n\n- Causes: deficits, investment, money, exports\n- Remedies\n") == ["DIME"]

    def test_in_headings_that_are_counted(self):
        assert told(f"## What weakened it\n\nFour causes stand out.\n\n{HEADINGS}") == ["PACT"]

    def test_not_in_headings_that_are_not(self):
        assert told(f"## What weakened it\n\nWords.\n\n{HEADINGS}") == []

    def test_in_a_list_inside_an_item(self):
        assert told("## Prices\n\n- Causes\n    - Deficits\n    - Investment\n    - Money\n    - Exports\n") == ["DIME"]

    def test_once_where_the_same_is_told_twice(self):
        items = "- Deficits\n- Investment\n- Money\n- Exports\n"
        assert told(f"## Causes\n\n{items}\n## Causes again\n{TABLE}") == ["DIME"]

    def test_once_in_a_section(self):
        items = "- Deficits\n- Investment\n- Money\n- Exports\n"
        assert len(told(f"## Causes\n\n{items}\nFour causes:\n\n- Depth\n- Interest\n- Regularity\n- Trust\n")) == 1

    def test_not_where_the_note_says_it_already(self):
        assert (
            told("## Forums\n\n- **BRICS**: Brazil, Russia, India, China and South Africa.\n- **SCO**: a club.\n") == []
        )

    @pytest.mark.parametrize(
        "text",
        [
            "## Quiz\n\n- A. Depth\n- B. Interest\n- C. Regularity\n- D. Trust\n",
            "## Kinds\n\n- Depth\n- Interest\n- Regularity\n- Other kinds\n",
            "## Layers\n\nFour layers:\n\n- Horizon A\n- Horizon B\n- Horizon C\n- Horizon D\n",
            "## Functions\n\n- drawLine\n- insertPoint\n- removeLine\n- turnPage\n",
            "## Reasons\n\n- Depth of it\n- Interest in things\n- Regularity with which they come\n- Trust\n",
            "## Useful links\n\n- [Depth](a.md)\n- [Interest](b.md)\n- [Regularity](c.md)\n- [Trust](d.md)\n",
        ],
    )
    def test_not_for_what_is_no_set(self, text):
        assert told(text) == []


class TestLabels:
    @pytest.mark.parametrize(
        ("item", "label"),
        [
            ("**Depth** of the talks and much more to say here", "Depth"),
            ("Depth: what is under it", "Depth"),
            ("Depth – what is under it", "Depth"),
            ("Depth (in metres)", "Depth"),
            ("So much for the ==depth== of things in general", "depth"),
            ("Identify the index and the base year", "Identify the index"),
            ("The depth of water was never measured", "depth of water"),
        ],
    )
    def test_of_an_item(self, item, label):
        assert labels(f"- {item}\n- {item} a\n- {item} b\n")[0][0] == label

    def test_are_never_cut_short(self):
        assert labels("- It was a dark and stormy night\n" * 3) == []


class TestOrder:
    @pytest.mark.parametrize(
        ("text", "ordered"),
        [
            (f"## Talks\n\n{STEPS}", True),
            (f"## Causes\n\n{STEPS}", False),
            (f"## Talks\n\nSteps fall into four groups:\n\n{STEPS}", False),
            (f"## Causes\n\nLearn them in this order:\n\n{STEPS}", True),
            (f"## Talks\n\n%% unordered %%\n{STEPS}", False),
            ("## Steps of a plan\n\n- Depth\n- Interest\n- Trust\n", True),
            ("## Talks\n\n- Depth\n- Interest\n- Trust\n", False),
            ("## Talks\n\n%% ordered %%\n\nThese are they:\n\n- Depth\n- Interest\n- Trust\n", True),
            ("## Talks\n\n- Depth\n- Interest\n- Trust\n\n%% ordered %%\n", True),
            ("## Talks\n\n- Depth: 1901\n- Interest: 1905\n- Trust: 1911\n", True),
            ("## Talks\n\n- Depth: 1911\n- Interest: 1905\n- Trust: 1901\n", False),
        ],
    )
    def test_is_in_numbers_words_dates_and_what_the_author_says(self, text, ordered):
        ((_, listed),) = lists(note(text))
        assert listed.wish.ordered is ordered

    def test_none_where_the_author_wants_none(self):
        assert told("## Reasons\n\n<!-- mnemonic: off -->\n\n- Depth\n- Interest\n- Regularity\n- Trust\n") == []

    def test_a_sentence_is_for_a_true_order_only(self):
        steps = "1. Evaporation\n2. Condensation\n3. Precipitation\n4. Collection\n"
        assert len(told(f"## Stages of the cycle\n\n{steps}")) == 1
        assert told(f"## Water\n\n{steps}") == []


def test_the_author_s_letters_are_held_to_a_table_too():
    table = "## Causes\n" + TABLE + "\n> [!mnemonic] DIMS\n"
    (problem,) = enrich(note(table)).problems
    assert problem.message == "the mnemonic “DIMS” has no letter for “Exports”"
    assert enrich(note(table)).aids == ()


class TestWhich:
    def test_no_letter_from_behind_a_slash(self):
        items = "- Depth\n- Interest\n- Regularity\n- {}\n"
        assert told("## Why\n\nFour reasons:\n\n" + items.format("Mutual trust")) == ["DIRT"]
        assert told("## Why\n\nFour reasons:\n\n" + items.format("Mutual/trust")) == []

    def test_no_two_items_told_by_one_word(self):
        steps = "1. {}\n2. Brook\n3. Period of war\n4. Lake\n"
        assert told("## Four steps\n\n" + steps.format("Spring")) != []
        assert told("## Four steps\n\n" + steps.format("Period of rain")) == []

    def test_no_word_that_shows_nothing(self):
        assert told("## Why\n\nFour reasons:\n\n- Culture\n- Interest\n- Trust\n- Economy\n") == []

    def test_a_sentence_for_counted_things_without_order(self):
        items = "- Wages\n- Distance\n- Banking\n- Regulation\n- Visas\n"
        (found,) = told("## Trade\n\nFive obstacles recur:\n\n" + items)
        assert sorted(word[0].upper() for word in found.split()) == list("BDRVW")
        assert told("## Obstacles\n\n" + items) == []

    def test_the_same_list_with_another_last_item_has_one(self):
        first = "## Four reasons\n\n- Depth\n- Interest\n- Regularity\n- Trust\n\n"
        assert told(first + "## Four causes\n\n- Depth\n- Interest\n- Regularity\n- Talk\n") == ["DIRT"]
