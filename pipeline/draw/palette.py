"""The colours of a map, as a value: in colour, or in black alone for printers and readers that have no other."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.draw.sheet import NEUTRAL, Box

WHITE = "#FFFFFF"


@dataclass(frozen=True, slots=True)
class Palette:
    """`hues` are those of the main branches, by turns; main branches stand on their hue, or within a border of it."""

    hues: tuple[str, ...]
    has_plates: bool
    ink: str = "#111111"
    quiet: str = "#555555"
    rule: str = "#8C8C8C"

    def colour(self, hue: int) -> str:
        return self.ink if hue == NEUTRAL else self.hues[hue % len(self.hues)]

    def plate(self, box: Box) -> str:
        """What a box of the first two levels is filled with."""
        return self.colour(box.hue) if box.level == 1 and self.has_plates and not box.is_blank else WHITE

    def letters(self, box: Box) -> str:
        return WHITE if box.level < 2 and self.plate(box) != WHITE else self.ink

    def marks(self, box: Box) -> str:
        return WHITE if self.letters(box) == WHITE else self.quiet

    def disc(self, box: Box) -> str:
        return WHITE if self.letters(box) == WHITE else self.colour(box.hue)

    def digits(self, box: Box) -> str:
        return self.colour(box.hue) if self.disc(box) == WHITE else WHITE


COLOUR = Palette(
    ("#172EA3", "#598007", "#5C103B", "#5E5FFB", "#2E4403", "#A2527A", "#3A3A3A", "#00706A"), has_plates=True
)
"""White words are legible on every hue; neighbours differ in grey as well."""
MONO = Palette(("#111111",), has_plates=False)
PALE = Palette(("#6E6E6E",), has_plates=False)
"""For printers: thick branches take less ink."""
