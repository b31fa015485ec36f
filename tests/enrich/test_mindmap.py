"""Mind maps: Markdown in, the tree out, and what must hold of every label."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import model as m
from pipeline.enrich import mindmap
from pipeline.enrich.mindmap.facts import facts
from pipeline.enrich.mindmap.language.wording import BOTH, head, key_phrase, shorten
from pipeline.enrich.mindmap.seal import width_of
from pipeline.syntax import parse
from pipeline.text import plain, text_of, words

HERE = Path(__file__).parent
CASES = sorted((HERE / "mindmap").glob("*.md"))
NOTES = [*CASES, *sorted((HERE / "recall").glob("*.md")), *sorted((HERE.parents[1] / "source").rglob("*.md"))]


def enriched(path: Path) -> m.Note:
    return mindmap.enrich(note_at(path))


def note_at(path: Path) -> m.Note:
    return parse(m.Source(path.name, path.read_text(encoding="utf-8")))


def root_of(note: m.Note) -> m.Branch | None:
    return next((b.root for a in note.aids for b in a.blocks if isinstance(b, m.MindMap)), None)


def every(branch: m.Branch, depth: int = 0) -> Iterator[tuple[m.Branch, int]]:
    yield branch, depth
    for inner in branch.branches:
        yield from every(inner, depth + 1)


def drawn(note: m.Note) -> str:
    lines = [f"[{aid.origin}, {aid.place}]" for aid in note.aids]
    if root := root_of(note):
        lines += ["  " * depth + described(branch) for branch, depth in every(root)]
    return "\n".join(lines or ["no map"]) + "\n"


def described(branch: m.Branch) -> str:
    parts = [
        branch.number,
        "".join(marked(run) for run in branch.label),
        f"+{branch.more}" if branch.more else "",
        f"#{branch.href}" if branch.href else "",
    ]
    return " ".join(p for p in parts if p)


def marked(run: m.Text | m.Code | m.Math) -> str:
    match run:
        case m.Code(text):
            return f"`{text}`"
        case m.Math(tex):
            return f"${tex}$"
        case m.Text(text):
            return text


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_map(path, golden):
    golden(path.with_suffix(".txt"), drawn(enriched(path)))


@pytest.mark.parametrize("path", NOTES, ids=lambda p: p.stem)
def test_laws(path):
    note = note_at(path)
    after = mindmap.enrich(note)
    assert after.blocks == note.blocks
    assert after == mindmap.enrich(note)
    if after.aids and after.aids[0].origin == "generated":
        check_tree(root_of(after), note)


def check_tree(root: m.Branch, note: m.Note) -> None:
    nodes = list(every(root))
    text = note.title + " " + text_of(note.blocks)
    said = set(words(text))
    hrefs = {block.id for block in _anchors(note)}
    assert 5 <= len(nodes) <= 60
    assert max(depth for _, depth in nodes) <= 4
    for branch, _ in nodes:
        label = "".join(shown(run) for run in branch.label)
        assert label == label.strip() != ""
        assert len(label) <= 40
        assert len(label.split()) <= 7
        assert all(word in text or word in said for word in words(plain(branch.label)))
        assert not any(mark in label for mark in ("**", "[[", "](", "\\", "\ufffc", "…"))
        assert branch.href == "" or branch.href in hrefs


def shown(run: m.Text | m.Code | m.Math) -> str:
    """What a reader counts: code as one word without marks that mean something in Markdown, formulas by their signs."""
    match run:
        case m.Text(text):
            assert not any(mark in text for mark in ("`", "$\\"))
            return text
        case _:
            return "x" * width_of(run)


def _anchors(note: m.Note) -> Iterator[m.Heading]:
    from pipeline.text import walk

    for block in walk(note.blocks):
        yield block
        if isinstance(block, m.List | m.Definitions):
            yield from block.items
        if isinstance(block, m.Table):
            yield from block.rows


@pytest.mark.parametrize("path", NOTES, ids=lambda p: p.stem)
def test_every_numbered_section_is_a_branch_in_order(path):
    note = enriched(path)
    root = root_of(note)
    if root is None or note.aids[0].origin == "author":
        return
    if note.meta.mindmap.exclude:
        return
    sections = [b.id for b in note.blocks if isinstance(b, m.Heading) and b.level == 2]
    assert [b.href for b in root.branches if b.href in sections] == sections or not sections


def test_a_crowded_note_counts_what_it_leaves_out():
    text = "# Crowd\n" + "".join(f"\n## Part {chr(65 + i)}\n\n" + items(i) for i in range(9))
    root = root_of(mindmap.enrich(parse(m.Source("crowd.md", text))))
    nodes = list(every(root))
    assert len(nodes) == 60
    assert len(nodes) + sum(branch.more for branch, _ in nodes) == 1 + 9 + 9 * 12
    assert all(len(branch.branches) >= 5 for branch in root.branches)


def items(part: int) -> str:
    return "".join(f"- point {chr(97 + part % 26)}{chr(97 + i)}{part} here\n" for i in range(12))


@given(st.text(alphabet="abc ABC 12 ,.;:()–“”-$ of the and India 1947 ", max_size=160))
def test_labels_keep_their_limits_and_their_words(text):
    for label in (shorten(text), key_phrase(text), head(text)):
        assert len(label) <= 40
        assert len(label.split()) <= 7
        assert all(word.casefold() in text.casefold() for word in label.split())


@pytest.mark.parametrize(
    ("sentence", "label"),
    [
        (
            "The Directive Principles of State Policy in Part IV of the Constitution",
            "Directive Principles of State Policy",
        ),
        ("Jammu and Kashmir and the other territories that lie to the north of it", "Jammu and Kashmir"),
        ("An increase between 1990 and 1995 that nobody had been able to foresee", "Increase between 1990 and 1995"),
        ("Custody of children", "Custody of children"),
    ],
)
def test_a_label_is_cut_only_between_phrases(sentence, label):
    assert shorten(sentence) == label


def read(text: str) -> m.Note:
    return mindmap.enrich(parse(m.Source("note.md", text)))


def labels_of(note: m.Note) -> list[str]:
    root = root_of(note)
    return [plain(branch.label) for branch, _ in every(root)] if root else []


def test_a_long_outline_gets_more_room_and_loses_no_section():
    text = "".join(f"## Part {i}\n\n### Upper {i}\n\n### Lower {i}\n\n{items(i)}\n" for i in range(40))
    root = root_of(read(text))
    nodes = list(every(root))
    assert len(nodes) == 2 * 120
    assert [b.number for b in root.branches] == [str(i) for i in range(1, 41)]
    assert all([b.number for b in part.branches] == [f"{part.number}.1", f"{part.number}.2"] for part in root.branches)


def test_more_than_three_hundred_sections_all_stay():
    root = root_of(read("".join(f"## Part {i}\n\nText.\n\n" for i in range(320))))
    assert len(root.branches) == 320


def test_a_lone_heading_has_its_sections_beside_it():
    note = read("Before.\n\n# Alone\n\n## One\n\n- a point\n- another\n\n## Two\n\n- a third\n")
    assert [b.number for b in root_of(note).branches] == ["1", "1.1", "1.2"]


def test_headings_of_the_same_words_are_points_of_their_own():
    root = root_of(read("## Uses\n\n- here\n- there\n\n## Uses\n\n- elsewhere\n"))
    assert [b.href for b in root.branches] == ["uses", "uses-2"]


def test_a_depth_hides_what_is_below_and_counts_nothing():
    text = "---\nmindmap: {depth: 1}\n---\n" + "".join(f"## Part {i}\n\n- point a{i}\n" for i in range(5))
    nodes = list(every(root_of(read(text))))
    assert len(nodes) == 6
    assert not any(branch.more for branch, _ in nodes)


def test_excluded_sections_are_not_on_the_map_with_all_below_them():
    text = (
        "---\nmindmap: {exclude: SOURCES}\n---\n## One\n\n- a b\n- c d\n\n## Sources\n\n### Deep\n\n## Two\n\n- e f\n"
    )
    assert labels_of(read(text)) == ["note", "One", "a b", "c d", "Two", "e f"]


def test_code_and_formulas_keep_their_kind_in_any_place():
    root = root_of(read("## Calls\n\n- Use `f(a, b)` for $x^2$ here\n- **`g`**: nothing\n- one\n- two\n"))
    point = root.branches[0].branches[0]
    assert point.label == (m.Text("Use "), m.Code("f(a, b)"), m.Text(" for "), m.Math("x^2", 3), m.Text(" here"))
    assert root.branches[0].branches[1].label == (m.Code("g"),)


def test_characters_for_private_use_stay_what_they_are():
    icon = "\U00100000"
    note = read(f"## Icons\n\n- {icon} home\n- `{icon}` and `code`\n- one\n- two\n")
    labels = [branch.label for branch, _ in every(root_of(note))]
    assert (m.Text(f"{icon} home"),) in labels
    assert (m.Code(icon), m.Text(" and "), m.Code("code")) in labels


def test_links_of_an_authors_map_lead_to_the_place_in_the_note():
    items = "> - [[#The end]]\n> - [[Other#The end]]\n> - [here](#the-end)\n> - [[#^spot]]\n> - plain\n"
    note = read(f"> [!mindmap]\n{items}\n## The end\n\nA line. ^spot\n")
    assert [b.href for b in root_of(note).branches] == ["the-end", "", "the-end", "b-spot", ""]


def test_an_authors_map_keeps_every_word():
    note = read("> [!mindmap] **My** map\n> Before the list\n>\n> - One *two* `three`\n>\n>   Four\n>   - Five $6$\n")
    assert labels_of(note) == ["My map", "Before the list", "One two three", "Four", "Five 6"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("It fell from 79 percent to 62 percent of the whole when nobody looked at it any more.", "79 percent to 62"),
        ("The treaty, which nobody had read, was signed in the old town hall on 5 May 1821 by all.", "5 may 1821"),
        (
            "The rule applies to no more than 15 members of the lower house in any one year of its term.",
            "no more than 15",
        ),
        ("1976 में 42वें संशोधन द्वारा लोक सभा का कार्यकाल छह वर्ष किया गया और राष्ट्रपति ने स्वीकृति दी।", "1976 में 42वें संशोधन"),
        ("नए भवन के निर्माण पर बहुत विचार के बाद लगभग 971 करोड़ रुपये का व्यय स्वीकृत किया गया था।", "971 करोड़ रुपये"),
    ],
)
def test_a_fact_keeps_its_figure_with_all_that_belongs_to_it(text, label):
    assert any(label in fact.casefold() for fact in facts(text, BOTH))


@pytest.mark.parametrize(
    "text",
    [
        "उल्लंघन पर संविधान में सीधे कोई दंड निर्धारित नहीं है और न्यायालय इसे लागू नहीं करा सकता।",
        "संसद के दोनों सदनों में से किसी में भी इस विधेयक को बहुमत से पारित नहीं किया जा सका था।",
    ],
)
def test_what_is_denied_is_not_told_without_its_no(text):
    label = key_phrase(text)
    assert not label or "नहीं" in label
