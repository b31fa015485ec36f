"""The verb `send`: a finished ePub goes to an e-reader, or into calibre's library."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from pipeline.arguments import DEFAULT_OUTPUT, PATH, examples, json_option
from pipeline.shell import print_json, show, verdict


@click.command(
    epilog=examples(
        "studypress send --to /media/me/KOBOeReader",
        "studypress send --to ~/Books",
        "studypress send --to calibre",
    )
)
@click.argument("folder", type=PATH, default=DEFAULT_OUTPUT, metavar="[DIR]")
@click.option("--to", "place", required=True, metavar="FOLDER|calibre", help="A reader's folder, or calibre.")
@click.option("--force", is_flag=True, help="Replace another book of the same name.")
@json_option
@click.pass_context
def send(ctx: click.Context, folder: Path, place: str, force: bool, as_json: bool) -> int:
    """Copy the finished ePub to a reader.

    DIR is where finished files are (output). A Kobo gets the book for Kobos, a Kindle the one for Kindles, any other
    folder the ePub itself: build them first, with --to epub,epub:kobo,epub:kindle. Nothing goes over the network.
    """
    from pipeline import sending

    if place == sending.CALIBRE:
        said = sending.shelve(folder)
        if as_json:
            print_json({"to": place, "said": said, "problems": [], "exit": 0})
        else:
            click.echo(said)
        return 0
    sent = sending.send(folder, Path(place).expanduser(), force=force)
    show(sent.problems, ctx)
    code = verdict(sent.problems, strict=False)
    if as_json:
        told = {"to": sent.reader, "path": str(sent.path), "fresh": sent.fresh}
        print_json({**told, "problems": [asdict(problem) for problem in sent.problems], "exit": code})
    else:
        click.echo(str(sent.path))
        click.echo(f"{sent.reader}: {'sent' if sent.fresh else 'was there already'}", err=True)
    return code
