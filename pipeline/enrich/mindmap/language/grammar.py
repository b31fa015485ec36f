"""What the wording of labels asks of a language; English and Hindi have rules, the others structure alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.enrich.mindmap.language.shape import EDGE


@dataclass(frozen=True, slots=True)
class Grammar:
    """The rules of a language.

    `cuts` gives the numbers of words after which a label may end, `starts` those before which a fact may begin.
    `stands` tells whether a label may stand alone; only a heading may open as a question does (its second argument).
    `trimmed` takes off what a sentence opens and ends with and a label needs not. `hangs` tells of a last word that
    leans on a next one. `ahead` is how many words must be seen to cut a label off the first of them; `talks` tells
    whether running text can be cut at all.
    """

    cuts: Callable[[list[str]], list[int]]
    starts: Callable[[list[str], list[int]], list[int]]
    stands: Callable[[str, bool], bool]
    trimmed: Callable[[str], str]
    hangs: Callable[[str], bool]
    ahead: int = 40
    talks: bool = True


_STOPS = tuple(",;:.!?…–—。、，；：！？،؛؟।·•|)）")


def _at_marks(words: list[str]) -> list[int]:
    return [*(i for i, w in enumerate(words[:-1], 1) if w.endswith(_STOPS)), len(words)]


def _after_marks(_words: list[str], cuts: list[int]) -> list[int]:
    return [0, *cuts[:-1]]


PLAIN = Grammar(
    cuts=_at_marks,
    starts=_after_marks,
    stands=lambda label, _: bool(label),
    trimmed=lambda sentence: sentence.strip(EDGE),
    hangs=lambda _: False,
    talks=False,
)
"""For languages without rules: a cut at a mark only."""
