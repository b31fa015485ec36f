"""Note → Header: what the book and the other notes must know of it, and no more."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import model as m
from pipeline.cache import digest
from pipeline.languages import guessed
from pipeline.terms import spelled_out, strong
from pipeline.text import inlines_in, lines_of, plain, text_of, walk


def header(note: m.Note, body: str) -> m.Header:
    """The header of a parsed and enriched note that is kept under the key `body`."""
    blocks = tuple(walk(note.blocks))
    every = (*blocks, *walk(tuple(b for f in note.footnotes for b in f.blocks)), *_of_aids(note))
    links, embeds, pictures = _references(every)
    headings = tuple(m.Place(b.id, plain(b.inlines), b.level, b.number) for b in blocks if isinstance(b, m.Heading))
    anchors = tuple(name for b in blocks for name in _names(b))
    definitions, short = tuple(_definitions(blocks)), tuple(_acronyms(blocks))
    bold = tuple(dict.fromkeys(term for b in blocks for term in strong(b)))
    return m.Header(
        id=note.id,
        path=note.path,
        title=note.title,
        meta=note.meta,
        words=note.words,
        digest=note.digest,
        body=body,
        headings=headings,
        anchors=anchors,
        definitions=definitions,
        acronyms=short,
        bold=bold,
        links=links,
        embeds=embeds,
        pictures=pictures,
        inlays=tuple(name for name, _ in note.inlays),
        cards=tuple(dict.fromkeys(c.id for a in note.aids for c in a.cards)),
        hidden=tuple(dict.fromkeys(_hidden(note))),
        characters=_characters(note),
        spoken=guessed(f"{note.title}\n{text_of(note.blocks)}"),
        names=digest(note.path, note.title, note.meta.id, repr(note.meta.aliases), repr(headings), repr(anchors)),
        terms=digest(note.title, repr((definitions, short, bold))),
    )


def _of_aids(note: m.Note) -> Iterator[m.Block]:
    for aid in note.aids:
        yield from walk(aid.blocks)
        for card in aid.cards:
            yield m.Paragraph(card.front)
            yield from walk(card.back)


def _names(block: m.Block) -> Iterator[str]:
    yield block.id
    if isinstance(block, m.List):
        yield from (item.id for item in block.items)


def _definitions(blocks: tuple[m.Block, ...]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        if isinstance(block, m.Definitions):
            yield from ((plain(i.term), i.id) for i in block.items if explanation(i))


def explanation(item: m.Definition) -> tuple[m.Inline, ...]:
    """What a glossary says of a term: the first paragraph."""
    return next((b.inlines for d in item.details for b in d if isinstance(b, m.Paragraph)), ())


def _acronyms(blocks: tuple[m.Block, ...]) -> Iterator[tuple[str, str, str]]:
    for block in blocks:
        for run in lines_of(block):
            yield from ((short, long, block.id) for short, long in spelled_out(plain(run)))


def _references(blocks: tuple[m.Block, ...]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[tuple[str, bool], ...]]:
    links: dict[str, None] = {}
    embeds: dict[str, None] = {}
    pictures: dict[tuple[str, bool], None] = {}
    for block in blocks:
        if isinstance(block, m.Div) and block.kind == "embed":
            embeds[dict(block.attrs)["target"]] = None
        for run in lines_of(block):
            for node in inlines_in(run):
                if isinstance(node, m.Link):
                    links[node.url] = None
                elif isinstance(node, m.Image):
                    pictures[node.src.strip(), node.wiki] = None
    return tuple(links), tuple(embeds), tuple(pictures)


def _hidden(note: m.Note) -> Iterator[tuple[str, str]]:
    """Blocks of folded answers and of maps that an author drew."""
    asked = {c.source for a in note.aids for c in a.cards if c.origin == "author"}
    mapped = any(a.kind == "mindmap" and a.origin == "author" for a in note.aids)
    for block in walk(note.blocks):
        if isinstance(block, m.Div) and block.kind == "callout":
            attrs = dict(block.attrs)
            folded = attrs.get("type") == "question" and attrs.get("fold") == "-" and block.id in asked
            if folded or (mapped and attrs.get("type") == "mindmap"):
                yield from ((name, block.id) for inner in walk(block.blocks) for name in _all_names(inner))


def _all_names(block: m.Block) -> Iterator[str]:
    yield block.id
    match block:
        case m.List(items) | m.Definitions(items):
            yield from (item.id for item in items)
        case m.Table(head, rows):
            yield from (row.id for row in (head, *rows))
        case _:
            pass


def _characters(note: m.Note) -> str:
    aids = (text_of((*aid.blocks, *(block for card in aid.cards for block in card.back))) for aid in note.aids)
    texts = (note.title, text_of(note.blocks), *(text_of(f.blocks) for f in note.footnotes), *aids)
    return "".join(dict.fromkeys(f"{note.meta!r}{''.join(texts)}"))
