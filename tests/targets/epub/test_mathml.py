"""Whatever TeX a note holds, the ePub stays sound: MathML, or the source in words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.targets.epub.mathml import mathml


@pytest.mark.parametrize(
    "tex", ["x^2", r"\frac{a}{b}", r"\sqrt[3]{x}", r"\sum_{i=1}^n i", r"\begin{cases}1&x\\2&y\end{cases}"]
)
def test_common_formulas_are_mathml_with_words(tex: str) -> None:
    root = etree.fromstring(mathml(tex, "en", display=True))
    assert root.tag.endswith("}math")
    assert root.get("alttext")


@pytest.mark.parametrize(
    ("tex", "inner"),
    [
        ("1,000.5", "<mn>1,000.5</mn>"),
        (r"\mathbb{R}", "<mi>ℝ</mi>"),
        (r"\mathrm{d}", '<mi mathvariant="normal">d</mi>'),
        ("a:=b", "<mrow><mi>a</mi><mo>:=</mo><mi>b</mi></mrow>"),
        (r"\sin x", '<mrow><mi>sin</mi><mo>\u2061</mo><mspace width="0.167em"/><mi>x</mi></mrow>'),
        (r"\int_0^1", "<msubsup><mo>∫</mo><mn>0</mn><mn>1</mn></msubsup>"),
        (r"\sum_i", "<munder><mo>∑</mo><mi>i</mi></munder>"),
        (r"\text{if }x", "<mrow><mtext>if\u00a0</mtext><mi>x</mi></mrow>"),
        (r"\binom nk", '<mfrac linethickness="0"><mi>n</mi><mi>k</mi></mfrac>'),
        (r"\ce{H2O}", "<msub><mtext>H</mtext><mn>2</mn></msub>"),
    ],
)
def test_what_is_meant_is_written(tex: str, inner: str) -> None:
    assert inner in mathml(tex, "en", display=True)


@pytest.mark.parametrize("tex", [r"\chemfig{A-B}", r"\begin{tikzcd} A \arrow[r] & B\end{tikzcd}"])
def test_what_has_no_mathml_is_a_drawing_with_words(tex: str) -> None:
    root = etree.fromstring(mathml(tex, "en", display=True))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("aria-label")


@pytest.mark.parametrize("tex", [r"\nonsense{x}", r"\begin{nonsense}a & b\end{nonsense}"])
def test_what_cannot_be_written_is_shown_as_typed(tex: str) -> None:
    root = etree.fromstring(mathml(tex, "en", display=False))
    assert root.tag == "code"
    assert root.text == tex


PIECES = st.sampled_from(
    ["x", "^", "_", "{", "}", "&", r"\\", r"\frac", r"\left(", r"\right)", r"\text{a < b}", "<", r"\begin{array}{}",
     r"\end{array}", r"\sqrt", " ", "'", "2"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=8))
def test_any_tex_gives_sound_markup(pieces: list[str]) -> None:
    root = etree.fromstring(mathml("".join(pieces), "en", display=True))
    for node in root.iter():
        name = str(node.tag).rpartition("}")[2]
        if name in {"msub", "msup", "mfrac", "munder", "mover"}:
            assert len(node) == 2
        assert "" not in node.attrib.values() or name == "math"
