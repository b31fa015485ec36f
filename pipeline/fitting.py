"""Notes that fill one sheet of paper: each is set in the largest type that lets it, with what stands at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial

from markupsafe import Markup

from pipeline import conserve, layouts
from pipeline import model as m
from pipeline.cache import digest
from pipeline.edition import Edition
from pipeline.fingerprint import fingerprint
from pipeline.printing import BUDGET, LIGHT, fetched, set_all, unset
from pipeline.problem import Problem
from pipeline.runner import Failure, Here, Job
from pipeline.targets import handout, notefit, pdf
from pipeline.targets.engine.fragment import Fragment
from pipeline.targets.engine.measure import Taken, taken
from pipeline.text import plain

Wish = tuple[m.Header, str, tuple[handout.Other, ...]]
"""A note, the key of what it was compiled to, and the other notes that it names."""
_LONGEST = 3
"""What is named of a note that does not fit."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How a note is set: the number of its setting, and the room it then takes; None when it cannot be laid out."""

    setting: int
    taken: Taken | None


@dataclass(frozen=True, slots=True)
class Fitted:
    """A note on its sheet, what its file must print, and what is to be said of it."""

    fragment: Fragment
    claim: Callable[[], conserve.Claim]
    problems: tuple[Problem, ...]


def fitted(edition: Edition, wishes: Sequence[Wish]) -> list[Fitted]:
    """Each note as it fills its sheet."""
    room = _Room(edition, notefit.scale(edition.look), notefit.pages(edition.look))
    fits = room.fits(wishes)
    fragments: dict[str, Fragment] = {}
    for number in sorted({fit.setting for fit in fits}):
        shop = room.shop(number)
        chosen = [wish for wish, fit in zip(wishes, fits, strict=True) if fit.setting == number]
        sheets = shop.floor.each([room.key(wish, number) for wish in chosen], chosen, partial(room.sheet, number))
        made, _, failures = set_all(shop, sheets)
        unset(failures)
        fragments |= {fragment.name: fragment for fragment in made}
    return [
        Fitted(fragments[wish[0].id], partial(room.claim, wish, fit.setting), tuple(room.remarks(wish, fit)))
        for wish, fit in zip(wishes, fits, strict=True)
    ]


# ------------------------------------------------------------------ a note at a setting


@dataclass(frozen=True)
class _Room:
    """What notes are tried in: the edition, the settings, and the pages of a sheet."""

    edition: Edition
    runs: tuple[tuple[notefit.Setting, ...], ...]
    pages: int
    shops: dict[int, Edition] = field(default_factory=dict)

    @property
    def settings(self) -> tuple[notefit.Setting, ...]:
        return tuple(setting for run in self.runs for setting in run)

    def shop(self, number: int) -> Edition:
        """The edition in the look of a setting."""
        if number not in self.shops:
            self.shops[number] = _dressed(self.edition, self.settings[number])
        return self.shops[number]

    def key(self, wish: Wish, number: int) -> str:
        looks = self.shop(number).compiler.desk.digest
        code = (fingerprint("fit"), fingerprint("compile"), fingerprint("set"))
        return digest("fitted", *code, looks, wish[1], repr(wish[2]))

    def note(self, wish: Wish, number: int) -> m.Note:
        return handout.trimmed(self.edition.compiler.resolve(wish[0]), self.settings[number])

    def leaf(self, number: int, wish: Wish) -> m.Leaf:
        """The whole note with what stands at its end."""
        printed, end = self._printed(wish, number)
        return handout.whole(printed.leaves, end)

    def _printed(self, wish: Wish, number: int) -> tuple[pdf.Printed, Markup]:
        head, _, others = wish
        desk, part = self.shop(number).compiler.desk, self.edition.parts[head.id]
        printed = pdf.note(self.note(wish, number), part, desk)
        return printed, handout.end(head, part, printed.answers, others, desk)

    def sheet(self, number: int, wish: Wish) -> pdf.Sheet:
        leaf = self.leaf(number, wish)
        sheet = self.shop(number).compiler.press.sheet(leaf)
        self.edition.floor.keep(f"{sheet.content} markup", leaf.markup)
        return sheet

    def claim(self, wish: Wish, number: int) -> conserve.Claim:
        """What the file must print: what stands at the end, too, for it stands on the same pages."""
        claim = conserve.claim(self.note(wish, number))
        return replace(claim, also=(*claim.also, handout.words(self._printed(wish, number)[1])))

    # -------------------------------------------------------------- searching

    def fits(self, wishes: Sequence[Wish]) -> list[Fit]:
        """The setting of each note: known, or searched for."""
        memory = self.edition.floor.memory
        keys = [digest("fit", self.key(wish, 0), repr(self.runs), str(self.pages)) for wish in wishes]
        new = [at for at, key in enumerate(keys) if memory.get(key) is None]
        found: dict[tuple[int, int], Taken | Failure] = {}

        def fine(trials: Sequence[tuple[int, int]]) -> list[bool]:
            found.update(zip(trials, self._tried([(wishes[new[at]], number) for at, number in trials]), strict=True))
            return [isinstance(t := found[trial], Taken) and t.pages <= self.pages for trial in trials]

        for at, number in enumerate(notefit.fitted(len(new), list(map(len, self.runs)), fine)):
            memory.put(keys[new[at]], _fit(number, found[at, number], self.pages))
        return [memory.get(key) for key in keys]

    def _tried(self, trials: Sequence[tuple[Wish, int]]) -> list[Taken | Failure]:
        """The room that notes take at settings; what was tried before an interruption is not tried again."""
        floor = self.edition.floor
        keys = [f"{self.key(*trial)} tried" for trial in trials]
        found: list[Taken | Failure | None] = [floor.recall(key) for key in keys]
        missing = [at for at, known in enumerate(found) if known is None]
        for at, outcome in self._laid_out(missing, [trials[at] for at in missing]):
            found[at] = outcome
            if isinstance(outcome, Taken):
                floor.keep(keys[at], outcome)
        return [outcome for outcome in found if outcome is not None]

    def _laid_out(
        self, places: Sequence[int], trials: Sequence[tuple[Wish, int]]
    ) -> Iterator[tuple[int, Taken | Failure]]:
        jobs = []
        for wish, number in trials:
            leaf, press = self.leaf(number, wish), self.shop(number).compiler.press
            jobs.append(Job(press.job(leaf), leaf.title, len(leaf.markup), press.sheet(leaf).pictures))
        runner = Here(light=True) if sum(job.weight for job in jobs) < LIGHT else self.edition.floor.runner
        with closing(runner.run(taken, jobs, fetch=partial(fetched, self.edition), budget=BUDGET)) as outcomes:
            yield from ((places[at], outcome) for at, outcome in outcomes)

    # -------------------------------------------------------------- what is too much

    def remarks(self, wish: Wish, fit: Fit) -> list[Problem]:
        """That a note does not fit, and the longest of what could be cut, with their lines."""
        room = fit.taken
        if room and room.pages <= self.pages:
            return []
        setting, path = self.settings[fit.setting], wish[0].path
        if room is None:
            hint = "make its tables and pictures lighter"
            return [Problem(path, 1, 1, "warning", "does-not-fit", "the note cannot be laid out on a sheet", hint)]
        note = self.note(wish, fit.setting)
        line = setting.size * setting.changed["leading"]
        columns = setting.changed.get("columns", 1.0)
        high = self.shop(fit.setting).look.measure("page_height")
        over = (room.pages - 1 + room.last - self.pages) * high * columns / line
        pieces = sorted(_pieces(note, room.heights, columns), key=lambda piece: -piece.points)[:_LONGEST]
        message = f"does not fit one sheet in {setting.size:g} pt type: about {max(1, round(over))} lines too many"
        told = "; ".join(f"{p.what} (line {p.line}): {max(1, round(p.points / line))} lines" for p in pieces)
        first = pieces[0].line if pieces else 1
        return [Problem(path, first, 1, "warning", "does-not-fit", message, f"cut or shorten, longest first: {told}")]


def _fit(number: int, result: Taken | Failure, most: int) -> Fit:
    """The heights are of no use where a note fits."""
    if isinstance(result, Failure):
        return Fit(number, None)
    return Fit(number, replace(result, heights={}) if result.pages <= most else result)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something of a note that could be cut, with its line and the points of a column that it takes."""

    what: str
    line: int
    points: float


def _pieces(note: m.Note, room: Mapping[str, float], columns: float) -> Iterator[_Piece]:
    """What stands under each heading, what no words run through, and the study aids at both ends."""

    def high(name: str) -> float:
        return room.get(f"{note.id}--{name}", 0.0) if name else 0.0

    what, line, points = "the beginning", 1, 0.0
    for block in note.blocks:
        if isinstance(block, m.Heading):
            yield _Piece(what, line, points)
            what, line, points = f"“{plain(block.inlines)}”", block.line, 0.0
        points += high(block.id)
        if kind := _SOLID.get(type(block)):
            yield _Piece(f"the {kind}", block.line, high(block.id))
    yield _Piece(what, line, points)
    if any(aid.kind == "mindmap" and aid.origin != "author" for aid in note.aids):
        yield _Piece("the mind map, which `mindmap: false` leaves out,", 1, high("_mindmap") * columns)


_SOLID = {m.Table: "table", m.CodeBlock: "code", m.Figure: "picture"}


def _dressed(edition: Edition, setting: notefit.Setting) -> Edition:
    """The edition in its look with the numbers of a setting."""
    look = layouts.load(edition.look.name, changed=setting.changed)
    names = ("fit.css", *(("dense.css",) if setting.dense else ()), "style.css")
    styles = tuple((name, look.css(*names) if name == "style.css" else text) for name, text in look.styles)
    return replace(edition, look=replace(look, styles=styles))
