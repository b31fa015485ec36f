"""Which characters of a note no typeface has, and where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.problem import Problem
from pipeline.typefaces import Typefaces, extra

_TOLD = 8
"""Characters that a message names."""


def problems(path: str, text: str, found: Typefaces) -> Iterator[Problem]:
    """A problem for the characters without a glyph, another for those that only this machine has; at the first each."""
    yield from _problem(path, text, found.missing, "no font has {}", "the pages show the numbers instead")
    machine = "pages may look different elsewhere"
    yield from _problem(path, text, found.foreign, "only a font of this machine has {}", machine)


def _problem(path: str, text: str, strange: Iterable[str], message: str, hint: str) -> Iterator[Problem]:
    wanted = "".join(map(re.escape, sorted(strange)))
    places = list(re.finditer(f"[{wanted}]", text)) if wanted else []
    if not places:
        return
    characters = list(dict.fromkeys(place[0] for place in places))
    at = places[0].start()
    begin = text.rfind("\n", 0, at) + 1
    package = extra(characters)
    mend = f"install the fonts: pip install 'studypress[{package}]'; until then " if package else ""
    line, column = text.count("\n", 0, at) + 1, at - begin + 1
    yield Problem(path, line, column, "warning", "missing-glyph", message.format(_named(characters)), mend + hint)


def _named(characters: list[str]) -> str:
    points = ", ".join(f"{c} (U+{ord(c):04X})" for c in characters[:_TOLD])
    return points + (f" and {len(characters) - _TOLD} more" if len(characters) > _TOLD else "")
