"""A folder of notes → their texts and the pictures beside them. Reads inside the folder only."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from pipeline import model as m
from pipeline.problem import Problem, Stop

NOTES = (".md", ".markdown")
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
_SIDE = 12_000
"""Pixels a picture may measure: beyond it is a decompression bomb or a mistake."""


@dataclass(frozen=True, slots=True)
class Vault:
    """Notes as text and pictures by their path from the vault's root; nothing is interpreted yet."""

    root: Path
    sources: tuple[m.Source, ...]
    assets: Mapping[str, m.Asset]

    def bytes_of(self, path: str) -> bytes:
        """A picture's bytes; raises for anything that is not one of the vault's assets."""
        if path not in self.assets:
            raise ValueError(f"not in the vault: {path}")
        return (self.root / self.assets[path].path).read_bytes()


def read(root: Path, exclude: Sequence[str] = (), *, drawings: bool = True) -> Vault:
    """Raises `Stop` when there is no such folder or nothing to read in it. SVG may be left out as untrusted."""
    if not root.is_dir():
        raise Stop(
            Problem(str(root), 0, 0, "error", "no-notes", "no such folder", "name the folder that holds your notes")
        )
    files = [f for f in _files(root) if not any(fnmatch(f, pattern) for pattern in exclude)]
    sources = tuple(_source(root, f) for f in files if f.lower().endswith(NOTES))
    if not sources:
        raise Stop(
            Problem(
                str(root), 0, 0, "error", "no-notes", "no Markdown in this folder", "notes are files that end in .md"
            )
        )
    assets = {
        unicodedata.normalize("NFC", f): _asset(root, f)
        for f in files
        if f.lower().endswith(PICTURES) and (drawings or not f.lower().endswith(".svg"))
    }
    return Vault(root, sources, assets)


def _files(root: Path) -> Iterator[str]:
    """Paths below the root, sorted; hidden ones and links that lead out of the vault are left alone."""
    real = root.resolve()
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(files):
            path = Path(folder, name)
            if not name.startswith(".") and path.is_file() and path.resolve().is_relative_to(real):
                yield path.relative_to(root).as_posix()


def _source(root: Path, path: str) -> m.Source:
    data = (root / path).read_bytes()
    try:
        return m.Source(path, data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"))
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        column = fault.start - (data.rfind(b"\n", 0, fault.start) + 1) + 1
        text = data.decode("utf-8", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
        hint = "save the file as UTF-8; the signs are shown as �"
        return m.Source(path, text, (Problem(path, line, column, "error", "invalid-utf8", "not UTF-8 text", hint),))


def _asset(root: Path, path: str) -> m.Asset:
    """An asset without a digest is one that cannot be shown."""
    data = (root / path).read_bytes()
    size = _drawing(data) if path.lower().endswith(".svg") else _raster(data)
    return m.Asset(path, hashlib.sha256(data).hexdigest() if size else "", *(size or (0, 0)))


def _raster(data: bytes) -> tuple[int, int] | None:
    from io import BytesIO  # noqa: PLC0415 - with Pillow, for vaults that have pictures

    from PIL import Image  # noqa: PLC0415 - same

    try:
        with Image.open(BytesIO(data)) as picture:
            size = picture.size
            if max(size) > _SIDE:
                return None
            picture.load()
    except Exception:  # noqa: BLE001 - decoders raise whatever they like on broken data
        return None
    return size


def _drawing(data: bytes) -> tuple[int, int] | None:
    from lxml import etree  # noqa: PLC0415 - for vaults that have drawings

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return (1, 1) if etree.QName(root).localname == "svg" else None
