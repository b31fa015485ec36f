"""The cover's picture: the book as a mind map, its parts as branches. Drawn from the title page's own numbers."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from pipeline.draw.palette import COLOUR

WIDTH = 595.3
"""A4 in points."""
_ROOT = (96.0, 250.0)
_STEP, _ARM = 33.0, 250.0


def art(parts: Sequence[tuple[str, str]], alternative: str, width: float = WIDTH, scale: float = 1.0) -> Markup:
    """Branches from a root to each part: (title, language); many parts are drawn closer together.

    `alternative` says in words what the drawing shows; on paper of this `width` in points it is smaller or larger.
    Labels are so many times as large as usual (`scale`).
    """
    unit = width / WIDTH
    step = min(_STEP, 380.0 / max(len(parts), 1))
    top = _ROOT[1] - step * (len(parts) - 1) / 2
    ends = [(number, title, lang, top + step * number) for number, (title, lang) in enumerate(parts)]
    paths = Markup().join(_branch(COLOUR.colour(n), y) for n, _, _, y in ends)
    labels = Markup().join(
        _label(COLOUR.colour(n), n + 1, title, lang, y * unit - _HALF * scale, unit) for n, title, lang, y in ends
    )
    root = Markup('<circle cx="{}" cy="{}" r="13" fill="#12343b"/><circle cx="{}" cy="{}" r="5" fill="#fff"/>').format(
        *_ROOT, *_ROOT
    )
    frame = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} 460" width="{:.5g}pt" height="{:.5g}pt">'
    ).format(WIDTH, width, 460 * unit)
    return frame + Markup("<title>{}</title>{}{}</svg>").format(alternative, paths, root) + labels


def _branch(ink: str, y: float) -> Markup:
    """A branch that tapers from the root to its end: there along one curve, back along another."""
    x0, y0 = _ROOT
    x1 = x0 + _ARM * 0.62
    near, far = x0 + (x1 - x0) * 0.15, x0 + (x1 - x0) * 0.55
    there = f"M{x0:.1f} {y0 - 3.4:.1f}C{near:.1f} {y - 0.8:.1f} {far:.1f} {y - 0.8:.1f} {x1:.1f} {y - 0.8:.1f}"
    back = f"L{x1:.1f} {y + 0.8:.1f}C{far:.1f} {y + 0.8:.1f} {near:.1f} {y + 0.8:.1f} {x0:.1f} {y0 + 3.4:.1f}Z"
    return Markup('<path fill="{}" d="{}{}"/>').format(ink, there, back)


_HALF = 9.5
"""Points from the top of a label to the middle of its line."""


def _label(ink: str, number: int, title: str, lang: str, top: float, unit: float) -> Markup:
    x = _ROOT[0] + _ARM * 0.62
    return Markup(
        '<p class="cover-part" lang="{}" style="left:{:.1f}pt;top:{:.1f}pt;border-color:{}"><b>{}</b> {}</p>'
    ).format(lang, x * unit, top, ink, number, title)
