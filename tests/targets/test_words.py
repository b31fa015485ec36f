"""Every word of random Markdown stands in the markup of print and of the ePub, before any engine sees it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from markupsafe import Markup

from pipeline import faces, fonts, layouts
from pipeline import model as m
from pipeline.compose import Imprint, compose
from pipeline.header import header
from pipeline.html import Dialect, Writer
from pipeline.references import Resolver
from pipeline.syntax import parse
from pipeline.targets import paper
from pipeline.targets.epub import dialect as epub
from pipeline.targets.epub.places import Places
from tests.marked import marked


def resolved(text: str) -> tuple[m.Note, m.Header]:
    note = parse(m.Source("a.md", text))
    [head] = compose([header(note, note.path)], Imprint("Book")).notes
    note = replace(note, id=head.id)
    return Resolver.of([head], {}, lambda _: note).note(note), head


def written(note: m.Note, dialect: Dialect) -> str:
    writer = Writer(note, dialect)
    markup = writer.blocks(note.blocks) + Markup().join(writer.footnote_text(f) for f in note.footnotes)
    return re.sub(r"<[^>]*>", "", note.title + markup)


@pytest.fixture(scope="module")
def shaper(tmp_path_factory: pytest.TempPathFactory) -> fonts.Shaper:
    return fonts.shaper(faces.faces(tmp_path_factory.mktemp("faces")))


@settings(max_examples=100, deadline=None)
@given(marked_text=marked(formulas=False))
def test_every_word_survives(shaper: fonts.Shaper, marked_text: tuple[str, list[str]]) -> None:
    text, words = marked_text
    note, head = resolved(text)
    print_ = written(note, paper.dialect("en", layouts.load("handbook"), shaper, "00"))
    screen = written(note, epub.dialect("en", Places.of((head,)), {}))
    assert [word for word in words if word not in print_ or word not in screen] == []
