"""What holds for any text whatever: parse never fails, lines are lines of the file, ids are unique."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import model as m
from pipeline.syntax import parse
from pipeline.text import inlines_in, lines_of, text_of, walk
from tests.marked import marked

PIECES = (
    *(
        "\n",
        "\n\n",
        " ",
        "    ",
        "\t",
        "> ",
        "- ",
        "1. ",
        "# ",
        "## ",
        "```\n",
        "~~~\n",
        "---\n",
        "***",
        "**",
        "*",
        "_",
    ),
    *("|", "| a | b |\n|---|---|\n", ": ", "[^a]", "[^a]: ", "^[", "[[", "]]", "![[", "#tag", "$", "$$", "\\(", "\\)"),
    *("\\[", "\\]", "%%", "<!--", "-->", "<b>", "</b>", "<div>", "</div>", "<details>", "<summary>", "</details>"),
    *("<table><tr><td>", "</table>", "<br>", "<script>", "</script>", "`", "``", "==", "~~", "\\", "&amp;", "&#0;"),
    *(
        "> [!note]- T\n",
        "- [x] ",
        "^id",
        "[a](b)",
        "![a|3](b)",
        "[a](javascript:x)",
        "https://a.b/c",
        "www.a.b",
        "a@b.cc",
    ),
    *(
        "\\newpage\n",
        "title: x\n",
        "tags: [a\n",
        "\ufeff",
        "\x00",
        "\x0b",
        "\x85",
        "\u2028",
        "é",
        "क्षि",
        "漢字",
        "🎉",
        "word",
    ),
)
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    marked(formulas=True).map(lambda pair: pair[0]),
)


def _ids(blocks: tuple[m.Block, ...]) -> Iterator[tuple[str, int]]:
    for block in walk(blocks):
        yield block.id, block.line
        match block:
            case m.List(items) | m.Definitions(items):
                yield from ((item.id, item.line) for item in items)
            case m.Table(head, rows):
                yield from ((row.id, row.line) for row in (head, *rows))


def _all_blocks(note: m.Note) -> list[m.Block]:
    return [*walk(note.blocks), *(block for f in note.footnotes for block in walk(f.blocks))]


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_any_text_is_a_note(text: str) -> None:
    note = parse(m.Source("a.md", text))
    assert note == parse(m.Source("a.md", text))
    places = [*_ids(note.blocks), *(place for f in note.footnotes for place in ((f.id, f.line), *_ids(f.blocks)))]
    last = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    assert all(1 <= line <= last for _, line in places)
    assert all(0 <= problem.line <= last for problem in note.problems)
    numbers = {f.label: f.number for f in note.footnotes}
    runs = [run for block in _all_blocks(note) for run in lines_of(block)]
    refs = [node for run in runs for node in inlines_in(run) if isinstance(node, m.FootnoteRef)]
    assert all(numbers[ref.label] == ref.number > 0 for ref in refs)
    names = [name for name, _ in places]
    assert len(names) == len(set(names))
    assert all(names)
    assert note.title
    assert note.id


@settings(max_examples=150, deadline=None)
@given(marked(formulas=True))
def test_every_word_survives(marked_text: tuple[str, list[str]]) -> None:
    text, words = marked_text
    note = parse(m.Source("a.md", text))
    read = "\n".join((note.title, text_of(note.blocks), *(text_of(f.blocks) for f in note.footnotes)))
    assert [word for word in words if word not in read] == []


@pytest.mark.parametrize("text", ["Q: ", "Q: \n\nA: b", "- Q: "])
def test_a_question_may_be_empty(text: str) -> None:
    assert parse(m.Source("a.md", text)).path == "a.md"


def test_footnotes_nobody_refers_to_may_refer_to_each_other() -> None:
    notes = parse(m.Source("a.md", "[^a]: x [^b]\n\n[^b]: y [^a]\n")).footnotes
    assert [(note.label, note.number) for note in notes] == [("b", 1), ("a", 2)]


def test_lines_of_a_parted_paragraph() -> None:
    blocks = parse(m.Source("a.md", "one<br>two\nthree  \n$$x$$ four\n![](i.png)\nfive")).blocks
    assert [(type(block).__name__, block.line) for block in blocks] == [
        ("Paragraph", 1),
        ("MathBlock", 3),
        ("Paragraph", 3),
        ("Figure", 4),
        ("Paragraph", 5),
    ]


@pytest.mark.parametrize("text", ["<!--%%%%\n0", "%% <!--", "<!-->", "%%%%", "<!-- %%\n-->\n%%"])
def test_comments_may_touch(text: str) -> None:
    assert parse(m.Source("a.md", text)).path == "a.md"


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_the_outline_never_skips_a_level(text: str) -> None:
    levels = [block.level for block in parse(m.Source("a.md", text)).blocks if isinstance(block, m.Heading)]
    assert all(after - before <= 1 for before, after in zip([1, *levels], levels, strict=False))
    assert all(2 <= level <= 6 for level in levels)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_no_link_can_harm(text: str) -> None:
    for block in _all_blocks(parse(m.Source("a.md", text))):
        for run in lines_of(block):
            for node in inlines_in(run):
                if isinstance(node, m.Link) and not node.note:
                    assert not node.url.lower().startswith(("javascript:", "data:", "vbscript:", "file:"))


@given(st.lists(st.sampled_from(["one", "two", "| x |", "a \\| b", "`c`", ""]), min_size=1, max_size=6))
def test_rows_are_as_wide_as_the_head(cells: list[str]) -> None:
    row = "| " + " | ".join(cells) + " |"
    table = parse(m.Source("a.md", f"| a | b |\n|---|---|\n{row}\n")).blocks[0]
    assert isinstance(table, m.Table)
    assert [len(row.cells) for row in table.rows] == [2]


def test_an_edit_renames_no_heading() -> None:
    before = "# T\n\n## One\n\ntext ^here\n\n## Two\n\n- item\n"
    after = before.replace("## One", "new paragraph\n\n## One\n\n- new list")
    kept = {b.id for b in parse(m.Source("a.md", before)).blocks if isinstance(b, m.Heading) or b.id.startswith("b-")}
    assert kept == {"one", "two", "b-here"}
    assert kept <= {b.id for b in parse(m.Source("a.md", after)).blocks}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("1-polity/02-fundamental-rights.md", "fundamental-rights"),
        ("3. Economy/1.2 National Income.md", "national-income"),
        ("2024.md", "2024"),
        ("मौलिक अधिकार.md", f"note-{hashlib.sha256('मौलिक अधिकार.md'.encode()).hexdigest()[:8]}"),
    ],
)
def test_a_note_is_named_by_its_file(path: str, name: str) -> None:
    assert parse(m.Source(path, "x")).id == name


def test_a_note_keeps_what_came_before() -> None:
    problem = m.Problem("a.md", 1, 2, "error", "encoding", "not UTF-8")
    note = parse(m.Source("a.md", "word", (problem,)))
    assert note.problems == (problem,)
    assert len(note.digest) == 64


def test_every_field_of_meta_has_a_default() -> None:
    assert all(getattr(parse(m.Source("a.md", "")).meta, field.name) == field.default for field in fields(m.Meta))
