"""Dialects: how a formula, a picture, a map, a footnote and a link to another page look in one target."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup, escape

from pipeline import model as m

Breaks = Mapping[str, Sequence[tuple[int, str]]]
"""Anchor of a block → page starts inside it: (non-space characters before the break, page label)."""


Form = Literal["column", "page", "span", "turned", "cards"]
"""Of a table: as wide as the text, as the page, over all columns of text, on a page turned on its side, as cards of one
row each.
"""


@dataclass(frozen=True, slots=True)
class Look:
    """How a table is set."""

    form: Form = "column"
    size: float = 0.0
    """Of its type in points; 0 for that of the style sheet."""
    columns: tuple[float, ...] = ()
    """Widths in per cent of the table, where its cells must not decide."""
    repeats: bool = True
    """Whether its head stands on every page."""
    whole: bool = False
    """Whether it is better moved to the next page than parted."""
    parted: tuple[int, ...] = ()
    """Rows too tall to be kept together."""


_WIDE, _SHORT = 4, 9
"""Columns of a table that fits the text, rows of one that fits a page, as a rule."""


def usual(table: m.Table, _depth: int) -> Look:
    """How a table is set where nothing is measured."""
    form: Form = "page" if len(table.head.cells) > _WIDE else "column"
    return Look(form, whole=len(table.rows) <= _SHORT)


@dataclass(frozen=True, slots=True)
class Dialect:
    """What one target does in its own way. The first argument of each is what to show."""

    math: Callable[[str, bool], Markup]
    image: Callable[[m.Image], Markup]
    mindmap: Callable[[m.MindMap, m.Note], Markup]
    footnote: Callable[[m.Footnote, str, Markup, bool], Markup]
    """(the footnote, its anchor, its text, whether it is referred to for the first time) → the reference."""
    locator: Callable[[str], Markup]
    """An anchor → the page it is on, as "(p. 12)" in print, nothing on a screen."""
    pagebreak: Callable[[str], Markup]
    link: Callable[[str], str]
    """An anchor → a URL."""
    diagram: Callable[[m.CodeBlock], Markup] = lambda _: Markup()
    """A diagram that was drawn; nothing where its source is shown."""
    art: Callable[[int, bool], str] = lambda *_: ""
    """(columns of a drawing made of signs, whether it stands in nothing else) → its style, "" where lines may break."""
    text: Callable[[str], Markup] = escape
    """Plain characters as markup."""
    plate: Callable[[m.Image], Markup] = lambda _: Markup()
    """A picture on a page turned on its side; nothing where it needs none."""
    table: Callable[[m.Table, int], Look] = usual
    """A table, and how many lists and frames it stands in → how it is set."""
    spans: Callable[[m.Image], bool] = lambda _: False
    """Whether a picture that stands alone goes over all columns of text."""
