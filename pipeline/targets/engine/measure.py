"""How much room markup takes: laid out as `set` would, and not drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.targets.engine import set as engine
from pipeline.targets.engine.job import Job
from pipeline.targets.engine.links import SCALE

Extents = Mapping[str, tuple[float, float]]
"""Name of an element → width and height of what stands in it, in points."""


def extents(job: Job, read: Callable[[str], bytes]) -> Extents:
    """The extents of all elements of the class `face` by their ids. Raises what `engine.fragment` raises."""
    with engine.laid_out(job, read) as (document, _, _):
        return dict(found for page in document.pages for found in _faces(page._page_box))  # noqa: SLF001 - no public door


@dataclass(frozen=True, slots=True)
class Taken:
    """The pages that a leaf takes, the share of the last one that is used, and the points of height that elements take.

    Elements are told by their ids; one that goes on in another column or page has the sum.
    """

    pages: int
    last: float
    heights: Mapping[str, float]


def taken(job: Job, read: Callable[[str], bytes]) -> Taken:
    """The room that a leaf takes. Raises what `engine.fragment` raises."""
    with engine.laid_out(job, read) as (document, _, _):
        heights: dict[str, float] = {}
        for page in document.pages:
            for name, height in _named(page._page_box):  # noqa: SLF001 - no public door
                heights[name] = heights.get(name, 0.0) + height
        return Taken(len(document.pages), _used(document.pages[-1]._page_box), heights)  # noqa: SLF001 - same


def _named(box: Any) -> Iterator[tuple[str, float]]:  # noqa: ANN401 - a box of the engine
    from weasyprint.formatting_structure import boxes

    for each in box.descendants():
        element = each.element
        name = element.get("id") if element is not None and each.element_tag == element.tag else None
        if name and isinstance(each, boxes.BlockLevelBox) and not isinstance(each, boxes.TableBox):  # it is in another
            yield name, each.margin_height() * SCALE


def _used(page: Any) -> float:  # noqa: ANN401 - same
    """The share of a page's height down to its last line or picture."""
    from weasyprint.formatting_structure import boxes

    flow = (box for box in page.children if not isinstance(box, boxes.MarginBox))
    kinds = (boxes.LineBox, boxes.ReplacedBox)
    ends = (each.position_y + each.height for box in flow for each in box.descendants() if isinstance(each, kinds))
    top = page.content_box_y()
    return float(min(1.0, max(0.0, max(ends, default=top) - top) / page.height))


def _faces(box: Any) -> Iterator[tuple[str, tuple[float, float]]]:  # noqa: ANN401 - a box of the engine
    for each in box.descendants():
        element = each.element
        if element is not None and element.get("class", "").startswith("face") and each.element_tag == element.tag:
            yield element.get("id"), (_width(each) * SCALE, each.margin_height() * SCALE)


def _width(box: Any) -> float:  # noqa: ANN401 - same
    """From its left edge to the rightmost text, picture or cell in it."""
    from weasyprint.formatting_structure import boxes

    kinds = (boxes.TextBox, boxes.ReplacedBox, boxes.TableCellBox)
    ends = (each.position_x + each.width for each in box.descendants() if isinstance(each, kinds))
    return float(max(ends, default=box.position_x) - box.position_x)
