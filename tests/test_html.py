"""Nodes as XHTML: golden cases, and what holds for any note: well-formed, ids once, every page start once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markupsafe import Markup, escape

from pipeline import model as m
from pipeline.compose import Imprint, compose
from pipeline.header import header
from pipeline.html import Breaks, Dialect, Writer
from pipeline.references import Resolver
from pipeline.syntax import parse
from pipeline.text import walk

CASES = Path(__file__).parent / "html"
ASSETS = {"map.png": m.Asset("map.png", "digest", 10, 10)}


def footnote(note: m.Footnote, anchor: str, text: Markup, first: bool) -> Markup:
    if first:
        return Markup('<small id="{}"><b>{}</b> {}</small>').format(anchor, note.number, text)
    return Markup('<sup><a href="#{}">{}</a></sup>').format(anchor, note.number)


PLAIN = Dialect(
    math=lambda tex, display: Markup('<i class="{}">{}</i>').format("display" if display else "tex", tex),
    image=lambda image: Markup('<img src="{}" alt="{}"/>').format(image.src, image.alt),
    mindmap=lambda node, _: Markup("<b>{}</b>").format(node.root.label),
    footnote=footnote,
    locator=lambda anchor: Markup(" (page of {})").format(anchor),
    pagebreak=lambda label: Markup('<span id="page-{}"></span>').format(label),
    link=lambda anchor: f"#{anchor}",
)


def composed(text: str) -> m.Note:
    """The note as a book holds it, beside a second one it may refer to."""
    other = m.Source("other.md", "# Other\n\n## Part\n\nWords of the other note.[^o]\n\n[^o]: Its footnote.\n")
    notes = [parse(m.Source("note.md", text)), parse(other)]
    kept = {note.path: note for note in notes}
    ordered = compose([header(note, note.path) for note in notes], Imprint("Book")).notes

    def load(head: m.Header) -> m.Note:
        return replace(kept[head.path], id=head.id, meta=head.meta)

    return Resolver.of(ordered, ASSETS, load).note(load(next(n for n in ordered if n.path == "note.md")))


def written(note: m.Note, breaks: Breaks | None = None) -> str:
    writer = Writer(note, PLAIN, breaks or {})
    loose = (Markup("<div id='{}'>{}</div>").format(writer.anchor(f.id), writer.footnote_text(f))
             for f in note.footnotes if not f.number)  # fmt: skip
    return writer.blocks(note.blocks) + Markup().join(loose)


@pytest.mark.parametrize("case", sorted(CASES.glob("*.md")), ids=lambda c: c.stem)
def test_cases(case: Path, golden: Callable[[Path, str], None]) -> None:
    text = written(composed(case.read_text(encoding="utf-8")))
    etree.fromstring(f"<body>{text}</body>")
    golden(case.with_suffix(".xhtml"), f"{text}\n")


# --------------------------------------------------------------------------- laws

PIECES = (
    *(
        "\n",
        "\n\n",
        "    ",
        "> ",
        "- ",
        "1. ",
        "- [x] ",
        "# ",
        "## ",
        "```py\n",
        "---\n",
        "**",
        "*",
        "`",
        "$x^2$",
        "$$",
    ),
    *(
        "| a | b |\n|---|--:|\n| c | d |\n",
        "term\n: meaning\n",
        "[^a]",
        "\n\n[^a]: note\n",
        "^[inline]",
        "[[Other#Part]]",
    ),
    *(
        "\n\n![[Other]]\n\n",
        "\n\n![[#Head]]\n\n",
        "![alt](map.png)",
        "\n\n![[map.png|30]]\n\n",
        "%%",
        "<!-- c -->",
        "<b>",
    ),
    *(
        "</b>",
        "<div>",
        "</div>",
        "<details>\n",
        "<br>",
        "==",
        "&amp;",
        "&#1;",
        "\n> [!tip] T\n> ",
        "\n> [!question]- Q\n> ",
    ),
    *(
        "[a](b.md)",
        "https://a.b/c",
        " ^id",
        "\\newpage\n",
        "word",
        "क्षि",
        "漢字",
        "## Head\n",
        "\n\n- [^b]\n\n[^b]: - list\n",
    ),
)
SIGNS = st.characters(exclude_characters="\x0c")  # it passes through `parse`, and no XML can hold it
TEXTS = st.one_of(st.text(SIGNS, max_size=80), st.lists(st.sampled_from(PIECES), max_size=30).map("".join))


def places(note: m.Note) -> Iterator[str]:
    """The ids of everything a page may start in."""
    for block in walk(note.blocks):
        yield block.id
        match block:
            case m.List(items) | m.Definitions(items):
                yield from (item.id for item in items)
            case m.Table(head, rows):
                yield from (row.id for row in (head, *rows))
            case _:
                pass


@given(TEXTS)
def test_any_note_is_well_formed_and_names_nothing_twice(text: str) -> None:
    note = composed(text)
    tree = etree.fromstring(f"<body>{written(note)}</body>")
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    anchors = {f"{note.id}--{name}" for name in places(note)}
    assert anchors <= set(ids) | {
        f"{note.id}--{b.id}" for b in walk(note.blocks) if isinstance(b, m.MindMap)
    } | _headless(note)


def _headless(note: m.Note) -> set[str]:
    """Heads of tables without a word in them are not shown."""
    tables = (b for b in walk(note.blocks) if isinstance(b, m.Table))
    return {f"{note.id}--{t.head.id}" for t in tables if not any(t.head.cells)}


@given(TEXTS, st.data())
def test_every_page_start_stands_once(text: str, data: st.DataObject) -> None:
    note = composed(text)
    names = list(places(note))
    chosen = data.draw(st.lists(st.sampled_from(names), max_size=8)) if names else []
    breaks: dict[str, list[tuple[int, str]]] = {}
    for number, name in enumerate(chosen):
        breaks.setdefault(f"{note.id}--{name}", []).append((data.draw(st.integers(0, 40)), f"{number}"))
    plain, marked = written(note), written(note, breaks)
    for number in range(len(chosen)):
        assert marked.count(f'id="page-{number}"') == 1
    assert "".join(_words(marked).split()) == "".join(_words(plain).split())


def _words(markup: str) -> str:
    return "".join(etree.fromstring(f"<body>{markup}</body>").itertext())


# --------------------------------------------------------------------------- page starts


@pytest.mark.parametrize(
    ("text", "name", "at", "shown"),
    [
        ("one two three", "p1", 5, 'one <span id="page-7"></span>two three'),
        ("| a | b |\n|---|---|\n| cc | dd ee |", "r2", 5, 'dd <span id="page-7"></span>ee'),
        ("```\none\ntwo\n```", "c1", 4, 'one\n<span id="page-7"></span>two'),
        ("```\na long line\n```", "c1", 6, '<code><span id="page-7"></span>a long line'),
        ("- one\n- two", "l1", 0, '<span id="page-7"></span><ul'),
        ("> [!tip] A title\n> Text.", "d1", 0, '<span class="title"><span id="page-7"></span>A title'),
        ("## Head line", "head-line", 4, 'Head <span id="page-7"></span>line'),
    ],
)  # fmt: skip
def test_a_page_start_stands_where_the_page_begins(text: str, name: str, at: int, shown: str) -> None:
    assert shown in written(composed(text), {f"note--{name}": [(at, "7")]})


def test_page_starts_of_a_block_keep_their_order() -> None:
    marked = written(composed("one two three"), {"note--p1": [(6, "8"), (3, "7"), (3, "6")]})
    assert [marked.index(f'"page-{label}"') for label in "678"] == sorted(marked.index(f'"page-{x}"') for x in "678")


# --------------------------------------------------------------------------- aids and footnotes


def test_an_aid_stands_after_its_block_and_says_where_it_comes_from() -> None:
    note = composed("First.\n\nSecond.")
    aid = m.Aid("mnemonic", "after", (m.Paragraph((m.Text("Hint <1>"),)),), anchor="p1")
    text = written(replace(note, aids=(aid,)))
    assert (
        text.index("First")
        < text.index('<aside class="aid aid-mnemonic" id="note--_mnemonic-p1"')
        < text.index("Second")
    )
    assert 'data-origin="generated"' in text
    assert "Hint &lt;1&gt;" in text


def test_a_footnote_may_refer_to_itself() -> None:
    markup = written(composed("One.[^a]\n\n[^a]: As this note says,[^a] it is so.\n"))
    assert markup.count("it is so") == 1


def test_text_that_repeats_another_has_no_footnotes() -> None:
    note = composed("Word.[^a]\n\n[^a]: Below.")
    assert "Below" not in Writer(note, PLAIN, quiet=True).blocks(note.blocks)


def test_a_folded_answer_is_a_link_to_the_back_unless_it_has_footnotes() -> None:
    for text, away in (("Answer.", True), ("Answer.[^a]\n\n[^a]: Below.", False)):
        note = composed(f"> [!question]- Why?\n> {text}")
        (box,) = (b for b in note.blocks if isinstance(b, m.Div))
        card = m.Card("q1", "basic", (), box.blocks, box.id, "author")
        note = replace(note, aids=(m.Aid("recall", "end", (), (card,), origin="author"),))
        markup = written(note)
        assert ("#answers--note--q1" in markup) == away
        assert ("Answer." in markup) != away


def test_a_kind_of_callout_is_named_in_the_language_of_the_note() -> None:
    hindi = composed("---\nlang: hi\n---\n\n> [!tip]\n> क")
    assert '<span class="kind">सुझाव</span>' in written(hindi)
    assert '<span class="kind">Page</span>' in written(composed("> [!page]\n> Not a phrase of the book."))


@given(st.text(max_size=60))
def test_any_text_is_escaped(text: str) -> None:
    note = replace(composed(""), blocks=(m.Paragraph((m.Text(text),)),))
    assert written(note).replace(' class="lead"', "") == f"<p>{escape(text)}</p>"


def test_a_picture_that_is_a_link_stands_in_no_other() -> None:
    def image(image: m.Image) -> Markup:
        return Markup('<a class="out" href="{}">{}</a>').format(image.src, image.alt)

    note = composed("# N\n\n[![CI](https://example.org/a.svg) now](https://example.org/ci)\n")
    text = str(Writer(note, replace(PLAIN, image=image), {}).blocks(note.blocks))
    assert '<span class="out">CI</span> now</a>' in text
    assert text.count("<a ") == 1
