"""Adds what could be said for the lists of a vault to its `mnemonics.yml`: the one file of an author that we write.

It is done when the author asks for it: by `mnemonics: review`, by naming a language model, or by the command.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline import asking
from pipeline import model as m
from pipeline.cache import digest
from pipeline.edition import decisions, lists
from pipeline.enrich.mnemonics import Listed
from pipeline.files import beside
from pipeline.fingerprint import fingerprint
from pipeline.floor import Floor
from pipeline.mnemonic import foreign, record
from pipeline.mnemonic.candidate import Candidate
from pipeline.mnemonic.decisions import Decisions
from pipeline.mnemonic.engine import candidates, shared
from pipeline.mnemonic.proposals import MOST, Proposal, added
from pipeline.mnemonic.vocabulary import NOTHING, Vocabulary
from pipeline.problem import Problem, Stop
from pipeline.publish import publish
from pipeline.read import Vault
from pipeline.settings import Settings

CODE = "no-answer"


@dataclass(frozen=True, slots=True)
class Review:
    """What came of it: how many lists were added, and what is to be told."""

    added: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Open:
    """A list that nothing is recorded for. With `review`, the author decides; otherwise what a model says may do."""

    listed: Listed
    path: str
    review: bool


def review(
    vault: Vault, heads: Sequence[m.Header], settings: Settings, floor: Floor, *, everywhere: bool = False
) -> Review:
    """Propose for each list that is not in the file yet; of all notes, or of those that ask for it."""
    server = _server(settings)
    reviewed = everywhere or "review" in settings.mnemonics
    wanted = [head for head in heads if head.meta.publish and (server or reviewed or head.meta.review)]
    if not wanted:
        return Review()
    decided, _ = decisions(vault, floor)
    before = _text(vault)
    found = record.read(before or "", decided.vocabulary)
    if before is None or not found.whole:  # what cannot be read must not be written to
        return Review()
    each = zip(wanted, lists(vault, [head.path for head in wanted], floor, settings.notation), strict=True)
    new = _unknown([_Open(one, n.path, reviewed or n.meta.review) for n, own in each for one in own], decided)
    answers, problems = _answers(server, new, decided.vocabulary) if server else ({}, ())
    asked = server.model if server else ""
    proposals = _proposals([o for o in new if o.review or o in answers], answers, asked, decided.vocabulary, floor)
    if not proposals:
        return Review(0, problems)
    fault = _written(vault, before, added(before, proposals, found.indent), len(proposals))
    return Review(0, (*problems, fault)) if fault else Review(len(proposals), problems)


def _server(settings: Settings) -> asking.Server | None:
    told = dict(settings.llm)
    return asking.Server(told["base_url"], told["model"], float(told["timeout"]), told["api_key_env"]) if told else None


def _unknown(found: Sequence[_Open], decided: Decisions) -> list[_Open]:
    """The lists that are not in the file, each once."""
    new: dict[tuple[tuple[str, ...], bool], _Open] = {}
    for each in found:
        wish = each.listed.wish
        if not decided.knows(wish.items, wish.ordered):
            new.setdefault((wish.items, wish.ordered), each)
    return list(new.values())


# --------------------------------------------------------------------------- the model

_Answers = dict[_Open, tuple[Candidate, ...]]


def _answers(server: asking.Server, new: Sequence[_Open], words: Vocabulary) -> tuple[_Answers, tuple[Problem, ...]]:
    """What the model says of each list worth it, as far as it answers, and one warning when something went wrong."""
    questions = [each for each in new if each.listed.worth and not shared(each.listed.wish, words)]
    if not questions:
        return {}, ()
    said = asking.ask(server, [foreign.question(each.listed.wish) for each in questions], foreign.SCHEMA)
    read = [
        (each, foreign.candidates(each.listed.wish, text, words))
        for each, text in zip(questions, said.texts, strict=False)
    ]
    fault, hint = said.fault, said.hint
    if not fault and any(found is None for _, found in read):
        fault, hint = "some of its answers are not the JSON that was asked for", "try another model"
    told = f"“{server.model}” was of no help for some lists, whose mnemonics are our own: {fault}"
    problems = (Problem("book.yml", 0, 0, "warning", CODE, told, hint),) if fault else ()
    return {each: found or () for each, found in read}, problems


# --------------------------------------------------------------------------- the proposals


def _proposals(new: Sequence[_Open], answers: _Answers, model: str, words: Vocabulary, floor: Floor) -> list[Proposal]:
    keys = [
        digest(
            "proposal",
            fingerprint("prepare"),
            repr(
                (each, answers.get(each)),
            ),
            repr(words),
            model,
        )
        for each in new
    ]
    made = floor.each(keys, new, lambda each: (_proposal(each, answers.get(each), model, words),))
    return [proposal for (proposal,) in made if proposal]


def _proposal(each: _Open, answer: tuple[Candidate, ...] | None, model: str, words: Vocabulary) -> Proposal | None:
    """What may be said for a list; None when that is nothing, unless a model was asked, who must not be asked again."""
    wish, theirs = each.listed.wish, answer or ()
    found = candidates(wish, top=MOST, own=words, more=theirs) if each.listed.worth else shared(wish, words)[:MOST]
    shown = tuple(c for c in found if c.grade != "hidden")
    models = tuple(model if any(c is t for t in theirs) else "" for c in shown)
    best, by = next(((c.text, by) for c, by in zip(shown, models, strict=True) if c.grade == "A"), ("", ""))
    if not shown and answer is None:
        return None
    where = f"{each.path}: {each.listed.name}" if each.listed.name else each.path
    return Proposal(
        wish, where, shown, models, model if answer is not None else "", best if by and not each.review else ""
    )


# --------------------------------------------------------------------------- the file


def _text(vault: Vault) -> str | None:
    """What the file holds now, to the letter; None when it cannot be read, or is none of the vault's own."""
    path = vault.root / record.FILE
    if record.FILE not in vault.beside and not path.exists() and not path.is_symlink():
        return ""
    try:
        return path.read_bytes().decode() if record.FILE in vault.beside else None
    except (OSError, UnicodeDecodeError):
        return None


def _written(vault: Vault, before: str, after: str, count: int) -> Problem | None:
    """Write the file in one step, unless that would change what it says already or what somebody just wrote to it."""
    old, new = (record.read(text, NOTHING) for text in (before, after))
    if not new.whole or new.entries[: len(old.entries)] != old.entries or len(new.entries) != len(old.entries) + count:
        hint = "end it with an entry that begins with “- list:”, at the start of a line"
        return _problem("nothing can be added at the end of this file", hint)
    if _text(replace(vault, beside=beside(vault.root))) != before:
        return _problem("somebody else is writing to this file, so nothing was added", "build again")
    place = (vault.root / record.FILE).resolve()
    try:
        publish([(place.name, after.encode())], place.parent)
    except Stop as stop:
        return _problem(stop.problems[0].message, "make it writable, or build without “mnemonics: review” and “llm”")
    return None


def _problem(message: str, hint: str) -> Problem:
    return Problem(record.FILE, 0, 0, "warning", record.CODE, message, hint)
