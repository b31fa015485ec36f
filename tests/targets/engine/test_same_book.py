"""Set part by part and linked, a book is the one that plain WeasyPrint makes of all parts in one run."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw

from pipeline import build as core
from pipeline.targets.engine.glyphs import COMPLEX
from pipeline.targets.engine.set import fetcher, gathered
from pipeline.targets.pdf import Press
from scripts.bench.plain import joined, named

pytestmark = pytest.mark.engine

ROOT = Path(__file__).parents[3]
NOTES = ("10-biology", "2-polity/schedules-of-the-constitution.md")
PT = 0.75
"""Points in a CSS pixel."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the upper left corner of the page."""


@dataclass(frozen=True)
class Books:
    """The linked file, that of one run, and where page numbers stand: filled in by the linker, zeros in the other."""

    linked: bytes
    plain: bytes
    numbers: tuple[tuple[Box, ...], ...]
    lines: tuple[tuple[Box, ...], ...]
    """Those of the index, which the linker closes up."""
    parts: frozenset[str]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    vault, room = tmp_path_factory.mktemp("vault"), tmp_path_factory.mktemp("cache")
    shutil.copytree(ROOT / "tests" / "vaults" / "small", vault, dirs_exist_ok=True)
    for name in NOTES:
        place = vault / name
        place.parent.mkdir(exist_ok=True)
        (shutil.copytree if (ROOT / "source" / name).is_dir() else shutil.copy)(ROOT / "source" / name, place)
    request = core.Request(vault, ("pdf",), room / "out", room)
    report = core.build(request, _quiet)
    with core._floor(request) as floor:
        edition = core._begun(request, floor, _quiet)[1]
        front, back = edition.around
        sheets = (*front, *(sheet for brief in edition.briefs for sheet in brief.sheets), *back)
        leaves = [named(floor.heavy(f"{sheet.content} markup"), sheet.leaf.places) for sheet in sheets]
        markup = joined(leaves, edition.book.lang)
        press = edition.compiler.press
        document, plain = _one_run(markup, press, edition.vault.bytes_of)
    numbers = tuple(tuple(_boxes(page, _is_number)) for page in document.pages)
    lines = tuple(tuple(_boxes(page, _is_index_number)) for page in document.pages)
    parts = frozenset(part.title for part in edition.book.parts)
    return Books(report.products[0][0].read_bytes(), plain, numbers, lines, parts)


def _quiet(_: str) -> None:
    pass


def _one_run(markup: str, press: Press, read: Callable[[str], bytes]) -> tuple[Any, bytes]:
    """All parts as one document, by nothing but WeasyPrint, which is only helped with the text of Devanagari."""
    from weasyprint import CSS, HTML, draw
    from weasyprint.text.fonts import FontConfiguration

    from pipeline.fonts import font_rules

    fonts, opener = FontConfiguration(), fetcher(press.faces, read)
    rules = f"{font_rules(press.faces, lambda face: f'font:{face.digest}')}\n{press.css}"
    with gathered([]), pytest.MonkeyPatch.context() as patch:
        patch.setattr("weasyprint.draw.draw_text", _with_characters(draw.draw_text))
        sheet = CSS(string=rules, font_config=fonts, url_fetcher=opener, base_url="asset:")
        html = HTML(string=markup, url_fetcher=opener, base_url="asset:")
        document = html.render(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1", pdf_tags=True)
        return document, document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)


def _with_characters(plain: Callable[..., object]) -> Callable[..., object]:
    """Writes characters beside glyphs (ISO 32000-1, 14.9.4), without which none can be read."""
    import pydyf

    def drawn(stream: Any, box: Any, *rest: object) -> object:
        if not COMPLEX.search(box.text or ""):
            return plain(stream, box, *rest)
        stream.begin_marked_content("Span", pydyf.Dictionary({"ActualText": pydyf.String(box.text)}))
        try:
            return plain(stream, box, *rest)
        finally:
            stream.end_marked_content()

    return drawn


# ------------------------------------------------------------------ where page numbers stand


def _boxes(page: Any, wanted: Any) -> Iterator[Box]:
    todo = [page._page_box]
    while todo:
        box = getattr(todo[-1], "_box", todo[-1])
        todo.pop()
        if wanted(box):
            x, y = box.position_x, box.position_y
            yield x * PT, y * PT, (x + box.width) * PT, (y + box.height) * PT
        else:
            todo.extend(getattr(box, "children", ()))


def _is_number(box: Any) -> bool:
    is_folio = getattr(box, "at_keyword", "") == "@bottom-center"
    return is_folio or (box.element is not None and "data-page-of" in box.element.attrib)


def _is_index_number(box: Any) -> bool:
    return box.element is not None and box.element.get("class") == "place"


def _is_within(x: float, y: float, boxes: Sequence[Box]) -> bool:
    return any(left - 1 <= x <= right + 1 and top - 1 <= y <= bottom + 1 for left, top, right, bottom in boxes)


# ------------------------------------------------------------------ words


def characters(data: bytes, numbers: Sequence[Sequence[Box]]) -> list[str]:
    """What stands on each page, page numbers left out."""
    return ["".join(_characters(page, boxes)) for page, boxes in zip(pypdfium2.PdfDocument(data), numbers, strict=True)]


def _characters(page: Any, numbers: Sequence[Box]) -> Iterator[str]:
    text, tall = page.get_textpage(), page.get_height()
    for at in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(at)
        if not _is_within((left + right) / 2, tall - (top + bottom) / 2, numbers):
            yield text.get_text_range(at, 1).strip()


def test_every_page_has_the_same_words(books: Books) -> None:
    linked, plain = (characters(data, books.numbers) for data in (books.linked, books.plain))
    assert len(plain) > 15
    assert sum(map(len, plain)) > 10_000
    for number, (one, other) in enumerate(zip(linked, plain, strict=True)):
        assert one == other, f"page {number}"


# ------------------------------------------------------------------ looks


def pictures(data: bytes, numbers: Sequence[Sequence[Box]]) -> Iterator[Image.Image]:
    for page, boxes in zip(pypdfium2.PdfDocument(data), numbers, strict=True):
        picture = page.render(scale=1).to_pil().convert("L")
        pen = ImageDraw.Draw(picture)
        for left, top, right, bottom in boxes:
            pen.rectangle((left - 2, top - 2, right + 2, bottom + 2), fill=128)
        yield picture


def test_every_page_looks_the_same(books: Books) -> None:
    linked, plain = (pictures(data, books.numbers) for data in (books.linked, books.plain))
    for number, (one, other) in enumerate(zip(linked, plain, strict=True)):
        worst = ImageChops.difference(one, other).getextrema()[1]
        assert worst <= 16, f"page {number}: {worst} of 255"


# ------------------------------------------------------------------ links


@dataclass(frozen=True)
class Link:
    """A link's rectangle (left, bottom, right, top), and the page, x and y it leads to; an address leads to page -1."""

    rect: tuple[float, ...]
    page: int
    x: float
    y: float
    address: str = ""


def links(data: bytes) -> list[list[Link]]:
    """The links of each page."""
    with pikepdf.open(BytesIO(data)) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
        names = {bytes(name): place for name, place in _names(pdf.Root.Names.Dests)}
        return [_outermost(_links(page, names, numbers)) for page in pdf.pages]


def _outermost(found: Iterable[Link]) -> list[Link]:
    """Without those that lie within another one to the same place: the engine makes one for each box of a link."""
    kept: list[Link] = []
    for link in sorted(found, key=lambda k: (k.rect[0] - k.rect[2], k.rect[1] - k.rect[3], k.rect)):
        if not any(_covers(other, link) for other in kept):
            kept.append(link)
    return sorted(kept, key=lambda k: k.rect)


def _covers(outer: Link, inner: Link) -> bool:
    (left, bottom, right, top), (x1, y1, x2, y2) = outer.rect, inner.rect
    is_within = left <= x1 + 1 and bottom <= y1 + 1 and x2 - 1 <= right and y2 - 1 <= top
    return is_within and (outer.page, outer.address) == (inner.page, inner.address)


def _names(node: Any) -> Iterator[tuple[Any, Any]]:
    pairs = list(node.get("/Names", []))
    yield from zip(pairs[::2], pairs[1::2], strict=True)
    for kid in node.get("/Kids", []):
        yield from _names(kid)


def _links(page: Any, names: Mapping[bytes, Any], numbers: Mapping[Any, int]) -> Iterator[Link]:
    for annotation in page.get("/Annots", []):
        x1, y1, x2, y2 = (round(float(side)) for side in annotation.Rect)
        rect = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
        if int(annotation.get("/F", 0)) & 2:  # hidden
            continue
        if "/A" in annotation:
            yield Link(rect, -1, 0, 0, str(annotation.A.URI))
            continue
        place = names[bytes(annotation.Dest)]
        x, y = (float(n) for n in list(place)[2:4])
        yield Link(rect, numbers[place[0].objgen], x, y)


def _is_of_index(link: Link, lines: Sequence[Box], tall: float) -> bool:
    left, bottom, right, top = link.rect
    return _is_within((left + right) / 2, tall - (top + bottom) / 2, lines)


def test_links_lead_to_the_same_places(books: Books) -> None:
    linked, plain = links(books.linked), links(books.plain)
    tall = pypdfium2.PdfDocument(books.plain)[0].get_height()
    assert sum(map(len, plain)) > 100
    for number, lines in enumerate(books.lines):
        one, other = ([k for k in x[number] if not _is_of_index(k, lines, tall)] for x in (linked, plain))
        assert [(k.page, k.address) for k in one] == [(k.page, k.address) for k in other], f"page {number}"
        for ours, theirs in zip(one, other, strict=True):
            assert (*ours.rect, ours.x, ours.y) == pytest.approx((*theirs.rect, theirs.x, theirs.y), abs=1.5)


def test_places_of_the_index_lead_to_pages_that_one_run_finds_too(books: Books) -> None:
    """A line's places are told once each and in ranges, so there may be fewer, none of them new."""
    linked, plain = links(books.linked), links(books.plain)
    tall = pypdfium2.PdfDocument(books.plain)[0].get_height()
    of_index = [
        [{k.page for k in x[number] if _is_of_index(k, lines, tall)} for x in (linked, plain)]
        for number, lines in enumerate(books.lines)
        if lines
    ]
    assert of_index
    assert all(one and one <= other for one, other in of_index)


# ------------------------------------------------------------------ outline


def outline(data: bytes) -> list[tuple[int, str, int | None]]:
    document = pypdfium2.PdfDocument(data)
    return [
        (line.level, line.get_title(), dest.get_index() if (dest := line.get_dest()) else None)
        for line in document.get_toc()
    ]


def test_the_outline_is_the_same_below_the_parts(books: Books) -> None:
    """We group notes under their parts; then and there a line stands a level deeper."""
    found = outline(books.linked)
    ours = [(title, page) for level, title, page in found if level or title not in books.parts]
    assert ours == [(title, page) for _, title, page in outline(books.plain)]
    assert {title for level, title, _ in found if not level} >= books.parts
