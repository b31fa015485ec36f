"""Edition and printed book → handouts: each note a file of its own, linked anew from what the book was linked from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline import conserve
from pipeline import model as m
from pipeline.cache import digest
from pipeline.compile import Compiled
from pipeline.edition import Edition
from pipeline.fingerprint import fingerprint
from pipeline.printing import Printed, Store, set_all, unset
from pipeline.problem import Problem, Stop
from pipeline.targets import handout, pages, pdf, proof
from pipeline.targets.engine.alone import Spot, alone, astray, spots
from pipeline.targets.engine.fragment import Fragment
from pipeline.targets.engine.link import link
from pipeline.targets.shares import stem

TARGET = "handouts"


@dataclass(frozen=True, slots=True)
class Draft:
    """A handout before it is linked: its note, and what it is made of; `end` is what stands behind the note."""

    head: m.Header
    key: str
    """Of the compiled note."""
    body: tuple[Fragment, ...]
    end: Fragment | None = None
    claim: Callable[[], conserve.Claim] | None = None
    """What it must print, if that is not what the book prints of the note, nor on a page of its own."""
    problems: tuple[Problem, ...] = ()

    @property
    def fragments(self) -> tuple[Fragment, ...]:
        return (*self.body, self.end) if self.end else self.body


def made(edition: Edition, book: Printed) -> Sequence[m.Product]:
    """A file for each note of a printed book; raises `Stop` when one of them lacks many words of its note."""
    drafts = list(_drafts(edition, book))
    drafts = _fitted(edition, drafts) if edition.fit else _ended(edition, drafts)
    names = _names(edition)
    products = [_linked(edition, draft, names, book.output) for draft in drafts]
    losses = _losses(edition, drafts, products)
    told = [conserve.problems(found, TARGET, draft.head.words) for draft, found in zip(drafts, losses, strict=True)]
    if any(conserve.are_many(found, draft.head.words) for draft, found in zip(drafts, losses, strict=True)):
        raise Stop(*(problem for problems in told for problem in problems))
    return [replace(p, problems=(*p.problems, *problems)) for p, problems in zip(products, told, strict=True)]


def _drafts(edition: Edition, book: Printed) -> Iterator[Draft]:
    """The fragments of each note as the book has them, but for notes that could not be set."""
    failed = set(map(stem, book.failed))
    found: dict[str, list[Fragment]] = {}
    for fragment in book.body:
        found.setdefault(stem(fragment.name), []).append(fragment)
    for head, key in zip(edition.book.notes, edition.keys, strict=True):
        if head.id not in failed:
            yield Draft(head, key, tuple(found[head.id]))


def _fitted(edition: Edition, drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts set anew, each to fill one sheet."""
    from pipeline.fitting import fitted  # noqa: PLC0415 - for those who ask for it

    found = fitted(edition, [(d.head, d.key, tuple(_others(edition, d.body))) for d in drafts])
    return [
        replace(draft, body=(fit.fragment,), claim=fit.claim, problems=fit.problems)
        for draft, fit in zip(drafts, found, strict=True)
    ]


# ------------------------------------------------------------------ what stands at the end


def _ended(edition: Edition, drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts with what stands at their ends, a part of its own that begins a page: it may be held back."""
    stage = digest("handout", fingerprint("hand out"), fingerprint("compile"), edition.compiler.desk.digest)
    others = [tuple(_others(edition, draft.body)) for draft in drafts]
    keys = [digest(stage, draft.key, repr(named)) for draft, named in zip(drafts, others, strict=True)]
    sheets = edition.floor.each(keys, range(len(keys)), lambda at: _end(edition, drafts[at], others[at]))
    wanted = [sheet for sheet in sheets if sheet.weight]
    fragments, _, failures = set_all(edition, wanted)
    unset(failures)
    ends = {stem(fragment.name): fragment for fragment in fragments}
    return [replace(draft, end=ends.get(draft.head.id)) for draft in drafts]


def _end(edition: Edition, draft: Draft, others: Sequence[handout.Other]) -> pdf.Sheet:
    compiled: Compiled = edition.floor.heavy(f"{draft.key} heavy")
    head, desk = draft.head, edition.compiler.desk
    body = handout.end(head, edition.parts[head.id], compiled.printed.answers, others, desk)
    leaf = handout.leaf(head, body, desk)
    sheet = edition.compiler.press.sheet(leaf)
    edition.floor.keep(f"{sheet.content} markup", leaf.markup)
    return sheet


def _others(edition: Edition, fragments: Sequence[Fragment]) -> Iterator[handout.Other]:
    """The other notes that fragments lead to, in the order in which they are named."""
    heads = {head.id: head for head in edition.book.notes}
    own = stem(fragments[0].name)
    led = dict.fromkeys(_note_of(target) for fragment in fragments for target in astray(fragment))
    yield from (handout.other(heads[name], edition.parts[name]) for name in led if name in heads and name != own)


def _note_of(anchor: str) -> str:
    return anchor.partition("--")[0]


# ------------------------------------------------------------------ linking


def _names(edition: Edition) -> Mapping[str, str]:
    """Anchor of a line of the glossary or the acronyms → the anchor of the block that explains it."""
    book = edition.book
    lists = (("glossary", book.glossary), ("acronyms", book.acronyms))
    return {pages.line_of(kind, entry): entry.anchor for kind, entries in lists for entry in entries}


def _linked(edition: Edition, draft: Draft, names: Mapping[str, str], output: Path) -> m.Product:
    """The file of a handout; one that is in the output folder already is not written again."""
    path = f"{TARGET}/{draft.head.id}.pdf"
    about = handout.about(draft.head, edition.book)
    fragments = list(_alone(draft.fragments, names))
    key = digest("linked", fingerprint("set"), repr(about), *(f"{f.name} {f.key}" for f in fragments))
    record, memory = f"handout {(output / path).resolve()}", edition.floor.memory
    known: tuple[str, m.Product] | None = memory.get(record)
    if known and known[0] == key and _holds(output / path, known[1].sha256):
        memory.put(record, known, shared=False)
        return _told(replace(known[1], data=output / path), draft)
    place = edition.floor.scratch / TARGET / Path(path).name
    place.parent.mkdir(exist_ok=True)
    with place.open("wb") as file:
        linked = link(file, (), fragments, about, Store(edition), totals=True)
    starts = zip(fragments, linked.first, strict=True)
    parts = tuple((f.name, start, start + f.pages - 1) for f, start in starts)
    told = tuple(_astray(draft.head.path, linked.unresolved))
    product = m.Product(TARGET, path, place, linked.sha256, linked.size, linked.pages, parts, problems=told)
    memory.put(record, (key, product), shared=False)
    return _told(product, draft)


def _told(product: m.Product, draft: Draft) -> m.Product:
    """The product with what was to be said before it was made."""
    return replace(product, problems=(*draft.problems, *product.problems))


def _holds(path: Path, sha256: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def _alone(fragments: Sequence[Fragment], names: Mapping[str, str]) -> Iterator[Fragment]:
    """Fragments with names for what the book has elsewhere.

    A term of the glossary is found where it is explained, another note on its line at the end.
    """
    known = [spots(fragment) for fragment in fragments]
    wanted = dict.fromkeys(target for fragment in fragments for target in astray(fragment))
    for fragment, own in zip(fragments, known, strict=True):
        added: dict[str, Spot] = {}
        for target in wanted:
            place = names.get(target, f"elsewhere--{_note_of(target)}")
            if place in own and not any(target in each for each in known):
                added[target] = own[place]
        yield alone(fragment, added)


def _astray(path: str, unresolved: Sequence[tuple[str, str]]) -> Iterator[Problem]:
    hint = "please report this: no note should make such a link"
    for name, target in unresolved:
        yield Problem(path, 0, 0, "warning", "engine", f"{name}: nothing is called {target}", hint)


# ------------------------------------------------------------------ proof


def _losses(
    edition: Edition, drafts: Sequence[Draft], products: Sequence[m.Product]
) -> list[tuple[conserve.Loss, ...]]:
    """The words of each note that its finished handout lacks; what is made of the same is not read again."""
    keys = [
        digest("proved", fingerprint("prove"), TARGET, draft.key, *(fragment.key for fragment in draft.fragments))
        for draft in drafts
    ]
    return edition.floor.each(keys, range(len(keys)), lambda at: _lost(edition, drafts[at], products[at]))


def _lost(edition: Edition, draft: Draft, product: m.Product) -> tuple[conserve.Loss, ...]:
    source = edition.vault.source(draft.head.path).text
    with proof.words(product) as text:
        told = "\n".join(text(fragment.name) for fragment in draft.body)
        if draft.claim:
            return conserve.lost(draft.claim(), source, told, lambda: conserve.found(told))
        compiled: Compiled = edition.floor.heavy(f"{draft.key} heavy")
        return conserve.lost(compiled.claim, source, told, lambda: conserve.found(text(handout.named(draft.head.id))))
