"""The maps an author wrote: nested lists in `[!mindmap]` callouts, with every word of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline import model as m
from pipeline.enrich.labels import callout_type
from pipeline.text import fold, inlines_in, plain, text_of, walk, words

_DEFAULT_TITLES = ("", "mindmap", "mind map")


def authors_maps(note: m.Note) -> tuple[m.MindMap, ...]:
    """One map for each callout that holds a list."""
    found = [b for b in walk(note.blocks) if isinstance(b, m.Div) and callout_type(b) == "mindmap"]
    drawn = [b for b in found if any(isinstance(inner, m.List) for inner in b.blocks)]
    if not drawn:
        return ()
    places = _Places.of(note)
    return tuple(
        m.MindMap(
            m.Branch(_title(block, note), _branches(block.blocks, places)),
            block.line,
            f"aid-mindmap-{i}" if i > 1 else "aid-mindmap",
        )
        for i, block in enumerate(drawn, 1)
    )


def _title(block: m.Div, note: m.Note) -> m.Label:
    default = plain(block.title).strip().casefold() in _DEFAULT_TITLES
    return (m.Text(note.title),) if default else label_of(block.title)


def _branches(blocks: Iterable[m.Block], places: _Places) -> tuple[m.Branch, ...]:
    """Items as branches; what stands between the lists is a branch too, so that no word is lost."""
    out: list[m.Branch] = []
    for block in blocks:
        match block:
            case m.List(items):
                out += [branch for item in items for branch in _of_item(item, places)]
            case m.Paragraph(inlines):
                out.append(m.Branch(label_of(inlines), (), places.of_link(inlines)))
            case _ if text := " ".join(text_of((block,)).split()):
                out.append(m.Branch((m.Text(text),)))
            case _:
                pass
    return tuple(b for b in out if b.label)


def _of_item(item: m.Item, places: _Places) -> tuple[m.Branch, ...]:
    match item.blocks:
        case (m.Paragraph(inlines), *rest) if label := label_of(inlines):
            return (m.Branch(label, _branches(rest, places), places.of_link(inlines)),)
        case blocks:
            return _branches(blocks, places)


def label_of(inlines: Iterable[m.Inline]) -> m.Label:
    """A line as a label: all its words, code and formulas as they are, emphasis and links without their marks."""
    out: list[m.Text | m.Code | m.Math] = []
    for run in _flat(inlines):
        text = run.text if isinstance(run, m.Text) else ""
        if text and out and isinstance(out[-1], m.Text):
            out[-1] = m.Text(out[-1].text + text)
        elif text or not isinstance(run, m.Text):
            out.append(run)
    spaced = [_spaced(r, i == 0, i == len(out) - 1) for i, r in enumerate(out)]
    return tuple(r for r in spaced if r != m.Text(""))


def _spaced(run: m.Text | m.Code | m.Math, first: bool, last: bool) -> m.Text | m.Code | m.Math:
    """A run with single spaces, and none at the ends of its label."""
    if not isinstance(run, m.Text):
        return run
    text = " ".join(f"|{run.text}|".split())[1:-1]
    return m.Text(text.lstrip() if first and last else text.lstrip() if first else text.rstrip() if last else text)


def _flat(inlines: Iterable[m.Inline]) -> Iterator[m.Text | m.Code | m.Math]:
    for node in inlines:
        match node:
            case m.Text() | m.Code() | m.Math():
                yield node
            case m.Emphasis(inner) | m.Link(inner) | m.Span(inlines=inner):
                yield from _flat(inner)
            case _:
                yield m.Text(plain((node,)))


@dataclass(frozen=True, slots=True)
class _Places:
    """The headings and named blocks of a note, for the links in a map."""

    title: str
    headings: tuple[tuple[str, str], ...]
    ids: frozenset[str]

    @classmethod
    def of(cls, note: m.Note) -> _Places:
        headings = tuple((plain(b.inlines), b.id) for b in note.blocks if isinstance(b, m.Heading))
        return cls(note.title, headings, frozenset(b.id for b in walk(note.blocks)))

    def of_link(self, inlines: Iterable[m.Inline]) -> str:
        """The id of the first place in this note that a line links to, or ""."""
        urls = (n.url for n in inlines_in(inlines) if isinstance(n, m.Link))
        return next((found for url in urls if (found := self._find(url))), "")

    def _find(self, url: str) -> str:
        note, mark, place = url.partition("#")
        if not mark or (note and fold(note) != fold(self.title)):
            return ""
        place = place.rpartition("#")[2].strip()
        if place.startswith("^"):
            return next((i for i in self.ids if i.lower() == f"b-{place[1:]}".lower()), "")
        if place in self.ids:
            return place
        called = words(place.replace("-", " ").replace("%20", " "))
        return next((i for text, i in self.headings if called and words(text.replace("-", " ")) == called), "")
