"""Measures the mnemonics: how often people's own word is found, beside other programs; how fast; what never comes.

    PYTHONPATH=. python scripts/bench_mnemonics.py [LISTS] [--random 10000]

LISTS holds one list a line as JSON: items, ordered, the mnemonics that people made (`human`) and their type. The
library is off: a mnemonic must be found, not looked up. acronymmaker and acronymkit take part where they are installed
(in a scratch environment: acronymmaker is under the GPL, and none of this needs it); they get the first word of each
item that says something, and acronymmaker our words, common ones first.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pipeline.mnemonic.candidate import Candidate

ROOT = Path(__file__).parents[1]
LISTS = ROOT / "tests" / "mnemonic" / "lists.jsonl"
SPELT = ("real_word", "pronounceable", "multiword", "letters")  # the types that are acronyms
START = """
import time; began = time.process_time()
from pipeline.mnemonic.candidate import Wish
from pipeline.mnemonic.engine import candidates
candidates(Wish(("Goal", "Reality", "Options", "Will"), True), library=False)
print(time.process_time() - began)
"""

Finder = Callable[[Sequence[str], bool], Sequence[str]]


class Case(NamedTuple):
    items: tuple[str, ...]
    ordered: bool
    human: frozenset[str]
    sort: str


class Score(NamedTuple):
    name: str
    places: tuple[int | None, ...]
    """Where the human answer of each case came, from 0."""
    seconds: tuple[float, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the mnemonics.")
    parser.add_argument("lists", nargs="?", type=Path, default=LISTS, help=f"lists as JSON lines [{LISTS.name}]")
    parser.add_argument("--random", type=int, default=0, metavar="N", help="try N random lists under three hash seeds")
    parser.add_argument("--alone", action="store_true", help="leave out the others")
    parser.add_argument("--digest", type=int, default=0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.digest:
        print(json.dumps(checked(options.lists, options.digest)))
        return
    cases = tuple(read(options.lists))
    print(table([score(name, finder, cases) for name, finder in finders(alone=options.alone)], cases))
    print(f"\nStart-up of the engine and its first list: {min(start() for _ in range(5)) * 1000:.0f} ms CPU")
    if options.random:
        print(random_lists(options.lists, options.random))


def read(path: Path) -> Iterator[Case]:
    text = path.read_text(encoding="utf-8")
    entries = json.loads(text) if text.startswith("[") else [json.loads(line) for line in text.splitlines()]
    for entry in entries:
        human = frozenset(capitals(told) for told in entry["human"])
        yield Case(tuple(entry["items"]), bool(entry["ordered"]), human, entry["type"])


def capitals(text: str) -> str:
    return re.sub(r"[^A-Z]", "", text.upper())


# --------------------------------------------------------------------------- who takes part


def finders(*, alone: bool) -> Iterator[tuple[str, Finder]]:
    yield "studypress", ours
    if not alone and find_spec("acronymmaker"):
        yield "acronymmaker, our words", acronymmaker()
    if not alone and find_spec("acronymkit"):
        yield "acronymkit", acronymkit()


def ours(items: Sequence[str], ordered: bool) -> Sequence[str]:
    from pipeline.mnemonic.candidate import Wish  # noqa: PLC0415 - the start-up is measured elsewhere
    from pipeline.mnemonic.engine import candidates  # noqa: PLC0415 - same

    return [c.text for c in candidates(Wish(tuple(items), ordered), library=False, top=5)]


def openers(items: Sequence[str]) -> list[str]:
    """The first word of each item that says something."""
    from pipeline.mnemonic.words import content, words_of  # noqa: PLC0415 - as above

    return [content(words_of(item))[0].text for item in items]


def acronymmaker() -> Finder:
    from acronymmaker.maker import AcronymMaker  # noqa: PLC0415 - not installed with studypress
    from acronymmaker.matching import GreedyOrderedMatchingStrategy, UnorderedMatchingStrategy  # noqa: PLC0415
    from acronymmaker.selection import select_first_letter  # noqa: PLC0415

    from pipeline.mnemonic import lexicon  # noqa: PLC0415 - as above

    known = lexicon.load()
    common = [word for _, word in sorted(zip([-z for z in known.zipf], known.words, strict=True))]

    def find(items: Sequence[str], ordered: bool) -> Sequence[str]:
        found: list[Any] = []
        strategy = GreedyOrderedMatchingStrategy if ordered else UnorderedMatchingStrategy
        maker = AcronymMaker(select_first_letter, strategy(0, 0), found.append)
        maker.add_known_words(common)
        maker.find_acronyms_for_list([([word], False) for word in openers(items)])
        return [acronym.get_word() for acronym in found[:5]]

    return find


def acronymkit() -> Finder:
    from acronymkit import AcronymEngine, Config  # noqa: PLC0415 - not installed with studypress
    from acronymkit.exceptions import EmptyPhraseError  # noqa: PLC0415

    engine = AcronymEngine(Config(max_candidates=5))

    def find(items: Sequence[str], _: bool) -> Sequence[str]:
        try:
            result = engine.generate(" ".join(openers(items)))
        except EmptyPhraseError:  # items of one letter
            return []
        others = [getattr(other, "acronym", other) for other in result.alternatives]
        return list(dict.fromkeys([result.primary_acronym, *map(str, others)]))[:5]

    return find


def score(name: str, finder: Finder, cases: Sequence[Case]) -> Score:
    places, seconds = [], []
    finder(("North", "East", "South", "West"), True)  # loads what is loaded once
    for case in cases:
        began = time.process_time()
        found = finder(case.items, case.ordered)
        seconds.append(time.process_time() - began)
        places.append(next((i for i, text in enumerate(found) if capitals(text) in case.human), None))
    return Score(name, tuple(places), tuple(seconds))


def table(scores: Sequence[Score], cases: Sequence[Case]) -> str:
    groups: dict[str, Callable[[Case], bool]] = {
        "acronyms": lambda c: c.sort in SPELT,
        "real words": lambda c: c.sort == "real_word",
        "made-up words": lambda c: c.sort == "pronounceable",
        "phrases": lambda c: c.sort == "multiword",
        "in order": lambda c: c.sort in SPELT and c.ordered,
    }
    sizes = {name: sum(map(test, cases)) for name, test in groups.items()}
    head = ["top 1 / top 5", *(f"{name} ({size})" for name, size in sizes.items()), "median ms", "p95 ms"]
    rows = [head, [":--", *("--:" for _ in head[1:])]]
    for each in scores:
        cells = []
        for name, test in groups.items():
            places = [p for p, c in zip(each.places, cases, strict=True) if test(c) and p is not None]
            cells.append(f"{places.count(0) / (sizes[name] or 1):.2f} / {len(places) / (sizes[name] or 1):.2f}")
        times = sorted(each.seconds)
        middle, late = times[len(times) // 2], times[int(len(times) * 0.95)]
        rows.append([each.name, *cells, f"{middle * 1000:.1f}", f"{late * 1000:.1f}"])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def start() -> float:
    """Seconds of CPU from nothing to the first answer, in a process of its own."""
    done = subprocess.run(  # noqa: S603 - this script's own text
        [sys.executable, "-c", START], capture_output=True, check=True, text=True, cwd=ROOT
    )
    return float(done.stdout)


# --------------------------------------------------------------------------- what must never come


def drawn(path: Path, number: int) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Random lists of real items and common words, the same on every machine."""
    from pipeline.mnemonic import lexicon  # noqa: PLC0415 - as above

    known = lexicon.load()
    nouns = [w for w, s, z in zip(known.words, known.sort, known.zipf, strict=True) if s & lexicon.NOUN and z > 35]
    real = sorted({item for case in read(path) for item in case.items})
    for i in range(number):
        seed = int.from_bytes(hashlib.sha256(str(i).encode()).digest(), "big")
        seed, size = divmod(seed, 10)
        items: dict[str, None] = {}
        while len(items) < size + 3:
            seed, kind = divmod(seed, 3)
            pool = nouns if kind == 0 else real
            seed, place = divmod(seed, len(pool))
            items[pool[place]] = None
            seed = seed or i + len(items)
        yield tuple(items), i % 2 == 1


def checked(path: Path, number: int) -> dict[str, Any]:
    """What random lists get, held against plain rules that share no code with the search."""
    from pipeline.mnemonic.block import blocked  # noqa: PLC0415 - as above
    from pipeline.mnemonic.candidate import Wish  # noqa: PLC0415 - as above
    from pipeline.mnemonic.engine import candidates  # noqa: PLC0415 - as above

    total = hashlib.sha256()
    refused = wrong = empty = 0
    times = []
    for items, ordered in drawn(path, number):
        began = time.process_time()
        found = candidates(Wish(items, ordered), library=False, top=5)
        times.append(time.process_time() - began)
        total.update(repr((items, found)).encode())
        empty += not any(c.grade != "hidden" for c in found)
        refused += sum(blocked(c.text) for c in found)
        for c in found:
            wrong += not expanded(c, len(items), ordered=ordered)
    times.sort()
    return {
        "digest": total.hexdigest()[:16],
        "refused": refused,
        "wrong": wrong,
        "none": empty,
        "ms": [round(times[int(len(times) * share)] * 1000, 1) for share in (0.5, 0.95, 0.9999)],
    }


def expanded(found: Candidate, count: int, *, ordered: bool) -> bool:
    """Whether each item has letters once, in order where it matters, and the text is made of nothing else."""
    told = [tie.item for tie in found.ties]
    sentence = found.kind.startswith("acrostic")
    spelt = "".join(tie.letters[:1] if sentence else tie.letters for tie in found.ties)
    text = "".join(word[0] for word in found.text.split()) if sentence else found.text
    all_told = told == list(range(count)) if ordered else sorted(told) == list(range(count))
    return all_told and capitals(spelt) == capitals(text)


def random_lists(path: Path, number: int) -> str:
    lines = [f"\n{number} random lists of 3 to 12 items; ms: median, p95, most"]
    for seed in ("0", "1", "2"):
        done = subprocess.run(  # noqa: S603 - this script itself
            [sys.executable, __file__, str(path), "--digest", str(number)],
            capture_output=True,
            check=True,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        lines.append(f"PYTHONHASHSEED={seed}: {done.stdout.strip()}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
