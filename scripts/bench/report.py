"""What was measured → tables for people and a document for programs."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.contestants import PLAIN, Contestant
from bench.measure import Usage, middle


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one contestant: its runs, or why there are none."""

    contestant: Contestant
    runs: tuple[Usage, ...] = ()
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """One vault, all contestants."""

    title: str
    notes: int
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """What the figures depend on beside the contestants."""

    day: str
    machine: tuple[tuple[str, str], ...]
    versions: tuple[tuple[str, str], ...]
    runs: int


def ratio(usage: Usage, plain: Usage | None) -> float | None:
    """Processor time as a share of plain WeasyPrint's of the same rounds."""
    return usage.cpu / plain.cpu if plain and plain.cpu else None


def plain_of(match: Match) -> Usage | None:
    return next((middle(r.runs) for r in match.results if r.contestant.name == PLAIN and r.runs), None)


def document(matches: Sequence[Match], setting: Setting) -> dict[str, object]:
    """For programs: every run, in seconds and bytes."""
    return {
        "day": setting.day,
        "machine": dict(setting.machine),
        "versions": dict(setting.versions),
        "vaults": [
            {
                "title": match.title,
                "notes": match.notes,
                "contestants": [_entry(result, plain_of(match)) for result in match.results],
            }
            for match in matches
        ],
    }


def _entry(result: Result, plain: Usage | None) -> dict[str, object]:
    entry: dict[str, object] = {"name": result.contestant.name, "what": result.contestant.what}
    if result.failure:
        return {**entry, "failure": result.failure}
    median = middle(result.runs)
    return {**entry, "median": asdict(median), "ratio": ratio(median, plain), "runs": [asdict(r) for r in result.runs]}


# --------------------------------------------------------------------------- for people


def page(matches: Sequence[Match], setting: Setting) -> str:
    times = "one run each" if setting.runs == 1 else f"medians of {setting.runs} rounds, the contestants in turn"
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`. The vaults are made by `scripts/vault.py` from the blocks of the notes in `source/`:",
        "the same bytes for everybody. Trust the ratios, which come from the same rounds, more than the seconds.",
        "",
        f"{setting.day}; {times}.",
        *(f"{name}: {value}.  " for name, value in (*setting.machine, ("Versions", _joined(setting.versions)))),
    ]
    for match in matches:
        lines += ["", *_table(match)]
    return "\n".join([*lines, "", *_reading(matches)]) + "\n"


def _joined(versions: Sequence[tuple[str, str]]) -> str:
    return ", ".join(f"{name} {version}" for name, version in versions)


HEAD = ("", "CPU s", "CPU, plain = 1", "wall s", "peak MB", "largest child MB", "pages", "MB")


def _table(match: Match) -> Iterator[str]:
    plain = plain_of(match)
    yield f"## {match.title}"
    yield ""
    yield f"| {' | '.join(HEAD)} |"
    yield f"|:--{'|--:' * (len(HEAD) - 1)}|"
    for result in match.results:
        if result.runs:
            yield f"| {' | '.join(_row(result, plain))} |"
    failed = [r for r in match.results if r.failure]
    if failed:
        yield ""
    for result in failed:
        yield f"- Failed: {result.contestant.what}. `{result.failure.replace('`', chr(39))}`"


def _row(result: Result, plain: Usage | None) -> tuple[str, ...]:
    usage = middle(result.runs)
    share = ratio(usage, plain)
    return (
        result.contestant.what,
        figure(usage.cpu),
        figure(share) if share is not None else "–",
        figure(usage.wall),
        f"{usage.parent / 1e6:.0f}",
        f"{usage.child / 1e6:.0f}" if usage.child else "–",
        f"{usage.pages:,}",
        f"{usage.size / 1e6:.1f}",
    )


def figure(value: float) -> str:
    """Three digits that count, never more than three decimals."""
    decimals = next((d for limit, d in ((100, 0), (10, 1), (1, 2)) if value >= limit), 3)
    return f"{value:.{decimals}f}"


def _reading(matches: Sequence[Match]) -> list[str]:
    return [
        "## How to read this",
        "",
        "- Each run is a process of its own, started cold. CPU is user and system time of the process and all that it",
        "  starts; peak is its largest resident set, beside that of the largest process that it starts.",
        "- studypress does more in its time than the others: it reads the notes, draws mind maps, finds mnemonics,",
        "  asks questions, and checks that no word is lost. Plain WeasyPrint gets the finished HTML.",
        "- What comes after an edit follows a build of everything, whose cache it finds. To fill an empty cache also",
        "  takes cutting the fonts, which happens once on a machine.",
        *(text for names, text in _REMARKS if _took(matches, names)),
    ]


_REMARKS = (
    (
        ("pandoc", "typst"),
        "- pandoc and Typst set the same notes in a plain look, without maps, aids, answers and index.",
    ),
    (("typst-again",), "- A living process keeps what it has read; its figures leave out its first run."),
)


def _took(matches: Sequence[Match], names: tuple[str, ...]) -> bool:
    return any(r.runs and r.contestant.name in names for match in matches for r in match.results)


# --------------------------------------------------------------------------- where it was measured


def machine() -> tuple[tuple[str, str], ...]:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    model = re.search(r"^model name\s*: (.+)$", _text(Path("/proc/cpuinfo")), re.MULTILINE)
    size = f"{cores} cores{f' ({model[1]})' if model else ''}, {memory:.0f} GiB"
    return ("Machine", size), (
        "System",
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
    )


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""


def versions(extra: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    from importlib import metadata  # noqa: PLC0415 - here only

    own = {name: metadata.version(name) for name in ("studypress", "weasyprint", "pydyf", "mistune")}
    return tuple((own | dict(extra)).items())
