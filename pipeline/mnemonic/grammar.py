"""Which class of words may follow which in a sentence, and what each step takes from its ease.

A small automaton. Sentences say who did what: [how many] [what kind of] creatures, perhaps an adverb, a verb, and what
it was done to or where. Creatures are plural and verbs past, so no word changes its form for another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

START = "start"

_SCENES = {
    "fruit": 0.0,
    "treats": 0.0,
    "meals": 0.0,
    "drinks": 0.05,
    "things": 0.05,
    "music": 0.1,
    "books": 0.1,
    "clothes": 0.05,
    "rides": 0.05,
    "places": 0.15,
    "plants": 0.1,
    "games": 0.15,
    "gems": 0.1,
    "friends": 0.1,
}
_COUNTED = frozenset({"things", "music", "clothes", "rides", "places", "friends"})  # all objects are plural
_GIVEN = frozenset({"fruit", "treats", "meals", "drinks", "things", "music", "books", "clothes", "plants", "gems"})
_WILD = frozenset({"fruit", "treats", "meals", "drinks", "plants", "friends", "places"})  # what beasts care for
_TAME = 0.25  # for a beast that reads, drives or dresses
_MOVED = frozenset({"rides", "friends"})  # what can be done all the way across a country


@dataclass(frozen=True, slots=True)
class Arc:
    """A step to state `to` by a word of class `sort`."""

    sort: str
    to: str
    cost: float


_WHO = """
start    moods    kindly   0      start    animals  beast    0.25    start    people   who      0.25
start    names    named    0.2    start    numbers  counted  0.15    start    the      counted  0.3
start    sizes    sized    0.15   start    coats    coated   0.2
kindly   animals  beast    0      kindly   people   who      0       kindly   names    named    0.45
kindly   sizes    sized    0.3    kindly   coats    coated   0.45    kindly   moods    moody    0.5
counted  moods    moody    0      counted  animals  beast    0.1     counted  people   who      0.1
counted  sizes    sized    0.1    counted  coats    coated   0.2
moody    animals  beast    0      moody    people   who      0       moody    coats    coated   0.45
sized    animals  beast    0      sized    coats    coated   0.3     coated   animals  beast    0
who      and      whoand   0.45   beast    and      whoand   0.45
whoand   animals  beasts    0.1     whoand   people   whos     0.1
named    and      nameand  0.35   nameand  names    whos     0
"""
_ADVERBS = (("manners", 0.3), ("often", 0.25))
_ALONE = """
rested   manners  how      0.15   rested   times    done     0.2     rested   and      restand  0.35
restand  rested   resting  0      resting  manners  how      0.25    resting  times    done     0.3
moved    manners  how      0.2    moved    times    done     0.2     moved    across   across   0.1
moved    and      movand   0.35   movand   moved    moving   0.1     moving   across   across   0.15
moving   manners  how      0.25   moving   times    done     0.3     across   across.places there  0
"""
_WHERE = """
inside   in.places   there  0     onto     on.places   there  0      at       at.places   there  0
over     over.places there  0
near     near.places there  0     near     places.kinds nearby 0.1   nearby   places.objects there 0
with     animals  there    0.1    with     people   there    0.1     with     names    there    0.15
with     moods    withkind 0      with     numbers  withsome 0.2     with     sizes    withsize 0.1
with     coats    withsize 0.15
withsome animals  there    0      withsome people   there    0       withsome moods    withmood 0.1
withkind animals  there    0      withkind people   there    0       withkind names    there    0.3
withmood animals  there    0      withmood people   there    0       withsize animals  there    0
how      times    done     0.35   there    times    done     0.3     there    company  with     0.45
"""
_PLACED = (
    ("inside", "inside", 0.15),
    ("onto", "onto", 0.3),
    ("at", "at", 0.25),
    ("near", "near", 0.2),
    ("over", "over", 0.3),
)
_ENDS = ("rested", "resting", "moved", "moving", "how", "there", "done")


@cache
def arcs() -> Mapping[str, tuple[Arc, ...]]:
    """The steps from each state."""
    found: dict[str, list[Arc]] = {}
    for start, arc in _all():
        found.setdefault(start, []).append(arc)
    return {start: tuple(steps) for start, steps in found.items()}


@cache
def ends() -> frozenset[str]:
    """The states in which a sentence may stop."""
    return frozenset((*_ENDS, *(f"{part}.{scene}" for scene in _SCENES for part in ("what", "whats"))))


@cache
def least(length: int) -> Mapping[str, float]:
    """For each state that can end in so many words: what they cost at least, whatever their letters."""
    if not length:
        return dict.fromkeys(ends(), 0.0)
    rest = least(length - 1)
    found: dict[str, float] = {}
    for start, steps in arcs().items():
        costs = [arc.cost + rest[arc.to] for arc in steps if arc.to in rest]
        if costs:
            found[start] = min(costs)
    return found


def _all() -> Iterator[tuple[str, Arc]]:
    for table in (_WHO, _ALONE, _WHERE):
        cells = table.split()
        for start, sort, to, cost in zip(cells[::4], cells[1::4], cells[2::4], cells[3::4], strict=True):
            yield start, Arc(sort, to, float(cost))
    alone = ("rested", "resting", "moved", "moving")
    for subjects, doing in ((("who", "whos", "named"), "doing"), (("beast", "beasts"), "prowling")):
        yield from ((start, Arc(sort, doing, cost)) for start in subjects for sort, cost in _ADVERBS)
        yield from ((start, arc) for start in (*subjects, doing) for arc in _deeds(tame=doing == "prowling"))
    yield from ((state, Arc(*place)) for state in (*alone, "how") for place in _PLACED)
    yield from ((state, Arc("company", "with", 0.2)) for state in alone)
    for scene in _SCENES:
        yield from _object(scene)


def _deeds(*, tame: bool) -> Iterator[Arc]:
    """What somebody does; of a `tame` beast it is told with regret that it reads or drives."""
    yield Arc("rested", "rested", 0.3)
    yield Arc("moved", "moved", 0.3)
    for scene, cost in _SCENES.items():
        yield Arc(f"{scene}.verbs", f"did.{scene}", cost + _TAME * (tame and scene not in _WILD))


def _object(scene: str) -> Iterator[tuple[str, Arc]]:
    """What the deed was done to, and what may be said after it."""
    did, kind, own, what, whats = (f"{part}.{scene}" for part in ("did", "kind", "own", "what", "whats"))
    kinds, colours, objects = (f"{scene}.{sort}" for sort in ("kinds", "colours", "objects"))
    sorts = ("animals", "people") if scene == "friends" else (objects,)
    for sort in sorts:
        yield from ((state, Arc(sort, what, cost)) for state, cost in ((did, 0.15), (kind, 0.0), (own, 0.1)))
        yield f"and.{scene}", Arc(sort, whats, 0.0)
    if scene == "friends":
        yield from ((did, Arc("names", what, 0.25)), (kind, Arc("names", what, 0.4)))
        yield f"tint.{scene}", Arc("animals", what, 0.0)
    else:
        yield f"tint.{scene}", Arc(objects, what, 0.0)
        yield kind, Arc(kinds, f"kinds.{scene}", 0.3)
        yield f"kinds.{scene}", Arc(objects, what, 0.0)
    yield did, Arc(kinds, kind, 0.0)
    for state, cost in ((did, 0.25), (kind, 0.3), (own, 0.25)):
        yield state, Arc(colours, f"tint.{scene}", cost)
    if scene != "games":
        yield from ((did, Arc("the", own, 0.35)), (did, Arc("theirs", own, 0.3)), (own, Arc(kinds, kind, 0.05)))
    if scene in _COUNTED:
        yield did, Arc("numbers", own, 0.3)
    yield what, Arc("and", f"and.{scene}", 0.4)
    for state in (what, whats):
        yield from ((state, Arc(sort, to, cost)) for sort, to, cost in _PLACED)
        yield from ((state, Arc("manners", "how", 0.35)), (state, Arc("times", "done", 0.4)))
        yield state, Arc("company", "with", 0.35)
        if scene in _GIVEN:
            yield state, Arc("for", "with", 0.3)
        if scene in _MOVED:
            yield state, Arc("across", "across", 0.25)
