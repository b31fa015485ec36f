"""Reads finished files back: their words by part, their structure, their sums."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from pipeline import model as m
from pipeline.problem import Problem
from pipeline.targets import epub

_COVER_WIDTH = 1600
"""Pixels: what shops ask of a cover's short side."""


def texts(product: m.Product) -> Mapping[str, str]:
    """The words of a product by part: a note's id, or `answers`, `glossary` and the like."""
    if product.target == "epub":
        return epub.texts(product)
    pages = pdf_pages(product.data)
    return {name: "\n".join(pages[first : last + 1]) for name, first, last, _ in product.spans}


def pdf_pages(data: bytes) -> list[str]:
    """The text of each page as a reader copies it."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def first_page(data: bytes) -> bytes:
    """The cover as PNG."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        page = document[0]
        picture = page.render(scale=_COVER_WIDTH / page.get_width()).to_pil().convert("RGB")
    finally:
        document.close()
    out = BytesIO()
    picture.quantize(96).save(out, "PNG", optimize=True)
    return out.getvalue()


def check(product: m.Product) -> tuple[Problem, ...]:
    """Faults of a finished file that must not be published."""
    return epub.check(product) if product.target == "epub" else _check_pdf(product.path, product.data)


def _check_pdf(path: str, data: bytes) -> tuple[Problem, ...]:
    """Tagged, titled, in a language, with an outline, every font embedded."""
    import pikepdf

    with pikepdf.open(BytesIO(data)) as pdf:
        root = pdf.Root
        wanted = {
            "is not tagged": "/StructTreeRoot" in root,
            "has no language": bool(str(root.get("/Lang", ""))),
            "has no title": bool(str(pdf.docinfo.get("/Title", ""))),
            "has no outline": "/Outlines" in root,
            "has a font that is not embedded": all(
                _embedded(o) for o in pdf.objects if isinstance(o, pikepdf.Dictionary)
            ),
        }
    hint = "please report this: no note should make such a file"
    return tuple(
        Problem(path, 0, 0, "error", "bad-pdf", f"the PDF {fault}", hint) for fault, fine in wanted.items() if not fine
    )


def _embedded(thing: Any) -> bool:  # noqa: ANN401 - pikepdf's dictionaries are no mappings
    if thing.get("/Type") != "/FontDescriptor":
        return True
    return any(key in thing for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def verify(folder: Path) -> tuple[Problem, ...]:
    """Finished files against their manifest, then each on its own, EPUBCheck included."""
    record = folder / "manifest.json"
    if not record.is_file():
        return (
            Problem(str(record), 0, 0, "error", "no-manifest", "no manifest here", "build first: `studypress build`"),
        )
    found: list[Problem] = []
    for artifact in json.loads(record.read_text(encoding="utf-8"))["artifacts"]:
        path = folder / artifact["path"]
        data = path.read_bytes() if path.is_file() else b""
        if hashlib.sha256(data).hexdigest() != artifact["sha256"]:
            what = "differs from the manifest" if data else "is missing"
            found.append(
                Problem(
                    str(path), 0, 0, "error", "changed-output", f"the file {what}", "build again: `studypress build`"
                )
            )
        elif artifact["target"] == "epub":
            found += epub.check(m.Product("epub", str(path), data), deep=True)
        else:
            found += _check_pdf(str(path), data)
    return tuple(found)
