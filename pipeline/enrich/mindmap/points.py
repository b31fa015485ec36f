"""From blocks to points: what of a section belongs on its branch, in the author's order and words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline import model as m
from pipeline.enrich.labels import FORMULA, callout_type, first_line, lead, prose
from pipeline.enrich.mindmap.language.shape import tidy
from pipeline.enrich.mindmap.language.wording import Speech, shorten
from pipeline.enrich.mindmap.lines import EMPTY, is_address, lead_point, paragraph, sentence_point, term
from pipeline.enrich.mindmap.point import ITEM, LEAD, LINK, Point, distinct
from pipeline.enrich.mindmap.tables import rows

_UNTOLD = ("question", "mnemonic", "mindmap", "quote", "todo")
_FEW = 2
"""So many points make running text beside them speak in facts only."""


def points_of(blocks: Sequence[m.Block], speech: Speech, *, with_prose: bool) -> tuple[Point, ...]:
    """The points of a section's own blocks; where lists and leads are silent, running text speaks in key phrases."""
    found = [_structured(before, block, speech) for before, block in zip((None, *blocks), blocks, strict=False)]
    told = with_prose and sum(map(len, filter(None, found))) < _FEW
    out: list[Point] = []
    for i, (block, points) in enumerate(zip(blocks, found, strict=True)):
        if points is not None:
            out += points
        elif isinstance(block, m.Paragraph) and not _announces(block, blocks[i + 1 : i + 2]):
            out += paragraph(block, speech, told=told)
    return distinct(out)


def _structured(before: m.Block | None, block: m.Block, speech: Speech) -> list[Point] | None:  # noqa: PLR0911 - one case a node
    """The points of what the author has given a shape; None for running text."""
    match block:
        case m.Paragraph(inlines, _, id):
            found = lead(inlines)
            bold = isinstance(inlines[0], m.Emphasis) if inlines else False
            return [p] if found and bold and (p := lead_point(found, id, speech)).label else None
        case m.List():
            return _under(_announced(before, speech), list(_items(block, speech)))
        case m.Definitions(items):
            return [term(item, speech) for item in items]
        case m.Table():
            return list(rows(block, speech))
        case m.Quote(blocks):
            return list(points_of(blocks, speech, with_prose=False))
        case m.Div(blocks=blocks, title=title, id=id) if callout_type(block) not in _UNTOLD:
            inner = list(points_of(blocks, speech, with_prose=True))
            return _under(shorten(prose(title), speech), inner, id)
        case _:
            return []


def _under(title: str, points: list[Point], href: str = "") -> list[Point]:
    """The items of a list, under the short line that announces them when there is one."""
    return [Point(title, LEAD, href, points=distinct(points))] if title and points else points


def _announced(before: m.Block | None, speech: Speech) -> str:
    return shorten(prose(before.inlines), speech) if isinstance(before, m.Paragraph) and _is_title(before) else ""


def _announces(block: m.Paragraph, after: Sequence[m.Block]) -> bool:
    return bool(after) and isinstance(after[0], m.List) and _is_title(block)


def _is_title(block: m.Paragraph) -> bool:
    """Whether a line does no more than announce the list that follows."""
    text = prose(block.inlines)
    short = len(text.split()) <= 5 and text.endswith((":", "：")) and not isinstance(block.inlines[0], m.Emphasis)
    return short and FORMULA not in text and tidy(text).casefold() not in EMPTY


def _items(block: m.List, speech: Speech) -> Iterator[Point]:
    if _is_contents(block):
        return
    for item in block.items:
        if not item.task and (point := _item(item, speech)):
            yield point


def _is_contents(block: m.List) -> bool:
    """Whether a list is a table of contents of its own note."""
    lines = [first_line(item) for item in block.items]
    return all(line and isinstance(line[0], m.Link) and line[0].url.startswith("#") for line in lines)


def _item(item: m.Item, speech: Speech) -> Point | None:
    line = first_line(item)
    rest = item.blocks[1:] if line else item.blocks
    below = points_of(rest, speech, with_prose=False) if rest else ()
    if is_address(line):
        return Point(shorten(prose(line), speech), LINK, item.id, points=below)
    found = lead(line)
    point = lead_point(found, item.id, speech) if found else sentence_point(line, ITEM, item.id, speech)
    if not point.label:
        return replace(below[0], href=item.id, points=distinct([*below[0].points, *below[1:]])) if below else None
    return replace(point, points=distinct([*point.points, *below]))
