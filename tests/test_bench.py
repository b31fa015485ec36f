"""The bench: vaults that are made for it, and what it does with its figures. Speed is not tested."""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from pipeline import model as m
from pipeline.syntax import parse

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

import vault  # noqa: E402 - scripts are no package
from bench import __main__ as bench  # noqa: E402 - same
from bench import contestants, plain, report, rivals  # noqa: E402 - same
from bench.measure import FailedError, Usage, last_words, measured, middle  # noqa: E402 - same

COUNT = 40
FILES = dict(vault.files(COUNT))
NOTES = {path: data.decode() for path, data in FILES.items() if path.endswith(".md")}
BODIES = {path: text.split("---\n", 2)[2] for path, text in NOTES.items()}

# --------------------------------------------------------------------------- the vault


def test_the_same_number_and_seed_give_the_same_bytes_in_any_process() -> None:
    script = "import hashlib, vault; print(hashlib.sha256(repr(list(vault.files(9))).encode()).hexdigest())"
    command = [sys.executable, "-c", script]
    told = {
        subprocess.run(
            command,
            env={"PYTHONPATH": str(ROOT / "scripts"), "PYTHONHASHSEED": salt},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        for salt in ("1", "2")
    }
    assert told == {hashlib.sha256(repr(list(vault.files(9))).encode()).hexdigest()}


def test_another_seed_gives_other_notes() -> None:
    assert dict(vault.files(3, seed=2)) != dict(vault.files(3))


def test_a_vault_holds_what_it_is_asked_for() -> None:
    assert len(NOTES) == COUNT
    folders = {Path(path).parent.name for path in NOTES}
    assert folders <= {path.name for path in vault.SOURCE.iterdir()}
    assert len(folders) > 5


def test_a_note_looks_the_same_in_a_larger_vault_but_for_what_it_links_to() -> None:
    larger = {path: data.decode() for path, data in vault.files(COUNT + 25) if path in NOTES}
    bare = re.compile(r"\[\[[^\]]*\]\]")
    assert {p: bare.sub("", t) for p, t in larger.items()} == {p: bare.sub("", t) for p, t in NOTES.items()}


@pytest.mark.parametrize("path", NOTES)
def test_nothing_is_wrong_with_a_note(path: str) -> None:
    assert parse(m.Source(path, NOTES[path])).problems == ()


def test_every_link_leads_to_a_note_and_a_heading_of_the_vault() -> None:
    places = {
        re.search(r'^title: "(.*)"$', text, re.MULTILINE)[1]: set(re.findall(r"^## (.*)$", text, re.MULTILINE))  # type: ignore[index]
        for text in NOTES.values()
    }
    assert len(places) == COUNT
    links = [found for text in NOTES.values() for found in re.findall(r"\[\[([^\]|]+)(?:\|[^\]]+)?\]\]", text)]
    for link in links:
        title, _, heading = link.partition("#")
        assert not heading or heading in places[title]
    assert len(links) >= COUNT


def test_every_footnote_has_a_text_and_every_text_a_footnote() -> None:
    for body in BODIES.values():
        labels = re.findall(r"\[\^(\w+)\](:?)", body)
        assert {label for label, text in labels if text} == {label for label, text in labels if not text}
    assert any("[^" in body for body in BODIES.values())


def test_every_picture_of_a_note_is_there_and_can_be_read() -> None:
    shown = [str(Path(p).parent / name) for p, t in BODIES.items() for name in re.findall(r"!\[.*?\]\((\S+)", t)]
    assert {Path(name).suffix for name in shown} == {".png", ".svg"}
    for name in shown:
        if name.endswith(".svg"):
            assert etree.fromstring(FILES[name]).get("viewBox") == "0 0 240 120"
        else:
            with Image.open(io.BytesIO(FILES[name])) as picture:
                picture.load()
                assert picture.size == (240, 120)
                assert len(picture.getcolors()) == 2


@pytest.mark.parametrize(
    "sign",
    ["\n## ", "\n### ", "\n- ", "\n1. ", "\n| ", "\n```", "\n$$", "$P", "\n: ", "\n> [!question]", "[^", "भाग", "=="],
)
def test_notes_hold_all_that_study_notes_hold(sign: str) -> None:
    assert any(sign in body for body in BODIES.values())


def test_no_sentence_of_running_text_stands_twice_in_a_note() -> None:
    for subject in vault.subjects():
        assert len(set(subject.sentences)) == len(subject.sentences) > 3


@given(st.lists(st.integers()), st.integers(0, 9), st.text())
def test_some_keeps_the_order_and_takes_nothing_twice(items: list[int], number: int, key: str) -> None:
    places = list(enumerate(items))
    found = vault.some(places, number, key)
    assert len(found) == min(number, len(items))
    assert found == sorted(set(found))
    assert sorted(vault.shuffled(places, key)) == places


@pytest.mark.parametrize("path", sorted(vault.SOURCE.glob("*/*.md")), ids=lambda path: path.stem)
def test_blocks_are_the_text(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = vault.blocks(text)
    assert "\n\n".join(found).split() == text.split()
    assert all(block.count("```") % 2 == 0 and block.count("$$") % 2 == 0 for block in found)


@pytest.mark.parametrize(
    ("block", "kind"),
    [
        ("- a\n- b", "list"),
        ("2. a", "list"),
        ("Term\n: what it means", "definition"),
        ("### Heading", "heading"),
        ("| a |\n|---|\n| b |", "table"),
        ("> [!note] a\n> b", "callout"),
        ("```python\na\n```", "code"),
        ("$$\na\n$$", "formula"),
        ("Words.", "paragraph"),
        ("Words that announce:", "lead"),
    ],
)
def test_blocks_are_told_by_their_signs(block: str, kind: str) -> None:
    assert vault.kind(block) == kind


def test_paragraphs_to_insert_have_no_links() -> None:
    found = vault.paragraphs(60)
    assert len(found) == 60
    assert not any("[[" in text or "\n" in text for text in found)


# --------------------------------------------------------------------------- edits


@pytest.mark.parametrize("path", NOTES)
def test_an_edit_changes_one_word(path: str) -> None:
    before, after = NOTES[path].split(" "), contestants.reworded(NOTES[path], "amended").split(" ")
    assert len(before) == len(after)
    assert [b for a, b in zip(before, after, strict=True) if a != b] == ["amended"]
    assert parse(m.Source(path, " ".join(after))).problems == ()


def test_paragraphs_are_inserted_within_the_note(tmp_path: Path) -> None:
    note = tmp_path / "a.md"
    note.write_text("First words of it.\n\nLast.\n", encoding="utf-8")
    place = contestants.Place(tmp_path, rivals.Rivals(), 1, note, note.read_text(encoding="utf-8"), "New.\n\nNewer.")
    assert contestants.with_paragraphs(place, 1) == "First amendedb of it.\n\nNew.\n\nNewer.\n\nLast.\n"
    assert contestants.same(place, 1) == place.text
    assert contestants.with_word(place, 1) != contestants.with_word(place, 2)


def test_notes_come_in_the_order_of_the_book(tmp_path: Path) -> None:
    for name in ("10-b/a.md", "2-a/n-10.md", "2-a/n-9.md", ".obsidian/x.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [path.relative_to(tmp_path).as_posix() for path in contestants.notes_of(tmp_path)]
    assert found == ["2-a/n-9.md", "2-a/n-10.md", "10-b/a.md"]


# --------------------------------------------------------------------------- what others get


def test_parts_become_one_document_whose_page_numbers_the_engine_finds() -> None:
    part = '<!DOCTYPE html><html lang="en"><head><title>x</title></head><body>{}</body></html>'
    reference = '<a href="#a--b">(p. <span data-page-of="a--b">000)</span></a>'
    text = plain.numbered(plain.joined([part.format(reference), part.format('<img src="asset:a/b.png"/>')], "hi"))
    assert text.count("<body>") == text.count("</html>") == 1
    assert '<span data-page-of="a--b"><span class="number" data-at="#a--b"></span>)</span>' in text
    assert '<img src="b.png"/>' in text.replace("a/", "")
    assert "000" not in text


def test_numbers_that_are_not_page_numbers_stay() -> None:
    assert plain.numbered('<b data-page-of="a">00.</b> 1,000') == (
        '<b data-page-of="a"><span class="number" data-at="#a"></span>.</b> 1,000'
    )


def test_pandoc_gets_a_note_under_its_title_with_pictures_by_their_path(tmp_path: Path) -> None:
    text = '---\ntitle: "A: b"\n---\n\nWords ![x](images/1.png "t") ![y](https://example.org/y.png)\n'
    note = tmp_path / "1-part" / "note.md"
    assert rivals.common(text, note, tmp_path) == (
        '# A: b\n\n\nWords ![x](1-part/images/1.png "t") ![y](https://example.org/y.png)\n'
    )
    assert rivals.common("Words\n", note, tmp_path) == "# note\n\nWords\n"


def test_who_is_not_here_does_not_take_part() -> None:
    alone = [c.name for c in contestants.present(rivals.Rivals())]
    assert alone == ["cold-1", "cold", "unchanged", "word", "insert", "weasyprint"]
    assert [c.name for c in contestants.present(rivals.Rivals(pandoc="/p"))] == [*alone, "pandoc"]
    assert contestants.present(rivals.Rivals("/p", "/q")) == contestants.ALL


# --------------------------------------------------------------------------- figures

ONE = Usage(cpu=2.0, wall=1.0, parent=100_000_000, child=0, pages=7, size=1_500_000)
PLAIN = replace(ONE, cpu=8.0, pages=8)


def match(*results: report.Result) -> report.Match:
    return report.Match("50 notes", 50, results)


def contestant(name: str) -> contestants.Contestant:
    return next(c for c in contestants.ALL if c.name == name)


WORD = report.Result(contestant("word"), (ONE,))
OTHER = report.Result(contestant("weasyprint"), (PLAIN,))
LOST = report.Result(contestant("typst"), failure="error: `x` is unknown")
SETTING = report.Setting("2026-01-02", (("Machine", "2 cores"),), (("weasyprint", "70.0"),), 3)


def test_the_middle_is_the_median_of_each_figure() -> None:
    runs = [Usage(1, 30, 5, 6, 9, 1), Usage(3, 10, 4, 8, 9, 1), Usage(2, 20, 6, 7, 9, 1)]
    assert middle(runs) == Usage(2, 20, 5, 7, 9, 1)


def test_a_ratio_is_of_processor_time_and_of_plain_weasyprint() -> None:
    assert report.ratio(ONE, PLAIN) == 0.25
    assert report.ratio(ONE, None) is None
    assert report.plain_of(match(WORD)) is None
    assert report.plain_of(match(WORD, OTHER)) == PLAIN


@pytest.mark.parametrize(
    ("value", "text"),
    [(1234.5, "1234"), (99.95, "100.0"), (12.34, "12.3"), (1.234, "1.23"), (0.0123, "0.012"), (0, "0.000")],
)
def test_figures_have_three_digits_that_count(value: float, text: str) -> None:
    assert report.figure(value) == text


def test_the_page_names_machine_versions_figures_and_failures() -> None:
    page = report.page([match(WORD, OTHER, LOST)], SETTING)
    assert "2026-01-02; medians of 3 rounds" in page
    assert "weasyprint 70.0" in page
    assert "| studypress, one word edited | 2.00 | 0.250 | 1.00 | 100 | – | 7 | 1.5 |" in page
    assert "- Failed: pandoc, then Typst. `error: 'x' is unknown`" in page


def test_without_plain_weasyprint_there_are_no_ratios() -> None:
    assert "| studypress, one word edited | 2.00 | – |" in report.page([match(WORD)], replace(SETTING, runs=1))


def test_the_document_holds_every_run() -> None:
    found = json.loads(json.dumps(report.document([match(WORD, OTHER, LOST)], SETTING)))
    word, other, lost = found["vaults"][0]["contestants"]
    assert (word["ratio"], other["ratio"], word["runs"][0]["pages"]) == (0.25, 1, 7)
    assert lost["failure"] == LOST.failure
    assert "runs" not in lost


# --------------------------------------------------------------------------- runs


def test_a_run_is_measured(tmp_path: Path) -> None:
    usage = measured(("studypress", "--version"), tmp_path, 60, {})
    assert 0 < usage.cpu < 60
    assert usage.parent > 1_000_000


def test_a_run_that_fails_is_told_by_its_own_words(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match="no command"):
        measured(("studypress", "dance"), tmp_path, 60, {})


def test_a_run_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match="not finished after 0 s"):
        measured(("studypress", "--version"), tmp_path, 0, {})


def test_a_failure_ends_one_contestant_only(tmp_path: Path) -> None:
    def fail(_: contestants.Place, __: int) -> tuple[Usage, Path]:
        raise FailedError("no")

    broken = report.Result(contestants.Contestant("x", "a broken one", fail))
    place = contestants.Place(tmp_path, rivals.Rivals(), 1, tmp_path, "", "")
    assert bench.turn(broken, place, 0).failure == "no"


@pytest.mark.parametrize(
    ("log", "words"),
    [("a\nValueError: b\n  c\n", "ValueError: b"), ("a\n\nb\n", "b"), ("", "exit code 3")],
)
def test_last_words(log: str, words: str) -> None:
    assert last_words(log, 3) == words


def test_sizes_and_names_are_lists(capsys: pytest.CaptureFixture[str]) -> None:
    options = bench.arguments(["--sizes", "5,60", "--only", "word,cold"])
    assert (options.sizes, options.only) == ((5, 60), ("word", "cold"))
    with pytest.raises(SystemExit):
        bench.arguments(["--only", "dance"])
    assert "no contestant called dance; there are: cold-1, cold" in capsys.readouterr().err
