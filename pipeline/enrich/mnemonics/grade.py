"""Decides which mnemonic of a list is good enough to be printed; a silly one is worse than none."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.enrich.mnemonics.acrostic import acrostic
from pipeline.enrich.mnemonics.candidate import Candidate
from pipeline.enrich.mnemonics.coinage import coinage
from pipeline.enrich.mnemonics.keys import keys_of
from pipeline.enrich.mnemonics.search import strays_allowed, words

ALL_KEYS = 8  # items up to which every key is tried; longer lists give their first letters only
COINAGE, ACROSTIC = 1.2, 2.2
SENTENCE_FROM = 4  # items: fewer are remembered without a sentence


def candidates(labels: Sequence[str], *, ordered: bool) -> tuple[Candidate, ...]:
    """Everything found for a list, best first; what is made up needs an order worth keeping."""
    keys = keys_of(labels, every=len(labels) <= ALL_KEYS)
    if not all(keys):
        return ()
    real = words(keys, ordered=ordered)
    made_up = (coinage(keys), acrostic(keys)) if ordered else ()
    found = (*real, *(c for c in made_up if c and c.text not in {word.text for word in real}))
    return tuple(sorted(found, key=lambda c: c.rank))


def best(labels: Sequence[str], *, ordered: bool) -> Candidate | None:
    """The best mnemonic that deserves to be printed."""
    return next((c for c in candidates(labels, ordered=ordered) if is_good(c) and is_clear(c, labels)), None)


def is_good(candidate: Candidate) -> bool:
    """Whether learning the mnemonic costs less than learning the list."""
    items = len(candidate.cues)
    match candidate.kind:
        case "known":
            return True
        case "word":
            return candidate.strays <= strays_allowed(items) and candidate.cost <= _word_limit(items)
        case "coinage":
            return candidate.cost <= COINAGE
        case "acrostic":
            return items >= SENTENCE_FROM and candidate.cost <= ACROSTIC


def is_clear(candidate: Candidate, labels: Sequence[str]) -> bool:
    """Whether the letters tell the items apart: one of four items may share its letter with another."""
    letters = {tuple(labels[cue.item][at].casefold() for at in cue.at) for cue in candidate.cues}
    return len(labels) - len(letters) <= max(1, len(labels) // 4)


def _word_limit(items: int) -> float:
    """Three things are soon remembered: only a very good word helps; six or more are glad of a fair one."""
    return 0.4 if items == 3 else 1.3 if items <= 5 else 1.9
