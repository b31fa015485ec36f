"""The command `check`: which notes were meant, what is wrong with them, and how good their maps are."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import click

from pipeline.arguments import home_of
from pipeline.maps import Report, figures, summed, table
from pipeline.problem import Problem
from pipeline.request import Request
from pipeline.shell import count, print_json, show, verdict


@dataclass(frozen=True, slots=True)
class Wish:
    """What to tell beside problems, and how."""

    maps: bool
    strict: bool
    as_json: bool
    quiet: bool


def run(requests: Iterable[tuple[Request, Collection[str]]], wish: Wish, ctx: click.Context) -> int:
    """Tell the problems of each vault, or those of the notes that are named with it, and end with an exit code."""
    from pipeline import build  # noqa: PLC0415 - heavy, and a wrong argument should not wait for it

    found: list[Problem] = []
    judged: list[Report] = []
    for request, files in requests:
        ctx.meta["vault"] = request.vault
        problems, reports = build.judged(request, files) if wish.maps else (build.check(request), ())
        told = [p for p in problems if not files or p.path in files]
        show(told, ctx)
        found += told
        judged += [replace(r, path=str(request.vault / r.path)) for r in reports]
    code = verdict(found, strict=wish.strict)
    if wish.as_json:
        maps = {"maps": [figures(r) for r in judged], "total": figures(summed(judged))} if wish.maps else {}
        print_json({"problems": [asdict(problem) for problem in found], **maps, "exit": code})
    elif wish.maps:
        click.echo("\n".join(table(judged)))
    if not wish.quiet:
        click.echo(count(len(found), "problem"), err=True)
    return code


def vaults(paths: Iterable[Path]) -> dict[Path, set[str]]:
    """The vaults to look at, each with the files asked for (none: all of them)."""
    asked: dict[Path, set[str]] = {path: set() for path in paths if not path.is_file()}
    whole = frozenset(asked)
    for path in paths:
        if path.is_file() and (home := home_of(path)) not in whole:
            asked.setdefault(home, set()).add(path.relative_to(home).as_posix())
    return asked
