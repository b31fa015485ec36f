"""Watching: what starts a round, what a round is, what is told, and that nothing is left running."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.build import Report
from pipeline.preview.news import Building, Built, Failed, News
from pipeline.problem import Problem, Stop
from pipeline.watch import Stage, built, difference, is_hint, is_read, rounds, saves, stages, stamps, watch

ROOT = Path(__file__).parents[1]
PROBLEM = Problem("a.md", 2, 1, "error", "dead-link", "no note called B")


# --------------------------------------------------------------------------- decisions


@pytest.mark.parametrize(
    "path", ["a.md", "01/A.MD", "b.markdown", "p/cell.png", "drawing.svg", "book.yml", "mnemonics.yml"]
)
def test_what_a_build_reads_counts(path: str) -> None:
    assert is_read(path)


@pytest.mark.parametrize(
    "path",
    [
        "4913",
        "a.md~",
        ".a.md.swp",
        ".#a.md",
        "#a.md#",
        "a.md.tmp",
        ".git/a.md",
        ".obsidian/x.png",
        "sub/book.yml",
        "sub/mnemonics.yml",
        "a.txt",
    ],
)
def test_what_editors_leave_does_not_count(path: str) -> None:
    assert not is_read(path)


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("/v/a.md", True),
        ("/v/folder", True),
        ("/v/.git/index", False),
        ("/v/.a.md.swp", False),
        ("/v/output/book.pdf", False),
        ("/v/output", False),
        ("/v/outputs/a.md", True),
        ("/elsewhere/a.md", False),
    ],
)
def test_events_of_hidden_and_finished_files_are_no_hints(path: str, hint: bool) -> None:
    assert is_hint(Path(path), Path("/v"), Path("/v/output")) == hint


def test_a_vault_that_is_or_lies_in_the_output_folder_is_still_seen() -> None:
    assert is_hint(Path("/v/a.md"), Path("/v"), Path("/v"))
    assert is_hint(Path("/out/v/a.md"), Path("/out/v"), Path("/out"))


TREES = st.dictionaries(st.sampled_from("abcde"), st.tuples(st.integers(0, 2)))


@given(TREES, TREES)
def test_a_difference_is_what_came_went_or_changed(
    before: Mapping[str, tuple[int]], after: Mapping[str, tuple[int]]
) -> None:
    found = difference(before, after)
    assert list(found) == sorted(found)
    assert (found == ()) == (before == after)
    patched = {**before, **after}
    assert {path: patched[path] for path in patched if path in after or path not in found} == after


@given(TREES, st.lists(st.tuples(st.booleans(), TREES)))
def test_every_change_that_is_hinted_at_is_built_once(
    first: Mapping[str, tuple[int]], later: list[tuple[bool, Mapping[str, tuple[int]]]]
) -> None:
    """Of all that happens between two hints, one round is made; it sees the newest files."""
    now = first

    def hints() -> Iterator[bool]:
        nonlocal now
        for hint, tree in later:
            now = tree
            yield hint

    made = list(rounds(hints(), lambda: now))
    assert (made[0].changed, made[0].stamps) == ((), first)
    assert all(made_round.changed for made_round in made[1:])
    assert all(a.stamps != b.stamps for a, b in pairwise(made))
    hinted = [tree for hint, tree in later if hint]
    if hinted:
        assert made[-1].stamps == hinted[-1]


def test_paper_comes_first_and_everything_follows() -> None:
    assert stages(("pdf",)) == (("pdf",),)
    assert stages(("epub", "pdf")) == (("pdf",), ("epub", "pdf"))
    assert stages(("epub",)) == (("epub",),)
    assert stages(("pdf", "pdf")) == (("pdf", "pdf"),)


# --------------------------------------------------------------------------- files


def test_stamps_are_of_what_is_read(tmp_path: Path) -> None:
    for name in ("a.md", "01/b.md", "01/p.png", "book.yml", ".git/c.md", "out/d.md", "e.txt", "a.md~"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "dead.md").symlink_to(tmp_path / "nowhere.md")
    assert set(stamps(tmp_path, tmp_path / "out")) == {"a.md", "01/b.md", "01/p.png", "book.yml"}


def test_a_file_that_is_replaced_by_one_of_its_size_and_time_is_noticed(tmp_path: Path) -> None:
    note = tmp_path / "a.md"
    note.write_text("one")
    before = stamps(tmp_path, tmp_path / "out")
    new = tmp_path / "new"
    new.write_text("two")
    status = note.stat()
    os.utime(new, ns=(status.st_atime_ns, status.st_mtime_ns))
    new.replace(note)
    assert difference(before, stamps(tmp_path, tmp_path / "out")) == ("a.md",)


# --------------------------------------------------------------------------- the loop


def report(**more: object) -> Report:
    pages = {"a": [1, 2], "b": [3, 3], "c": [0, 0]}
    notes = [{"id": name, "path": f"{name}.md", "pages": span} for name, span in pages.items()]
    record = {"title": "Cells", "artifacts": [], "notes": notes}
    return Report((), (), 3, ("a", "c"), json.dumps({**record, **more}))


class EnoughError(Exception):
    """Ends a loop that has no end."""


def follow(vault: Path, work: list[Stage], react: Callable[[News], None]) -> list[News]:
    """Watch until `react` has had enough; the news until then."""
    told: list[News] = []

    def tell(news: News) -> None:
        told.append(news)
        react(news)

    with pytest.raises(EnoughError):
        watch(vault, vault / "output", work, tell)
    return told


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text("# A\n")
    (tmp_path / "output").mkdir()
    return tmp_path


def enough_after(rounds_made: int) -> Callable[[News], None]:
    left = iter(range(rounds_made - 1, -1, -1))

    def react(news: News) -> None:
        if not isinstance(news, Building) and not next(left):
            raise EnoughError

    return react


def test_a_save_during_a_build_starts_another_round_and_many_start_one(vault: Path) -> None:
    seen: list[str] = []

    def stage() -> Report:
        seen.append((vault / "a.md").read_text())
        if len(seen) == 1:
            for text in ("two", "three", "four"):
                (vault / "a.md").write_text(text)
            (vault / "b.md").write_text("new")
            (vault / "output" / "book.pdf").write_text("a product")
            (vault / "a.md~").write_text("a spare copy")
        return report()

    told = follow(vault, [stage], enough_after(2))
    assert seen == ["# A\n", "four"]
    assert [news.changed for news in told if isinstance(news, Building)] == [(), ("a.md", "b.md")]


def test_a_note_that_moves_with_its_folder_is_noticed(vault: Path) -> None:
    outside = vault / ".outside"
    outside.mkdir()
    (outside / "v1.2").mkdir()
    (outside / "v1.2" / "c.md").write_text("c")
    moves = iter([lambda: (outside / "v1.2").rename(vault / "v1.2"), lambda: (vault / "v1.2").rename(outside / "x")])

    def stage() -> Report:
        next(moves, lambda: None)()
        return report()

    told = follow(vault, [stage], enough_after(3))
    assert [news.changed for news in told if isinstance(news, Building)] == [(), ("v1.2/c.md",), ("v1.2/c.md",)]


def test_a_failed_round_is_told_and_the_next_save_is_built(vault: Path) -> None:
    ends = iter([Stop(PROBLEM), ZeroDivisionError("ours"), None])

    def stage() -> Report:
        (vault / "a.md").write_text((vault / "a.md").read_text() + "more\n")
        if end := next(ends):
            raise end
        return report()

    told = [news for news in follow(vault, [stage], enough_after(3)) if not isinstance(news, Building)]
    assert isinstance(told[0], Failed)
    assert told[0].problems == (PROBLEM,)
    assert isinstance(told[1], Failed)
    assert told[1].fault.endswith("ZeroDivisionError: ours\n")
    assert isinstance(told[2], Built)


def test_later_stages_follow_and_give_way_to_a_newer_save(vault: Path) -> None:
    made: list[str] = []

    def paper() -> Report:
        made.append("paper")
        if len(made) == 1:
            (vault / "a.md").write_text("newer")
        return report()

    def rest() -> Report:
        made.append("rest")
        return report()

    told = [news for news in follow(vault, [paper, rest], enough_after(3)) if isinstance(news, Built)]
    assert made == ["paper", "paper", "rest"]
    assert [news.last for news in told] == [False, False, True]


@pytest.mark.parametrize(
    ("changed", "fresh"), [((), ((1, 2),)), (("book.yml",), ((1, 2),)), (("a.md", "b.md"), ((1, 2), (3, 3)))]
)
def test_the_preview_learns_pages_of_saved_notes_or_else_of_those_laid_out(
    changed: tuple[str, ...], fresh: tuple[tuple[int, int], ...]
) -> None:
    assert built(report(), 1.0, changed).fresh == fresh


def test_the_preview_learns_what_was_made(vault: Path) -> None:
    product = vault / "output" / "cells.pdf"
    artifact = {"path": "cells.pdf", "bytes": 7}
    made = Report((PROBLEM,), ((product, 9),), 3, ("a",), report(artifacts=[artifact]).manifest)
    (news,) = [n for n in follow(vault, [lambda: made], enough_after(1)) if isinstance(n, Built)]
    assert (news.title, news.fresh, news.problems, news.notes) == ("Cells", ((1, 2),), (PROBLEM,), 3)
    assert [(f.name, f.path, f.bytes, f.pages) for f in news.files] == [("cells.pdf", str(product.resolve()), 7, 9)]


def test_saves_say_first_that_they_are_listening(vault: Path) -> None:
    heard = saves(vault, vault / "output")
    assert next(heard) is False
    (vault / "a.md").write_text("more")
    assert next(found for found in heard if found)
    heard.close()


# --------------------------------------------------------------------------- the command


def start(folder: Path, *options: str, **environment: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "pipeline", "watch", str(folder), "-o", str(folder / "output"), *options]
    known = os.environ | {"XDG_CACHE_HOME": str(folder / ".cache"), "NO_COLOR": "1", **environment}
    return subprocess.Popen(command, cwd=ROOT, env=known, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.engine
@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize("way", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_everything(vault: Path, way: signal.Signals) -> None:
    with start(vault) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == f"{vault / 'output' / (vault.name.replace('_', '-') + '.pdf')}\n"
        started = children(process.pid)
        assert started
        process.send_signal(way)
        said = process.stderr.read()
    assert process.returncode == 130
    assert said.endswith("interrupted\n")
    assert "Traceback" not in said
    assert not any(map(is_running, started))
    assert not (vault / "output" / ".studypress.lock").exists()


@pytest.mark.engine
def test_problems_are_told_at_each_round_and_a_bad_setting_keeps_the_last_book(vault: Path) -> None:
    with start(vault, "--no-preview") as process:
        assert process.stdout
        assert process.stderr
        told = iter(process.stderr)
        assert any(re.match(r"\d+ pages, 1 note, 0 problems in \d", line) for line in told)
        before = {path.name: path.read_bytes() for path in (vault / "output").glob("*.pdf")}
        (vault / "book.yml").write_text("titel: Cells\n")
        assert next(told) == "book.yml changed\n"
        assert "error[unknown-setting]" in next(told)
        assert any("nothing was made" in line for line in told)
        assert {path.name: path.read_bytes() for path in (vault / "output").glob("*.pdf")} == before
        (vault / "book.yml").write_text("title: Plants\n")
        assert any("0 problems" in line for line in told)
        process.send_signal(signal.SIGINT)
        process.stderr.read()
        assert process.stdout.read().splitlines()[1:] == [str(vault / "output" / "plants.pdf")]
    assert process.returncode == 130
    assert before


@pytest.mark.engine
@pytest.mark.skipif(sys.platform == "win32", reason="needs a named pipe")
def test_the_browser_is_opened_when_asked_for(vault: Path) -> None:
    pipe, browser = vault / ".pipe", vault / ".browser"
    os.mkfifo(pipe)
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > "{pipe}"\n')
    browser.chmod(0o700)
    with start(vault, "--open", BROWSER=f"{browser} %s") as process:
        assert process.stderr
        opened = pipe.read_text()
        process.send_signal(signal.SIGINT)
        assert f"preview: {opened}\n" in process.stderr.read()
    assert process.returncode == 130


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--to", "pdf,epbu"), "no target called epbu hint: did you mean epub?"),
        (("--layout", "none"), "no layout called none"),
    ],
)
def test_a_wish_that_no_edit_can_fulfil_ends_it_at_once(vault: Path, options: tuple[str, ...], said: str) -> None:
    with start(vault, *options) as process:
        out, told = process.communicate()
    assert (process.returncode, out) == (2, "")
    assert said in " ".join(told.split())


def test_a_port_that_is_taken_is_a_mistake_in_use(vault: Path) -> None:
    import socket

    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        start(vault, "--port", str(taken.getsockname()[1])) as process,
    ):
        _, said = process.communicate()
    assert process.returncode == 2
    assert "There is no preview" in said
    assert "--port" in said
