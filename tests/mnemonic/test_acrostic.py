"""What sentences say and spell, whatever the letters."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Sequence
from pathlib import Path
from string import ascii_lowercase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.mnemonic import bank, grammar
from pipeline.mnemonic.acrostic import LONGEST, MOST, sentences
from pipeline.mnemonic.block import blocked
from pipeline.mnemonic.candidate import Candidate, Wish
from pipeline.mnemonic.keys import Key, keys_of
from pipeline.mnemonic.verify import faults

GOLDEN = Path(__file__).with_name("golden") / "sentences.txt"
letters = st.text(ascii_lowercase, min_size=3, max_size=MOST)


def wish_of(initials: str, *, ordered: bool = True) -> Wish:
    """Items that begin so: *Sa, Tb, Sc* for sts."""
    return Wish(tuple(f"{letter.upper()}{ascii_lowercase[i]}" for i, letter in enumerate(initials)), ordered)


def keys(wish: Wish) -> Sequence[Sequence[Key]]:
    return [[Key(item[0].lower(), 0.0, item)] for item in wish.items]


def made(initials: str, *, ordered: bool = True, count: int = 1) -> tuple[Candidate, ...]:
    wish = wish_of(initials, ordered=ordered)
    return sentences(wish, keys(wish), count)


def spread(size: int, count: int) -> list[str]:
    """So many rows of letters, any letter as likely as any other."""
    digests = (hashlib.sha256(f"{size} {i}".encode()).digest() for i in range(count))
    return ["".join(ascii_lowercase[byte % 26] for byte in digest[:size]) for digest in digests]


# --------------------------------------------------------------------------- laws


@settings(max_examples=150, deadline=None)
@given(letters, st.booleans())
def test_the_initials_are_the_items_each_of_them_once(initials, ordered):
    wish = wish_of(initials, ordered=ordered)
    for found in sentences(wish, keys(wish), 3):
        words = found.text.replace(". ", " ").split()
        assert [w[0].lower() for w in words] == [wish.items[tie.item][0].lower() for tie in found.ties]
        assert list(faults(wish, found)) == []


@settings(max_examples=60, deadline=None)
@given(letters)
def test_a_fixed_order_is_kept(initials):
    for found in made(initials, count=2):
        assert [tie.item for tie in found.ties] == list(range(len(initials)))


@settings(max_examples=60, deadline=None)
@given(letters, st.booleans())
def test_no_word_is_said_twice(initials, ordered):
    for found in made(initials, ordered=ordered, count=2):
        words = found.text.lower().replace(". ", " ").split()
        assert len(set(words)) == len(words)


@settings(max_examples=60, deadline=None)
@given(letters, st.booleans())
def test_nothing_bad_is_said(initials, ordered):
    assert not any(blocked(found.text) for found in made(initials, ordered=ordered, count=3))


@pytest.mark.parametrize("bad", ["fuvg", "shpx", "ovgpu", "anmvf"])
@pytest.mark.parametrize("tail", ["", "ab"])
def test_initials_that_spell_something_bad_make_no_sentence(bad, tail):
    assert made(codecs.decode(bad, "rot13") + tail) == ()


@pytest.mark.parametrize("size", [4, 5, 6, 7, 8])
@pytest.mark.parametrize("ordered", [True, False])
def test_nearly_all_letters_make_a_sentence(size, ordered):
    rows = spread(size, 100)
    assert sum(bool(made(row, ordered=ordered)) for row in rows) >= 97


@pytest.mark.parametrize("size", [9, 10, 12])
def test_a_long_list_gets_two_sentences(size):
    found = [made(row) for row in spread(size, 30)]
    assert all(found)
    assert {f.kind for (f,) in found} == {"acrostic2"}
    assert all(max(len(part.split()) for part in f.text.split(". ")) <= LONGEST for (f,) in found)


@pytest.mark.parametrize("initials", ["", "ab", "a" * (MOST + 1)])
def test_too_few_and_too_many_items_get_none(initials):
    assert made(initials) == ()


def test_an_item_without_a_key_has_no_sentence():
    assert (
        sentences(Wish(("Anna", "1999", "Clara"), ordered=True), [*keys(wish_of("a")), [], *keys(wish_of("c"))], 1)
        == ()
    )


# --------------------------------------------------------------------------- taste


def test_three_sentences_are_different_ones():
    for row in spread(6, 40):
        texts = [set(f.text.lower().split()) for f in made(row, count=3)]
        assert all(len(a & b) <= 2 for i, a in enumerate(texts) for b in texts[:i])


def test_items_in_any_order_are_put_where_the_sentence_is_easiest():
    rows = spread(6, 40)
    free, fixed = (sum(made(row, ordered=ordered)[0].cost for row in rows) for ordered in (False, True))
    assert free < fixed


def test_lists_with_the_same_letters_have_sentences_of_their_own():
    lists = (Wish((f"Cell {i}", f"Dune {i}", f"Moss {i}", f"Silk {i}"), ordered=True) for i in range(6))
    assert len({sentences(wish, keys_of(wish.items), 1)[0].text for wish in lists}) > 3


def test_items_that_share_a_letter_are_told_apart_by_the_second():
    wish = Wish(("Stapes", "Sacrum", "Tibia", "Tarsus"), ordered=True)
    (found,) = sentences(wish, keys_of(wish.items), 1)
    assert any(len(tie.letters) == 2 for tie in found.ties)
    assert all(wish.items[tie.item].startswith(tie.letters.capitalize()) for tie in found.ties)


def test_another_word_of_an_item_may_lend_its_letter():
    wish = Wish(("Xylem transport", "Xenon lamp", "Xerox copy", "X axis", "Xmas tree"), ordered=True)
    (found,) = sentences(wish, keys_of(wish.items), 1)
    assert list(faults(wish, found)) == []


def test_sentences_read_well(golden):
    """Read them when they change: an odd one is mended in the classes of the bank."""
    rows = [row for size in (3, 4, 5, 6, 7, 8, 9, 11) for row in spread(size, 8)]
    told = ((row, found.text) for row in rows for found in made(row, count=2))
    golden(GOLDEN, "".join(f"{row:12}{text}\n" for row, text in told))


# --------------------------------------------------------------------------- bank and grammar


def test_every_class_of_the_grammar_has_words_and_every_class_of_the_bank_is_used():
    shelves = bank.load().shelves
    used = {arc.sort for steps in grammar.arcs().values() for arc in steps}
    assert used <= shelves.keys()
    assert shelves.keys() - used == {"got"}  # lends its words to others


def test_every_step_of_the_grammar_leads_to_an_end():
    arcs = grammar.arcs()
    assert {arc.to for steps in arcs.values() for arc in steps} <= arcs.keys() | grammar.ends()


def test_the_bank_is_large_and_has_all_letters():
    shelves = bank.load().shelves
    assert len({w.text for shelf in shelves.values() for row in shelf.values() for w in row}) >= 1500
    for sorts in (("animals", "people", "names"), ("things.objects", "names"), ("things.verbs", "friends.verbs")):
        assert set(ascii_lowercase) - {c for sort in sorts for c in shelves[sort]} <= {"q"}


def test_words_of_the_bank_are_plain_and_clean():
    words = {w.text for shelf in bank.load().shelves.values() for row in shelf.values() for w in row}
    assert [w for w in sorted(words) if not w.replace("-", "").replace("'", "").isalpha() or blocked(w)] == []


def test_partners_are_in_the_bank():
    shelves = bank.load().shelves
    nouns = {w.text for sort in ("animals", "people") for row in shelves[sort].values() for w in row}
    kinds = {w.text for sort in ("moods", "sizes", "coats") for row in shelves[sort].values() for w in row}
    partners = bank.load().partners
    assert sorted(partners.keys() - kinds) == []
    assert sorted({noun for found in partners.values() for noun in found} - nouns) == []
