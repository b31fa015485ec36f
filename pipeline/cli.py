"""The command line: what studypress can be asked to do, and what it reads from the environment."""

from __future__ import annotations

import gc
import json
import os
import re
import shutil
import signal
import sys
from dataclasses import asdict
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from pipeline.arguments import (
    DEFAULT_OUTPUT,
    DEFAULT_VAULT,
    PATH,
    cache_folder,
    cards_options,
    cores,
    examples,
    existing,
    json_option,
    seconds,
    trust_option,
)
from pipeline.cli_cards import cards
from pipeline.cli_import import import_
from pipeline.cli_impose import impose
from pipeline.cli_mindmap import mindmap
from pipeline.cli_reprint import reprint
from pipeline.cli_send import send
from pipeline.problem import Problem, Stop
from pipeline.proposing import mnemonics
from pipeline.shell import (
    ENVIRONMENT,
    OK,
    Progress,
    Shell,
    colour,
    count,
    print_json,
    show,
    terminate,
    verdict,
)

if TYPE_CHECKING:
    from pipeline.request import Report, Request

SELDOM = 1_000_000
"""Objects that come before the collector looks for garbage: far more than an edit makes, some 100 MB."""


def main() -> None:
    """Entry point of the `studypress` command."""
    signal.signal(signal.SIGTERM, terminate)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a terminal without our signs
    try:
        shell(prog_name="studypress")
    finally:
        gc.freeze()  # or Python would search all of it once more on its way out: a fifth of an edit


@click.group(
    "studypress",
    cls=Shell,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=examples(
        "studypress build                  the notes in source/, finished files in output/",
        "studypress build notes --to pdf   the book of another folder, on paper only",
        "studypress check                  what is wrong with the notes",
    ),
)
@click.version_option(package_name="studypress", message="%(prog)s %(version)s")
@click.pass_context
def shell(ctx: click.Context) -> None:
    """Make a printable book and an ePub of a folder of Markdown notes.

    Each command explains itself: studypress build --help
    """
    ctx.color = colour(os.environ)


shell.add_command(mnemonics)


# --------------------------------------------------------------------------- arguments that commands share


def _names(_: click.Context, __: click.Parameter, value: str) -> tuple[str, ...]:
    return tuple(name for name in (part.strip() for part in value.split(",")) if name)


_vault = click.argument("vault", type=PATH, default=DEFAULT_VAULT, callback=existing)
_output = click.option(
    "-o", "--output", type=PATH, default=DEFAULT_OUTPUT, metavar="DIR", help="Where finished files go  [output]"
)
_strict = click.option("--strict", is_flag=True, help="Exit with 3 when there are warnings.")
_only = click.option("--only", metavar="GLOB", default="", help="Only the notes whose path fits, such as '02-*'.")

# --------------------------------------------------------------------------- making and checking


@shell.command(
    epilog=examples(
        "studypress build",
        "studypress build notes --to pdf --layout handbook",
        "studypress build --only '02-*' -o /tmp/proof",
    )
)
@_vault
@click.option(
    "--to",
    "targets",
    default="",
    callback=_names,
    metavar="TARGET,…",
    help="What to make: pdf, epub, epub:kindle, epub:kobo, handouts, booklet, practice, cards, anki  [pdf,epub]",
)
@click.option(
    "--layout",
    default="",
    metavar="NAME",
    help="The look of the book: two-column, pocket, large-print, eink-6 …  [handbook]",
)
@_output
@click.option(
    "-j", "--jobs", type=click.IntRange(1), default=cores, metavar="N", help="Notes to set at a time  [one a core]"
)
@_only
@_strict
@json_option
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but problems.")
@click.option("-v", "--verbose", is_flag=True, help="Say what is done, and how long it takes.")
@click.option("--scheduler", default="", metavar="tcp://…", help="Set pages on the workers of this Dask scheduler.")
@click.option("--no-cache", is_flag=True, help="Set every note afresh.")
@click.option("--cache", type=PATH, metavar="DIR", help="Where to remember what was set  [~/.cache/studypress]")
@trust_option
@cards_options
@click.option("--fit", type=click.Choice(["1-sheet"]), help="Make each handout fill one sheet of paper.")
@click.pass_context
def build(  # noqa: PLR0913, PLR0917 - one for each option
    ctx: click.Context,
    vault: Path,
    targets: tuple[str, ...],
    layout: str,
    output: Path,
    jobs: int,
    only: str,
    strict: bool,
    as_json: bool,
    quiet: bool,
    verbose: bool,
    scheduler: str,
    no_cache: bool,
    cache: Path | None,
    trust: str,
    up: int | None,
    duplex: Literal["long", "short", "fold"] | None,
    shift_x: float | None,
    shift_y: float | None,
    fit: str | None,
) -> int:
    """Make the book of the notes in VAULT.

    Without a VAULT, the notes are those of the folder source.
    """
    progress = Progress(quiet=quiet, verbose=verbose)
    epoch = seconds(os.environ.get("SOURCE_DATE_EPOCH"))
    kept = cache_folder(cache, off=no_cache)
    from pipeline.publish import claim
    from pipeline.request import CardWish, Request

    wish = CardWish(up, duplex, shift_x, shift_y)
    request = Request(
        vault, targets, output, kept, layout, only, jobs, trust, epoch, scheduler, wish, fit or "", review=True
    )
    try:
        with claim(output):
            report = _report(request, progress)
    finally:
        progress.clear()
    show(report.problems, ctx)
    code = verdict(report.problems, strict=strict)
    if as_json:
        print_json({**json.loads(report.manifest), "seconds": round(progress.seconds, 3), "exit": code})
    else:
        for path, _ in report.products:
            click.echo(str(path))
    if not quiet:
        click.echo(_summary(report, progress.seconds), err=True)
    return code


@shell.command(epilog=examples("studypress watch", "studypress watch notes --open", "studypress watch --to pdf,epub"))
@_vault
@click.option("--to", "targets", default="pdf", callback=_names, metavar="TARGET,…", help="What to make  [pdf]")
@click.option("--layout", default="", metavar="NAME", help="The look of the book  [handbook]")
@_output
@_only
@click.option("--port", type=click.IntRange(1, 65535), metavar="N", help="The preview's port  [any that is free]")
@click.option("--open", "opened", is_flag=True, help="Open the preview in the browser.")
@click.option("--no-preview", is_flag=True, help="Build only.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but problems.")
@click.option("-v", "--verbose", is_flag=True, help="Say what is done, and how long it takes.")
@click.option("--cache", type=PATH, metavar="DIR", help="Where to remember what was set  [~/.cache/studypress]")
@trust_option
@click.pass_context
def watch(  # noqa: PLR0913, PLR0917 - one for each option
    ctx: click.Context,
    vault: Path,
    targets: tuple[str, ...],
    layout: str,
    output: Path,
    only: str,
    port: int | None,
    opened: bool,
    no_preview: bool,
    quiet: bool,
    verbose: bool,
    cache: Path | None,
    trust: str,
) -> int:
    """Build again after every change, and show the pages.

    The preview is a page for this machine only; its address is told on stderr. Ctrl-C ends it.
    """
    epoch = seconds(os.environ.get("SOURCE_DATE_EPOCH"))
    _require_engine()
    from pipeline import watch as live
    from pipeline.build import Request
    from pipeline.preview.link import NoPreview

    request = Request(vault, targets, output, cache_folder(cache, off=False), layout, only, cores(), trust, epoch)
    try:
        live.run(request, live.Wish(None if no_preview else port or 0, opened, quiet, verbose), ctx)
    except NoPreview as error:
        raise click.UsageError(f"There is no preview: {error}. Choose another --port, or --no-preview.") from error


def _report(request: Request, progress: Progress) -> Report:
    from pipeline.done import recalled, remember

    if report := recalled(request):
        return report
    _require_engine()
    progress("starting")
    gc.set_threshold(SELDOM)  # nearly all that one build makes, it needs until it ends; `watch` makes many
    from pipeline import build as core
    from pipeline.cache import Cache

    report = core.build(request, progress, progress.count)
    if all(problem.code != "no-answer" for problem in report.problems):  # else the next build asks again
        remember(request, report)
    if len(report.rendered) > _MANY:
        Cache(request.cache).trim()
    return report


_MANY = 16
"""Notes set anew after which the cache may have grown too big: to look takes longer than an edit should."""


def _require_engine() -> None:
    """Say what to type before the print engine fails in words of its own; the ePub needs it for its page numbers."""
    from pipeline.doctor import install, missing_packages

    if missing := missing_packages():
        message = f"the print engine needs libraries that are not here: {', '.join(missing)}"
        raise Stop(
            Problem("", 0, 0, "error", "missing-library", message, f"type: {install(missing)}"), code=ENVIRONMENT
        )


def _summary(report: Report, seconds: float) -> str:
    pages = sum(pages for _, pages in report.products)
    made = ([count(pages, "page")] if pages else []) + [count(report.notes, "note")]
    return f"{', '.join(made)}, {count(len(report.problems), 'problem')} in {seconds:.1f} s"


@shell.command(
    epilog=examples("studypress check", "studypress check notes/cell.md --strict", "studypress check --maps")
)
@click.argument("paths", nargs=-1, type=PATH, metavar="[VAULT|FILE…]")
@_only
@_strict
@json_option
@trust_option
@click.option("--maps", is_flag=True, help="Judge the mind maps, too: a line of figures for each note.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but problems.")
@click.pass_context
def check(  # noqa: PLR0913, PLR0917 - one for each option
    ctx: click.Context,
    paths: tuple[Path, ...],
    only: str,
    strict: bool,
    as_json: bool,
    trust: str,
    maps: bool,
    quiet: bool,
) -> int:
    """Say what is wrong with notes, and make nothing.

    Of files, only their own problems are told, though all notes around them are read.
    """
    from pipeline import checking

    asked = [path if path.is_file() else existing(ctx, None, path) for path in paths or (DEFAULT_VAULT,)]
    found = checking.vaults(asked)
    requests = [(_inspection(vault, only, trust, cores() if maps else 1), files) for vault, files in found.items()]
    return checking.run(requests, checking.Wish(maps, strict, as_json, quiet), ctx)


def _inspection(vault: Path, only: str = "", trust: str = "full", jobs: int = 1) -> Request:
    """A request to look and not to write."""
    from pipeline.request import Request

    return Request(vault, (), DEFAULT_OUTPUT, None, "", only, jobs, trust, None)


@shell.command(epilog=examples("studypress verify", "studypress verify /tmp/proof --notes notes"))
@click.argument("folder", type=PATH, default=DEFAULT_OUTPUT, metavar="[DIR]")
@click.option(
    "--notes", type=PATH, default=DEFAULT_VAULT, metavar="VAULT", help="The notes they were made of  [source]"
)
@_strict
@json_option
@click.pass_context
def verify(ctx: click.Context, folder: Path, notes: Path, strict: bool, as_json: bool) -> int:
    """Check finished files: unchanged, sound, fit to be printed."""
    if not (folder / "manifest.json").is_file():
        raise click.UsageError(f"There is no book in '{folder}'. Make one first: studypress build -o {folder}")
    from pipeline import build as core

    if notes.is_dir():
        ctx.meta["vault"] = notes
    problems = core.verify(folder, notes)
    show(problems, ctx)
    code = verdict(problems, strict=strict)
    if as_json:
        print_json({"problems": [asdict(problem) for problem in problems], "exit": code})
    click.echo(count(len(problems), "problem"), err=True)
    return code


shell.add_command(mindmap)
shell.add_command(cards)
shell.add_command(import_)
shell.add_command(impose)
shell.add_command(reprint)
shell.add_command(send)


# --------------------------------------------------------------------------- looking and helping


@shell.command("list", epilog=examples("studypress list", "studypress list notes --json"))
@_vault
@_only
@json_option
def list_notes(vault: Path, only: str, as_json: bool) -> None:
    """List the notes in the order of the book."""
    from pipeline import build as core

    notes = core.notes(_inspection(vault, only))
    if as_json:
        rows = [{"id": note.id, "title": note.title, "path": note.path, "words": note.words} for note in notes]
        print_json({"notes": rows})
        return
    width = max((len(note.path) for note in notes), default=0)
    for note in notes:
        click.echo(f"{note.words:7}  {note.path:{width}}  {note.title}")


@shell.command(epilog=examples("studypress new 'The cell'", "studypress new 'The cell' --to notes/biology"))
@click.argument("title")
@click.option("--to", "folder", type=PATH, default=DEFAULT_VAULT, metavar="DIR", help="The folder  [source]")
def new(title: str, folder: Path) -> None:
    """Begin a note: a file with its title, next in number."""
    from pipeline import text

    title = " ".join(title.split())
    name = text.slug(title) or re.sub(r'[\\/:*?"<>|#^\[\]]+', " ", title).strip(" .")
    if not name:
        raise click.UsageError("A note needs a title of letters or digits.")
    path = folder / f"{_number(folder)}{name}.md"
    body = f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\n---\n\n## First section\n\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(body)
    except FileExistsError:
        raise click.UsageError(f"'{path}' is there already. Choose another title, or another folder.") from None
    except OSError as error:
        hint = "choose another folder with --to"
        problem = Problem(str(path), 0, 0, "error", "output-unwritable", f"cannot be written: {error.strerror}", hint)
        raise Stop(problem, code=5) from error
    click.echo(str(path))


def _number(folder: Path) -> str:
    """The number that follows those of the notes in the folder, "" when they have none."""
    found = [match for path in folder.glob("*") if (match := re.match(r"(\d+)([-_. ]+)", path.name))]
    if not found:
        return ""
    last = max(found, key=lambda match: int(match[1]))
    return f"{int(last[1]) + 1:0{len(last[1])}}{last[2]}"


@shell.command(epilog=examples("studypress explain dead-link", "studypress explain"))
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Explain the problem with this CODE, or list the codes."""
    sections = _explanations()
    if not code:
        click.echo("\n".join(sections))
    elif code.strip("[]") in sections:
        click.echo(sections[code.strip("[]")])
    else:
        close = get_close_matches(code, sections, n=1)
        hint = f"Did you mean '{close[0]}'?" if close else "studypress explain lists them."
        raise click.UsageError(f"There is no problem with the code '{code}'. {hint}")


def _explanations() -> dict[str, str]:
    from importlib.resources import files

    page = (files("pipeline") / "data" / "problems.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^## (\S+)\n\n(.*?)\n*(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))


@shell.command(epilog=examples("studypress config", "studypress config notes --json"))
@_vault
@click.option("--reference", is_flag=True, help="Explain every setting of book.yml instead.")
@json_option
def config(vault: Path, reference: bool, as_json: bool) -> None:
    """Show the settings in force and where they come from."""
    from pipeline import settings

    if reference:
        click.echo(settings.reference(), nl=False)
        return
    found = settings.load(vault)
    origins = dict(found.origins)
    values = {name: settings.plain(getattr(found, name)) for name in settings.OPTIONS}
    if as_json:
        rows = {name: {"value": value, "origin": origins.get(name, "default")} for name, value in values.items()}
        print_json({"settings": rows})
        return
    for name, value in values.items():  # JSON is YAML, too: the lines can be pasted into book.yml
        raw = getattr(found, name)
        pairs = name in ("parts", "llm", "macros", "recall", "series") and not isinstance(raw, str)
        written = json.dumps(dict(raw) if pairs else value, ensure_ascii=False)
        click.echo(f"{name}: {written}  # {origins.get(name, 'default')}")


@shell.command(epilog=examples("studypress doctor"))
@json_option
def doctor(as_json: bool) -> int:
    """Look whether this machine has what studypress needs."""
    from pipeline.doctor import examine

    findings = examine(cache_folder(None, off=False))
    code = ENVIRONMENT if any(finding.needed and not finding.ok for finding in findings) else OK
    if as_json:
        print_json({"findings": [asdict(finding) for finding in findings], "exit": code})
        return code
    for finding in findings:
        mark, colour = ("ok", "green") if finding.ok else ("missing", "red" if finding.needed else "yellow")
        click.echo(f"{click.style(f'{mark:>7}', fg=colour)}  {finding.name}: {finding.detail}")
        if not finding.ok:
            click.echo(f"         to mend it, type: {finding.command}")
    return code


@shell.command(epilog=examples("studypress clean", "studypress clean --all"))
@_output
@click.option("--all", "everything", is_flag=True, help="Forget what is kept from earlier builds, too.")
def clean(output: Path, everything: bool) -> None:
    """Remove finished files, and nothing but these."""
    from pipeline.publish import claim, withdraw

    if output.is_dir():
        with claim(output):
            removed = withdraw(output)
        click.echo("".join(f"{path}\n" for path in removed), nl=False)
    if everything and (kept := cache_folder(None, off=False)):
        shutil.rmtree(kept, ignore_errors=True)
