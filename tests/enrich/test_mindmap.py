"""Mind maps: Markdown in, the tree out, and what must hold of every label."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import model as m
from pipeline.enrich import mindmap
from pipeline.enrich.mindmap.seal import width_of
from pipeline.enrich.mindmap.wording import head, key_phrase, shorten
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
        plain(branch.label),
        f"+{branch.more}" if branch.more else "",
        f"#{branch.href}" if branch.href else "",
    ]
    return " ".join(p for p in parts if p)


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
    said = set(words(text_of(note.blocks) + " " + note.title))
    hrefs = {block.id for block in _anchors(note)}
    assert 5 <= len(nodes) <= 60
    assert max(depth for _, depth in nodes) <= 4
    for branch, _ in nodes:
        label = "".join(shown(run) for run in branch.label)
        assert label == label.strip() != ""
        assert len(label) <= 40
        assert len(label.split()) <= 7
        assert set(words(plain(branch.label))) <= said
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
    return "".join(f"- point {chr(97 + part)}{chr(97 + i)} here\n" for i in range(12))


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
