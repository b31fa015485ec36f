"""What follows from the few numbers that a printed look tells of itself, and its style sheets with these numbers in."""

from __future__ import annotations

import re
from collections.abc import Mapping

PLAIN: Mapping[str, float] = {
    "cue": 0.0,
    "cue_gap": 5.0,
    "columns": 1,
    "column_gap": 8.0,
    "body_size": 10.0,
    "leading": 1.45,
    "space": 1.0,
    "least_size": 7.0,
    "map_type": 1.0,
    "wide": 1,
    "dense": 0,
    "grey": 0,
    "black": 0.45,
    "pale": 0,
}
"""What a look need not tell: millimetres, points of type, numbers."""
_PAPER = ("paper_width", "paper_height", "top", "outer", "bottom", "inner")
_BODY = 10.0
"""The size of type that the shared style sheets are written for."""
_POINTS = 72 / 25.4
_TINY = 0.88
"""The smallest type of a map as a share of its labels'."""


def measures(told: Mapping[str, float]) -> Mapping[str, float]:
    """All numbers of a look: those that it tells, and what follows from them where it does not.

    It must tell its paper and the margins of a right-hand page in millimetres: `paper_width`, `paper_height`, `top`,
    `outer`, `bottom`, `inner`.
    """
    plain = {**PLAIN, **told}
    wide = plain["paper_width"] - plain["inner"] - plain["outer"]
    high = (plain["paper_height"] - plain["top"] - plain["bottom"]) * _POINTS
    scale = plain["body_size"] / _BODY
    column = wide - plain["cue"]
    text = (column - plain["column_gap"] * (plain["columns"] - 1)) / plain["columns"] * _POINTS - 0.5
    paper = plain["paper_width"], plain["paper_height"]
    front = (min(15.0, plain["top"]), min(17.0, plain["bottom"]))
    found = {
        "width": wide,
        "scale": scale,
        "cue_width": max(0.0, plain["cue"] - plain["cue_gap"]),
        "text_width": wide * _POINTS,
        "text_column": text,
        "back_columns": 2 if wide >= 12 * plain["body_size"] else 1,
        "index_columns": 3 if wide >= 15 * plain["body_size"] else 2,
        "box_columns": 2 if text >= 30 * plain["body_size"] else 1,
        "page_height": high,
        "picture_height": 0.82 * high,
        "diagram_height": 0.77 * high,
        "map_height": 0.45 * high,
        "map_page": 0.81 * high,
        "map_least": plain["least_size"] / _TINY,
        "front_top": front[0],
        "front_bottom": front[1],
        "front_height": (paper[1] - sum(front)) * _POINTS - 51 * scale,
        "turned_top": plain["inner"],
        "turned_side": plain["outer"],
        "turned_bottom": plain["bottom"],
        "least_art": plain["least_size"],
        "cover_side": 24 * paper[0] / 210,
        "cover_top": 176 * paper[1] / 297,
        "cover_title": 40 * min(1.0, paper[0] / 210),
        **plain,
    }
    found.setdefault("back_column", _column(wide, found["back_columns"], 8.0 * scale))
    found.setdefault("turned_width", (paper[1] - 2 * found["turned_side"]) * _POINTS)
    found.setdefault("turned_height", (paper[0] - found["turned_top"] - found["turned_bottom"]) * _POINTS - 6 * scale)
    return found


def free(told: Mapping[str, float]) -> Mapping[str, float]:
    """What a look tells, but for numbers that follow from others: when those are changed, these are, too."""
    follow = measures(dict.fromkeys(_PAPER, 100.0)).keys() - {*PLAIN, *_PAPER}
    return {name: value for name, value in told.items() if name not in follow}


def _column(wide: float, number: float, gap: float) -> float:
    """Points of each of so many columns; a hair less, so that nothing is wider by rounding."""
    return (wide - gap * (number - 1)) / number * _POINTS - 0.1


# ------------------------------------------------------------------ style sheets

_TYPE = re.compile(r"\bfont(?:-size)?:[^;}]*")
_POINT = re.compile(r"(?<![\w.])(\d*\.?\d+)pt")
_MILLIMETRE = re.compile(r"(?<![\w.])(\d*\.?\d+)mm")
_NUMBER = re.compile(r"\$\((\w+)\)")


def grown(css: str, found: Mapping[str, float]) -> str:
    """A shared style sheet for the size of the look's body: type and space in proportion, no type below the least."""
    scale, least, space = found["scale"], found["least_size"], found["scale"] * found["space"]

    def larger(text: re.Match[str]) -> str:
        return _POINT.sub(lambda size: f"{max(least, float(size[1]) * scale):g}pt", text[0])

    if space != 1:
        css = _MILLIMETRE.sub(lambda size: f"{float(size[1]) * space:.4g}mm", css)
    return _TYPE.sub(larger, css)


def told(css: str, found: Mapping[str, float]) -> str:
    """A style sheet with the look's numbers where it names them: `$(cue)mm`. Raises `KeyError` for an unknown name."""
    return _NUMBER.sub(lambda name: f"{found[name[1]]:g}", css)
