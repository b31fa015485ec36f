"""Edition and the record of an older one → only the sheets of paper whose look has changed since, to be exchanged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain, groupby
from pathlib import Path

from pipeline import model as m
from pipeline.amend import Leaf, amended, sheets
from pipeline.changes import Change, Span, Word, bars, changes
from pipeline.edition import Edition
from pipeline.former import Former, former
from pipeline.imposition import Cell, Line, Side
from pipeline.languages import is_rtl
from pipeline.phrases import phrase
from pipeline.printing import Copy, Printed, Store, printed, set_all
from pipeline.problem import Problem, Stop
from pipeline.proving import proved
from pipeline.targets import errata, likeness, pdf
from pipeline.targets.engine.called import called, letters
from pipeline.targets.engine.fragment import Fragment
from pipeline.targets.engine.link import link
from pipeline.targets.imposed import About, digest, imposed, opened
from pipeline.targets.shares import stem

TARGET = "reprint"
_POINT = 25.4 / 72
_OUTER = 0.55
"""Where bars stand in the outer margin, as a share of it from the paper's edge."""
_WORDS, _ROWS = 28, 12
"""The words of a change that the errata show, and the changes of a page."""


@dataclass(frozen=True, slots=True)
class Reprint:
    """What came of it: the file, how many sheets it has, and how many the edition has."""

    product: m.Product
    sheets: int
    of: int


def reprinted(edition: Edition, output: Path, since: Path, *, with_bars: bool = True) -> Reprint:
    """The sheets that are not those of the edition whose manifest is at `since`.

    Raises `Stop` when that edition is not there any more, is of another size, or when words would be lost.
    """
    book = printed(edition, output, Copy(TARGET, "-edition"))
    proof = proved(edition, book)
    if proof.stops:
        raise Stop(*proof.faults)
    older = former(since, [stem(f.name) for f in (*book.front, *book.body)])
    if opened(older.path).size != opened(book.product.data).size:
        hint = "name the look of that edition: --layout"
        raise Stop(Problem(str(since), 0, 0, "error", "no-edition", "its pages have another size", hint), code=2)
    mended = _mended(edition, book, older)
    product = _product(edition, older, mended, with_bars=with_bars)
    told = (*edition.problems(), *book.product.problems, *proof.faults)
    product = replace(product, problems=tuple(dict.fromkeys(told)))
    return Reprint(product, len(mended.sheets), -(-len(mended.pages) // 2))


# ------------------------------------------------------------------ the mended edition


@dataclass(frozen=True, slots=True)
class Mended:
    """The new edition in the numbers of the old one, page for page what a mended copy is.

    `changed` are the pages that look otherwise than in the old edition, `sheets` those that must be printed.
    """

    path: Path
    leaves: tuple[Leaf, ...]
    changed: frozenset[int]
    sheets: tuple[tuple[int, ...], ...]

    @property
    def pages(self) -> tuple[tuple[str, int | None], ...]:
        """Label of each page, and the old page whose place it takes."""
        return tuple(page for leaf in self.leaves for page in leaf.pages)


def _mended(edition: Edition, book: Printed, older: Former) -> Mended:
    """Links the book once more, with pages to write on where there are too few."""
    held = {name: list(own) for name, own in groupby((*book.front, *book.body), lambda f: stem(f.name))}
    new = [(name, sum(fragment.pages for fragment in own)) for name, own in held.items()]
    leaves = amended(older.parts, new, older.labels)
    path = edition.floor.scratch / f"{TARGET}.pdf"
    with path.open("wb") as file:
        link(file, (), list(_fragments(edition, leaves, held)), pdf.about(edition.book), Store(edition))
    places = [place for leaf in leaves for _, place in leaf.pages]
    changed = likeness.differing(older.path, path, places)
    return Mended(path, leaves, changed, sheets(places, changed))


def _fragments(edition: Edition, leaves: Sequence[Leaf], held: Mapping[str, Sequence[Fragment]]) -> Iterator[Fragment]:
    blank: Fragment | None = None
    known = letters(Store(edition).blob)
    for number, leaf in enumerate(leaves):
        labels = [label for label, _ in leaf.pages]
        if leaf.name:
            for fragment in held[leaf.name]:
                yield called(fragment, labels[: fragment.pages], known)
                del labels[: fragment.pages]
        else:
            blank = blank or _note_page(edition)
            yield replace(called(blank, labels, known), name=f"{blank.name}.{number}")


def _note_page(edition: Edition) -> Fragment:
    leaf = errata.note_page(edition.book, edition.compiler.desk)
    sheet = edition.compiler.press.sheet(leaf)
    edition.floor.keep(f"{sheet.content} markup", leaf.markup)
    return set_all(edition, [sheet])[0][0]


# ------------------------------------------------------------------ the sheets


def _product(edition: Edition, older: Former, mended: Mended, *, with_bars: bool) -> m.Product:
    """The errata, and behind them the sheets, each with its back; nothing at all when nothing has changed."""
    book = edition.book
    notes = list(_notes(older, mended, book.lang))
    first = [errata.printed(book, _told(edition, mended, notes), edition.compiler.desk)] if mended.sheets else []
    sources: list[Path | bytes] = [*first, mended.path]
    sizes = [size for source in sources for size in opened(source).sizes]
    before = len(sizes) - len(mended.pages)
    outer = edition.look.measure("outer") * _OUTER
    rtl = is_rtl(book.lang)
    marked = {note.page: note.spans for note in notes} if with_bars else {}

    def side(page: int) -> Side:
        width, height = sizes[before + page]
        x = outer if (page % 2 == 1) != rtl else width - outer
        lines: tuple[Line, ...] = tuple((x, low * _POINT, x, high * _POINT) for low, high in marked.get(page, ()))
        return Side(width, height, (Cell(before + page, 0, 0, width, height),), bars=lines)

    papers = (tuple(range(-before, 0)), *mended.sheets)
    sides = [each for paper in papers for each in (*map(side, paper), *[Side(*sizes[0], ())] * (len(paper) % 2))]
    names = [each for paper in papers for each in (*(_label(mended, at) for at in paper), *[""] * (len(paper) % 2))]
    title = f"{book.title}: {phrase('errata', book.lang)}"
    data = imposed(sources, sides, About(title, book.lang, "long", tuple(names))) if mended.sheets else b""
    return m.Product(TARGET, f"{book.slug}-{TARGET}.pdf", data, digest(data), len(data), len(sides))


def _label(mended: Mended, page: int) -> str:
    """What a page is called; those of the errata are none of the edition."""
    return mended.pages[page][0] if page >= 0 else ""


def _told(edition: Edition, mended: Mended, notes: Sequence[Note]) -> errata.Told:
    pages = mended.pages
    exchanged, inserted = [], []
    for sheet in mended.sheets:
        name = "/".join(pages[at][0] for at in sheet)
        if sheet[0] and all(pages[at][1] is None for at in sheet):
            inserted.append((name, pages[sheet[0] - 1][0]))
        else:
            exchanged.append(name)
    rows = [row for note in notes for row in note.rows]
    return errata.Told(edition.book.date, tuple(exchanged), tuple(inserted), (*_worded(rows), *_summed(rows)))


def _worded(rows: Sequence[errata.Row]) -> Iterator[errata.Row]:
    return (row for row in rows if not row.told)


def _summed(rows: Sequence[errata.Row]) -> Iterator[errata.Row]:
    """What is the same of several pages, once."""
    for told in dict.fromkeys(row.told for row in rows if row.told):
        yield errata.Row(", ".join(row.page for row in rows if row.told == told), told=told)


# ------------------------------------------------------------------ what is new on them


@dataclass(frozen=True, slots=True)
class Note:
    """What the errata say of a page, and the heights beside which bars stand on it."""

    page: int
    rows: tuple[errata.Row, ...]
    spans: tuple[Span, ...]


def _notes(older: Former, mended: Mended, lang: str) -> Iterator[Note]:
    """What is to be said of the pages that have changed."""
    ends = list(accumulate((len(leaf.pages) for leaf in mended.leaves), initial=0))
    moved = _renumbered(older, mended) if mended.changed else frozenset()
    for number, (leaf, start) in enumerate(zip(mended.leaves, ends, strict=False)):
        new = [at for at in range(start, ends[number + 1]) if at in mended.changed]
        if not leaf.name:
            if leaf.pages[0][1] is not None and new:
                yield Note(start, (errata.Row(leaf.pages[0][0], told=phrase("errata-empty", lang)),), ())
        elif new:
            gone = list(_gone(mended.leaves[number + 1 :]))
            yield from _Beside(older, mended, moved, lang).notes(new, gone)


def _gone(leaves: Sequence[Leaf]) -> Iterator[int]:
    """The old pages behind a part that nothing takes the place of: their words have moved up, or are gone."""
    for leaf in leaves:
        if leaf.name or leaf.pages[0][1] is None:
            return
        yield leaf.pages[0][1]


@dataclass(frozen=True, slots=True)
class _Beside:
    """The two editions beside each other; `moved` are the labels from which and to which something has moved."""

    older: Former
    mended: Mended
    moved: frozenset[tuple[str, str]]
    lang: str

    def notes(self, new: Sequence[int], gone: Sequence[int]) -> Iterator[Note]:
        """What is to be said of changed pages of one part; `gone` are old pages of it that are no more."""
        labels = [label for label, _ in self.mended.pages]
        places = [place for at in new if (place := self.mended.pages[at][1]) is not None]
        if not places:
            names = labels[new[0]] if len(new) == 1 else f"{labels[new[0]]}–{labels[new[-1]]}"
            yield Note(new[0], (errata.Row(names, told=phrase("errata-new", self.lang)),), ())
            return
        before = list(likeness.words(self.older.path, [*places, *gone]))
        now = list(likeness.words(self.mended.path, new))
        found: dict[int, list[Change]] = {at: [] for at in new}
        for change in changes(before, now, self.moved):
            found[change.marks[0].page if change.marks else new[0]].append(change)
        marks = list(chain.from_iterable(change.marks for own in found.values() for change in own))
        for at, own in found.items():
            beside = [word for word in marks if word.page == at]
            if own or beside:
                yield Note(at, tuple(_rows(labels[at], own, self.lang)), bars(beside))
            else:
                yield self._wordless(at, before, now)

    def _wordless(self, at: int, before: Sequence[Word], now: Sequence[Word]) -> Note:
        """Of a page that has no new words: either they came from another page, or something else was drawn."""
        label, place = self.mended.pages[at]
        was, shown = ([w.text for w in side if w.page == page] for side, page in ((before, place), (now, at)))
        if place is None or was != shown:
            return Note(at, (errata.Row(label, told=phrase("errata-moved", self.lang)),), ())
        spans = likeness.redrawn(self.older.path, place, self.mended.path, at)
        return Note(at, (errata.Row(label, told=phrase("errata-redrawn", self.lang)),), spans)


def _rows(label: str, found: Sequence[Change], lang: str) -> Iterator[errata.Row]:
    """The changes that begin on a page: its words, and of numbers of pages only that there are such."""
    worded = [each for each in found if each.before or each.now]
    for each in worded[:_ROWS]:
        yield errata.Row(label, _elided(each.before), _elided(each.now))
    if len(worded) > _ROWS:
        yield errata.Row(label, "…", "…")
    if len(worded) < len(found):
        yield errata.Row(label, told=phrase("errata-numbers", lang))


def _renumbered(older: Former, mended: Mended) -> frozenset[tuple[str, str]]:
    """The labels of pages from which and to which something has moved that other pages may refer to."""
    was, now = likeness.starts(older.path), likeness.starts(mended.path)
    pages = mended.pages
    pairs = ((older.labels[was[name]], pages[now[name]][0]) for name in was.keys() & now.keys())
    return frozenset(pair for pair in pairs if pair[0] != pair[1])


def _elided(words: Sequence[str]) -> str:
    return " ".join(words) if len(words) <= _WORDS else " ".join((*words[: _WORDS // 2], "…", *words[-_WORDS // 2 :]))
