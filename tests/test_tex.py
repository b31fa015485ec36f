"""Macros and numbers of formulas, as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import tex

MACROS = (("RR", 0, r"\mathbb{R}"), ("f", 2, r"\frac{#1}{#2}"), ("loop", 0, r"\loop\loop"), ("n", 1, r"\|#1\|"))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (r"\RR^n", r"\mathbb{R}^n"),
        (r"\n{\n{x}}", r"\|\|x\|\|"),
        (r"\f12 + \f{a}{\RR}", r"\frac{1}{2} + \frac{a}{\mathbb{R}}"),
        (r"\f \alpha\beta", r"\frac{\alpha}{\beta}"),
        (r"\f{a", r"\frac{{}{a}"),
        (r"\RRx \\RR", r"\RRx \\RR"),
        (r"\n", r"\|\|"),
    ],
)
def test_macros_stand_for_what_they_say(typed: str, read: str) -> None:
    assert tex.expanded(typed, MACROS) == read


def test_macros_that_never_end_are_left_as_they_are() -> None:
    assert tex.expanded(r"a \loop", MACROS) == r"a \loop"


def test_a_formula_may_define_macros() -> None:
    typed = r"\newcommand{\R}{\mathbb{R}}\def\g#1{[#1]} \DeclareMathOperator*{\am}{arg\,max} x"
    rest, macros = tex.definitions(typed)
    assert rest.strip() == "x"
    assert macros == (("R", 0, r"\mathbb{R}"), ("am", 0, r"\operatorname*{arg\,max}"), ("g", 1, "[#1]"))


@pytest.mark.parametrize(
    ("typed", "parted"),
    [
        (r"a=b \tag{2}", ("a=b", "(2)")),
        (r"a \tag*{Q.E.D.}", ("a", "Q.E.D.")),
        (r"\begin{aligned}a\\b\end{aligned} \tag{3}", (r"\begin{aligned}a\\b\end{aligned}", "(3)")),
        (r"\begin{align}a\tag{1}\\b\end{align}", (r"\begin{align}a\tag{1}\\b\end{align}", "")),
        (r"a \tag{$x$}", (r"a \tag{$x$}", "")),
        ("a", ("a", "")),
    ],
)
def test_a_tag_is_taken_out_where_it_is_the_whole_formulas(typed: str, parted: tuple[str, str]) -> None:
    assert tex.tag(typed) == parted


def test_labels_are_counted_in_order_and_lead_to_their_formula() -> None:
    numbers, first = tex.counted([r"a\label{x}\\b\label{y}\tag{Z}", r"c\label{z} % \label{no}"])
    assert numbers == {"x": "1", "y": "Z", "z": "2"}
    assert first == {"x": "x", "y": "x", "z": "z"}


@given(st.text(alphabet="\\{}#1aRf%\n $&", max_size=40))
def test_no_text_is_too_odd(typed: str) -> None:
    rest, macros = tex.definitions(typed)
    tex.readable(tex.expanded(tex.numbered(rest), (*macros, *MACROS)))
    tex.tag(typed)
    tex.counted([typed])
