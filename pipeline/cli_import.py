"""The verb `import`: dirty text, Word documents and web pages become notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.arguments import DEFAULT_VAULT, PATH, examples, json_option
from pipeline.shell import count, print_json, show, verdict

if TYPE_CHECKING:
    from pipeline.importing.facts import Fact
    from pipeline.intake import Imported


def _date(_: click.Context, __: click.Parameter, value: str) -> str:
    if value and not re.fullmatch(r"\d{4}-\d{2}(?:-\d{2})?", value):
        raise click.BadParameter(f"'{value}' is no date; write it as 2026-05-01.")
    return value


@click.command(
    "import",
    epilog=examples(
        "studypress import lecture.txt",
        "studypress import downloads/*.docx page.html --to notes --fix",
        "studypress import lecture.txt --dry-run",
    ),
)
@click.argument("files", nargs=-1, required=True, type=PATH, metavar="FILE…")
@click.option("--to", "vault", type=PATH, default=DEFAULT_VAULT, metavar="VAULT", help="Where the notes go  [source]")
@click.option("--fix", is_flag=True, help="Part words and headings that were run together, too.")
@click.option("--date", default="", callback=_date, metavar="YYYY-MM-DD", help="The date of the notes.")
@click.option("--force", is_flag=True, help="Replace notes that are there already.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@click.option("--strict", is_flag=True, help="Exit with 3 when there are warnings.")
@json_option
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but problems.")
@click.pass_context
def import_(  # noqa: PLR0913, PLR0917 - one for each option
    ctx: click.Context,
    files: tuple[Path, ...],
    vault: Path,
    fix: bool,
    date: str,
    force: bool,
    dry_run: bool,
    strict: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """Turn text, Word documents and web pages into notes.

    A FILE is plain text, Markdown, .docx or .html. Bullets, headings, quotes and spaces are put in order; what hangs
    below the text of a web page goes; headings that are missing and words that were run together are told with their
    lines. No word is lost and none is added, but for what is told: else nothing is written.
    """
    from pipeline.intake import KINDS, Order, prepare, write

    for path in files:
        if not path.is_file():
            raise click.UsageError(f"There is no file '{path}' here.")
        if path.suffix.lower() not in KINDS:
            raise click.UsageError(f"'{path}' is of a kind that cannot be read. These can: {' '.join(KINDS)}")
    if vault.exists() and not vault.is_dir():
        raise click.UsageError(f"'{vault}' is a file. Name the folder of your notes with --to.")
    notes = prepare(Order(files, vault, fix, force, date))
    paths = tuple(vault / note.name for note in notes) if dry_run else write(notes, vault)
    problems = [problem for note in notes for problem in note.problems]
    show(problems, ctx)
    code = verdict(problems, strict=strict)
    if as_json:
        told = {"notes": [_told(note, path) for note, path in zip(notes, paths, strict=True)], "written": not dry_run}
        print_json({**told, "problems": [asdict(problem) for problem in problems], "exit": code})
    else:
        click.echo("\n".join(map(str, paths)))
    if not quiet:
        for note in notes:
            _say(note)
        click.echo(f"{count(len(notes), 'note')}, {count(len(problems), 'problem')}", err=True)
    return code


def _told(note: Imported, path: Path) -> dict[str, object]:
    return {
        "source": str(note.source),
        "path": str(path),
        "words": note.words,
        "changes": [asdict(change) for change in note.changes],
        "lines-with-signs-mended": note.touched,
        "acronyms": [asdict(fact) for fact in note.acronyms],
        "numbers": [asdict(fact) for fact in note.numbers],
        "pictures": [name for name, _ in note.pictures],
    }


def _say(note: Imported) -> None:
    """What a person should check, because nobody else can."""
    mended = f", quotes and spaces mended in {count(note.touched, 'line')}" if note.touched else ""
    click.echo(f"{note.name}: {count(note.words, 'word')}{mended}", err=True)
    for name, facts in (("acronyms", note.acronyms), ("numbers", note.numbers)):
        if facts:
            click.echo(f"  {name} to check: {_listed(facts)}", err=True)


def _listed(facts: Sequence[Fact], most: int = 40) -> str:
    shown = [f"{fact.text}{f' = {fact.long}' if fact.long else ''} ({_lines(fact)})" for fact in facts[:most]]
    return ", ".join(shown) + (f" and {len(facts) - most} more (--json has all)" if len(facts) > most else "")


def _lines(fact: Fact) -> str:
    return ", ".join(map(str, fact.lines[:5])) + (" …" if len(fact.lines) > 5 else "")
