"""Back matter from the notes' own words: glossary, acronyms, index."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline import model as m
from pipeline.text import fold, inlines_in, lines_of, plain, text_of, walk, words

_ACRONYM = re.compile(r"\(([A-Z][A-Za-z&]{1,9}s?)\)")
_LOCATORS = 12
"""Places beyond which an index line stops helping: the term is everywhere."""


class Terms(NamedTuple):
    """What all notes together explain, spell out, and want to have in the index."""

    glossary: tuple[m.Entry, ...]
    acronyms: tuple[m.Entry, ...]
    indexed: tuple[str, ...]


def terms_of(notes: Sequence[m.Header]) -> Terms:
    """The terms of a book. They are the same as long as its notes have the same ids and `Header.terms`."""
    long, short = glossary(notes), acronyms(notes)
    return Terms(long, short, indexed(notes, [e.term for e in (*long, *short)]))


def glossary(notes: Sequence[m.Header]) -> tuple[m.Entry, ...]:
    """The terms of all definition lists, in alphabetical order, explained once."""
    found: dict[str, m.Entry] = {}
    for note in notes:
        for term, name in note.definitions:
            found.setdefault(fold(term), m.Entry(term, f"{note.id}--{name}"))
    return tuple(sorted(found.values(), key=lambda e: _alphabetical(e.term)))


def acronyms(notes: Sequence[m.Header]) -> tuple[m.Entry, ...]:
    """Acronyms and what they stand for, where a note spells them out: "Long Form (LF)" (Schwartz & Hearst 2003)."""
    found: dict[str, m.Entry] = {}
    for note in notes:
        for short, long, name in note.acronyms:
            found.setdefault(short, m.Entry(short, f"{note.id}--{name}", long))
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


def indexed(notes: Sequence[m.Header], terms: Iterable[str]) -> tuple[str, ...]:
    """What the index looks for: every term that the notes set bold, define or are named after; later forms win."""
    bare = (_PARENTHESIS.sub("", t) for t in (*(n.title for n in notes), *(t for n in notes for t in n.bold), *terms))
    return tuple({tuple(words(t)): t for t in bare if _indexable(t)}.values())


Places = tuple[tuple[str, tuple[str, ...]], ...]
"""Term → anchors of the blocks of one note that speak of it."""


def index(places: Iterable[Places]) -> tuple[m.IndexTerm, ...]:
    """The places of all notes, in their order, by term."""
    found: dict[str, list[str]] = {}
    for term, anchors in (row for note in places for row in note):
        found.setdefault(term, []).extend(anchors)
    entries = (m.IndexTerm(_display(term), tuple(anchors[:_LOCATORS])) for term, anchors in found.items())
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


def strong(block: m.Block) -> Iterator[str]:
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


def places(note: m.Note, terms: Sequence[str]) -> Places:
    """The blocks of a note that hold each term, in order; one look at each of its words.

    A single word is a term only where it is marked as one: in passing, "order" is any order.
    """
    wanted, sizes = _wanted(terms)
    found: dict[str, list[str]] = {}
    for block in _leaves(note.blocks):
        seen = words(text_of((block,)))
        here = {
            key for size in sizes for i in range(len(seen) - size + 1) if (key := tuple(seen[i : i + size])) in wanted
        }
        marked = {w for text in _marked(block) for w in words(text)}
        for key in sorted(here):
            if len(key) > 1 or key[0] in marked or wanted[key].isupper():
                found.setdefault(wanted[key], []).append(f"{note.id}--{block.id}")
    return tuple((term, tuple(anchors)) for term, anchors in found.items())


@lru_cache(maxsize=2)
def _wanted(terms: Sequence[str]) -> tuple[Mapping[tuple[str, ...], str], tuple[int, ...]]:
    """Terms by their words, and how many words they have."""
    wanted = {tuple(words(t)): t for t in terms}
    return wanted, tuple(sorted({len(k) for k in wanted}))


def _marked(block: m.Block) -> Iterator[str]:
    """Headings, terms that are defined, and what is bold."""
    yield from strong(block)
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
