"""What the author has decided for the lists of a vault: a mnemonic that is used for good, own words, or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from pipeline.mnemonic.alike import Bag, bag_of, matched
from pipeline.mnemonic.candidate import Candidate
from pipeline.mnemonic.vocabulary import NOTHING, Vocabulary

Origin = Literal["author", "generated", "llm"]


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision for one list. Without a mnemonic, there is to be none.

    The ties of the author's own words may leave items out, a rhyme has none; those of accepted ones are complete.
    """

    mnemonic: Candidate | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Entry:
    """A list with what is decided for it, if anything; the items of its ties are those of this list.

    `ordered` lists are the same only in the same order.
    """

    items: tuple[str, ...]
    ordered: bool
    choice: Choice | None


@dataclass(frozen=True, slots=True)
class Decisions:
    """Everything that the files of a vault say of mnemonics. `index` finds entries by their size and a word.

    With `numbers`, dates get some, too.
    """

    entries: tuple[Entry, ...] = ()
    vocabulary: Vocabulary = NOTHING
    numbers: bool = False
    index: Mapping[tuple[int, str], tuple[int, ...]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, entries: Sequence[Entry], vocabulary: Vocabulary = NOTHING) -> Decisions:
        index: dict[tuple[int, str], tuple[int, ...]] = {}
        for place, entry in enumerate(entries):
            for word in sorted(frozenset[str]().union(*_bags(entry.items))):
                key = len(entry.items), word
                index[key] = (*index.get(key, ()), place)
        return cls(tuple(entries), vocabulary, index=index)

    def chosen(self, items: Sequence[str], ordered: bool) -> Choice | None:
        """What is decided for a list, its ties for the items as they are worded and placed now; None for nothing.

        Lists are the same when their items are, one by one, at least nine tenths alike; the nearest one counts.
        """
        found = self._nearest(items, ordered=ordered, decided=True)
        return _moved(*found) if found else None

    def knows(self, items: Sequence[str], ordered: bool) -> bool:
        """Whether the list has an entry, decided or not."""
        return self._nearest(items, ordered=ordered, decided=False) is not None

    def _nearest(
        self, items: Sequence[str], *, ordered: bool, decided: bool
    ) -> tuple[Choice | None, tuple[int, ...]] | None:
        bags = _bags(items) if self.entries else []
        best: tuple[float, int, Choice | None, tuple[int, ...]] | None = None
        for place in self._near(bags):
            entry = self.entries[place]
            if decided and not entry.choice:
                continue
            names = [(bag,) for bag in _bags(entry.items)]
            order, likeness = matched(names, bags, in_order=ordered and entry.ordered)
            if order and _fits(entry.choice, order, ordered=ordered) and (not best or likeness > best[0]):
                best = likeness, place, entry.choice, order
        return (best[2], best[3]) if best else None

    def _near(self, bags: Sequence[Bag]) -> Iterable[int]:
        """The entries that share a word with each item."""
        size = len(bags)
        shared = [{place for word in bag for place in self.index.get((size, word), ())} for bag in bags]
        return sorted(set.intersection(*shared)) if shared else ()


UNDECIDED = Decisions()


def _bags(items: Sequence[str]) -> list[Bag]:
    return [bag_of(item) for item in items]


def _fits(choice: Choice | None, order: Sequence[int], *, ordered: bool) -> bool:
    """Whether a mnemonic tells the items in their order, if they have one; the author's own words may do otherwise."""
    if not ordered or not choice or not choice.mnemonic or choice.origin == "author":
        return True
    told = [order[tie.item] for tie in choice.mnemonic.ties]
    return told == sorted(told)


def _moved(choice: Choice | None, order: Sequence[int]) -> Choice | None:
    """The choice, its ties pointing at the items in their present places."""
    if not choice or not choice.mnemonic:
        return choice
    ties = tuple(replace(tie, item=order[tie.item]) for tie in choice.mnemonic.ties)
    return replace(choice, mnemonic=replace(choice.mnemonic, ties=ties))
