"""Marks in running text: nothing is added, nothing lost, and a word is never cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import model as m
from pipeline.paging import insert, length, size
from pipeline.text import plain

MARK = m.Span("pagebreak", (), (("label", "7"),))

TEXTS = st.text(st.sampled_from("ab ,\u00ad\u200bक्षिé-"), min_size=1, max_size=12).map(m.Text)
LEAVES = st.one_of(
    TEXTS,
    TEXTS.map(lambda t: m.Code(t.text)),
    st.just(m.Break()),
    st.just(m.Math("x^2")),
    st.just(m.FootnoteRef("a", 1)),
    st.just(m.Image("alt", "a.png")),
)
RUNS = st.recursive(
    st.lists(LEAVES, max_size=4).map(tuple),
    lambda inner: st.lists(
        st.one_of(
            LEAVES, inner.map(m.Emphasis), inner.map(lambda i: m.Link(i, "#a")), inner.map(lambda i: m.Span("u", i))
        ),
        max_size=4,
    ).map(tuple),
    max_leaves=12,
)


def flat(inlines: Sequence[m.Inline]) -> Iterator[m.Inline]:
    """Inlines in reading order, without what holds them."""
    for node in inlines:
        match node:
            case m.Span("pagebreak"):
                yield node
            case m.Emphasis(inner) | m.Link(inner) | m.Span(inlines=inner):
                yield from flat(inner)
            case _:
                yield node


def around(inlines: Sequence[m.Inline], at: int) -> tuple[str, str]:
    """The text before and after the mark; what is no character parts words."""
    nodes = list(flat(insert(inlines, at, MARK)))
    assert nodes.count(MARK) == 1
    cut = nodes.index(MARK)
    before, after = (
        "".join(
            n.text if isinstance(n, m.Text) else "".join(n.text.split()) if isinstance(n, m.Code) else " " for n in ns
        )
        for ns in (nodes[:cut], nodes[cut + 1 :])
    )
    return before, after


@given(RUNS, st.data())
def test_a_mark_leaves_the_text_as_it_is(inlines: tuple[m.Inline, ...], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, size(inlines)))
    marked = insert(inlines, at, MARK)
    assert plain(marked) == plain(inlines)
    assert size(marked) == size(inlines)


@given(RUNS, st.data())
def test_a_mark_stands_before_the_word_that_holds_the_character(
    inlines: tuple[m.Inline, ...], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, size(inlines)))
    before, after = around(inlines, at)
    held = at - length(before)
    word = next((w for w in after.split() if length(w)), "")
    assert 0 <= held <= max(length(word) - 1, 0)
    last, first = before[-1:] or " ", after[:1] or " "
    assert not word or last.isspace() or first.isspace() or not length(before.split()[-1]) or not length(before)


@pytest.mark.parametrize(
    ("inlines", "at", "before"),
    [
        ((m.Text("one two three"),), 4, "one "),
        ((m.Text("one two three"),), 0, ""),
        ((m.Text("one two"),), 6, "one two"),
        ((m.Text("un"), m.Emphasis((m.Text("believ"),)), m.Text("able end")), 6, ""),
        ((m.Text("one"), m.Text(" "), m.Emphasis((m.Text("two"),))), 3, "one "),
        ((m.Text("一二三四五"),), 3, "一二三"),
        ((m.Text("one "), m.Code("a b c")), 4, "one "),
    ],
)
def test_words(inlines: tuple[m.Inline, ...], at: int, before: str) -> None:
    assert around(inlines, at)[0] == before


def test_a_footnote_s_number_stays_with_its_word() -> None:
    note = m.FootnoteRef("a", 1)
    assert insert((m.Text("one"), note, m.Text(" two")), 3, MARK) == (
        m.Text("one"),
        note,
        m.Text(" "),
        MARK,
        m.Text("two"),
    )
