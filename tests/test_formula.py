"""Formulas for paper and for screens, and what is said of those that nobody understands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from pipeline import formula
from pipeline import model as m
from pipeline.faces import faces
from pipeline.fonts import shaper
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


HOSTILE = (r"\frac{a", r"\nosuchcommand{x}", r"\text{a & b}", "&", "<", r"\text{<b>}", "}", r"\left(", "")


@pytest.mark.parametrize("tex", HOSTILE)
def test_whatever_is_typed_is_drawn_or_has_a_fault(tex: str) -> None:
    art = formula.drawn(tex, display=False)
    assert art.faults or etree.fromstring(art.svg) is not None
    assert (formula.meant(tex, display=False) is None) == bool(art.faults)


@pytest.mark.parametrize(
    ("tex", "same"),
    [
        ("a\n\\nu b", r"a \nu b"),
        ("\\begin{align*}\nu&=v\n\\end{align*}", r"\begin{align*} u&=v \end{align*}"),
        ("a % a remark\nb", "a b"),
        (r"\begin{aligned}[t] a\\b\end{aligned}", r"\begin{aligned} a\\ b\end{aligned}"),
        (r"x\in\R, \varlimsup", r"x\in\mathbb{R}, \overline{\lim}"),
    ],
)
def test_dialects_of_tex_are_drawn_alike(tex: str, same: str) -> None:
    art = formula.drawn(tex, display=True)
    assert art.faults == ()
    assert art.svg == formula.drawn(same, display=True).svg


def test_words_that_the_formulas_font_lacks_are_outlined(tmp_path: Path) -> None:
    ruler = shaper(faces(tmp_path))
    art = formula.drawn(r"\text{कर्म } = \frac{क}{x_न}", display=True, shaper=ruler)
    assert art.foreign
    assert art.faults == ()
    assert "<text" not in art.svg
    assert "#00F" not in art.svg
    assert "कर्म" in art.speech
    assert len(re.findall("<path", art.svg)) > len(re.findall("<path", formula.drawn("= x", display=True).svg))


def test_characters_that_no_font_has_stay_characters() -> None:
    art = formula.drawn("a 的后 b", display=False)
    assert re.findall("<text[^>]*>(.*?)</text>", art.svg) == ["的后"]


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
