"""What is too long to be set at once is parted, and nothing of it is lost."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from pipeline import model as m
from pipeline.build import Request, build
from pipeline.syntax import parse
from pipeline.targets import pdf
from pipeline.targets.shares import filled, named, runs, stem
from pipeline.text import text_of, words

LONG = {
    "list": "7. one\n" + "8. two three four\n" * 60,
    "table": "| a | b |\n|---|---|\n" + "| one | two three |\n" * 60,
    "code": "```\n" + "x = 1 + 2\n" * 60 + "```\n",
    "paragraphs": "one two three four\n\n" * 60,
}


def test_runs_are_full_but_not_too_full() -> None:
    assert list(filled([3, 3, 3, 9, 1], int, 6)) == [[3, 3], [3], [9], [1]]
    assert [named("a", 1), named("a", 2), stem("a.2")] == ["a", "a.2", "a"]


@pytest.mark.parametrize("kind", LONG)
def test_long_blocks_go_on_in_the_next_run(kind: str) -> None:
    blocks = parse(m.Source("a.md", "# T\n\n" + LONG[kind])).blocks
    found = list(runs(blocks, 200))
    assert len(found) > 2
    assert max(len(text_of(run)) for run in found) < 300
    once = words(text_of(blocks))
    assert [w for w in words(text_of([b for run in found for b in run])) if w not in "ab"] == [
        w for w in once if w not in "ab"
    ]
    ids = [b.id for run in found for b in run if b.id]
    assert len(ids) == len(set(ids))


def test_a_list_keeps_its_numbers() -> None:
    found = [b for run in runs(parse(m.Source("a.md", "# T\n\n" + LONG["list"])).blocks, 200) for b in run]
    starts = [b.start for b in found if isinstance(b, m.List)]
    lengths = [len(b.items) for b in found if isinstance(b, m.List)]
    assert starts == [7 + sum(lengths[:n]) for n in range(len(lengths))]


@pytest.mark.engine
def test_a_long_note_is_several_leaves_and_one_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_SHARE", 4000)
    vault = tmp_path / "vault"
    vault.mkdir()
    parts = "".join(f"## Part {n}\n\nText {n} of it. See [[b]].\n\n{'word ' * 300}\n\n" for n in range(9))
    (vault / "a.md").write_text(f"# Long\n\n{parts}\nThe end of it all[^1].\n\n[^1]: A footnote.\n", encoding="utf-8")
    (vault / "b.md").write_text("# Short\n\nSee [[a#Part 8]].\n", encoding="utf-8")
    out = tmp_path / "out"
    (tmp_path / "cache").mkdir()
    report = build(Request(vault, ("pdf", "epub"), out, tmp_path / "cache"), lambda _: None)
    assert not report.problems
    assert report.rendered == ("a", "b")
    with pikepdf.open(next(path for path, _ in report.products if path.suffix == ".pdf")) as book:
        with book.open_outline() as outline:
            titles = [entry.title for entry in outline.root]
            below = {entry.title: len(entry.children) for entry in outline.root}
        assert any(title.startswith("Long (2") for title in titles)
        assert sum(count for title, count in below.items() if title.startswith("Long")) == 9
    again = build(Request(vault, ("pdf", "epub"), out, tmp_path / "cache"), lambda _: None)
    assert again.rendered == ()
