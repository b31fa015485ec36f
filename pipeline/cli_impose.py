"""The verb `impose`: pages of a finished PDF on larger sheets, to fold or to save paper."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from pipeline.arguments import PATH, examples, json_option
from pipeline.imposition import PAPERS
from pipeline.shell import count, print_json


@click.command(
    "impose",
    epilog=examples(
        "studypress impose output/biology.pdf --as 2up",
        "studypress impose output/handouts/cells.pdf --as booklet",
        "studypress impose slides.pdf --as 4up -o /tmp/slides.pdf",
    ),
)
@click.argument("file", type=PATH, metavar="FILE")
@click.option(
    "--as", "form", type=click.Choice(["booklet", "2up", "4up"]), default="booklet", help="What to make  [booklet]"
)
@click.option("-o", "--output", type=PATH, metavar="FILE", help="Where to write  [beside FILE]")
@click.option("--paper", type=click.Choice(list(PAPERS)), help="The sheets  [that of the pages]")
@click.option(
    "--flip",
    type=click.Choice(["short", "long"]),
    default="short",
    help="Edge over which the printer turns a booklet  [short]",
)
@click.option(
    "--creep", type=click.FloatRange(0, 1), default=0.1, metavar="MM", help="Thickness of a booklet's paper  [0.1]"
)
@click.option(
    "--section", type=click.IntRange(0, 99), default=0, metavar="N", help="Sheets of a booklet in one fold  [all]"
)
@json_option
def impose(  # noqa: PLR0913, PLR0917 - one for each option
    file: Path,
    form: Literal["booklet", "2up", "4up"],
    output: Path | None,
    paper: str | None,
    flip: Literal["short", "long"],
    creep: float,
    section: int,
    as_json: bool,
) -> None:
    """Put the pages of a PDF on larger sheets.

    A booklet has two pages on each side of a sheet, in such an order that they come right when the sheets are folded
    in the middle; pages that lack to a multiple of four are ruled to write on. 2up and 4up put two and four pages on a
    side in reading order. Pages are made smaller where they must be, never larger.
    """
    from pipeline import imposition
    from pipeline.languages import is_rtl
    from pipeline.publish import publish
    from pipeline.targets import imposed

    if not file.is_file():
        raise click.UsageError(f"There is no file '{file}' here.")
    place = output or file.with_name(f"{file.stem}-{form}.pdf")
    if place.resolve() == file.resolve():
        raise click.UsageError(f"'{file}' would be written over. Name another file with -o.")
    try:
        source = imposed.opened(file)
    except ValueError as error:
        raise click.UsageError(f"'{file}' {error}.") from None
    rtl = is_rtl(source.lang)
    sheet = PAPERS[paper] if paper else imposition.paper(*source.size)
    if form == "booklet":
        pages = imposition.padded(range(source.pages), 4, last_stays=False)
        sides = imposition.booklet(pages, sheet, creep=creep, section=section, flip=flip, from_right=rtl)
    else:
        sides = imposition.grid(range(source.pages), 2 if form == "2up" else 4, sheet, from_right=rtl)
    about = imposed.About(source.title or file.stem, source.lang, flip if form == "booklet" else None)
    (written,) = publish([(place.name, imposed.imposed([file], sides, about))], place.parent)
    scale = imposition.scale(sides[0].cells[0], *source.size)
    if as_json:
        print_json({"path": str(written), "pages": source.pages, "sides": len(sides), "scale": round(scale, 3)})
    else:
        click.echo(str(written))
    click.echo(f"{count(source.pages, 'page')} at {scale:.0%} on {count(len(sides), 'side')}", err=True)
