"""Formulas: TeX → vector art with its baseline, and a tree of what is meant, with the words a voice would say.

What the engine's font lacks (words in Hindi or Chinese) is left free by it, and set by the book's own fonts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from markupsafe import Markup, escape

from pipeline import model as m
from pipeline.fonts import Shaper
from pipeline.problem import Problem
from pipeline.tex import group_end, readable
from pipeline.text import inlines_in, lines_of, walk

# The drawing carries its source, its Braille and a hidden text layer in system fonts; paper needs none of them.
_BAGGAGE = re.compile(r"<metadata>.*?</metadata>|<style>.*?</style>|<text\b.*?</text>", re.DOTALL)
_GLYPH = re.compile(r'<path id="([^"]+)" d="([^"]*)"/>')
_USE = re.compile(r'<use href="#([^"]+)"(?: x="([^"]+)" y="([^"]+)")?([^>]*)/>')
_ROOT = re.compile(r"<svg\b[^>]*>")
_KEPT = re.compile(r'(?:xmlns|viewBox|width|height|style|role|lang)="[^"]*"')
_WIDTH = re.compile(r' width="([\d.]+)em"')
_NO_GLYPH = re.compile(r"the font has no '(.)' \(U\+", re.DOTALL)
_TEXT = re.compile(r"\\(?:text(?!color|style)[a-z]*|mbox|hbox|fbox)\s*(?=\{)")
_DOLLAR = re.compile(r"(?<!\\)\$")
_ROOM = re.compile(r'<rect x="([-\d.]+)" y="([-\d.]+)" width="[-\d.]+" height="([-\d.]+)" fill="#00F([0-9A-F]{3})"/>')
_MOST_ROOMS = 0xFFF
_DEPTH = 0.2
"""The share of an em that letters of other scripts reach below the baseline."""


@dataclass(frozen=True, slots=True)
class Formula:
    """`svg` is sized in em and carries its depth below the baseline in its style."""

    svg: Markup
    speech: str
    faults: tuple[str, ...]
    foreign: bool = False
    """Whether some of its words are set in the book's own fonts."""


def drawn(tex: str, *, display: bool, lang: str = "en", shaper: Shaper | None = None) -> Formula:
    """The formula as an SVG element; `faults` says what could not be read.

    `shaper` outlines what the engine's font lacks; what neither has is SVG text, for whoever shows it.
    """
    text = readable(tex)
    try:
        made = _made(text, lang, display=display)
    except ValueError as fault:
        return Formula(Markup(), tex, (str(fault),))
    lacks, faults = _told(made)
    runs: tuple[str, ...] = ()
    svg: str = made["svg"]
    if lacks and not faults:
        roomy, runs = _roomy(text, lacks, shaper)
        svg = _made(roomy, lang, display=display)["svg"]
    svg = _inlined(_BAGGAGE.sub("", svg))
    if runs:
        svg = _ROOM.sub(lambda room: _lettered(room, runs, shaper), svg)
        svg = re.sub(r"<title>.*?</title>", lambda _: f"<title>{escape(made['speech'])}</title>", svg, flags=re.DOTALL)
    svg = _ROOT.sub(lambda root: "<svg " + " ".join(_KEPT.findall(root[0])) + ">", svg, count=1)
    return Formula(Markup(svg), made["speech"], faults, bool(runs))  # noqa: S704 - drawn by us


def meant(tex: str, *, display: bool, lang: str = "en") -> tuple[Mapping[str, Any], str] | None:
    """What a formula means, as the engine's tree, and what a voice says; None when it is not understood."""
    try:
        made = _made(readable(tex), lang, display=display)
    except ValueError:
        return None
    return None if _told(made)[1] else (made["tree"], made["speech"])


def width(tex: str, *, display: bool, lang: str = "en") -> float:
    """How wide a formula is that is understood, in em."""
    found = _WIDTH.search(_made(readable(tex), lang, display=display)["svg"])
    return float(found[1]) if found else 0.0


def _made(text: str, lang: str, *, display: bool) -> Any:  # noqa: ANN401 - mathra's dictionary
    import mathra  # noqa: PLC0415 - a compiled engine, loaded by books that have formulas

    locale = lang if lang in _locales() else lang.partition("-")[0]
    return mathra.render(text, locale if locale in _locales() else "en", display=display)


@cache
def _locales() -> frozenset[str]:
    import mathra  # noqa: PLC0415 - same

    return frozenset(entry["code"] for entry in mathra.locales())


def _told(made: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """The characters that the engine's font lacks, and all else that it warns of."""
    told = [str(warning["description"]) for warning in made["warnings"]]
    lacks = "".join(found[1] for text in told if (found := _NO_GLYPH.match(text)))
    return lacks, tuple(text for text in told if not _NO_GLYPH.match(text))


# ------------------------------------------------------------------ words that the engine's font lacks


def _roomy(text: str, lacks: str, shaper: Shaper | None) -> tuple[str, tuple[str, ...]]:
    """The formula with room for each run of characters that the font lacks: a rule in a colour that numbers it."""
    marks = "".join({c for c in text if unicodedata.category(c).startswith("M") or c in "\u200c\u200d"})
    words = [(start.end(), end) for start in _TEXT.finditer(text) if (end := group_end(text, start.end()))]
    runs: list[str] = []

    def room(found: re.Match[str]) -> str:
        if len(runs) == _MOST_ROOMS:
            return found[0]
        runs.append(found[0])
        wide = shaper.advance(found[0], 400) if shaper else sum(map(_guessed, found[0]))
        rule = rf"{{\textcolor{{#00F{len(runs):03X}}}{{\rule[-{_DEPTH}em]{{{wide:.3f}em}}{{1em}}}}}}"
        inside = [begin for begin, end in words if begin <= found.start() < end]
        wordy = inside and len(_DOLLAR.findall(text, inside[-1], found.start())) % 2 == 0
        return f"${rule}$" if wordy else rule

    every = re.escape(lacks)
    return re.sub(f"[{every}][{every}{re.escape(marks)}]*", room, text), tuple(runs)


def _guessed(character: str) -> float:
    return 1.0 if unicodedata.east_asian_width(character) in "WF" else 0.6


def _lettered(room: re.Match[str], runs: tuple[str, ...], shaper: Shaper | None) -> str:
    """The letters of a run in the room that was left for them. The drawing stands on its head."""
    x, y, height = (float(room[i]) for i in (1, 2, 3))
    run, size = runs[int(room[4], 16) - 1], height / 1000
    place = f'transform="translate({x:g} {y + _DEPTH * height:g}) scale({size:g} {-size:g})"'
    if shaper is None or shaper.missing(run):
        return f'<text {place} font-size="1000">{escape(run)}</text>'
    data = "".join(_steps(shaper, run))
    return f'<path {place} d="{data}"/>'


def _steps(shaper: Shaper, run: str) -> Iterator[str]:
    for command, points in shaper.outline(run, 400):
        yield command + " ".join(f"{1000 * value:.0f}" for value in points)


def _inlined(svg: str) -> str:
    """The drawing without ids, so that a page may show it twice: each glyph's outline stands where it is used."""
    outlines = dict(_GLYPH.findall(svg))
    bare = re.sub(
        r"<defs>.*?</defs>|<title id=[^>]*>",
        lambda m: "" if m[0].startswith("<defs") else "<title>",
        svg,
        flags=re.DOTALL,
    )

    def path(use: re.Match[str]) -> str:
        place = f' transform="translate({use[2]} {use[3]})"' if use[2] else ""
        return f'<path d="{outlines[use[1]]}"{place}{use[4]}/>'

    return _USE.sub(path, bare)


def in_blocks(blocks: Iterable[m.Block]) -> Iterable[tuple[str, int, bool]]:
    """Every formula of some blocks: its TeX, its line, and whether it is displayed."""
    for block in walk(blocks):
        if isinstance(block, m.MathBlock):
            yield block.tex, block.line, True
        line = block.line
        for run in lines_of(block):
            yield from ((i.tex, i.line or line, False) for i in inlines_in(run) if isinstance(i, m.Math))


def check(note: m.Note) -> tuple[Problem, ...]:
    """What is wrong with a note's formulas: each is then shown as its source."""
    blocks = (*note.blocks, *(b for f in note.footnotes for b in f.blocks))
    return tuple(
        Problem(
            note.path,
            line,
            1,
            "warning",
            "formula",
            f"formula not understood: {faults[0]}",
            f"it is printed as typed: {tex[:60]}",
        )
        for tex, line, display in in_blocks(blocks)
        if (faults := drawn(tex, display=display).faults)
    )
