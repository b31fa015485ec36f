"""Reads finished files back: their words by part, their structure, their sums."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import cache
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

from pipeline import model as m
from pipeline.problem import Problem
from pipeline.targets.engine.earlier import Chapter
from pipeline.targets.window import Rows, Window, rows, window

_COVER_WIDTH = 1600
"""Pixels: what shops ask of a cover's short side."""


_WINDOWS = 4
"""Parts that are each read through a window: for more, opening the whole file is cheaper."""


@contextmanager
def words(product: m.Product, chapters: Sequence[Chapter] = ()) -> Iterator[Callable[[str], str]]:
    """Gives the words of each part of a PDF as a reader copies them. Opened when first read, closed at the end.

    `chapters` say where each part lies in the file, in the order of the parts; without them all of it is opened.
    """
    spans: dict[str, range] = {}
    places: dict[str, int] = {}
    for at, (name, first, last) in enumerate(product.parts):
        spans[name], places[name] = range(first, last + 1), at
    asked = count(1)
    with ExitStack() as opened:

        @cache
        def known() -> Rows | None:
            return rows(product.data) if chapters and isinstance(product.data, Path) else None

        @cache
        def whole() -> Any:  # noqa: ANN401 - pypdfium2 has no types
            return opened.enter_context(closing(_opened(product.data)))

        def text(part: str) -> str:
            few = next(asked) <= _WINDOWS and known()
            if not few or not isinstance(product.data, Path):
                return _text(whole(), spans.get(part, ()))
            with closing(_opened(window(product.data, few, chapters, [places[part]]))) as document:
                return _text(document, range(len(spans[part])))

        yield text


def _opened(data: bytes | Path | Window) -> Any:  # noqa: ANN401 - pypdfium2 has no types
    import pypdfium2

    return pypdfium2.PdfDocument(data, autoclose=True)


def _text(document: Any, pages: Iterable[int]) -> str:  # noqa: ANN401 - same
    """The text of pages, a form feed between them."""
    return "\f".join(_page(document, number) for number in pages)


def _page(document: Any, number: int) -> str:  # noqa: ANN401 - pypdfium2 has no types
    page = document[number]
    layer = page.get_textpage()
    text: str = layer.get_text_range()
    layer.close()
    page.close()
    return text


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


SHEETS = frozenset({"booklet"})
"""Targets that are pages on sheets to print: they have neither tags nor an outline."""


def _check_pdf(path: str, data: bytes, *, sheets: bool = False) -> tuple[Problem, ...]:
    """Tagged, titled, in a language, with an outline, every font embedded; sheets need no tags and no outline."""
    import pikepdf

    with pikepdf.open(BytesIO(data)) as pdf:
        root = pdf.Root
        wanted = {
            "is not tagged": sheets or "/StructTreeRoot" in root,
            "has no language": bool(str(root.get("/Lang", ""))),
            "has no title": bool(str(pdf.docinfo.get("/Title", ""))),
            "has no outline": sheets or "/Outlines" in root,
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
    from pipeline.targets import epub

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
        elif artifact["target"].partition(":")[0] == "epub":
            product = m.Product(artifact["target"], str(path), data, artifact["sha256"], len(data))
            found += (*epub.check(product, deep=True), *epub.ruled(product))
        elif path.suffix == ".pdf":
            found += _check_pdf(str(path), data, sheets=artifact["target"] in SHEETS)
    return tuple(found)
