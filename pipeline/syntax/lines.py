"""Positions for mistune: states that know which line of the text they are at."""

from __future__ import annotations

from typing import Any

from mistune import BlockState, InlineState

from pipeline.syntax.reading import Reading, Token


class LineState(BlockState):
    """A block state whose tokens carry `at`, the line they start on.

    `first` is the line of the first character of `src`. A container takes its lines one by one from its parent's, so
    that a child's lines are its parent's, shifted.
    """

    def __init__(self, parent: LineState | None = None) -> None:
        super().__init__(parent)
        self.first = 0
        self.level: int = parent.level + 1 if parent else 0
        self.start = 0
        self._seen = (0, 0)

    @property
    def reading(self) -> Reading:
        reading: Reading = self.env["reading"]
        return reading

    def at(self, position: int) -> int:
        """The line at a position. Positions mostly grow, so it counts on from the last one."""
        seen, line = self._seen
        if position < seen:
            seen, line = 0, self.first
        line += self.src.count("\n", seen, position)
        self._seen = (position, line)
        return line

    def depth(self) -> int:
        return self.level

    def inner(self, lines: list[str], first: int, lazy: list[int] | None = None) -> LineState:
        """A state for lines inside this block; `lazy` are those that lack their container's mark."""
        child = LineState(self)
        child.process("\n".join(lines) + "\n")
        child.first = first
        child._seen = (0, first)
        if lazy:
            starts, position = set(lazy), 0
            for number, line in enumerate(lines):
                if number in starts:
                    child.lazy_line_starts.add(position)
                position += len(line) + 1
        return child

    def append_token(self, token: Token) -> None:
        token.setdefault("at", self.at(self.start))
        self.tokens.append(token)

    def add_paragraph(self, text: str) -> None:
        last = self.last_token()
        if last and last["type"] == "paragraph":
            last["text"] += text
        else:
            self.tokens.append({"type": "paragraph", "text": text, "at": self.at(self.cursor)})


class LineInline(InlineState):
    """An inline state that knows the line of a position."""

    def __init__(self, env: Any) -> None:  # noqa: ANN401 - mistune's env holds anything
        super().__init__(env)
        self.first: int = env["at"]
        self._seen = (0, 0)

    @property
    def reading(self) -> Reading:
        reading: Reading = self.env["reading"]
        return reading

    def index(self, position: int) -> int:
        """The line of the text at a position of `src`."""
        seen, count = self._seen
        if position < seen:
            seen, count = 0, 0
        count += self.src.count("\n", seen, position)
        self._seen = (position, count)
        return self.first + count

    def line(self, position: int) -> int:
        """The line of the file at a position of `src`."""
        return self.reading.line(self.index(position))

    def inner(self, text: str, position: int) -> LineInline:
        """A state for a piece of `src` that starts at a position."""
        child = self.copy()
        assert isinstance(child, LineInline)  # noqa: S101 - `copy` makes its own class
        child.first = self.index(position)
        child.src = text
        return child
