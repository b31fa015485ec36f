"""The whole book as one HTML document, as studypress itself writes it: what plain WeasyPrint gets."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

_NUMBER = """
.number::after { content: target-counter(attr(data-at), page) }
"""
_PLACE = re.compile(r'(data-page-of="([^"]+)"[^>]*>[^<0]*)0+')
_LINE = re.compile(r'<span class="places" data-pages-of="([^"]+)">([0, ]+)</span>')
_WRAPPING = re.compile(r"<!DOCTYPE.*?<body[^>]*>|</body>\s*</html>", re.DOTALL)


def plain_html(vault: Path, room: Path) -> tuple[str, str, str]:
    """Markup, style sheet, address of the pictures. `room` is a folder for cut fonts.

    The only place of the bench that knows how studypress makes a book.
    """
    from pipeline import build  # noqa: PLC0415 - heavy
    from pipeline.faces import font_rules  # noqa: PLC0415 - same
    from pipeline.typefaces import stacked  # noqa: PLC0415 - same

    request = build.Request(vault, ("pdf",), room, room)
    with build._floor(request) as floor:  # noqa: SLF001 - the bench looks inside
        edition = build._begun(request, floor, lambda _: None)[1]  # noqa: SLF001 - same
        front, back = edition.around
        sheets = (*front, *(sheet for brief in edition.briefs for sheet in brief.sheets), *back)
        leaves = [named(floor.heavy(f"{sheet.content} markup"), sheet.leaf.places) for sheet in sheets]
        press = edition.compiler.press
    faces = press.typefaces
    css = f"{font_rules(faces.all)}\n{stacked(press.css, faces.families)}\n{_NUMBER}"
    return numbered(joined(leaves, edition.book.lang)), css, f"{vault.resolve().as_uri()}/"


def named(markup: str, places: Sequence[tuple[str, str]]) -> str:
    """The markup with a link for each place in an index, which only the linker knows."""
    anchors = dict(places)

    def links(line: re.Match[str]) -> str:
        zeros = line[2].split(" ")
        found = [(anchors[f"{line[1]}.{number}"], text) for number, text in enumerate(zeros, 1)]
        return " ".join(f'<a href="#{a}" data-page-of="{a}" class="place">{text}</a>' for a, text in found)

    return _LINE.sub(links, str(markup))


def joined(leaves: Sequence[str], lang: str) -> str:
    """Documents of one part each as one document."""
    body = "\n".join(_WRAPPING.sub("", str(leaf)) for leaf in leaves)
    head = '<meta charset="utf-8"/><title>Plain</title>'
    return f'<!DOCTYPE html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'


def numbered(markup: str) -> str:
    """Page numbers are the engine's to find instead of zeros; pictures are files."""
    text = _PLACE.sub(r'\1<span class="number" data-at="#\2"></span>', markup)
    return text.replace('src="asset:', 'src="')


def prepare(vault: Path, folder: Path) -> None:
    """Writes what `plain_html` makes, and which file shows fontconfig the book's typefaces only."""
    markup, css, base = plain_html(vault, folder)
    (folder / "book.html").write_text(markup, encoding="utf-8")
    (folder / "book.css").write_text(css, encoding="utf-8")
    (folder / "base").write_text(base, encoding="utf-8")
    (folder / "fontconfig").write_text(os.environ["FONTCONFIG_FILE"], encoding="utf-8")
