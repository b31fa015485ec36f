"""Makes a vault of any size to measure with: notes put together anew from the blocks of the notes in source/.

    python scripts/vault.py 400 FOLDER [--seed 1] [--size 3]

The same number and seed give the same bytes. A note depends on its number only (and on how many there are to link
to), so that small vaults look like large ones.
"""

from __future__ import annotations

import argparse
import re
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import TypeVar

SOURCE = Path(__file__).parents[1] / "source"
SEED = 1
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of level 2 and what stands below it, in units of blocks that belong together."""

    heading: str
    units: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """What one note of the source gives to new ones."""

    folder: str
    title: str
    lang: str
    head: tuple[str, ...]
    """Lines of its front matter that fit every note of the subject."""
    sections: tuple[Section, ...]
    sentences: tuple[str, ...]
    footnotes: Mapping[str, str]


# --------------------------------------------------------------------------- chance that repeats itself


def draw(limit: int, *key: object) -> int:
    """A number from 0 to limit - 1 that depends on the key and on nothing else."""
    return int.from_bytes(blake2b(repr(key).encode(), digest_size=8).digest(), "big") % limit


def pick(items: Sequence[T], *key: object) -> T:
    return items[draw(len(items), *key)]


def shuffled(items: Sequence[T], *key: object) -> list[T]:
    return [items[i] for i in sorted(range(len(items)), key=lambda i: (draw(2**32, i, *key), i))]


def some(items: Sequence[T], number: int, *key: object) -> list[T]:
    """So many of the items, in their order."""
    return [items[i] for i in sorted(shuffled(range(len(items)), *key)[:number])]


# --------------------------------------------------------------------------- what the source gives


def subjects(source: Path = SOURCE) -> tuple[Subject, ...]:
    paths = sorted(source.glob("*/*.md"))
    return tuple(_subject(path.parent.name, path.read_text(encoding="utf-8")) for path in paths)


def _subject(folder: str, text: str) -> Subject:
    _, front, body = text.split("---\n", 2)
    keys = dict(re.findall(r"^(\w+): (.+)$", front, re.MULTILINE))
    head = tuple(line for line in front.splitlines() if not line.startswith(("title:", "date:", "aliases:")))
    found = [b for b in blocks(body) if not b.startswith(("![", "[^")) and "%%" not in b and "<!--" not in b]
    sections = tuple(_sections(found))
    below = [b for s in sections for unit in s.units for b in unit]
    sentences = tuple(dict.fromkeys(s for block in below for line in _prose(block) for s in _sentences(line)))
    notes = dict(re.findall(r"^\[\^(\w+)\]: (.+)$", body, re.MULTILINE))
    return Subject(folder, keys["title"], keys.get("lang", "en"), head, sections, sentences, notes)


def blocks(text: str) -> list[str]:
    """A text cut at its blank lines, fences and displayed formulas left whole."""
    found: list[str] = []
    fence = ""
    for part in re.split(r"\n[ \t]*\n", text.strip("\n")):
        if fence or (found and part.startswith((" ", "\t"))):
            found[-1] += "\n\n" + part
        else:
            found.append(part)
        for line in part.splitlines():
            mark = next((m for m in ("```", "$$") if line.startswith(m)), "")
            if mark and (not fence or mark == fence):
                fence = "" if fence else mark
    return [block for block in found if block.strip()]


def kind(block: str) -> str:
    """What a block is, by its first signs."""
    if re.match(r"(- |\d+\. )", block):
        return "list"
    if "\n: " in block:
        return "definition"
    first = {"#": "heading", "|": "table", ">": "callout", "`": "code", "$": "formula", "!": "picture", "[": "link"}
    plain = "\n" not in block and not block.endswith(":")
    return first.get(block[0], "paragraph" if plain else "lead")


def _sections(found: Sequence[str]) -> Iterator[Section]:
    """Blocks by heading; what announces something stays with what follows it."""
    heading, units, held = "", list[tuple[str, ...]](), list[str]()
    for block in found:
        if block.startswith("## "):
            if heading:
                yield Section(heading, tuple(units))
            heading, units, held = block[3:], [], []
            continue
        held.append(block)
        if not block.startswith("#") and not block.endswith((":", ",")):
            units.append(tuple(held))
            held = []
    yield Section(heading, tuple(units))


def _prose(block: str) -> list[str]:
    """Lines of running text: paragraphs, bodies of callouts, items of lists behind their labels."""
    match kind(block):
        case "paragraph" if "[^" not in block:
            return [block]
        case "callout":
            return [line[2:] for line in block.splitlines()[1:] if line[2:3].isupper()]
        case "list":
            found = re.findall(r"^- \*\*.+?\*\*:? (.+)$", block, re.MULTILINE)
            return [text[0].upper() + text[1:] for text in found if text[0].isalpha() and ": " not in text]
        case _:
            return []


def _sentences(block: str) -> list[str]:
    """Sentences that stand on their own: no mark is left open, none points to a footnote."""
    parts = re.split(r"(?<=[.?!।]) +", block)
    marks = ("==", "*", "$", "`", "“", "”")
    return [
        p
        for p in parts
        if len(p) > 30
        and p[-1] in ".?!।"
        and "[^" not in p
        and not re.search(r"\\\w", re.sub(r"\$[^$]+\$", "", p))
        and all(p.count(m) % 2 == 0 for m in marks[:4])
        and p.count("“") == p.count("”")
        and p.count("(") == p.count(")")
        and p.count("[") == p.count("]")
    ]


# --------------------------------------------------------------------------- one note


@dataclass(frozen=True, slots=True)
class Maker:
    """Writes the notes of one vault."""

    subjects: tuple[Subject, ...]
    count: int
    seed: int = SEED
    size: int = 3
    """Sections that each note has at least; with 0, a note is a paragraph."""

    def subject(self, number: int) -> Subject:
        return pick(self.subjects, self.seed, number, "subject")

    def sections(self, number: int) -> list[Section]:
        found = [s for s in self.subject(number).sections if s.units and _is_plain(s.heading)]
        return some(found, max(self.size, 1) + draw(2, self.seed, number, "length"), self.seed, number, "sections")

    def title(self, number: int) -> str:
        return f"{self.subject(number).title} {number}: {self.sections(number)[0].heading}"

    def path(self, number: int) -> str:
        return f"{self.subject(number).folder}/note-{number:05}.md"

    def text(self, number: int) -> str:
        subject = self.subject(number)
        supply = iter(shuffled(subject.sentences, self.seed, number, "sentences"))
        own = " ".join(islice(supply, 1)) if number % 2 else ""
        pieces = [" ".join(islice(supply, 2))]
        for section in self.sections(number) if self.size else ():
            pieces += [f"## {section.heading}", *self._below(section, supply, number)]
        pieces += [*self._picture(number), self._pointer(number) + "[^own]" * bool(own)]
        body = _noted("\n\n".join(filter(None, pieces)), {**subject.footnotes, "own": own})
        return f"{self._head(subject, number)}\n{self._linked(body, number)}"

    def _head(self, subject: Subject, number: int) -> str:
        day = f"2026-{1 + draw(10, self.seed, number, 'month'):02}-{1 + draw(28, self.seed, number, 'day'):02}"
        return "\n".join(("---", f'title: "{self.title(number)}"', f"date: {day}", *subject.head, "---", ""))

    def _below(self, section: Section, supply: Iterator[str], number: int) -> Iterator[str]:
        key = (self.seed, number, section.heading)
        for unit in some(section.units, 2 + draw(2, *key), *key):
            for block in unit:
                yield self._varied(block, supply, number)

    def _varied(self, block: str, supply: Iterator[str], number: int) -> str:
        """Words of its own for each note, as far as a block can have them; no sentence stands twice in a note."""
        key = (self.seed, number, block)
        match kind(block):
            case "paragraph" if "[^" not in block:
                return " ".join(islice(supply, 2 + draw(2, *key)))
            case "list" if block.startswith("- "):
                items = re.split(r"\n(?=- )", block)
                return "\n".join(some(items, max(3, len(items) - draw(3, *key)), *key))
            case "table":
                head, rule, *rows = block.splitlines()
                return "\n".join((head, rule, *some(rows, max(3, len(rows) - draw(3, *key)), *key)))
            case "definition" if draw(2, *key):
                term, _, rest = block.partition("\n")
                return f"{term}, case {number}\n{rest}"
            case _:
                return block

    def _picture(self, number: int) -> Iterator[str]:
        if name := picture_name(number):
            yield f'![Shares in note {number}](images/{name} "Shares, as found in note {number}")'

    def _pointer(self, number: int) -> str:
        words = {"hi": "यह भी देखिए"}.get(self.subject(number).lang, "See also")
        return f"{words}: [[any#any]]."

    def _linked(self, body: str, number: int) -> str:
        """Links of the source lead to notes of this vault; an embed becomes a link, so that none holds itself."""

        def link(found: re.Match[str]) -> str:
            other = draw(self.count, self.seed, number, found.start(), "link")
            place = f"#{pick(self.sections(other), self.seed, other).heading}" if found[2] and self.size else ""
            return f"[[{self.title(other)}{place}{found[3] or ''}]]"

        return re.sub(r"!?\[\[([^\]|#]+)(#[^\]|]+)?(\|[^\]]+)?\]\]", link, body)


def _noted(body: str, texts: Mapping[str, str]) -> str:
    """The body with the text of the footnotes that its blocks refer to."""
    used = dict.fromkeys(re.findall(r"\[\^(\w+)\]", body))
    return "\n\n".join((body, *(f"[^{label}]: {texts[label]}" for label in used))) + "\n"


def paragraphs(count: int, seed: int = SEED, source: Path = SOURCE) -> list[str]:
    """Running text to insert somewhere, each paragraph of three sentences of one English subject."""
    english = [s for s in subjects(source) if s.lang == "en"]
    chosen = [pick(english, seed, number, "paragraph") for number in range(count)]
    drawn = [shuffled(subject.sentences, seed, number, "inserted") for number, subject in enumerate(chosen)]
    return [" ".join([s for s in sentences if "[[" not in s][:3]) for sentences in drawn]


def _is_plain(heading: str) -> bool:
    """Whether a heading can stand in a link."""
    return not re.search(r"[\[\]|#$`*=:\"]", heading)


# --------------------------------------------------------------------------- pictures


def picture_name(number: int) -> str:
    """Every third note has a picture, in turn a raster and a drawing."""
    return {0: f"shares-{number:05}.png", 3: f"shares-{number:05}.svg"}.get(number % 6, "")


def picture(number: int, seed: int = SEED) -> bytes:
    bars = [20 + draw(80, seed, number, i, "bar") for i in range(8)]
    return _raster(bars) if picture_name(number).endswith(".png") else _drawing(bars)


def _drawing(bars: Sequence[int]) -> bytes:
    shapes = "".join(
        f'<rect x="{10 + 28 * i}" y="{110 - h}" width="20" height="{h}" fill="#2a6f77"/>' for i, h in enumerate(bars)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 120" width="240" height="120">'
        f'{shapes}<path d="M4 110H236" stroke="#222"/></svg>\n'
    ).encode()


def _raster(bars: Sequence[int]) -> bytes:
    """240 × 120 pixels of four greys, not compressed: the same bytes with every zlib (ISO/IEC 15948)."""
    rows = bytearray()
    for y in range(120):
        pixels = [1 if x % 30 > 5 and 120 - y < bars[x // 30] else 3 for x in range(240)]
        rows.append(0)
        rows += bytes(a << 6 | b << 4 | c << 2 | d for a, b, c, d in zip(*[iter(pixels)] * 4, strict=True))
    stored = b"\x01" + struct.pack("<HH", len(rows), len(rows) ^ 0xFFFF) + rows
    data = b"\x78\x01" + stored + struct.pack(">I", zlib.adler32(rows))
    header = struct.pack(">IIBBBBB", 240, 120, 2, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


# --------------------------------------------------------------------------- the vault


def files(count: int, seed: int = SEED, size: int = 3, source: Path = SOURCE) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of every file of a vault of so many notes, each of `size` sections or one more."""
    maker = Maker(subjects(source), count, seed, size)
    parts = (source / "book.yml").read_text(encoding="utf-8").partition("\nparts:")[2]
    yield "book.yml", f"title: Vault of {count} notes\nlanguage: en\nparts:{parts}".encode()
    for number in range(count):
        path = maker.path(number)
        yield path, maker.text(number).encode()
        if name := picture_name(number):
            yield f"{Path(path).parent.as_posix()}/images/{name}", picture(number, seed)


def write(folder: Path, count: int, seed: int = SEED, size: int = 3) -> None:
    for name, data in files(count, seed, size):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("notes", type=int, help="how many notes")
    parser.add_argument("folder", type=Path, help="where to write them")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument(
        "--size", type=int, default=3, help="sections that each note has at least; 0 for paragraphs [3]"
    )
    options = parser.parse_args()
    write(options.folder, options.notes, options.seed, options.size)


if __name__ == "__main__":
    main()
