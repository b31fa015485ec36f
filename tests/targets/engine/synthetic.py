"""Small fragments made by hand, and a shelf to keep them: the linker's tests need no print engine."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from typing import Any

from pipeline.targets.engine import fragment as f
from pipeline.targets.engine.pdfsyntax import literal
from pipeline.targets.engine.slots import FIGURES, room

CHARACTERS = " 0123456789,–abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.()-"
NARROW = {" ": 250, ",": 250, ".": 250}


def width(character: str) -> int:
    return NARROW.get(character, 500)


def glyph(character: str) -> int:
    return CHARACTERS.index(character) + 1


@cache
def font_file() -> bytes:
    """A font whose glyphs are boxes."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    def box(wide: int):
        pen = TTGlyphPen(None)
        pen.moveTo((50, 0))
        for point in ((50, 600), (wide - 50, 600), (wide - 50, 0)):
            pen.lineTo(point)
        pen.closePath()
        return pen.glyph()

    names = [".notdef", *(f"g{n}" for n in range(len(CHARACTERS)))]
    wide = [500, *map(width, CHARACTERS)]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(c): names[glyph(c)] for c in CHARACTERS})
    builder.setupGlyf({n: box(w) for n, w in zip(names, wide, strict=True)})
    builder.setupHorizontalMetrics({n: (w, 50) for n, w in zip(names, wide, strict=True)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Boxes", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    out = BytesIO()
    builder.save(out)
    return out.getvalue()


FONT = "f0"


def font(text: str, key: str = "AAAAAA", digest: str = FONT) -> f.FontUse:
    used = sorted(set(text))
    return f.FontUse(
        *(key, digest, 0, f"{key}+Boxes", "Boxes", 4, 800, -200, 0, 80, 80),
        widths=tuple((glyph(c), width(c)) for c in used),
        unicode=tuple((glyph(c), c) for c in used),
        figures=tuple((glyph(c), width(c)) for c in FIGURES),
    )


def hexed(text: str) -> bytes:
    return b"".join(b"%04x" % glyph(c) for c in text)


@dataclass(frozen=True)
class Ref:
    """A link with the page of its target: "(p. 000)"."""

    target: str
    shown: bool = True


@dataclass(frozen=True)
class Leaf:
    """What a fragment is to hold: a text a page, links on its first page, places of one index line."""

    name: str
    pages: tuple[str, ...]
    refs: tuple[Ref, ...] = ()
    index: tuple[str, ...] = ()
    anchors: tuple[tuple[str, int], ...] = ()
    """Besides its name."""
    images: tuple[str, ...] = ()
    marks: tuple[f.Bookmark, ...] = ()
    ids: tuple[str, ...] = ()
    folios: bool = True
    index_width: float = 1750
    lines: int = 4
    """Places on one line of the index."""


@dataclass
class Shelf:
    """A store in memory that counts what it is asked for."""

    bodies: dict[str, f.Body] = field(default_factory=dict)
    blobs: dict[str, bytes] = field(default_factory=lambda: {f"font:{FONT}": font_file()})
    cached: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def body(self, key: str) -> f.Body:
        self.asked.append(key)
        return self.bodies[key]

    def blob(self, key: str) -> bytes:
        self.asked.append(key)
        return self.blobs[key]

    def get(self, key: str) -> bytes | None:
        return self.cached.get(key)

    def put(self, key: str, value: bytes) -> None:
        self.cached[key] = value

    def image(self, name: str) -> str:
        """An image of one pixel, its colour the name's; half covered by its mask."""
        colour = zlib.compress(hashlib.sha256(name.encode()).digest()[:3])
        form = b"/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/Filter/FlateDecode"
        veil = zlib.compress(b"\x80")
        mask = f.Image(b"<<%s/ColorSpace/DeviceGray/Length %d>>" % (form, len(veil)), veil)
        whole = f.Image(b"<<%s/ColorSpace/DeviceRGB/Length %d>>" % (form, len(colour)), colour, mask)
        self.blobs[f"image:{name}"] = f.pack(whole)
        return name

    def set(self, leaf: Leaf) -> f.Fragment:
        """The leaf as a fragment; its body stays here."""
        made = _Setting(leaf, tuple(self.image(name) for name in leaf.images))
        fragment, body = made.finished()
        self.bodies[fragment.key] = body
        return fragment


def deflated(parts: Sequence[bytes | int]) -> tuple[bytes, list[int], list[tuple[int, int]]]:
    """Zlib data with holes: numbers stand for stored blocks of that size. Also where these are, and the sums."""
    out, places, sums = bytearray(b"\x78\x9c"), [], []
    for number, part in enumerate(parts):
        if isinstance(part, int):
            out += b"\0" + part.to_bytes(2, "little") + (part ^ 0xFFFF).to_bytes(2, "little")
            places.append(len(out))
            out += b"?" * part
        else:
            press = zlib.compressobj(6, zlib.DEFLATED, -15)
            last = number == len(parts) - 1
            out += press.compress(part) + press.flush(zlib.Z_FINISH if last else zlib.Z_FULL_FLUSH)
            sums.append((zlib.adler32(part), len(part)))
    return bytes(out + b"????"), places, sums


class _Setting:
    """Writes one fragment."""

    def __init__(self, leaf: Leaf, images: tuple[str, ...]) -> None:
        self.leaf, self.images = leaf, images
        self.slots: list[f.Slot] = []
        self.used = f.FIRST + len(leaf.pages)
        self.texts: list[bytes] = []
        self.holes: list[int] = []
        self.table: list[tuple[int, int]] = []
        self.streams: list[f.Stream] = []
        self.keys: list[tuple[int, list[int]]] = []
        self.elements: list[int] = []

    def number(self) -> int:
        self.used += 1
        return self.used - 1

    def put(self, number: int, text: bytes, *holes: int) -> None:
        at = sum(len(t % ((0,) * t.count(b"%7d"))) + 1 for t in self.texts)
        self.texts.append(text)
        self.holes += holes
        self.table.append((number, at))

    def finished(self) -> tuple[f.Fragment, f.Body]:
        leaf, many = self.leaf, len(self.leaf.pages)
        for page in range(many):
            _Page(self, page).write()
        kids = b"%7d 0 R " * many
        node = b"<</Type/Pages/Parent %%7d 0 R/Count %d/Kids[%s]>>" % (many, kids)
        self.put(f.PAGES, node, f.PAGE_TREE, *range(f.FIRST, f.FIRST + many))
        section = b"<</Type/StructElem/S/Sect/P %7d 0 R/K[" + b"%7d 0 R " * len(self.elements) + b"]>>"
        self.put(f.ROOT, section, f.DOCUMENT, *self.elements)
        ends = self.parents()
        body = f.Body(f.Template(b"\n".join(self.texts), tuple(self.holes)), tuple(self.table), tuple(self.streams))
        anchors = sorted([(leaf.name, 0), *leaf.anchors], key=lambda anchor: anchor[0].encode())
        fragment = f.Fragment(
            key=hashlib.sha256(repr(leaf).encode()).hexdigest(),
            name=leaf.name,
            pages=many,
            objects=self.used,
            anchors=tuple((name, page, 50.0, 780.0) for name, page in anchors),
            links=tuple(dict.fromkeys(ref.target for ref in leaf.refs)),
            slots=tuple(self.slots),
            fonts=f.packed([font("".join(leaf.pages) + "(p. )")]),
            images=self.images,
            outline=leaf.marks,
            starts=(("", 0),) * many,
            ids=tuple((each.encode(), self.elements[0]) for each in leaf.ids),
            keys=ends,
        )
        return fragment, body

    def parents(self) -> tuple[int, int]:
        text, holes = b"", []
        for key, values in sorted(self.keys):
            is_page = key < f.FIRST + len(self.leaf.pages)
            text += b"%7d " + (b"[" + b"%7d 0 R " * len(values) + b"]" if is_page else b"%7d 0 R")
            holes += [key, *values]
        ends = (min(self.keys)[0], max(self.keys)[0])
        self.put(f.PARENTS, b"<</Limits[%7d %7d]/Nums[" + text + b"]>>", *ends, *holes)
        return ends


class _Page:
    """Writes one page of a fragment."""

    def __init__(self, setting: _Setting, page: int) -> None:
        self.setting, self.page, self.me = setting, page, f.FIRST + page
        self.parts: list[bytes | int] = [b""]
        self.elements: list[int] = []
        self.annotations: list[int] = []
        self.first = len(setting.slots)

    def write(self) -> None:
        leaf = self.setting.leaf
        self.say(b"BT /AAAAAA 12 Tf ET")
        self.tagged(b"P", b"BT 1 0 0 1 50 780 Tm [<%s>] TJ" % hexed(leaf.pages[self.page]))
        if not self.page:
            for number, ref in enumerate(leaf.refs):
                self.ref(number, ref)
            for number, target in enumerate(leaf.index):
                self.place(number, target)
            for number in range(len(self.setting.images)):
                self.say(b"/Artifact BMC q 10 0 0 10 %d 300 cm /I%d Do Q EMC" % (50 + 20 * number, number))
        if leaf.folios:
            self.say(b"/Artifact BMC BT 1 0 0 1 300 30 Tm")
            self.slot("", width=1500, align="center")
            self.say(b"ET EMC")
        self.close()

    def say(self, code: bytes) -> None:
        self.parts[-1] += code + b"\n"

    def slot(self, target: str, before: str = "", after: str = "", **rest) -> None:
        size = room(len(before), len(after), grouped="group" in rest)
        pairs = [tuple((glyph(c), width(c)) for c in text) for text in (before, after)]
        slot = f.Slot(self.page, target, font=0, size=size, before=pairs[0], after=pairs[1], **rest)
        self.setting.slots.append(slot)
        self.parts.extend((size, b"\n"))

    def ref(self, number: int, ref: Ref) -> None:
        row, top = self.setting.number(), 712 - 20 * number
        head = b"<</Type/Annot/Subtype/Link/Border[0 0 0]/F 4/Rect[50 %d 100 %d]/P %%7d 0 R" % (top - 12, top)
        rest = b"/StructParent %%7d/Dest%s/Contents(to)>>" % literal(ref.target.encode())
        self.setting.put(row, head + rest, self.me, row)
        wide = sum(map(width, "(p. 000)"))
        fill = {"target": ref.target, "before": "(p. ", "after": ")", "width": wide} if ref.shown else None
        self.tagged(b"Link", b"BT 1 0 0 1 50 %d Tm" % (top - 12), fill, row)

    def place(self, number: int, target: str) -> None:
        leaf, row = self.setting.leaf, self.setting.number()
        wide = leaf.index_width * 12 / 1000
        left, bottom = 50 + (wide + 3) * (number % leaf.lines), 400 - 14 * (number // leaf.lines)
        rect = (left, bottom, left + wide, bottom + 12)
        fill = {"target": target, "width": leaf.index_width, "group": 1, "annotation": row, "rect": rect}
        self.tagged(b"Link", b"BT 1 0 0 1 %.3f %d Tm" % rect[:2], fill, row)

    def tagged(self, kind: bytes, code: bytes, fill: dict[str, Any] | None = None, annotation: int = 0) -> None:
        setting, element, mark = self.setting, self.setting.number(), len(self.elements)
        self.say(b"/%s<</MCID %d>>BDC %s" % (kind, mark, code))
        if fill:
            self.slot(**fill)
        self.say(b"ET EMC")
        kids, holes = b"%d" % mark, [f.ROOT, self.me]
        if annotation:
            kids = b"[%d<</Type/OBJR/Obj %%7d 0 R/Pg %%7d 0 R>>]" % mark
            holes += [annotation, self.me]
            setting.keys.append((annotation, [element]))
            self.annotations.append(annotation)
        is_named = setting.leaf.ids and not setting.elements and not mark
        own = b"/ID(%s)" % setting.leaf.ids[0].encode() if is_named else b""
        setting.put(element, b"<</Type/StructElem/S/%s/P %%7d 0 R/Pg %%7d 0 R%s/K %s>>" % (kind, own, kids), *holes)
        self.elements.append(element)

    def close(self) -> None:
        setting, stream = self.setting, self.setting.number()
        payload, places, sums = deflated(self.parts)
        if not places:
            payload, sums = zlib.compress(self.parts[0]), []
        gaps = [f.Gap(self.first + n, at, setting.slots[self.first + n].size) for n, at in enumerate(places)]
        head = f.Template(b"<</Filter/FlateDecode/Length %d>>" % len(payload))
        setting.streams.append(f.Stream(stream, head, payload, tuple(gaps), tuple(sums)))
        images = range(len(setting.images))
        shown = b"".join(b"/I%d %%7d 0 R" % n for n in images)
        text = (
            b"<</Type/Page/Parent %7d 0 R/MediaBox[0 0 595 842]/Contents %7d 0 R/StructParents %7d/Tabs/S"
            b"/Resources<</Font %7d 0 R/ColorSpace %7d 0 R/XObject<<" + shown + b">>>>"
            b"/Annots[" + b"%7d 0 R " * len(self.annotations) + b"]>>"
        )
        holes = (f.PAGES, stream, self.me, f.FONTS, f.COLOURS, *(f.IMAGE + n for n in images), *self.annotations)
        setting.put(self.me, text, *holes)
        setting.keys.append((self.me, self.elements))
        setting.elements += self.elements
