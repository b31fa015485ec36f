"""The main path: a folder of notes → finished files. Open this file first; it decides nothing, it calls."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from difflib import get_close_matches
from fnmatch import fnmatch
from pathlib import Path

from pipeline import conserve, formula, layouts
from pipeline import model as m
from pipeline.cache import Cache
from pipeline.compose import Imprint, compose
from pipeline.enrich import enrich
from pipeline.manifest import manifest
from pipeline.problem import Problem, Stop
from pipeline.publish import publish
from pipeline.read import Vault, read
from pipeline.runner import here, processes
from pipeline.settings import Settings, load
from pipeline.syntax import parse
from pipeline.targets import epub, pdf, proof
from pipeline.targets.press import Workshop, workshop

TARGETS = ("pdf", "epub")
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Request:
    """What a user asked for. `layout` and `targets` may be empty: then `book.yml` decides."""

    vault: Path
    targets: tuple[str, ...]
    output: Path
    cache: Path | None
    layout: str = ""
    only: str = ""
    jobs: int = 1
    trust: str = "full"
    epoch: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What came of it. `products` are paths of files with their pages; `rendered` the notes laid out anew."""

    problems: tuple[Problem, ...]
    products: tuple[tuple[Path, int], ...]
    notes: int
    rendered: tuple[str, ...]
    manifest: str


def build(request: Request, tell: Tell) -> Report:
    """Read, parse, enrich, compose, render, set, bind, check, publish.

    Raises `Stop` when nothing can be published: what stands in the output folder then stays as it is.
    """
    settings, vault, book = gather(request, tell)
    wanted = _targets(request.targets or settings.targets)
    look = layouts.load(request.layout or settings.layout)
    book = replace(book, date=_date(request.epoch) or book.date)
    with _room(request.cache) as room:
        shop = workshop(room, vault.bytes_of, _text(book))
        tell(f"setting {len(book.notes)} notes")
        printed, rendered = pdf.make(book, look, shop, Cache(request.cache))
        products = [printed]
        if "epub" in wanted:
            tell("binding the ePub")
            products.append(_epub(book, printed, shop))
        tell("checking")
        losses = {p.target: _losses(book, vault, p) for p in products}
        faults = [f for p in products for f in (*proof.check(p), *conserve.problems(losses[p.target], p.target))]
    problems = tuple(
        dict.fromkeys((*book.problems, *shop.problems, *(q for p in products for q in p.problems), *faults))
    )
    if any(f.severity == "error" for f in faults):
        raise Stop(*problems)
    kept = [p for p in products if p.target in wanted]
    text = manifest(book, kept, printed, problems, losses, rendered)
    tell("publishing")
    paths = publish([*((p.path, p.data) for p in kept), ("manifest.json", text.encode())], request.output)
    made = tuple((path, product.pages) for path, product in zip(paths, kept, strict=False))
    return Report(problems, made, len(book.notes), rendered, text)


def check(request: Request) -> tuple[Problem, ...]:
    """What is wrong with the notes, without making anything."""
    return gather(request, lambda _: None)[2].problems


def notes(request: Request) -> tuple[m.Note, ...]:
    """The notes in the order of the book."""
    return gather(request, lambda _: None)[2].notes


def verify(folder: Path) -> tuple[Problem, ...]:
    """Check finished files again: against the manifest, their structure, and EPUBCheck where Java is."""
    return proof.verify(folder)


def gather(request: Request, tell: Tell) -> tuple[Settings, Vault, m.Book]:
    """Everything up to the composed book. Faults of `book.yml` are told together with those of the notes."""
    wrong: tuple[Problem, ...] = ()
    try:
        settings = load(request.vault)
    except Stop as stop:
        settings, wrong = Settings(title=request.vault.resolve().name, slug="book"), stop.problems
    tell("reading")
    vault = read(request.vault, settings.exclude, drawings=request.trust == "full")
    sources = [s for s in vault.sources if not request.only or fnmatch(s.path, request.only)]
    if not sources:
        raise Stop(Problem(str(request.vault), 0, 0, "error", "no-notes", f"no note matches {request.only}", _LIST))
    run = processes(request.jobs) if len(sources) > _MANY else here
    prepared = run(prepare, sources)
    tell("composing")
    book = compose(prepared, vault.assets, _imprint(settings))
    if wrong:
        raise Stop(*wrong, *book.problems, code=2)
    return settings, vault, book


_LIST = "`studypress list` shows the notes there are"
_MANY = 40
"""Notes from which a second process pays for its start."""


def prepare(source: m.Source) -> m.Note:
    """One note, read and enriched: depends on nothing but its text."""
    note = parse(source)
    return enrich(replace(note, problems=(*source.problems, *note.problems, *formula.check(note))))


def _targets(names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        if name not in TARGETS:
            near = get_close_matches(name, TARGETS, n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(TARGETS)}"
            raise Stop(Problem("", 0, 0, "error", "unknown-target", f"no target called {name}", hint), code=2)
    return names


def _imprint(settings: Settings) -> Imprint:
    return Imprint(
        title=settings.title,
        subtitle=settings.subtitle,
        slug=settings.slug,
        language=settings.language,
        authors=settings.authors,
        publisher=settings.publisher,
        rights=settings.rights,
        description=settings.description,
        identifier=settings.identifier,
        date=settings.date,
        parts=settings.parts,
    )


def _date(epoch: int | None) -> str:
    """Seconds since 1970 as a day, in UTC."""
    from datetime import UTC, datetime  # noqa: PLC0415 - no clock is read here

    return "" if epoch is None else datetime.fromtimestamp(epoch, UTC).date().isoformat()


@contextmanager
def _room(cache: Path | None) -> Iterator[Path]:
    """A folder for cut fonts: the cache, or one that is gone afterwards."""
    if cache:
        yield cache
        return
    with tempfile.TemporaryDirectory(prefix="studypress-") as folder:
        yield Path(folder)


def _text(book: m.Book) -> str:
    """Every character of the book, once, in order: what the fonts must have."""
    return conserve.alphabet(book)


def _epub(book: m.Book, printed: m.Product, shop: Workshop) -> m.Product:
    """The ePub, with print's page numbers and print's cover."""
    look = layouts.screen()
    manuscript = epub.render(book, look, printed.starts, shop.shaper)
    return epub.bind(manuscript, proof.first_page(printed.data), shop.read)


def _losses(book: m.Book, vault: Vault, product: m.Product) -> tuple[conserve.Loss, ...]:
    texts: Mapping[str, str] = {s.path: s.text for s in vault.sources}
    return conserve.lost(book, texts, proof.texts(product))
