"""Reading: what the writer must know of a note's blocks before it writes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline import model as m
from pipeline.text import children, inlines_in, lines_of, walk


def lines(blocks: Sequence[m.Block]) -> Iterator[tuple[m.Inline, ...]]:
    """Blocks as lines of text, every word kept, for a place that holds no blocks."""
    for block in blocks:
        match block:
            case m.CodeBlock(text):
                yield from ((m.Code(line),) for line in text.split("\n"))
            case m.MathBlock(tex):
                yield (m.Math(tex),)
            case m.List(items):
                for number, item in enumerate(items, block.start):
                    sign = f"{number}.\u00a0" if block.ordered else "•\u00a0"
                    first, *rest = (*lines(item.blocks),) or ((),)
                    yield from ((m.Text(sign), *first), *rest)
            case m.Table(head, rows, _, caption):
                yield from (_dotted(cells) for cells in (head.cells, *(r.cells for r in rows), (caption,)))
            case m.Definitions(items):
                for term in items:
                    yield from (term.term, *lines(children(m.Definitions((term,)))))
            case _:
                yield from lines_of(block)
                yield from lines(children(block))


def _dotted(cells: Sequence[tuple[m.Inline, ...]]) -> tuple[m.Inline, ...]:
    """The cells of a row in one line."""
    return tuple(i for n, cell in enumerate(cells) for i in ((m.Text(" · "), *cell) if n else cell))


def folded(note: m.Note, block: m.Block) -> str:
    """The card that shows a folded question's answer at the back, "" for a block that is shown where it stands.

    An answer with footnotes stays: they are set at the foot of its page.
    """
    if not isinstance(block, m.Div) or block.kind != "callout":
        return ""
    attrs = dict(block.attrs)
    if attrs.get("type") != "question" or attrs.get("fold") != "-" or any(references(block.blocks)):
        return ""
    cards = (c for a in note.aids for c in a.cards)
    return next((c.id for c in cards if c.source == block.id and c.origin == "author"), "")


def answer_to(note: str, card: str) -> str:
    """The anchor of the answer to a note's card. It begins with the name of the part it stands in."""
    return f"answers--{note}--{card}"


def references(blocks: Sequence[m.Block]) -> Iterator[m.FootnoteRef]:
    """References to footnotes in reading order."""
    for block in walk(blocks):
        for run in lines_of(block):
            yield from (i for i in inlines_in(run) if isinstance(i, m.FootnoteRef))
