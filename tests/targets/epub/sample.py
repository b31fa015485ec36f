"""A small book that holds one of everything: its texts, its notes as the ePub has them, and how they are bound."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from pipeline import fonts, layouts, terms
from pipeline import model as m
from pipeline.compose import Imprint, compose
from pipeline.enrich import enrich
from pipeline.header import header
from pipeline.references import Resolver
from pipeline.syntax import parse
from pipeline.targets import epub
from pipeline.targets.epub.scripts import Font

WATER = """---
title: The water cycle
subtitle: How water moves between sea, air and land
date: 2026-03-01
syllabus: GS Paper I
tags: [water]
sources: ["National Water Policy, 2012, https://example.org/policy"]
---

Water moves without end.[^1] See [[जल चक्र]] and the [plan](plan.pdf).

## Stages

- **Evaporation**: the sun lifts water from the sea.
- **Condensation**: vapour becomes cloud at height.
- **Precipitation**: rain and snow fall to the ground.
- **Collection**: rivers carry the water back.

> [!question]- What drives it?
> The heat of the sun. ^why

## Measures

| Store | Share |
|---|---:|
| Oceans | 97% |
| Ice | 2% |

The flow is $Q = A v$, and for a while

$$\\frac{dV}{dt} = Q_i - Q_o$$

![A cloud over a hill](hill.png "Rain falls on the high side")

![](drop.svg)

![lost](nowhere.png)

![far](https://example.org/far.png)

```python
def flow(area, speed):
    return area * speed  # cubic metres a second
```

Aquifer
: A layer that holds water.

The Central Water Commission (CWC) measures it.[^long]

[^1]: The same water for four thousand million years.

[^long]: First paragraph.

    Second paragraph.
"""

JAL = """---
title: जल चक्र
lang: hi
date: 2026-03-02
---

## चरण

- **वाष्पीकरण**: सूर्य जल को ऊपर उठाता है।
- **संघनन**: भाप से बादल बनते हैं।
- **वर्षा**: जल धरती पर गिरता है।
- **संग्रह**: नदियाँ जल को समुद्र तक ले जाती हैं।

देखें [[The water cycle#Stages]]।
"""

SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10" onload="x()"><script>x()</script>
<path d="M0 0h20" stroke="#000"/></svg>"""


def png(width: int, height: int, alpha: bool = False) -> bytes:
    """A plain picture, transparent on request."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = b"\0" + (b"\0\0\0\0" if alpha else b"\x60\x80\x40") * width
    head = struct.pack(">IIBBBBB", width, height, 8, 6 if alpha else 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(row * height)) + chunk(b"IEND", b"")
    )


FILES: Mapping[str, bytes] = MappingProxyType({"hill.png": png(30, 20), "drop.svg": SVG})


@dataclass(frozen=True)
class Sample:
    """A book, its notes with all references resolved, its index and its pictures."""

    book: m.Book
    notes: tuple[m.Note, ...]
    index: tuple[m.IndexTerm, ...]
    assets: Mapping[str, m.Asset]


def made(*texts: tuple[str, str], files: Mapping[str, bytes] = FILES) -> Sample:
    bodies = {path: enrich(parse(m.Source(path, text))) for path, text in texts}
    assets = {path: m.Asset(path, hashlib.sha256(data).hexdigest(), 1, 1) for path, data in files.items()}
    imprint = Imprint(title="Water & weather", slug="water", authors=("A. Writer",))
    book = compose([header(note, path) for path, note in bodies.items()], imprint)

    def load(head: m.Header) -> m.Note:
        return replace(bodies[head.path], id=head.id, meta=head.meta)

    resolver = Resolver.of(book.notes, assets, load)
    spoken = terms.index([terms.places(load(head), book.terms) for head in book.notes])
    return Sample(book, tuple(resolver.note(load(head)) for head in book.notes), spoken, assets)


def desk(sample: Sample, ruler: fonts.Shaper) -> epub.Desk:
    return epub.Desk.of(sample.book, layouts.screen(), ruler, sample.assets.values())


def written(sample: Sample, pages: epub.Pages, ruler: fonts.Shaper) -> list[epub.Written]:
    at = desk(sample, ruler)
    parts = {note.id: part.title for part in sample.book.parts for note in part.notes}
    return [epub.note(n, parts[n.id], at, pages[n.id][1] if n.id in pages else ()) for n in sample.notes]


def bound(
    sample: Sample,
    notes: Sequence[epub.Written],
    pages: epub.Pages,
    ruler: fonts.Shaper,
    files: Mapping[str, bytes] = FILES,
    font: Font = lambda *_: b"",
) -> m.Product:
    def read(path: str) -> bytes:
        return epub.shown(sample.assets[path], files[path])

    return epub.bind(notes, sample.index, desk(sample, ruler), pages, png(60, 80), read, font)


NO_PAGES: epub.Pages = MappingProxyType({})
PAGES: epub.Pages = MappingProxyType(
    {
        "water": (1, (("water", 0), ("water--p4", 20), ("water--aid-mindmap.list", 0))),
        "jal": (4, (("jal", 0),)),
        "answers": (5, (("answers", 0), ("no-such-place", 0))),
    }
)
