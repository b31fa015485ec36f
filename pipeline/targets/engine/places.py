"""Places for page numbers: which boxes hold one, and where the number stands among the glyphs drawn for a box."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pipeline.targets.engine.glyphs import Cut, Use
from pipeline.targets.engine.objects import Operator
from pipeline.targets.engine.slots import FIGURES, room

SENTINEL = 700_000
"""Added to a page's number while a leaf is set, so that its folio can be told from all other text in the margins."""

Glyphs = tuple[tuple[int, float], ...]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True, eq=False)
class Want:
    """What a text box says of the page number in it."""

    target: str
    reserved: str
    """The figures that stand for the number."""
    align: Align = "left"
    group: int = 0
    element: Any = None


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A slot as it was drawn."""

    want: Want
    page: int
    use: Use
    width: float
    size: int
    before: Glyphs
    after: Glyphs


@dataclass(frozen=True, slots=True)
class Opening:
    """Where the number stands: `at` is the index of the TJ operator that shows it."""

    at: int
    width: float
    before: Glyphs
    after: Glyphs


def reference(box: Any) -> Want | None:  # noqa: ANN401 - a text box of WeasyPrint
    """The number in running text: an element that names an anchor and holds zeros."""
    element = box.element
    target = None if element is None else element.get("data-page-of")
    zeros = re.search("0+", box.text) if target else None
    if not target or not zeros:
        return None
    group = element.get("data-group", "")
    align: Align = "right" if element.get("data-align") == "right" else "left"
    return Want(target, zeros[0], align, int(group) if group.isdecimal() else 0, element)


def folios(page: Any, number: int) -> Iterator[tuple[Any, Want]]:  # noqa: ANN401 - a page box of WeasyPrint
    """Text boxes in the margins of a page that tell its own number."""
    from weasyprint.formatting_structure import boxes

    for margin in page.children:
        if isinstance(margin, boxes.MarginBox):
            side = margin.style["text_align_all"]
            align: Align = "center" if side == "center" else "right" if side in {"right", "end"} else "left"
            for box in margin.descendants():
                if isinstance(box, boxes.TextBox) and str(number) in box.text:
                    yield box, Want("", str(number), align)


def opening(operators: Sequence[Operator], start: int, figures: Glyphs, reserved: str, cut: Cut) -> Opening | None:
    """The operator from `start` on that shows the reserved figures; None when their glyphs are not side by side."""
    wanted = [figures[FIGURES.index(figure)][0] for figure in reserved]
    for at in range(start, len(operators)):
        operator = operators[at]
        if not isinstance(operator, bytes) or not operator.endswith(b"] TJ"):
            continue
        glyphs, kerned = _shown(operator)
        place = next((n for n in range(len(glyphs)) if glyphs[n : n + len(wanted)] == wanted), None)
        if place is not None and _font_at(operators, at) == cut.key:
            measured = tuple((glyph, cut.advance(glyph)) for glyph in glyphs)
            width = sum(advance for _, advance in measured) - kerned
            return Opening(at, width, measured[:place], measured[place + len(wanted) :])
    return None


def _shown(operator: bytes) -> tuple[list[int], float]:
    """Glyphs of a TJ operator, and the sum of what moves them back."""
    glyphs: list[int] = []
    kerned = 0.0
    for codes, number in re.findall(rb"<([0-9a-f]*)>|(-?[0-9.]+)", operator):
        if number:
            kerned += float(number)
        else:
            glyphs += [int(codes[n : n + 4], 16) for n in range(0, len(codes), 4)]
    return glyphs, kerned


def _font_at(operators: Sequence[Operator], at: int) -> str:
    """The name of the font that is set before the operator of this index."""
    for operator in reversed(operators[:at]):
        if isinstance(operator, bytes) and operator.endswith(b" Tf"):
            return operator[1:].split(b" ", 1)[0].decode()
    return ""


def found(want: Want, page: int, use: Use, place: Opening) -> Found:
    """The slot in an opening. What stands beside the number in an index line is the linker's."""
    before, after = ((), ()) if want.group else (place.before, place.after)
    size = room(len(before), len(after), grouped=bool(want.group))
    return Found(want, page, use, place.width, size, before, after)
