"""Web pages and Word documents as Markdown."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.importing import office, proof
from pipeline.importing.markup import Converted, convert
from tests.importing.papers import CALL, FORMULA, PICTURE, PIXEL, document, paragraph, run, table


def page(body: str) -> str:
    return f"<!DOCTYPE html><html><head><title>Mills</title><style>p{{}}</style></head><body>{body}</body></html>"


def sound(body: str) -> Converted:
    made = convert(page(body))
    assert proof.difference(made.wanted, proof.of_note(made.text)) == ([], [])
    return made


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<h1>Mills</h1><h3>Wind</h3><p>a</p>", "# Mills\n\n### Wind\n\na\n"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c\n"),
        ("<ol start=3><li>a</li><li>b</li></ol>", "3. a\n4. b\n"),
        (
            "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>x|y</td></tr></table>",
            "| A | B |\n| --- | --- |\n| 1 | x\\|y |\n",
        ),
        (
            "<p>a <b>b</b> <i>c</i> <del>d</del> H<sub>2</sub>O <mark>m</mark></p>",
            "a **b** *c* ~~d~~ H<sub>2</sub>O ==m==\n",
        ),
        ('<p><a href="https://a.org/b_c">a</a> <a href="javascript:x">off</a></p>', "[a](https://a.org/b_c) off\n"),
        ('<pre><code class="language-python">a = 1\n\nb</code></pre>', "```python\na = 1\n\nb\n```\n"),
        ("<blockquote><p>a</p></blockquote><hr><p>b</p>", "> a\n\n---\n\nb\n"),
        ('<p><img src="a.png" alt="A mill"></p>', "![A mill](a.png)\n"),
        ("<p>2 * 3 &lt;b&gt; [1] # x</p>", "2 * 3 \\<b> [1] # x\n"),
        ('<p><span style="font-weight:700">b</span> <b style="font-weight:normal">a</b></p>', "**b** a\n"),
    ],
)  # fmt: skip
def test_what_a_page_says_survives(body: str, text: str) -> None:
    assert sound(body).text == text


def test_footnotes_become_footnotes() -> None:
    body = (
        '<p>a<sup><a href="#f1" id="r1">1</a></sup> b<a href="#f2" id="r2"><sup>2</sup></a>.</p><section><ol>'
        '<li id="f1"><p>one <a href="#r1">↩</a></p></li>'
        '<li id="f2"><p>two</p><p>more <a href="#r2">↑</a></p></li></ol></section>'
    )
    assert sound(body).text == "a[^1] b[^2].\n\n[^1]: one\n\n[^2]: two\n\n    more\n"


def test_furniture_of_a_page_goes_and_is_told() -> None:
    made = sound(
        '<nav>Home</nav><header>Site</header><main><h1>A</h1><p>b c d</p><div class="share-buttons">Tweet</div></main>'
        "<aside>Also</aside><p hidden>secret</p><footer>© us</footer><script>x</script>"
    )
    assert made.text == "# A\n\nb c d\n"
    assert [change.before for change in made.changes] == ["Home", "Site", "Tweet", "Also", "secret", "© us"]
    assert made.title == "Mills"


def test_what_markdown_cannot_say_comes_as_plain_lines() -> None:
    made = sound("<p>x</p><table><tr><td><pre>a\nb</pre></td><td><table><tr><td>c</td></tr></table></td></tr></table>")
    assert made.text.startswith("x\n\n")
    assert {"a", "b", "c"} <= set(made.text.replace("|", " ").split())


@pytest.mark.parametrize(
    "text", ["", "plain", "<", "<p", "\0", "<?xml version='1.0' encoding='utf-8'?><p>a</p>", "<html></html>"]
)
def test_anything_is_a_page(text: str) -> None:
    made = convert(text)
    assert proof.difference(made.wanted, proof.of_note(made.text)) == ([], [])


_NAMES = "p b i ul ol li table tr td th h1 h2 pre code blockquote div span a br hr dl dt dd sup img"
_TAGS = st.sampled_from(_NAMES.split())
_TREES = st.recursive(
    st.text(st.characters(exclude_categories=["Cs", "Co", "Cc"]), max_size=8).map(lambda t: t.replace("<", "&lt;")),
    lambda inner: st.tuples(_TAGS, st.lists(inner, max_size=4)).map(lambda t: f"<{t[0]}>{''.join(t[1])}</{t[0]}>"),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(_TREES)
def test_no_word_of_any_page_is_lost(body: str) -> None:
    sound(body)


# --------------------------------------------------------------------------- Word


def test_a_word_document_keeps_what_it_says() -> None:
    data = document(
        paragraph("Mills", "Title"),
        paragraph("Wind", "heading1"),
        f"<w:p>{run('a ')}{run('b', '<w:b/>')}{run(' c', '<w:i/>')}{CALL}</w:p>",
        paragraph("one", depth=0),
        paragraph("two", depth=1),
        table(("A", "B"), ("1", "2")),
        PICTURE,
        FORMULA,
        note="The note.",
    )
    read = office.read(data)
    made = convert(read.html)
    assert (
        "# Mills\n\n# Wind\n\na **b** *c*[^1]\n\n- one\n  - two\n\n| A | B |\n| --- | --- |\n| 1 | 2 |\n" in made.text
    )
    assert "![A leaf](data:image/png;base64," in made.text
    assert made.text.endswith("\n\n[^1]: The note.\n")
    assert read.formulas == 1
    assert "E mc" in made.text
    assert not read.words - type(read.words)(proof.of_note(made.text))
    assert PIXEL.startswith(b"\x89PNG")


def test_what_was_deleted_is_not_read() -> None:
    gone = "<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p>"
    read = office.read(document(gone))
    assert dict(read.words) == {"new": 1}
    assert convert(read.html).text == "new\n"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no zip", document()[:200]])
def test_what_is_no_document_is_refused(data: bytes) -> None:
    with pytest.raises(office.NoDocument):
        office.read(data)


def test_a_bomb_is_not_unpacked() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (20 << 20))
    with pytest.raises(office.NoDocument, match="far more"):
        office.read(out.getvalue())
