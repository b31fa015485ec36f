"""No footnote is lost: what the engine drops goes to the next page, what fits no page to the end of the note."""

from __future__ import annotations

from io import BytesIO
from xml.etree.ElementTree import Element, SubElement, tostring

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.targets.engine import footnotes
from tests.targets.engine.scene import Store, bound, leaf, outline_of

pytestmark = pytest.mark.engine

SMALL = """
@page { size: 200pt 200pt; margin: 20pt; @footnote { border-top: 1pt solid; margin-top: 4pt } }
body { margin: 0 } p, ul { margin: 0; orphans: 2; widows: 2 } li { list-style: none }
.columns { columns: 2 } .avoid { break-inside: avoid } .lead { break-after: avoid } sup { line-height: 0 }
.footnote { footnote-policy: line } .footnote::footnote-call { content: attr(data-n) }
"""


def note(number: int, text: str) -> str:
    return f'<span class="footnote" id="fn{number}" data-n="{number}">{text}</span>'


def pages(body: str, css: str = "") -> list[list[str]]:
    """The words of each page."""
    store = Store()
    data = bound(store, leaf(store, body, css=SMALL + css))
    return [page.get_textpage().get_text_range().split() for page in pypdfium2.PdfDocument(data)]


def holder(found: list[list[str]], word: str) -> list[int]:
    return [number for number, words in enumerate(found) if word in words]


def test_a_footnote_stands_on_the_page_of_its_call() -> None:
    found = pages(f"<p>call{note(1, 'Noted')}</p><p class=next>after</p>")
    assert holder(found, "Noted") == holder(found, "call1") == [0]


@pytest.mark.parametrize("policy", ["line", "auto"])
def test_a_line_that_stays_because_other_footnotes_make_room_keeps_its_own(policy: str) -> None:
    text = f"a first line that is full of words, and then {note(2, 'Second')} a call" + " and more words" * 12
    body = f'<div style="height:118pt">early{note(1, "First")}</div><p>{text}</p>'
    found = pages(body, f".footnote {{ footnote-policy: {policy} }}")
    assert len(holder(found, "First")) == len(holder(found, "Second")) == 1


def test_a_footnote_handed_on_survives_pages_that_are_laid_out_again() -> None:
    css = ".to::after { content: target-counter(attr(href), page) } .footnote { footnote-policy: auto }"
    to = '<a class="to" href="#far">page </a>'
    found = pages(
        f'<div style="height:130pt">x</div><p>call{note(1, "Noted " + "many words " * 6)} see</p><p>see {to}</p>'
        f'<p class="next">{to}</p><p class="next" id="far">far</p>',
        css,
    )
    assert (holder(found, "call1"), holder(found, "Noted")) == ([0], [1])


def test_a_footnote_longer_than_a_page_stands_at_the_end_of_the_note() -> None:
    store = Store()
    words = [f"w{number}" for number in range(400)]
    body = f"<article><p>call{note(1, ' '.join(words))} tail</p><p>last</p></article>"
    made = leaf(store, body, css=SMALL)
    data = bound(store, made)
    found = [w for page in pypdfium2.PdfDocument(data) for w in page.get_textpage().get_text_range().split()]
    assert [word for word in found if word in set(words)] == words
    assert found.index("tail") < found.index("last") < found.index("w0")
    assert "fn1" in made.links
    assert [name for name, *_ in made.anchors].count("fn1") == 1
    assert "Link" in outline_of(data)
    with pikepdf.open(BytesIO(data)) as pdf:
        assert len(pdf.pages) == made.pages > 1


def called(attributes: dict[str, str]) -> tuple[Element, Element]:
    """A paragraph, and the footnote called in it."""
    paragraph = Element("p")
    paragraph.text = "a"
    call = SubElement(paragraph, "span", attributes)
    call.text, call.tail = "one ", ", b"
    inside = SubElement(call, "em")
    inside.text, inside.tail = "two", " three"
    return paragraph, call


def test_an_endnote_keeps_its_anchor_its_marks_and_what_follows_its_call() -> None:
    root = Element("article")
    paragraph, call = called({"class": "footnote", "id": "x"})
    root.append(paragraph)
    footnotes.moved(root, {call: "7"})
    assert tostring(root, encoding="unicode") == (
        '<article><p>a<sup><a href="#x">7</a></sup>, b</p><section class="endnotes">'
        '<p class="endnote" id="x"><b>7</b> one <em>two</em> three</p></section></article>'
    )


def test_an_endnote_without_an_anchor_has_no_link() -> None:
    root = Element("body")
    paragraph, call = called({})
    root.append(paragraph)
    footnotes.moved(root, {call: "1"})
    assert tostring(root, encoding="unicode") == (
        '<body><p>a<sup>1</sup>, b</p><section class="endnotes">'
        '<p class="endnote"><b>1</b> one <em>two</em> three</p></section></body>'
    )


def test_mended_layout_is_taken_back() -> None:
    from weasyprint import layout
    from weasyprint.layout import page

    before = page.make_page, layout.make_all_pages
    with footnotes.kept():
        assert page.make_page is not before[0]
        assert layout.make_all_pages is not before[1]
    assert (page.make_page, layout.make_all_pages) == before


LINES = st.tuples(st.sampled_from(["p", "lead", "avoid", "columns", "ul"]), st.integers(1, 40), st.integers(0, 30))


@given(st.lists(LINES, min_size=1, max_size=8))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_footnote_is_in_the_book_once(blocks: list[tuple[str, int, int]]) -> None:
    found = pages("".join(block(number, *kind) for number, kind in enumerate(blocks, 1)))
    for number, (_, _, size) in enumerate(blocks, 1):
        assert len(holder(found, f"Noted{number}")) == (1 if size else 0)


def block(number: int, kind: str, words: int, size: int) -> str:
    """A block of so many words around a call of a footnote of so many; none for 0."""
    called = note(number, f"Noted{number} {'small ' * size}") if size else ""
    text = f"{'some ' * (words // 2)}word{called} {'more ' * (words - words // 2)}"
    if kind == "ul":
        return f"<ul><li>item</li><li>{text}</li></ul>"
    return f"<p>{text}</p>" if kind == "p" else f'<div class="{kind}"><p>{text}</p></div>'
