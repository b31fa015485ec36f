"""A folder of notes → their texts and the pictures beside them. Reads inside the folder only."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from pipeline import model as m
from pipeline.files import NOTES, PICTURES, File, beside, files
from pipeline.problem import Problem, Stop

_SIDE, _PIXELS = 12_000, 89_000_000
"""Pixels that a picture may measure on a side and in all: beyond it is a decompression bomb or a mistake."""


@dataclass(frozen=True, slots=True)
class Vault:
    """Notes and pictures by their path from the vault's root; nothing is opened yet."""

    root: Path
    notes: Mapping[str, File]
    pictures: Mapping[str, File]
    """By name with accents joined to their letters: a file may be stored with its accents apart."""
    beside: Mapping[str, File] = field(default_factory=dict)
    """Files of the vault's own: what the author says of mnemonics, what cards are called."""
    inlays: Mapping[str, Callable[[], bytes]] = field(default_factory=dict)
    """Pictures that are written into notes, by the names that stand for them."""

    def source(self, name: str) -> m.Source:
        """The text of a note; bytes that are no UTF-8 are shown as � and reported."""
        return _source(name, self.notes[name].path)

    def own(self, name: str) -> m.Source:
        """The text of one of the vault's own files, empty when there is none."""
        return _source(name, self.beside[name].path) if name in self.beside else m.Source(name, "")

    def asset(self, name: str) -> m.Asset:
        """What a picture is; without a digest when it cannot be shown."""
        return _asset(name, self.bytes_of(name))

    def bytes_of(self, name: str) -> bytes:
        """A picture's bytes; raises for anything that is not one of the vault's pictures."""
        if name in self.inlays:
            return self.inlays[name]()
        if name not in self.pictures:
            raise ValueError(f"not in the vault: {name}")
        return self.pictures[name].path.read_bytes()


def read(root: Path, exclude: Sequence[str] = (), *, drawings: bool = True) -> Vault:
    """Raises `Stop` when there is no such folder or nothing to read in it. SVG may be left out as untrusted."""
    if not root.is_dir():
        raise _nothing(root, "no such folder", "name the folder that holds your notes")
    found = {name: file for name, file in files(root) if not _is_left_out(name, exclude)}
    notes = {name: file for name, file in found.items() if name.lower().endswith(NOTES)}
    if not notes:
        raise _nothing(root, "no Markdown in this folder", "notes are files that end in .md")
    kinds = PICTURES if drawings else tuple(k for k in PICTURES if k != ".svg")
    pictures = {name: file for name, file in found.items() if name.lower().endswith(kinds)}
    return Vault(root, notes, pictures, beside(root))


def _nothing(root: Path, message: str, hint: str) -> Stop:
    return Stop(Problem(str(root), 0, 0, "error", "no-notes", message, hint))


def _is_left_out(name: str, patterns: Sequence[str]) -> bool:
    """Whether a pattern fits the path of a file or of a folder above it."""
    if not patterns:
        return False
    paths = (name, *(str(p) for p in PurePosixPath(name).parents))
    return any(fnmatchcase(path, pattern.rstrip("/")) for pattern in patterns for path in paths)


def _source(name: str, path: Path) -> m.Source:
    data = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    try:
        return m.Source(name, _text(data, "strict"))
    except UnicodeDecodeError as fault:
        before = data[: fault.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode()) + 1
        hint = "save the file as UTF-8; the signs are shown as �"
        problem = Problem(name, line, column, "error", "invalid-utf8", "not UTF-8 text", hint)
        return m.Source(name, _text(data, "replace"), (problem,))


def _text(data: bytes, errors: str) -> str:
    return data.decode("utf-8", errors).replace("\r\n", "\n").replace("\r", "\n")


def _asset(name: str, data: bytes) -> m.Asset:
    """An asset without a digest is one that cannot be shown: it has a size or says what it lacks when that is why."""
    from pipeline.targets import raster  # noqa: PLC0415 - for vaults that have pictures

    is_drawing = name.lower().endswith(".svg")
    size, letter = _drawing(data) if is_drawing else (_raster(data), 0.0)
    if size is None or not _fits(size):
        return m.Asset(name, "", *(size or (0, 0)), lacks=raster.lacks(name))
    return m.Asset(name, hashlib.sha256(data).hexdigest(), *size, letter=letter)


def _fits(size: tuple[int, int]) -> bool:
    return max(size) <= _SIDE and size[0] * size[1] <= _PIXELS


def _raster(data: bytes) -> tuple[int, int] | None:
    """Its size as it is seen; a picture that is too large is not read."""
    from PIL import Image, ImageFile  # noqa: PLC0415 - with Pillow, for vaults that have pictures

    from pipeline.targets import raster  # noqa: PLC0415 - same

    before = ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS = False, None  # the print engine sets one for all
    try:
        with raster.opened(data) as picture:
            size = raster.size(picture)
            if _fits(size):
                picture.load()
    except Exception:  # noqa: BLE001 - decoders raise whatever they like on broken data
        return None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS = before
    return size


def _drawing(data: bytes) -> tuple[tuple[int, int] | None, float]:
    """Its size and its smallest type in pixels of CSS.

    One that defines entities may unfold to gigabytes in whatever reads it next.
    """
    from pipeline.targets import drawing  # noqa: PLC0415 - for vaults that have drawings

    try:
        clean = drawing.clean(data)
        return drawing.size(clean), drawing.letter(clean)
    except (drawing.Unsafe, ValueError):
        return None, 0.0
