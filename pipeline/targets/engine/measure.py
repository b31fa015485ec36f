"""How much room markup takes: laid out as `set` would, and not drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
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
