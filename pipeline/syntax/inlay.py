"""Pictures written into a note, as `data:image/…` (RFC 2397): they leave its text, and a name stands for each."""

from __future__ import annotations

import base64
import hashlib
import re
from urllib.parse import unquote_to_bytes

from pipeline.syntax.reading import Reading
from pipeline.text import inlay

_DATA = re.compile(r"\s*data:image/(?P<kind>[\w.+*-]+)(?P<more>[^,]*),", re.IGNORECASE)
_ENDINGS = {
    **{kind: kind for kind in ("jpg", "gif", "webp", "avif", "heic", "heif", "bmp", "tiff", "svg")},
    "jpeg": "jpg",
    "svg+xml": "svg",
}


def named(address: str, reading: Reading) -> str:
    """What a picture is called that stands in its address; any other address as it is."""
    found = _DATA.match(address)
    if found is None:
        return address
    data = unquote_to_bytes(address[found.end() :].encode("utf-8", "replace"))
    coded = ";base64" in found["more"].lower()
    return keep(_decoded(data) if coded else data, _ENDINGS.get(found["kind"].lower(), "png"), reading)


def keep(data: bytes, ending: str, reading: Reading) -> str:
    """Keep a picture with the note; its name tells its bytes."""
    name = inlay(hashlib.sha256(data).hexdigest(), ending)
    reading.inlays[name] = data
    return name


def _decoded(data: bytes) -> bytes:
    """Nothing for what is damaged: whoever looks at the picture then says so."""
    data = b"".join(data.split())
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4), validate=True)
    except ValueError:
        return b""
