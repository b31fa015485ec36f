"""Two finished PDFs beside each other: which pages look the same, and what the others say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.changes import Span, Word, joined

if TYPE_CHECKING:
    import pikepdf

_POINT, _SCALE = 1 / 72, 120 / 72
"""Pages are compared as pictures of 120 dots an inch."""
_USED = re.compile(rb"/([^\s/<>\[\]()]+)\s+(Do|gs|scn|SCN|sh)\b")
_BREAKS = frozenset({0x02, 0xAD, 0xFFFE})
"""What the reader gives for a hyphen at the end of a line."""


def starts(path: Path) -> Mapping[str, int]:
    """Name of each destination → the index of the page it leads to."""
    import pikepdf

    with pikepdf.open(path) as pdf:
        numbers = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
        if "/Names" not in pdf.Root or "/Dests" not in pdf.Root.Names:
            return {}
        places = pikepdf.NameTree(pdf.Root.Names.Dests).items()
        return {str(name): numbers[place.as_list()[0].objgen] for name, place in places}


def differing(old: Path, new: Path, places: Sequence[int | None]) -> frozenset[int]:
    """The pages of the new file that look otherwise than the pages of the old one whose places they take.

    Pages whose content is the same to the byte look the same; all others are drawn, and their pictures compared.
    """
    import pikepdf

    with pikepdf.open(old) as was, pikepdf.open(new) as now:
        pairs = [(place, at) for at, place in enumerate(places) if place is not None]
        doubtful = [(place, at) for place, at in pairs if not _same(was.pages[place].obj, now.pages[at].obj)]
    with closing(_drawer(old)) as was, closing(_drawer(new)) as now:
        other = {at for place, at in doubtful if _picture(was, place) != _picture(now, at)}
    return frozenset(other | {at for at, place in enumerate(places) if place is None})


def _same(old: pikepdf.Object, new: pikepdf.Object) -> bool:
    """Whether two pages or forms draw the same, as far as that can be told without drawing them."""
    texts = [_content(each) for each in (old, new)]
    if texts[0] != texts[1] or [_box(old)] != [_box(new)]:
        return False
    return all(_alike(_resource(old, name, what), _resource(new, name, what)) for name, what in _used(texts[0]))


def _content(thing: Any) -> bytes:  # noqa: ANN401 - pikepdf's objects are of any kind
    contents = thing.get("/Contents", thing)
    parts = contents if contents._type_name == "array" else [contents]  # noqa: SLF001 - its only name for the kind
    return b"\n".join(part.read_bytes() for part in parts)


def _box(thing: Any) -> list[float]:  # noqa: ANN401 - same
    return [float(edge) for edge in thing.get("/MediaBox", thing.get("/BBox", []))]


def _used(content: bytes) -> set[tuple[str, str]]:
    kinds = {b"Do": "/XObject", b"gs": "/ExtGState", b"sh": "/Shading"}
    return {(f"/{name.decode('latin-1')}", kinds.get(what, "/Pattern")) for name, what in _USED.findall(content)}


def _resource(thing: Any, name: str, what: str) -> Any:  # noqa: ANN401 - same
    return thing.get("/Resources", {}).get(what, {}).get(name)


def _alike(old: Any, new: Any) -> bool:  # noqa: ANN401 - same
    """Whether two resources are the same; those that are made of others are only compared where they are streams."""
    if old is None or new is None or old._type_name != new._type_name:  # noqa: SLF001 - same
        return False
    if old._type_name != "stream":  # noqa: SLF001 - same
        return bool(old.unparse(resolved=True) == new.unparse(resolved=True))
    if old.get("/Subtype") == "/Form":
        return _same(old, new)
    masks = (old.get("/SMask"), new.get("/SMask"))
    return old.read_raw_bytes() == new.read_raw_bytes() and (masks == (None, None) or _alike(*masks))


# ------------------------------------------------------------------ pictures


def _drawer(source: Path | bytes) -> Any:  # noqa: ANN401 - pypdfium2 has no types
    import pypdfium2

    return pypdfium2.PdfDocument(source)


def _picture(document: Any, number: int) -> tuple[tuple[int, int], bytes]:  # noqa: ANN401 - same
    """Its size, and its dots in grey, from the top."""
    with closing(document[number]) as page:
        picture = page.render(scale=_SCALE).to_pil().convert("L")
    return picture.size, picture.tobytes()


def redrawn(old: Path, place: int, new: Path, page: int) -> tuple[Span, ...]:
    """The heights at which the pictures of two pages differ, from below, in points."""
    with closing(_drawer(old)) as was, closing(_drawer(new)) as now:
        (wide, high), before = _picture(was, place)
        size, after = _picture(now, page)
    if size != (wide, high):
        return ((0.0, size[1] / _SCALE),)
    rows = [row for row in range(high) if before[row * wide : (row + 1) * wide] != after[row * wide : (row + 1) * wide]]
    return joined([((high - row - 1) / _SCALE, (high - row) / _SCALE) for row in rows])


# ------------------------------------------------------------------ words


def words(path: Path, pages: Sequence[int]) -> Iterator[Word]:
    """The words of pages but for those in their margins, in the order of the text."""
    with closing(_drawer(_bare(path, pages))) as document:
        for number, page in zip(pages, document, strict=True):
            with closing(page), closing(page.get_textpage()) as layer:
                yield from _words(layer, number)


def _bare(path: Path, pages: Sequence[int]) -> bytes:
    """A file of these pages without running heads and folios, which go on where the text does not."""
    import pikepdf

    with pikepdf.open(path) as pdf, pikepdf.new() as out:
        for number in pages:
            page = pdf.pages[number]
            page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(list(_within(page))))
            out.pages.append(page)
        file = BytesIO()
        out.save(file)
    return file.getvalue()


def _within(page: pikepdf.Page) -> Iterator[Any]:
    """The operators of a page but for those that show text in its margins, or bullets and numbers of lists."""
    import pikepdf

    marks: list[bool] = []
    for each in pikepdf.parse_content_stream(page):
        name = str(each.operator)
        if name in {"BDC", "BMC"}:
            told = each.operands[1] if name == "BDC" else None
            is_margin = isinstance(told, pikepdf.Dictionary) and told.get("/Type") == "/Pagination"
            marks.append(is_margin or each.operands[0] == "/Lbl" or (bool(marks) and marks[-1]))
        elif name == "EMC" and marks:
            marks.pop()
        if not (marks and marks[-1] and name in {"Tj", "TJ"}):
            yield each


def _words(layer: Any, page: int) -> Iterator[Word]:  # noqa: ANN401 - pypdfium2 has no types
    from pypdfium2 import raw

    text, at, is_broken = "", 0, False
    for number in range(layer.count_chars()):
        code = raw.FPDFText_GetUnicode(layer, number)
        if code in _BREAKS:
            is_broken = True
        elif not chr(code).isspace():
            at = at if text else number
            text, is_broken = text + chr(code), False
        elif text and not is_broken:
            yield from _word(layer, text, page, at)
            text = ""
    yield from _word(layer, text, page, at)


def _word(layer: Any, text: str, page: int, at: int) -> Iterator[Word]:  # noqa: ANN401 - same
    """The word, unless it is dots and dashes only; what is rare the reader gives in halves."""
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if any(map(str.isalnum, text)):
        _, low, _, high = layer.get_charbox(at, loose=True)
        yield Word(text, page, float(low), float(high))
