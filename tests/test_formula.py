"""Formulas for paper and for screens, and what is said of those that nobody understands."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from pipeline import formula
from pipeline import model as m
from pipeline.syntax import parse

SOUND = (
    r"x^2",
    r"\frac{a}{b}",
    r"\sum_{i=1}^{n} i",
    r"a < b",
    r"P(A \cap B)",
    r"\sqrt{2}",
    r"\begin{pmatrix}1&2\\3&4\end{pmatrix}",
)


@pytest.mark.parametrize("tex", SOUND)
@pytest.mark.parametrize("display", [False, True])
def test_a_formula_is_drawn_without_names_or_text_of_its_own(tex: str, display: bool) -> None:
    art = formula.drawn(tex, display=display)
    tree = etree.fromstring(art.svg)
    assert art.faults == ()
    assert art.speech
    assert not tree.xpath("//@id")
    assert not re.search(r"<(?:use|text|style|metadata|defs)\b", art.svg)
    assert tree.xpath("//*[local-name()='path' or local-name()='rect']")
    assert "vertical-align" in tree.get("style", "")


def test_two_formulas_can_stand_on_one_page() -> None:
    assert formula.drawn("x", display=False) == formula.drawn("x", display=False)


@pytest.mark.parametrize("lang", ["hi", "en-IN", "xx", ""])
def test_any_language_will_do(lang: str) -> None:
    assert formula.drawn("x+1", display=False, lang=lang).speech


@pytest.mark.parametrize("tex", SOUND)
def test_mathml_is_well_formed_and_can_be_spoken(tex: str) -> None:
    markup = formula.mathml(tex, display=True)
    assert markup is not None
    tree = etree.fromstring(markup)
    assert tree.tag == "{http://www.w3.org/1998/Math/MathML}math"
    assert tree.get("alttext") == formula.drawn(tex, display=True).speech
    assert tree.get("display") == "block"


@pytest.mark.parametrize(
    "tex", [r"\frac{a", r"\nosuchcommand{x}", r"\text{a & b}", "&", "<", r"\text{<b>}", "}", r"\left(", ""]
)
def test_mathml_is_well_formed_or_none(tex: str) -> None:
    markup = formula.mathml(tex, display=False)
    assert markup is None or etree.fromstring(markup) is not None


def test_every_formula_of_a_note_is_found() -> None:
    note = parse(
        m.Source("a.md", "One $a$\ntwo $b$.\n\n$$\nc\n$$\n\n| $d$ |\n|---|\n| $e$ |\n\n- $f$[^1]\n\n[^1]: $g$\n")
    )
    blocks = (*note.blocks, *(b for f in note.footnotes for b in f.blocks))
    assert list(formula.in_blocks(blocks)) == [
        ("a", 1, False),
        ("b", 2, False),
        ("c", 4, True),
        ("d", 8, False),
        ("e", 10, False),
        ("f", 12, False),
        ("g", 14, False),
    ]


def test_a_formula_that_is_not_understood_is_told_with_its_line() -> None:
    note = parse(m.Source("a.md", "Fine: $x$.\n\nNot so: $\\nosuchcommand{x}$.\n\n$$\n\\frac{a\n$$\n"))
    assert [(p.line, p.severity, p.code) for p in formula.check(note)] == [
        (3, "warning", "formula"),
        (5, "warning", "formula"),
    ]
