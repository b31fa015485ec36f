"""No word is lost: what of a source must be printed, and that a loss is found where it happened."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from pipeline import conserve
from pipeline import model as m
from pipeline.header import header
from pipeline.html import Dialect, Writer
from pipeline.references import Resolver
from pipeline.syntax import parse
from pipeline.text import words

ROOT = Path(__file__).parents[1]
SOURCES = [*sorted((ROOT / "source").rglob("*.md")), *sorted((ROOT / "tests" / "enrich" / "recall").glob("*.md"))]

PLAIN = Dialect(
    math=lambda *_: Markup(" "),
    image=lambda _: Markup(),
    mindmap=lambda *_: Markup(),
    footnote=lambda _note, _anchor, text, first: text if first else Markup(),
    locator=lambda _: Markup(),
    pagebreak=lambda _: Markup(),
    link=lambda anchor: f"#{anchor}",
)


def printed(note: m.Note) -> str:
    """The words of a note as a finished file has them."""
    writer = Writer(note, PLAIN)
    loose = (writer.footnote_text(f) for f in note.footnotes if not f.number)
    markup = f"<h1>{note.title}</h1>{writer.blocks(note.blocks)}{Markup().join(loose)}"
    return html.unescape(
        re.sub(r"<[^>]*>", "", re.sub(r"</?(?:p|li|h\d|t[dhr]|d[dt]|span class=.[pf])\b[^>]*>|<br/>", "\n", markup))
    )


def composed(text: str, path: str = "a.md", **others: str) -> m.Note:
    notes = [parse(m.Source(path, text)), *(parse(m.Source(f"{name}.md", t)) for name, t in others.items())]
    kept = {note.id: note for note in notes}
    resolver = Resolver.of([header(n, n.path) for n in notes], {}, lambda found: kept[found.id])
    return resolver.note(notes[0])


def losses(note: m.Note, text: str, output: str, answers: str = "") -> list[tuple[int, tuple[str, ...]]]:
    return [
        (x.line, x.words) for x in conserve.lost(conserve.claim(note), text, output, lambda: conserve.found(answers))
    ]


# --------------------------------------------------------------------------- what is wanted


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("---\ntitle: no\n---\none", {4: "one"}),
        ("+++\ntitle = 1\n+++\none", {4: "one"}),
        ("---\n---\none", {3: "one"}),
        ("# One *two* **th**ree ==four== ~~five~~", {1: "one two three four five"}),
        ("one %%no%% two <!-- no\nno --> three", {1: "one two", 2: "three"}),
        ("<!--\n```\nno\n```\n--> one", {5: "one"}),
        ("`%%yes%%` one", {1: "yes one"}),
        ("```\n%%yes%% **a\n```\none", {2: "yes a", 4: "one"}),
        ("> ```py\n> yes\n> ```\n> one", {2: "yes", 4: "one"}),
        ("```math\nno\n```\n$$\nno\n$$\none $no$ two $5 and $10", {7: "one two 5 and 10"}),
        ("```ad-tip\ntitle: One\ncollapse: open\nTwo *three*\n```\nfour", {2: "one", 4: "two three", 6: "four"}),
        ("[[Note|shown]] [[Note#Part]] [[Note.md]] [[Note#^id]]", {1: "shown note part note note"}),
        ("![[no.png]] ![no](a.png) [one](no.md 'no') <https://a.b>", {1: "one"}),
        ("one[^a]\n\n[^a]: two", {1: "one", 3: "two"}),
        ("> [!tip]- One\n> two ^id", {1: "one", 2: "two"}),
        ("1. one\n- [x] two\n- 2) three", {1: "one", 2: "two", 3: "three"}),
        ("| one | two |\n|:--|--:|\n| \\| three | &amp; |", {1: "one two", 3: "three"}),
        ("<div class='no'>one</div> <script>no</script> H<sub>2</sub>O", {1: "one h2o"}),
        ("\\newpage\n\\*one\\* {#no}", {2: "one"}),
        ("Q: one\nA: two\n?\nthree::four", {1: "one", 2: "two", 4: "three four"}),
        ("==1;;one;;no== {{c1::two::no}} {{c2::th}}ree", {1: "one two three"}),
        ("भारत का संविधान", {1: "भारत का संविधान"}),
        ("a?b=1&section-id=2 &lt;one&#x2e; &copy two", {1: "a b 1 section id 2 one copy two"}),
        ("one <svg><text>no</text><path/></svg> two", {1: "one two"}),
        ("<SVG viewbox='0 0 1 1'>\n<title>no</title><text>no</text>\none\n</SVG> two", {3: "one", 4: "two"}),
        ("<svg><svg><rect/></svg><text>no</text></svg> one", {1: "one"}),
        ("one <svg>\ntwo <style>no</style></svg> three", {1: "one", 2: "two three"}),
        ("one <svg> two <path/> <text>three</text>", {1: "one two three"}),
        ("`<svg>` one <path/> `</svg>`", {1: "svg one svg"}),
        ("<svg/> one <svg><path/></svg>", {1: "one"}),
    ],
)
def test_what_a_reader_sees(text: str, found: dict[int, str]) -> None:
    assert {n: " ".join(ws) for n, ws in conserve.wanted(text)} == found


@given(st.text())
def test_any_text_can_be_asked_for(text: str) -> None:
    numbers = [n for n, _ in conserve.wanted(text)]
    assert numbers == sorted(set(numbers))
    assert all(1 <= n <= text.count("\n") + 1 for n in numbers)


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.stem)
def test_no_false_alarm(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    note = composed(text, path.name)
    assert losses(note, text, printed(note)) == []


# --------------------------------------------------------------------------- what is found

NOTE = """\
---
title: Losses
---

Opening paragraph with [a link](https://example.org) and *soft* words.

## Second heading

- first item
- second item

  > quoted inside
- [ ] task here

| Column | Other |
|------|-------|
| cell | value |

```python
print("alpha")
beta = 1
```

> [!tip] Callout title
> Callout body[^one].

Term
: Meaning of it.

Closing words.

[^one]: Footnote text.
[^two]: Loose footnote.
"""


def without(blocks: tuple[m.Block, ...]) -> Iterator[tuple[m.Block, tuple[m.Block, ...]]]:
    """Each block that may be lost, with what is then left of all."""
    for number, block in enumerate(blocks):
        before, after = blocks[:number], blocks[number + 1 :]
        yield block, (*before, *after)
        for lost, left in _without_inside(block):
            yield lost, (*before, left, *after)


def _without_inside(block: m.Block) -> Iterator[tuple[m.Block, m.Block]]:
    match block:
        case m.Quote(blocks) | m.Div(blocks=blocks):
            yield from ((lost, replace(block, blocks=left)) for lost, left in without(blocks))
        case m.List(items):
            for n, item in enumerate(items):
                for lost, left in without(item.blocks):
                    yield lost, replace(block, items=(*items[:n], replace(item, blocks=left), *items[n + 1 :]))
        case m.Table():
            yield from _without_cells(block)
        case m.CodeBlock(text):
            for n, line in enumerate(text.split("\n"), block.line + 1):
                yield m.Paragraph((m.Text(line),), n), replace(block, text=text.replace(line, ""))
        case _:
            pass


def _without_cells(table: m.Table) -> Iterator[tuple[m.Block, m.Block]]:
    for n, row in enumerate(table.rows):
        for k, cell in enumerate(row.cells):
            left = replace(row, cells=(*row.cells[:k], (), *row.cells[k + 1 :]))
            yield m.Paragraph(cell, row.line), replace(table, rows=(*table.rows[:n], left, *table.rows[n + 1 :]))


def missed(note: m.Note, text: str) -> list[str]:
    """Blocks whose loss is not found, or not all of its words, or not at its line."""
    out = []
    asked = {w for _, ws in conserve.wanted(text) for w in ws}
    for block, left in without(note.blocks):
        gone = Counter(words(printed(note))) - Counter(words(printed(replace(note, blocks=left))))
        gone = {w for w in gone if w in asked}
        if not gone:
            continue
        found = losses(note, text, printed(replace(note, blocks=left)))
        told = {w for _, ws in found for w in ws}
        if not found or not gone <= told or not any(n >= block.line for n, _ in found):
            out.append(f"{block.line}: {sorted(gone - told)}")
    return out


def test_every_loss_is_found_with_its_words_and_line() -> None:
    assert missed(composed(NOTE), NOTE) == []


@pytest.mark.parametrize(
    ("lost", "line", "gone"),
    [
        ("second item", 10, ("second",)),
        ("quoted inside", 12, ("quoted", "inside")),
        ("value", 17, ("value",)),
        ("beta = 1", 21, ("beta", "1")),
        ("Footnote text.", 32, ("text",)),
        ("Loose footnote.", 33, ("loose",)),
        ("Second heading", 7, ("heading",)),
    ],
)
def test_the_line_of_a_loss(lost: str, line: int, gone: tuple[str, ...]) -> None:
    note = composed(NOTE)
    found = dict(losses(note, NOTE, printed(note).replace(lost, "")))
    assert line in found
    assert set(gone) <= set(found[line])


def test_a_word_that_is_split_at_the_end_of_a_line_is_there() -> None:
    assert conserve.missing("a.md", "unbelievable story", (), (), "unbeliev\u00ad\nable sto-\nry") == ()


def test_what_an_aid_prints_does_not_stand_for_the_text() -> None:
    text = "Photosynthesis makes sugar."
    note = composed(text)
    aided = replace(note, aids=(m.Aid("recall", "end", note.blocks),))
    assert losses(aided, text, f"a {printed(note)} Photosynthesis makes sugar.") == []
    assert losses(aided, text, "a Photosynthesis makes sugar.") == [(1, ("photosynthesis", "makes", "sugar"))]


def test_what_is_shown_of_another_note_does_not_stand_for_the_text() -> None:
    text = "Own words.\n\n![[b]]\n"
    note = composed(text, b="Own words.")
    assert losses(note, text, "a Own words. b Own words.") == []
    assert [line for line, _ in losses(note, text, "a b Own words.")] == [1]


def test_what_describes_a_picture_that_is_shown_is_not_asked_for() -> None:
    note = composed("Own words.\n\n![[b]]\n", b="Words. ![described](none.png)")
    shown = replace(note, blocks=tuple(map(_with_pictures, note.blocks)))
    text = "Own words.\n\n![[b]]\n"
    assert losses(note, text, "a Own words. b Words.") != []
    assert losses(shown, text, "a Own words. b Words.") == []


def _with_pictures(block: m.Block) -> m.Block:
    """A block whose pictures are all found."""
    match block:
        case m.Div(blocks=blocks):
            return replace(block, blocks=tuple(map(_with_pictures, blocks)))
        case m.Paragraph(inlines):
            found = (replace(i, src="a.png") if isinstance(i, m.Image) else i for i in inlines)
            return replace(block, inlines=tuple(found))
        case _:
            return block


def test_a_folded_answer_is_looked_for_at_the_back() -> None:
    text = "> [!question]- Why so?\n> Because gravity."
    note = composed(text)
    card = m.Card("q1", "basic", (), note.blocks, note.blocks[0].id, "author")
    aid = m.Aid("recall", "end", (), (card,), origin="author")
    asking = replace(note, aids=(aid,))
    assert losses(asking, text, "a Why so?", "1. Because gravity.") == []
    assert losses(asking, text, "a Why so?", "1. nothing") == [(1, ("because", "gravity"))]


def test_losses_are_errors_that_name_words() -> None:
    (problem,) = conserve.problems([conserve.Loss("a.md", 3, ("one", "two"))], "pdf", 100)
    assert (problem.severity, problem.code, problem.line) == ("error", "words-lost", 3)
    assert "one, two" in problem.message


def test_few_lost_words_are_told_of_a_book_that_is_published() -> None:
    losses = [conserve.Loss("a.md", 3, ("one", "two"))]
    assert conserve.are_many(losses, 199)
    assert not conserve.are_many(losses, 200)
    (few,), (many,) = (conserve.problems(losses, "pdf", words) for words in (200, 100))
    assert few.severity == many.severity == "error"
    assert few.hint != many.hint


def test_halves_of_a_long_word_that_no_other_word_is_are_found() -> None:
    source = "extraordinarily\n"
    assert not conserve.missing("a.md", source, ("extraordinarily",), (), "extraordinarily extra\nother\nordinarily")
    assert conserve.missing("a.md", source, ("extraordinarily",), (), "extraordinarily extra\nother")


def test_words_written_from_right_to_left_are_found_in_either_order() -> None:
    source = "مقدمة إلى إنترنت الأشياء\n"
    assert not conserve.missing("a.md", source, (), (), "ةمدقم ىلإ تنرتنإ ءايشألا")
    lost = conserve.missing("a.md", source, (), (), "ةمدقم ىلإ تنرتنإ")
    assert [loss.words for loss in lost] == [("الأشياء",)]


def test_what_runs_from_right_to_left_cannot_be_proved_lost() -> None:
    losses = conserve.missing("a.md", "plain words\n\nالأشياء and more\n", (), (), "nothing of it")
    found = conserve.problems(losses, "pdf", 100)
    assert [(p.line, p.severity, p.code) for p in found] == [
        (1, "error", "words-lost"),
        (3, "warning", "words-unproved"),
    ]


def test_a_short_word_of_code_parted_by_a_line_is_not_lost() -> None:
    source = "```html\n<li>\n```\n\n```html\n<p>some</li>\n```\n"
    assert conserve.missing("n.md", source, (), (), "<li>\n<p>some</l\ni>") == ()
    assert conserve.missing("n.md", source, (), (), "<li>\n<p>some</l\nk>") != ()


def test_a_word_of_code_parted_by_a_page_is_not_lost() -> None:
    source = "The call `parentNode()` and more."
    page = "The call paren\nPart\n12\n\fPart\nHeading\ntNode() and more."
    assert conserve.missing("n.md", source, (), (), page) == ()
    assert conserve.missing("n.md", source, (), (), page.replace("tNode", "Node")) != ()
    assert conserve.missing("n.md", source, (), (), page.replace("\f", "")) != (), (
        "the edge of a page alone parts words so"
    )


def test_a_word_parted_by_a_page_is_not_lost() -> None:
    output = "some structures are hold\u2010\n\u2022\n1.\ning organelles\n"
    assert conserve.missing("a.md", "some structures are holding organelles\n", (), (), output) == ()
    assert conserve.missing("a.md", "some structures are holding organelles\n", (), (), output.replace("\u2010", ""))
    joined = "some structures are hold\ufffeRunning head\n12\ning organelles\n"
    assert conserve.missing("a.md", "some structures are holding organelles\n", (), (), joined) == ()


@pytest.mark.parametrize(
    ("source", "words_"),
    [
        ("\\begin{align}\na &= b\n\\end{align}\n\nSee \\eqref{x}.\n", ["see"]),
        ("````{note} A title\n:class: tip\nWords\n\n```{math}\n:label: y\nz\n```\n````\n", ["a", "title", "words"]),
        ("An ``open quote'' and $x$.\n\nAfter ``it''.\n", ["an", "open", "quote", "and", "after", "it"]),
    ],
)
def test_formulas_and_fences_of_prose_are_told_from_words(source: str, words_: list[str]) -> None:
    assert [w for _, line in conserve.wanted(source) for w in line] == words_
