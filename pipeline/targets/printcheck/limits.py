"""What a product in a look asks of its pages."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.targets.printcheck.marks import MM, Limits

_PLAIN = Limits()
_SCISSORS = 0.3
"""Points: marks to cut and fold along are fine on purpose, 0.1 mm or more."""
_FOLDED = frozenset({"booklet"})
_IMPOSED = frozenset({*_FOLDED, "2up", "4up"})
"""Products whose sides hold several pages: nothing runs on from one side to the next, and most pages are shrunk."""
_OWN_MARGINS = frozenset({"handouts"})
"""Products that are set narrower or wider than the look says, to fill a sheet."""
_FILED = 200.0
"""Millimetres: sheets that are narrower are not put into files."""


def limits(target: str, measures: Mapping[str, float]) -> Limits:
    """Those of a product (`pdf`, `cards`, `booklet`) in a look with these numbers (`layout.toml`, mm and pt).

    A look whose margins are narrower than what printers leave out is not for paper, and one that has less room at the
    binding edge than holes need is not to be punched.
    """
    smallest = measures.get("least_size", _PLAIN.smallest)
    inner, outer = measures.get("inner", 0.0), measures.get("outer", 0.0)
    given = min(inner or _PLAIN.edge, outer or _PLAIN.edge)
    edge = _PLAIN.edge if given >= _PLAIN.edge else 0.0
    if target == "cards":
        return Limits(smallest, _SCISSORS, edge, punch=0.0, flows=False)
    if target in _IMPOSED:
        whole = target in _FOLDED
        least = smallest if whole else 0.0
        return Limits(least, _SCISSORS, edge, punch=0.0, flows=False, sides=2 if whole else 1)
    width, height = measures.get("paper_width", 0.0), measures.get("paper_height", 0.0)
    told = (width - inner - outer) * MM if inner and outer else measures.get("text_width", 0.0)
    return Limits(
        smallest,
        edge=edge,
        punch=_PLAIN.punch if (inner or _PLAIN.punch) >= _PLAIN.punch and width >= _FILED else 0.0,
        inner=inner * MM,
        measure=told if target not in _OWN_MARGINS else 0.0,
        turned=measures.get("turned_width", 0.0) if height > width else 0.0,
        column=measures.get("text_column", 0.0) if measures.get("columns", 1) > 1 else 0.0,
    )
