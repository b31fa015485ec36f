"""Maps of a note for a screen: pictures where the book's faces have its letters, and always a list."""

from __future__ import annotations

import pytest

from pipeline import faces, fonts
from pipeline import model as m
from pipeline.draw import Frame
from pipeline.enrich import mindmap
from pipeline.syntax import parse
from pipeline.targets.epub import maps

FRAME, LOW = Frame(227, 270, "screen"), Frame(227, 165, "screen")


@pytest.fixture(scope="module")
def ruler(tmp_path_factory: pytest.TempPathFactory) -> fonts.Shaper:
    return fonts.shaper(faces.faces(tmp_path_factory.mktemp("faces")))


def note_of(*points: str) -> m.Note:
    text = "# A note\n\n" + "".join(f"## {point}\n\n- {point} one\n- {point} two\n\n" for point in points)
    return mindmap.enrich(parse(m.Source("a.md", text)))


def test_letters_that_no_face_has_are_not_drawn(ruler: fonts.Shaper) -> None:
    (drawing,) = maps.drawn(note_of("الحقوق الأساسية", "البرلمان", "المحكمة العليا"), FRAME, LOW, ruler).values()
    assert drawing.pictures == ()


def test_one_strange_sign_does_not_cost_the_map(ruler: fonts.Shaper) -> None:
    (drawing,) = maps.drawn(note_of("Rights of all", "Parliament", "Courts 日"), FRAME, LOW, ruler).values()
    assert drawing.pictures


def test_the_first_picture_fits_below_the_head_of_the_note(ruler: fonts.Shaper) -> None:
    (drawing,) = maps.drawn(note_of("Rights of all", "Parliament", "Courts"), FRAME, LOW, ruler).values()
    height = float(drawing.pictures[0].leaf.markup.partition('height="')[2].partition("pt")[0])
    assert height <= LOW.height_pt + 5
