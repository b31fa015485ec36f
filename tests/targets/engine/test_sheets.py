"""Style sheets from the cache do what they did when they were read."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.cache import Cache
from pipeline.targets.engine import sheets, warm
from pipeline.targets.engine.set import fetcher, gathered
from tests.targets.engine.scene import faces

pytestmark = pytest.mark.engine
CSS = """
@font-face { font-family: "Own"; src: url("font:0") }
@page { size: 200pt 100pt; margin: 10pt }
p, li > b + i { font: 9pt "Source Serif 4"; hyphens: auto }
#a, .b:not(.c), [lang|=de] { margin-left: 30pt }
p:nth-child(2)::before { content: counter(page) "x" }
"""
BODY = '<html lang="en"><p id=a>one</p><p>international</p><p class=b lang=de>Wörter</p><ul><li><b>x</b><i>y</i></ul>'


class Configuration:
    """Takes fonts and notes them."""

    def __init__(self) -> None:
        self.fonts: list[object] = []

    def add_font_face(self, font: object, _fetcher: object) -> None:
        self.fonts.append(font)


def read(cache: Cache, css: str) -> tuple[object, list[object], list[str]]:
    """The sheet, the fonts that were added, remarks."""
    warm.load()
    taken, remarks = Configuration(), []
    with gathered(remarks):
        made = sheets.sheet(cache, css, taken, fetcher((), lambda _: b""), remarks)
    return made, taken.fonts, remarks


def boxes(sheet: object) -> list[tuple[object, ...]]:
    """Where everything lies."""
    import weasyprint

    def below(box: object) -> Iterator[tuple[object, ...]]:
        yield type(box).__name__, box.position_x, box.position_y, box.width, getattr(box, "text", "")
        for child in getattr(box, "children", ()):
            yield from below(child)

    assert faces()  # fontconfig sees them
    pages = weasyprint.HTML(string=BODY).render(stylesheets=[sheet]).pages
    return [found for page in pages for found in below(page._page_box)]


def test_a_sheet_from_the_cache_lays_out_the_same(tmp_path: Path) -> None:
    first, fonts, _ = read(Cache(tmp_path), CSS)
    assert any(path.is_file() for path in tmp_path.rglob("*"))
    second, again, _ = read(Cache(tmp_path), CSS)
    assert fonts == again
    assert len(fonts) == 1
    assert boxes(first) == boxes(second)
    assert boxes(first) != boxes(read(Cache(None), "@page { size: 200pt 100pt }")[0])


def test_another_text_is_another_sheet(tmp_path: Path) -> None:
    narrow = read(Cache(tmp_path), CSS)[0]
    wide = read(Cache(tmp_path), CSS.replace("30pt", "31pt"))[0]
    assert boxes(narrow) != boxes(wide)


def test_remarks_are_made_every_time(tmp_path: Path) -> None:
    said = [read(Cache(tmp_path), "p { colour: red }")[2] for _ in range(2)]
    assert said[0] == said[1]
    assert "colour" in said[0][0]


def test_damaged_entries_are_read_again(tmp_path: Path) -> None:
    first = boxes(read(Cache(tmp_path), CSS)[0])
    for path in (path for path in tmp_path.rglob("*") if path.is_file()):
        path.write_bytes(path.read_bytes()[:-1])
    assert boxes(read(Cache(tmp_path), CSS)[0]) == first


OWN = """
import sys, tinycss2
from pathlib import Path
from pipeline.cache import Cache
from pipeline.targets.engine import warm
read, slow = [], tinycss2.parse_stylesheet
tinycss2.parse_stylesheet = lambda text: read.append(text) or slow(text)
warm.load(Cache(Path(sys.argv[1])))
from weasyprint import html
for sheet in (html.UA_STYLESHEET, html.UA_FORM_STYLESHEET, html.PH_STYLESHEET):
    print(sheet.matcher.order, sorted(sheet.matcher.lower_local_name_selectors), sheet.page_rules)
print(sorted(html.UA_COUNTER_STYLE.items()))
print(len(read), file=sys.stderr)
"""


def test_weasyprints_own_sheets_are_read_once(tmp_path: Path) -> None:
    runs = [
        subprocess.run([sys.executable, "-c", OWN, tmp_path], capture_output=True, text=True, check=True) for _ in "12"
    ]
    assert runs[0].stdout == runs[1].stdout
    assert [run.stderr.split()[-1] for run in runs] == ["3", "0"]
