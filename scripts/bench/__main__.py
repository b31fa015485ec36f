"""python -m bench [--sizes 50,400,2000] [--runs 3] [--vault FOLDER] [--only NAME,…] [--json FILE]."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import vault

from bench import contestants, report, rivals
from bench.measure import ROOT, FailedError, Usage

PAGE = ROOT / "docs" / "benchmarks.md"
ROOM = ROOT / ".bench"
TOOLS = ROOM / "tools"


def arguments(line: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description="Measure studypress beside others.")
    names = ", ".join(c.name for c in contestants.ALL)
    parser.add_argument("--sizes", type=numbers, default=(50, 400, 2000), help="notes in each vault [50,400,2000]")
    parser.add_argument("--runs", type=int, default=3, help="rounds in which each takes its turn [3]")
    parser.add_argument("--vault", type=Path, help="measure these notes instead of vaults made for it")
    parser.add_argument("--only", type=lambda text: tuple(text.split(",")), default=(), help=f"of {names}")
    parser.add_argument("--timeout", type=float, default=900, help="seconds a run may take [900]")
    parser.add_argument("--json", type=Path, help="write every run to this file")
    parser.add_argument("--page", type=Path, help=f"write the tables to this file [{PAGE.name}, when all take part]")
    parser.add_argument("--rivals", action="store_true", help="first install pandoc and Typst into .bench/tools")
    options = parser.parse_args(line)
    if unknown := set(options.only) - {c.name for c in contestants.ALL}:
        parser.error(f"no contestant called {', '.join(sorted(unknown))}; there are: {names}")
    return options


def numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(","))


def main() -> None:
    options = arguments(sys.argv[1:])
    ROOM.mkdir(exist_ok=True)
    (ROOM / ".gitignore").write_text("*\n", encoding="utf-8")
    if options.rivals and not TOOLS.exists():
        rivals.install(TOOLS)
    found = rivals.find(TOOLS)
    taking = [c for c in contestants.present(found) if not options.only or c.name in options.only]
    matches = [match(size, taking, found, options) for size in ((0,) if options.vault else options.sizes)]
    setting = report.Setting(day(), report.machine(), report.versions(rivals.versions(found)), options.runs)
    text = report.page(matches, setting)
    print(text)
    if path := options.page or (None if options.only or options.vault else PAGE):
        path.write_text(text, encoding="utf-8")
    if options.json:
        data = json.dumps(report.document(matches, setting), indent=1, ensure_ascii=False)
        options.json.write_text(f"{data}\n", encoding="utf-8")


def match(
    size: int, taking: Sequence[contestants.Contestant], found: rivals.Rivals, options: argparse.Namespace
) -> report.Match:
    """All contestants on one vault, round by round, so that a busy hour hits all of them."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        place = laid_out(Path(folder), size, options.vault, found, options.timeout)
        notes = len(contestants.notes_of(place.notes))
        results = {c.name: report.Result(c) for c in taking}
        for number in range(options.runs):
            for contestant in taking:
                result = results[contestant.name]
                if not result.failure:
                    results[contestant.name] = turn(result, place, number)
                    print(told(notes, number, results[contestant.name]), file=sys.stderr, flush=True)
        title = f"{options.vault.resolve().name}: {notes} notes" if options.vault else f"{notes:,} notes"
        return report.Match(title, notes, tuple(results.values()))


def turn(result: report.Result, place: contestants.Place, number: int) -> report.Result:
    try:
        usage, path = result.contestant.run(place, number)
        full = replace(usage, pages=pages(path), size=path.stat().st_size)
    except (FailedError, OSError) as fault:
        return replace(result, runs=(), failure=str(fault))
    return replace(result, runs=(*result.runs, full))


def told(notes: int, number: int, result: report.Result) -> str:
    name = f"{notes} notes, round {number + 1}, {result.contestant.name}: "
    if result.failure:
        return f"{name}failed: {result.failure}"
    last: Usage = result.runs[-1]
    return f"{name}{last.cpu:.2f} s CPU, {last.wall:.2f} s, {last.pages} pages"


def laid_out(folder: Path, size: int, given: Path | None, found: rivals.Rivals, timeout: float) -> contestants.Place:
    notes = folder / "notes"
    if given:
        shutil.copytree(given, notes, ignore=shutil.ignore_patterns(".*"))
    else:
        vault.write(notes, size)
    paths = contestants.notes_of(notes)
    middle = paths[len(paths) // 2]
    text = middle.read_text(encoding="utf-8")
    return contestants.Place(folder, found, timeout, middle, text, "\n\n".join(vault.paragraphs(60)))


def pages(path: Path) -> int:
    import pypdfium2  # noqa: PLC0415 - heavy

    with pypdfium2.PdfDocument(path) as document:
        return len(document)


def day() -> str:
    """The day of the last commit, or of SOURCE_DATE_EPOCH."""
    epoch = (
        os.environ.get("SOURCE_DATE_EPOCH")
        or subprocess.run(
            ["git", "log", "-1", "--format=%ct"],  # noqa: S607 - the one on the path
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    )
    return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()


if __name__ == "__main__":
    main()
