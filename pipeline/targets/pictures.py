"""Pictures on paper: how large each is shown, so that its words can be read, and which stand on a turned page."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from pipeline import layouts
from pipeline import model as m
from pipeline.problem import Problem
from pipeline.references import MISSING, REMOTE
from pipeline.text import children, inlines_in, lines_of, pictured

_PIXEL, _DOT = 0.75, 0.72
"""Points of a pixel as CSS counts them, and of one of a picture: below 100 pixels an inch it looks coarse."""
_AROUND = 5.6
"""Em of the body that a turned page keeps for what stands with its picture: a heading, a cue, a caption."""
_WORTH = 1.25
"""So many times as large must a picture be on a turned page, when its words are too small there, too."""


@dataclass(frozen=True, slots=True)
class Gallery:
    """What is known of pictures by their paths."""

    size: Callable[[str], tuple[int, int]] = lambda _: (0, 0)
    """Width and height in pixels as it is seen; 0 where it is not known."""
    letter: Callable[[str], float] = lambda _: 0.0
    """The smallest type of a drawing, in such pixels; 0 where it has none."""


NOTHING = Gallery()


@dataclass(frozen=True, slots=True)
class Room:
    """What a picture may take, in points. `turned` is 0 where no page can be turned."""

    column: float
    page: float
    height: float
    highest: float
    """That of a drawing whose words need it."""
    columns: float
    turned: float
    turned_height: float
    larger: float
    """Drawings have words: they are so many times as large as they ask for, as the text is."""
    least: float
    """The type that can be read."""

    @classmethod
    def of(cls, layout: layouts.Layout) -> Room:
        of = layout.measure
        return cls(
            column=of("text_column"),
            page=of("text_width") if of("wide") else of("text_column"),
            height=of("picture_height"),
            highest=max(of("picture_height"), of("diagram_height")),
            columns=of("columns"),
            turned=of("turned_width") if of("columns") == 1 else 0.0,
            turned_height=of("turned_height") - _AROUND * of("body_size"),
            larger=max(1.0, of("scale")),
            least=of("least_size"),
        )

    def upright(self, image: m.Image, known: Gallery) -> float:
        """How wide a picture is among the text; 0 when nothing is known of it."""
        size = known.size(image.src)
        wide = asked(image, size, self.page, self.height, self.larger)
        wanted = self._wanted(image, known)
        return max(wide, min(wanted, self._widest, self.highest * size[0] / size[1])) if wanted else wide

    @property
    def _widest(self) -> float:
        """Of a picture alone: over all columns, or within the only one."""
        return self.page if self.columns > 1 else self.column

    def spans(self, image: m.Image, known: Gallery) -> bool:
        """Whether it goes over all columns, for its words to be read."""
        return self.columns > 1 and self.column < min(self.upright(image, known), self._wanted(image, known))

    def on_side(self, image: m.Image, known: Gallery) -> float:
        """How wide it is on a page turned on its side; 0 where its words can be read without, or hardly better."""
        across, down = known.size(image.src)
        wanted = self._wanted(image, known)
        upright = self.upright(image, known)
        if not wanted or not self.turned or wanted <= min(upright, self.column):
            return 0.0
        wide = min(wanted, self.turned, self.turned_height * across / down)
        return wide if wide == wanted or wide >= _WORTH * min(upright, self.column) else 0.0

    def too_small(self, image: m.Image, known: Gallery, *, alone: bool) -> float:
        """The type of its smallest words in points where they cannot be read, else 0. `alone`: it may be turned."""
        wanted = self._wanted(image, known)
        wide = (self.on_side(image, known) if alone else 0.0) or min(
            self.upright(image, known), self._widest if alone else self.column
        )
        return self.least * wide / wanted if wide < wanted else 0.0

    def _wanted(self, image: m.Image, known: Gallery) -> float:
        """The width from which on its words can be read; 0 when it has none."""
        letter, across = known.letter(image.src), known.size(image.src)[0]
        return math.ceil(10 * across * self.least / letter) / 10 if letter and across else 0.0


def asked(image: m.Image, size: tuple[int, int], wide: float, high: float, larger: float = 1.0) -> float:
    """How wide a picture is shown, in points: as it was asked for, but never coarse, and never larger than a page.

    0 when nothing is known of it.
    """
    across, down = size
    if not across or not down:
        return image.width * _PIXEL
    drawn = image.src.lower().endswith(".svg")
    natural = across * (_PIXEL * larger if drawn else _DOT)
    told = image.width * _PIXEL or image.height * _PIXEL * across / down or natural
    return min(told, wide, high * across / down, math.inf if drawn else natural)


def markup(image: m.Image, width: float) -> Markup:
    """A picture so many points wide, or what is said where there is none."""
    if image.src.startswith((MISSING, REMOTE)):
        link = image.src.removeprefix(REMOTE) if image.src.startswith(REMOTE) else ""
        source = Markup(' <a class="out address" href="{0}">{0}</a>').format(link) if link else ""
        said = "" if image.alt == link else image.alt or ("" if link else image.src.partition(":")[2])
        return Markup('<span class="missing">{}{}</span>').format(said, source)
    style = Markup(' style="width:{:g}pt"').format(round(width, 1)) if width else ""
    return Markup('<img src="asset:{}" alt="{}"{}/>').format(quote(image.src), image.alt or _spoken(image.src), style)


def _spoken(path: str) -> str:
    """What a voice says for a picture that the author did not describe: its file's name."""
    return re.sub(r"[-_]+", " ", pictured(path)).strip() or "picture"


def problems(note: m.Note, layout: layouts.Layout, known: Gallery) -> Iterator[Problem]:
    """The drawings of a resolved note whose words are too small in this look, whatever is done."""
    room = Room.of(layout)
    for block in _own((*note.blocks, *(b for f in note.footnotes for b in f.blocks))):
        alone = isinstance(block, m.Figure) and any(block is b for b in note.blocks)
        for image in inlines_in(i for run in lines_of(block) for i in run):
            if isinstance(image, m.Image) and (size := room.too_small(image, known, alone=alone)):
                told = f"the smallest words of {image.src} are {size:.1f} pt on paper, and should be {room.least:g}"
                hint = "make its type larger in the drawing, or the drawing narrower"
                yield Problem(note.path, image.line, 0, "warning", "small-lettering", told, hint)


def _own(blocks: Iterable[m.Block]) -> Iterator[m.Block]:
    """Every block of a note but those of other notes in it."""
    for block in blocks:
        if not (isinstance(block, m.Div) and block.kind == "embed"):
            yield block
            yield from _own(children(block))
