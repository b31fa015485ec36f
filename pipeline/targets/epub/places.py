"""Where things are in the ePub: which file holds an anchor, and which page of print begins where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pipeline import model as m
from pipeline.html import Breaks
from pipeline.targets.epub.container import numbered

BACK = ("answers", "glossary", "acronyms", "sources", "index", "colophon")
"""Parts of the book behind the notes, by their anchors, which no note may have."""

Starts = Sequence[tuple[str, int]]
"""For each page of a part, the anchor of the block its running text begins in and the characters before it."""

_MARK = re.compile(
    r'<span epub:type="pagebreak" role="doc-pagebreak" class="page" id="page-([^"]+)" aria-label="[^"]*" *></span>'
)


@dataclass(frozen=True, slots=True)
class Places:
    """Blocks that are shown in another form (a folded answer, the outline of a map), with what stands there."""

    hidden: Mapping[str, str]

    @classmethod
    def of(cls, notes: Iterable[m.Header]) -> Places:
        """Of blocks within each other, the outermost stands there."""
        hidden: dict[str, str] = {}
        for note in notes:
            for name, box in note.hidden:
                hidden.setdefault(f"{note.id}--{name}", f"{note.id}--{box}")
        return cls(hidden)

    def href(self, anchor: str) -> str:
        """The address of an anchor from any file of the book: all stand in one folder."""
        return plain_href(self.hidden.get(anchor, anchor))

    def moved(self) -> Mapping[str, str]:
        """Where to find what is hidden: the address that its name suggests → the one that is right."""
        return {plain_href(name): self.href(name) for name in self.hidden}


def plain_href(anchor: str) -> str:
    """The address of an anchor by its name alone: all that a note knows of what stands in others."""
    owner = anchor.partition("--")[0]
    file = file_of_part(owner)
    return file if anchor == owner else f"{file}#{anchor}"


def file_of_part(part: str) -> str:
    """The file of a note, or of a part behind the notes: an id may be any word, so no note can take another's file."""
    return f"{part}.xhtml" if part in BACK else f"note-{part}.xhtml"


def part_of(file: str) -> str:
    """The reverse."""
    return file.removesuffix(".xhtml").removeprefix("note-")


def file_of(leaf: m.Leaf) -> str:
    """The name of a leaf's file."""
    match leaf.kind:
        case "map":
            return f"{leaf.id}.svg"
        case "contents":
            return "nav.xhtml"
        case "title" | "plan":
            return f"{leaf.kind}.xhtml"
        case _:
            return file_of_part(leaf.id)


# ------------------------------------------------------------------ pages of print


def breaks(starts: Starts, first: int = 0) -> Breaks:
    """Page starts by the block they fall into; `first` is the number of the first page."""
    found: dict[str, list[tuple[int, str]]] = {}
    for number, (anchor, offset) in enumerate(starts, first):
        if anchor:
            found.setdefault(anchor, []).append((offset, str(number)))
    return found


def mark(label: str) -> Markup:
    """The place where a page of print begins."""
    return Markup('<span epub:type="pagebreak" role="doc-pagebreak" class="page"{}></span>').format(
        Markup(numbered(label).decode())  # noqa: S704 - numbers and anchors only
    )


def marks(pages: Breaks, anchor: str) -> Markup:
    """All page starts of a block, before it."""
    found = pages.get(anchor, ())
    return Markup().join(mark(label) for _, label in found) if found else _NONE


_NONE = Markup()


def placed(markup: Markup, pages: Breaks) -> Markup:
    """Each mark that is named after an anchor replaced by those of the pages that begin there."""
    return Markup(_MARK.sub(lambda found: marks(pages, found[1]), markup))  # noqa: S704 - marks for marks


def once(markup: Markup) -> Markup:
    """Each mark where it stands first: a block with a title begins twice, with its frame and with its words."""
    seen: set[str] = set()

    def kept(found: re.Match[str]) -> str:
        if found[1] in seen:
            return ""
        seen.add(found[1])
        return found[0]

    return Markup(_MARK.sub(kept, markup))  # noqa: S704 - less of what was markup


def opened(leaf: m.Leaf, starts: Starts, places: Places, first: int = 0) -> Iterator[str]:
    """For each page of a part the address that opens it: `MARKED` where it has a mark.

    Else it is that of the block the page begins in (a list and a rule hold no mark), "" where there is no such block.
    """
    marked = frozenset(_MARK.findall(leaf.markup))
    for number, (anchor, _) in enumerate(starts, first):
        yield MARKED if str(number) in marked else _block(anchor, leaf, places)


MARKED = "#"
"""Stands for the address of a page's own mark, which only its number can tell."""


def _block(anchor: str, leaf: m.Leaf, places: Places) -> str:
    href = places.href(anchor) if anchor else ""
    file, _, name = href.partition("#")
    return href if file == file_of(leaf) and (not name or f' id="{name}"' in leaf.markup) else ""


def page_list(file: str, first: int, addresses: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Label and address of every page of a part."""
    for number, href in enumerate(addresses, first):
        if href:
            yield str(number), f"{file}#page-{number}" if href == MARKED else href


def held(markup: str) -> tuple[str, ...]:
    """What a file holds beside text, in the words of the package document."""
    return tuple(name for name, sign in (("mathml", "<math "), ("svg", "<svg ")) if sign in markup)
