"""The author's own words, and those the author does not want."""

from __future__ import annotations

import pytest

from pipeline.mnemonic.candidate import Wish
from pipeline.mnemonic.engine import candidates
from pipeline.mnemonic.vocabulary import Vocabulary, extra_words, refused_words

LAKES = Wish(("Erie", "Huron", "Michigan", "Ontario", "Superior"), ordered=False)
STRANGE = Wish(("Zinc", "Quartz", "Xenon", "Umbra"), ordered=False)


def texts(wish: Wish, own: Vocabulary, *, library: bool = False, top: int = 20) -> list[str]:
    return [c.text for c in candidates(wish, library=library, top=top, own=own)]


def test_an_own_word_is_found_and_may_be_printed():
    own = Vocabulary(extra=("zuqx",))
    assert "ZUQX" not in [c.text for c in candidates(STRANGE, library=False) if c.kind == "word"]
    best = candidates(STRANGE, library=False, own=own)[0]
    assert (best.text, best.kind, best.grade) == ("ZUQX", "word", "A")


def test_the_lexicon_of_others_stays_as_it_is():
    before = texts(LAKES, Vocabulary())
    texts(LAKES, Vocabulary(extra=("shmoe",)))
    assert texts(LAKES, Vocabulary()) == before


def test_a_refused_word_is_in_no_mnemonic():
    free = texts(LAKES, Vocabulary(), library=True)
    words = sorted({word.lower().strip(".") for text in free for word in text.split()})
    left = texts(LAKES, Vocabulary(refused=tuple(words)), library=True)
    assert "HOMES" in free
    assert not {word.lower().strip(".") for text in left for word in text.split()} & set(words)


def test_a_sentence_is_made_without_a_refused_word():
    wish = Wish(("Spring", "Brook", "River", "Lake", "Gorge"), ordered=True)
    sentence = next(c.text for c in candidates(wish, library=False, top=20) if c.kind == "acrostic")
    refused = sentence.split()[1].lower()
    other = next(
        c.text
        for c in candidates(wish, library=False, top=20, own=Vocabulary(refused=(refused,)))
        if c.kind == "acrostic"
    )
    assert refused not in other.lower().split()


@pytest.mark.parametrize("text", ["HO MES", "homes", "My homes are", "H.O.M.E.S."])
def test_a_refused_word_does_not_hide(text):
    assert Vocabulary(refused=("homes",)).refuses(text)


def test_the_files_hold_words_and_comments():
    assert extra_words("# of us\nWidget  gadget # both\n\nwidget\n") == (("gadget", "widget"), ())
    assert refused_words("Ümlaut x\n")[0] == ("umlaut", "x")


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("good caf-e\n", 1, 6, "cannot be made"),
        ("good\n  नमक\n", 2, 3, "cannot be made"),
        ("x\n", 1, 1, "too short"),
        ("abcdefghijklmn\n", 1, 1, "too long"),
    ],
)
def test_what_is_no_word_is_told(text, line, column, said):
    ((problem),) = extra_words(text)[1]
    assert (problem.path, problem.line, problem.column) == ("lexicon.txt", line, column)
    assert (problem.severity, problem.code, said in problem.message) == ("warning", "word-list", True)
    assert problem.hint


def test_what_cannot_be_looked_for_is_told():
    words, (problem,) = refused_words("नमक bad\n")
    assert (words, problem.path, problem.line, problem.column) == (("bad",), "blocklist.txt", 1, 1)
