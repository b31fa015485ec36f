"""Sets page numbers into slots, and closes up the places of an index line (`Slot.group`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.targets.engine.fragment import FIRST, FontUse, Fragment, Slot, unpacked
from pipeline.targets.engine.pdfsyntax import literal, words

FIGURES = "0123456789,–"
"""The characters of `FontUse.figures`."""
SIGNS = FIGURES + " /"
"""Those of a font whose folios tell how many pages there are, too (`alone`)."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"
"""What labels of pages have behind their figures that were put in between others (`called`)."""
LABELS = SIGNS + LETTERS
_SPACE = 250.0
"""Thousandths of the font size between places of an index line where the page does not tell."""


class Fill(NamedTuple):
    """What a slot says: `shift` is where it begins, `room` the width that it may take, both in thousandths."""

    text: str
    shift: float
    room: float
    target: str


def room(before: int, after: int, *, grouped: bool = False) -> int:
    """Bytes that a slot needs whose number has so many glyphs before and after it."""
    return len("99.99 Tz[-99999<>]TJ 100 Tz") + 4 * (before + after + (len("12345–12345,") if grouped else 5))


def fills(fragment: Fragment, told: Sequence[str]) -> list[Fill | None]:
    """What each slot says, given the label that each slot's target has; "" stands for none."""
    fonts = unpacked(fragment.fonts)
    found: list[Fill | None] = []
    groups: dict[int, list[int]] = {}
    for number, (slot, label) in enumerate(zip(fragment.slots, told, strict=True)):
        found.append(None if slot.group or not label[:1].isdigit() else _alone(slot, fonts[slot.font], label))
        if slot.group:
            groups.setdefault(slot.group, []).append(number)
    for members in groups.values():
        for number, fill in _together(fragment, fonts, members, told):
            found[number] = fill
    return found


def operators(slot: Slot, font: FontUse, fill: Fill | None) -> bytes:
    """The slot's bytes: one TJ, narrowed by Tz if it must be (ISO 32000-1, 9.3.4)."""
    if fill is None:
        return b" " * slot.size
    glyphs, wide = _glyphs(slot, font, fill.text)
    shift = b"%d" % -round(fill.shift) if round(fill.shift) else b""
    code = b"[%s<%s>]TJ" % (shift, glyphs)
    if wide > fill.room + 1:
        narrow = 100 * fill.room / wide
        shift = b"%d" % -round(fill.shift * 100 / narrow) if shift else b""
        code = b"%.2f Tz[%s<%s>]TJ 100 Tz" % (narrow, shift, glyphs)
    if len(code) > slot.size:
        raise ValueError(f"{fill.text!r} needs {len(code)} bytes, its slot has {slot.size}")
    return code.ljust(slot.size)


def index_links(fragment: Fragment, found: Sequence[Fill | None], base: int) -> list[tuple[int, bytes]]:
    """The link annotations of index lines: each leads where its place says; those of empty places are hidden."""
    fonts = unpacked(fragment.fonts)
    return [
        (base + slot.annotation, _annotation(slot, fonts[slot.font], fill, base))
        for slot, fill in zip(fragment.slots, found, strict=True)
        if slot.annotation
    ]


def _annotation(slot: Slot, font: FontUse, fill: Fill | None, base: int) -> bytes:
    left, bottom, right, top = slot.rect
    text, target = (fill.text.rstrip(","), fill.target) if fill else (slot.target, slot.target)
    if fill and slot.width:
        unit = (right - left) / slot.width
        left += fill.shift * unit
        right = left + min(_width(font, text), fill.room) * unit
    return b"<</Type/Annot/Subtype/Link/Border[0 0 0]/F %d/Rect[%.2f %.2f %.2f %.2f]/P %d 0 R" % (
        4 if fill else 2,
        left,
        bottom,
        right,
        top,
        base + FIRST + slot.page,
    ) + b"/StructParent %d/Dest%s/Contents%s>>" % (base + slot.annotation, literal(target.encode()), words(text))


# --------------------------------------------------------------------------- one slot


def _alone(slot: Slot, font: FontUse, label: str) -> Fill:
    """A folio may be wider than its slot: there is room in a margin."""
    wide = _glyphs(slot, font, label)[1]
    spare = slot.width - wide if not slot.target else max(slot.width - wide, 0)
    shift = {"left": 0.0, "center": spare / 2, "right": spare}[slot.align]
    return Fill(label, shift, slot.width if slot.target else max(slot.width, wide), slot.target)


def _glyphs(slot: Slot, font: FontUse, text: str) -> tuple[bytes, float]:
    """The glyphs as hexadecimal digits, and how wide they are."""
    row = (*slot.before, *[font.figures[LABELS.index(character)] for character in text], *slot.after)
    return b"".join([b"%04x" % glyph for glyph, _ in row]), sum([width for _, width in row])


def _width(font: FontUse, text: str) -> float:
    return sum(font.figures[LABELS.index(character)][1] for character in text)


# --------------------------------------------------------------------------- a line of the index


def _together(
    fragment: Fragment, fonts: Sequence[FontUse], members: Sequence[int], told: Sequence[str]
) -> Iterator[tuple[int, Fill]]:
    """The filled slots of a group, by number."""
    slots = [fragment.slots[number] for number in members]
    found = list(_places([(told[n], s.target) for n, s in zip(members, slots, strict=True) if told[n][:1].isdigit()]))
    if not found:
        return
    texts = [text + "," for text, _ in found[:-1]] + [found[-1][0]]
    font = fonts[slots[0].font]
    plain = [(place, 0.0, slot.width) for place, slot in enumerate(slots[: len(texts)])]
    seats = _flow(slots, [_width(font, text) for text in texts]) or plain
    behind = sum([width for _, width in slots[0].after])  # it may stand in the margin
    for (where, shift, wide), text, (_, target) in zip(seats, texts, found, strict=True):
        yield members[where], Fill(text, shift, wide + behind, target)


def _places(pages: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Pages once each with the first target on them; three or more in a row are joined."""
    first: dict[str, str] = {}
    for label, target in pages:
        first.setdefault(label, target)
    run: list[tuple[str, str]] = []
    for page in (*first.items(), ("", "")):
        if run and _follows(run[-1][0], page[0]):
            run.append(page)
            continue
        yield from [(f"{run[0][0]}–{run[-1][0]}", run[0][1])] if len(run) > 2 else run
        run = [page]


def _follows(label: str, other: str) -> bool:
    """Whether the other page is the next one; none is next to a page with a letter."""
    return label.isdigit() and other.isdigit() and int(other) == int(label) + 1


def _flow(slots: Sequence[Slot], widths: Sequence[float]) -> list[tuple[int, float, float]] | None:
    """Sets places one behind the other on the lines that the slots form: number of a slot, shift, room.

    None when the slots do not tell where they are, or when the places would need more lines. Every line gets a place
    while there are any: no line is left empty because the places need less room than was kept free.
    """
    if any(slot.rect[2] <= slot.rect[0] or slot.width <= 0 for slot in slots):
        return None
    seats: list[tuple[int, float, float]] = []
    lines = list(_lines(slots))
    for more, (line, right) in zip(range(len(lines) - 1, -1, -1), lines, strict=True):
        first = slots[line[0]]
        unit = (first.rect[2] - first.rect[0]) / first.width
        space = (slots[line[1]].rect[0] - first.rect[2]) / unit if len(line) > 1 else _SPACE
        at, end = 0.0, (right - first.rect[0]) / unit
        for number in line:
            left = len(widths) - len(seats)
            if not left or (at and (left <= more or at + widths[-left] > end + 1)):
                break
            seats.append((number, at - (slots[number].rect[0] - first.rect[0]) / unit, end - at))
            at += widths[-left] + space
    return seats if len(seats) == len(widths) else None


def _lines(slots: Sequence[Slot]) -> Iterator[tuple[list[int], float]]:
    """The slots of each line, and where the lines of its column end."""
    columns: list[list[list[int]]] = []
    for number, slot in enumerate(slots):
        before = slots[number - 1] if number else None
        if before is None or slot.page != before.page or slot.rect[1] > before.rect[1]:
            columns.append([[number]])
        elif slot.rect[1] != before.rect[1] or slot.rect[0] < before.rect[2]:
            columns[-1].append([number])
        else:
            columns[-1][-1].append(number)
    for lines in columns:
        right = max(slots[line[-1]].rect[2] for line in lines)
        yield from ((line, right) for line in lines)


def labels(fragment: Fragment, first: int, numbers: Mapping[str, str], label: Callable[[int], str]) -> tuple[str, ...]:
    """The label of each slot's target: of its own page for a folio; "" when nobody defines it."""
    return tuple([numbers.get(s.target, "") if s.target else label(first + s.page) for s in fragment.slots])
