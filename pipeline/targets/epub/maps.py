"""Mind maps for a screen: drawings of one screen each, and the whole map as a list at the note's end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from pipeline import draw
from pipeline import model as m
from pipeline.fonts import Shaper
from pipeline.phrases import phrase
from pipeline.targets.epub.places import Places, file_of
from pipeline.targets.epub.speech import say
from pipeline.text import plain, walk

_FOREIGN = 0.3
"""The share of its letters that the faces may lack for a map to be drawn."""
_WIDEST_EM = 26
"""On a tablet or a desktop a map need not fill the line."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of one screen: its file, what it says, and the part of the screen's width it takes."""

    leaf: m.Leaf
    said: str
    share: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A map as it is shown."""

    mindmap: m.MindMap
    pictures: tuple[Picture, ...]


Atlas = Mapping[str, Drawing]
"""The drawings of a note by the id of the map."""


def drawn(note: m.Note, frame: draw.Frame, low: draw.Frame, shaper: Shaper) -> Atlas:
    """`frame` is a screen; `low` is what a screen has left below a note's head."""
    found = (b for a in note.aids if a.kind == "mindmap" for b in walk(a.blocks) if isinstance(b, m.MindMap))
    return {node.id: Drawing(node, tuple(_pictures(node, note, (frame, low), shaper))) for node in found}


def _pictures(
    node: m.MindMap, note: m.Note, frames: tuple[draw.Frame, draw.Frame], shaper: Shaper
) -> Iterator[Picture]:
    stem = f"map-{note.id}--{node.id}" if node.id != "aid-mindmap" else f"map-{note.id}"
    lang = note.meta.lang
    for number, sheet in enumerate(_sheets(node, lang, frames, shaper), 1):
        picture = draw.screen(sheet, shaper, lang=lang or "en", says=phrase("mindmap", lang))
        leaf = m.Leaf("map", f"{stem}-{number}", sheet.title, lang, picture)
        yield Picture(leaf, _said(sheet, lang), min(sheet.width / frames[0].width_pt, 1.0))


def _sheets(node: m.MindMap, lang: str, frames: tuple[draw.Frame, draw.Frame], shaper: Shaper) -> Iterator[draw.Sheet]:
    """The sheets of a map, the first of them kept low if it can be, so that it shows below the note's head.

    None where the book's faces lack the letters: the list says it all.
    """
    letters = "".join(_text(node.root)).replace(" ", "")
    if len(shaper.missing(letters)) > _FOREIGN * len(set(letters)):
        return
    frame, low = frames
    for sheet in draw.plan(node, frame, shaper, lang=lang or "en", opening_pt=low.height_pt):
        if sheet.kind != "list":
            yield sheet


def _text(branch: m.Branch) -> Iterator[str]:
    yield plain(branch.label)
    for kid in branch.branches:
        yield from _text(kid)


def _said(sheet: draw.Sheet, lang: str) -> str:
    """What a picture shows, in words: its main points, with their numbers."""
    points = "; ".join(f"{box.number} {box.label}".strip() for box in sheet.boxes if box.level == 1)
    name = f"{sheet.number} {sheet.title}".strip()
    return f"{phrase('mindmap', lang)}: {name}: {points}." if points else f"{phrase('mindmap', lang)}: {name}."


def shown(node: m.MindMap, note: m.Note, atlas: Atlas) -> Markup:
    """The pictures of a map, one a screen, and the way to the list."""
    lang = note.meta.lang
    figures = Markup("\n").join(_figure(p) for p in atlas[node.id].pictures)
    caption = phrase("caption-of", lang).format(_size(node.root))
    return Markup('{}\n<p class="map-caption" id="{}">{} <a href="#{}">{}</a></p>').format(
        figures, f"{note.id}--{node.id}", caption, _list_id(node, note), say("as-list", lang)
    )


def _figure(picture: Picture) -> Markup:
    """All maps are drawn to one scale, so that a small one is not blown up to the width of the screen."""
    size = f"width:{picture.share:.0%};max-width:{picture.share * _WIDEST_EM:.1f}em"
    return Markup('<figure class="map"><img src="{}" alt="{}" style="{}"/></figure>').format(
        file_of(picture.leaf), picture.said, size
    )


def listed(note: m.Note, atlas: Atlas, places: Places, write: Callable[[str, bool], Markup]) -> Markup:
    """Every map of a note as a nested list whose points lead to their blocks; `write` writes formulas."""
    lang = note.meta.lang or "en"

    def href(name: str) -> str:
        return places.href(f"{note.id}--{name}")

    def math(tex: str) -> Markup:
        return write(tex, False)

    return Markup("\n").join(
        Markup('<section class="map-list" id="{}">\n<h2>{}</h2>\n{}\n</section>').format(
            _list_id(d.mindmap, note),
            phrase("mindmap", lang),
            draw.listing(d.mindmap, href, math, lang),
        )
        for d in atlas.values()
    )


def _list_id(node: m.MindMap, note: m.Note) -> str:
    return f"{note.id}--{node.id}.list"  # no block's id has a dot


def _size(branch: m.Branch) -> int:
    return sum(1 + _size(b) for b in branch.branches)
