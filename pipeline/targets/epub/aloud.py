"""Mnemonics for screens: words stay whole, so that they are read aloud as words and not as a letter and a rest."""

from __future__ import annotations

from dataclasses import replace

from pipeline import model as m
from pipeline.text import plain


def aloud(note: m.Note) -> m.Note:
    """The note with the letters of its mnemonics beside the items ("D – Defence partnership"), not inside them."""
    aids = tuple(_aid(aid) if aid.kind == "mnemonic" else aid for aid in note.aids)
    return replace(note, aids=aids)


def _aid(aid: m.Aid) -> m.Aid:
    return replace(aid, blocks=tuple(_block(block) for block in aid.blocks))


def _block(block: m.Block) -> m.Block:
    match block:
        case m.Div(blocks=blocks):
            return replace(block, blocks=tuple(_block(b) for b in blocks))
        case m.List(items):
            return replace(block, items=tuple(replace(i, blocks=tuple(_block(b) for b in i.blocks)) for i in items))
        case m.Paragraph(inlines):
            return replace(block, inlines=tuple(node for inline in inlines for node in _inline(inline)))
        case _:
            return block


def _inline(node: m.Inline) -> tuple[m.Inline, ...]:
    match node:
        case m.Span("recalled", _, attrs):
            told = dict(attrs)
            label = m.Span("recalled", (m.Text(told["label"]),))
            return (m.Span("letter", (m.Text(told["letters"]),)), m.Text(" – "), label) if told["letters"] else (label,)
        case m.Span("acrostic" | "acronym" | "major", inlines):
            return (replace(node, inlines=tuple(_joined(inlines))),)
        case _:
            return (node,)


def _joined(inlines: tuple[m.Inline, ...]) -> list[m.Inline]:
    """Whole lines of text: breaks stay, marks inside words go."""
    out: list[m.Inline] = []
    for node in inlines:
        if isinstance(node, m.Break):
            out.append(node)
        elif out and isinstance(last := out[-1], m.Text):
            out[-1] = m.Text(last.text + plain((node,)))
        else:
            out.append(m.Text(plain((node,))))
    return out
