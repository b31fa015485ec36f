"""Writes a sentence whose words begin with the initials of an ordered list, from a bank of words that go together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

from pipeline.enrich.mnemonics import store
from pipeline.enrich.mnemonics.candidate import Candidate, Cue
from pipeline.enrich.mnemonics.keys import Key

LONGEST = 7  # words of a sentence; longer lists get two
EFFORT = 1.5  # a sentence has to be learnt itself
LATER = 0.04  # for each better word of the bank that is passed over

# what may stand before the creatures, before the objects and at the end, and what it takes from the sentence's ease
_OPENINGS = (
    (("kinds",), 0.0),
    ((), 0.15),
    (("numbers",), 0.15),
    (("numbers", "kinds"), 0.2),
    (("kinds", "kinds"), 0.5),
)
_MIDDLES = ((("scene kinds",), 0.0), ((), 0.1), (("owners",), 0.2), (("owners", "scene kinds"), 0.3))
_ENDS = (
    ((), 0.0),
    (("manners",), 0.1),
    (("where", "places"), 0.15),
    (("company", "creatures"), 0.2),
    (("company", "kinds", "creatures"), 0.3),
    (("manners", "where", "places"), 0.3),
)

Shelf = Mapping[str, tuple[str, ...]]
"""The words of one class by their first letter, better ones first."""


@dataclass(frozen=True, slots=True)
class Bank:
    """The words for sentences: those that fit anywhere, and those of each scene."""

    general: Mapping[str, Shelf]
    scenes: tuple[Mapping[str, Shelf], ...]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence in the making; the cheaper, the better."""

    words: tuple[str, ...]
    cost: float


def acrostic(keys: tuple[tuple[Key, ...], ...]) -> Candidate | None:
    """A sentence, or two for a long list; `None` when the bank has no words for these initials."""
    initials = [options[0] for options in keys]
    letters = "".join(key.chunk for key in initials)
    sentences = _sentences(letters)
    if not sentences:
        return None
    cost = EFFORT + sum(s.cost for s in sentences) + 0.2 * (len(sentences) - 1)
    shown = " ".join(" ".join(s.words).capitalize() + "." for s in sentences)
    cues = tuple(Cue(i, key.at) for i, key in enumerate(initials))
    return Candidate("acrostic", shown.replace("_", "\u00a0"), cues, round(cost, 3))


def _sentences(letters: str) -> tuple[_Sentence, ...]:
    if len(letters) <= LONGEST:
        best = _best(letters, ())
        return (best,) if best else ()
    middle = (len(letters) + 1) // 2
    first = _best(letters[:middle], ())
    second = _best(letters[middle:], first.words) if first else None
    return (first, second) if first and second else ()


def _best(letters: str, taken: tuple[str, ...]) -> _Sentence | None:
    """The easiest of all sentences the grammar allows for these letters, without the words already taken."""
    return min(_all(letters, taken), key=lambda s: (s.cost, s.words), default=None)


def _all(letters: str, taken: tuple[str, ...]) -> Iterator[_Sentence]:
    bank = load()
    for scene in bank.scenes:
        shelves = {**bank.general, **scene}
        for frame, effort in _frames(len(letters)):
            sentence = _filled(letters, frame, shelves, taken)
            if sentence:
                yield _Sentence(sentence.words, sentence.cost + effort)


@cache
def _frames(length: int) -> tuple[tuple[tuple[str, ...], float], ...]:
    """The classes of words that make a sentence of this length, and how far each is from the plainest."""
    found = []
    for (opening, a), (middle, b), (end, c) in product(_OPENINGS, _MIDDLES, _ENDS):
        frame = (*opening, "creatures", "verbs", *middle, "objects", *end)
        if len(frame) == length:
            found.append((frame, a + b + c))
    return tuple(found)


def _filled(
    letters: str, frame: tuple[str, ...], shelves: Mapping[str, Shelf], taken: tuple[str, ...]
) -> _Sentence | None:
    words: list[str] = []
    passed = 0
    for letter, sort in zip(letters, frame, strict=True):
        choice = shelves[sort].get(letter, ())
        place = next((i for i, word in enumerate(choice) if word not in words and word not in taken), -1)
        if place < 0:
            return None
        passed += place
        words.append(choice[place])
    return _Sentence(tuple(words), LATER * passed)


@cache
def load() -> Bank:
    data = store.table("bank.yml")
    scenes = tuple(
        {"verbs": _shelf(s["verbs"]), "scene kinds": _shelf(s["kinds"]), "objects": _shelf(s["objects"])}
        for s in data.pop("scenes").values()
    )
    return Bank({name: _shelf(words) for name, words in data.items()}, scenes)


def _shelf(words: str) -> Shelf:
    shelf: dict[str, list[str]] = defaultdict(list)
    for word in words.split():
        shelf[word[0]].append(word)
    return {letter: tuple(found) for letter, found in shelf.items()}
