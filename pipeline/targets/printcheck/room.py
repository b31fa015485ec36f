"""Rules on where marks stand: on the paper, in the type area, in sight, off the edge and the punch's holes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.targets.printcheck.legible import quoted
from pipeline.targets.printcheck.marks import MM, Box, Finding, Limits, Page, Text

_SLACK = 0.5
_INTO_MARGIN = 1.5 * MM
"""Points that ink may stand out of the type area: letters overhang, punctuation hangs."""
_HOLES = 40.0
"""Millimetres of the two holes from the middle of the edge (ISO 838: 80 mm apart)."""
_RADIUS = 4.0
"""Millimetres: of a hole, 6 mm wide, and what a careless punch adds."""
_SEEN = 0.8
"""Part of a text that clipping must leave for it to be read."""
_INK = 24
"""Levels of 255 by which ink differs from its ground."""
_SHARED = 0.1
"""Part of the pages that must begin at an edge for it to be that of the type area."""
_COVER = "Cover"
"""What the linker calls pages that have margins of their own."""
_CUT = "break a long word or a wide table, or make the picture smaller"


def room(page: Page, limits: Limits) -> Iterator[Finding]:
    """The rules that need one page only, with its raster."""
    for text in page.texts:
        if not page.box.around(text.box, _SLACK):
            message = f"{quoted(text.words)} runs off the page"
            yield Finding(
                "overflow",
                page.number,
                text.box,
                text.role,
                message,
                _CUT,
                severe=text.role is not None or not limits.flows,
            )
        elif how := _hidden(text, page):
            message = f"{quoted(text.words)} is {how}"
            yield Finding(
                "hidden-words",
                page.number,
                text.box,
                text.role,
                message,
                "look at the page, and report it",
                severe=True,
            )
        else:
            yield from _zones(text, page, limits)
    for picture in page.pictures:
        if picture.role and not page.box.around(picture.box, _SLACK):
            yield Finding(
                "overflow", page.number, picture.box, picture.role, "a picture runs off the page", _CUT, severe=True
            )


def _hidden(text: Text, page: Page) -> str:
    """How a text is kept from sight, "" when it is not."""
    if text.clip:
        left = text.clip.cut(text.box)
        if left is None or left.width * left.height < _SEEN * text.box.width * text.box.height:
            return "cut off"
    if page.raster is None:
        return ""
    more = 1 if min(text.box.width, text.box.height) < 3 else 0
    place = (
        max(0, int(text.box.left) - more),
        max(0, int(text.box.top) - more),
        min(page.raster.width, int(text.box.right) + 1 + more),
        min(page.raster.height, int(text.box.bottom) + 1 + more),
    )
    data = page.raster.crop(place).tobytes()
    bands = [data[band::3] for band in range(3)]
    seen = any(max(band, default=0) - min(band, default=0) >= _INK for band in bands)
    return "" if seen else "in the file, but not to be seen on the page"


def _zones(text: Text, page: Page, limits: Limits) -> Iterator[Finding]:
    edge = limits.edge * MM
    inner = Box(edge, edge, page.width - edge, page.height - edge)
    if edge and not inner.around(text.box):
        message = (
            f"{quoted(text.words)} is nearer than {limits.edge:g} mm to the edge of the paper: printers leave it out"
        )
        yield Finding(
            "unprintable", page.number, text.box, text.role, message, "the layout needs a wider margin", "edge"
        )
    if any(hole.meets(text.box) for hole in _holes(page, limits)):
        message = f"{quoted(text.words)} is where the holes of a file are punched"
        hint = f"the layout needs {limits.punch:g} mm at the binding edge"
        yield Finding("punch-zone", page.number, text.box, text.role, message, hint, "punch")


def _holes(page: Page, limits: Limits) -> Sequence[Box]:
    """Where the binding edge of an upright page is punched: on the left of odd pages, on the right of even ones."""
    if not limits.punch or page.width > page.height:
        return ()
    reach = limits.punch * MM - _SLACK
    left, right = (0.0, reach) if page.number % 2 else (page.width - reach, page.width)
    centres = (page.height / 2 - _HOLES * MM, page.height / 2 + _HOLES * MM)
    return [Box(left, y - _RADIUS * MM, right, y + _RADIUS * MM) for y in centres]


# --------------------------------------------------------------------------- the type area


def margins(pages: Sequence[Page], limits: Limits) -> Iterator[Finding]:
    """Text that runs out of the type area, which begins at the layout's margin, or where most pages begin."""
    inside = [page for page in pages if page.folio != _COVER and _body(page)]
    for measure, turned in ((limits.measure, False), (limits.turned, True)):
        for odd in (True, False):
            some = [p for p in inside if (p.width > p.height) == turned and p.number % 2 == odd]
            if measure and some:
                known = limits.inner if odd else some[0].width - limits.inner - measure
                yield from _beyond(some, known if limits.inner and not turned else _found(some, measure), measure)


def _body(page: Page) -> list[Text]:
    return [text for text in page.texts if text.role]


def _found(pages: Sequence[Page], measure: float) -> float:
    """Left edge of the type area, from the edge at which many pages begin."""
    if 2 * sum(page.from_right for page in pages) > len(pages):
        rights = Counter(round(max(text.box.right for text in _body(page))) for page in pages)
        return max(_common(rights)) - measure
    return min(_common(Counter(round(min(text.box.left for text in _body(page))) for page in pages)))


def _common(edges: Counter[int]) -> list[int]:
    """The edges that more than a few pages have."""
    least = min(_SHARED * edges.total(), max(edges.values()))
    return [edge for edge, count in edges.items() if count >= least]


def _beyond(pages: Sequence[Page], left: float, measure: float) -> Iterator[Finding]:
    for page in pages:
        words = [(text.box, text.role, quoted(text.words)) for text in _body(page)]
        pictures = [(picture.box, picture.role, "a picture") for picture in page.pictures if picture.role]
        for box, role, what in (*words, *pictures):
            over = max(left - box.left, box.right - left - measure)
            if over > _INTO_MARGIN and page.box.around(box, _SLACK):
                message = f"{what} runs {over / MM:.0f} mm into the margin"
                yield Finding("overflow", page.number, box, role, message, _CUT, "margin")
