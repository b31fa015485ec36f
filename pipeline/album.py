"""Pictures of a page that is imported: found inside it or beside it, and named as they will lie beside the note."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

_DATA = re.compile(r"data:image/(?P<kind>[\w.+-]+)(?:;[\w=-]+)*?(?P<coded>;base64)?,", re.IGNORECASE)
_ENDINGS = {"jpeg": "jpg", "svg+xml": "svg", "x-emf": "emf", "x-wmf": "wmf"}
_REMOTE = re.compile(r"[a-z][a-z0-9+.-]+:|//|#", re.IGNORECASE)
_MOST = 50 << 20


@dataclass(slots=True)
class Album:
    """Collects the pictures of the page at `path`: by address, the name each gets (`stem-1.png`) and its bytes."""

    path: Path
    stem: str
    pictures: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def name_of(self, address: str) -> str:
        """What a note calls the picture at an address. One that cannot be had keeps its address, and is told."""
        if address not in self.pictures:
            found = _read(address.strip(), self.path)
            if isinstance(found, str):
                self.faults += [found] if found else []
                return "missing.png" if address.startswith("data:") else quote(address, safe="/:?#&=%+~@!$,;")
            ending, data = found
            self.pictures[address] = (f"{self.stem}-{len(self.pictures) + 1}.{ending}", data)
        return quote(self.pictures[address][0])


def _read(address: str, path: Path) -> tuple[str, bytes] | str:
    """The ending and the bytes of a picture; "" when it stays where it is, else what is wrong with it."""
    if found := _DATA.match(address):
        kind = found["kind"].lower()
        return _inside(_ENDINGS.get(kind, kind), unquote_to_bytes(address[found.end() :]), coded=bool(found["coded"]))
    if _REMOTE.match(address) and not address.startswith("file:"):
        return ""
    try:
        place = (path.parent / unquote_to_bytes(address.partition("?")[0]).decode("utf-8", "replace")).resolve()
        if address.startswith("file:") or not place.is_relative_to(path.parent.resolve()):
            return f"the picture {address} is outside the folder of the file"
        if place.stat().st_size > _MOST:
            return f"the picture {address} is too big"
        return place.suffix.lstrip(".").lower() or "png", place.read_bytes()
    except (OSError, ValueError):
        return f"the picture {address} is not there"


def _inside(ending: str, data: bytes, *, coded: bool) -> tuple[str, bytes] | str:
    try:
        return ending, base64.b64decode(data) if coded else data
    except (binascii.Error, ValueError):
        return "a picture inside the file is damaged"
