"""Edition and printed book → a booklet: small pages on sheets to fold, in another look where the book's is large."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline import handouts, layouts
from pipeline import model as m
from pipeline.edition import Edition
from pipeline.imposition import PAPERS, THICK, booklet, padded, paper, sections
from pipeline.languages import is_rtl
from pipeline.phrases import phrase
from pipeline.printing import Copy, Printed, printed
from pipeline.problem import Problem, Stop
from pipeline.proving import proved
from pipeline.targets import pdf
from pipeline.targets.imposed import About, digest, imposed, opened

TARGET, LOOK = "booklet", "pocket"


def made(edition: Edition, book: Printed) -> Sequence[m.Product]:
    """The file of the sheets; raises `Stop` when words of the notes are missing from their pages."""
    source = _small(edition, book)
    wish, own = edition.booklet, pdf.about(edition.book)
    sheet = paper(*opened(source.data).size)
    order, rtl = _ordered(source), is_rtl(own.lang)
    sides = booklet(order, sheet, creep=wish.creep, section=wish.section, flip=wish.flip, from_right=rtl)
    title = f"{own.title}: {phrase(TARGET, own.lang)}"
    data = imposed([source.data], sides, About(title, own.lang, wish.flip))
    told = (*source.problems, *_thick(len(sides) // 2, wish.section))
    name = f"{edition.book.slug}-{TARGET}.pdf"
    return (m.Product(TARGET, name, data, digest(data), len(data), len(sides), problems=told),)


def _small(edition: Edition, book: Printed) -> m.Product:
    """The pages: those of the book where two of them fit on a sheet, else those of a look that is made for it.

    A note that is alone needs no book around it: it is set to fill one sheet.
    """
    width, height = opened(book.product.data).size
    is_small = 2 * width <= max(PAPERS["a4"]) and height <= min(PAPERS["letter"])
    small = edition if is_small else replace(edition, look=layouts.load(LOOK))
    if len(edition.book.notes) == 1 and (handout := _alone(small, book)):
        return handout
    if is_small:
        return replace(book.product, problems=())
    made = printed(small, book.output, Copy(TARGET, f"-{LOOK}"))
    proof = proved(small, made)
    if proof.stops:
        raise Stop(*proof.faults)
    told = (*small.problems(), *made.product.problems, *proof.faults)
    return replace(made.product, problems=tuple(dict.fromkeys(told)))


def _alone(small: Edition, book: Printed) -> m.Product | None:
    """The handout of the only note, on the four pages of one sheet; none of a note that could not be set."""
    scratch = small.floor.scratch / TARGET
    scratch.mkdir(exist_ok=True)
    edition = replace(small, floor=replace(small.floor, scratch=scratch), fit="1-sheet")
    made = handouts.made(edition, replace(book, output=book.output / TARGET))
    return replace(made[0], problems=(*edition.problems(), *made[0].problems)) if made else None


def _ordered(source: m.Product) -> tuple[int | None, ...]:
    """The pages of the booklet; a colophon of one page stays outside on the back."""
    _, first, last = source.parts[-1]
    return padded(range(source.pages), 4, last_stays=first == last)


def _thick(sheets: int, section: int) -> Iterator[Problem]:
    if max(sections(sheets, section), default=0) > THICK:
        message = f"the booklet has {sheets} sheets in one fold: more than {THICK} spring open and cannot be stapled"
        hint = "make sections that are sewn, such as `booklet: {section: 5}` in book.yml"
        yield Problem("", 0, 0, "warning", "thick-booklet", message, hint)
