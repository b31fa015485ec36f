"""The whole book as one mind map on one page: title, parts, notes, each label a link with its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from markupsafe import Markup

from pipeline import draw
from pipeline import model as m
from pipeline.phrases import phrase
from pipeline.targets import paper
from pipeline.targets.pdf import Desk

_FEWEST = 3
"""Notes of a book worth mapping."""
_POINTS = 72
"""More on one page nobody takes in."""


def drawing(desk: Desk) -> Markup:
    """The map; nothing for a book that needs none, or whose titles fit on no page.

    Notes that find no room are counted where they would stand.
    """
    if len(desk.book.notes) < _FEWEST:
        return Markup()
    lang = desk.book.lang
    frame = paper.map_frame(desk.layout, "front_height", "page")
    for tree in _trees(desk.book):
        sheets = draw.plan(m.MindMap(tree), frame, desk.shaper, lang=lang, zeros=desk.number, every=True)
        if len(sheets) == 1 and sheets[0].kind != "list":
            return _written(sheets[0], lang, paper.palette(desk.layout))
    return Markup()


def _written(sheet: draw.Sheet, lang: str, inks: draw.Palette) -> Markup:
    """The title leads to the contents, whose number is not one that binding could fill in."""
    title, *others = sheet.boxes
    linked = replace(sheet, boxes=(replace(title, href="contents"), *others))
    says = phrase("mindmap", lang)
    return draw.paper(linked, "book-map--_map", lambda name: f"#{name}", palette=inks, lang=lang, says=says)


def _trees(book: m.Book) -> Iterator[m.Branch]:
    """The book with as many notes as a page may hold, then with fewer and fewer; at last with fewer and fewer parts."""
    sizes = [len(part.notes) for part in book.parts]
    longest = max(sizes)
    fixed = 1 + sum(_is_branch(part, book) for part in book.parts)
    fitting = (rows for rows in range(longest, 1, -1) if fixed + sum(min(size, rows) for size in sizes) <= _POINTS)
    yield from (_tree(book, len(sizes), rows) for rows in fitting)
    shown = min(len(sizes), _POINTS - 1) if len(sizes) > 1 else 0
    while shown:
        yield _tree(book, shown, 0)
        shown = shown * 3 // 4


def _tree(book: m.Book, parts: int, rows: int) -> m.Branch:
    """The first so many parts, each with at most so many rows of notes below it."""
    main: list[m.Branch] = []
    hidden = sum(len(part.notes) for part in book.parts[parts:])
    for part in book.parts[:parts]:
        below = tuple(_rows(part.notes, rows, book.lang))
        untold = 0 if rows else len(part.notes)
        if _is_branch(part, book):
            main.append(_point(part.title, part.notes[0], below, untold))
        else:
            main += below
            hidden += untold
    return m.Branch((m.Text(book.title),), tuple(main), more=hidden)


def _rows(notes: Sequence[m.Header], rows: int, lang: str) -> Iterator[m.Branch]:
    """The first notes; what tells how many more there are takes the last row, and leads to the first of these."""
    shown = len(notes) if len(notes) <= rows else max(rows - 1, 0)
    yield from (_point(note.label, note) for note in notes[:shown])
    if rows and shown < len(notes):
        yield _point(phrase("more", lang).format(len(notes) - shown), notes[shown])


def _is_branch(part: m.Part, book: m.Book) -> bool:
    """Whether a part is a point of its own: the notes of a book's only part, and those of none, are main branches."""
    return bool(part.title) and len(book.parts) > 1


def _point(label: str, note: m.Header, branches: tuple[m.Branch, ...] = (), more: int = 0) -> m.Branch:
    return m.Branch((m.Text(label),), branches, note.id, more=more)
