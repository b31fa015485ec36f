"""The verb `reprint`: only the sheets of paper that have changed since an edition was printed."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path

import click

from pipeline.arguments import (
    DEFAULT_OUTPUT,
    DEFAULT_VAULT,
    PATH,
    cache_folder,
    cores,
    examples,
    existing,
    json_option,
    seconds,
    trust_option,
)
from pipeline.shell import Progress, count, print_json, show, verdict


@click.command(
    epilog=examples(
        "studypress reprint --since printed/manifest.json",
        "studypress reprint notes --since /media/editions/may/manifest.json -o /tmp/reprint",
    )
)
@click.argument("vault", type=PATH, default=DEFAULT_VAULT, callback=existing)
@click.option(
    "--since",
    type=PATH,
    required=True,
    metavar="MANIFEST",
    help="manifest.json of the printed edition, its PDF beside it.",
)
@click.option("--layout", default="", metavar="NAME", help="The look of that edition  [handbook]")
@click.option("-o", "--output", type=PATH, default=DEFAULT_OUTPUT, metavar="DIR", help="Where the sheets go  [output]")
@click.option("--only", metavar="GLOB", default="", help="Only the notes whose path fits, as in that edition.")
@click.option("--no-bars", is_flag=True, help="No bars beside what has changed.")
@json_option
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but problems.")
@click.option("--cache", type=PATH, metavar="DIR", help="Where to remember what was set  [~/.cache/studypress]")
@trust_option
@click.pass_context
def reprint(  # noqa: PLR0913, PLR0917 - one for each option
    ctx: click.Context,
    vault: Path,
    since: Path,
    layout: str,
    output: Path,
    only: str,
    no_bars: bool,
    as_json: bool,
    quiet: bool,
    cache: Path | None,
    trust: str,
) -> int:
    """Print only the sheets that have changed since an edition.

    Makes a PDF of the sheets, front and back, that look otherwise than in the edition that MANIFEST belongs to, with
    bars beside what has changed and errata in front. All other pages keep their numbers: where a note has grown, sheets
    are put in (14a, 14b). Exchanged in a copy of that edition, they make it the new one.
    """
    from pipeline import build as core
    from pipeline.publish import claim
    from pipeline.request import Request

    progress = Progress(quiet=quiet, verbose=False)
    epoch = seconds(os.environ.get("SOURCE_DATE_EPOCH"))
    request = Request(vault, ("pdf",), output, cache_folder(cache, off=False), layout, only, cores(), trust, epoch)
    try:
        with claim(output):
            found = core.reprint(request, since, progress, progress.count, bars=not no_bars)
    finally:
        progress.clear()
    problems = found.product.problems
    show(problems, ctx)
    code = verdict(problems, strict=False)
    path = str(output / found.product.path) if found.sheets else ""
    if as_json:
        told = {"path": path, "sheets": found.sheets, "of": found.of, "exit": code}
        print_json({**told, "problems": [asdict(problem) for problem in problems]})
    elif path:
        click.echo(path)
    if not quiet:
        click.echo(f"{count(found.sheets, 'sheet')} of {found.of} to exchange or put in", err=True)
    return code
