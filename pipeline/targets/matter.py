"""What stands before and behind the notes of a printed book: what all of them make together.

A list that would be too long to be set at once is several leaves, each of which begins a page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import TypeVar

from markupsafe import Markup

from pipeline import layouts
from pipeline import model as m
from pipeline.phrases import phrase
from pipeline.targets import cover, pages, paper, plan
from pipeline.targets.pdf import Desk, Printed, document
from pipeline.targets.shares import filled, named, stem

A = TypeVar("A")

_TOGETHER = 64
"""Notes whose answers stand together; those of more stand part by part, or every edit would set them all again."""
_ENTRIES = 500
"""Notes whose lines of the contents make one leaf: every hundred take 25 MB to set."""
_ANSWERS = 400
"""Answers that make one leaf: they stand in columns, which take a time that grows faster than their number."""
_LINES = 1500
"""Lines of any other list that make one leaf."""
_MADE_WITH = ("studypress", "weasyprint", "mistune")
_TYPEFACES = "Source Serif 4, Source Sans 3, Source Code Pro, Noto Sans Devanagari (SIL Open Font License)"


# ------------------------------------------------------------------ before the notes


def front(behind: Sequence[m.Leaf], drawing: Markup, desk: Desk) -> tuple[m.Leaf, ...]:
    """Cover, contents, plan, and the book's map if there is a `drawing` of it; `behind` comes after the notes."""
    book = desk.book
    parts = [(p.title or p.notes[0].title, p.notes[0].meta.lang) for p in book.parts]
    values = {
        "book": book,
        "art": cover.art(parts, phrase("contents", book.lang), *_cover(desk)),
        "kicker": f"{len(book.notes)} {phrase('notes', book.lang)}",
        "edition": pages.day(book.date, book.lang),
    }
    runs = [("" if at else p.title, run) for p in book.parts for at, run in enumerate(filled(p.notes, _one, _ENTRIES))]
    shares: list[dict[str, object]] = [
        {"parts": share, "back": ()} for share in filled(runs, lambda run: len(run[1]), _ENTRIES)
    ]
    shares[-1]["back"] = [(leaf.id, leaf.title) for leaf in behind if leaf.id == stem(leaf.id)]
    shown = (_leaf("book-map", desk, {"drawing": drawing}),) if drawing else ()
    return _leaf("cover", desk, values), *_leaves("contents", desk, shares), *_plan(desk), *shown


def _cover(desk: Desk) -> tuple[float, float]:
    """How wide it is in points, and how much larger than usual its type."""
    return desk.layout.measure("paper_width") / 210 * cover.WIDTH, desk.layout.measure("scale")


def _plan(desk: Desk) -> Iterator[m.Leaf]:
    """When to come back to each note, unless the author wants no plan."""
    book = desk.book
    if not book.plan.on:
        return
    runs = [
        replace(group, title="" if at else group.title, rows=tuple(run))
        for group in plan.groups(book)
        for at, run in enumerate(filled(group.rows, _one, _ENTRIES))
    ]
    shared = {"later": plan.DAYS[1:], "dated": bool(book.plan.start)}
    shares = filled(runs, lambda group: len(group.rows), _ENTRIES)
    yield from _leaves("plan", desk, ({"groups": share, **shared} for share in shares))


def _one(_: object) -> int:
    return 1


# ------------------------------------------------------------------ behind the notes


def back(printed: Sequence[Printed], index: Sequence[m.IndexTerm], desk: Desk) -> tuple[m.Leaf, ...]:
    """All that comes after the notes."""
    book = desk.book
    groups = tuple(p.answers for p in printed if p.answers)
    said = {anchor: text for p in printed for anchor, text in p.explanations}
    cited = [(number, note) for number, note in enumerate((n for n in book.notes if n.meta.sources), 1)]
    shares = filled(cited, lambda one: len(one[1].meta.sources), _LINES)
    lists = (("glossary", book.glossary), ("acronyms", book.acronyms))
    return (
        *_leaves("answers", desk, _answers(groups, desk)),
        *(_glossary(kind, entries, said, desk) for kind, entries in lists if entries),
        *_leaves("sources", desk, ({"notes": share, "linked": pages.linked} for share in shares)),
        *_index(index, desk),
        _leaf(
            "colophon", desk, {"lines": pages.imprint(book, "Set with", _MADE_WITH, ("Typefaces", _typefaces(desk)))}
        ),
    )


def _typefaces(desk: Desk) -> str:
    """Those of every book, and those that this one needs beside."""
    return "; ".join(filter(None, (_TYPEFACES, ", ".join(desk.typefaces.families))))


def _answers(groups: Sequence[pages.Group], desk: Desk) -> Iterator[dict[str, object]]:
    """The shares of the answers: few stand together, those of many notes part by part."""
    title = phrase("answers", desk.book.lang)
    by = {group.note: group for group in groups}
    parts = [(part.title, [by[n.id] for n in part.notes if n.id in by]) for part in desk.book.parts]
    for name, share in [("", groups)] if len(groups) <= _TOGETHER else parts:
        for number, run in enumerate(filled(share, lambda group: len(group.answers), _ANSWERS)):
            heading = f"{title}: {name}" if name else title
            yield {"groups": run, "heading": heading, "goes_on": number > 0}


def _glossary(kind: str, entries: Sequence[m.Entry], said: Mapping[str, Markup], desk: Desk) -> m.Leaf:
    lines = [
        {
            "id": pages.line_of(kind, entry),
            "term": paper.words(entry.term),
            "anchor": entry.anchor,
            "text": paper.words(entry.text) if entry.text else said.get(entry.anchor, Markup()),
        }
        for entry in entries
    ]
    return _leaf(kind, desk, {"kind": kind, "title": phrase(kind, desk.book.lang), "entries": lines})


def _index(terms: Sequence[m.IndexTerm], desk: Desk) -> Iterator[m.Leaf]:
    """The index. Its markup has names for the places of each line: what they lead to is the linker's to know."""
    number = count(1)
    letters = [(at, letter, [next(number) for _ in letter.terms]) for at, letter in enumerate(pages.letters(terms), 1)]
    shares = list(filled(letters, lambda one: len(one[2]), _LINES))
    leaves = _leaves("index", desk, ({"letters": [_letter(*one, desk) for one in share]} for share in shares))
    for leaf, share in zip(leaves, shares, strict=True):
        lines = [line for _, letter, numbers in share for line in zip(letter.terms, numbers, strict=True)]
        places = ((f"place.{n}.{at}", anchor) for term, n in lines for at, anchor in enumerate(term.anchors, 1))
        yield replace(leaf, places=tuple(places))


def _letter(at: int, letter: pages.Letter, numbers: Sequence[int], desk: Desk) -> dict[str, object]:
    """A letter of the index; no note's name has a dot, as those of its places."""
    lines = [
        {"term": term.term, "name": f"place.{number}", "zeros": ", ".join([desk.number] * len(term.anchors))}
        for term, number in zip(letter.terms, numbers, strict=True)
    ]
    return {"name": f"index--{at}", "title": letter.title, "lines": lines}


# ------------------------------------------------------------------ leaves


def _leaves(kind: str, desk: Desk, shares: Iterable[Mapping[str, object]]) -> Iterator[m.Leaf]:
    """One leaf for each share."""
    for number, share in enumerate(shares, 1):
        name = named(kind, number)
        yield replace(_leaf(kind, desk, {"goes_on": number > 1, **share, "id": name}), id=name)


def _leaf(kind: str, desk: Desk, values: Mapping[str, object]) -> m.Leaf:
    lang = desk.book.lang
    title = phrase(kind, lang)
    template = {"acronyms": "glossary"}.get(kind, kind)
    shared = {"id": kind, "running": desk.book.title, "heading": title, "zeros": desk.number, "phrase": _in(lang)}
    markup = layouts.fill(desk.layout, f"{template}.html", {**shared, **values})
    return m.Leaf(kind, kind, title, lang, document(markup, title, lang))


def _in(lang: str) -> Callable[..., str]:
    """`phrase` for templates that speak the book's language."""
    return lambda key, other=lang: phrase(key, other)
