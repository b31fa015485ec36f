"""How every command talks: words and colours on stderr, results on stdout, and an exit code for every end."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import time
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

import click

from pipeline.problem import Problem, Stop

OK, CONTENT, STRICT, ENVIRONMENT, BUG, INTERRUPTED = 0, 1, 3, 4, 70, 130
PLEASE = "This is a fault of studypress, not of your notes. Please report it with the lines above."
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # a note must not steer the terminal it is complained about on


# --------------------------------------------------------------------------- the ends of a command


class Shell(click.Group):
    """Turns whatever a command ends with into words on stderr and an exit code."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except Stop as stop:
            show(stop.problems, ctx)
            if len(stop.problems) > 1:
                click.echo(f"{count(len(stop.problems), 'problem')}; nothing was made", err=True)
            if ctx.meta.get("json"):
                print_json({"problems": [asdict(problem) for problem in stop.problems], "exit": stop.code})
            return stop.code

    def main(self, *args: Any, **extra: Any) -> NoReturn:  # noqa: ANN401 - the signature is click's
        sys.exit(self._run(*args, **extra | {"standalone_mode": False}))

    def _run(self, *args: Any, **extra: Any) -> int:  # noqa: ANN401 - same
        try:
            code = super().main(*args, **extra)
        except click.ClickException as error:
            error.show()
            return error.exit_code
        except (click.Abort, KeyboardInterrupt):
            click.echo("interrupted", err=True)
            return INTERRUPTED
        except Exception:  # noqa: BLE001 - the last net: it tells all
            click.echo(traceback.format_exc(), err=True, nl=False)
            click.echo(PLEASE, err=True)
            return BUG
        return code if isinstance(code, int) else OK

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name.startswith("-") or self.get_command(ctx, name):
            return super().resolve_command(ctx, args)
        close = get_close_matches(name, self.commands, n=1)
        if Path(name).is_dir():
            hint = f"To build that folder, type: studypress build {name}"
        else:
            hint = f"Did you mean '{close[0]}'?" if close else "studypress --help lists the commands."
        raise click.UsageError(f"There is no command '{name}'. {hint}", ctx)


def terminate(*_: object) -> NoReturn:
    """Answer a polite request to end as Ctrl-C: through every clean-up on the way."""
    raise KeyboardInterrupt


# --------------------------------------------------------------------------- what is said, and where


def colour(environment: Mapping[str, str]) -> bool | None:
    """Whether to write in colour; None leaves it to whether a terminal reads along."""
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR", "0") != "0":
        return True
    return False if environment.get("TERM") == "dumb" else None


def show(problems: Iterable[Problem], ctx: click.Context) -> None:
    """Problems on stderr, with paths as seen from here."""
    vault: Path = ctx.meta.get("vault", Path())
    for problem in problems:
        here = vault / problem.path
        path = str(here) if problem.path and here.exists() else problem.path
        text = _CONTROL.sub("\ufffd", str(replace(problem, path=path))).removeprefix(": ")
        mark = f"{problem.severity}[{problem.code}]"
        styled = click.style(mark, fg="red" if problem.severity == "error" else "yellow", bold=True)
        click.echo(text.replace(mark, styled, 1), err=True)


def print_json(document: Mapping[str, object]) -> None:
    click.echo(json.dumps({"schema": 1, **document}, ensure_ascii=False, indent=2, sort_keys=True))


def count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def verdict(problems: Iterable[Problem], *, strict: bool) -> int:
    severities = {problem.severity for problem in problems}
    if "error" in severities:
        return CONTENT
    return STRICT if strict and severities else OK


class Progress:
    """What is being done: one line that is written over on a terminal, every step with `-v`, else nothing."""

    def __init__(self, *, quiet: bool, verbose: bool) -> None:
        terminal = sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and not os.environ.get("CI")
        self.verbose = verbose
        self.live = terminal and not quiet and not verbose
        self.started = time.perf_counter()
        self.begun = 0.0

    def __call__(self, step: str) -> None:
        self.begun = self.seconds
        if self.verbose:
            click.echo(f"{self.seconds:7.2f} s  {step}", err=True)
        else:
            self._show(step)

    def count(self, done: int, total: int) -> None:
        """How far the present step has come."""
        self._show(progress(done, total, self.seconds - self.begun, "parts"))

    def _show(self, line: str) -> None:
        if self.live:
            room = shutil.get_terminal_size().columns - 1
            click.echo(f"\r\x1b[2K{line[:room]}", err=True, nl=False, color=True)

    def clear(self) -> None:
        if self.live:
            click.echo("\r\x1b[2K", err=True, nl=False, color=True)

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.started


def progress(done: int, total: int, seconds: float, noun: str = "notes") -> str:
    """`123/568 notes · 21/s · 0:21 left`; speed and rest are left out while nobody can know them."""
    parts = [f"{done}/{total} {noun}"]
    if done and seconds > 0:
        speed = done / seconds
        parts.append(f"{speed:.0f}/s" if speed >= 10 else f"{speed:.1f}/s")
        if done < total:
            parts.append(f"{_clock((total - done) / speed)} left")
    return " · ".join(parts)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def remember_json(ctx: click.Context, _: click.Parameter, wanted: bool) -> bool:
    """Keep the wish for JSON where `Shell` finds it, whatever the command ends with."""
    ctx.meta["json"] = wanted
    return wanted
