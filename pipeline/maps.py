"""How good the mind maps of a note are: what they say (`enrich`), and how they are drawn on pages (`draw`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from statistics import median

from pipeline import draw
from pipeline import model as m
from pipeline.draw.sheet import SCALES
from pipeline.enrich.mindmap.quality import Quality, Tally, quality
from pipeline.fonts import Shaper
from pipeline.problem import Problem
from pipeline.text import walk

FULLEST = 40
"""A map of more points fills a page of its own."""


@dataclass(frozen=True, slots=True)
class Page:
    """The room for a map on a kind of page."""

    name: str
    frame: draw.Frame


def pages(own: draw.Frame) -> tuple[Page, ...]:
    """The pages to judge by: the book's own, with this room for a map, A5, a screen, a whole A4."""
    return (
        Page("A4", own),
        Page("A5", draw.Frame(363, 539)),
        Page("6 in", draw.Frame(227, 270, "screen")),
        Page("full", draw.Frame(539, 785, "page")),
    )


@dataclass(frozen=True, slots=True)
class Drawn:
    """The maps of a note on one kind of page.

    `fonts` is the size of the smallest type of each sheet, `fills` the share of the page that its bigger maps take,
    `most` the points of the fullest sheet, `lines` those of the tallest label, `lists` the parts too big to draw.
    """

    page: str
    fonts: tuple[float, ...] = ()
    fills: tuple[float, ...] = ()
    most: int = 0
    lines: int = 0
    lists: int = 0
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A note's maps, judged; for a note without a map there are no nodes."""

    path: str
    said: Quality
    drawn: tuple[Drawn, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that is wrong, in the order of the note; faults of drawing last."""
        drawing = (
            Problem(self.path, 0, 0, "warning", "map-drawing", f"on {d.page}: {fault}", _HINT)
            for d in self.drawn
            for fault in d.faults
        )
        return (*self.said.problems, *drawing)


_HINT = "a shorter label or fewer points draw better; `> [!mindmap]` holds a map of your own"


def report(note: m.Note, on: Sequence[Page], shaper: Shaper) -> Report:
    """Judge the maps of an enriched note."""
    maps = [b for a in note.aids if a.kind == "mindmap" for b in walk(a.blocks) if isinstance(b, m.MindMap)]
    return Report(
        note.path,
        quality(note),
        tuple(_drawn(maps, page, shaper, note.meta.lang or "en") for page in on) if maps else (),
    )


def _drawn(maps: list[m.MindMap], page: Page, shaper: Shaper, lang: str) -> Drawn:
    sheets = [sheet for mindmap in maps for sheet in draw.plan(mindmap, page.frame, shaper, lang=lang)]
    shown = [sheet for sheet in sheets if sheet.kind != "list"]
    boxes = [box for sheet in shown for box in sheet.boxes]
    return Drawn(
        page=page.name,
        fonts=tuple(sheet.font_pt * min(SCALES) for sheet in shown),
        fills=tuple(draw.fill(s, page.frame) for s in shown if page.frame.kind == "page" and len(s.boxes) > FULLEST),
        most=max((len(sheet.boxes) for sheet in shown), default=0),
        lines=max((len(box.lines) for box in boxes), default=0),
        lists=len(sheets) - len(shown),
        faults=tuple(f"{_name(sheet)}: {fault}" for sheet in sheets for fault in _faults(sheet, page.frame)),
    )


def _name(sheet: draw.Sheet) -> str:
    return f"map {sheet.number}" if sheet.number else "the map"


def _faults(sheet: draw.Sheet, frame: draw.Frame) -> tuple[str, ...]:
    return ("it is too big to draw",) if sheet.kind == "list" else draw.audit(sheet, frame)


# --------------------------------------------------------------------------- all notes


def summed(reports: Sequence[Report]) -> Report:
    """One report over all notes."""
    said = [r.said for r in reports]
    names = dict.fromkeys(d.page for r in reports for d in r.drawn)
    return Report(
        "", _together(said), tuple(_overall([d for r in reports for d in r.drawn if d.page == n]) for n in names)
    )


def _together(said: list[Quality]) -> Quality:
    return Quality(
        nodes=sum(q.nodes for q in said),
        more=sum(q.more for q in said),
        sections=sum((q.sections for q in said), Tally()),
        subsections=sum((q.subsections for q in said), Tally()),
        words=sum((q.words for q in said), Tally()),
        facts=sum((q.facts for q in said), Tally()),
        labels=sum((q.labels for q in said), Tally()),
        longest=max((q.longest for q in said), default=0),
        most_words=max((q.most_words for q in said), default=0),
    )


def _overall(drawn: list[Drawn]) -> Drawn:
    return Drawn(
        page=drawn[0].page,
        fonts=tuple(chain.from_iterable(d.fonts for d in drawn)),
        fills=tuple(chain.from_iterable(d.fills for d in drawn)),
        most=max(d.most for d in drawn),
        lines=max(d.lines for d in drawn),
        lists=sum(d.lists for d in drawn),
        faults=tuple(chain.from_iterable(d.faults for d in drawn)),
    )


def figures(found: Report) -> Mapping[str, object]:
    """A report as plain values, for JSON: shares from 0 to 1, sizes in points."""
    said = found.said
    tallies = {name: getattr(said, name) for name in ("sections", "subsections", "words", "facts", "labels")}
    return {
        "path": found.path,
        "nodes": said.nodes,
        "more": said.more,
        **{name: {"all": t.all, "good": t.good, "share": round(t.share, 4)} for name, t in tallies.items()},
        "longest": said.longest,
        "most_words": said.most_words,
        "drawn": [_page_figures(d) for d in found.drawn],
    }


def _page_figures(drawn: Drawn) -> Mapping[str, object]:
    return {
        "page": drawn.page,
        "sheets": len(drawn.fonts),
        "lists": drawn.lists,
        "smallest": min(drawn.fonts, default=0.0),
        "median": median(drawn.fonts or (0.0,)),
        "fill": round(min(drawn.fills), 4) if drawn.fills else None,
        "most": drawn.most,
        "lines": drawn.lines,
        "faults": list(drawn.faults),
    }


# --------------------------------------------------------------------------- the table


def table(reports: Sequence[Report]) -> Iterator[str]:
    """A line for each note and one for all, under heads; columns are aligned. A note without a map has no figures."""
    mapped = sum(1 for r in reports if r.said.nodes)
    every = summed(reports)
    rows = [_row(r) if r.said.nodes else [r.path] for r in reports]
    total = [*_row(replace(every, path=f"{mapped} of {len(reports)} notes"))]
    head = ["note", "nodes", "+more", "H2", "H3", "words", "facts", "label"]
    head += [text for d in every.drawn for text in (d.page, "pt", "most", "fill", "faults")]
    lines = [head, *rows, total]
    widths = [max(len(text) for text in column) for column in zip_longest(*lines, fillvalue="")]
    for line in lines:
        first, *rest = (f"{text:{'<' if i == 0 else '>'}{widths[i]}}" for i, text in enumerate(line))
        yield "  ".join((first, *rest)).rstrip()


def _row(found: Report) -> list[str]:
    said = found.said
    shares = (said.sections, said.subsections, said.words, said.facts)
    row = [found.path, str(said.nodes), str(said.more or ""), *(_percent(t) for t in shares), str(said.longest)]
    for d in found.drawn:
        fill = f"{min(d.fills):.0%}" if d.fills else ""
        row += [f"{len(d.fonts)}", f"{min(d.fonts, default=0):.3g}", str(d.most), fill, str(len(d.faults) or "")]
    return row


def _percent(tally: Tally) -> str:
    """Rounded down: what is not whole is never 100 %."""
    return f"{int(1000 * tally.share) / 10:g}%" if tally.all else ""
