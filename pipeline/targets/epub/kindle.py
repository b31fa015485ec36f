"""The pure ePub → one that Kindles take: formulas, maps and all other drawings are pictures with the same words.

A Kindle draws no MathML, and more than 25 SVG drawings turn its better typesetting off. Pictures are opaque, because
black on nothing is nothing at night. Nothing else is changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape

from markupsafe import Markup

from pipeline import model as m
from pipeline.cache import digest
from pipeline.fonts import Shaper
from pipeline.formula import drawn as drawn_formula
from pipeline.problem import Problem
from pipeline.targets import drawing
from pipeline.targets.epub import pictures
from pipeline.targets.epub.container import Member
from pipeline.targets.epub.note import Formula
from pipeline.targets.epub.opened import OPF, Files, claimed, filed, written
from pipeline.targets.lettering import lettered
from pipeline.targets.plate import Drawing

TARGET = "epub:kindle"
_ACROSS = 1072
"""Pixels across a six-inch screen of 300 to the inch: as wide as a map or a drawing is shown."""
_EM, _PIXELS_PER_EM = 16.0, 64
"""The size of type in pixels of CSS, and in those of the pictures of formulas: type on a Kindle may be larger."""
_MARGIN = 0.1
"""White around a formula in em, which at night is seen."""
_WIDEST = 2400
"""Pixels across the widest formula."""
_MOST_BYTES = 48_000_000
"""Of the whole file: post takes 50 million, and what goes by post is a third larger only on its way."""
_STEPS = (1_500_000, 800_000, 400_000, 200_000)
"""Pixels of the largest picture, from try to try."""
_FORMULA = re.compile(r"<math [^>]*>.*?</math>", re.DOTALL)
_INLINE = re.compile(r"<svg [^>]*>.*?</svg>", re.DOTALL)
_SIZE = re.compile(r'width="([\d.]+)em" height="([\d.]+)em"')
_ALIGN = re.compile(r"vertical-align: ?(-?[\d.]+)em")
_SOURCE = re.compile(r'(<img src="[^"]+)\.svg"')
_BOX = re.compile(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"')

_MATHS = "font-maths.ttf"
_MATHS_RULES = re.compile(rb"@font-face \{[^}]*font-maths[^}]*\}\nmath \{[^}]*\}\n")

Draw = Callable[[Sequence[Drawing]], Sequence[bytes]]
"""What makes pictures of drawings, see `plate`."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A drawing and its file."""

    name: str
    drawing: Drawing


def kindle(pure: m.Product, formulas: Mapping[str, Formula], shaper: Shaper, draw: Draw) -> m.Product:
    """The same book for Kindles; `formulas` tell by `note.named` what each formula was written from."""
    files = Files.of(pure)
    drawn: dict[str, _Drawn] = {}

    def formula(found: re.Match[str]) -> str:
        source = formulas.get(digest(found[0]))
        if source is None:
            return found[0]
        svg = drawn_formula(source.tex, display=source.display, lang=source.lang, shaper=shaper).svg
        shown = _formula(str(svg), _attribute(found[0], "alttext"))
        if shown is None:
            return found[0]
        drawn[shown[0].name] = shown[0]
        return shown[1]

    def inline(found: re.Match[str]) -> str:
        shown = _formula(found[0], _said(found[0])) or _diagram(found[0])
        drawn[shown[0].name] = shown[0]
        return shown[1]

    pages = {name: files.read(name).decode() for name in files.inside if name.endswith(".xhtml")}
    pages = {name: _SOURCE.sub(r'\1.png"', _INLINE.sub(inline, _FORMULA.sub(formula, p))) for name, p in pages.items()}
    own = {name: _file(name, lettered(files.read(name), shaper)) for name in files.inside if name.endswith(".svg")}
    wanted = [*own.values(), *drawn.values()]
    made = dict(zip((each.name for each in wanted), draw([each.drawing for each in wanted]), strict=True))
    inside = {
        **{_png(name): file for name, file in files.inside.items() if name not in own},
        **{name: filed(name, page.encode()) for name, page in pages.items()},
        **{name: filed(name, data) for name, data in made.items()},
    }
    inside.pop(_MATHS, None)
    inside["style.css"] = filed("style.css", _MATHS_RULES.sub(b"", files.read("style.css")))
    inside["content.opf"] = filed("content.opf", _package(files, pages, own.keys(), drawn.keys()))
    return _light(replace(files, inside=inside), pure.path.removesuffix(".epub") + "-kindle.epub")


# ------------------------------------------------------------------ drawings


def _formula(svg: str, said: str) -> tuple[_Drawn, str] | None:
    """A drawing that says its size in em, and the picture that takes its place; None for another."""
    size = _SIZE.search(svg)
    if size is None:
        return None
    wide, high, align = float(size[1]), float(size[2]), _ALIGN.search(svg)
    name = f"formula-{digest(svg)[:16]}.png"
    whole = wide + 2 * _MARGIN
    style = f"width:{whole:.3f}em;vertical-align:{(float(align[1]) if align else 0.0) - _MARGIN:.3f}em"
    across = min(_WIDEST, round(whole * _PIXELS_PER_EM))
    picture = Drawing(svg.encode(), wide * _EM, high * _EM, across, _MARGIN * _EM)
    return _Drawn(name, picture), _image(name, said, style)


def _diagram(svg: str) -> tuple[_Drawn, str]:
    name = f"drawing-{digest(svg)[:16]}.png"
    box = _BOX.search(svg)
    wide, high = (float(box[1]), float(box[2])) if box else (300.0, 150.0)
    limit = re.search(r"max-width:([\d.]+)em", svg)
    style = f"width:100%;max-width:{limit[1]}em" if limit else "width:100%"
    return _Drawn(name, Drawing(svg.encode(), wide, high, _ACROSS)), _image(name, _said(svg), style)


def _file(name: str, svg: bytes) -> _Drawn:
    wide, high = drawing.size(svg)
    return _Drawn(_png(name), Drawing(svg, wide, high, _ACROSS))


def _png(name: str) -> str:
    return f"{name.removesuffix('.svg')}.png" if name.endswith(".svg") else name


def _image(name: str, said: str, style: str) -> str:
    return str(Markup('<img class="drawn" src="{}" alt="{}" style="{}"/>').format(name, said, style))


def _said(svg: str) -> str:
    """What a drawing is called."""
    title = re.search(r"<title>(.*?)</title>", svg, re.DOTALL)
    return _attribute(svg, "aria-label") or (unescape(title[1]) if title else "")


def _attribute(markup: str, name: str) -> str:
    found = re.search(rf' {name}="([^"]*)"', markup.partition(">")[0])
    return unescape(found[1]) if found else ""


# ------------------------------------------------------------------ the package


def _package(files: Files, pages: Mapping[str, str], gone: Collection[str], drawn: Iterable[str]) -> bytes:
    """The package document of a book without SVG and MathML: what it holds, and what it offers, is told anew."""
    from lxml import etree

    root = files.package()
    manifest = next(root.iter(f"{OPF}manifest"))
    for item in list(manifest):
        name = item.get("href") or ""
        if name == _MATHS:
            manifest.remove(item)
        if name in gone:
            item.set("href", _png(name))
            item.set("media-type", "image/png")
        held = str(item.attrib.pop("properties", "")).split()
        if kept := [
            each for each in held if each not in {"mathml", "svg"} or f"<{_TAGS[each]} " in pages.get(name, "")
        ]:
            item.set("properties", " ".join(kept))
    for name in drawn:
        etree.SubElement(
            manifest, f"{OPF}item", {"href": name, "id": name.replace(".", "-"), "media-type": "image/png"}
        )
    claimed(root, pages, files)
    return written(root)


_TAGS = {"mathml": "math", "svg": "svg"}


# ------------------------------------------------------------------ its size


def _light(files: Files, path: str) -> m.Product:
    """The finished file, with smaller pictures where it would be too big to be sent."""
    product = files.product(TARGET, path)
    for most in _STEPS:
        if product.size <= _MOST_BYTES:
            break
        inside = {name: _smaller(name, files, most) for name in files.inside}
        product = replace(files, inside=inside).product(TARGET, path)
        message = f"its pictures have {most:,} pixels at most, or it would be too big to be sent to a Kindle"
        product = replace(product, problems=(Problem(path, 0, 0, "warning", "smaller-pictures", message, _HINT),))
    return product


_HINT = "the pure ePub has them as they are; smaller pictures in the vault look better than shrunk ones"


def _smaller(name: str, files: Files, most: int) -> Member:
    if not name.startswith("picture-") or not name.endswith((".png", ".jpg")):
        return files.inside[name]
    data = files.read(name)
    return filed(name, pictures.fitted(data, "JPEG" if name.endswith(".jpg") else "PNG", most))
