"""Faces are cut once, whole, and measured as the print engine sets them."""

from __future__ import annotations

import hashlib
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import faces, fonts

LINES = (
    "Russian Far-East + Indian States",
    "AV To Wave 79% (2008–12) → 62%",
    "भारत–रूस संबंध 21वाँ (INSTC), क",
    "क्षेत्रीय सहयोग: SAARC और BRICS",
    "क → 2 ख",
    "éçṣṇā ₹ 7.5 bn office",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("faces")


@pytest.fixture(scope="module")
def cuts(folder: Path) -> tuple[faces.Face, ...]:
    return faces.faces(folder)


def test_every_face_of_the_book_is_there(cuts) -> None:
    assert [(face.family, face.weight) for face in cuts if not face.italic] == [
        *(("Source Serif 4", w) for w in (400, 600, 700)),
        *(("Source Sans 3", w) for w in (400, 600, 700)),
        *(("Source Code Pro", w) for w in (400, 600)),
        *(("Noto Sans Devanagari", w) for w in (400, 600, 700)),
    ]
    assert [(face.family, face.weight) for face in cuts if face.italic] == [
        *(("Source Serif 4", w) for w in (400, 600)),
        *(("Source Sans 3", w) for w in (400, 600)),
    ]


def test_a_face_is_static_and_bears_its_own_names(cuts) -> None:
    from fontTools.ttLib import TTFont

    for face in cuts:
        font = TTFont(face.path)
        assert "fvar" not in font
        assert font["OS/2"].usWeightClass == face.weight
        assert bool(font["OS/2"].fsSelection & 1) == face.italic
        names = font["name"]
        assert (names.getDebugName(16) or names.getDebugName(1)) == face.family
    assert len({TTFont(face.path)["name"].getDebugName(6) for face in cuts}) == len(cuts)


def test_cuts_have_the_same_bytes_everywhere(cuts, tmp_path: Path) -> None:
    again = faces.faces(tmp_path)
    assert [face.digest for face in again] == [face.digest for face in cuts]
    assert all(hashlib.sha256(face.path.read_bytes()).hexdigest() == face.digest for face in again)


def test_a_face_is_cut_only_once(cuts, folder: Path) -> None:
    before = [(face.path, face.path.stat().st_mtime_ns) for face in cuts]
    assert faces.faces(folder) == cuts
    assert [(face.path, face.path.stat().st_mtime_ns) for face in cuts] == before


def test_a_damaged_or_missing_face_is_cut_again(tmp_path: Path) -> None:
    whole = faces.faces(tmp_path)
    whole[0].path.write_bytes(whole[0].path.read_bytes()[:-7])
    whole[1].path.unlink()
    assert faces.faces(tmp_path) == whole
    assert hashlib.sha256(whole[0].path.read_bytes()).hexdigest() == whole[0].digest
    assert sorted(tmp_path.iterdir()) == sorted(face.path for face in whole)


def test_two_processes_may_cut_at_once(tmp_path: Path) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        first, second = pool.map(faces.faces, (tmp_path, tmp_path))
    assert first == second
    assert sorted(tmp_path.iterdir()) == sorted(face.path for face in first)


def test_rules_name_every_face(cuts) -> None:
    rules = faces.font_rules(cuts, lambda face: f"fonts/{face.path.name}")
    assert rules.count("@font-face") == len(cuts)
    assert '{font-family:"Source Sans 3";font-weight:600;font-style:italic;src:url("fonts/SourceSans3-Semi' in rules


@pytest.mark.engine
@pytest.mark.parametrize("weight", [400, 600, 700])
def test_widths_are_those_of_the_print_engine(cuts, weight: int) -> None:
    from weasyprint import HTML

    style = f'p{{font:{weight} 100px "Source Sans 3","Noto Sans Devanagari";white-space:pre;margin:0}}'
    page = f"<style>{faces.font_rules(cuts)}@page{{size:4000px}}{style}</style>"
    document = HTML(string=page + "".join(f"<p>{line}</p>" for line in LINES)).render()
    ruler = fonts.shaper(cuts)
    set_widths = [box.width / 100 for box in texts(document.pages[0]._page_box)]
    assert set_widths == pytest.approx([ruler.advance(line, weight) for line in LINES], rel=0.002)


def texts(box):
    if hasattr(box, "pango_layout"):
        yield box
    for child in getattr(box, "children", ()):
        yield from texts(child)


def test_heavier_type_is_wider(cuts) -> None:
    ruler = fonts.shaper(cuts)
    assert ruler.advance("Mind map", 400) < ruler.advance("Mind map", 600) < ruler.advance("Mind map", 700)


def test_missing_names_the_signs_no_face_has(cuts) -> None:
    ruler = fonts.shaper(cuts)
    assert ruler.missing("Delhi दिल्ली ₹ → 日本 日") == "日本"
    assert not ruler.missing("क्\u200dष \u00a0a\u00adb")


def test_outlines_stay_within_the_advance(cuts) -> None:
    ruler = fonts.shaper(cuts)
    for line in LINES:
        strokes = list(ruler.outline(line, 400))
        xs = [x for _, points in strokes for x in points[::2]]
        assert strokes[0][0] == "M"
        assert strokes[-1][0] == "Z"
        assert min(xs) > -0.1
        assert ruler.advance(line, 400) * 0.9 < max(xs) < ruler.advance(line, 400) + 0.1


def test_a_conjunct_is_one_cluster() -> None:
    assert list(fonts.clusters("क्षेत्रीय a\u0301b")) == ["क्षे", "त्री", "य", " ", "a\u0301", "b"]


@given(st.text())
def test_clusters_lose_nothing(text: str) -> None:
    assert "".join(fonts.clusters(text)) == text
