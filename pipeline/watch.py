"""Rebuilds when a note is saved: looks what differs, has it built in stages, tells the terminal and the preview."""

from __future__ import annotations

import gc
import json
import os
import time
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn, assert_never

import click

from pipeline.build import Report, Request, Session, build, mistaken
from pipeline.cache import Cache
from pipeline.files import BESIDE, NOTES, PICTURES
from pipeline.preview.link import Link, preview
from pipeline.preview.news import Building, Built, Failed, File, News
from pipeline.problem import Stop
from pipeline.publish import claim
from pipeline.settings import FILE
from pipeline.shell import PLEASE, Progress, count, show

Stamps = Mapping[str, tuple[int, ...]]
"""What the book is made of: for each path from the vault's root what the system says when its content may differ."""

Stage = Callable[[], Report]
"""One build. A round is its stages in order: what the author waits for first, then the rest."""

_STEP, _GROUP, _WAKE = 20, 300, 100
"""Milliseconds: quiet that ends a group of saves, the longest group, how often Ctrl-C is looked for."""


# --------------------------------------------------------------------------- decisions


@dataclass(frozen=True, slots=True)
class Round:
    """Something to build: the paths that differ from the round before (none: everything) and all stamps."""

    changed: tuple[str, ...]
    stamps: Stamps


def rounds(saves: Iterable[bool], look: Callable[[], Stamps]) -> Iterator[Round]:
    """The first round at once, then one whenever `saves` hints at a change and there is one.

    However many files were saved while a round was built, they start one round.
    """
    seen = look()
    yield Round((), seen)
    for hint in saves:
        if hint and (now := look()) != seen:
            changed, seen = difference(seen, now), now
            yield Round(changed, seen)


def difference(before: Stamps, after: Stamps) -> tuple[str, ...]:
    """Paths that came, went or changed, sorted."""
    return tuple(sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path)))


def stages(targets: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The targets of each build of a round: paper first, because that is what the preview shows."""
    return (("pdf",), tuple(targets)) if "pdf" in targets and len(set(targets)) > 1 else (tuple(targets),)


def is_read(path: str) -> bool:
    """Whether a build reads this path of a vault: what editors leave beside a note has other names."""
    hidden = any(part.startswith(".") for part in path.split("/"))
    return not hidden and (path in (FILE, *BESIDE) or path.lower().endswith((*NOTES, *PICTURES)))


def is_hint(path: Path, vault: Path, output: Path) -> bool:
    """Whether an event at this path may have changed the book. Folders count: a note may have moved with one."""
    ours = path.is_relative_to(output) and not vault.is_relative_to(output)
    return (
        path.is_relative_to(vault)
        and not ours
        and not any(part.startswith(".") for part in path.relative_to(vault).parts)
    )


# --------------------------------------------------------------------------- the files


def stamps(vault: Path, output: Path) -> Stamps:
    """Stamps of everything that a build reads; files that vanish meanwhile are left out."""
    found: dict[str, tuple[int, ...]] = {}
    for folder, folders, files in os.walk(vault):
        here = Path(folder)
        inside = "" if here == vault else f"{here.relative_to(vault).as_posix()}/"
        folders[:] = sorted(f for f in folders if not f.startswith(".") and here / f != output)
        for name in files:
            path = inside + name
            if is_read(path) and (stamp := _stamp(here / name)):
                found[path] = stamp
    return found


def _stamp(path: Path) -> tuple[int, ...] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino


def saves(vault: Path, output: Path) -> Generator[bool, None, None]:
    """Yields True soon after something happened in the vault, False when nothing did for a while.

    The first item says that from now on nothing is missed; what happens while nobody asks is kept.
    Raises `KeyboardInterrupt`.
    """
    import watchfiles  # noqa: PLC0415 - its decisions are tested without it

    def wanted(_: object, path: str) -> bool:
        return is_hint(Path(path), vault, output)

    for changes in watchfiles.watch(
        vault, watch_filter=wanted, debounce=_GROUP, step=_STEP, rust_timeout=_WAKE, yield_on_timeout=True
    ):
        yield bool(changes)


# --------------------------------------------------------------------------- the loop


def watch(vault: Path, output: Path, work: Sequence[Stage], tell: Callable[[News], None]) -> NoReturn:
    """Build now and after every change, until interrupted. What a build raises is told and ends the round only."""
    vault, output = vault.resolve(), output.resolve()

    def look() -> Stamps:
        return stamps(vault, output)

    with closing(saves(vault, output)) as hints:
        next(hints)
        for current in rounds(hints, look):
            for news in _work(current, work, look):
                tell(news)
            gc.collect()  # a build leaves this to whoever has the time
    raise AssertionError("watching ends by being interrupted")


def _work(current: Round, work: Sequence[Stage], look: Callable[[], Stamps]) -> Iterator[News]:
    """A round, stage by stage; later stages are left to the next round when there is something newer to show."""
    began = time.perf_counter()
    yield Building("starting", current.changed)
    for number, stage in enumerate(work, start=1):
        try:
            report = stage()
        except Stop as stop:
            yield Failed(time.perf_counter() - began, stop.problems)
            return
        except Exception:  # noqa: BLE001 - a fault of ours must not end an author's afternoon; it is told in full
            yield Failed(time.perf_counter() - began, (), traceback.format_exc())
            return
        yield built(report, time.perf_counter() - began, current.changed, last=number == len(work))
        if look() != current.stamps:
            return


def built(report: Report, seconds: float, changed: Sequence[str] = (), *, last: bool = True) -> Built:
    """What a preview needs to know of a build; where notes were not touched, those laid out anew are what is new."""
    record: dict[str, Any] = json.loads(report.manifest)
    notes = [note for note in record["notes"] if note["pages"][0] > 0]
    touched = [note for note in notes if note["path"] in changed] or [n for n in notes if n["id"] in report.rendered]
    fresh = tuple((note["pages"][0], note["pages"][1]) for note in touched)
    files = tuple(
        File(artifact["path"], str(path.resolve()), artifact["bytes"], pages)
        for artifact, (path, pages) in zip(record["artifacts"], report.products, strict=True)
    )
    return Built(seconds, report.problems, record["title"], files, report.notes, fresh, last)


# --------------------------------------------------------------------------- the command


@dataclass(frozen=True, slots=True)
class Wish:
    """How the author wants to follow. `port` 0 takes any that is free, None means no preview at all."""

    port: int | None = 0
    opened: bool = False
    quiet: bool = False
    verbose: bool = False


def run(request: Request, wish: Wish, ctx: click.Context) -> NoReturn:
    """Watch the vault of the request, with a preview; ends by `KeyboardInterrupt`, and leaves nothing running.

    Raises `NoPreview` when there is none to be had, such as for a port that is taken, and `Stop` for a target or a look
    that there is not.
    """
    mistaken(request)
    session = Session()
    try:
        with _preview(wish.port) as link:
            if link:
                click.echo(f"preview: {link.address}", err=True)
            if link and wish.opened:
                _browse(link.address)
            tell = _teller(link, wish, ctx)
            work = [_stage(replace(request, targets=each), session, wish, tell) for each in stages(request.targets)]
            watch(request.vault, request.output, work, tell)
    finally:
        Cache(request.cache).trim()


def _preview(port: int | None) -> AbstractContextManager[Link | None]:
    return nullcontext() if port is None else preview(port)


def _browse(address: str) -> None:
    import webbrowser  # noqa: PLC0415 - on demand

    if not webbrowser.open(address):
        click.echo("no browser was found: open the address yourself", err=True)


def _stage(request: Request, session: Session, wish: Wish, tell: Callable[[News], None]) -> Stage:
    def work() -> Report:
        progress = Progress(quiet=wish.quiet, verbose=wish.verbose)

        def step(name: str) -> None:
            progress(name)
            tell(Building(name))

        try:
            with claim(request.output):
                return build(request, step, session=session)
        finally:
            progress.clear()

    return work


def _teller(link: Link | None, wish: Wish, ctx: click.Context) -> Callable[[News], None]:
    """Tells the preview, then the terminal; a path goes to stdout when its file is made for the first time."""
    made: set[str] = set()

    def tell(news: News) -> None:
        if link and link.send(news):
            click.echo("the preview has ended; notes are still built", err=True)
        match news:
            case Building(_, changed):
                line = f"{_few(changed)} changed" if changed else ""
            case Built():
                show(news.problems, ctx)
                for file in news.files:
                    if file.path not in made:
                        click.echo(file.path)
                made.update(file.path for file in news.files)
                line = said(news)
            case Failed(_, problems, fault):
                show(problems, ctx)
                click.echo(
                    f"{fault}{PLEASE}" if fault else f"{count(len(problems), 'problem')}; nothing was made", err=True
                )
                line = ""
            case _:
                assert_never(news)
        if line and not wish.quiet:
            click.echo(line, err=True)

    return tell


def _few(paths: Sequence[str]) -> str:
    return ", ".join(paths[:3]) + (f" and {len(paths) - 3} more" if len(paths) > 3 else "")


def said(news: Built) -> str:
    """What was built, in a line."""
    pages = sum(file.pages for file in news.files)
    made = ([count(pages, "page")] if pages else []) + [count(news.notes, "note")]
    return f"{', '.join(made)}, {count(len(news.problems), 'problem')} in {news.seconds:.1f} s"
