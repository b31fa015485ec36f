"""Pages of a finished PDF → a PDF of sheets to print.

Each page becomes one drawing of its own (a form XObject, ISO 32000-1, 8.10) with the resources it had, cut off at its
trim box. Links, bookmarks, tags and attachments stay behind: on paper they are nothing, and a reader has the book.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import metadata
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import imposition
from pipeline.imposition import Cell, Flip, Line, Side

if TYPE_CHECKING:
    import pikepdf

_POINT = 25.4 / 72
_RULE, _BAR, _GREY = 0.5, 1.5, 0.54
"""Thickness of lines in points, and the grey of those to write on."""
_GAP, _MARGIN, _TOP = 8.0, 15.0, 24.0
"""Of pages to write on, in millimetres."""
_DUPLEX: Mapping[Flip, str] = {"short": "/DuplexFlipShortEdge", "long": "/DuplexFlipLongEdge"}


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself; `flip` asks viewers to print both sides, `labels` are what its sides are called."""

    title: str
    lang: str
    flip: Flip | None = None
    labels: tuple[str, ...] = ()


def imposed(sources: Sequence[Path | bytes], sides: Sequence[Side], about: About) -> bytes:
    """The file of these sides, whose pages are those of all sources. The same input makes the same bytes.

    Raises `pikepdf.PdfError` for a source that cannot be read.
    """
    import pikepdf

    with ExitStack() as stack:
        out = stack.enter_context(pikepdf.new())
        pages: list[pikepdf.Page] = []
        for source in sources:
            pdf = stack.enter_context(_open(source))
            pdf.flatten_annotations("print")
            pdf.remove_unreferenced_resources()  # or pictures of pages that are left out would be in the file
            if "/OCProperties" in pdf.Root:  # or layers that are hidden would be printed
                out.Root.OCProperties = out.copy_foreign(pdf.make_indirect(pdf.Root.OCProperties))
            pages += pdf.pages
        forms: dict[int, pikepdf.Object] = {}
        for side in sides:
            _add(out, side, {at: _form(out, pages, at, forms) for cell in side.cells if (at := cell.page) is not None})
        _tell(out, about)
        return saved(out)


def _open(source: Path | bytes) -> pikepdf.Pdf:
    import pikepdf

    return pikepdf.open(source if isinstance(source, Path) else BytesIO(source))


def saved(pdf: pikepdf.Pdf) -> bytes:
    """The file's bytes; no clock is read."""
    import pikepdf

    file = BytesIO()
    pdf.save(file, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return file.getvalue()


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of a file before its pages are laid out; sizes are their width and height in millimetres."""

    sizes: tuple[tuple[float, float], ...]
    title: str
    lang: str

    @property
    def pages(self) -> int:
        return len(self.sizes)

    @property
    def size(self) -> tuple[float, float]:
        return self.sizes[0]


def opened(source: Path | bytes) -> Source:
    """Raises `ValueError` with what is wrong with the file."""
    import pikepdf

    try:
        with _open(source) as pdf:
            if not pdf.pages:
                raise ValueError("has no pages")
            title, lang = str(pdf.docinfo.get("/Title", "")), str(pdf.Root.get("/Lang", ""))
            return Source(tuple(map(_seen, pdf.pages)), title, lang)
    except pikepdf.PasswordError:
        raise ValueError("is locked with a password") from None
    except pikepdf.PdfError:
        raise ValueError("is no PDF that can be read") from None


def producer() -> str:
    return f"studypress {metadata.version('studypress')}"


def _seen(page: pikepdf.Page) -> tuple[float, float]:
    left, bottom, right, top = (float(edge) for edge in page.trimbox)
    unit = float(page.obj.get("/UserUnit", 1)) * _POINT
    wide, high = (right - left) * unit, (top - bottom) * unit
    return (high, wide) if page.rotation % 180 else (wide, high)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _tell(out: pikepdf.Pdf, about: About) -> None:
    import pikepdf

    out.docinfo["/Title"] = about.title
    out.docinfo["/Producer"] = producer()
    if about.lang:
        out.Root.Lang = pikepdf.String(about.lang)
    wishes: dict[str, Any] = {"/DisplayDocTitle": True, "/PrintScaling": pikepdf.Name("/None")}
    if about.flip:
        wishes |= {"/Duplex": pikepdf.Name(_DUPLEX[about.flip]), "/PickTrayByPDFSize": True}
    if about.labels:
        each = [item for at, label in enumerate(about.labels) for item in (at, pikepdf.Dictionary(P=label))]
        out.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array(each))
    out.Root.ViewerPreferences = pikepdf.Dictionary(wishes)


# ------------------------------------------------------------------ one side


def _form(
    out: pikepdf.Pdf, pages: Sequence[pikepdf.Page], page: int, forms: dict[int, pikepdf.Object]
) -> pikepdf.Object:
    if page not in forms:
        forms[page] = out.copy_foreign(pages[page].as_form_xobject())
    return forms[page]


def _add(out: pikepdf.Pdf, side: Side, forms: Mapping[int, pikepdf.Object]) -> None:
    import pikepdf

    page = out.add_blank_page(page_size=(side.width / _POINT, side.height / _POINT))
    page.obj.MediaBox = pikepdf.Array([0, 0, round(side.width / _POINT, 3), round(side.height / _POINT, 3)])
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary({f"/P{n}": form for n, form in forms.items()}))
    page.obj.Contents = out.make_stream("\n".join(_drawn(side, forms)).encode())
    if side.stands_on_head:
        page.rotate(180, relative=False)


def _drawn(side: Side, forms: Mapping[int, pikepdf.Object]) -> Iterator[str]:
    for cell in side.cells:
        if cell.page is None:
            yield from _ruled(cell)
        else:
            yield _placed(cell, forms[cell.page])
    yield _lines(side.marks, _RULE)
    yield _lines(side.bars, _BAR)


def _placed(cell: Cell, form: pikepdf.Object) -> str:
    """A page in its cell: as large as it is or smaller, in the middle; one that lies is turned to the left to stand."""
    left, bottom, wide, high = _extent(form)
    lies = wide > high and cell.width < cell.height
    width, height = (high, wide) if lies else (wide, high)
    scale = imposition.scale(cell, width * _POINT, height * _POINT)
    x = (cell.x + cell.width / 2 + cell.shift) / _POINT - scale * width / 2
    y = (cell.y + cell.height / 2) / _POINT - scale * height / 2
    turned = (0.0, scale, -scale, 0.0, x + scale * (bottom + high), y - scale * left)
    straight = (scale, 0.0, 0.0, scale, x - scale * left, y - scale * bottom)
    window = _numbers(*(each / _POINT for each in (cell.x, cell.y, cell.width, cell.height)))
    return f"q {window} re W n {_numbers(*(turned if lies else straight))} cm /P{cell.page} Do Q"


def _extent(form: pikepdf.Object) -> tuple[float, float, float, float]:
    """Left, bottom, width and height of a form as it is drawn."""
    import pikepdf

    matrix = pikepdf.Matrix(*(float(each) for each in form.get("/Matrix", _SAME)))
    seen = matrix.transform(pikepdf.Rectangle(*(float(edge) for edge in form["/BBox"].as_list())))
    return float(seen.llx), float(seen.lly), float(seen.width), float(seen.height)


_SAME = (1, 0, 0, 1, 0, 0)


def _ruled(cell: Cell) -> Iterator[str]:
    """Lines to write on."""
    left, right = cell.x + _MARGIN + cell.shift, cell.x + cell.width - _MARGIN + cell.shift
    count = int((cell.height - _TOP - _MARGIN) / _GAP)
    heights = [cell.y + cell.height - _TOP - number * _GAP for number in range(count + 1)]
    yield _lines([(left, y, right, y) for y in heights], _RULE, _GREY)


def _lines(lines: Sequence[Line], thick: float, grey: float = 0) -> str:
    strokes = (
        f"{_numbers(x / _POINT, y / _POINT)} m {_numbers(to_x / _POINT, to_y / _POINT)} l" for x, y, to_x, to_y in lines
    )
    return f"q {thick:g} w {grey:g} G {' '.join(strokes)} S Q" if lines else ""


def _numbers(*values: float) -> str:
    return " ".join(f"{value:.4f}".rstrip("0").rstrip(".") for value in values)
