"""Asks every source for mnemonics of a list, proves each, and puts the best first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from string import ascii_lowercase

from pipeline.mnemonic import acrostic, coin, lexicon, rank
from pipeline.mnemonic.candidate import Candidate, Kind, Tie, Wish
from pipeline.mnemonic.keys import Keys, first_only, keys_of
from pipeline.mnemonic.known import recognise
from pipeline.mnemonic.lexicon import Lexicon
from pipeline.mnemonic.phrase import phrases
from pipeline.mnemonic.shuffle import shuffled
from pipeline.mnemonic.spell import Step, spellings
from pipeline.mnemonic.verify import sound
from pipeline.mnemonic.vocabulary import NOTHING, Vocabulary

SIZES = range(3, 17)
ALL_KEYS = 8  # items up to which every key is tried; longer lists give their first letters only
LIMITS = {3: 1.7, 4: 1.7, 5: 1.7, 6: 2.2, 7: 2.2, 8: 2.2}  # what the keys of a word may cost
LONGER = 3  # letters a word may have more than there are items
PHRASE_FROM = 5  # items: fewer need no second word
MOST = 10  # candidates of each kind
SENTENCES = 2  # where nothing shorter may be shown; one beside it


def candidates(
    wish: Wish, *, library: bool = True, top: int = 5, own: Vocabulary = NOTHING, more: Sequence[Candidate] = ()
) -> tuple[Candidate, ...]:
    """The best mnemonics for a list, best first: what the field knows, what may be shown, what may not.

    `own` are words of the author; `more` candidates of another source are proved and ranked with the others.
    """
    keys = keys_of(wish.items)
    found = list(_made(wish, keys, own)) if len(keys) in SIZES and all(keys) else []
    found += more
    if found and not wish.ordered and sum(each.grade != "hidden" for each in found) < top:
        found += _shuffled(wish, keys, lexicon.load(own.extra))  # they come after all others, and are many to try
    usual = shared(wish, own) if library else ()
    return tuple(islice(_proved(wish, (*usual, *sorted(found, key=_rank)), own), top))


def printable(wish: Wish, own: Vocabulary = NOTHING) -> tuple[Candidate, ...]:
    """The mnemonics of grade A that can be made for a list, best first.

    A list without order has a word or none: neither sentences nor phrases are tried.
    """
    keys = keys_of(wish.items)
    if len(keys) not in SIZES or not all(keys):
        return ()
    found = _made(wish, keys, own) if wish.ordered else (*_words(wish, keys, own), *_initials(wish, keys))
    fit = (each for each in found if each.grade == "A")
    return tuple(_proved(wish, sorted(fit, key=_rank), own))


def shared(wish: Wish, own: Vocabulary = NOTHING) -> tuple[Candidate, ...]:
    """What all learners of a field say for this list, the usual one first."""
    return tuple(_proved(wish, recognise(wish), own))


def _rank(candidate: Candidate) -> tuple[bool, float, str]:
    return (candidate.grade == "hidden", candidate.cost, candidate.text)


def _proved(wish: Wish, found: Iterable[Candidate], own: Vocabulary) -> Iterator[Candidate]:
    """Those that the verifier and the author let pass, each text once."""
    told: set[str] = set()
    for each in found:
        if each.text not in told and not own.refuses(each.text) and sound(wish, each):
            told.add(each.text)
            yield each


def _made(wish: Wish, keys: Keys, own: Vocabulary) -> Iterator[Candidate]:
    known = lexicon.load(own.extra)
    short = [*_words(wish, keys, own), *_initials(wish, keys)]
    if len(keys) >= PHRASE_FROM:
        short += _phrases(wish, keys, own)
    if wish.ordered:
        short += _coined(wish, keys, known)
    yield from short
    shown = any(each.grade != "hidden" for each in short)
    yield from _sentences(wish, keys, 1 if shown else SENTENCES, own)


def _words(wish: Wish, keys: Keys, own: Vocabulary) -> Iterator[Candidate]:
    words, count = lexicon.load(own.extra), len(keys)
    options = keys if count <= ALL_KEYS else first_only(keys)
    trie = lexicon.trie(count, count + LONGER, own.extra)
    for each in spellings(options, trie, LIMITS.get(count, 0.0), ordered=wish.ordered, whole=True):
        yield _candidate(wish, "word", (each.word,), each.path, rank.word_cost(words, words.place(each.word)))


def _phrases(wish: Wish, keys: Keys, own: Vocabulary) -> Iterator[Candidate]:
    trie = lexicon.trie(min(lexicon.LENGTHS), max(lexicon.LENGTHS), own.extra)
    parts = spellings(first_only(keys), trie, 0.0, ordered=wish.ordered, whole=False)
    for each in phrases(lexicon.load(own.extra), parts, len(keys), ordered=wish.ordered, most=MOST):
        a, b = (part.spelling for part in each.parts)
        yield _candidate(wish, "two", (a.word, b.word), a.path + b.path, rank.TWO + each.cost)


def _coined(wish: Wish, keys: Keys, known: Lexicon) -> Iterator[Candidate]:
    """The initials in order, when they can be said; what turns out to be a word is one, however rare."""
    path = tuple(enumerate(options[0] for options in keys))
    word = "".join(key.letters for _, key in path)
    effort = coin.effort(word)
    if effort is not None:
        kind: Kind = "made-up" if known.place(word) < 0 else "word"
        odd = rank.ODD * max(0.0, known.oddity(word) - rank.USUAL)
        yield _candidate(wish, kind, (word,), path, rank.COINED + effort + odd)


def _shuffled(wish: Wish, keys: Keys, known: Lexicon) -> Iterator[Candidate]:
    """The initials of a free list in other orders that can be said."""
    for effort, word, path in shuffled(known, [options[0] for options in keys], MOST):
        if known.place(word) < 0:
            yield _candidate(wish, "made-up", (word,), path, rank.COINED_FREE + effort)


def _sentences(wish: Wish, keys: Keys, most: int, own: Vocabulary) -> Iterator[Candidate]:
    extra = rank.SENTENCE if wish.ordered else rank.SENTENCE_FREE
    for each in acrostic.sentences(wish, keys, most, frozenset(own.refused)):
        letters = [(tie.letters.lower(), True) for tie in each.ties]
        grade, reason = rank.grade(each.kind, each.cost, letters, ordered=wish.ordered)
        yield replace(each, cost=round(each.cost + extra, 3), grade=grade, reason=reason)


def _initials(wish: Wish, keys: Keys) -> Iterator[Candidate]:
    """The plain initials: good when they follow the alphabet (ABCDE), fair for a short list in order (PDCA)."""
    path = list(enumerate(options[0] for options in keys))
    in_row = path if wish.ordered else sorted(path, key=lambda step: step[1].letters)
    letters = "".join(key.letters for _, key in in_row)
    if len(letters) >= rank.RUN_FROM and letters in ascii_lowercase:
        yield _candidate(wish, "initials", (letters,), in_row, rank.RUN)
    else:
        few = wish.ordered and len(keys) <= rank.FEW_LETTERS
        cost = rank.INITIALS if few else rank.MANY_INITIALS
        yield _candidate(wish, "initials", ("".join(key.letters for _, key in path),), path, cost)


def _candidate(wish: Wish, kind: Kind, words: Sequence[str], path: Sequence[Step], cost: float) -> Candidate:
    """A candidate in capitals, its ties laid along the words; the keys' cost comes on top of the words'."""
    text = " ".join(words).upper()
    ties, at = [], 0
    for item, key in path:
        at += text[at] == " "
        end = at + len(key.letters)
        ties.append(Tie(item, text[at:end], (at, end), key.source))
        at = end
    total = round(cost + sum(key.cost for _, key in path) + rank.fit(words, wish), 3)
    letters = [(key.letters, key.kind == "first") for _, key in path]
    grade, reason = rank.grade(kind, total, letters, ordered=wish.ordered, text=text)
    return Candidate(text, kind, grade, total, tuple(ties), reason)
