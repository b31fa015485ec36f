"""The main path: a folder of notes → finished files. Open this file first; it decides nothing, it calls."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from difflib import get_close_matches
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import layouts, maps
from pipeline import model as m
from pipeline.cache import Cache, scratch
from pipeline.compose import Imprint, compose
from pipeline.edition import Edition, assets, decisions, headers, inlaid, terms_of
from pipeline.files import REGISTER, beside
from pipeline.fingerprint import fingerprint
from pipeline.floor import Floor, Forgotten
from pipeline.manifest import manifest
from pipeline.memory import Memory
from pipeline.printing import Printed, printed, rows
from pipeline.problem import Problem, Stop
from pipeline.proving import Proved, proved
from pipeline.publish import publish
from pipeline.read import Vault, read
from pipeline.request import CardWish, Report, Request
from pipeline.runner import dask, processes
from pipeline.settings import Settings, load
from pipeline.targets.engine import warm

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.charting import Chart, Wish
    from pipeline.listing import Listed, Tally
    from pipeline.reprinting import Reprint
    from pipeline.reviewing import Review

__all__ = [
    "Report",
    "Request",
    "Session",
    "build",
    "cards",
    "check",
    "judged",
    "mindmap",
    "mistaken",
    "notes",
    "propose",
    "reprint",
    "tallies",
    "verify",
]

FURTHER: Mapping[str, str] = {
    "anki": "pipeline.decking",
    "booklet": "pipeline.booklet",
    "cards": "pipeline.cutting",
    "handouts": "pipeline.handouts",
    "practice": "pipeline.practising",
}
"""Products that are made of the printed book, and the module that makes each: `made(edition, book)`."""
SCREENS = ("epub", "epub:kindle", "epub:kobo")
"""The ePub, and the profiles that are made of it."""
TARGETS = ("pdf", *SCREENS, *FURTHER)
CODED = frozenset({"anki", "cards", "practice"})
"""Products that tell the codes of cards."""
Tell = Callable[[str], None]
Count = Callable[[int, int], None]


@dataclass(slots=True)
class Session:
    """What a process that builds a vault again and again keeps in between: all that the last build knew.

    It may be older than what another process has put into the cache, never wrong: keys tell all that shapes a value.
    """

    memory: Memory | None = None


def build(request: Request, tell: Tell, count: Count = lambda *_: None, session: Session | None = None) -> Report:
    """Read, compose, compile, set, bind, check, publish. `count` is told how many parts are set, and of how many.

    Raises `Stop` when nothing can be published: what stands in the output folder then stays as it is.
    """
    try:
        return _built(request, tell, count, session or Session())
    except (Forgotten, OSError):  # the cache keeps nothing: its disk is full, or it was deleted with our folder in it
        if not request.cache:
            raise
        return _built(replace(request, cache=None, review=False), tell, count, Session())


def _built(request: Request, tell: Tell, count: Count, session: Session) -> Report:
    with _floor(request, count, session.memory) as floor:
        try:
            report, session.memory = _build(request, floor, tell)
        except Forgotten:  # what is left in the cache is not enough: make all afresh, and keep it
            report, session.memory = _build(replace(request, review=False), _afresh(floor), tell)
    return report


def _afresh(floor: Floor) -> Floor:
    """A floor that remembers nothing."""
    return replace(floor, memory=Memory(floor.cache, floor.memory.name, {}, {}, is_blank=True))


def _build(request: Request, floor: Floor, tell: Tell) -> tuple[Report, Memory]:
    settings, edition = _begun(request, floor, tell, review=request.review and request.trust == "full")
    wanted = _targets(request.targets or settings.targets)
    tell("compiling")
    edition.problems()
    tell(f"setting {len(edition.book.notes)} notes")
    book = printed(edition, request.output)
    products, proofs = [book.product], {"pdf": proved(edition, book)}
    if any(target in SCREENS for target in wanted):
        tell("binding the ePub")
        for product, proof in _screens(edition, book, wanted):
            products.append(product)
            proofs[product.target] = proof
    for target in wanted:
        if target in FURTHER:
            tell(f"making the {target}")
            products += _further(target, edition, book)
    faults = [fault for proof in proofs.values() for fault in proof.faults]
    told = (*_registered(wanted, edition), *edition.problems(), *(q for p in products for q in p.problems), *faults)
    problems = tuple(dict.fromkeys(told))
    if any(proof.stops for proof in proofs.values()):
        raise Stop(*problems)
    kept = [p for p in products if p.target in wanted]
    losses = {target: proof.losses for target, proof in proofs.items()}
    text = manifest(edition.book, edition.look.name, kept, rows(edition, book), problems, losses, book.rendered)
    tell("publishing")
    paths = publish([*((p.path, p.data) for p in kept), ("manifest.json", text.encode())], request.output)
    made = tuple((path, product.pages) for path, product in zip(paths, kept, strict=False))
    return Report(problems, made, len(edition.book.notes), book.rendered, text), floor.memory.save()


def _screens(edition: Edition, book: Printed, wanted: Collection[str]) -> Iterator[tuple[m.Product, Proved]]:
    """The ePub and its profiles, checked."""
    from pipeline.screening import screens  # noqa: PLC0415 - much to import when only paper is wanted

    yield from screens(edition, book, wanted)


def _further(target: str, edition: Edition, book: Printed) -> Sequence[m.Product]:
    """What is made of the printed book, by the module that makes it."""
    module = import_module(FURTHER[target])
    products: Sequence[m.Product] = module.made(edition, book)
    return products


def _registered(wanted: Collection[str], edition: Edition) -> tuple[Problem, ...]:
    """Keep what cards are called, where a product tells it or a former one did; what is wrong with the file of it."""
    if not CODED.intersection(wanted) and REGISTER not in edition.vault.beside:
        return ()
    from pipeline.registering import renew  # noqa: PLC0415 - for vaults that have a register

    try:
        return renew(edition)
    except Stop as stop:
        if CODED.intersection(wanted):
            raise
        return stop.problems


def reprint(request: Request, since: Path, tell: Tell, count: Count = lambda *_: None, *, bars: bool = True) -> Reprint:
    """Publish the sheets that have changed since the edition with this manifest, and nothing else.

    Raises `Stop` as `build` does, and when that edition is not there any more.
    """
    from pipeline.reprinting import reprinted  # noqa: PLC0415 - for this alone

    def made(floor: Floor) -> Reprint:
        _, edition = _begun(request, floor, tell)
        tell(f"setting {len(edition.book.notes)} notes")
        found = reprinted(edition, request.output, since, with_bars=bars)
        floor.memory.save()
        return found

    with _floor(request, count) as floor:
        try:
            found = made(floor)
        except Forgotten:
            found = made(_afresh(floor))
        if found.sheets:
            tell("publishing")
            publish([(found.product.path, found.product.data)], request.output)
    return found


def check(request: Request) -> tuple[Problem, ...]:
    """What is wrong with the notes, without making anything."""
    with _floor(request) as floor:
        return _begun(request, floor, _silent)[1].remarks()


def judged(request: Request, paths: Collection[str] = ()) -> tuple[tuple[Problem, ...], tuple[maps.Report, ...]]:
    """What is wrong with the notes, their mind maps included, and how good each map is; of all notes, or those named.

    Problems are told of all notes, maps are judged only where they are asked for.
    """
    with _floor(request) as floor:
        edition = _begun(request, floor, _silent)[1]
        reports = edition.maps([note for note in edition.book.notes if not paths or note.path in paths])
        return (*edition.remarks(), *(p for report in reports for p in report.problems)), tuple(reports)


def notes(request: Request) -> tuple[m.Header, ...]:
    """The notes in the order of the book."""
    with _floor(request) as floor:
        return _begun(request, floor, _silent)[1].book.notes


def cards(request: Request) -> tuple[Listed, ...]:
    """All cards in the order of the book, with their codes."""
    from pipeline.listing import listed  # noqa: PLC0415 - for this alone

    with _floor(request) as floor:
        return listed(_begun(request, floor, _silent)[1])


def tallies(request: Request) -> tuple[Tally, ...]:
    """How many questions each note asks, in the order of the book."""
    from pipeline.listing import tallies  # noqa: PLC0415 - for this alone

    with _floor(request) as floor:
        return tallies(_begun(request, floor, _silent)[1])


def mindmap(request: Request, wish: Wish) -> Chart:
    """The mind map of one note, to be written wherever is wanted."""
    from pipeline.charting import chart  # noqa: PLC0415 - for this alone

    with _floor(request) as floor:
        return chart(_begun(request, floor, _silent)[1], wish)


def verify(folder: Path, notes: Path | None = None) -> tuple[Problem, ...]:
    """What is wrong with finished files; `notes` is the vault they were made of, where lines of it are to be told."""
    from pipeline.verifying import verified  # noqa: PLC0415 - for this alone

    return verified(folder, notes)


def _silent(_: str) -> None:
    pass


def _begun(request: Request, floor: Floor, tell: Tell, *, review: bool = False) -> tuple[Settings, Edition]:
    """Everything up to the composed book. Faults of `book.yml` are told together with those of the notes."""
    wrong: tuple[Problem, ...] = ()
    try:
        settings = load(request.vault)
    except Stop as stop:
        settings, wrong = Settings(title=request.vault.resolve().name, slug="book"), stop.problems
    tell("reading")
    vault, paths = _found(request, settings)
    decided, told = decisions(vault, floor, numbers="numbers" in settings.mnemonics)
    found = headers(vault, paths, floor, decided, settings.questions, settings.notation)
    if review and ("review" in settings.mnemonics or settings.llm or any(head.meta.review for head in found)):
        tell("proposing mnemonics")
        done = _reviewed(vault, found, settings, floor)
        if done.added:
            vault = replace(vault, beside=beside(vault.root))
            decided, told = decisions(vault, floor, numbers="numbers" in settings.mnemonics)
            found = headers(vault, paths, floor, decided, settings.questions, settings.notation)
        told = (*told, *done.problems)
    tell("composing")
    book = compose(found, _imprint(settings), lambda notes: terms_of(notes, floor))
    book = replace(book, date=_date(request.epoch) or book.date)
    look = layouts.load(request.layout or settings.layout)
    wish = _carded(settings.cards, request.cards)
    vault = inlaid(vault, found, floor, settings.notation, drawings=request.trust == "full")
    pictures = assets(vault, floor)
    edition = Edition(
        book,
        vault,
        look,
        pictures,
        floor,
        decided,
        settings.questions,
        told,
        wish,
        settings.practice,
        settings.notation,
        settings.booklet,
        request.fit or settings.fit,
    )
    if wrong:
        raise Stop(*wrong, *edition.remarks(), code=2)
    return settings, edition


def _found(request: Request, settings: Settings) -> tuple[Vault, list[str]]:
    """The vault, and the paths of the notes that are wanted of it."""
    vault = read(request.vault, settings.exclude, drawings=request.trust == "full")
    paths = [path for path in vault.notes if not request.only or fnmatch(path, request.only)]
    if not paths:
        raise Stop(Problem(str(request.vault), 0, 0, "error", "no-notes", f"no note matches {request.only}", _LIST))
    return vault, paths


def propose(request: Request) -> Review:
    """Write proposals for all lists into `mnemonics.yml`, and make nothing."""
    settings = load(request.vault)
    with _floor(request) as floor:
        vault, paths = _found(request, settings)
        decided, told = decisions(vault, floor, numbers="numbers" in settings.mnemonics)
        found = headers(vault, paths, floor, decided, settings.questions, settings.notation)
        done = _reviewed(vault, found, settings, floor, everywhere=True)
        return replace(done, problems=(*told, *done.problems))


def _reviewed(
    vault: Vault, found: Sequence[m.Header], settings: Settings, floor: Floor, *, everywhere: bool = False
) -> Review:
    from pipeline.reviewing import review  # noqa: PLC0415 - for those who ask for it

    return review(vault, found, settings, floor, everywhere=everywhere)


_LIST = "`studypress list` shows the notes there are"


@contextmanager
def _floor(request: Request, count: Count = lambda *_: None, memory: Memory | None = None) -> Iterator[Floor]:
    """The cache and a folder for what is half done; without a cache, both are gone afterwards.

    What is remembered is not searched for garbage meanwhile: that takes longer than an edit should.
    """
    with scratch(request.cache) as folder:
        place = request.cache or folder
        cache = Cache(place)
        memory = memory if memory and request.cache else Memory.of(cache, str(request.vault.resolve()))
        local = processes(request.jobs, warm.load)
        afar = dask(request.scheduler, _shaping) if request.scheduler else None
        gc.freeze()
        try:
            yield Floor(place, folder, cache, memory, local, lambda done, total, _: count(done, total), afar)
        finally:
            gc.unfreeze()


def _shaping() -> str:
    """What must be the same on every machine that sets pages."""
    from pipeline.runner.cluster import versions  # noqa: PLC0415 - for those who have a cluster

    return f"{versions()}, studypress {fingerprint('set')[:12]}"


def mistaken(request: Request) -> None:
    """Raises `Stop` for a wish that no edit of the notes can fulfil: a target or a look that there is not."""
    _targets(request.targets)
    if request.layout:
        layouts.load(request.layout)


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
        language=settings.language if "language" in dict(settings.origins) else "",
        authors=settings.authors,
        publisher=settings.publisher,
        rights=settings.rights,
        description=settings.description,
        identifier=settings.identifier,
        date=settings.date,
        parts=settings.parts,
        plan=settings.plan,
        series=tuple(value for _, value in settings.series),
    )


def _carded(settings: m.CardSettings, wish: CardWish) -> m.CardSettings:
    """What `book.yml` says of cards, but for what was asked."""
    x, y = (old if new is None else new for new, old in zip((wish.shift_x, wish.shift_y), settings.shift, strict=True))
    return replace(settings, up=wish.up or settings.up, duplex=wish.duplex or settings.duplex, shift=(x, y))


def _date(epoch: int | None) -> str:
    """Seconds since 1970 as a day, in UTC."""
    from datetime import UTC, datetime  # noqa: PLC0415 - no clock is read here

    return "" if epoch is None else datetime.fromtimestamp(epoch, UTC).date().isoformat()
