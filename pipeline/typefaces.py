"""Which typefaces a book needs: its own, others that packages bring, the machine's, and signs for what none has.

A character is set in the first family that has it, in the order of this module, whatever else a page holds. So a page
changes only with the families that its own characters need, and only these are opened for it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

from pipeline import codepoints, machine
from pipeline.cache import digest
from pipeline.faces import Face, Source, covered, cut, faces

LAST = "Noto Sans Devanagari"
"""The last family of every stack of a look: further ones stand behind it."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A family that a package brings; `extra` is the extra of ours that asks for it, "" if every installation does.

    A file with axes has all weights, another may have a `bold` one beside it.
    """

    family: str
    package: str
    file: str
    extra: str = ""
    bold: str = ""

    @property
    def files(self) -> Mapping[int, str]:
        """The file of each weight."""
        bold = self.file if "[" in self.file or self.extra else self.bold
        return {400: self.file, 700: bold} if bold else {400: self.file}


_NOTO = "manimgx_fonts"
_SCRIPTS = (
    *("Arabic", "Hebrew", "Bengali", "Tamil", "Telugu", "Gujarati", "Gurmukhi", "Kannada", "Malayalam", "Oriya"),
    *("Sinhala", "Thai", "Lao", "Khmer", "Myanmar", "Ethiopic", "Georgian", "Armenian"),
)
_ROWS = (
    _Row("Amiri", "fontpkg_amiri", "files/Amiri-Regular.ttf", bold="files/Amiri-Bold.ttf"),
    *(_Row(f"Noto Sans {name}", _NOTO, f"NotoSans{name}[wght].ttf") for name in _SCRIPTS),
    _Row("Noto Sans", _NOTO, "NotoSans[wght].ttf"),
    _Row("STIX Two Math", "ziamath", "fonts/STIXTwoMath-Regular.ttf"),
    _Row("Noto Emoji", _NOTO, "NotoEmoji[wght].ttf"),
    _Row("Noto Sans Symbols", _NOTO, "NotoSansSymbols[wght].ttf"),
    _Row("DejaVu Sans", "ziafont", "fonts/DejaVuSans.ttf"),
    _Row("Noto Sans CJK", "manimgx_fonts_cjk", "NotoSansCJK-VF.otf.ttc", "cjk"),
)
_EXTRAS = {"cjk": re.compile("[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef𠀀-𳍿]")}
"""Characters for which there is an extra."""


@dataclass(frozen=True, slots=True)
class Further:
    """A family beside the book's own, and the characters of the book that are set in it."""

    faces: tuple[Face, ...]
    characters: frozenset[str]

    @property
    def family(self) -> str:
        return self.faces[0].family


@dataclass(frozen=True, slots=True)
class Typefaces:
    """Those of a book. `foreign` are characters that only fonts of this machine have, `missing` those that none has."""

    own: tuple[Face, ...]
    further: tuple[Further, ...] = ()
    foreign: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()

    @property
    def all(self) -> tuple[Face, ...]:
        return (*self.own, *chain.from_iterable(each.faces for each in self.further))

    @property
    def families(self) -> tuple[str, ...]:
        """The further ones, in order."""
        return tuple(each.family for each in self.further)

    def needed(self, text: str) -> tuple[str, ...]:
        """The further families that a text is set in."""
        if not self.further:
            return ()
        found = frozenset(text)
        return tuple(each.family for each in self.further if each.characters & found)

    def of(self, families: Iterable[str]) -> tuple[Face, ...]:
        """The book's own faces, and those of some further families."""
        wanted = frozenset(families)
        return (*self.own, *chain.from_iterable(each.faces for each in self.further if each.family in wanted))

    def digest(self, families: Iterable[str]) -> str:
        """Of what `of` gives."""
        return digest(repr([(f.family, f.weight, f.italic, f.digest) for f in self.of(families)]))


def stacked(css: str, families: Sequence[str]) -> str:
    """A style sheet whose stacks of families go on with further ones."""
    return css.replace(f'"{LAST}"', ", ".join(f'"{family}"' for family in (LAST, *families))) if families else css


def typefaces(folder: Path, characters: str) -> Typefaces:
    """All that `characters` are set in; `folder` keeps the faces."""
    own = faces(folder / "fonts")
    left = _uncovered(own, characters)
    if not left:
        return Typefaces(own)
    private = frozenset(c for c in left if unicodedata.category(c) == "Co")  # each font draws these as it likes
    further, left = _packaged(folder / "scripts", left - private)
    found = machine.found(folder, left)
    strange = [Further((cut(folder / "scripts", s, _called(s), 400),), chars) for s, chars in found]
    foreign = frozenset(chain.from_iterable(chars for _, chars in found))
    missing = left - foreign | private
    signs = [Further((codepoints.face(folder / "scripts", missing, own),), missing)] if missing else []
    return Typefaces(own, (*signs, *further, *strange), foreign, missing)


def _called(source: Source) -> str:
    """A name for a font of the machine, unlike all others."""
    return "Machine " + re.sub(r"\W+", " ", f"{source.path.stem} {source.index or ''}").strip()


def extra(characters: Iterable[str]) -> str:
    """The extra of ours that has the most of these characters, or ""."""
    text = "".join(characters)
    counts = {name: len(pattern.findall(text)) for name, pattern in _EXTRAS.items()}
    best = max(counts, key=counts.__getitem__)
    return best if counts[best] else ""


def _uncovered(own: Sequence[Face], characters: str) -> frozenset[str]:
    """The characters that need a glyph and have none in the book's own faces."""
    plain = [face.path for face in own if face.weight == 400 and not face.italic]
    known = frozenset[int]().union(*(covered(Source(path)) for path in plain))
    return frozenset(c for c in set(characters) if ord(c) not in known and _is_drawn(c))


def _is_drawn(character: str) -> bool:
    """Not a space, a control character or a selector of a variant."""
    kind = unicodedata.category(character)
    return kind not in {"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"} and not "\ufe00" <= character <= "\ufe0f"


def _packaged(folder: Path, left: frozenset[str]) -> tuple[list[Further], frozenset[str]]:
    """The families of packages that have some of the characters, and the characters that none of them has."""
    found: list[Further] = []
    for row, sources in _installed():
        known = covered(sources[400])
        here = frozenset(c for c in left if ord(c) in known)
        if here:
            cuts = tuple(cut(folder, source, row.family, weight) for weight, source in sources.items())
            found.append(Further(cuts, here))
            left -= here
        if not left:
            break
    return found, left


def packaged(family: str) -> Path | None:
    """The font file that a package brings for a family; it may be variable."""
    return next((sources[400].path for row, sources in _installed() if row.family == family), None)


def _installed() -> Iterator[tuple[_Row, Mapping[int, Source]]]:
    """The rows whose package is here, with a source for each weight."""
    from importlib import metadata  # noqa: PLC0415 - books in Latin letters need not import it

    for row in _ROWS:
        spec = find_spec(row.package)
        if not (spec and spec.origin):
            continue
        paths = {weight: Path(spec.origin).parent / file for weight, file in row.files.items()}
        if all(path.is_file() for path in paths.values()):
            version = metadata.version(row.package.replace("_", "-"))
            yield row, {weight: Source(path, version) for weight, path in paths.items()}
