"""Embeds the fonts of a whole book: one subset a font file, the glyphs of all fragments together.

Glyphs keep the numbers of the font file, so the subset is cut without changing any page; it is cut anew only when a
glyph comes in or falls out.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.cache import digest
from pipeline.targets.engine.fragment import NOTHING, FontUse, Fragment, packed, unpacked
from pipeline.targets.engine.pdfsyntax import LEVEL, name, number, stream, words
from pipeline.targets.engine.slots import LABELS
from pipeline.targets.engine.store import Store
from pipeline.targets.engine.subset import cut

_SUBSET = "subset-1"
_FONTS = "fonts-2"
_GROUP = 32
"""Fragments whose fonts are kept together."""
_FORBIDDEN = re.compile("[\0\ufeff\ufffe\uffff\ud800-\udfff]")
_FIXED_PITCH = 1


class Font(NamedTuple):
    """A font as the whole book uses it."""

    use: FontUse
    widths: Mapping[int, float]
    unicode: Mapping[int, str]
    missing: frozenset[int]


class Embedded(NamedTuple):
    """`resources` is the dictionary of all fonts; `streams` and `objects` go to the file, with their numbers."""

    resources: bytes
    streams: Sequence[tuple[int, bytes]]
    objects: Sequence[tuple[int, bytes]]
    remarks: tuple[str, ...]


def merged(uses: Iterable[FontUse]) -> tuple[list[Font], tuple[str, ...]]:
    """The fonts of all fragments by key, whatever the order of the fragments, and what these disagree on.

    Fragments may read one glyph differently (a space, a no-break space): the least reading holds for all.
    """
    fonts = [
        Font(use, dict(sorted(use.widths, reverse=True)), _readings(use.unicode), frozenset(use.missing))
        for use in _united(uses)
    ]
    remarks = [
        f"fragments disagree on the widths of {font.use.name}"
        for font in fonts
        if len(font.widths) != len(font.use.widths)
    ]
    return fonts, tuple(remarks)


def _of_group(group: Sequence[Fragment], store: Store) -> Sequence[FontUse]:
    """The fonts of a few fragments: kept, for most groups are as they were at the edit before."""
    key = digest(_FONTS, *(fragment.key for fragment in group))
    if (known := store.get(key)) is None:
        store.put(key, known := packed(_united(use for fragment in group for use in unpacked(fragment.fonts))))
    return unpacked(known)


def _united(uses: Iterable[FontUse]) -> list[FontUse]:
    """One use of each font, for all of these; a glyph on whose width they disagree has several."""
    first: dict[str, FontUse] = {}
    widths: dict[str, set[tuple[int, float]]] = {}
    unicode: dict[str, set[tuple[int, str]]] = {}
    missing: dict[str, set[int]] = {}
    for use in uses:
        key = use.key
        if key not in first or _facts(use) != _facts(first[key]):
            first[key] = min(first.get(key, use), use, key=_facts)
        widths.setdefault(key, set()).update(use.widths)
        unicode.setdefault(key, set()).update(use.unicode)
        if use.missing:
            missing.setdefault(key, set()).update(use.missing)
            widths[key].update((use.sign, width) for glyph, width in use.widths if glyph in use.missing)
        if use.figures:
            widths[key].update(use.figures)
            unicode[key].update([(glyph, text) for (glyph, _), text in zip(use.figures, LABELS, strict=False)])
    return [
        replace(
            first[key],
            widths=tuple(sorted(widths[key])),
            unicode=tuple(sorted(unicode[key])),
            missing=tuple(sorted(missing.get(key, ()))),
            figures=(),
            total=(),
        )
        for key in sorted(first)
    ]


def _facts(use: FontUse) -> tuple[str, int, str, str, int, tuple[float, ...]]:
    """What must be the same wherever the font is used."""
    metrics = (use.ascent, use.descent, use.italic_angle, use.stem_v, use.stem_h)
    return (use.digest, use.index, use.name, use.family, use.flags, metrics)


def _readings(pairs: Iterable[tuple[int, str]]) -> dict[int, str]:
    sound = [(glyph, text) for glyph, text in pairs if text and not _FORBIDDEN.search(text)]
    return dict(sorted(sound, key=lambda pair: (len(pair[1]), pair[1]), reverse=True))


def embedded(fragments: Sequence[Fragment], store: Store, numbers: Iterator[int]) -> Embedded:
    """All fonts, numbered from `numbers`."""
    groups = [fragments[at : at + _GROUP] for at in range(0, len(fragments), _GROUP)]
    fonts, remarks = merged(use for group in groups for use in _of_group(group, store))
    files: dict[tuple[str, int], list[Font]] = {}
    for font in fonts:
        files.setdefault((font.use.digest, font.use.index), []).append(font)
    streams: list[tuple[int, bytes]] = []
    objects: list[tuple[int, bytes]] = []
    resources: dict[str, int] = {}
    for (code, index), sharing in sorted(files.items()):
        file = next(numbers)
        glyphs = sorted({g for font in sharing for g in (*font.widths, *font.unicode) if g not in font.missing})
        is_cff, data = _subset(store, code, index, glyphs)
        streams.append((file, data))
        for font in sharing:
            resources[font.use.key], own_streams, own_objects = _dictionaries(font, file, numbers, is_cff=is_cff)
            streams += own_streams
            objects += own_objects
    listed = b"".join([b"%s %d 0 R" % (name(key), font) for key, font in sorted(resources.items())])
    return Embedded(b"<<" + listed + b">>", streams, objects, remarks)


def _subset(store: Store, code: str, index: int, glyphs: Sequence[int]) -> tuple[bool, bytes]:
    """Whether the font has CFF outlines, and its file as a stream with these glyphs only."""
    key = digest(_SUBSET, code, repr((index, glyphs)))
    if (known := store.get(key)) is None:
        data = cut(store.blob(f"font:{code}"), index, glyphs)
        is_cff = data[:4] == b"OTTO"
        head = b"/Subtype/OpenType" if is_cff else b"/Length1 %d" % len(data)
        known = b"%d" % is_cff + stream(head + b"/Filter/FlateDecode", zlib.compress(data, LEVEL))
        store.put(key, known)
    return known[:1] == b"1", known[1:]


def _dictionaries(
    font: Font, file: int, numbers: Iterator[int], *, is_cff: bool
) -> tuple[int, list[tuple[int, bytes]], list[tuple[int, bytes]]]:
    """Number of the font, its streams, its dictionaries (ISO 32000-1, 9.7)."""
    top, descendant, descriptor, unicode = (next(numbers) for _ in range(4))
    codes = sorted(font.widths.keys() | font.unicode.keys())
    streams = [(unicode, _to_unicode([(code, font.unicode.get(code, NOTHING)) for code in codes]))]
    encoding = b"/Identity-H"
    if font.missing:
        streams.append((next(numbers), _encoding(codes, font)))
        encoding = b" %d 0 R" % streams[-1][0]
    base = name(_tagged(font.use))
    system = b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    kind = b"/CIDFontType0" if is_cff else b"/CIDFontType2/CIDToGIDMap/Identity"
    objects = [
        (
            top,
            b"<</Type/Font/Subtype/Type0/BaseFont%s/Encoding%s/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
            % (base, encoding, descendant, unicode),
        ),
        (
            descendant,
            b"<</Type/Font/Subtype%s/BaseFont%s%s/W%s/FontDescriptor %d 0 R>>"
            % (kind, base, system, _widths(font), descriptor),
        ),
        (descriptor, _descriptor(font, base, file, is_cff=is_cff)),
    ]
    return top, streams, objects


def _tagged(use: FontUse) -> str:
    """The name with the tag of a subset (9.6.4)."""
    plain = use.name.removeprefix("/")
    if re.match(r"[A-Z]{6}\+", plain):
        return plain
    return "".join(chr(65 + int(digit, 16)) for digit in digest(use.key)[:6]) + "+" + plain


def _descriptor(font: Font, base: bytes, file: int, *, is_cff: bool) -> bytes:
    use = font.use
    flags = use.flags | (_FIXED_PITCH if len(font.widths) > 1 and len(set(font.widths.values())) == 1 else 0)
    box = b" ".join(map(number, (0, use.descent, max(font.widths.values(), default=0), use.ascent)))
    metrics = (
        (b"ItalicAngle", use.italic_angle),
        (b"Ascent", use.ascent),
        (b"Descent", use.descent),
        (b"CapHeight", use.ascent),
        (b"StemV", use.stem_v),
        (b"StemH", use.stem_h),
    )
    return b"<</Type/FontDescriptor/FontName%s/FontFamily%s/Flags %d/FontBBox[%s]%s/FontFile%d %d 0 R>>" % (
        base,
        words(use.family),
        flags,
        box,
        b"".join([b"/%s %s" % (key, number(value)) for key, value in metrics]),
        3 if is_cff else 2,
        file,
    )


def _widths(font: Font) -> bytes:
    """Widths by glyph number, those of neighbours together (9.7.4.3)."""
    parts: list[bytes] = []
    before = -2
    for glyph in sorted(font.widths):
        parts.append((b" " if glyph == before + 1 else b"]%d[" % glyph) + number(font.widths[glyph]))
        before = glyph
    return b"[" + b"".join(parts).removeprefix(b"]") + (b"]]" if parts else b"]")


def _to_unicode(readings: Sequence[tuple[int, str]]) -> bytes:
    rows = [b"<%04x> <%s>" % (code, text.encode("utf-16-be").hex().encode()) for code, text in readings]
    head = b"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n/CMapName/Adobe-Identity-UCS def\n"
    return stream(b"/Filter/FlateDecode", zlib.compress(_map(head + b"/CMapType 2 def", b"bfchar", rows), LEVEL))


def _encoding(codes: Sequence[int], font: Font) -> bytes:
    """Codes to glyphs, where those that stand for missing characters show the font's sign for it."""
    rows = [b"<%04x> %d" % (code, font.use.sign if code in font.missing else code) for code in codes]
    system = b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    head = system + b"def\n/CMapName/Book-Encoding def\n/CMapType 1 def"
    entries = b"/Type/CMap/CMapName/Book-Encoding" + system + b"/Filter/FlateDecode"
    return stream(entries, zlib.compress(_map(head, b"cidchar", rows), LEVEL))


def _map(head: bytes, kind: bytes, rows: Sequence[bytes]) -> bytes:
    """A CMap; no block of it has more than a hundred rows (Adobe Technical Note 5014)."""
    blocks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
    return b"\n".join(
        (
            b"/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap",
            head,
            b"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange",
            *(b"%d begin%s\n%s\nend%s" % (len(block), kind, b"\n".join(block), kind) for block in blocks),
            b"endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend",
        )
    )
