"""The verb `mindmap`: a note's map as a file of its own."""

from __future__ import annotations

import os
from pathlib import Path

import click

from pipeline.arguments import (
    DEFAULT_OUTPUT,
    DEFAULT_VAULT,
    PATH,
    cache_folder,
    examples,
    existing,
    home_of,
    json_option,
)
from pipeline.problem import Problem, Stop
from pipeline.shell import print_json

_ENDINGS = {
    "svg": ".svg",
    "pdf": ".pdf",
    "png": ".png",
    "md": ".md",
    "opml": ".opml",
    "mermaid": ".mmd",
    "freemind": ".mm",
}
_STDOUT = Path("-")


@click.command(
    epilog=examples(
        "studypress mindmap source/2-polity/fundamental-rights.md",
        "studypress mindmap 'Fundamental rights' --blank --page a4-landscape",
        "studypress mindmap cell notes/biology --format md -o -",
    )
)
@click.argument("note")
@click.argument("vault", type=PATH, required=False)
@click.option(
    "--format", "form", type=click.Choice(list(_ENDINGS)), help="What to write  [by the ending of -o, or pdf]"
)
@click.option("--page", type=click.Choice(["a4", "a4-landscape", "a5"]), default="a4", help="The paper  [a4]")
@click.option("--blank", is_flag=True, help="Leave the outermost points blank, to fill in from memory.")
@click.option("--mono", is_flag=True, help="Black on white, for printers and screens that have no colours.")
@click.option("-o", "--output", type=PATH, metavar="FILE", help="Where it goes; - is stdout  [output/mindmaps/ID.pdf]")
@json_option
@click.pass_context
def mindmap(  # noqa: PLR0913, PLR0917 - one for each option
    ctx: click.Context,
    note: str,
    vault: Path | None,
    form: str | None,
    page: str,
    blank: bool,
    mono: bool,
    output: Path | None,
    as_json: bool,
) -> None:
    """Write the mind map of a note to a file.

    NOTE is a file, or the id or title of a note in VAULT, which is the folder source unless you name another. A map
    that takes several sheets becomes a PDF of several pages, or pictures that end in -2, -3 and so on.
    """
    form = _form(form, output)
    if output == _STDOUT and as_json:
        raise click.UsageError("--json and -o - both write to stdout: leave one out.")
    vault, name = _sought(ctx, note, vault)
    from pipeline import build as core
    from pipeline.charting import Wish
    from pipeline.request import Request

    request = Request(vault, (), DEFAULT_OUTPUT, cache_folder(None, off=False))
    made = core.mindmap(request, Wish(name, form, page, blank, mono))
    if output == _STDOUT:
        _print(made.files)
        return
    place = output or DEFAULT_OUTPUT / "mindmaps" / f"{made.note.id}{'-blank' if blank else ''}{_ENDINGS[form]}"
    paths = _written(made.files, place)
    if as_json:
        told = {"note": made.note.id, "format": form, "points": made.points}
        print_json({**told, "files": [str(path) for path in paths], "exit": 0})
    else:
        click.echo("\n".join(map(str, paths)))


def _form(form: str | None, output: Path | None) -> str:
    """The format that is asked for, or that the file's ending tells."""
    if form or not output or output == _STDOUT:
        return form or "pdf"
    for name, ending in _ENDINGS.items():
        if output.suffix.lower() == ending:
            return name
    raise click.UsageError(f"The ending of '{output}' tells no format. Name one with --format: {', '.join(_ENDINGS)}.")


def _sought(ctx: click.Context, note: str, vault: Path | None) -> tuple[Path, str]:
    """The vault to look in, and what to look for: a path in it, or a name."""
    path = Path(note)
    if path.suffix.lower() not in {".md", ".markdown"} or not path.is_file():
        return existing(ctx, None, vault or DEFAULT_VAULT), note
    found = existing(ctx, None, vault or home_of(path))
    return found, Path(os.path.relpath(path, found)).as_posix()


# --------------------------------------------------------------------------- writing


def _print(files: tuple[bytes, ...]) -> None:
    if len(files) > 1:
        raise click.UsageError(
            f"The map is {len(files)} files in this format, and stdout takes one: name them with -o FILE."
        )
    click.echo(files[0], nl=False)


def _written(files: tuple[bytes, ...], place: Path) -> tuple[Path, ...]:
    """The files where they are now. A file that is no map of ours stays; raises `Stop` where none can be written."""
    from pipeline.publish import claim, publish

    names = [f"{place.stem}{f'-{number}' if number > 1 else ''}{place.suffix}" for number in range(1, len(files) + 1)]
    for path in (place.with_name(name) for name in names):
        if os.path.lexists(path) and not _is_ours(path):
            raise click.UsageError(
                f"'{path}' is there already, and no mind map that studypress has made. Name another."
            )
    with claim(place.parent):
        return publish(list(zip(names, files, strict=True)), place.parent)


def _is_ours(path: Path) -> bool:
    """Whether a file says that it was made by this command."""
    from pipeline.draw.exchange import MARK

    try:
        return MARK.encode() in path.read_bytes()
    except OSError as error:
        hint = "name another file with -o"
        problem = Problem(str(path), 0, 0, "error", "output-unwritable", f"cannot be read: {error.strerror}", hint)
        raise Stop(problem, code=5) from error
