"""Dialects: how a formula, a picture, a map, a footnote and a link to another page look in one target."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from pipeline import model as m

Breaks = Mapping[str, Sequence[tuple[int, str]]]
"""Anchor of a block → page starts inside it: (non-space characters before the break, page label)."""


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
