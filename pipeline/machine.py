"""The fonts of the machine, the last resort for characters that no package has."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import uharfbuzz as hb

from pipeline.cache import Cache, digest
from pipeline.faces import Source, covered
from pipeline.fingerprint import FONT_FOLDERS, machine_fonts

_OUTLINES = frozenset({"glyf", "CFF ", "CFF2"})
_ENDINGS = (".ttf", ".otf", ".ttc", ".otc")


def found(folder: Path, characters: frozenset[str]) -> list[tuple[Source, frozenset[str]]]:
    """Fonts that have some of the characters, and which of them are set in each; the cache in `folder` knows them."""
    if not characters:
        return []
    cache, key = Cache(folder), digest("machine", machine_fonts(), "".join(sorted(characters)))
    entry = cache.get(key)
    if entry is None:
        rows = [(str(s.path), s.index, s.version, "".join(sorted(chars))) for s, chars in _chosen(characters)]
        cache.put(key, entry := json.dumps(rows).encode())
    return [(Source(Path(path), version, index), frozenset(chars)) for path, index, version, chars in json.loads(entry)]


def _chosen(characters: frozenset[str]) -> Iterator[tuple[Source, frozenset[str]]]:
    """Upright fonts of text weight first, then those with the most characters."""
    left = characters
    for source in sorted(_fonts(), key=_rank):
        known = covered(source)
        here = frozenset(c for c in left if ord(c) in known)
        if here:
            yield source, here
            left -= here
        if not left:
            return


def _fonts() -> Iterator[Source]:
    for top in FONT_FOLDERS:
        for place, _, names in os.walk(Path(top).expanduser()):
            for path in (Path(place, name) for name in names if name.lower().endswith(_ENDINGS)):
                yield Source(path, str(path.stat().st_size))


def _rank(source: Source) -> tuple[bool, int, str]:
    try:
        face = hb.Face(hb.Blob.from_file_path(str(source.path)), source.index)
        font = hb.Font(face)
    except (hb.HarfBuzzError, OSError, MemoryError):
        return True, 0, str(source.path)
    plain = font.get_style_value(hb.StyleTag.WEIGHT) == 400 and not font.get_style_value(hb.StyleTag.ITALIC)
    usable = bool(_OUTLINES & set(face.table_tags)) and plain
    return not usable, -len(face.unicodes), str(source.path)
