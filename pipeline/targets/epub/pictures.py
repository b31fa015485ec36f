"""Pictures of the vault for e-readers: plain names, no transparency, no print colours, nothing a drawing could run."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from math import sqrt
from typing import TYPE_CHECKING

from pipeline import model as m
from pipeline.problem import Problem, Stop
from pipeline.targets.drawing import Unsafe, clean
from pipeline.targets.raster import encoded, opened, plain, upright
from pipeline.text import slug

if TYPE_CHECKING:
    from PIL import Image

_MOST_PIXELS = 4_000_000
"""Shops refuse pictures above 5 million pixels, and no e-reader shows as many."""
_PHOTOGRAPHS = (".jpg", ".jpeg", ".webp", ".avif", ".heic", ".heif")
_FORMATS = {**dict.fromkeys(_PHOTOGRAPHS, "JPEG"), ".svg": "SVG"}
_ENDINGS = {"JPEG": "jpg", "PNG": "png", "SVG": "svg"}
MEDIA_TYPES = {"jpg": "image/jpeg", "png": "image/png", "svg": "image/svg+xml"}


def names(assets: Iterable[m.Asset], prefix: str = "picture") -> Mapping[str, str]:
    """The file of each picture: ASCII, told apart by its digest."""
    return {a.path: _name(a, prefix) for a in assets if a.digest}


def _name(asset: m.Asset, prefix: str) -> str:
    stem, ending = posixpath.splitext(posixpath.basename(asset.path))
    return "-".join(p for p in (prefix, slug(stem)[:40], asset.digest[:8]) if p) + f".{_ENDINGS[_format(ending)]}"


def _format(ending: str) -> str:
    return _FORMATS.get(ending.lower(), "PNG")


def prepared(asset: m.Asset, data: bytes, most: int = _MOST_PIXELS) -> bytes:
    """The picture as it goes into the book, of so many pixels at most. Raises `Stop` when it cannot be shown."""
    kind = _format(posixpath.splitext(asset.path)[1])
    try:
        return clean(data) if kind == "SVG" else fitted(data, kind, most)
    except (Unsafe, OSError, ValueError, SyntaxError) as fault:
        hint = "export it again as PNG, JPEG or plain SVG"
        raise Stop(
            Problem(asset.path, 0, 0, "error", "broken-image", f"it cannot be shown on a screen: {fault}", hint)
        ) from fault


def shown(asset: m.Asset, data: bytes) -> bytes:
    """The picture as `prepared`, with white behind a drawing, or its black lines would vanish at night."""
    made = prepared(asset, data)
    return plated(made) if _format(posixpath.splitext(asset.path)[1]) == "SVG" else made


def plated(svg: bytes) -> bytes:
    """A clean drawing with white behind all of it."""
    from lxml import etree

    root = etree.fromstring(svg)
    box = (root.get("viewBox") or "").replace(",", " ").split()
    place = dict(zip(("x", "y", "width", "height"), box if len(box) == 4 else ("0", "0", "100%", "100%"), strict=True))
    root.insert(0, root.makeelement("{http://www.w3.org/2000/svg}rect", {**place, "fill": "#ffffff"}))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def fitted(data: bytes, kind: str, most: int) -> bytes:
    """The same bytes when they are fit, else the picture drawn anew on white, without its camera's data."""
    with opened(data) as picture:
        plain_mode = picture.mode in {"RGB", "L", "1"} or (picture.mode == "P" and "transparency" not in picture.info)
        small = picture.width * picture.height <= most
        if picture.format == kind and plain_mode and small and not picture.getexif():
            picture.load()
            return data
        return encoded(_shrunk(_flat(plain(upright(picture))), most), kind)


def _flat(picture: Image.Image) -> Image.Image:
    """What is transparent is white, or a black drawing would vanish at night."""
    from PIL import Image

    if picture.mode not in {"LA", "RGBA"}:
        return picture
    layer = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")


def _shrunk(picture: Image.Image, most: int) -> Image.Image:
    from PIL import Image

    excess = picture.width * picture.height / most
    if excess <= 1:
        return picture
    size = tuple(max(1, int(side / sqrt(excess))) for side in picture.size)
    return picture.resize((size[0], size[1]), Image.Resampling.LANCZOS)
