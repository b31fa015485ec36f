"""Finished file → what is wrong with it: it is read again, and every word of the notes must be in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial

from pipeline import conserve
from pipeline import model as m
from pipeline.cache import digest
from pipeline.compile import Brief, Compiled
from pipeline.edition import Edition
from pipeline.fingerprint import fingerprint
from pipeline.printing import Printed
from pipeline.problem import Problem
from pipeline.targets import proof
from pipeline.targets.pages import answers_to
from pipeline.targets.shares import stem


@dataclass(frozen=True, slots=True)
class Proved:
    """What reading a finished file again has found; `stops` when it must not be published."""

    losses: tuple[conserve.Loss, ...]
    faults: tuple[Problem, ...]
    stops: bool


def verdict(
    edition: Edition, target: str, found: tuple[conserve.Loss, ...], faults: tuple[Problem, ...] = ()
) -> Proved:
    """What follows from the words that a finished file lacks, and from other faults of it."""
    words = sum(note.words for note in edition.book.notes)
    stops = conserve.are_many(found, words) or any(fault.severity == "error" for fault in faults)
    return Proved(found, (*faults, *conserve.problems(found, target, words)), stops)


def proved(edition: Edition, printed: Printed) -> Proved:
    """Whether the finished PDF is sound, and the words it lacks."""
    product = printed.product
    with proof.words(product, printed.chapters) as text:
        notes = zip(edition.book.notes, edition.briefs, strict=True)
        leaves = {note.id: [sheet.leaf.id for sheet in brief.sheets] for note, brief in notes}
        made = dict(product.made)
        whole = {name: digest(*(made[leaf] for leaf in own)) for name, own in leaves.items() if len(own) > 1}

        def told(name: str) -> str:
            return "\n".join(map(text, leaves.get(name, (name,))))

        found = losses(edition, "pdf", printed, told, {**made, **whole}, _answers(printed))
    return verdict(edition, "pdf", found)


def _answers(printed: Printed) -> Mapping[str, str]:
    """Note → the part of the book where its answers are."""
    parts = [part for part in printed.body if stem(part.name) == "answers"]
    return {anchor.removeprefix(answers_to("")): part.name for part in parts for anchor, *_ in part.anchors}


def losses(
    edition: Edition,
    target: str,
    printed: Printed,
    text: Callable[[str], str],
    made: Mapping[str, str],
    answers: Mapping[str, str],
) -> tuple[conserve.Loss, ...]:
    """Words that a finished file lacks. What was proved before and is made of the same is not read again.

    `made` gives a digest for each part, `answers` the part where the answers of a note are.
    """
    failed = {stem(name) for name in printed.failed}
    everyone = zip(edition.book.notes, edition.keys, edition.briefs, strict=True)
    asked = [(note, key, brief) for note, key, brief in everyone if note.id not in failed]
    back = {note.id: answers[note.id] for note, _, brief in asked if brief.folded}
    keys = [
        digest("proved", fingerprint("prove"), target, key, made[note.id], made[back[note.id]] if brief.folded else "")
        for note, key, brief in asked
    ]

    @cache
    def behind(part: str) -> conserve.Found:
        return conserve.found(text(part))

    def lost(one: tuple[m.Header, str, Brief]) -> tuple[conserve.Loss, ...]:
        note, key, _ = one
        compiled: Compiled = edition.floor.heavy(f"{key} heavy")
        source = edition.vault.source(note.path).text
        return conserve.lost(compiled.claim, source, text(note.id), partial(behind, back.get(note.id, "")))

    return tuple(loss for found in edition.floor.each(keys, asked, lost) for loss in found)
