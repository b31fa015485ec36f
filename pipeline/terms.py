"""Back matter from the notes' own words: glossary, acronyms, index."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline import model as m
from pipeline.text import fold, inlines_in, lines_of, plain, text_of, walk, words

_ACRONYM = re.compile(r"\(([A-Z][A-Za-z&]{1,9}s?)\)")
_LOCATORS = 12
"""Places beyond which an index line stops helping: the term is everywhere."""


def _blocks(note: m.Note) -> Iterator[m.Block]:
    return walk(note.blocks)


def glossary(notes: Sequence[m.Note]) -> tuple[m.Entry, ...]:
    """The terms of all definition lists, in alphabetical order, explained once."""
    found: dict[str, m.Entry] = {}
    for note in notes:
        for block in _blocks(note):
            if isinstance(block, m.Definitions):
                for item in block.items:
                    text = _first_paragraph(item)
                    if text:
                        found.setdefault(
                            fold(plain(item.term)), m.Entry(plain(item.term), text, f"{note.id}--{item.id}")
                        )
    return tuple(sorted(found.values(), key=lambda e: _alphabetical(e.term)))


def _first_paragraph(item: m.Definition) -> tuple[m.Inline, ...]:
    return next((b.inlines for d in item.details for b in d if isinstance(b, m.Paragraph)), ())


def acronyms(notes: Sequence[m.Note]) -> tuple[m.Entry, ...]:
    """Acronyms and what they stand for, where a note spells them out: "Long Form (LF)" (Schwartz & Hearst 2003)."""
    found: dict[str, m.Entry] = {}
    for note in notes:
        for block in _blocks(note):
            for run in lines_of(block):
                for short, long in spelled_out(plain(run)):
                    found.setdefault(short, m.Entry(short, (m.Text(long),), f"{note.id}--{block.id}"))
    return tuple(sorted(found.values(), key=lambda e: _alphabetical(e.term)))


def spelled_out(text: str) -> Iterator[tuple[str, str]]:
    """Each "(ACR)" with the words before it that it abbreviates."""
    for match in _ACRONYM.finditer(text):
        short = match[1].removesuffix("s") if match[1][:-1].isupper() else match[1]
        if sum(c.isupper() for c in short) < 2:
            continue
        long = _expansion(short, text[: match.start()])
        if long:
            yield short, long


def _expansion(short: str, before: str) -> str:
    """The shortest run of words at the end of `before` whose letters give `short`, matched from the right."""
    clause = re.split(r"[.;:!?()“”\"]", before)[-1].rstrip()
    letters = [c for c in short.lower() if c.isalnum()]
    at = len(clause)
    for number in range(len(letters) - 1, -1, -1):
        at = _find(clause, letters[number], at, first=number == 0)
        if at < 0:
            return ""
    long = clause[at:]
    return (
        long
        if len(long.split()) <= min(len(short) + 5, 2 * len(short))
        and long.lower() != short.lower()
        and len(long.split()) > 1
        else ""
    )


def _find(text: str, letter: str, end: int, *, first: bool) -> int:
    """Index of the last `letter` before `end`; the first letter of an acronym must begin a word."""
    while (end := text.lower().rfind(letter, 0, end)) >= 0:
        if not first or end == 0 or not text[end - 1].isalnum():
            return end
    return -1


def index(notes: Sequence[m.Note], terms: Iterable[str]) -> tuple[m.IndexTerm, ...]:
    """Every term that the notes set bold or define, with the blocks it is spoken of."""
    bare = (_PARENTHESIS.sub("", t) for t in (*_titles(notes), *_bold(notes), *terms))
    wanted = {tuple(words(t)): t for t in bare if _indexable(t)}
    places = _places(notes, wanted)
    entries = (m.IndexTerm(_display(t), tuple(places[key][:_LOCATORS])) for key, t in wanted.items() if places.get(key))
    return tuple(sorted(entries, key=lambda e: (_alphabetical(e.term), e.term)))


def _each(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PARENTHESIS = re.compile(r"\s*\([^()]*\)$")
_LOOSE = _each(
    "a all an and any are at both by each every few first for from how if in is it its many more most much never no "
    "not of on one only or other second since so such than that the their then these they third this those three to "
    "toward towards two under until was what when where which who why with without you your"
)
"""Words that no term begins with: what follows is half a sentence."""
_COMMON = _each(
    "actions answer answers approach background basis cause causes conclusion date definition details effect "
    "effects example examples explain fact facts features given goal goals idea important introduction issue issues "
    "item items key lead list lists main meaning method methods new note notes number option options order origin "
    "other others overview part parts point points purpose question questions reason reasons result results role "
    "scope set step steps sum summary time times title titles type types uses wanted way ways year years"
)
"""Words that head a passage and say nothing of what it is about."""


def _titles(notes: Sequence[m.Note]) -> Iterator[str]:
    return (n.title for n in notes)


def _bold(notes: Sequence[m.Note]) -> Iterator[str]:
    for note in notes:
        for block in _blocks(note):
            yield from _strong(block)


def _strong(block: m.Block) -> Iterator[str]:
    """What a block sets bold."""
    for run in lines_of(block):
        yield from (plain(i.inlines).strip(" :.") for i in inlines_in(run) if isinstance(i, m.Emphasis) and i.strong)


def _indexable(term: str) -> bool:
    found = words(term)
    return (
        0 < len(found) <= 5
        and len(term) <= 48
        and any(len(w) > 2 for w in found)
        and not term[0].isdigit()
        and not re.search(r"[,;:?!…=]", term)
        and found[0] not in _LOOSE
        and not (len(found) == 1 and found[0] in _COMMON)
    )


def _display(term: str) -> str:
    return term[0].upper() + term[1:] if term[0].islower() and term.split(maxsplit=1)[0].isalpha() else term


def _places(notes: Sequence[m.Note], wanted: Mapping[tuple[str, ...], str]) -> dict[tuple[str, ...], list[str]]:
    """Term → anchors of the blocks that hold it, in order; one look at each word of the book.

    A single word is a term only where it is marked as one: in passing, "order" is any order.
    """
    sizes = sorted({len(k) for k in wanted})
    places: dict[tuple[str, ...], list[str]] = {}
    for note in notes:
        for block in _leaves(note.blocks):
            seen = words(text_of((block,)))
            here = {
                key
                for size in sizes
                for i in range(len(seen) - size + 1)
                if (key := tuple(seen[i : i + size])) in wanted
            }
            marked = {w for text in _marked(block) for w in words(text)}
            for key in sorted(here):
                if len(key) > 1 or key[0] in marked or wanted[key].isupper():
                    places.setdefault(key, []).append(f"{note.id}--{block.id}")
    return places


def _marked(block: m.Block) -> Iterator[str]:
    """Headings, terms that are defined, and what is bold."""
    yield from _strong(block)
    match block:
        case m.Heading(inlines=inlines):
            yield plain(inlines)
        case m.Definitions(items):
            yield from (plain(item.term) for item in items)
        case _:
            pass


def _leaves(blocks: Iterable[m.Block]) -> Iterator[m.Block]:
    """The blocks that hold prose themselves."""
    silent = m.List | m.Quote | m.Div | m.CodeBlock | m.MathBlock
    return (b for b in walk(blocks) if b.id and not isinstance(b, silent))


def _alphabetical(term: str) -> tuple[int, str]:
    """Latin before other scripts, as in most Indian indexes; case and marks do not count."""
    folded = "".join(words(term))
    return (0 if folded[:1].isascii() else 1, folded)
