"""What the errata say has changed, and where bars stand."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.changes import Change, Word, bars, changes, joined


def words(text: str, page: int = 0) -> list[Word]:
    """Lines of the text are lines of the page, 20 points each from 700 downwards."""
    lines = enumerate(text.split("\n"))
    return [Word(word, page, 700 - 20 * at, 712 - 20 * at) for at, line in lines for word in line.split()]


def told(found: list[Change]) -> list[tuple[str, str]]:
    return [(" ".join(each.before), " ".join(each.now)) for each in found]


def test_words_that_changed_are_told_with_a_few_around_them() -> None:
    old = words("The Act of 1935 made eleven provinces\nof British India and two chambers in six")
    new = words("The Act of 1935 made twelve provinces\nof British India and two chambers in six")
    (change,) = changes(old, new)
    assert told([change]) == [("of 1935 made eleven provinces of British", "of 1935 made twelve provinces of British")]
    assert [word.text for word in change.marks] == ["twelve"]
    assert bars(change.marks) == ((700, 712),)


def test_near_changes_are_one() -> None:
    (change,) = changes(words("a b c d e f g h"), words("a B c d E f g h"))
    assert told([change]) == [("a b c d e f g h", "a B c d E f g h")]
    assert [word.text for word in change.marks] == ["B", "E"]


def test_what_was_taken_out_is_seen_at_the_word_behind() -> None:
    (change,) = changes(words("one two three four"), words("one three four"))
    assert [word.text for word in change.marks] == ["three"]
    (change,) = changes(words("one two"), words("one"))
    assert [word.text for word in change.marks] == ["one"]


def test_other_breaks_are_no_changes() -> None:
    old = [*words("It is a well-known fact that"), *words("co\u00adoperation pays", page=1)]
    new = [*words("It is a wellknown fact"), *words("that cooperation pays", page=1)]
    assert list(changes(old, new)) == []


def test_numbers_of_pages_that_moved_are_not_told_as_words() -> None:
    old, new = words("Rights 3, 14–15 Duties 9"), words("Rights 3, 14–16a Duties 9")
    (change,) = changes(old, new, {("15", "16a")})
    assert told([change]) == [("", "")]
    assert [word.text for word in change.marks] == ["14–16a"]
    assert told(list(changes(old, new))) != [("", "")], "a number that nothing moved to is a fact"
    assert told(list(changes(words("in 1947"), words("in 1948"), {("15", "16a")}))) == [("in 1947", "in 1948")]


@given(text=st.lists(st.sampled_from(["a", "b", "c d", "\n"]), max_size=30))
def test_the_same_words_have_no_changes(text: list[str]) -> None:
    assert list(changes(words(" ".join(text)), words(" ".join(text)))) == []


@given(spans=st.lists(st.tuples(st.floats(0, 800), st.floats(0, 40)).map(lambda s: (s[0], s[0] + s[1]))))
def test_bars_cover_every_line_and_stand_apart(spans: list[tuple[float, float]]) -> None:
    found = joined(spans)
    assert all(any(low <= a and b <= high for low, high in found) for a, b in spans)
    assert all(b[0] > a[1] for a, b in pairwise(found))
