"""Pictures as pixels: opened whatever their kind, turned as the camera was held, and no larger than can be seen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

_KINDS = ("PNG", "JPEG", "MPO", "GIF", "WEBP", "AVIF", "BMP", "TIFF", "HEIF")
"""What Pillow may open: a picture's name decides nothing, and some kinds run other programs."""
LOSSY = frozenset({"JPEG", "MPO", "WEBP", "AVIF", "HEIF"})
"""Kinds of photographs, which would take ten times as much in a kind that loses nothing."""
_PAPER = (2079, 2500)
"""Pixels across and down of the largest picture on paper at 300 to the inch; a printer shows no more."""
_LYING = range(5, 9)
"""Values of EXIF's orientation by which width and height change places."""
_ORIENTATION = 0x0112


def lacks(name: str) -> str:
    """The package without which a picture of this name cannot be read, "" when nothing is missing."""
    return "pillow-heif" if name.lower().endswith((".heic", ".heif")) and not find_spec("pillow_heif") else ""


@contextmanager
def opened(data: bytes) -> Iterator[Image.Image]:
    """The first frame, not decoded yet. Raises whatever a decoder raises on broken data."""
    from PIL import Image

    _heif()
    with Image.open(BytesIO(data), formats=[kind for kind in _KINDS if kind in _known()]) as picture:
        yield picture


@cache
def _known() -> frozenset[str]:
    """What this Pillow can open."""
    from PIL import Image

    Image.init()
    return frozenset(Image.OPEN)


@cache
def _heif() -> None:
    if find_spec("pillow_heif"):
        import pillow_heif

        pillow_heif.register_heif_opener()


def size(picture: Image.Image) -> tuple[int, int]:
    """Width and height as it is seen."""
    wide, high = picture.size
    return (high, wide) if picture.getexif().get(_ORIENTATION) in _LYING else (wide, high)


def upright(picture: Image.Image) -> Image.Image:
    """The picture as it is seen, without what the camera wrote down."""
    from PIL import ImageOps

    return ImageOps.exif_transpose(picture)


def printed(data: bytes, *, grey: bool = False) -> bytes:
    """A picture for paper: the same bytes when they are fit, else drawn anew; what is transparent stays so.

    Raises what decoders raise.
    """
    with opened(data) as picture:
        kind = "JPEG" if picture.format in LOSSY else "PNG"
        modes = {"L", "RGB"} if kind == "JPEG" else {"1", "L", "LA", "P", "RGB", "RGBA"}
        modes = modes & {"1", "L", "LA"} if grey else modes
        small = all(side <= most for side, most in zip(size(picture), _PAPER, strict=True))
        if picture.format == kind and picture.mode in modes and small and not picture.getexif():
            return data
        if kind == "JPEG":
            picture.draft("RGB", _PAPER[::-1] if size(picture) != picture.size else _PAPER)
        seen = plain(upright(picture))
        seen.thumbnail(_PAPER)
        if grey:
            seen = seen.convert("LA" if seen.mode in {"LA", "RGBA"} else "L")
        return encoded(seen, "PNG" if seen.mode in {"LA", "RGBA"} else kind)


def plain(picture: Image.Image) -> Image.Image:
    """In grey or RGB, with what is transparent as it is."""
    if picture.mode.startswith("I"):
        return picture.point(lambda value: value / 256).convert("L")
    if picture.mode in {"RGBA", "PA", "RGBa"} or "transparency" in picture.info:
        return picture.convert("RGBA")
    if picture.mode in {"LA", "La"}:
        return picture.convert("LA")
    return picture if picture.mode in {"RGB", "L"} else picture.convert("RGB")


def encoded(picture: Image.Image, kind: str) -> bytes:
    """As JPEG or PNG, with nothing but its pixels."""
    out = BytesIO()
    picture.info = {}
    if kind == "JPEG":
        picture.save(out, "JPEG", quality=88, optimize=True)
    else:
        picture.save(out, "PNG", optimize=True)
    return out.getvalue()
