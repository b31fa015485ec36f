"""Asks every source for mnemonics of a list, proves each, and puts the best first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from string import ascii_lowercase

from pipeline.mnemonic import coin, lexicon, rank
from pipeline.mnemonic.candidate import Candidate, Kind, Tie, Wish
from pipeline.mnemonic.keys import Keys, first_only, keys_of
from pipeline.mnemonic.phrase import phrases
from pipeline.mnemonic.shuffle import shuffled
from pipeline.mnemonic.spell import Step, spellings
from pipeline.mnemonic.verify import sound

SIZES = range(3, 17)
ALL_KEYS = 8  # items up to which every key is tried; longer lists give their first letters only
LIMITS = {3: 1.7, 4: 1.7, 5: 1.7, 6: 2.2, 7: 2.2, 8: 2.2}  # what the keys of a word may cost
LONGER = 3  # letters a word may have more than there are items
PHRASE_FROM = 5  # items: fewer need no second word
MOST = 10  # candidates of each kind


def candidates(wish: Wish, *, library: bool = True, top: int = 5) -> tuple[Candidate, ...]:
    """The best mnemonics for a list, best first: what the field knows, what may be shown, what may not."""
    keys = keys_of(wish.items)
    found = _made(wish, keys) if len(keys) in SIZES and all(keys) else ()
    return _ranked(wish, found)[:top]


def _ranked(wish: Wish, found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    best: dict[str, Candidate] = {}
    for each in found:
        if (each.text not in best or _rank(each) < _rank(best[each.text])) and sound(wish, each):
            best[each.text] = each
    return tuple(sorted(best.values(), key=_rank))


def _rank(candidate: Candidate) -> tuple[bool, float, str]:
    return (candidate.grade == "hidden", candidate.cost, candidate.text)


def _made(wish: Wish, keys: Keys) -> Iterator[Candidate]:
    yield from _words(wish, keys)
    if len(keys) >= PHRASE_FROM:
        yield from _phrases(wish, keys)
    yield from _said(wish, keys)
    yield from _initials(wish, keys)


def _words(wish: Wish, keys: Keys) -> Iterator[Candidate]:
    words, count = lexicon.load(), len(keys)
    options = keys if count <= ALL_KEYS else first_only(keys)
    trie = lexicon.trie(count, count + LONGER)
    for each in spellings(options, trie, LIMITS.get(count, 0.0), ordered=wish.ordered, whole=True):
        yield _candidate(wish, "word", (each.word,), each.path, rank.word_cost(words, words.place(each.word)))


def _phrases(wish: Wish, keys: Keys) -> Iterator[Candidate]:
    trie = lexicon.trie(min(lexicon.LENGTHS), max(lexicon.LENGTHS))
    parts = spellings(first_only(keys), trie, 0.0, ordered=wish.ordered, whole=False)
    for each in phrases(lexicon.load(), parts, len(keys), ordered=wish.ordered, most=MOST):
        a, b = (part.spelling for part in each.parts)
        yield _candidate(wish, "two", (a.word, b.word), a.path + b.path, rank.TWO + each.cost)


def _said(wish: Wish, keys: Keys) -> Iterator[Candidate]:
    """The initials, when they can be said; what turns out to be a word is one, however rare."""
    known = lexicon.load()
    initials = tuple(options[0] for options in keys)
    if wish.ordered:
        word = "".join(key.letters for key in initials)
        effort = coin.effort(word)
        ways = [] if effort is None else [(effort, word, tuple(enumerate(initials)))]
    else:
        ways = shuffled(known, initials, MOST)
    for effort, word, path in ways:
        kind: Kind = "made-up" if known.place(word) < 0 else "word"
        yield _candidate(wish, kind, (word,), path, (rank.COINED if wish.ordered else rank.COINED_FREE) + effort)


def _initials(wish: Wish, keys: Keys) -> Iterator[Candidate]:
    """The plain initials, which are better than nothing only when they follow the alphabet: ABCDE."""
    path = list(enumerate(options[0] for options in keys))
    in_row = path if wish.ordered else sorted(path, key=lambda step: step[1].letters)
    letters = "".join(key.letters for _, key in in_row)
    if len(letters) >= rank.RUN_FROM and letters in ascii_lowercase:
        yield _candidate(wish, "initials", (letters,), in_row, rank.RUN)
    else:
        yield _candidate(wish, "initials", ("".join(key.letters for _, key in path),), path, rank.INITIALS)


def _candidate(wish: Wish, kind: Kind, words: Sequence[str], path: Sequence[Step], cost: float) -> Candidate:
    """A candidate in capitals, its ties laid along the words; the keys' cost comes on top of the words'."""
    text = " ".join(words).upper()
    ties, at = [], 0
    for item, key in path:
        at += text[at] == " "
        end = at + len(key.letters)
        ties.append(Tie(item, text[at:end], (at, end), key.source))
        at = end
    keys = tuple(key for _, key in path)
    total = round(cost + sum(key.cost for key in keys), 3)
    grade, reason = rank.grade(kind, total, keys, ordered=wish.ordered)
    return Candidate(text, kind, grade, total, tuple(ties), reason)
