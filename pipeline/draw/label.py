"""A label as words that can be measured, and the ways worth having to break it into lines."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, assert_never

from pipeline.draw.art import art
from pipeline.draw.sheet import BASELINE, CODE, LEADING, MARK, TALL, Line, Mark, Run, scale, weight
from pipeline.fonts import Shaper, clusters
from pipeline.model import Code, Label, Math, Text

_LONGEST = 13.0
"""A word wider than this (em) is broken, so that one address does not spoil a map."""
_BRIEF, _FEW_LINES, _MOST_LINES = 40, 3, 9
"""A label of so many characters is set on few lines, a longer one of the author's own on more."""

_IDEOGRAPHS = "\u2e80-\u303f\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60"
_NEVER_FIRST = "、。，．・：；？！）］｝〕〉》」』】〗〙’”ーゝゞ々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ…‥,.:;?!)]}%"
_NEVER_LAST = "（［｛〔〈《「『【〖〘‘“([{¥￥$"
_PART = re.compile(
    r"(?<=[^\W\d_]{3}[-/–—])(?=[^\W\d_]{3})"
    rf"|(?:(?<=[{_IDEOGRAPHS}])|(?=[{_IDEOGRAPHS}]))(?<=[^{re.escape(_NEVER_LAST)}])(?=[^{re.escape(_NEVER_FIRST)}])"
)
"""Where a line may end within a word: after a hyphen between whole words, and between ideographs."""
_DEVANAGARI = re.compile("[\u0900-\u097f]")


class Way(NamedTuple):
    """A label broken into lines, and the width of the longest in the sheet's em."""

    lines: tuple[Line, ...]
    width: float


class Word(NamedTuple):
    """What no line end parts: its width, the space before it when it does not begin a line, its rise and its depth."""

    runs: tuple[Run, ...]
    width: float
    space: float
    above: float = 0.0
    below: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Meter:
    """Measures what labels of a level are made of, in the label's em; a formula beyond `widest` is said in words."""

    shaper: Shaper
    level: int
    lang: str
    widest: float = math.inf

    def text(self, text: str) -> float:
        return self.shaper.advance(text, weight(self.level))

    def code(self, text: str) -> float:
        return self.shaper.advance(text, weight(self.level), code=True) * CODE

    def mark(self, mark: Mark) -> float:
        return self.shaper.advance(mark.text + mark.zeros, 400) * MARK

    def run(self, run: Run) -> float:
        match run:
            case Text(text):
                return self.text(text)
            case Code(text):
                return self.code(text)
            case Math(tex):
                drawn = art(tex, self.lang)
                return drawn.width if drawn else self.code(tex)
            case Mark():
                return self.mark(run)
            case _:
                assert_never(run)


def spoken(label: Label, lang: str) -> str:
    """What a voice says for a label: words as typed, formulas by name."""
    return " ".join("".join(_said(run, lang) for run in label).split())


def _said(run: Text | Code | Math, lang: str) -> str:
    if isinstance(run, Math):
        drawn = art(run.tex, lang)
        return drawn.speech if drawn else run.tex
    return run.text


def ways(label: Label, marks: tuple[Mark, ...], meter: Meter) -> list[Way]:
    """The label on one line, and the most even way to set it on two, three and more."""
    label = tuple(_said_when_wide(run, meter) for run in label)
    words = tuple(_words(label, marks, meter))
    if not words:
        return [Way((Line(()),), 0.0)]
    most = (
        _FEW_LINES
        if sum(len(run.tex if isinstance(run, Math) else run.text) for run in label) <= _BRIEF
        else _MOST_LINES
    )
    best: dict[int, list[list[Word]]] = {}
    limit = math.inf
    narrowest = max(word.width for word in words)
    while True:
        lines = _fill(words, limit)
        if len(lines) > most and best:
            break
        best[len(lines)] = lines
        widest = max(_width(line) for line in lines)
        if len(lines) == len(words) or widest <= narrowest:
            break
        limit = widest - 1e-6
    tall = TALL if any(isinstance(run, Text) and _DEVANAGARI.search(run.text) for run in label) else LEADING
    set_lines = [
        tuple(_line(line, meter, tall if count > 1 else LEADING) for line in best[count]) for count in sorted(best)
    ]
    found = [Way(lines, scale(meter.level) * max(line.width for line in lines)) for lines in set_lines]
    return [way for i, way in enumerate(found) if all(way.width < wider.width for wider in found[:i])]


# --------------------------------------------------------------------------- words


def _said_when_wide(run: Text | Code | Math, meter: Meter) -> Text | Code | Math:
    """A run, or what a voice says for a formula that no line has room for."""
    drawn = art(run.tex, meter.lang) if isinstance(run, Math) else None
    return Text(drawn.speech) if drawn and drawn.width > meter.widest else run


def _words(label: Label, marks: tuple[Mark, ...], meter: Meter) -> Iterator[Word]:
    """The label's words; what follows another without a space between them is one word with it."""
    space = meter.text(" ")
    word: Word | None = None
    for atom, is_apart, may_break in _atoms(label, marks, meter):
        if word is None:
            word = atom
        elif may_break:
            yield word
            word = atom._replace(space=space if is_apart else 0.0)
        else:
            word = _joined(word, atom, space if is_apart else 0.0)
    if word:
        yield word


def _joined(word: Word, atom: Word, space: float) -> Word:
    gap: tuple[Run, ...] = (Text(" "),) if space else ()
    return Word(
        (*word.runs, *gap, *atom.runs),
        word.width + space + atom.width,
        word.space,
        max(word.above, atom.above),
        max(word.below, atom.below),
    )


def _atoms(label: Label, marks: tuple[Mark, ...], meter: Meter) -> Iterator[tuple[Word, bool, bool]]:
    """The smallest pieces, each with whether there is a space before it, and whether a line may begin with it."""
    is_apart = False
    for run in label:
        for piece in re.findall(r"\s+|\S+", run.text) if isinstance(run, Text) else (run,):
            if isinstance(piece, str) and piece.isspace():
                is_apart = True
                continue
            for i, atom in enumerate(_pieces(Text(piece) if isinstance(piece, str) else piece, meter)):
                yield atom, is_apart and not i, is_apart or i > 0
            is_apart = False
    for mark in marks:
        yield Word((mark,), meter.mark(mark), 0.0), True, bool(mark.text)


def _pieces(run: Text | Code | Math, meter: Meter) -> Iterator[Word]:
    """A run without spaces, or a run that is not plain text, parted where a line may end in it."""
    match run:
        case Text(text):
            for part in _PART.split(text):
                for piece in _chopped(part, meter.text(part)):
                    yield Word((Text(piece),), meter.text(piece), 0.0)
        case Code(text):
            text = " ".join(text.split())
            for piece in _chopped(text, meter.code(text)):
                yield Word((Code(piece),), meter.code(piece), 0.0)
        case Math(tex):
            drawn = art(tex, meter.lang)
            if drawn:
                yield Word((run,), drawn.width, 0.0, drawn.above, drawn.below)
            else:
                yield from _pieces(Code(tex), meter)
        case _:
            assert_never(run)


def _chopped(word: str, width: float) -> Iterator[str]:
    """The word, or equal pieces of a word that is too long for any line."""
    if width <= _LONGEST:
        yield word
        return
    letters = tuple(clusters(word))
    count = min(len(letters), int(width / _LONGEST * 1.15) + 1)
    ends = (len(letters) * i // count for i in range(count + 1))
    yield from ("".join(letters[a:b]) for a, b in pairwise(ends))


# --------------------------------------------------------------------------- lines


def _fill(words: tuple[Word, ...], limit: float) -> list[list[Word]]:
    lines: list[list[Word]] = []
    width = 0.0
    for word in words:
        if not lines or width + word.space + word.width > limit:
            lines.append([word])
            width = word.width
        else:
            lines[-1].append(word)
            width += word.space + word.width
    return lines


def _width(line: list[Word]) -> float:
    return line[0].width + sum([word.space + word.width for word in line[1:]])


def _line(words: list[Word], meter: Meter, leading: float) -> Line:
    extra = (leading - LEADING) / 2
    pieces = ((Text(" "), *word.runs) if i and word.space else word.runs for i, word in enumerate(words))
    runs = tuple(_merged(run for piece in pieces for run in piece))
    return Line(
        runs,
        sum([meter.run(run) for run in runs]),
        max(BASELINE + extra, *[word.above for word in words]),
        max(LEADING - BASELINE + extra, *[word.below for word in words]),
        leading,
    )


def _merged(runs: Iterable[Run]) -> Iterator[Run]:
    """Neighbours of one kind as one run, so that they are measured and set together."""
    before: Run | None = None
    for run in runs:
        if isinstance(before, Text) and isinstance(run, Text):
            before = Text(before.text + run.text)
            continue
        if before is not None:
            yield before
        before = run
    if before is not None:
        yield before
