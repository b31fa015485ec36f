"""Reads finished files back: their words by part, their structure, their sums."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from pipeline import model as m
from pipeline.problem import Problem
from pipeline.targets import epub

_COVER_WIDTH = 1600
"""Pixels: what shops ask of a cover's short side."""


def text(product: m.Product, part: str) -> str:
    """The words of a part of a product: a note's id, or `answers`, `glossary` and the like."""
    if product.target == "epub":
        return epub.text(product, part)
    spans = [(first, last) for name, first, last in product.parts if name == part]
    return "\n".join(_page_text(str(product.data), product.sha256, n) for a, z in spans for n in range(a, z + 1))


def _page_text(path: str, sum_: str, number: int) -> str:
    """The text of a page as a reader copies it."""
    words: str = _document(path, sum_)[number].get_textpage().get_text_range()
    return words


@lru_cache(maxsize=1)
def _document(path: str, _sum: str) -> Any:  # noqa: ANN401 - pypdfium2 has no types
    """A file that stays open while its pages are read one note after another."""
    import pypdfium2

    return pypdfium2.PdfDocument(path)


def first_page(data: bytes | Path) -> bytes:
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
            found += epub.check(m.Product("epub", str(path), data, artifact["sha256"], len(data)), deep=True)
        else:
            found += _check_pdf(str(path), data)
    return tuple(found)
