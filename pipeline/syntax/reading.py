"""What one reading of a note gathers on the way: where lines come from, footnotes, problems."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pipeline.problem import Problem, Severity
from pipeline.syntax.equations import NONE, Equations

Token = dict[str, Any]
"""What mistune hands over at the door; nothing outside this room sees one."""


@dataclass(slots=True)
class Reading:
    """Lives as long as one call of `parse`.

    `origin` gives the line of the file (from 1) for each line (from 0) that is left when front matter and comments
    are gone. `notes` are footnotes by key, as defined; `cited` the keys in order of first reference.
    """

    path: str
    source: list[str]
    origin: list[int]
    problems: list[Problem] = field(default_factory=list)
    notes: dict[str, Token] = field(default_factory=dict)
    cited: dict[str, int] = field(default_factory=dict)
    asides: list[tuple[int, str]] = field(default_factory=list)
    equations: Equations = NONE
    """Macros, and the numbers of labelled formulas."""
    line_numbers: bool = False
    """Whether lines of code are numbered where a fence does not say."""
    flagged: bool = False
    """Whether `::`, `?` and `==` ask, see `card.py`."""
    inlays: dict[str, bytes] = field(default_factory=dict)
    """Pictures written into the note, by the names that stand for them."""

    def line(self, index: int) -> int:
        """The line of the file for a line of the text that is left."""
        return self.origin[min(index, len(self.origin) - 1)] if self.origin else 1

    def warn(self, line: int, code: str, message: str, hint: str = "", *, at: str = "") -> None:
        self.report("warning", line, code, message, hint, at=at)

    def report(
        self, severity: Severity, line: int, code: str, message: str, hint: str = "", *, at: str = "", column: int = 0
    ) -> None:
        """Note a problem once; `at` is the text to look for when the column matters."""
        text = self.source[line - 1] if 0 < line <= len(self.source) else ""
        column = column or (text.find(at) + 1 if at else 0)
        problem = Problem(self.path, line, column, severity, code, message, hint)
        if problem not in self.problems:
            self.problems.append(problem)

    def number(self, key: str) -> int:
        """The number of a footnote; the first call for a key counts as its first reference."""
        return self.cited.setdefault(key, len(self.cited) + 1)
