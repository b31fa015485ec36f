"""Where the running text of each page begins, so that the ePub can put its page breaks exactly there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.paging import length


def starts(pages: Sequence[Any]) -> Iterator[tuple[str, int]]:
    """For each page, the block its running text begins in and the characters of it that precede; ("", 0) for none."""
    before: Counter[str] = Counter()
    for page in pages:
        here: Counter[str] = Counter()
        start = ("", 0)
        for anchor, text, repeatable in _texts(page._page_box.children[0], "", repeatable=False):  # noqa: SLF001 - no public door
            if repeatable and before[anchor]:
                continue  # the head of a table that goes on
            if anchor and not start[0] and length(text):
                start = (anchor, before[anchor])
            here[anchor] += length(text.removesuffix("\u2010"))  # the engine's own hyphen
        before += here
        yield start


def _texts(box: Any, anchor: str, *, repeatable: bool) -> Iterator[tuple[str, str, bool]]:  # noqa: ANN401 - a box of the engine
    """The pieces of running text below a box: nearest id above, text, whether it is repeated on every page.

    Generated content is left out, page numbers and the words beside them too.
    """
    box = getattr(box, "_box", box)  # a placeholder of something positioned
    element = box.element
    if element is not None:
        classes = element.get("class", "").split()
        if "p-ref" in classes or element.get("data-page-of") or element.get("data-pages-of"):
            return
        if "map" not in classes:
            anchor = element.get("id") or anchor  # a map's figures are within the aid that is named after it
    if "::" in (box.element_tag or ""):
        return
    repeatable = repeatable or box.element_tag == "thead"
    if isinstance(getattr(box, "text", None), str):
        yield anchor, box.text, repeatable
    for child in getattr(box, "children", ()):
        yield from _texts(child, anchor, repeatable=repeatable)
