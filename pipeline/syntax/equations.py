r"""What a note's formulas share: macros, and the numbers of those with a `\label`, found before any of them is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.tex import Macros, counted, definitions, expanded, joined, numbered
from pipeline.text import slug

ENVIRONMENTS = r"(?:equation|align|alignat|flalign|gather|multline|eqnarray)\*?"
"""Those that stand alone, so that they need no dollars."""

# Fences come first: a label within code is text. So is one in a formula of one line.
_FORMULA = re.compile(
    rf"""
      ^[ \t>]*(?P<fence>`{{3,}}|~{{3,}})[ \t]*(?P<info>[^\n]*)\n(?P<body>.*?)(?:^[ \t>]*(?P=fence)|\Z)
    | \$\$(?P<dollars>.+?)\$\$ | \\\[(?P<square>.+?)\\\]
    | \\begin\{{(?P<name>{ENVIRONMENTS})\}}(?P<rows>.*?)\\end\{{(?P=name)\}}
    | \$(?=[^\s$])(?P<inline>(?:\\.|[^\\$\n])*?)\$(?!\d)
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_SHARED = re.compile(r"\\(?:label\s*\{|def\s*\\|(?:re)?newcommand|providecommand|DeclareMathOperator)")


@dataclass(frozen=True, slots=True)
class Equations:
    """`numbers` by label; `first` gives the first label of the formula that a label stands in."""

    macros: Macros = ()
    numbers: Mapping[str, str] = field(default_factory=dict)
    first: Mapping[str, str] = field(default_factory=dict)

    def read(self, tex: str) -> str:
        """A formula as all stages see it: its macros replaced, its labels as numbers."""
        text, _ = definitions(tex)
        return expanded(numbered(text, self.numbers), self.macros).strip()


NONE = Equations()


def equations(text: str, macros: Macros) -> Equations:
    """What the formulas of a text share, with the book's macros; the note's own overrule them."""
    if not _SHARED.search(text):
        return Equations(macros)
    formulas = tuple(_formulas(text))
    found = [definitions(tex)[1] for tex in formulas]
    return Equations(joined(macros, *found), *counted(formulas))


def _formulas(text: str) -> Iterator[str]:
    for found in _FORMULA.finditer(text):
        fenced = found["info"] if found["fence"] else None
        if fenced is None:
            yield found["dollars"] or found["square"] or found["rows"] or found["inline"] or ""
        elif fenced.strip(" {}") == "math":
            yield found["body"]


def place(label: str) -> str:
    """The name of a formula's place, after a label of it."""
    return f"eq-{slug(label) or label.encode().hex()}"
