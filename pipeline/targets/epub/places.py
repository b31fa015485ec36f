"""Where things are in the ePub: which file holds an anchor, and which page of print begins where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pipeline import model as m
from pipeline.html import Breaks
from pipeline.text import walk

_MARK = re.compile(r'<span epub:type="pagebreak" role="doc-pagebreak" id="page-([^"]+)"[^>]*></span>')


@dataclass(frozen=True, slots=True)
class Places:
    """`answers` are the anchors that stand with the answers, though they are named after a note.

    `hidden` maps blocks that are shown in another form (a folded answer, the outline of a map) to what stands there.
    """

    notes: frozenset[str]
    answers: frozenset[str]
    hidden: Mapping[str, str]

    @classmethod
    def of(cls, book: m.Book) -> Places:
        cards = (f"{n.id}--{c.id}-answer" for n in book.notes for a in n.aids for c in a.cards)
        hidden = {f"{n.id}--{name}": f"{n.id}--{box.id}" for n in book.notes for box, name in _hidden(n)}
        return cls(frozenset(n.id for n in book.notes), frozenset(cards), hidden)

    def href(self, anchor: str) -> str:
        """The address of an anchor from any file of the book: all stand in one folder."""
        anchor = self.hidden.get(anchor, anchor)
        owner = anchor.partition("--")[0]
        if anchor in self.answers:
            return f"answers.xhtml#{anchor}"
        file = f"note-{owner}.xhtml" if owner in self.notes else f"{owner}.xhtml"
        return file if anchor == owner else f"{file}#{anchor}"


def _hidden(note: m.Note) -> Iterator[tuple[m.Div, str]]:
    """The callouts whose blocks stand elsewhere, with the names of these blocks."""
    asked = {c.source for a in note.aids for c in a.cards if c.origin == "author"}
    mapped = any(a.kind == "mindmap" and a.origin == "author" for a in note.aids)
    for block in walk(note.blocks):
        if isinstance(block, m.Div) and block.kind == "callout":
            attrs = dict(block.attrs)
            folded = attrs.get("type") == "question" and attrs.get("fold") == "-" and block.id in asked
            if folded or (mapped and attrs.get("type") == "mindmap"):
                yield from ((block, name) for inner in walk(block.blocks) for name in _names(inner))


def _names(block: m.Block) -> Iterator[str]:
    yield block.id
    match block:
        case m.List(items) | m.Definitions(items):
            yield from (item.id for item in items)
        case m.Table(head, rows):
            yield from (row.id for row in (head, *rows))
        case _:
            pass


def file_of(leaf: m.Leaf) -> str:
    """The name of a leaf's file. A note's id may be any word, so its file cannot be mistaken for another part's."""
    match leaf.kind:
        case "note":
            return f"note-{leaf.id}.xhtml"
        case "map":
            return f"{leaf.id}.svg"
        case "contents":
            return "nav.xhtml"
        case _:
            return f"{leaf.id}.xhtml"


def breaks(starts: Iterable[m.PageStart]) -> Breaks:
    """Page starts by the block they fall into."""
    found: dict[str, list[tuple[int, str]]] = {}
    for start in starts:
        found.setdefault(start.anchor, []).append((start.offset, start.label))
    return found


def mark(label: str) -> Markup:
    """The place where a page of print begins."""
    return Markup(
        '<span epub:type="pagebreak" role="doc-pagebreak" id="page-{0}" aria-label="{0}" class="page"></span>'
    ).format(label)


def marks(pages: Breaks, anchor: str) -> Markup:
    """All page starts of a block, before it."""
    return Markup().join(mark(label) for _, label in pages.get(anchor, ()))


def once(markup: Markup) -> Markup:
    """Each mark where it stands first: a block with a title begins twice, with its frame and with its words."""
    seen: set[str] = set()

    def kept(found: re.Match[str]) -> str:
        if found[1] in seen:
            return ""
        seen.add(found[1])
        return found[0]

    return Markup(_MARK.sub(kept, markup))  # noqa: S704 - less of what was markup


def page_list(starts: Sequence[m.PageStart], leaves: Iterable[m.Leaf], places: Places) -> tuple[tuple[str, str], ...]:
    """Label and address of every page: its mark, or the block it begins in where no mark can stand (a list, a rule)."""
    marked: Mapping[str, str] = {
        label: f"{file_of(leaf)}#page-{label}" for leaf in leaves for label in _MARK.findall(leaf.markup)
    }
    files = {file_of(leaf): leaf.markup for leaf in leaves}
    rows = ((s.label, marked.get(s.label) or _block(s.anchor, places, files)) for s in starts)
    return tuple((label, href) for label, href in rows if href)


def _block(anchor: str, places: Places, files: Mapping[str, str]) -> str:
    href = places.href(anchor)
    file, _, name = href.partition("#")
    return href if file in files and (not name or f' id="{name}"' in files[file]) else ""
