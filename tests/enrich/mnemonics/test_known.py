"""Shared mnemonics and the lists they belong to."""

from __future__ import annotations

from importlib.resources import files

import yaml

from pipeline.enrich.mnemonics import known

DATA = files("pipeline.enrich.mnemonics") / "data"


def test_every_known_list_finds_itself():
    entries = yaml.safe_load((DATA / "known.yml").read_text(encoding="utf-8"))
    assert len(entries) >= 80
    for entry in entries:
        items = [str(item).split("|")[0] for item in entry["items"]]
        found = known.recognise(items)
        assert found is not None, entry["text"]
        assert found.text == entry["text"]
        assert [tie.item for tie in found.ties] == list(range(len(items)))


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
