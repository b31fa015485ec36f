"""Digests of our own code, room by room: a change of one stage forgets what that stage and later ones made."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

_HERE = Path(__file__).parent

# What each stage runs; a room stands for all its modules.
_ROOMS = {
    "prepare": "syntax enrich header.py terms.py formula.py phrases.py text.py model.py problem.py",
    "compile": "references html draw targets/pdf.py targets/paper.py targets/pages.py targets/cover.py layouts.py "
    "compile.py conserve.py manifest.py terms.py header.py fonts.py formula.py code.py paging.py phrases.py text.py "
    "model.py problem.py",
    "set": "targets/engine fonts.py",
    "prove": "conserve.py targets/proof.py targets/window.py text.py",
    "screen": "references html draw targets/epub targets/pages.py layouts.py header.py fonts.py formula.py code.py "
    "paging.py phrases.py text.py model.py",
}
_PACKAGES = {
    "prepare": ("mistune", "nh3", "pyyaml", "mathra"),
    "compile": ("jinja2", "mathra", "pygments", "uharfbuzz"),
    "set": ("weasyprint", "pydyf", "tinycss2", "pillow", "fonttools"),
    "prove": ("pypdfium2",),
    "screen": ("jinja2", "latex2mathml", "pygments", "uharfbuzz", "ebooklib"),
}


@cache
def fingerprint(stage: str) -> str:
    """Of the code and the packages of one stage."""
    total = hashlib.sha256(repr([(name, metadata.version(name)) for name in _PACKAGES[stage]]).encode())
    for room in _ROOMS[stage].split():
        place = _HERE / room
        for path in sorted(place.rglob("*.py")) if place.is_dir() else (place,):
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
