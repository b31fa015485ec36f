"""Arguments that commands share, and how each is explained."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from pipeline.shell import remember_json
from pipeline.targets.cardsheet import REACH

DEFAULT_VAULT, DEFAULT_OUTPUT = Path("source"), Path("output")
PATH = click.Path(path_type=Path)

_SHIFT = click.FloatRange(-REACH, REACH)
Command = TypeVar("Command", bound=Callable[..., object])


def _number(_: click.Context, __: click.Parameter, value: str | None) -> int | None:
    return None if value is None else int(value)


json_option = click.option(
    "--json", "as_json", is_flag=True, callback=remember_json, help="Print one JSON document on stdout."
)
trust_option = click.option(
    "--trust",
    type=click.Choice(["full", "none"]),
    default="full",
    help="none: for notes of strangers, without raw HTML and files from elsewhere  [full]",
)


_CARDS = (
    click.option(
        "--cards-up", "up", type=click.Choice(["8", "10", "16"]), callback=_number, help="Cards on a page  [8]"
    ),
    click.option(
        "--duplex",
        type=click.Choice(["long", "short", "fold"]),
        help="Edge over which the printer turns cards, or fold  [long]",
    ),
    click.option("--shift-x", type=_SHIFT, metavar="MM", help="Move the backs of cards to the right (negative: left)."),
    click.option("--shift-y", type=_SHIFT, metavar="MM", help="Move the backs of cards up (negative: down)."),
)


def cards_options(command: Command) -> Command:
    """What may be asked of cards; `book.yml` may say the same."""
    for option in reversed(_CARDS):
        command = option(command)
    return command


def examples(*lines: str) -> str:
    return "\b\n" + "\n".join(["Examples:", *(f"  {line}" for line in lines)])


def existing(ctx: click.Context, _: click.Parameter | None, value: Path) -> Path:
    """The folder of the notes, or what to do about there being none."""
    if not value.is_dir():
        fault = f"'{value}' is a file." if value.exists() else f"There is no folder '{value}' here."
        hint = f"Name the folder of your notes: {ctx.command_path} path/to/notes"
        raise click.BadArgumentUsage(f"{fault} {hint}", ctx)
    ctx.meta["vault"] = value
    return value


def home_of(note: Path) -> Path:
    """The vault a note belongs to: the nearest folder above it that looks like one, else the folder it is in."""

    def is_vault(folder: Path) -> bool:
        return folder == DEFAULT_VAULT or (folder / "book.yml").exists() or (folder / ".obsidian").exists()

    return next(filter(is_vault, note.parents), note.parent)


def cache_folder(folder: Path | None, *, off: bool) -> Path | None:
    from pipeline.cache import folder_for

    if folder and off:
        raise click.UsageError("--cache and --no-cache exclude each other: leave one out.")
    return None if off else folder_for(os.environ, folder)


def seconds(text: str | None) -> int | None:
    """The seconds in SOURCE_DATE_EPOCH, the moment every date in the finished files is set to."""
    if not text:
        return None
    if not re.fullmatch(r"\d{1,11}", text):
        raise click.UsageError(f"SOURCE_DATE_EPOCH is '{text}': it must be a number of seconds, or not be set.")
    return int(text)


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
