"""How much room the cells of a table want, in em of its type: measured word by word in the book's own faces."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, assert_never

from pipeline import model as m
from pipeline.draw.art import art
from pipeline.fonts import Shaper
from pipeline.text import inlines_in

LONGEST = 13.0
"""A word wider than this is broken: an address must not take a whole column for itself."""
_CODE, _SPACE, _NOTE, _PLACE = 0.86, 0.2, 0.6, 3.6
"""Size of code; widths of a space, of a footnote's number, and of the page that a link tells."""
_WEIGHT, _BOLD = 400, 600


class Extent(NamedTuple):
    """The widest word and the longest line of some text; `unruly` when something in it must be broken or shrunk."""

    word: float
    line: float
    unruly: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Ruler:
    """`picture` gives the width of a picture in em."""

    shaper: Shaper
    lang: str
    picture: Callable[[m.Image], float]

    def extent(self, cell: Sequence[m.Inline], *, head: bool) -> Extent:
        word = line = longest = 0.0
        for width in self._pieces(cell, _BOLD if head else _WEIGHT):
            if width is None:
                longest, line = max(longest, line), 0.0
            else:
                word, line = max(word, width), line + width + _SPACE
        unruly = word > LONGEST or any(isinstance(i, m.Image) for i in inlines_in(cell))
        return Extent(min(word, LONGEST), max(longest, line), unruly)

    def _pieces(self, inlines: Sequence[m.Inline], weight: int) -> Iterator[float | None]:  # noqa: C901 - one case a node
        """Widths of what no line end parts; None where a line ends."""
        for node in inlines:
            match node:
                case m.Text(text):
                    yield from (self.shaper.advance(word, weight) for word in text.split())
                case m.Code(text):
                    yield from (self.shaper.advance(word, weight, code=True) * _CODE for word in text.split())
                case m.Math(tex):
                    drawn = art(tex, self.lang)
                    yield drawn.width if drawn else self.shaper.advance(tex, weight, code=True) * _CODE
                case m.Break():
                    yield None
                case m.Emphasis(inner, strong):
                    yield from self._pieces(inner, _BOLD if strong else weight)
                case m.Link(inner, url):
                    yield from self._pieces(inner, weight)
                    if url.startswith("#"):
                        yield _PLACE
                case m.Span(inlines=inner):
                    yield from self._pieces(inner, weight)
                case m.Image():
                    yield self.picture(node)
                case m.FootnoteRef():
                    yield _NOTE
                case _:
                    assert_never(node)
