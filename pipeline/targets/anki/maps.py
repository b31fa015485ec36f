"""A mind map as cards: each of its main branches blank, and as it is, on pictures that a phone shows whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from markupsafe import Markup

from pipeline import draw
from pipeline import model as m
from pipeline.draw.knot import child_number
from pipeline.fonts import Shaper
from pipeline.phrases import phrase
from pipeline.spots import Limb, limbs, maps
from pipeline.text import slug

FRAME = draw.Frame(270.0, 400.0, "screen")
"""A phone held upright, 360 pixels wide, less what Anki's buttons take."""
_FOREIGN = 0.3
"""The share of its letters that the faces may lack for a map to be drawn."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A branch to fill in and as it is, and the files of both pictures."""

    limb: Limb
    prompt: str
    blank: Markup
    whole: Markup
    files: tuple[tuple[str, bytes], ...]


def shown(note: m.Note, shaper: Shaper) -> Iterator[Shown]:
    """The branches that fit on a screen with all their points, or with those that the ePub shows."""
    lang = note.meta.lang or "en"
    found: dict[str, tuple[draw.Sheet, ...]] = {}
    for node in maps(note):
        letters = "".join(_letters(node.root)).replace(" ", "")
        if len(shaper.missing(letters)) <= _FOREIGN * len(set(letters)):
            found[node.id] = draw.plan(node, FRAME, shaper, lang=lang)
    for limb in limbs(note):
        if pair := _pair(limb, found.get(limb.map, ())):
            yield _pictured(limb, *pair, note, shaper)


def _letters(branch: m.Branch) -> Iterator[str]:
    yield from (run.text for run in branch.label if isinstance(run, m.Text))
    for kid in branch.branches:
        yield from _letters(kid)


def _pair(limb: Limb, sheets: Sequence[draw.Sheet]) -> tuple[draw.Sheet, draw.Sheet] | None:
    """The sheet that shows a branch with its points, blank and as it is; None when no single one does."""
    number = child_number(limb.branch, "", limb.place)
    drawn = [sheet for sheet in sheets if sheet.kind != "list"]
    if own := [sheet for sheet in drawn if sheet.kind == "branch" and sheet.number == number]:
        return (draw.blank(own[0]), own[0]) if len(own) == 1 else None
    for sheet in drawn:
        veiled = draw.blank(sheet, number)
        if sheet.kind != "branch" and veiled != sheet:
            return veiled, sheet
    return None


def _pictured(limb: Limb, veiled: draw.Sheet, sheet: draw.Sheet, note: m.Note, shaper: Shaper) -> Shown:
    lang = note.meta.lang or "en"
    says = phrase("mindmap", lang)
    files = []
    for each in (veiled, sheet):
        data = f"{draw.screen(each, shaper, lang=lang, says=says)}\n".encode()
        files.append((f"studypress-map-{slug(note.id)[:40]}-{sha256(data).hexdigest()[:12]}.svg", data))
    label = draw.spoken(limb.branch.label, lang)
    points = "; ".join(box.label for box in sheet.boxes if box.level and box not in veiled.boxes)
    blank, whole = _image(files[0][0], label, sheet), _image(files[1][0], f"{label}: {points}", sheet)
    return Shown(limb, phrase("fill-branch", lang).format(label), blank, whole, tuple(files))


def _image(name: str, said: str, sheet: draw.Sheet) -> Markup:
    return Markup('<img class="map" src="{}" alt="{}" width="{}">').format(name, said, round((sheet.width + 4) * 4 / 3))
