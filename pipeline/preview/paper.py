"""A finished PDF as a reader sees it: sizes, pictures and words of its pages.

PDFium serves one caller at a time in a whole process: whoever uses a `Paper` holds a lock that all of them share.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO
from typing import Any

Line = tuple[float, float, float, float, str]
"""Words that stand together: left, top, width, height in points from the page's upper left corner, text."""

_SCALE, _GLANCE = 2.0, 0.5
"""Pixels a point: of a picture to read, of one to compare."""
_PIXELS = 12_000_000
"""Largest picture: twice an A3 page at full scale."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: size in points and the number printed on it."""

    width: float
    height: float
    label: str


class Paper:
    """An open PDF; raises `ValueError` when the bytes are none."""

    def __init__(self, data: bytes) -> None:
        import pypdfium2  # noqa: PLC0415 - in the preview's process only

        try:
            self._document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise ValueError(str(error)) from error
        self._glances: dict[int, bytes] = {}
        self.sheets = tuple(self._sheet(index) for index in range(len(self._document)))

    def close(self) -> None:
        self._document.close()

    def _sheet(self, index: int) -> Sheet:
        width, height = self._document.get_page_size(index)
        return Sheet(round(width, 2), round(height, 2), self._document.get_page_label(index) or str(index + 1))

    def picture(self, index: int) -> bytes:
        """The page as PNG."""
        sheet = self.sheets[index]
        scale = min(_SCALE, (_PIXELS / max(1.0, sheet.width * sheet.height)) ** 0.5)
        page = self._document[index]
        try:
            picture = page.render(scale=scale, rev_byteorder=True).to_pil()
        finally:
            page.close()
        out = BytesIO()
        picture.save(out, "PNG", compress_level=1)  # it travels through memory only
        return out.getvalue()

    def glance(self, index: int) -> bytes:
        """A sum of what the page looks like: equal pages have equal ones."""
        if index not in self._glances:
            page = self._document[index]
            try:
                pixels = page.render(scale=_GLANCE, grayscale=True).buffer
            finally:
                page.close()
            self._glances[index] = hashlib.blake2b(bytes(pixels), digest_size=16).digest()
        return self._glances[index]

    def lines(self, index: int) -> list[Line]:
        """The words of the page and where they stand."""
        height = self.sheets[index].height
        page = self._document[index]
        try:
            text = page.get_textpage()
            try:
                return [_line(text, text.get_rect(number), height) for number in range(text.count_rects())]
            finally:
                text.close()
        finally:
            page.close()


def _line(text: Any, box: tuple[float, float, float, float], height: float) -> Line:  # noqa: ANN401 - PDFium has no types
    left, bottom, right, top = box
    words = text.get_text_bounded(*box)
    return round(left, 1), round(height - top, 1), round(right - left, 1), round(top - bottom, 1), words


def first_change(before: Paper, after: Paper, fresh: tuple[tuple[int, int], ...]) -> int:
    """The index of the first page that looks different, -1 when none does.

    Pages of notes that were laid out anew, given by their printed numbers, go before contents and the like.
    """
    likely = [index for index, sheet in enumerate(after.sheets) if _is_in(sheet.label, fresh)]
    rest = sorted(set(range(len(after.sheets))) - set(likely))
    return next((index for index in (*likely, *rest) if _differs(before, after, index)), -1)


def _is_in(label: str, spans: tuple[tuple[int, int], ...]) -> bool:
    return label.isdecimal() and any(first <= int(label) <= last for first, last in spans)


def _differs(before: Paper, after: Paper, index: int) -> bool:
    return index >= len(before.sheets) or before.glance(index) != after.glance(index)
