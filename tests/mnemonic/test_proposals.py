"""What is written to `mnemonics.yml` reads back as it was meant, and touches nothing that stands there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.mnemonic.candidate import Candidate, Tie, Wish
from pipeline.mnemonic.engine import candidates
from pipeline.mnemonic.proposals import Proposal, added
from pipeline.mnemonic.record import read
from pipeline.mnemonic.vocabulary import NOTHING

LAKES = Wish(("Erie", "Huron", "Michigan", "Ontario", "Superior"), ordered=False)


def proposal(wish: Wish = LAKES, **more: str) -> Proposal:
    found = tuple(c for c in candidates(wish, top=4) if c.grade != "hidden")
    return Proposal(wish, "lakes.md: Great Lakes", found, ("",) * len(found), **more)


def test_a_new_file_explains_itself():
    text = added("", [proposal()])
    assert text.startswith("# Mnemonics of this book.")
    assert "- list: [Erie, Huron, Michigan, Ontario, Superior]\n  use:\n  proposals:\n    - text: HOMES\n" in text
    assert read(text, NOTHING).problems == ()


@pytest.mark.parametrize("line", ["use: HOMES", "use: 'homes'", 'use: "Some men hate eating onions"', "use: none"])
def test_one_line_decides(line):
    (entry,) = read(added("", [proposal()]).replace("use:\n", line + "\n"), NOTHING).entries
    assert entry.choice


def test_the_expansion_comes_back_to_the_letter():
    text = added("", [proposal(use="HOMES")])
    (entry,) = read(text, NOTHING).entries
    known = candidates(LAKES)[0]
    assert entry.choice
    assert entry.choice.mnemonic
    assert entry.choice.mnemonic.ties == known.ties


@pytest.mark.parametrize(
    "before",
    [
        "- list: [a b, c d]\n  use: none",
        "# mine\r\n- list: [a b, c d] # why\r\n  use: none\r\n",
        "  - list: [a b, c d]\n    use: none\n  # the end\n",
        "---\n- list:\n  - a b\n  - c d\n  use: none\n\n\n",
    ],
)
def test_nothing_that_stands_there_is_touched(before):
    found = read(before, NOTHING)
    after = added(before, [proposal()], found.indent)
    assert after.startswith(before)
    new = read(after, NOTHING)
    assert (len(new.entries), new.entries[:1], new.problems) == (2, found.entries, ())
    assert after.count("\r\n") in (0, after.count("\n"))


def test_nothing_to_add_adds_nothing():
    assert added("- list: [a, b]", []) == "- list: [a, b]"


NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).map(
    lambda t: " ".join(t.split())
)


@given(st.lists(NAMES.filter(bool), min_size=2, max_size=9), NAMES.filter(bool), st.booleans())
def test_any_item_comes_back(items, text, ordered):
    wish = Wish(tuple(items), ordered)
    ties = tuple(Tie(i, text[:1], (0, 1), item) for i, item in enumerate(items))
    told = added("", [Proposal(wish, text, (Candidate(text, "known", "A", 0.0, ties),), (text,), text, "none")])
    found = read(told, NOTHING)
    assert found.whole
    assert [(e.items, e.ordered) for e in found.entries] == [(wish.items, ordered)]
    assert found.entries[0].choice
    assert found.entries[0].choice.mnemonic is None
