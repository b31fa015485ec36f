"""The verbs `cards list` and `cards stats`: what a book asks, with its sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.arguments import DEFAULT_OUTPUT, DEFAULT_VAULT, PATH, cache_folder, examples, existing, json_option
from pipeline.shell import print_json

if TYPE_CHECKING:
    from pipeline.listing import Listed, Tally
    from pipeline.request import Request

_vault = click.argument("vault", type=PATH, default=DEFAULT_VAULT, callback=existing)
_only = click.option("--only", metavar="GLOB", default="", help="Only the notes whose path fits, such as '02-*'.")


@click.group(epilog=examples("studypress cards list", "studypress cards stats notes --json"))
def cards() -> None:
    """Look at the questions of a book."""


@cards.command("list", epilog=examples("studypress cards list", "studypress cards list notes --only '02-*' --json"))
@_vault
@_only
@json_option
def list_cards(vault: Path, only: str, as_json: bool) -> None:
    """List all cards in the order of the book.

    A line is the card's code, its kind, its grade, whose it is, the place of its answer, and the question. Codes that
    no deck has told yet may still change.
    """
    from pipeline import build as core

    found = core.cards(_request(vault, only))
    if as_json:
        print_json({"cards": [asdict(card) for card in found]})
        return
    for line in _columns([_row(card, vault) for card in found]):
        click.echo(line)


@cards.command(epilog=examples("studypress cards stats", "studypress cards stats notes --json"))
@_vault
@_only
@json_option
def stats(vault: Path, only: str, as_json: bool) -> None:
    """Count the questions of each note.

    A line is the note's words, its questions, how many there are to 1,000 words, how many are your own, how many there
    are of each kind, and its path. The last line is all notes together.
    """
    from pipeline import build as core

    found = core.tallies(_request(vault, only))
    total = _total(found)
    if as_json:
        told = {"notes": [_told(tally) for tally in found], "total": _told(total)}
        print_json(told)
        return
    for line in _columns([("words", "cards", "/1,000", "own", "kinds", "note"), *map(_counted, (*found, total))], 4):
        click.echo(line)


def _request(vault: Path, only: str) -> Request:
    from pipeline.request import Request

    return Request(vault, (), DEFAULT_OUTPUT, cache_folder(None, off=False), only=only)


def _row(card: Listed, vault: Path) -> tuple[str, ...]:
    place = str(vault / card.path) + (f":{card.line}" if card.line else "")
    return card.code, card.kind, card.grade, card.origin, place, card.question


def _counted(tally: Tally) -> tuple[str, ...]:
    kinds = ", ".join(f"{count} {kind}" for kind, count in tally.kinds)
    own = dict(tally.origins).get("author", 0)
    figures = (str(tally.words), str(tally.cards), f"{tally.per_thousand:.1f}", str(own))
    return (*figures, kinds, tally.path or "all notes")


def _total(tallies: Sequence[Tally]) -> Tally:
    from pipeline.listing import Tally

    kinds, origins = Counter[str](), Counter[str]()
    for tally in tallies:
        kinds.update(dict(tally.kinds))
        origins.update(dict(tally.origins))
    words, number = (sum(getattr(tally, name) for tally in tallies) for name in ("words", "cards"))
    return Tally("", "", words, number, tuple(sorted(kinds.items())), tuple(sorted(origins.items())))


def _told(tally: Tally) -> dict[str, object]:
    told = {**asdict(tally), "kinds": dict(tally.kinds), "origins": dict(tally.origins)}
    return {**told, "per_thousand_words": tally.per_thousand}


def _columns(rows: Sequence[tuple[str, ...]], figures: int = 0) -> list[str]:
    """Rows as lines whose columns stand below each other, the first `figures` of them to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(_cell(row, widths, at, figures) for at in range(len(row))).rstrip() for row in rows]


def _cell(row: tuple[str, ...], widths: Sequence[int], at: int, figures: int) -> str:
    return f"{row[at]:>{widths[at]}}" if at < figures else f"{row[at]:{widths[at]}}"
