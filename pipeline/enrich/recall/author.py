"""The author's own questions: `[!question]` callouts."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import model as m
from pipeline.enrich.labels import callout_type
from pipeline.enrich.recall.draft import Draft, Setting
from pipeline.text import plain, walk

_DEFAULT_TITLES = ("", "question", "help", "faq", "प्रश्न")


def drafts(setting: Setting) -> Iterator[Draft]:
    for block in walk(setting.section.blocks):
        if isinstance(block, m.Div) and callout_type(block) == "question" and (draft := _draft(block, setting)):
            yield draft


def _draft(block: m.Div, setting: Setting) -> Draft | None:
    """The title is the question, or the first paragraph where there is no title of the author's; the rest answers."""
    front, back = block.title, block.blocks
    if plain(front).strip().casefold() in _DEFAULT_TITLES:
        match block.blocks:
            case (m.Paragraph(inlines), *rest):
                front, back = inlines, tuple(rest)
            case _:
                return None
    back = _unwrapped(back)
    if not plain(front).strip() or not back:
        return None
    return Draft("basic", front, back, block.id, setting.section.top, 100.0, plain(front), origin="author")


def _unwrapped(blocks: tuple[m.Block, ...]) -> tuple[m.Block, ...]:
    """The answer itself where the author put it into a callout of its own."""
    match blocks:
        case (m.Div(blocks=inner) as only,) if callout_type(only):
            return inner
        case _:
            return blocks
