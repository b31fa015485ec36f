"""What is wrong, where, and what to do about it: one value from the parser to the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A fault for the author to mend. `line` and `column` count from 1; 0 means the file as a whole.

    `code` names an entry of `docs/problems.md`; `studypress explain CODE` prints it.
    """

    path: str
    line: int
    column: int
    severity: Severity
    code: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = (
            self.path
            + (f":{self.line}" if self.line else "")
            + (f":{self.column}" if self.line and self.column else "")
        )
        text = f"{place}: {self.severity}[{self.code}]: {self.message}"
        return f"{text}\n    hint: {self.hint}" if self.hint else text


class Stop(Exception):  # noqa: N818 - it is not an error of the program
    """Nothing can be made: carries what to tell the author and the exit code (see the README's table)."""

    def __init__(self, *problems: Problem, code: int = 1) -> None:
        super().__init__(*(str(p) for p in problems))
        self.problems = problems
        self.code = code
