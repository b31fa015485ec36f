"""Formulas: TeX → vector art for paper, TeX → MathML for screens, with the words a voice would say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from pipeline import model as m
from pipeline.problem import Problem
from pipeline.text import inlines_in, lines_of, walk

# The drawing carries its source, its Braille and a hidden text layer in system fonts; paper needs none of them.
_BAGGAGE = re.compile(r"<metadata>.*?</metadata>|<style>.*?</style>|<text\b.*?</text>", re.DOTALL)
_GLYPH = re.compile(r'<path id="([^"]+)" d="([^"]*)"/>')
_USE = re.compile(r'<use href="#([^"]+)"(?: x="([^"]+)" y="([^"]+)")?([^>]*)/>')
_ROOT = re.compile(r"<svg\b[^>]*>")
_WORDS = re.compile(r"\\(?:text(?:rm|it|bf|tt)?|mbox)\{[^{}$]*\}")
_KEPT = re.compile(r'(?:xmlns|viewBox|width|height|style|role|lang)="[^"]*"')


@dataclass(frozen=True, slots=True)
class Formula:
    """`svg` is sized in em and carries its depth below the baseline in its style."""

    svg: Markup
    speech: str
    faults: tuple[str, ...]


def drawn(tex: str, *, display: bool, lang: str = "en") -> Formula:
    """The formula as an SVG element; `faults` says what could not be read."""
    import mathra  # noqa: PLC0415 - a compiled engine, loaded by books that have formulas

    known = {entry["code"] for entry in mathra.locales()}
    locale = lang if lang in known else lang.partition("-")[0]
    try:
        result = mathra.render(tex, locale if locale in known else "en", display=display)
    except ValueError as fault:
        return Formula(Markup(), tex, (str(fault),))
    svg = _inlined(_BAGGAGE.sub("", result["svg"]))
    svg = _ROOT.sub(lambda root: "<svg " + " ".join(_KEPT.findall(root[0])) + ">", svg, count=1)
    return Formula(Markup(svg), result["speech"], tuple(w["description"] for w in result["warnings"]))  # noqa: S704 - drawn by us


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


def mathml(tex: str, *, display: bool, lang: str = "en") -> Markup | None:
    """The formula as MathML with its spoken form in `alttext`, or None when a command is not understood."""
    from latex2mathml.converter import convert  # noqa: PLC0415 - same
    from lxml import etree  # noqa: PLC0415 - same

    try:
        # latex2mathml 3.81 copies the words of a \text as they are
        markup = convert(_WORDS.sub(lambda found: escape(found[0]), tex), display="block" if display else "inline")
        etree.fromstring(markup)
    except Exception:  # noqa: BLE001 - it raises anything from KeyError to RecursionError on unknown TeX
        return None
    if "\\" in markup:  # an unknown command comes out as letters
        return None
    speech = drawn(tex, display=display, lang=lang).speech
    return Markup(markup.replace("<math ", f'<math alttext="{escape(speech)}" ', 1))  # noqa: S704 - made by the converter


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
