"""Sees to it that no footnote is lost: two faults of WeasyPrint 70 are mended, and what it loses all the same is moved.

A lost footnote is a lost word, and a lost word costs the whole book.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from xml.etree.ElementTree import Element, SubElement

__all__ = ["kept", "lost", "moved"]


@contextmanager
def kept() -> Iterator[None]:
    """Layout that keeps footnotes where WeasyPrint 70 drops them.

    *Calls without a note.* When a line does not fit and may not go to the next page without its neighbours, the
    footnotes of the page go there instead, and the line stays; its own footnotes are then forgotten. So are some in
    columns that pages part. Here what a page calls and nobody has placed goes to the next page with the others.

    *Pages laid out again.* When page numbers in the text change, only the pages that hold them are laid out once
    more, and they no longer know of footnotes that the page before handed on. Here all pages are.
    """
    from weasyprint import layout
    from weasyprint.layout import page

    one, some = page.make_page, layout.make_all_pages

    def with_calls_kept(context: Any, *rest: Any) -> Any:  # noqa: ANN401 - the engine's
        made = one(context, *rest)
        if context.footnotes:
            waiting = [note for note, _ in _calls(made[0]) if note in context.footnotes]
            for note in dict.fromkeys(waiting):
                context.footnotes.remove(note)
                context.reported_footnotes.append(note)
        return made

    def all_again(context: Any, root: Any, html: Any, known: list[Any]) -> Any:  # noqa: ANN401 - same
        return some(context, root, html, [] if context.footnotes else known)

    page.make_page, layout.make_all_pages = with_calls_kept, all_again
    try:
        yield
    finally:
        page.make_page, layout.make_all_pages = one, some


def lost(document: Any) -> dict[Any, str]:  # noqa: ANN401 - WeasyPrint's Document
    """Elements of footnotes that are called but on no page, or too long for any → what calls them, such as `3`."""
    called: dict[Any, str] = {}
    shown: set[Any] = set()
    for page in document.pages:
        box = page._page_box  # noqa: SLF001 - no public door
        for note, call in _calls(box):
            called.setdefault(note.element, _text(call))
        shown |= {note.element for note in _notes(box) if note.position_y >= box.content_box_y()}
    return {element: number for element, number in called.items() if element not in shown}


def _calls(page: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 - a box of the engine
    """Footnotes, and what calls them on a page."""
    return ((box.footnote, box) for box in page.descendants(placeholders=True) if box.footnote is not None)


def _notes(page: Any) -> Iterator[Any]:  # noqa: ANN401 - same
    from weasyprint.formatting_structure.boxes import FootnoteAreaBox

    for area in page.children:
        if isinstance(area, FootnoteAreaBox):
            yield from area.children


def _text(box: Any) -> str:  # noqa: ANN401 - same
    return "".join(getattr(inside, "text", None) or "" for inside in box.descendants()).strip("\u2060 ")


def moved(root: Element, footnotes: Mapping[Element, str]) -> None:
    """Makes endnotes of footnotes: each keeps its anchor, and its call becomes a link to it. Changes the tree."""
    home = next((found for tag in ("article", "body") for found in root.iter(tag)), root)
    section = SubElement(home, "section", {"class": "endnotes"})
    for call, number in footnotes.items():
        anchor = call.get("id", "")
        note = SubElement(section, "p", {"class": "endnote"} | ({"id": anchor} if anchor else {}))
        label = SubElement(note, "b")
        label.text, label.tail = number, f" {call.text or ''}"
        note.extend(list(call))
        tail = call.tail
        call.clear()
        call.tag, call.tail = "sup", tail
        link = SubElement(call, "a", {"href": f"#{anchor}"}) if anchor else call
        link.text = number
