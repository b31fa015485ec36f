"""The verifier holds every candidate against its list, whoever made it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.mnemonic.candidate import Candidate, Tie, Wish
from pipeline.mnemonic.verify import belongs, faults, sound

WISH = Wish(("Goal", "Reality check", "Options", "Will"), ordered=True)
TIES = tuple(Tie(i, "GROW"[i], (i, i + 1), ("Goal", "Reality", "Options", "Will")[i]) for i in range(4))
GROW = Candidate("GROW", "word", "A", 0.5, TIES)
SENTENCE = Candidate(
    "Green rabbits own watches",
    "acrostic",
    "A",
    2.0,
    tuple(replace(tie, at=(at, at + 1)) for tie, at in zip(TIES, (0, 6, 14, 18), strict=True)),
)


@pytest.mark.parametrize("candidate", [GROW, SENTENCE])
def test_what_spells_the_list_is_sound(candidate):
    assert sound(WISH, candidate)


def changed(place: int, **change: object) -> Candidate:
    ties = [replace(tie, **change) if i == place else tie for i, tie in enumerate(TIES)]  # type: ignore[arg-type]
    return replace(GROW, ties=tuple(ties))


@pytest.mark.parametrize(
    ("candidate", "fault"),
    [
        (replace(GROW, ties=TIES[:3]), "'Will' has 0 letters of its own"),
        (replace(GROW, text="GROWS"), "S stands for nothing"),
        (changed(1, item=0), "'Goal' has 2 letters of its own"),
        (changed(1, item=9), "a letter stands for an item that is not there"),
        (changed(1, letters="E"), "E does not stand where it should"),
        (changed(1, source="Will"), "R is no key of 'Reality check'"),
        (changed(1, at=(0, 1)), "R does not follow the letters before it"),
        (changed(3, at=(3, 9)), "W does not follow the letters before it"),
        (replace(SENTENCE, text="Green rabbits own watches now"), "now stands for nothing"),
    ],
)
def test_what_is_wrong_is_named(candidate, fault):
    assert fault in list(faults(WISH, candidate))
    assert not sound(WISH, candidate)


def test_the_order_counts_only_where_it_is_wished_for():
    turned = Candidate(
        "WORG", "made-up", "B", 1.0, tuple(replace(t, at=(3 - t.at[0], 4 - t.at[0])) for t in TIES[::-1])
    )
    assert "the items have lost their order" in list(faults(WISH, turned))
    assert sound(replace(WISH, ordered=False), turned)


def test_a_known_mnemonic_may_have_letters_of_its_own():
    wish = Wish(("Sodium", "Potassium", "Iron"), ordered=False)
    ties = (Tie(1, "K", (0, 1), ""), Tie(0, "Na", (1, 3), ""), Tie(2, "Fe", (3, 5), ""))
    assert sound(wish, Candidate("KNaFes", "known", "A", 0.0, ties))
    assert not sound(wish, Candidate("KNaFes", "word", "A", 0.0, ties))


@pytest.mark.parametrize(
    ("letters", "source", "item", "is_key"),
    [
        ("D", "Defence", "Defence partnership", True),
        ("par", "partnership", "Defence partnership", True),
        ("SA", "Saudi Arabia", "Kingdom of Saudi Arabia", True),
        ("SA", "Saudi Arabia", "Saudi and Arabia", False),
        ("X", "Extraversion", "Extraversion", True),
        ("T", "2FA", "2FA apps", True),
        ("E", "Étoile", "L'Étoile", False),
        ("e", "Étoile", "Grande Étoile", True),
        ("f", "Defence", "Defence partnership", False),
        ("", "Defence", "Defence", False),
        ("D", "", "Defence", False),
    ],
)
def test_letters_that_belong_to_an_item(letters, source, item, is_key):
    assert belongs(letters, source, item) is is_key


def test_what_offends_is_refused():
    wish = Wish(("Sea", "Hat", "Ink", "Tea"), ordered=True)
    ties = tuple(Tie(i, wish.items[i][0], (i, i + 1), wish.items[i]) for i in range(4))
    assert list(faults(wish, Candidate("SHIT", "word", "A", 0.0, ties))) == ["'SHIT' is refused"]
