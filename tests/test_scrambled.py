"""Words that a reader of PDF gives in pieces or turned are found again, and lost ones are not."""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline import conserve, scrambled
from pipeline.text import words


def losses(source: str, output: str) -> list[str]:
    return [word for loss in conserve.missing("a.md", source, (), (), output) for word in loss.words]


@pytest.mark.parametrize(
    ("source", "output"),
    [
        ("بدءًا من هنا", "انه نم ءدبًا"),  # letters turned, the mark where it was
        ("حاسمة، يُوصى به", "هب يُةمساحىصو،"),  # a word within its neighbour
        ("وLinux هنا", "انه Linuxو"),
        ("قوة 5V هنا", "انه V5 ةوق"),
    ],
)
def test_turned_words_are_proved(source: str, output: str) -> None:
    assert not losses(source, output)


def test_a_lost_word_of_right_to_left_text_is_told() -> None:
    assert losses("بدءًا من هنا مدرسة", "انه نم ءدبًا") == ["مدرسة"]


def test_a_word_must_be_there_as_often_as_it_is_wanted() -> None:
    need = Counter(words("مدرسة مدرسة"))
    assert not scrambled.unordered({"مدرسة"}, need, "ةسردم", "ةسردم")


@pytest.mark.parametrize(
    "output",
    ["他の言語に 1\nあとで\nもある 2", "前の他の言\n2\nページ\n語にもあるから"],
)
def test_words_without_spaces_may_stand_in_pieces(output: str) -> None:
    assert not losses("- 他の言語にもある", output)


def test_a_piece_alone_is_no_proof() -> None:
    assert losses("- 他の言語にもある", "他の言語に 1\nあとで") == ["他の言語にもある"]


def test_words_with_marks_are_found_across_lines() -> None:
    assert not losses("மைக்ரோகண்ட்ரோலர்கள்", "மைக்ரோகண்\nட்ரோலர்கள்")
