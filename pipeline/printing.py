"""Edition → printed book: set what is new, bind all, and prove that nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from pipeline import manifest
from pipeline import model as m
from pipeline.blanks import Blanks
from pipeline.cache import digest
from pipeline.edition import Edition
from pipeline.fingerprint import fingerprint
from pipeline.fonts import Shaper
from pipeline.problem import Problem, Stop
from pipeline.runner import Budget, Failure, Here, Job
from pipeline.targets import drawing, lettering, pdf, raster
from pipeline.targets.engine.earlier import Chapter
from pipeline.targets.engine.fragment import Body, Fragment, aimed, unpack
from pipeline.targets.engine.link import About, Linked, Part, Placed, link
from pipeline.targets.engine.set import Job as Leaf
from pipeline.targets.shares import stem

BUDGET = Budget(seconds=120, megabytes=1500)
"""What setting one part may take."""
LIGHT = 60_000
"""Characters of markup that are set here and now, with no more than their time watched: another process would take
longer to begin.
"""


@dataclass(frozen=True, slots=True)
class Printed:
    """The printed book, and what other products take from it. `failed` are the parts that could not be set."""

    product: m.Product
    front: tuple[Fragment, ...]
    body: tuple[Fragment, ...]
    rendered: tuple[str, ...]
    """Notes that were set anew."""
    failed: frozenset[str]
    chapters: tuple[Chapter, ...] = ()
    """Where each part of the product lies in its file."""
    output: Path = Path()
    """Where it will be published."""

    @property
    def before(self) -> int:
        """What is to be taken from the index of a page in the file to have its printed number."""
        return sum(f.pages for f in self.front) - 1

    @property
    def numbers(self) -> Mapping[str, int]:
        """The printed number of the page that each anchor of the body stands on."""
        first = {name: start - self.before for name, start, _ in self.product.parts}
        return {anchor: first[f.name] + page for f in self.body for anchor, page, _, _ in f.anchors}


@dataclass(frozen=True, slots=True)
class Copy:
    """One of the copies of a book: what its file is called, what it says of itself, what each of its parts leaves out.

    All copies have the same lines and pages.
    """

    target: str = "pdf"
    suffix: str = ""
    title: str = ""
    blanks: Mapping[str, Blanks] = field(default_factory=dict)
    """By the name of the part."""
    more: tuple[pdf.Sheet, ...] = ()
    """What it has behind the book."""


READ = Copy()
"""The copy that leaves out nothing."""


def sheets_of(edition: Edition) -> tuple[pdf.Sheet, ...]:
    """All parts of the book in order."""
    front, back = edition.around
    return (*front, *(sheet for b in edition.briefs for sheet in b.sheets), *back)


def printed(edition: Edition, output: Path, copy: Copy = READ) -> Printed:
    """Set what is new, and bind all. What did not move is taken over from the file in the output folder."""
    front, _ = edition.around
    sheets = tuple(
        replace(s, blanks=copy.blanks[s.leaf.id]) if s.leaf.id in copy.blanks else s
        for s in (*sheets_of(edition), *copy.more)
    )
    fragments, missing, failures = set_all(edition, sheets)
    parts = (tuple(fragments[: len(front)]), tuple(fragments[len(front) :]))
    product, chapters = _bound(edition, *parts, output / f"{edition.book.slug}{copy.suffix}.pdf", copy)
    new = frozenset(stem(sheets[n].leaf.id) for n in missing)
    rendered = tuple(n.id for n in edition.book.notes if n.id in new)
    told = (
        *_failed(edition, failures),
        *_remarked(product.path, fragments, glyphs=bool(edition.shop.typefaces.further)),
    )
    made = tuple((f.name, f.key) for f in fragments)
    return Printed(
        replace(product, made=made, problems=(*product.problems, *told)),
        *parts,
        rendered,
        frozenset(failures),
        chapters,
        output,
    )


def _bound(
    edition: Edition, front: Sequence[Fragment], body: Sequence[Fragment], place: Path, copy: Copy
) -> tuple[m.Product, tuple[Chapter, ...]]:
    """The file, written beside the place where it will be published."""
    memory, record = edition.floor.memory, f"placed {place.resolve()}"
    path = edition.floor.scratch / place.name
    before: Placed | None = memory.get(record)
    with path.open("wb") as file:
        about, parts = _about(edition, copy), list(_parts(edition))
        linked = link(file, front, body, about, Store(edition), before, parts)
    memory.put(record, replace(linked.placed, path=place), shared=False)
    starts = zip((*front, *body), linked.first, strict=True)
    spans = tuple((f.name, start, start + f.pages - 1) for f, start in starts)
    told = tuple(_astray(edition, linked))
    product = m.Product(copy.target, place.name, path, linked.sha256, linked.size, linked.pages, spans, problems=told)
    return product, linked.placed.chapters


def _parts(edition: Edition) -> Iterator[Part]:
    """The parts of the book, and how many leaves each has."""
    leaves = {note.id: len(b.sheets) for note, b in zip(edition.book.notes, edition.briefs, strict=True)}
    return (Part(p.title, sum(leaves[note.id] for note in p.notes)) for p in edition.book.parts)


def _about(edition: Edition, copy: Copy) -> About:
    about = pdf.about(edition.book)
    return replace(about, title=f"{about.title} – {copy.title}", keywords=()) if copy.title else about


# ------------------------------------------------------------------ setting


def set_all(edition: Edition, sheets: Sequence[pdf.Sheet]) -> tuple[list[Fragment], list[int], Mapping[str, Failure]]:
    """The fragments of parts, the indexes of those that were set anew, and why others could not be set."""
    keys = [edition.compiler.press.key(sheet) for sheet in sheets]
    missing = [n for n, key in enumerate(keys) if edition.floor.memory.get(key) is None]
    failures = _set(edition, [sheets[n] for n in missing])
    return [_fragment(edition, s, key, failures) for s, key in zip(sheets, keys, strict=True)], missing, failures


def unset(failures: Mapping[str, Failure]) -> None:
    """Raises `Stop` for what could not be set, where no page may stand for it."""
    hint = "make its pictures and tables lighter"
    told = (f"{name} could not be set: {failure.reason}" for name, failure in failures.items())
    if problems := [Problem("", 0, 0, "error", "not-set", message, hint) for message in told]:
        raise Stop(*problems)


def _set(edition: Edition, sheets: Sequence[pdf.Sheet]) -> dict[str, Failure]:
    """Set parts and keep their fragments; the names of those that could not be set are returned with the reason."""
    floor = edition.floor
    known = {s.leaf.id: failure for s in sheets if (failure := floor.memory.get(_failure(edition, s)))}
    sheets = [sheet for sheet in sheets if sheet.leaf.id not in known]
    jobs = [_wanted(s, _job(edition, s)) for s in sheets]
    light = sum(sheet.weight for sheet in sheets) < LIGHT
    runner = floor.afar or (Here(light=True) if light else floor.runner)
    work = pdf.set_afar if floor.afar else pdf.set_part
    failures: dict[str, Failure] = dict(known)
    with closing(runner.run(work, jobs, fetch=partial(fetched, edition), budget=BUDGET, tell=floor.tell)) as outcomes:
        for number, outcome in outcomes:
            if isinstance(outcome, Failure):
                failures[sheets[number].leaf.id] = outcome
                if outcome.kind in {"time", "memory"}:  # as much would be lost on it at every edit
                    floor.memory.put(_failure(edition, sheets[number]), outcome, shared=False)
            else:
                fragment, blobs = outcome
                keep(edition, blobs)
                floor.memory.put(fragment.key, fragment)
    return failures


def _wanted(sheet: pdf.Sheet, leaf: Leaf) -> Job[Leaf]:
    """A part for the runner, with what it reads."""
    fonts = (f"font:{face.digest}" for face in leaf.faces)
    return Job(leaf, sheet.leaf.title, sheet.weight, (*sheet.pictures, *fonts))


def _failure(edition: Edition, sheet: pdf.Sheet) -> str:
    """Where it is kept that a part takes more than it may."""
    return digest("failed", edition.compiler.press.key(sheet), repr(BUDGET))


def _job(edition: Edition, sheet: pdf.Sheet) -> Leaf:
    markup = edition.floor.heavy(f"{sheet.content} markup")
    return edition.compiler.press.job(replace(sheet.leaf, markup=markup), sheet.blanks)


def fetched(edition: Edition, name: str) -> bytes:
    """A picture by its path, made fit for paper; a font by its digest."""
    if name.startswith("font:"):
        return next(f.path.read_bytes() for f in edition.shop.typefaces.all if name == f"font:{f.digest}")
    faces = "".join(face.digest for face in edition.shop.typefaces.all)
    grey = bool(edition.look.measure("grey"))
    looks = ("grey",) if grey else ()
    key = digest("print", fingerprint("set"), edition.pictures[name].digest, name.rpartition(".")[2], faces, *looks)
    return edition.floor.blob_of(
        key, lambda: _printed(name, edition.vault.bytes_of(name), edition.shop.shaper, grey=grey)
    )


def _printed(name: str, data: bytes, ruler: Shaper, *, grey: bool) -> bytes:
    is_drawing = name.lower().endswith(".svg")
    return lettering.lettered(drawing.clean(data), ruler) if is_drawing else raster.printed(data, grey=grey)


def keep(edition: Edition, blobs: Sequence[tuple[str, bytes]]) -> None:
    for key, data in blobs:
        edition.floor.cache.put(key, data)


def _fragment(edition: Edition, sheet: pdf.Sheet, key: str, failures: dict[str, Failure]) -> Fragment:
    if sheet.leaf.id not in failures:
        return aimed(edition.floor.memory.get(key), dict(sheet.leaf.places))
    whole = replace(sheet.leaf, markup=edition.floor.heavy(f"{sheet.content} markup"))
    leaf = pdf.placeholder(whole, failures[sheet.leaf.id].reason, edition.compiler.desk)
    fragment, blobs = pdf.set_part(edition.compiler.press.job(leaf), edition.vault.bytes_of)
    keep(edition, blobs)
    return fragment


@dataclass(frozen=True, slots=True)
class Store:
    """What the linker asks for: the cache, and the book's own fonts, which need not be in it."""

    edition: Edition

    def body(self, key: str) -> Body:
        return unpack(self.edition.floor.blob(f"{key} body"))  # type: ignore[return-value]

    def blob(self, key: str) -> bytes:
        face = next((f for f in self.edition.shop.typefaces.all if key == f"font:{f.digest}"), None)
        return face.path.read_bytes() if face else self.edition.floor.blob(key)

    def get(self, key: str) -> bytes | None:
        return self.edition.floor.cache.get(key)

    def put(self, key: str, value: bytes) -> None:
        self.edition.floor.cache.put(key, value)


# ------------------------------------------------------------------ what there is to tell


def _failed(edition: Edition, failures: Mapping[str, Failure]) -> Iterator[Problem]:
    """Parts that are not in the book, as problems of their notes."""
    paths = {n.id: n.path for n in edition.book.notes}
    hint = "a page stands for it; make the note lighter: split a long table, shrink a picture"
    for name, failure in failures.items():
        message = f"{name} could not be set: {failure.reason}"
        yield Problem(paths.get(stem(name), ""), 1, 1, "error", "not-set", message, hint)


def _astray(edition: Edition, linked: Linked) -> Iterator[Problem]:
    """What the linker has to tell: links that lead nowhere, fonts that differ between parts."""
    paths = {n.id: n.path for n in edition.book.notes}
    hint = "please report this: no note should make such a link"
    for name, target in linked.unresolved:
        yield Problem(paths.get(stem(name), ""), 0, 0, "warning", "engine", f"{name}: nothing is called {target}", hint)
    for remark in linked.remarks:
        yield Problem("", 0, 0, "warning", "engine", remark, hint)


def _remarked(path: str, fragments: Sequence[Fragment], *, glyphs: bool) -> Iterator[Problem]:
    """What the engine complained about, each once; `glyphs` tells that missing ones have been reported already."""
    hint = "the page may not look as meant"
    for remark in dict.fromkeys(r for f in fragments for r in f.remarks):
        if not (glyphs and remark.startswith(".notdef glyph")):
            yield Problem(path, 0, 0, "warning", "engine", remark, hint)


def rows(edition: Edition, book: Printed) -> list[manifest.Row]:
    """What the manifest tells of each note."""
    spans = {name: (first - book.before, last - book.before) for name, first, last in book.product.parts}
    leaves = [[sheet.leaf for sheet in b.sheets] for b in edition.briefs]
    return [
        manifest.placed(b.row, (spans[own[0].id][0], spans[own[-1].id][1]), own[0].maps)
        for b, own in zip(edition.briefs, leaves, strict=True)
    ]
