"""What a map is worth: whether it shows the note's outline, says what the note says, and keeps the facts of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from pipeline import model as m
from pipeline.enrich.labels import Section, bold_phrases, callout_type, sections
from pipeline.enrich.mindmap.language.shape import MOST_CHARACTERS, MOST_WORDS
from pipeline.enrich.mindmap.outline import without
from pipeline.enrich.mindmap.pruning import MOST_NODES
from pipeline.problem import Problem
from pipeline.text import children, fold, lines_of, plain, text_of, walk, words

ENOUGH = 0.8
"""The share of a section's facts that its branch should hold."""

_STEM, _ENDING = 4, 4
"""Letters that a word and its inflection share at least, and letters that either may have beyond them."""
_MOST_COLUMNS = 3
_LONGEST_TERM = 7
_NAMED = 5
_COMMAND = re.compile(r"\\[A-Za-z]+")
_DATE = re.compile(r"\b\d{1,2} [^\W\d_]{3,} \d{4}\b")
_UNSPACED = re.compile(r"[\u0e00-\u0edf\u3040-\u30ff\u3400-\u9fff]")
"""Scripts whose words nothing parts: a piece of a run may be a word."""
_ADDRESS = re.compile(r"\S*(?:://|%20|www\.)\S*")
_ASKED = ("question", "mnemonic", "mindmap")
"""Callouts that other aids are made of."""
_NUMBER = re.compile(r"[^\W_]*\d[^\W_]*(?:[.,:/–-]\d+)*")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many there are, and how many of them are as they should be."""

    all: int = 0
    good: int = 0

    @property
    def share(self) -> float:
        """1.0 when there is nothing to judge."""
        return self.good / self.all if self.all else 1.0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.all + other.all, self.good + other.good)


@dataclass(frozen=True, slots=True)
class Quality:
    """What a note's maps say, judged. An author's own map is judged by the length of its labels only.

    `sections` are headings of level 2 that are on the map, in order; `subsections` those of level 3, on the map or
    counted among what was left out; `words` of labels that stand in the label's own section, bent or not; `facts`
    (numbers, dates, bold terms) of sections that are on their branches; `labels` short enough.
    """

    nodes: int = 0
    more: int = 0
    sections: Tally = Tally()
    subsections: Tally = Tally()
    words: Tally = Tally()
    facts: Tally = Tally()
    labels: Tally = Tally()
    longest: int = 0
    most_words: int = 0
    problems: tuple[Problem, ...] = ()


def quality(note: m.Note) -> Quality:
    """The figures of an enriched note, and its faults one by one; all zero for a note without a map."""
    aids = [aid for aid in note.aids if aid.kind == "mindmap"]
    maps = [b for aid in aids for b in walk(aid.blocks) if isinstance(b, m.MindMap)]
    nodes = [branch for mindmap in maps for branch in _every(mindmap.root)]
    sizes = [_size(branch.label) for branch in nodes]
    book = _Book.of(note)
    labels, long = _short_labels(nodes, book)
    own = [_judged(mindmap.root, book) for mindmap in maps if all(aid.origin != "author" for aid in aids)]
    return Quality(
        nodes=len(nodes),
        more=sum(branch.more for branch in nodes),
        sections=sum((j.sections for j in own), Tally()),
        subsections=sum((j.subsections for j in own), Tally()),
        words=sum((j.words for j in own), Tally()),
        facts=sum((j.facts for j in own), Tally()),
        labels=labels,
        longest=max((letters for letters, _ in sizes), default=0),
        most_words=max((count for _, count in sizes), default=0),
        problems=tuple(sorted((*long, *(p for j in own for p in j.problems)))),
    )


def _judged(root: m.Branch, book: _Book) -> Quality:
    upper, lower, outline = _skeleton(root, book)
    said, strange = _faithful(root, book)
    facts, bare = _covered(root, book)
    problems = (*outline, *strange, *bare)
    return Quality(sections=upper, subsections=lower, words=said, facts=facts, problems=problems)


# --------------------------------------------------------------------------- the note as a map sees it


@dataclass(frozen=True, slots=True)
class _Book:
    """A note by its sections, each with all below it; where its blocks stand."""

    note: m.Note
    sections: tuple[Section, ...]
    inside: dict[str, tuple[m.Block, ...]]
    lines: dict[str, int]

    @classmethod
    def of(cls, note: m.Note) -> _Book:
        parts = sections(without(note.blocks, note.meta.mindmap.exclude))
        inside = {b.id: _below(note.blocks[i:], b.level) for i, b in enumerate(note.blocks) if isinstance(b, m.Heading)}
        headed = tuple(s for s in parts if s.level > 1 and s.title)
        return cls(note, headed, inside | {"": note.blocks}, dict(_lines(note.blocks)))

    def problem(self, id_: str, code: str, message: str, hint: str) -> Problem:
        line = self.lines.get(id_, 0)
        return Problem(self.note.path, line, int(line > 0), "warning", code, message, hint)


def _below(blocks: tuple[m.Block, ...], level: int) -> tuple[m.Block, ...]:
    """A heading, the blocks of its section and of those below it."""
    end = next((i for i, b in enumerate(blocks) if i and isinstance(b, m.Heading) and b.level <= level), len(blocks))
    return blocks[:end]


def _lines(blocks: tuple[m.Block, ...]) -> Iterator[tuple[str, int]]:
    for block in walk(blocks):
        yield block.id, block.line
        match block:
            case m.List(items) | m.Definitions(items):
                yield from ((item.id, item.line) for item in items)
            case m.Table(head, rows):
                yield from ((row.id, row.line) for row in (head, *rows))
            case _:
                pass


def _every(branch: m.Branch) -> Iterator[m.Branch]:
    yield branch
    for below in branch.branches:
        yield from _every(below)


# --------------------------------------------------------------------------- the author's outline


def _skeleton(root: m.Branch, book: _Book) -> tuple[Tally, Tally, list[Problem]]:
    """Headings in the order of the note; one of level 3 may be left out where the map counts what it leaves out."""
    lowest = min(3, (book.note.meta.mindmap.depth or 9) + 1)
    wanted = [s for s in book.sections if s.level <= lowest]
    kept = _in_order([b.href for b in _every(root)], [s.id for s in wanted])
    more = {b.href: b.more for b in _every(root)}
    room = Counter({top: more.get(top, root.more) for top in {s.top for s in wanted}})
    lost = []
    for section in wanted:
        if section.id in kept:
            continue
        if section.level == 3 and room[section.top]:
            room[section.top] -= 1
        else:
            lost.append(section)
    levels = [[s.level for s in found] for found in (wanted, lost)]
    upper, lower = (Tally(levels[0].count(n), levels[0].count(n) - levels[1].count(n)) for n in (2, 3))
    hint = "a map shows every section in the order of the note"
    return upper, lower, [book.problem(s.id, "map-outline", f"not on the map: {s.title}", hint) for s in lost]


def _in_order(found: list[str], wanted: list[str]) -> set[str]:
    """The names that are found in the order in which they are wanted: a longest rising run of places."""
    place = {name: i for i, name in enumerate(wanted)}
    runs: list[tuple[str, ...]] = []
    for name in (n for n in found if n in place):
        size = next((i for i, run in enumerate(runs) if place[run[-1]] >= place[name]), len(runs))
        runs[size : size + 1] = [(*(runs[size - 1] if size else ()), name)]
    return set(runs[-1]) if runs else set()


# --------------------------------------------------------------------------- words of labels


@dataclass(frozen=True, slots=True)
class _Said:
    """A text to look words up in: folded, and its words by their first letters."""

    text: str
    stems: dict[str, list[str]]

    @classmethod
    def by(cls, text: str) -> _Said:
        stems: dict[str, list[str]] = {}
        for word in dict.fromkeys(words(text)):
            stems.setdefault(word[:_STEM], []).append(word)
        return cls(fold(text), stems)

    def has(self, word: str) -> bool:
        """Whether the text has a word, or one that it may be a form of. A number has no forms."""
        alike = self.stems.get(word[:_STEM], [])
        if word in alike or (_UNSPACED.search(word) and word in self.text):
            return True
        if len(word) < _STEM or any(c.isdigit() for c in word):
            return False
        ends = ((other, max(len(word), len(other), 2 * _STEM) - _ENDING) for other in alike)
        return any(word[:end] == other[:end] for other, end in ends)


def _faithful(root: m.Branch, book: _Book) -> tuple[Tally, list[Problem]]:
    """Every word of a label, looked for in the label's section; the root has the note's title."""
    known = {_TITLE: _Said.by(book.note.title)}
    total, problems = Tally(), []
    for branch, home in ((root, _TITLE), *(found for b in root.branches for found in _housed(b, "", book))):
        if home not in known:
            known[home] = _Said.by(text_of(book.inside[home]))
        said = words(plain(branch.label))
        strange = [w for w in said if not known[home].has(w)]
        total += Tally(len(said), len(said) - len(strange))
        if strange:
            text = f"{plain(branch.label)!r} says what its section does not: {', '.join(dict.fromkeys(strange))}"
            problems.append(book.problem(branch.href or home, "map-word", text, "reword the line that it is made of"))
    return total, problems


_TITLE = "title of the note"


def _housed(branch: m.Branch, home: str, book: _Book) -> Iterator[tuple[m.Branch, str]]:
    """Every branch with the section it is in: its own, or that of the branch it belongs to."""
    home = branch.href if branch.href and branch.href in book.inside else home
    yield branch, home
    for below in branch.branches:
        yield from _housed(below, home, book)


# --------------------------------------------------------------------------- facts of sections


def _covered(root: m.Branch, book: _Book) -> tuple[Tally, list[Problem]]:
    """The facts of each main branch's section, looked for on the branch, unless a full map had to leave points out."""
    branches = list(_every(root))
    if len(branches) >= MOST_NODES and any(b.more for b in branches):
        return Tally(), []
    total, problems = Tally(), []
    headed = [b for b in root.branches if b.href in book.inside and b.href]
    for branch in headed or [root]:
        known = _Said.by(" ".join(plain(b.label) for b in _every(branch)))
        own = _up_to(book.inside[branch.href], {b.href for b in headed} - {branch.href})
        wanted = list(dict.fromkeys(_facts(own)))
        bare = [f for f in wanted if not all(known.has(w) for w in words(f))]
        found = Tally(len(wanted), len(wanted) - len(bare))
        total += found
        if found.share < ENOUGH:
            names = ", ".join(bare[:_NAMED]) + (f" and {len(bare) - _NAMED} more" if len(bare) > _NAMED else "")
            text = f"{found.good} of {found.all} facts of {plain(branch.label)!r} are on the map, not: {names}"
            problems.append(book.problem(branch.href, "map-coverage", text, "put what matters into leads and lists"))
    return total, problems


def _up_to(blocks: tuple[m.Block, ...], others: set[str]) -> tuple[m.Block, ...]:
    """The blocks of a section before one that has a main branch of its own."""
    return tuple(takewhile(lambda block: block.id not in others, blocks))


def _facts(blocks: tuple[m.Block, ...]) -> Iterator[str]:
    """Dates, numbers and bold terms, but not those of code, wide tables, tasks, questions, tags and addresses."""
    for block in _narrow(blocks):
        for line in lines_of(block):
            yield from (term for term in bold_phrases(line) if len(term.split()) <= _LONGEST_TERM)
            text = _unquoted(line)
            yield from _DATE.findall(text)
            yield from _NUMBER.findall(_DATE.sub(" ", text))


def _narrow(blocks: tuple[m.Block, ...]) -> Iterator[m.Block]:
    for block in blocks:
        match block:
            case m.Table(head) if len(head.cells) > _MOST_COLUMNS:
                pass
            case m.List(items):
                yield from _narrow(tuple(b for item in items if not item.task for b in item.blocks))
            case _ if callout_type(block) in _ASKED:
                pass
            case _:
                yield block
                yield from _narrow(children(block))


def _unquoted(line: tuple[m.Inline, ...]) -> str:
    """A line without code, formulas, pictures, tags and addresses."""
    return _ADDRESS.sub(" ", "".join(" " if _is_unsaid(i) else _within(i) for i in line))


def _is_unsaid(node: m.Inline) -> bool:
    return isinstance(node, m.Code | m.Math | m.Image) or (isinstance(node, m.Span) and node.kind == "tag")


def _within(node: m.Inline) -> str:
    match node:
        case m.Emphasis(inlines) | m.Link(inlines) | m.Span(inlines=inlines):
            return _unquoted(inlines)
        case _:
            return plain((node,))


# --------------------------------------------------------------------------- length of labels


def _short_labels(nodes: list[m.Branch], book: _Book) -> tuple[Tally, list[Problem]]:
    problems = []
    for branch in nodes:
        letters, count = _size(branch.label)
        if letters > MOST_CHARACTERS or count > MOST_WORDS:
            text = f"{plain(branch.label)!r} has {letters} characters and {count} words"
            hint = f"a label has at most {MOST_CHARACTERS} characters and {MOST_WORDS} words"
            problems.append(book.problem(branch.href, "map-label", text, hint))
    return Tally(len(nodes), len(nodes) - len(problems)), problems


def _size(label: m.Label) -> tuple[int, int]:
    """Characters and words as they are seen: a formula is one word, of its signs."""
    seen = "".join(_signs(run.tex) if isinstance(run, m.Math) else run.text for run in label)
    return len(seen), len(seen.split())


def _signs(tex: str) -> str:
    return re.sub(r"[{}^_\\\s]", "", _COMMAND.sub("x", tex))
