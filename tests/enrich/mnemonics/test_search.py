"""What holds for every mnemonic that is found, whatever the list."""

from __future__ import annotations

import gzip
from importlib.resources import files
from itertools import chain

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.enrich.mnemonics import acrostic, blocklist, grade, known, lexicon
from pipeline.enrich.mnemonics.candidate import Candidate
from pipeline.enrich.mnemonics.words import ascii_of

DATA = files("pipeline.enrich.mnemonics") / "data"
NOUNS = sorted(w for w, (_, _, sort) in lexicon.load().facts.items() if sort == "n")
labels = st.lists(st.sampled_from(NOUNS), min_size=1, max_size=3).map(" ".join)
lists = st.lists(labels, min_size=3, max_size=12, unique=True)


def letters_of(candidate: Candidate) -> str:
    """The letters a mnemonic gives its items, read from its text."""
    if candidate.kind == "acrostic":
        return "".join(word[0] for word in candidate.text.split(" ")).lower()
    return candidate.text.lower()


@settings(max_examples=60, deadline=None)
@given(lists, st.booleans())
def test_every_item_is_used_once_and_lends_the_letters_shown(items, ordered):
    for found in grade.candidates(items, ordered=ordered):
        assert sorted(cue.item for cue in found.cues) == list(range(len(items)))
        lent = "".join(ascii_of(items[cue.item][at]) for cue in found.cues for at in cue.at)
        assert lent == letters_of(found)


@settings(max_examples=60, deadline=None)
@given(lists, st.booleans())
def test_a_letter_begins_a_word_of_its_item(items, ordered):
    for found in grade.candidates(items, ordered=ordered):
        assert all(at == 0 or items[cue.item][at - 1] == " " for cue in found.cues for at in cue.at)


@settings(max_examples=50, deadline=None)
@given(lists)
def test_a_fixed_order_is_kept(items):
    for found in grade.candidates(items, ordered=True):
        assert [cue.item for cue in found.cues] == list(range(len(items)))


@settings(max_examples=50, deadline=None)
@given(lists)
def test_what_is_made_up_needs_an_order(items):
    assert all(found.kind == "word" for found in grade.candidates(items, ordered=False))


@settings(max_examples=500, deadline=None)
@given(lists, st.booleans())
def test_nothing_offensive_is_offered(items, ordered):
    found = grade.best(items, ordered=ordered)
    if found and found.kind == "coinage":
        assert not blocklist.load().refuses_coinage(found.text.lower())
    elif found:
        assert not any(blocklist.load().refuses(word) for word in found.text.lower().strip(".").split())


@settings(max_examples=50, deadline=None)
@given(lists, st.booleans())
def test_twice_the_same(items, ordered):
    assert grade.candidates(items, ordered=ordered) == grade.candidates(items, ordered=ordered)


def test_the_lexicon_holds_nothing_offensive():
    refuses = blocklist.load().refuses
    assert [w for w in lexicon.load().facts if refuses(w)] == []


def test_the_bank_holds_nothing_offensive():
    bank = acrostic.load()
    shelves = chain(bank.general.values(), *(scene.values() for scene in bank.scenes))
    words = chain.from_iterable(chain.from_iterable(shelf.values()) for shelf in shelves)
    assert [w for word in words for w in word.split("_") if blocklist.load().refuses(w)] == []


def test_coinages_may_not_hide_an_offence():
    assert blocklist.load().refuses_coinage("bafucks")
    assert not blocklist.load().refuses_coinage("bodmas")


def test_made_up_words_can_be_spoken():
    def coined(*items: str) -> bool:
        return any(c.kind == "coinage" for c in grade.candidates(items, ordered=True))

    assert coined("Paper", "Elm", "Moss", "Dew", "Ash", "Sand")
    assert not coined("Rust", "Tin", "Dew", "Chalk", "Brick")


def test_long_lists_of_long_labels_stay_within_the_budget():
    items = [f"{a} {b} {c}" for a, b, c in zip(NOUNS[::900], NOUNS[1::900], NOUNS[2::900], strict=False)][:8]
    assert grade.candidates(items, ordered=False) is not None


def test_every_known_list_finds_itself():
    entries = yaml.safe_load((DATA / "known.yml").read_text(encoding="utf-8"))
    assert len(entries) >= 80
    for entry in entries:
        items = [str(item).split("|")[0] for item in entry["items"]]
        found = known.recognise(items)
        assert found is not None, entry["text"]
        assert found.text == entry["text"]
        assert [cue.item for cue in found.cues] == list(range(len(items)))


def test_every_known_letter_begins_a_word_of_its_item():
    for entry in known.library():
        assert len(entry.letters) == len(entry.items), entry.text
    entries = yaml.safe_load((DATA / "known.yml").read_text(encoding="utf-8"))
    silent = [
        (entry["text"], item)
        for entry, shared in zip(entries, known.library(), strict=True)
        for item, letter in zip(entry["items"], shared.letters, strict=True)
        if letter not in {word[0].lower() for word in str(item).replace("|", " ").replace("-", " ").split()}
    ]
    assert silent == [("HEXACO", "Extraversion")]


def test_known_lists_keep_their_order():
    ranks = ["Kingdom", "Phylum", "Class", "Order", "Family", "Genus", "Species"]
    assert known.recognise(ranks) is not None
    assert known.recognise(ranks[::-1]) is None
    assert known.recognise(["Threats", "Strengths", "Weakness", "Opportunities"]) is not None
    assert known.recognise(["Strengths", "Weaknesses", "Opportunities", "Risks"]) is None


def test_the_lexicon_is_small_and_sorted():
    packed = (DATA / "lexicon.tsv.gz").read_bytes()
    words = [line.split("\t")[0] for line in gzip.decompress(packed).decode().splitlines()]
    assert len(packed) < 500_000
    assert words == sorted(set(words))
