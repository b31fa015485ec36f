"""Rules on what a reader and a copier can make out: size, contrast, tints, lines, pictures, ink."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline.targets.printcheck.marks import MM, Box, Colour, Fill, Finding, Limits, Page, Picture, Text

_SCREENED = 0.025
"""Points that are let be: half a point is two dots of a copier, 300 an inch, and these are 0.48 pt."""
_SCRIPT = 0.7
"""Strokes of formulas and drawings may be parts of letters: then they are as thin as those of exponents in 7 pt."""
CONTRAST, CONTRAST_LARGE, LARGE = 4.5, 3.0, 18.0
"""Ratios of WCAG 2.2, 1.4.3, and the size in points from which the lower one does."""
PALE, DARK = 0.12, 0.20
"""Darkness of a tint: paler than that a copier drops it, darker than that it eats the text."""
_RING = 2
"""Pixels around a text that show what it stands on: it fills its own box."""
_WHITE = 0.02
_SLACK = 0.01
COARSE = 200
"""Dots an inch that a printed picture needs."""
_NEARLY = 0.95
"""Part of that which nobody tells from it: pictures of twice a screen's 96 dots."""
_RAISED = 0.8
"""Part of its neighbour's size below which a sign is raised or lowered, and may be smaller."""
_RAISED_FLOOR = 6 / 7
_ICON = 12.0
"""Points: a picture that is smaller both ways is a sign among words."""


def legible(page: Page, limits: Limits) -> Iterator[Finding]:
    """All rules of this family, on one page with its raster."""
    yield from _lost(page)
    yield from _small(page, limits)
    yield from _grounds(page)
    yield from _thin(page, limits)
    yield from _coarse(page)
    yield from _heavy(page, limits)


def quoted(words: str) -> str:
    """The beginning of a text, for a message."""
    plain = " ".join(words.split())
    return f"“{plain}”" if len(plain) <= 40 else f"“{plain[:39].rstrip()}…”"


def _lost(page: Page) -> Iterator[Finding]:
    for text in page.texts:
        if text.lost:
            points = ", ".join(f"U+{ord(sign):04X}" for sign in dict.fromkeys(text.lost))
            shown = "its number is printed in a frame" if text.framed else "a box or nothing is printed for it"
            message = f"{quoted(text.words)} has a character that no font has a shape for, {points}: {shown}"
            hint = "write another character, or install a font that has it and build again"
            yield Finding("tofu", page.number, text.box, text.role, message, hint, points, severe=not text.framed)


def _small(page: Page, limits: Limits) -> Iterator[Finding]:
    for text in page.texts:
        if text.size >= limits.smallest - _SLACK:
            continue
        if text.size >= limits.smallest * _RAISED_FLOOR - _SLACK and _is_raised(text, page):
            continue
        message = f"{quoted(text.words)} is set in {text.size:.1f} pt, and {limits.smallest:g} pt are the least"
        hint = "shorten what stands there, so that it need not shrink"
        yield Finding("small-print", page.number, text.box, text.role, message, hint, f"{text.size:.1f}")


def _is_raised(small: Text, page: Page) -> bool:
    """Whether a sign stands beside larger text of its line."""
    near = Box(small.box.left - 3, small.box.top, small.box.right + 3, small.box.bottom)
    return any(text.size * _RAISED >= small.size and text.box.meets(near) for text in page.texts)


# --------------------------------------------------------------------------- contrast and tints


def luminance(colour: Colour) -> float:
    """Relative luminance (WCAG 2.2)."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: Colour, other: Colour) -> float:
    """Contrast, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def darkness(colour: Colour) -> float:
    """Of the grey that a copier makes of a colour: 0 is white."""
    red, green, blue = colour
    return 1 - (0.299 * red + 0.587 * green + 0.114 * blue) / 255


def _grounds(page: Page) -> Iterator[Finding]:
    for text in page.texts:
        ground, drawn = _ground(text, page)
        yield from _faint(text, ground, page)
        if not ((drawn or text.role is None) and darkness(ground) < PALE):  # where it drops, a drawing's outlines stay
            yield from _tint(text, ground, page)


def _faint(text: Text, ground: Colour, page: Page) -> Iterator[Finding]:
    least = CONTRAST_LARGE if text.size >= LARGE else CONTRAST
    if (found := ratio(text.colour, ground)) < least - _SLACK and not _is_shadow(text, page):
        key = f"{_name(text.colour)} on {_name(ground)}"
        message = f"{quoted(text.words)} is hard to read: {key} has a contrast of {found:.1f}:1, not {least:g}:1"
        yield Finding("low-contrast", page.number, text.box, text.role, message, "give it a darker colour", key)


def _is_shadow(text: Text, page: Page) -> bool:
    """Whether the same words are written over it."""
    later = (over for over in page.texts if over.order > text.order and over.box.meets(text.box))
    return any(over.words.split() == text.words.split() for over in later)


def _tint(text: Text, ground: Colour, page: Page) -> Iterator[Finding]:
    dark = darkness(ground)
    if dark < _WHITE or PALE - _SLACK <= dark <= DARK + _SLACK or darkness(text.colour) < dark:
        return  # white letters on ink are no tint
    what = "too pale for a copier to keep" if dark < PALE else "so dark that a copier eats the text on it"
    message = f"the ground of {quoted(text.words)}, {_name(ground)}, is {100 * dark:.0f} % grey: {what}"
    hint = f"tints that carry text need {100 * PALE:.0f} to {100 * DARK:.0f} %; a rule does as well as a fill"
    yield Finding("unfit-tint", page.number, text.box, text.role, message, hint, _name(ground))


def _ground(text: Text, page: Page) -> tuple[Colour, bool]:
    """The colour behind a text, white where there is nothing, and whether it is a drawing's."""
    spot = Box(text.box.left, text.box.middle, text.box.right, text.box.middle + 0.01)
    marks: list[Fill | Picture] = [*page.fills, *page.pictures]
    below = [mark for mark in marks if mark.order < text.order and mark.box.meets(spot)]
    if not below:
        return (255, 255, 255), False
    top = max(below, key=lambda mark: mark.order)
    drawn = bool(top.role and "Figure" in top.role.within)
    plain = isinstance(top, Fill) and top.plain and not drawn  # a drawing may shade what it fills
    return top.colour if isinstance(top, Fill) and plain else _seen(text, page), drawn


def _seen(text: Text, page: Page) -> Colour:
    """The colour that most of the page shows about a text, beside the text's own."""
    box = text.box
    place = (int(box.left) - _RING, int(box.top) - _RING, int(box.right) + 1 + _RING, int(box.bottom) + 1 + _RING)
    if page.raster is None:
        return 255, 255, 255
    data = page.raster.crop(place).tobytes()
    found = Counter(zip(data[::3], data[1::3], data[2::3], strict=True))
    others = [(count, colour) for colour, count in found.items() if _far(colour, text.colour)]
    return max(others)[1] if others else text.colour


def _far(one: Colour, other: Colour) -> bool:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) > 60


def _name(colour: Colour) -> str:
    return "#" + "".join(f"{part:02x}" for part in colour)


# --------------------------------------------------------------------------- lines, pictures, ink


def _thin(page: Page, limits: Limits) -> Iterator[Finding]:
    for line in page.lines:
        least = limits.thinnest - _SCREENED
        if line.role and "Figure" in line.role.within:
            least *= _SCRIPT
            message = f"a formula or drawing is so small that a stroke of it is {line.breadth:.2f} pt thick"
            hint = "break a formula in two, or draw less in one picture, so that it need not shrink"
        else:
            message = f"a line {line.breadth:.2f} pt thick may vanish in print: {limits.thinnest:g} pt are the least"
            hint = "draw it thicker"
        if line.breadth < least:
            yield Finding("thin-line", page.number, line.box, line.role, message, hint, f"{line.breadth:.1f}")


def _coarse(page: Page) -> Iterator[Finding]:
    for picture in page.pictures:
        if picture.dpi < _NEARLY * COARSE and max(picture.box.width, picture.box.height) >= _ICON:
            message = f"a picture {picture.box.width / MM:.0f} mm wide has {picture.dpi:.0f} dots an inch, not {COARSE}"
            hint = "give a picture with more pixels, or ask for a smaller one: `![[picture.png|200]]`"
            yield Finding(
                "coarse-picture", page.number, picture.box, picture.role, message, hint, f"{picture.box.top:.0f}"
            )


def _heavy(page: Page, limits: Limits) -> Iterator[Finding]:
    if page.raster is None:
        return
    pixels = page.raster.convert("L").histogram()
    ink = 100 * sum((255 - level) * count for level, count in enumerate(pixels)) / (255 * sum(pixels))
    if ink > limits.ink:
        message = f"{ink:.0f} % of the page is ink, and {limits.ink:g} % are the most"
        hint = "dark pictures and fills wave the paper and print through: use lighter ones"
        yield Finding("heavy-ink", page.number, page.box, None, message, hint)
