"""How large the words of a card are: the largest type that fits, and the longest beginning when none does."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from pipeline import model as m
from pipeline.syntax import parse
from pipeline.targets.cardfit import LADDER, Extent, Trial, beginnings, fitted
from pipeline.text import text_of

ROOM = (100.0, 100.0)


def kept(markdown: str) -> list[str]:
    note = parse(m.Source("a.md", markdown))
    return [" | ".join(text_of(part).split("\n")) for part in beginnings(note.blocks)]


@given(st.lists(st.lists(st.floats(0.1, 40), min_size=1, max_size=12), max_size=6))
def test_the_largest_type_that_fits_and_the_longest_beginning(faces: list[list[float]]) -> None:
    """Each face is a list of heights at one point of type: a beginning is as high as what it holds."""

    def ruler(trials: Sequence[Trial]) -> list[Extent]:
        return [(50, t.size * sum(faces[t.face][: t.beginning])) for t in trials]

    for face, fit in zip(faces, fitted([(len(f), len(f)) for f in faces], ROOM, ruler), strict=True):
        sizes = [size for size in LADDER if size * sum(face) <= ROOM[1] + 0.5]
        assert fit.size == (sizes[0] if sizes else LADDER[-1])
        assert fit.height == fit.size * sum(face[: fit.beginning])
        longest = max(n for n in range(len(face) + 1) if fit.size * sum(face[:n]) <= ROOM[1] + 0.5)
        assert fit.beginning == longest


def test_what_is_too_wide_does_not_fit() -> None:
    (fit,) = fitted([(1, 1)], ROOM, lambda trials: [(t.size * 10, 5.0) for t in trials])
    assert fit.size == 10.0


def test_the_shorter_form_is_as_large_as_it_can_be() -> None:
    """All of it is too high in any type, the first beginning that has every word is not."""
    (fit,) = fitted([(3, 4)], ROOM, lambda trials: [(50.0, t.size * (20 if t.beginning == 4 else 9)) for t in trials])
    assert (fit.beginning, fit.size) == (3, 11.0)


def test_text_is_cut_between_sentences_and_its_first_sentence_between_words() -> None:
    found = kept("One word **more. Bold**. Two words! Three; four.")
    assert found[0] == ""
    assert found[1:3] == ["One", "One word"]
    assert found[3:] == [
        "One word more. Bold.",
        "One word more. Bold. Two words!",
        "One word more. Bold. Two words! Three;",
        "One word more. Bold. Two words! Three; four.",
    ]


def test_lists_tables_and_code_are_cut_between_their_parts() -> None:
    assert kept("- a. b\n- c")[1:] == ["a.", "a. b", "a. b | c"]
    assert kept("| h | i |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |")[1:] == ["h | i | 1 | 2", "h | i | 1 | 2 | 3 | 4"]
    assert kept("```\na\nb\n```")[1:] == ["a", "a | b"]
