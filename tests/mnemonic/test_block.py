"""What is never said. The words stand here as they do in the list, in ROT13."""

from __future__ import annotations

import codecs

import pytest

from pipeline.mnemonic.block import blocked


def plain(word: str) -> str:
    return codecs.decode(word, "rot13")


@pytest.mark.parametrize(
    "word", ["shpx", "fuvg", "avttre", "uvgyre", "chgn", "zreqn", "fpurvffr", "onfgneq", "oubfqvxr", "oylng"]
)
def test_a_bad_word_is_refused_however_it_is_written(word):
    bad = plain(word)
    forms = [bad, bad.upper(), ".".join(bad), " ".join(bad), f"the {bad}s of it", bad[0] + bad[1] * 4 + bad[2:]]
    assert [form for form in forms if not blocked(form)] == []


@pytest.mark.parametrize("leet", ["5u1g", "fu!g", "s@t", "@ff"])
def test_figures_do_not_hide_it(leet):
    assert blocked(plain(leet))


def test_accents_do_not_hide_it():
    assert blocked(plain("fu") + "í" + plain("g"))
    assert blocked(plain("pb") + "ñ" + plain("b"))


def test_it_is_found_across_words_and_in_initials():
    bad = plain("fuvg")
    assert blocked(f"{bad[:2]} {bad[2:]}")
    assert blocked(" ".join(f"{letter}ome" for letter in bad))
    assert blocked(" ".join(f"{letter}ome" for letter in bad) + " more")
    assert blocked("Owls sing. " + " ".join(f"{letter}ome" for letter in plain("nff")))


def test_hindi_is_read_in_its_own_letters():
    bad = "".join(chr(0x900 + (ord(letter) - 0x900 + 64) % 128) for letter in "ॹ॰ॾ८ऀ")
    assert blocked(f"यह {bad} है")
    assert not blocked("नमस्ते दुनिया")


@pytest.mark.parametrize(
    "text",
    [
        "Classic assassins pass the bass",
        "Scunthorpe",
        "Essex and Sussex",
        "therapist",
        "wristwatches",
        "congenital",
        "cocktail",
        "analysis",
        "Dizzy rabbits ate blue cheese",
        "DR ABC",
        "G20",
        "",
    ],
)
def test_harmless_words_are_let_pass(text):
    assert not blocked(text)


def test_what_was_reviewed_may_be_blunt_but_not_bad():
    assert blocked("King Henry died")
    assert not blocked("King Henry died", reviewed=True)
    assert blocked(plain("shpx"), reviewed=True)
