"""The proof that nothing was lost or invented: the words of the source, with the listed changes, are those of the note.

The words of the source are taken from its text; those of the note from the nodes that the book is made of.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pipeline import model as m
from pipeline.importing.change import Change, Line
from pipeline.syntax import parse
from pipeline.text import children, lines_of, plain
from pipeline.text import words as words_in

_SOLID = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
)
_PARTS = re.compile(f"[{_SOLID}]|[^{_SOLID}]+")
_PATH = "?.md"  # a name without a word, so that a note without a title has none


def words(text: str) -> list[str]:
    """The words of a text; in scripts without spaces each character is one, for there a broken line parts nothing."""
    return [part for word in words_in(text) for part in ([word] if word.isascii() else _PARTS.findall(word))]


def of_source(lines: Iterable[Line], changes: Iterable[Change]) -> list[str]:
    """The words that a plain text must give, every change that was made in its place.

    Raises `ValueError` for a change that is nowhere in its line: then the report would tell what is not so.
    """
    open_ = [change for change in changes if change.made and change.before]
    numbers = {change.line for change in open_}
    out: list[str] = []
    for line in lines:
        text = line.text
        if line.number in numbers:
            for change in [change for change in open_ if change.line == line.number and change.before in text]:
                if change.before in text:
                    text = text.replace(change.before, change.after, 1)
                    open_.remove(change)
        out += words(text)
    if open_:
        raise ValueError(f"a change that is not in its line: {open_[0]}")
    return out


def of_note(markdown: str) -> list[str]:
    """The words of a note without front matter as the book will have them, the numbers of its lists among them."""
    note = parse(m.Source(_PATH, "\n" + markdown))  # the empty line keeps a rule at the top from being front matter
    out = words(note.title)
    for text in _texts(note.blocks):
        out += words(text)
    for footnote in sorted(note.footnotes, key=lambda footnote: footnote.line):
        out += words(" ".join((footnote.label, *_texts(footnote.blocks))))
    return out


def _texts(blocks: Sequence[m.Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, m.List):
            for number, item in enumerate(block.items, block.start):
                yield f"{number if block.ordered else ''} {item.task}"
                yield from _texts(item.blocks)
        elif isinstance(block, m.CodeBlock | m.MathBlock):
            yield block.text if isinstance(block, m.CodeBlock) else block.tex
        else:
            yield from (plain(run) for run in lines_of(block))
            yield from _texts(children(block))


def counted(markdown: str, changes: Iterable[Change]) -> list[str]:
    """The words that a text in Markdown must give, sorted: markup hides where they stand."""
    out = Counter(of_note(markdown))
    for change in changes:
        if change.made and change.before:
            out.subtract(of_note(change.before) if not change.after else words(change.before))
            out.update(words(change.after))
    return sorted(out.elements())


def difference(wanted: Sequence[str], got: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words that are missing and those that are new; where only their order differs, the first of them."""
    if list(wanted) == list(got):
        return [], []
    left, right = Counter(wanted), Counter(got)
    if left == right:
        pair = next((a, b) for a, b in zip(wanted, got, strict=True) if a != b)
        return [pair[0]], [pair[1]]
    return sorted((left - right).elements()), sorted((right - left).elements())
