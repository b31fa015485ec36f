"""The page in a browser: what an author sees after a save."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.preview.news import Building, Built, Failed
from pipeline.preview.server import Door
from pipeline.problem import Problem

Publish = Callable[..., Built]
ROOT = Path(__file__).parents[2]
TEXTS = [f"page{number}" for number in range(1, 31)]
PROBLEM = Problem("cell.md", 3, 1, "warning", "dead-link", "no note called <b>Gene</b>", "did you mean Genes?")

DRAWN = "document.querySelectorAll('.page')[{index}]?.querySelector('img')?.dataset.edition === '{edition}'"
SEEN = """(() => {{
  const {{ top, bottom }} = document.querySelectorAll('.page')[{index}].getBoundingClientRect();
  return top < innerHeight && bottom > document.querySelector('header').offsetHeight;
}})()"""
WORDS = "document.querySelectorAll('.page')[{index}]?.querySelector('svg')?.textContent.trim()"
FRAME = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(scrollY))))"


def changed(texts: list[str], index: int, text: str) -> list[str]:
    return [*texts[:index], text, *texts[index + 1 :]]


@pytest.fixture
def opened(browser: Any, door: Door, publish: Publish) -> Any:
    """The page of a book of thirty pages, at its beginning."""
    door.board.post(publish(*TEXTS))
    browser.open(door.address)
    browser.until(DRAWN.format(index=0, edition=1))
    yield browser
    assert browser.complaints == []


def test_pages_in_view_are_pictures_and_all_pages_have_boxes_and_words(opened: Any) -> None:
    sizes = opened.value("[...document.querySelectorAll('.sheet')].map(s => s.offsetWidth / s.offsetHeight)")
    assert len(sizes) == 30
    assert all(abs(size - 300 / 400) < 0.01 for size in sizes)
    assert opened.value("document.querySelectorAll('img[src]').length") < 10
    assert opened.value("document.images[0].naturalWidth") == 600
    assert opened.until(WORDS.format(index=29)) == "page30"
    assert opened.until("getComputedStyle(document.querySelector('.sheet text')).fill") == "rgba(0, 0, 0, 0)"
    assert opened.value("document.title") == "Cells"


def test_the_first_page_that_changed_comes_into_view(opened: Any, door: Door, publish: Publish) -> None:
    door.board.post(publish(*changed(TEXTS, 19, "enzyme"), fresh=((18, 25),)))
    assert opened.until(WORDS.format(index=19) + " === 'enzyme'")
    assert opened.until(DRAWN.format(index=19, edition=2))
    assert opened.value(SEEN.format(index=19))
    assert opened.value("document.querySelector('.changed').ariaLabel") == "Page 20"
    assert opened.until("document.getElementById('at').value === '20'")


def test_a_change_in_view_moves_nothing(opened: Any, door: Door, publish: Publish) -> None:
    opened.value("scrollTo(0, 150)")
    before = opened.value(FRAME)
    door.board.post(publish(*changed(TEXTS, 0, "enzyme")))
    assert opened.until(WORDS.format(index=0) + " === 'enzyme'")
    assert opened.value(FRAME) == before == 150


def test_who_does_not_follow_stays_and_is_offered_the_way(opened: Any, door: Door, publish: Publish) -> None:
    opened.value("document.getElementById('follow').click()")
    door.board.post(publish(*changed(TEXTS, 19, "enzyme")))
    assert opened.until("!document.getElementById('jump').hidden")
    assert opened.value(FRAME) == 0
    assert "Page 20" in opened.value("document.getElementById('jump').textContent")
    opened.value("document.getElementById('jump').click()")
    assert opened.until(SEEN.format(index=19))
    assert opened.until("document.getElementById('jump').hidden")


def test_who_scrolls_away_from_a_change_is_left_in_peace(opened: Any, door: Door, publish: Publish) -> None:
    door.board.post(publish(*changed(TEXTS, 19, "enzyme")))
    opened.until(SEEN.format(index=19))
    opened.value("scrollTo(0, 0)")
    opened.until("document.getElementById('at').value === '1'")
    door.board.post(publish(*changed(TEXTS, 19, "ribosome")))
    assert opened.until("!document.getElementById('jump').hidden")
    assert opened.value(FRAME) == 0
    opened.value("document.getElementById('jump').click()")
    opened.until(SEEN.format(index=19))
    door.board.post(publish(*changed(TEXTS, 9, "membrane")))
    assert opened.until(SEEN.format(index=9))


def test_pages_that_come_and_go_leave_the_scroll_place(opened: Any, door: Door, publish: Publish) -> None:
    opened.value("document.getElementById('follow').click()")
    opened.value("scrollTo(0, 3000)")
    before = opened.value(FRAME)
    door.board.post(publish(*TEXTS, "page31"))
    assert opened.until("document.querySelectorAll('.page').length === 31")
    door.board.post(publish(*TEXTS[:20]))
    assert opened.until("document.querySelectorAll('.page').length === 20")
    assert opened.value(FRAME) == before


def test_problems_have_place_words_and_hint_and_no_markup_of_theirs(opened: Any, door: Door, publish: Publish) -> None:
    door.board.post(publish(*TEXTS, problems=(PROBLEM,)))
    assert opened.until("document.querySelector('#more.warning')?.textContent") == "1 problem"
    opened.value("document.getElementById('more').click()")
    said = opened.value("document.getElementById('problems').innerText")
    for part in ("cell.md:3:1", "warning", "no note called <b>Gene</b>", "[dead-link]", "did you mean Genes?"):
        assert part in said


def test_a_failure_is_told_and_the_last_good_book_stays(opened: Any, door: Door) -> None:
    door.board.post(Building("setting 3 notes"))
    assert opened.until("document.getElementById('state').dataset.state === 'building'")
    assert "setting 3 notes" in opened.value("document.getElementById('state').textContent")
    door.board.post(Failed(0.1, (replace(PROBLEM, severity="error"),)))
    assert opened.until("document.getElementById('state').textContent.startsWith('failed')")
    assert opened.value("document.querySelectorAll('.page').length") == 30
    assert opened.value("document.getElementById('more').className") == "error"


def test_keys_reach_every_control(opened: Any) -> None:
    reached = []
    for _ in range(3):
        opened.keys("Tab")
        reached.append(opened.value("document.activeElement.id"))
    assert reached == ["at", "follow", "more"]
    assert opened.value("document.querySelector('#follow').checked")
    opened.value("document.getElementById('more').focus()")
    opened.keys(" ")
    assert opened.value("document.getElementById('more').ariaExpanded") == "true"
    assert not opened.value("document.getElementById('side').hidden")


def test_the_end_of_watching_is_told(browser: Any, door: Door, publish: Publish) -> None:
    door.board.post(publish("one"))
    browser.open(door.address)
    browser.until(DRAWN.format(index=0, edition=1))
    door.board.close()
    assert browser.until("document.getElementById('state').dataset.state === 'gone'")


@pytest.mark.engine
def test_a_saved_note_is_seen(browser: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From the command to the picture. The time is reported, not judged: machines differ."""
    vault = tmp_path / "vault"
    shutil.copytree(ROOT / "tests" / "vaults" / "small", vault)
    command = [sys.executable, "-m", "pipeline", "watch", str(vault), "-o", str(tmp_path / "out")]
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        try:
            browser.open(next(m[1] for line in process.stderr if (m := re.match(r"preview: (\S+)", line))))
            browser.until("document.querySelector('#state').dataset.state === 'built'")
            note = vault / "physics" / "sound.md"
            saved = time.perf_counter()
            note.write_text(note.read_text(encoding="utf-8") + "\nA whale sings infrasonorously.\n", encoding="utf-8")
            browser.until("document.querySelector('.changed img')?.dataset.edition === '2'")
            with capsys.disabled():
                sys.stdout.write(f" [from save to picture: {time.perf_counter() - saved:.2f} s] ")
            assert browser.until("document.querySelector('#book').textContent.includes('infrasonorously')")
        finally:
            process.send_signal(signal.SIGINT)
            process.stderr.read()
    assert process.returncode == 130
