"""The structure tree of a leaf: one element for what one element of the markup says. `*` is content, `@` a link."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import page as page_validation
import pytest

from tests.targets.engine.scene import Store, bound, leaf, outline_of

pytestmark = pytest.mark.engine
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9"><path d="M0 0H9V9z"/></svg>'


def tree(body: str, css: str = "") -> str:
    store = Store()
    data = bound(store, leaf(store, body, {"a.svg": SVG}, css=css))
    lines = outline_of(data).splitlines()
    assert lines[0] == "Part Lang=en"
    return dedent("\n".join(lines[1:]))


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>one <em>two <b>three</b></em> four</p>", "P *"),
        ("<div>loose<p>para</p>more</div>", "P *\nP *\nP *"),
        ("<article><header><h1>A</h1></header><section><p>b</p></section></article>", "Art\n  H1 *\n  Sect\n    P *"),
        ('<p>see <a href="#x">that <i>one</i></a>.</p>', "P **\n  Link * @"),
        ("<blockquote>said<p>more</p></blockquote>", "BlockQuote\n  P *\n  P *"),
        ("<pre><code>a\nb</code></pre>", "P\n  Code *"),
        ('<p><abbr title="long">l</abbr></p>', "P\n  Span E=long *"),
        ('<p>a <span lang="hi">ab</span></p><p lang="en">c</p>', "P *\n  Span Lang=hi *\nP *"),
        ('<div lang="de"><p>a</p><p>b</p></div>', "Div Lang=de\n  P *\n  P *"),
        ('<p aria-hidden="true">no</p><p>yes</p>', "P *"),
        ("<ol><li>a<ul><li>b</li></ul></li></ol>", None),
        ("<dl><dt>T</dt><dd>one</dd><dd>two</dd></dl>", "L\n  LI\n    Lbl *\n    LBody *\n      Div\n        P *"),
        (
            '<figure><img src="asset:a.svg" alt="A cell"/><figcaption>Text</figcaption></figure>',
            "Div\n  P\n    Figure Alt=A cell *\n  Caption *",
        ),
        ('<p>a <img src="asset:a.svg" alt=""/></p>', "P *"),
        ('<p><a href="other.md">beside</a></p>', "P\n  Span *"),
    ],
)
def test_what_elements_become(markup: str, expected: str | None) -> None:
    nested = (
        "L ListNumbering=Decimal\n  LI\n    Lbl *\n    LBody *\n      L ListNumbering=Circle\n"
        "        LI\n          Lbl *\n          LBody *"
    )
    assert tree(markup) == (expected or nested)


def test_a_paragraph_over_pages_is_one_element() -> None:
    store = Store()
    made = leaf(store, f"<p>{'word ' * 900}</p>")
    assert made.pages > 2
    assert outline_of(bound(store, made)) == "Part Lang=en\n  P " + "*" * made.pages


def test_a_head_repeated_on_every_page_is_read_once_and_empty_cells_stay() -> None:
    rows = "".join(f'<tr><th scope="row">{n}</th><td>x</td><td></td></tr>' for n in range(60))
    found = tree(f'<table><thead><tr><th>A</th><th colspan="2">B</th></tr></thead><tbody>{rows}</tbody></table>')
    lines = found.splitlines()
    assert lines[:5] == [
        "Table",
        "  THead",
        "    TR",
        "      TH Scope=Column *",
        "      TH ColSpan=2 Scope=Column *",
    ]
    assert lines[5:10] == ["  TBody", "    TR", "      TH Scope=Row *", "      TD *", "      TD"]
    assert (lines.count("    TR"), lines.count("      TD"), lines.count("  TBody")) == (61, 60, 1)


def test_a_footnote_is_a_note_with_an_id_where_it_is_called() -> None:
    found = tree('<p>text<span class="footnote" id="n--fn1">Foot.</span> after</p><p>next</p>')
    assert found == "P *\n  Note ID=n--fn1 *\n    Lbl *\nP *"


def test_any_of_it_conforms_to_pdf_ua(tmp_path: Path) -> None:
    store = Store()
    one = leaf(
        store,
        '<h1 id="n">T</h1><div style="opacity:.5"><p>half <a href="#m">seen</a></p></div><p><u>under</u> हिन्दी '
        '<a href="https://example.org/a">out</a></p><ul><li>a<ul><li>b</li></ul></li><li></li></ul>'
        '<table><caption>c</caption><tr><th>h</th></tr><tr><td><a href="#n">x</a></td></tr></table>'
        '<p>a<span class="footnote" id="n--1">Foot.</span></p><p style="text-decoration:underline">u</p>',
    )
    two = leaf(
        store, '<h1 id="m">हिन्दी</h1><p>see <a href="#n">(p. <span data-page-of="n">000)</span></a></p>', name="m"
    )
    path = tmp_path / "book.pdf"
    path.write_bytes(bound(store, one, two))
    result = page_validation.validate_pdf(str(path), profile="ua1")
    assert result.is_compliant, [f.message for f in result.failures]
