"""A finished PDF → its pages as marks, by PDFium: bounds, colours, widths and sizes as the engine computes them."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pipeline.targets.printcheck.geometry import Matrix, is_rule, joined, moved, scale, sides
from pipeline.targets.printcheck.glyphs import Lost
from pipeline.targets.printcheck.marks import Box, Colour, Fill, Line, Page, Picture, Role, Text

_INVISIBLE = 3
"""Text rendering mode of what is only there to be found and copied (ISO 32000-1, 9.3.6)."""
_DEPTH = 4
"""Pages within pages within pages: further down nothing is looked at."""

Roles = Callable[[int], Mapping[int, Role]]


def pages(path: Path, roles: Roles, lost: Mapping[str, Lost]) -> Iterator[Page]:
    """Each page with its marks.

    `roles` gives for a page (from 0) what its marked content is part of, `lost` what fonts have no shape for.
    """
    import pypdfium2

    with closing(pypdfium2.PdfDocument(path)) as document:
        for number in range(len(document)):
            page = document[number]
            marks = _marks(page, roles(number), lost)
            width, height = page.get_size()
            yield Page(
                number + 1,
                width,
                height,
                tuple(marks.texts),
                tuple(marks.lines),
                tuple(marks.fills),
                tuple(marks.pictures),
                document.get_page_label(number),
                page.render(scale=1).to_pil().convert("RGB"),
            )
            page.close()


def _marks(page: Any, roles: Mapping[int, Role], lost: Mapping[str, Lost]) -> _Hand:  # noqa: ANN401 - no types
    left, _, _, top = page.get_bbox()
    layer = page.get_textpage()
    hand = _Hand(layer.raw, roles, lost)
    hand.read(page.raw, (1, 0, 0, -1, -left, top), 0)
    layer.close()
    return hand


@dataclass(slots=True)
class _Hand:
    """Collects the marks of one page; its fields of C are written by PDFium and read at once."""

    layer: Any
    roles: Mapping[int, Role]
    lost: Mapping[str, Lost]
    texts: list[Text] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    order: int = 0
    around: Role | None = None
    """What the form that is read is part of: a drawing, for the words in it."""

    def read(self, holder: Any, matrix: Matrix, depth: int) -> None:  # noqa: ANN401 - PDFium's own
        """The objects of a page, or of a form that is placed on it by this matrix."""
        import pypdfium2.raw as c

        many, nth = (
            (c.FPDFFormObj_CountObjects, c.FPDFFormObj_GetObject)
            if depth
            else (c.FPDFPage_CountObjects, c.FPDFPage_GetObject)
        )
        readers = {
            c.FPDF_PAGEOBJ_TEXT: self._text,
            c.FPDF_PAGEOBJ_PATH: self._path,
            c.FPDF_PAGEOBJ_IMAGE: self._image,
        }
        for at in range(many(holder)):
            thing = nth(holder, at)
            kind = c.FPDFPageObj_GetType(thing)
            self.order += 1
            if kind == c.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
                outside, self.around = self.around, self._role(thing)
                self.read(thing, joined(_matrix(thing), matrix), depth + 1)
                self.around = outside
            elif reader := readers.get(kind):
                reader(thing, matrix)

    def _role(self, thing: Any) -> Role | None:  # noqa: ANN401
        import pypdfium2.raw as c

        return self.roles.get(c.FPDFPageObj_GetMarkedContentID(thing), self.around)

    def _text(self, thing: Any, matrix: Matrix) -> None:  # noqa: ANN401
        import pypdfium2.raw as c

        words = _words(thing, self.layer)
        box = _bounds(thing, matrix)
        if "\n" in words and not self.around:  # it has a shape of its own, behind tabs perhaps far out
            box = _tight(thing, self.layer, matrix)
        if not words.strip() or box is None or c.FPDFTextObj_GetTextRenderMode(thing) == _INVISIBLE:
            return
        size = ctypes.c_float()
        c.FPDFTextObj_GetFontSize(thing, size)
        scale = joined(_matrix(thing), matrix)
        height = size.value * (scale[2] ** 2 + scale[3] ** 2) ** 0.5
        colour = _colour(c.FPDFPageObj_GetFillColor, thing) or (255, 255, 255)
        clip, role = _clip(thing, matrix), self._role(thing)
        bad = self.lost.get(_font(thing)) if self.lost else None
        lost = "".join(text for text in sorted(bad.characters) if text in words) if bad else ""
        text = Text(box, words, height, colour, self.order, clip, role, lost, framed=bool(bad and bad.framed))
        if role and "Figure" in role.within and self.texts and _is_next(self.texts[-1], text):
            text = _together(self.texts.pop(), text)
        self.texts.append(text)

    def _path(self, thing: Any, matrix: Matrix) -> None:  # noqa: ANN401
        import pypdfium2.raw as c

        rule, stroked = ctypes.c_int(), ctypes.c_int()
        c.FPDFPath_GetDrawMode(thing, rule, stroked)
        box, clip = _bounds(thing, matrix), _clip(thing, matrix)
        if box is None or (clip and not clip.meets(box)):
            return
        role = self._role(thing)
        if stroked.value and _colour(c.FPDFPageObj_GetStrokeColor, thing):
            breadth = ctypes.c_float()
            c.FPDFPageObj_GetStrokeWidth(thing, breadth)
            self.lines.append(Line(box, breadth.value * scale(joined(_matrix(thing), matrix)), role))
        colour = _colour(c.FPDFPageObj_GetFillColor, thing) if rule.value else None
        if colour is None:
            return
        boxes = sorted(_rectangles(thing, joined(_matrix(thing), matrix)), key=lambda each: each.width * each.height)
        if len(boxes) == 2 and boxes[1].around(boxes[0], 0.01):
            self.lines += [Line(side, breadth, role) for side, breadth in sides(boxes[1], boxes[0], clip or box)]
        elif len(boxes) == 1 and is_rule(boxes[0]):
            self.lines.append(Line(box, min(boxes[0].width, boxes[0].height), role))
        else:
            seen = (clip.cut(box) if clip else None) or box
            self.fills.append(Fill(seen, colour, len(boxes) == 1, self.order, role))

    def _image(self, thing: Any, matrix: Matrix) -> None:  # noqa: ANN401
        import pypdfium2.raw as c

        wide, high = ctypes.c_uint(), ctypes.c_uint()
        box = _bounds(thing, matrix)
        if box is None or not c.FPDFImageObj_GetImagePixelSize(thing, wide, high):
            return
        a, b, d, e, _, _ = joined(_matrix(thing), matrix)
        sides = ((wide.value, (a * a + b * b) ** 0.5), (high.value, (d * d + e * e) ** 0.5))
        dpi = min((72 * pixels / points for pixels, points in sides if points), default=0.0)
        self.pictures.append(Picture(box, dpi, self.order, self._role(thing)))


# --------------------------------------------------------------------------- what PDFium says of an object


def _words(thing: Any, layer: Any) -> str:  # noqa: ANN401
    import pypdfium2.raw as c

    size = c.FPDFTextObj_GetText(thing, layer, None, 0)
    buffer = ctypes.create_string_buffer(max(size, 2))
    c.FPDFTextObj_GetText(thing, layer, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[:size].decode("utf-16-le", "replace").rstrip("\0")


def _font(thing: Any) -> str:  # noqa: ANN401
    """The name of a text's font."""
    import pypdfium2.raw as c

    buffer = ctypes.create_string_buffer(256)
    size = c.FPDFFont_GetBaseFontName(c.FPDFTextObj_GetFont(thing), buffer, len(buffer))
    return buffer.raw[: max(0, size - 1)].decode("utf-8", "replace")


def _bounds(thing: Any, matrix: Matrix) -> Box | None:  # noqa: ANN401
    import pypdfium2.raw as c

    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not c.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
        return None
    return moved([(left.value, bottom.value), (right.value, top.value)], matrix)


def _tight(thing: Any, layer: Any, matrix: Matrix) -> Box | None:  # noqa: ANN401
    """The bounds of a text's letters, without blanks."""
    import pypdfium2.raw as c

    sought = ctypes.cast(thing, ctypes.c_void_p).value
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    corners = []
    for at in range(c.FPDFText_CountChars(layer)):
        sign = chr(c.FPDFText_GetUnicode(layer, at))
        if sign.isspace() or ctypes.cast(c.FPDFText_GetTextObject(layer, at), ctypes.c_void_p).value != sought:
            continue
        c.FPDFText_GetCharBox(layer, at, left, right, bottom, top)
        corners += [(left.value, bottom.value), (left.value, top.value), (right.value, bottom.value)]
        corners.append((right.value, top.value))
    return moved(corners, matrix) if corners else None


def _clip(thing: Any, matrix: Matrix) -> Box | None:  # noqa: ANN401
    """What the clips around an object leave of the page, as a box."""
    import pypdfium2.raw as c

    path = c.FPDFPageObj_GetClipPath(thing)
    left: Box | None = None
    for at in range(max(0, c.FPDFClipPath_CountPaths(path))):
        count = c.FPDFClipPath_CountPathSegments(path, at)
        points = [_point(c.FPDFClipPath_GetPathSegment(path, at, n)) for n in range(count)]
        if points:
            box = moved(points, matrix)
            left = box if left is None else left.cut(box) or Box(0, 0, 0, 0)
    return left


def _rectangles(thing: Any, matrix: Matrix) -> list[Box]:  # noqa: ANN401
    """The boxes of a path that is one rectangle or two, such as a border's edges; else none."""
    import pypdfium2.raw as c

    count = c.FPDFPath_CountSegments(thing)
    if count not in {4, 5, 8, 10}:
        return []
    segments = [c.FPDFPath_GetPathSegment(thing, at) for at in range(count)]
    if any(c.FPDFPathSegment_GetType(segment) == c.FPDF_SEGMENT_BEZIERTO for segment in segments):
        return []
    points = [_point(segment) for segment in segments]
    step = 5 if count % 5 == 0 else 4
    parts = [points[at : at + step] for at in range(0, count, step)]
    return [moved(part, matrix) for part in parts] if all(map(_is_upright, parts)) else []


def _is_upright(points: list[tuple[float, float]]) -> bool:
    """Whether four corners are those of a rectangle that is not turned."""
    return len({round(x, 2) for x, _ in points}) <= 2 and len({round(y, 2) for _, y in points}) <= 2


def _point(segment: Any) -> tuple[float, float]:  # noqa: ANN401
    import pypdfium2.raw as c

    x, y = ctypes.c_float(), ctypes.c_float()
    c.FPDFPathSegment_GetPoint(segment, x, y)
    return x.value, y.value


def _colour(ask: Callable[..., int], thing: Any) -> Colour | None:  # noqa: ANN401
    """A colour as it looks on white paper; None for what leaves no ink."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not ask(thing, red, green, blue, alpha) or not alpha.value:
        return None
    part = alpha.value / 255
    r, g, b = (round(255 + (value.value - 255) * part) for value in (red, green, blue))
    return r, g, b


def _matrix(thing: Any) -> Matrix:  # noqa: ANN401
    import pypdfium2.raw as c

    found = c.FS_MATRIX()
    c.FPDFPageObj_GetMatrix(thing, found)
    return found.a, found.b, found.c, found.d, found.e, found.f


# --------------------------------------------------------------------------- words of drawings


def _is_next(before: Text, text: Text) -> bool:
    """Whether a letter of a drawing, where each is set by itself, goes on with a word or line."""
    alike = (before.size, before.colour, before.role) == (text.size, text.colour, text.role)
    level = before.box.top < text.box.middle < before.box.bottom or text.box.top < before.box.middle < text.box.bottom
    return alike and level and -_SPACE * text.size < text.box.left - before.box.right < _SPACE * text.size


def _together(before: Text, text: Text) -> Text:
    one, two = before.box, text.box
    box = Box(one.left, min(one.top, two.top), two.right, max(one.bottom, two.bottom))
    gap = " " if two.left - one.right > _BLANK * text.size else ""
    return replace(text, box=box, words=before.words + gap + text.words, lost=before.lost + text.lost)


_SPACE, _BLANK = 0.6, 0.25
"""Gaps in parts of the size of type: the widest within a line, the narrowest that is a space."""
