"""Mind maps for a screen: drawings of one screen each, and the whole map as a list at the note's end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pipeline import draw
from pipeline import model as m
from pipeline.fonts import Shaper
from pipeline.phrases import phrase
from pipeline.targets.epub.places import Places, file_of
from pipeline.targets.epub.speech import say
from pipeline.text import walk


@dataclass(frozen=True, slots=True)
class Drawing:
    """A map as it is shown: its pictures, each a file of its own, with what each says."""

    mindmap: m.MindMap
    pictures: tuple[tuple[m.Leaf, str], ...]


Atlas = Mapping[str, Drawing]
"""The drawings of a note by the id of the map."""


def drawn(note: m.Note, frame: draw.Frame, shaper: Shaper) -> Atlas:
    found = (b for a in note.aids if a.kind == "mindmap" for b in walk(a.blocks) if isinstance(b, m.MindMap))
    return {node.id: Drawing(node, tuple(_pictures(node, note, frame, shaper))) for node in found}


def _pictures(node: m.MindMap, note: m.Note, frame: draw.Frame, shaper: Shaper) -> Sequence[tuple[m.Leaf, str]]:
    stem = f"map-{note.id}--{node.id}" if node.id != "aid-mindmap" else f"map-{note.id}"
    lang = note.meta.lang
    sheets = [s for s in draw.plan(node, frame, shaper) if s.kind != "list"]
    return [
        (m.Leaf("map", f"{stem}-{number}", sheet.title, lang, draw.screen(sheet, shaper)), _said(sheet, lang))
        for number, sheet in enumerate(sheets, 1)
    ]


def _said(sheet: draw.Sheet, lang: str) -> str:
    """What a picture shows, in words: its main points, with their numbers."""
    points = "; ".join(f"{box.number} {box.label}".strip() for box in sheet.boxes if box.level == 1)
    name = f"{sheet.number} {sheet.title}".strip()
    return f"{phrase('mindmap', lang)}: {name}: {points}." if points else f"{phrase('mindmap', lang)}: {name}."


def shown(node: m.MindMap, note: m.Note, atlas: Atlas) -> Markup:
    """The pictures of a map, one a screen, and the way to the list."""
    lang = note.meta.lang
    figures = Markup("\n").join(
        Markup('<figure class="map"><img src="{}" alt="{}"/></figure>').format(file_of(leaf), said)
        for leaf, said in atlas[node.id].pictures
    )
    caption = phrase("caption-of", lang).format(_size(node.root))
    return Markup('{}\n<p class="map-caption" id="{}">{} <a href="#{}">{}</a></p>').format(
        figures, f"{note.id}--{node.id}", caption, _list_id(node, note), say("as-list", lang)
    )


def listed(note: m.Note, atlas: Atlas, places: Places) -> Markup:
    """Every map of a note as a nested list whose points lead to their blocks."""

    def href(name: str) -> str:
        return places.href(f"{note.id}--{name}")

    return Markup("\n").join(
        Markup('<section class="map-list" id="{}">\n<h2>{}</h2>\n{}\n</section>').format(
            _list_id(d.mindmap, note), phrase("mindmap", note.meta.lang), draw.listing(d.mindmap, href)
        )
        for d in atlas.values()
    )


def _list_id(node: m.MindMap, note: m.Note) -> str:
    return f"{note.id}--{node.id}-list"


def _size(branch: m.Branch) -> int:
    return sum(1 + _size(b) for b in branch.branches)
