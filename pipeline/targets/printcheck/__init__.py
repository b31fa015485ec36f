"""The print doctor: what a printer, a copier, a punch or a reader would trip over in a finished PDF.

Rules are pure functions over `marks.Page`; only `reader`, `structure` and `glyphs` know engines. What each rule asks
for, and why, stands in `docs/print-doctor.md`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.problem import Problem, Severity
from pipeline.targets.printcheck.flow import flow
from pipeline.targets.printcheck.glyphs import lost
from pipeline.targets.printcheck.legible import legible
from pipeline.targets.printcheck.limits import limits
from pipeline.targets.printcheck.marks import MM, Finding, Limits
from pipeline.targets.printcheck.reader import pages
from pipeline.targets.printcheck.room import margins, room
from pipeline.targets.printcheck.source import Lines, Places, Source, firsts
from pipeline.targets.printcheck.structure import anchors, roles

__all__ = ["Finding", "Limits", "Lines", "examined", "limits", "problems"]


def examined(path: Path, least: Limits, notes: Mapping[str, str], lines: Lines) -> tuple[Sequence[Finding], Places]:
    """What is wrong with a finished PDF, in the order of its pages, and what tells where that was written.

    `notes` are the paths of the notes by id.
    """
    import pikepdf

    found: list[Finding] = []
    kept = []
    with pikepdf.open(path) as pdf:
        for page in pages(path, roles(pdf), lost(pdf)):
            found += (*legible(page, least), *room(page, least))
            kept.append(replace(page, raster=None))
        named = anchors(pdf)
    folios = tuple(page.folio for page in kept)
    found += (*margins(kept, least), *flow(kept, least))
    return sorted(found, key=lambda one: (one.page, one.box.top)), Places(named, firsts(kept), folios, notes, lines)


def problems(files: Sequence[tuple[Path, Limits]], notes: Mapping[str, str], lines: Lines) -> Iterator[Problem]:
    """What is wrong with finished PDFs, at the lines of the notes.

    What one block does wrong in the same way again and again is told once, in the first file that has it.
    """
    known: set[tuple[str, str, Source]] = set()
    for path, least in files:
        found, places = examined(path, least, notes, lines)
        told: dict[tuple[str, str, Source], list[Finding]] = {}
        for finding in found:
            source = places.source(finding) or Source(f"{path}", 0)
            told.setdefault((finding.code, finding.key, source), []).append(finding)
        for sign, alike in told.items():
            if sign not in known:
                yield _problem(path, sign[2], alike, places.folios)
        known |= told.keys()


def _problem(path: Path, source: Source, alike: Sequence[Finding], folios: Sequence[str]) -> Problem:
    first = alike[0]
    sheets = len({finding.page for finding in alike})
    again = f", and {len(alike) - 1} more like it" if len(alike) > 1 else ""
    further = f" on {sheets} pages" if sheets > 1 else ""
    folio = folios[first.page - 1]
    page = f"page {first.page}" + (f" with the number {folio}" if folio not in {"", str(first.page)} else "")
    place = f"{page}, {first.box.left / MM:.0f} mm from the left, {first.box.top / MM:.0f} mm from the top"
    message = f"{first.message} ({path.name}, {place}{again}{further})"
    severity: Severity = "error" if first.severe else "warning"
    return Problem(source.path, source.line, 0, severity, first.code, message, first.hint)
