"""Writing that e-readers lack: its words are marked, and the letters that the book has of it come with the book.

Only those words are set in the book's font, so that the reader's own font rules all others; and no reader need know
which characters a font is for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from markupsafe import Markup

_LETTERS = {
    "Devanagari": "\u0900-\u097f\u1cd0-\u1cff\ua8e0-\ua8ff",
    "Bengali": "\u0980-\u09ff",
    "Gurmukhi": "\u0a00-\u0a7f",
    "Gujarati": "\u0a80-\u0aff",
    "Oriya": "\u0b00-\u0b7f",
    "Tamil": "\u0b80-\u0bff",
    "Telugu": "\u0c00-\u0c7f",
    "Kannada": "\u0c80-\u0cff",
    "Malayalam": "\u0d00-\u0d7f",
    "Sinhala": "\u0d80-\u0dff",
    "Thai": "\u0e00-\u0e7f",
    "Lao": "\u0e80-\u0eff",
    "Myanmar": "\u1000-\u109f",
    "Georgian": "\u10a0-\u10ff",
    "Ethiopic": "\u1200-\u139f",
    "Khmer": "\u1780-\u17ff",
    "Armenian": "\u0530-\u058f",
    "Hebrew": "\u0590-\u05ff",
    "Arabic": "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff",
}
"""Blocks of Unicode 16 by script. Not Chinese, Japanese and Korean: every e-reader has them, and they are large."""
MATHS = "Maths"
_WITHIN = r"\u0964\u0965\u200c\u200d"
_BETWEEN = r"[^\S\n]|[,;:!?()'’‘“”–-]"
_ANY = re.compile(f"[{''.join(_LETTERS.values())}]")
_RUN = re.compile(
    f"(?={_ANY.pattern})(?:"  # most characters are none of these, and are passed by quickly
    + "|".join(
        rf"(?P<{name}>[{letters}][{letters}{_WITHIN}]*(?:(?:{_BETWEEN})+[{letters}{_WITHIN}]+)*)"
        for name, letters in _LETTERS.items()
    )
    + ")"
)
_PARTS = re.compile(r"(<math\b.*?</math>|<svg\b.*?</svg>|<head\b.*?</head>|<[^>]*>)", re.DOTALL)
_FORMULA = re.compile(r"<math\b.*?</math>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_WEIGHTS = ((400, ""), (700, "-bold"))
_FAMILIES = {MATHS: ("STIX Two Math",), "Arabic": ("Amiri", "Noto Sans Arabic")}
"""Typefaces in the order in which they are tried; of all other scripts, the Noto of their name."""

Letters = Mapping[str, str]
"""Script → the characters of it, in order."""
Font = Callable[[str, int, str], bytes]
"""A font of a family and a weight with these characters, none when there is no such font."""


def marked(markup: str) -> str:
    """A file of XHTML with the words of such scripts in spans of their class."""
    if not _ANY.search(markup):
        return markup
    pieces = _PARTS.split(markup)
    pieces[::2] = [_RUN.sub(_span, text) for text in pieces[::2]]
    return "".join(pieces)


def _span(found: re.Match[str]) -> str:
    return f'<span class="{str(found.lastgroup).lower()}">{found[0]}</span>'


def letters(markup: str) -> Letters:
    """What a file has of each script, and of formulas."""
    found: dict[str, set[str]] = {}
    if _ANY.search(markup):
        for run in _RUN.finditer(_TAG.sub("\n", _FORMULA.sub("", markup))):
            found.setdefault(str(run.lastgroup), set()).update(run[0])
    if formulas := _FORMULA.findall(markup):
        said = {c for f in formulas for c in Markup(_TAG.sub("", f)).unescape()}  # noqa: S704 - not shown
        found[MATHS] = said | {italic for c in said if (italic := _italic(c))} | {"√"}
    return {name: "".join(sorted(characters)) for name, characters in found.items()}


_ITALICS = (("A", "Z", 0x1D434), ("a", "z", 0x1D44E), ("Α", "Ω", 0x1D6E2), ("α", "ω", 0x1D6FC))
"""Where the slanted letters begin (Unicode 16, Mathematical Alphanumeric Symbols)."""


def _italic(character: str) -> str:
    """The letter that readers show for an identifier of one letter."""
    if character == "h":
        return "ℎ"
    starts = (chr(start + ord(character) - ord(first)) for first, last, start in _ITALICS if first <= character <= last)
    return next(starts, "")


def together(found: Iterable[Letters]) -> Letters:
    """What several files have of each script."""
    all_of: dict[str, set[str]] = {}
    for each in found:
        for name, characters in each.items():
            all_of.setdefault(name, set()).update(characters)
    return {name: "".join(sorted(all_of[name])) for name in sorted(all_of)}


def fonts(found: Letters, font: Font) -> Iterator[tuple[str, bytes, str]]:
    """For each script that has a font: the name of its file, the file, and the rule of the style sheet for it."""
    for script, characters in found.items():
        for family in _FAMILIES.get(script, (f"Noto Sans {script}",)):
            if cuts := [
                (weight, style, data) for weight, style in _WEIGHTS if (data := font(family, weight, characters))
            ]:
                yield from _ruled(script, family, cuts)
                break


def _ruled(script: str, family: str, cuts: Iterable[tuple[int, str, bytes]]) -> Iterator[tuple[str, bytes, str]]:
    selector, last = ("math", "math") if script == MATHS else (f".{script.lower()}", "sans-serif")
    rule = f'{selector} {{ font-family: "{family}", {last} }}\n'
    for weight, style, data in cuts:
        name = f"font-{script.lower()}{style}.ttf"
        told = f'font-family: "{family}"; font-weight: {weight}; src: url({name})'
        yield name, data, f"@font-face {{ {told} }}\n{rule}"
        rule = ""


def cut(path: Path, characters: str) -> bytes:
    """A font with these characters only, and with all that shapes them."""
    import uharfbuzz

    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))
    wanted = uharfbuzz.SubsetInput()
    wanted.sets(uharfbuzz.SubsetInputSets.UNICODE).update(map(ord, f"{characters} \u00a0\u25cc\u200c\u200d"))
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING | uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
    data: bytes = uharfbuzz.subset(face, wanted).blob.data
    return data
