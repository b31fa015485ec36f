"""A tree for text without an outline: what its sentences are about, read off where they stand.

No model and no word lists, three observations of the literature:

- Key sentences come first, in a text and in each paragraph (Baxendale 1958; Edmundson 1969). In news and textbooks
  the opening sentences are a summary that is hard to beat (Nenkova 2005).
- A paragraph is about the sentence that opens it; the others elaborate it. Quoted speech elaborates what it is quoted
  for: it is a satellite, never a nucleus (Mann and Thompson 1988; Marcu 2000).
- A short line of its own without a full stop is a heading in all but name: what follows belongs to it.

References: P. B. Baxendale, "Machine-made index for technical literature", IBM J. 2 (1958). H. P. Edmundson, "New
methods in automatic extracting", J. ACM 16 (1969). W. C. Mann, S. A. Thompson, "Rhetorical structure theory", Text 8
(1988). D. Marcu, "The theory and practice of discourse parsing and summarization", MIT Press (2000). A. Nenkova,
"Automatic text summarization of newswire", AAAI (2005).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.enrich import labels

_DEPTH = 2
"""A sentence that stands one place later in its paragraph waits for so many paragraphs more."""
_HEADING_WORDS = 8
_QUOTES = tuple("\"'“‘«„「『")
_CLOSED = re.compile(r"[.!…;,।\"'”’»」』]$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, the numbers of its paragraph and of its place there, and whether it is a heading in all but name."""

    text: str
    paragraph: int
    place: int
    heads: bool = False


@dataclass(frozen=True, slots=True)
class Thought:
    """A sentence and those that elaborate it."""

    sentence: Sentence
    thoughts: tuple[Thought, ...] = ()


def thoughts(paragraphs: Iterable[str]) -> tuple[Thought, ...]:
    """A whole text below its title: what speaks for itself, each with what elaborates it, in the order of the text."""
    found = sentences(paragraphs)
    below: list[list[Thought]] = [[] for _ in found]
    top: list[Thought] = []
    for i, nucleus in reversed(list(enumerate(nuclei(found)))):
        (below[nucleus] if nucleus >= 0 else top).append(Thought(found[i], tuple(reversed(below[i]))))
    return tuple(reversed(top))


def sentences(paragraphs: Iterable[str]) -> tuple[Sentence, ...]:
    """The sentences of a text, in order."""
    return tuple(_sentences(paragraphs))


def _sentences(paragraphs: Iterable[str]) -> Iterator[Sentence]:
    for number, paragraph in enumerate(paragraphs):
        found = labels.sentences(paragraph)
        heads = len(found) == 1 and _is_heading(found[0])
        yield from (Sentence(text, number, place, heads) for place, text in enumerate(found))


def _is_heading(line: str) -> bool:
    return len(line.split()) <= _HEADING_WORDS and any(map(str.isalpha, line)) and not _CLOSED.search(line)


def key_sentences(found: Sequence[Sentence], count: int) -> tuple[Sentence, ...]:
    """The sentences that say most, in the order of the text: those that stand first in it and in its paragraphs.

    The opening sentence is always among them.
    """
    ranked = sorted(range(len(found)), key=lambda i: (i > 0, found[i].paragraph + _DEPTH * found[i].place, i))
    return tuple(found[i] for i in sorted(ranked[:count]))


def tree(found: Sequence[Sentence]) -> tuple[int, ...]:
    """For each sentence the one that it belongs to, by its index: the root is the first, whose parent is -1."""
    return tuple(max(parent, 0) if i else -1 for i, parent in enumerate(nuclei(found)))


def nuclei(found: Iterable[Sentence]) -> Iterator[int]:
    """For each sentence the earlier one that it elaborates, by its index; -1 for one that speaks for itself."""
    opening: dict[int, int] = {}
    heading = said = -1
    for i, sentence in enumerate(found):
        quoted = sentence.text.startswith(_QUOTES)
        opener = opening.setdefault(sentence.paragraph, i)
        if sentence.heads:
            heading = i
            yield -1
        elif quoted and said >= 0:
            yield said
        else:
            yield opener if opener != i else heading
        if not quoted:
            said = i
