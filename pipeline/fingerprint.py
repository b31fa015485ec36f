"""Digests of what shapes a book beside its notes: our own code, room by room, and the fonts of the machine.

A change of one stage forgets what that stage and later ones made.
"""

from __future__ import annotations

import hashlib
import os
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_HERE = Path(__file__).parent

# What each stage runs; a room stands for all its modules.
_ROOMS = {
    "prepare": "read.py targets/raster.py targets/drawing.py syntax enrich mnemonic header.py languages.py terms.py "
    "tex diagram.py formula.py fonts.py phrases.py text.py model.py problem.py",
    "compile": "languages.py references html draw targets/pdf.py targets/matter.py targets/paper.py targets/pages.py "
    "targets/cells.py targets/tables.py targets/shares.py targets/cover.py targets/plan.py targets/bookmap.py "
    "layouts.py measures.py compile.py conserve.py scrambled.py manifest.py terms.py header.py faces.py fonts.py tex "
    "diagram.py formula.py code.py paging.py phrases.py text.py model.py problem.py",
    "register": "register.py registering.py spots.py targets/pages.py text.py model.py",
    "anki": "languages.py references html draw targets/anki targets/epub/pictures.py targets/drawing.py "
    "targets/raster.py targets/pages.py spots.py header.py faces.py fonts.py tex diagram.py formula.py "
    "code.py phrases.py text.py model.py",
    "judge": "maps.py enrich languages.py draw faces.py fonts.py text.py model.py problem.py",
    "set": "targets/engine targets/raster.py targets/drawing.py targets/lettering.py faces.py fonts.py blanks.py "
    "text.py",
    "cut": "cutting.py imposition.py targets/cards.py targets/cardfit.py targets/cardsheet.py",
    "practise": "practising.py keywords.py targets/worksheet.py blanks.py text.py model.py",
    "hand out": "handouts.py targets/handout.py targets/pages.py phrases.py text.py model.py",
    "fit": "fitting.py targets/handout.py targets/notefit.py targets/pages.py measures.py phrases.py text.py model.py",
    "prove": "conserve.py scrambled.py diagram.py targets/proof.py targets/window.py text.py",
    "plate": "targets/plate.py",
    "screen": "languages.py references html draw targets/epub targets/raster.py targets/drawing.py targets/shares.py "
    "targets/pages.py targets/plan.py layouts.py measures.py header.py faces.py fonts.py tex diagram.py formula.py "
    "code.py paging.py phrases.py text.py model.py",
}
_HEIF = ("pillow-heif",) if find_spec("pillow_heif") else ()
_PACKAGES = {
    "prepare": ("mistune", "nh3", "pyyaml", "mathra", "pillow", *_HEIF),
    "compile": ("jinja2", "mathra", "pygments", "uharfbuzz"),
    "register": (),
    "anki": ("genanki", "pygments", "mathra", "uharfbuzz", "pillow", *_HEIF),
    "judge": ("uharfbuzz",),
    "set": ("weasyprint", "pydyf", "tinycss2", "pillow", *_HEIF, "fonttools"),
    "cut": (),
    "practise": (),
    "hand out": ("jinja2",),
    "fit": ("jinja2",),
    "prove": ("pypdfium2",),
    "plate": ("weasyprint", "pypdfium2", "pillow"),
    "screen": ("jinja2", "mathra", "pygments", "uharfbuzz", "ebooklib", "pillow", *_HEIF),
}

_EXTRAS = {"prepare": ("mermaid-render",)}


@cache
def fingerprint(stage: str) -> str:
    """Of the code and the packages of one stage."""
    from importlib import metadata  # noqa: PLC0415 - a build that has nothing to do need not import it

    found = [(name, metadata.version(name)) for name in _PACKAGES[stage]]
    total = hashlib.sha256(repr((found, _extras(stage))).encode())
    for room in _ROOMS[stage].split():
        place = _HERE / room
        for path in sorted(_files(place)) if place.is_dir() else (place,):
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _extras(stage: str) -> list[tuple[str, str]]:
    """Packages that need not be there, with their versions."""
    from importlib import metadata  # noqa: PLC0415 - same

    found = []
    for name in _EXTRAS.get(stage, ()):
        try:
            found.append((name, metadata.version(name)))
        except metadata.PackageNotFoundError:
            found.append((name, ""))
    return found


def _files(room: Path) -> list[Path]:
    """Code and the data beside it: another word bank makes other sentences."""
    return [path for path in room.rglob("*") if path.is_file() and path.suffix != ".pyc"]


FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "/System/Library/Fonts")
"""Where machines keep fonts, the last resort for characters that no face of a book has."""


@cache
def machine_fonts() -> str:
    """Of the folders with the machine's fonts, which tell when a font comes or goes."""
    folders = sorted(folder for top in FONT_FOLDERS for folder, _, _ in os.walk(os.path.expanduser(top)))  # noqa: PTH111 - a string for os.walk
    return hashlib.sha256(repr([(folder, Path(folder).stat().st_mtime_ns) for folder in folders]).encode()).hexdigest()
