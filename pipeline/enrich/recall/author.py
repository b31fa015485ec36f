"""The author's own questions, in the order of the note: cards (`qa`), callouts that ask, texts with gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline import model as m
from pipeline.enrich.labels import Section, callout_type
from pipeline.enrich.recall import gaps
from pipeline.enrich.recall.draft import Draft
from pipeline.text import children, plain

_DEFAULT_TITLES = ("", "question", "help", "faq", "प्रश्न", "answer", "solution", "उत्तर")
_ANSWERS = ("answer", "solution")
_DECK = re.compile(r"#flashcards?(?:/(?P<deck>\S+))?", re.IGNORECASE)


@dataclass(slots=True)
class _Walk:
    """Where a walk over the blocks is: the section, and the deck that the author named last."""

    top: str
    deck: str


def drafts(parts: Sequence[Section], meta: m.Meta) -> Iterator[Draft]:
    walk = _Walk("", next((deck for tag in meta.tags if (deck := _deck(f"#{tag}"))), ""))
    for part in parts:
        walk.top = part.top
        yield from _asked(part.blocks, walk)


def _asked(blocks: Sequence[m.Block], walk: _Walk) -> Iterator[Draft]:
    followed = zip(blocks, (*blocks[1:], None), strict=True) if blocks else ()
    for block, after in followed:
        match block:
            case m.Div("qa"):
                yield _card(block, walk)
                continue
            case m.Div() if callout_type(block) == "question":
                if draft := _callout(block, after, walk):
                    yield draft
                    continue
            case m.Paragraph(inlines):
                if (cut := gaps.cloze(block)) is not None:
                    yield _cloze(cut, block, walk)
                walk.deck = _named_deck(inlines) or walk.deck
            case _:
                pass
        yield from _asked(children(block), walk)


_SURE = 100.0


def _card(block: m.Div, walk: _Walk) -> Draft:
    deck, front = _own(block.title, walk)
    draft = Draft("basic", front, block.blocks, block.id, walk.top, _SURE, plain(front), origin="author", deck=deck)
    return replace(draft, both=("both", "yes") in block.attrs)


def _cloze(cut: gaps.Cut, block: m.Paragraph, walk: _Walk) -> Draft:
    (deck, front), (_, whole) = _own(cut.front, walk), _own(cut.whole, walk)
    draft = Draft("cloze", front, cut.back, block.id, walk.top, _SURE, plain(front), origin="author", deck=deck)
    return replace(draft, cloze=whole)


# ------------------------------------------------------------------ decks


def _deck(tag: str) -> str:
    found = _DECK.fullmatch(tag)
    return (found["deck"] or "").strip("/") if found else ""


def _tags(inlines: Sequence[m.Inline]) -> Iterator[str]:
    return (plain(i.inlines) for i in inlines if isinstance(i, m.Span) and i.kind == "tag")


def _named_deck(inlines: Sequence[m.Inline]) -> str:
    """The deck of a line that is nothing but tags: it holds for the cards after it."""
    others = [i for i in inlines if not (isinstance(i, m.Span) and i.kind == "tag") and plain((i,)).strip()]
    return "" if others else next((deck for tag in _tags(inlines) if (deck := _deck(tag))), "")


def _own(inlines: tuple[m.Inline, ...], walk: _Walk) -> tuple[str, tuple[m.Inline, ...]]:
    """The deck of a card, and its text without the tag that it opens with: such a tag holds for this card."""
    deck = next((deck for tag in _tags(inlines[:1]) if (deck := _deck(tag))), "")
    match inlines:
        case (_, m.Text(text), *rest) if deck:
            return deck, (m.Text(text.lstrip()), *rest)
        case _:
            return walk.deck, inlines


# ------------------------------------------------------------------ callouts


def _callout(block: m.Div, after: m.Block | None, walk: _Walk) -> Draft | None:
    """The title is the question, or the first paragraph where there is no title of the author's; the rest answers.

    Where an answer follows in a callout of its own, inside the question or right after it, that one answers.
    """
    asked, answer = _split(block, after)
    if answer is None:
        front, back = block.title, block.blocks
        if plain(front).strip().casefold() in _DEFAULT_TITLES:
            match block.blocks:
                case (m.Paragraph(inlines), *rest):
                    front, back = inlines, tuple(rest)
                case _:
                    return None
        source = block.id
        back = _unwrapped(back)
    else:
        front, back = _question(block.title, asked), _body(answer)
        source = block.id if answer in block.blocks else answer.id
    if not plain(front).strip() or not back:
        return None
    return Draft("basic", front, back, source, walk.top, _SURE, plain(front), origin="author", deck=walk.deck)


def _split(block: m.Div, after: m.Block | None) -> tuple[tuple[m.Block, ...], m.Div | None]:
    """What a callout asks beside its title, and the callout that answers it."""
    last = block.blocks[-1] if block.blocks else None
    if isinstance(last, m.Div) and callout_type(last) in _ANSWERS:
        return block.blocks[:-1], last
    if isinstance(after, m.Div) and callout_type(after) in _ANSWERS:
        return block.blocks, after
    return block.blocks, None


def _question(title: tuple[m.Inline, ...], asked: tuple[m.Block, ...]) -> tuple[m.Inline, ...]:
    """The title and the paragraphs under it in one."""
    parts = [title] if plain(title).strip().casefold() not in _DEFAULT_TITLES else []
    parts += [b.inlines for b in asked if isinstance(b, m.Paragraph)]
    return tuple(i for n, part in enumerate(parts) for i in ((m.Break(), *part) if n else part))


def _body(answer: m.Div) -> tuple[m.Block, ...]:
    """What an answer says; one that is all in its title stands there."""
    if plain(answer.title).strip().casefold() in _DEFAULT_TITLES:
        return answer.blocks
    return (m.Paragraph(answer.title), *answer.blocks)


def _unwrapped(blocks: tuple[m.Block, ...]) -> tuple[m.Block, ...]:
    """The answer itself where the author put it into a callout of its own."""
    match blocks:
        case (m.Div(blocks=inner) as only,) if callout_type(only):
            return inner
        case _:
            return blocks
