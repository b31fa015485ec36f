"""The command `studypress mnemonics`: lists of the command line or a file, or a number; for eyes or for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.arguments import DEFAULT_OUTPUT, DEFAULT_VAULT, cache_folder, existing
from pipeline.shell import OK, count, print_json, remember_json, show, verdict

if TYPE_CHECKING:
    from pipeline.mnemonic.candidate import Candidate, Wish

_EXAMPLES = """\b
Examples:
  studypress mnemonics Erie Huron Michigan Ontario Superior
  studypress mnemonics --ordered Plan Do Check Act --topic 'quality cycle'
  studypress mnemonics --batch lists.jsonl --top 3
  studypress mnemonics --number 1971
  studypress mnemonics --review notes
"""


@click.command(epilog=_EXAMPLES)
@click.argument("items", nargs=-1, metavar="ITEM…")
@click.option("--ordered", is_flag=True, help="Keep the order of the items.")
@click.option("--topic", default="", metavar="TEXT", help="What the list is about.")
@click.option("--top", type=click.IntRange(1, 50), default=5, metavar="N", help="Mnemonics a list  [5]")
@click.option("--batch", default="", metavar="FILE", help="Read one list a line from a file of JSON lines; - is stdin.")
@click.option("--number", default="", metavar="N", help="Say a number in words, by the major system.")
@click.option("--review", is_flag=True, help="Propose for all lists of a VAULT, in its mnemonics.yml.")
@click.option("--no-library", is_flag=True, help="Make mnemonics only; leave out those that the field knows.")
@click.option("--json", "as_json", is_flag=True, callback=remember_json, help="Print one JSON document on stdout.")
@click.pass_context
def mnemonics(  # noqa: PLR0913, PLR0917 - one for each option
    ctx: click.Context,
    items: tuple[str, ...],
    ordered: bool,
    topic: str,
    top: int,
    batch: str,
    number: str,
    review: bool,
    no_library: bool,
    as_json: bool,
) -> int:
    """Propose mnemonics for a list.

    Each is a word, a phrase or a sentence, told with what its letters stand for.

    A line of a batch is {"id": …, "items": […], "ordered": 0 or 1, "topic": …}; so is what is printed for it:
    {"id": …, "candidates": […]}, best first, with those that a book would never show (grade hidden), too.

    With --number, the words stand for digits: each consonant sound is one (0 s z, 1 t d, 2 n, 3 m, 4 r, 5 l, 6 sh j,
    7 k g, 8 f v, 9 p b).

    With --review, the lists are those of the notes of a folder (source, if none is named). What is found for them is
    added to the file mnemonics.yml in it, where a line accepts, edits or forbids a mnemonic.
    """
    if review:
        if batch or number or len(items) > 1:
            raise click.UsageError("--review takes one folder of notes.")
        return _review(existing(ctx, None, Path(*items) if items else DEFAULT_VAULT), ctx, as_json=as_json)
    if [bool(items), bool(batch), bool(number)].count(True) != 1:
        raise click.UsageError("Name the items of one list, or a file of lists with --batch, or a --number.")
    if number:
        return _number(number, top, as_json=as_json)
    from pipeline.mnemonic.candidate import Wish  # noqa: PLC0415 - the command line must not wait for the lexicon
    from pipeline.mnemonic.engine import candidates  # noqa: PLC0415 - same

    if batch:
        for name, wish in _wishes(batch):
            found = candidates(wish, library=not no_library, top=top)
            click.echo(json.dumps({"id": name, "candidates": [_told(c, wish) for c in found]}, ensure_ascii=False))
        return OK
    wish = Wish(items, ordered, topic)
    found = candidates(wish, library=not no_library, top=top)
    if as_json:
        print_json({"items": items, "ordered": ordered, "candidates": [_told(c, wish) for c in found]})
    else:
        click.echo("\n".join(_page(tuple(c for c in found if c.grade != "hidden"), wish)))
    return OK


def _review(vault: Path, ctx: click.Context, *, as_json: bool) -> int:
    """Add proposals to the vault's file; its path is told when something was added."""
    from pipeline import build as core  # noqa: PLC0415 - as above
    from pipeline.mnemonic.record import FILE  # noqa: PLC0415 - same
    from pipeline.request import Request  # noqa: PLC0415 - same

    found = core.propose(Request(vault, (), DEFAULT_OUTPUT, cache_folder(None, off=False)))
    show(found.problems, ctx)
    code = verdict(found.problems, strict=False)
    if as_json:
        print_json({"added": found.added, "problems": [asdict(problem) for problem in found.problems], "exit": code})
    elif found.added:
        click.echo(str(vault / FILE))
    click.echo(f"{count(found.added, 'list')} added", err=True)
    return code


def _number(number: str, top: int, *, as_json: bool) -> int:
    """Print words for a number."""
    from pipeline.mnemonic.major import words_for  # noqa: PLC0415 - as above

    found = words_for(number, top)
    if as_json:
        told = [{"text": w.text, "digits": w.digits, "letters": list(w.letters), "cost": w.cost} for w in found]
        print_json({"number": number, "candidates": told})
    elif found:
        width = max(len(words.text) for words in found)
        lines = (zip(words.letters, words.digits, strict=True) for words in found)
        said = ("  ".join(f"{letters} {digit}" for letters, digit in line) for line in lines)
        click.echo("\n".join(f"{words.text:<{width}}  {line}" for words, line in zip(found, said, strict=True)))
    else:
        click.echo("No words are good enough for this number.")
    return OK


def _told(candidate: Candidate, wish: Wish) -> dict[str, object]:
    expansion = [{"item": wish.items[t.item], "letters": t.letters, "from": t.source} for t in candidate.ties]
    return {
        "text": candidate.text,
        "kind": candidate.kind,
        "grade": candidate.grade,
        "cost": candidate.cost,
        "expansion": expansion,
    }


# --------------------------------------------------------------------------- for eyes


def _page(found: tuple[Candidate, ...], wish: Wish) -> Iterator[str]:
    if not found:
        yield "No mnemonic for this list is good enough."
    for place, candidate in enumerate(found):
        if place:
            yield ""
        yield f"{_marked(candidate)}  {click.style(candidate.reason, dim=True)}".rstrip()
        width = max(len(tie.letters) for tie in candidate.ties)
        for tie in candidate.ties:
            letters = click.style(f"{tie.letters.upper():>{width}}", bold=True)
            item = wish.items[tie.item]
            source = "" if item.casefold().startswith(tie.source.casefold()) else f"  ({tie.source})"
            yield f"  {letters}  {item}{source}"


def _marked(candidate: Candidate) -> str:
    """The text with the letters that count in bold."""
    text, done, parts = candidate.text, 0, []
    for tie in candidate.ties:
        start, end = tie.at
        parts += [text[done:start], click.style(text[start:end], bold=True)]
        done = end
    return "".join((*parts, text[done:]))


# --------------------------------------------------------------------------- lists from a file


def _wishes(path: str) -> Iterator[tuple[object, Wish]]:
    """The lists of a file, one a line, with their ids."""
    try:
        with click.open_file(path, encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _wish(line, f"line {number} of '{path}'")
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"'{path}' cannot be read: {error}") from None


def _wish(line: str, where: str) -> tuple[object, Wish]:
    from pipeline.mnemonic.candidate import Wish  # noqa: PLC0415 - as above

    try:
        entry: Any = json.loads(line)
    except ValueError:
        raise click.UsageError(f"{where} is not JSON.") from None
    items = entry.get("items") if isinstance(entry, dict) else None
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise click.UsageError(f'{where} has no "items": a list of texts.')
    return entry.get("id"), Wish(tuple(items), bool(entry.get("ordered")), str(entry.get("topic") or ""))
