"""Typefaces as static files: cuts of the installed variable fonts.

A static cut is made once and kept: an engine reads it faster than the variable font, and embeds what it reads.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import fontpkg
import uharfbuzz as hb


@dataclass(frozen=True, slots=True)
class Face:
    """One static font file; `digest` is the SHA-256 of its bytes."""

    family: str
    weight: int
    italic: bool
    path: Path
    digest: str


@dataclass(frozen=True, slots=True)
class Source:
    """A file that faces are cut from: the font at `index` of it. `version` changes when the file does."""

    path: Path
    version: str = ""
    index: int = 0


def covered(source: Source) -> frozenset[int]:
    """The characters that a font has; none for a file that is no font."""
    try:
        return frozenset(hb.Face(hb.Blob.from_file_path(str(source.path)), source.index).unicodes)
    except (hb.HarfBuzzError, OSError):
        return frozenset()


_RECIPE = "1"  # raise when a cut changes for a reason that is not a new version of a font or of the cutting tools
_STYLES = {400: "Regular", 600: "SemiBold", 700: "Bold"}
_FAMILIES = (
    ("Source Serif 4", (400, 600, 700), (400, 600)),
    ("Source Sans 3", (400, 600, 700), (400, 600)),
    ("Source Code Pro", (400, 600), ()),
    ("Noto Sans Devanagari", (400, 600, 700), ()),
)
_WIDEST_SPACE = 0.7
"""In em: fonts of pictures have a space as wide as a picture, which tears a line of text apart."""
_AXES = {"opsz": 10.0, "wdth": 100.0}


def faces(folder: Path) -> tuple[Face, ...]:
    """The book's faces as static files in `folder`; what is missing or damaged there is cut again."""
    return tuple(
        _face(folder, family, weight, italic)
        for family, upright, slanted in _FAMILIES
        for italic, weights in ((False, upright), (True, slanted))
        for weight in weights
    )


def font_rules(cuts: Iterable[Face], url: Callable[[Face], str] = lambda face: face.path.as_uri()) -> str:
    """One `@font-face` rule for each face; `url` says where a reader of the style sheet finds its file."""
    return "\n".join(
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};'
        f'font-style:{"italic" if face.italic else "normal"};src:url("{url(face)}")}}'
        for face in cuts
    )


def _face(folder: Path, family: str, weight: int, italic: bool) -> Face:
    package = fontpkg.family(family)
    path = next(file.path for file in package.files if file.style == ("italic" if italic else "normal"))
    return cut(folder, Source(path, package.version), family, weight, italic=italic)


def cut(folder: Path, source: Source, family: str, weight: int, *, italic: bool = False) -> Face:
    """A face under the name of `family` as a static file in `folder`, made unless it is there.

    A font without axes is taken as it is, whatever its weight.
    """
    key = hashlib.sha256(f"{_RECIPE}|{source.version}|{hb.version_string()}".encode()).hexdigest()[:8]
    stem = f"{_postscript(family, weight, italic)}-{key}"
    return kept(folder, stem, lambda: _renamed(_pinned(source, weight), family, weight, italic), family, weight, italic)


def kept(
    folder: Path, stem: str, make: Callable[[], bytes], family: str, weight: int = 400, italic: bool = False
) -> Face:
    """A face as a file in `folder` whose name begins with `stem` and ends with a digest, made unless it is there."""
    for path in sorted(folder.glob(f"{stem}-*.?tf")):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if path.stem == f"{stem}-{digest[:16]}":
            return Face(family, weight, italic, path, digest)
    folder.mkdir(parents=True, exist_ok=True)
    data = make()
    digest = hashlib.sha256(data).hexdigest()
    path = folder / f"{stem}-{digest[:16]}.{'otf' if data[:4] == b'OTTO' else 'ttf'}"
    _write(path, data)
    return Face(family, weight, italic, path, digest)


def _pinned(source: Source, weight: int) -> bytes:
    """The font with one value for each axis; PDF has no room for outlines in CFF2, so that they become CFF."""
    face = hb.Face(hb.Blob.from_file_path(str(source.path)), source.index)
    wish = hb.SubsetInput()
    wish.keep_everything()
    if "CFF2" in face.table_tags:
        wish.flags |= hb.SubsetFlags.DOWNGRADE_CFF2
    for axis in face.axis_infos:
        wish.pin_axis_location(face, axis.tag, _AXES.get(axis.tag, float(weight)))
    return bytes(hb.subset(face, wish).blob.data)


def _renamed(data: bytes, family: str, weight: int, italic: bool) -> bytes:
    """The font with the names of its own weight: the variable font calls itself by its lightest or default one."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - heavy, and only where a cut is made

    font = TTFont(BytesIO(data), recalcBBoxes=False, recalcTimestamp=False)
    style = _style(weight, italic)
    linked = weight in {400, 700}  # the four styles that old programs group under one family name
    ribbi = style if linked else "Italic" if italic else "Regular"
    names = {
        1: family if linked else f"{family} {_STYLES[weight]}",
        2: ribbi,
        3: f"{family} {style}",
        4: family if style == "Regular" else f"{family} {style}",
        6: _postscript(family, weight, italic),
    } | ({} if linked else {16: family, 17: style})
    space, metrics = font.getBestCmap().get(0x20), font["hmtx"].metrics
    if space in metrics and metrics[space][0] > _WIDEST_SPACE * font["head"].unitsPerEm:
        metrics[space] = (font["head"].unitsPerEm // 4, 0)
    table = font["name"]
    kept = {0, 5, 7, 8, 9, 11, 12, 13, 14}
    table.names = [record for record in table.names if record.nameID in kept and record.platformID == 3]
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    bold = weight == 700
    font["OS/2"].fsSelection = font["OS/2"].fsSelection & ~0x61 | italic | bold << 5 | (not (bold or italic)) << 6
    font["head"].macStyle = bold | italic << 1
    for tag in ("DSIG", "STAT"):  # a signature and axes that no longer hold
        if tag in font:
            del font[tag]
    out = BytesIO()
    font.save(out, reorderTables=None)
    return out.getvalue()


def _style(weight: int, italic: bool) -> str:
    upright = _STYLES[weight]
    return upright if not italic else "Italic" if weight == 400 else f"{upright} Italic"


def _postscript(family: str, weight: int, italic: bool) -> str:
    return f"{family}-{_style(weight, italic)}".replace(" ", "")


def _write(path: Path, data: bytes) -> None:
    """Write whole or not at all: two processes may cut the same face, and each may read what the other wrote."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".cut-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
