"""Edition and printed book → the sheets of cards to cut out, with the book's pages and the register's codes on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from markupsafe import Markup

from pipeline import model as m
from pipeline.cache import digest
from pipeline.edition import Edition
from pipeline.fingerprint import fingerprint
from pipeline.html import Dialect
from pipeline.imposition import paper
from pipeline.phrases import phrase
from pipeline.printing import BUDGET, LIGHT, Printed, Store, fetched, keep
from pipeline.problem import Problem, Stop
from pipeline.registering import registered
from pipeline.runner import Failure, Fetch, Here, Job
from pipeline.spots import spots
from pipeline.targets import cards, pages, pdf
from pipeline.targets.cardfit import Extent, Fit, Trial, fitted
from pipeline.targets.cardsheet import GRIDS, sheet
from pipeline.targets.engine.fragment import Fragment
from pipeline.targets.engine.link import link
from pipeline.targets.engine.measure import extents
from pipeline.targets.engine.set import Job as Leaf

B = TypeVar("B")

_TOGETHER = 120
"""Faces that are measured in one go."""


def made(edition: Edition, book: Printed) -> Sequence[m.Product]:
    """The file of the cards; raises `Stop` when its sheets cannot be set or the register cannot be read."""
    wish, look = edition.cards, edition.look
    page = sheet(wish.up, wish.duplex, paper(look.measure("paper_width"), look.measure("paper_height")))
    press = cards.Press(page, look, edition.shop.shaper, edition.book.lang, wish.shift)
    desk = _Desk.of(edition, book, press)
    held = list(desk.faces())
    fits = desk.fits(held)
    texts = [desk.text(face, fit.beginning) for face, fit in zip(held, fits, strict=True)]
    sheets = list(cards.leaves(held, fits, texts, press))
    if (wish.test_sheet and wish.duplex != "fold") or not held:
        sheets.append(cards.test_sheet(press))
    told = tuple(_remarked(held, fits, wish.up))
    return (_bound(edition, _set(edition, desk.press, sheets), told),)


def _remarked(held: Sequence[cards.Face], fits: Sequence[Fit], up: int) -> Iterator[Problem]:
    """What had to be left out, and a book that asks nothing."""
    hint = "shorten it" if up == min(GRIDS) else f"shorten it, or print fewer cards on a page: --cards-up {min(GRIDS)}"
    for face, fit in zip(held, fits, strict=True):
        if fit.beginning < face.complete:
            message = f"the {face.side} of card {face.code} is cut short: it does not fit in the smallest type"
            yield Problem(face.note.path, face.line, 0, "warning", "card-too-long", message, hint)
    if not held:
        hint = "write some, such as `> [!question] What is it?` with the answer below"
        yield Problem("", 0, 0, "warning", "no-cards", "the notes ask no questions: there are no cards to print", hint)


# ------------------------------------------------------------------ faces


@dataclass(frozen=True, slots=True)
class _Desk:
    """What cards are written and measured with. `pages` has the printed page of each anchor."""

    edition: Edition
    sheet: cards.Press
    press: pdf.Press
    trial: pdf.Press
    pages: Mapping[str, int]
    dialects: dict[str, Dialect]

    @classmethod
    def of(cls, edition: Edition, book: Printed, sheet: cards.Press) -> _Desk:
        css = cards.rules(edition.look, sheet.sheet)
        press = replace(edition.compiler.press, css=css)
        return cls(edition, sheet, press, replace(press, css=cards.endless(css)), book.numbers, {})

    def faces(self) -> Iterator[cards.Face]:
        """All faces in the order of the book, front and back in turn."""
        register = registered(self.edition)
        for head in self.edition.book.notes:
            if not head.cards:
                continue
            note = self.edition.compiler.resolve(head)
            found = spots(note)
            for card in pages.cards(note):
                yield from cards.faces(
                    card,
                    note,
                    register.code(note.id, card.id),
                    self.pages,
                    found[card.source].line if card.source in found else 0,
                )

    def text(self, face: cards.Face, beginning: int) -> Markup:
        known = self.dialects.get(face.lang)
        if known is None:
            known = self.dialects[face.lang] = cards.dialect(face.lang, self.sheet.look, self.sheet.shaper, self.pages)
        return face.text(beginning, known)

    def fits(self, held: Sequence[cards.Face]) -> list[Fit]:
        """How each face is set. Those that were measured before are not measured again."""
        memory = self.edition.floor.memory
        shared = digest(
            "card",
            fingerprint("set"),
            fingerprint("cut"),
            self.edition.compiler.desk.whole,
            self.trial.css,
            repr(cards.room(self.sheet.sheet)),
        )
        whole = ((face, self.text(face, len(face.parts) - 1)) for face in held)
        keys = [digest(shared, f.side, f.lang, f.page, str(len(f.parts)), text) for f, text in whole]
        missing = [at for at, key in enumerate(keys) if memory.get(key) is None]
        new = [held[at] for at in missing]
        found = fitted(
            [(face.complete, len(face.parts) - 1) for face in new],
            cards.room(self.sheet.sheet),
            partial(self._ruled, new),
        )
        for at, fit in zip(missing, found, strict=True):
            memory.put(keys[at], fit)
        return [memory.get(key) for key in keys]

    def _ruled(self, held: Sequence[cards.Face], trials: Sequence[Trial]) -> list[Extent]:
        """The extents of trials, many at a time; of those that cannot be set, each alone."""
        shares = [trials[at : at + _TOGETHER] for at in range(0, len(trials), _TOGETHER)]
        found: list[Extent] = []
        for share, outcome in zip(shares, self._tried(held, shares), strict=True):
            if isinstance(outcome, Failure):
                alone = self._tried(held, [[trial] for trial in share])
                found += [_ENDLESS if isinstance(each, Failure) else each["0"] for each in alone]
            else:
                found += [outcome[str(number)] for number in range(len(share))]
        return found

    def _tried(
        self, held: Sequence[cards.Face], shares: Sequence[Sequence[Trial]]
    ) -> list[Mapping[str, Extent] | Failure]:
        def leaf(share: Sequence[Trial]) -> m.Leaf:
            texts = [self.text(held[trial.face], trial.beginning) for trial in share]
            return m.Leaf("cards", "trial", "", "en", cards.tried(share, held, texts, self.sheet.sheet))

        return _run(self.edition, extents, self.trial, list(map(leaf, shares)))


_ENDLESS = (float("inf"), float("inf"))


# ------------------------------------------------------------------ sheets


def _run(
    edition: Edition, work: Callable[[Leaf, Fetch], B], press: pdf.Press, leaves: Sequence[m.Leaf]
) -> list[B | Failure]:
    """What comes of each leaf."""
    found: dict[int, B | Failure] = {}
    jobs = [Job(press.job(leaf), leaf.title, len(leaf.markup), press.sheet(leaf).pictures) for leaf in leaves]
    runner = Here(light=True) if sum(job.weight for job in jobs) < LIGHT else edition.floor.runner
    with closing(runner.run(work, jobs, fetch=partial(fetched, edition), budget=BUDGET)) as outcomes:
        found |= dict(outcomes)
    return [found[at] for at in range(len(leaves))]


def _set(edition: Edition, press: pdf.Press, leaves: Sequence[m.Leaf]) -> list[Fragment]:
    """The sheets' fragments: those that are new are set."""
    memory = edition.floor.memory
    keys = [press.key(press.sheet(leaf)) for leaf in leaves]
    missing = [leaf for leaf, key in zip(leaves, keys, strict=True) if memory.get(key) is None]
    for outcome in _run(edition, pdf.set_part, press, missing):
        if isinstance(outcome, Failure):
            hint = "make the pictures and tables of the answers lighter"
            raise Stop(Problem("", 0, 0, "error", "not-set", f"cards could not be set: {outcome.reason}", hint))
        fragment, blobs = outcome
        keep(edition, blobs)
        memory.put(fragment.key, fragment)
    return [replace(memory.get(key), name=leaf.id) for key, leaf in zip(keys, leaves, strict=True)]


def _bound(edition: Edition, fragments: Sequence[Fragment], told: tuple[Problem, ...]) -> m.Product:
    book = edition.book
    path = edition.floor.scratch / f"{book.slug}-cards.pdf"
    title = f"{book.title}: {phrase('cards', book.lang)}"
    with path.open("wb") as file:
        linked = link(file, (), fragments, replace(pdf.about(book), title=title), Store(edition))
    return m.Product("cards", path.name, path, linked.sha256, linked.size, linked.pages, problems=told)
