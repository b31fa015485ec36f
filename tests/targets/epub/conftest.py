"""A small book that holds one of everything, and its ePub."""

from __future__ import annotations

import hashlib
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from types import MappingProxyType

import pytest

from pipeline import fonts, layouts
from pipeline import model as m
from pipeline.compose import Imprint, compose
from pipeline.enrich import enrich
from pipeline.syntax import parse
from pipeline.targets import epub

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


def made(*texts: tuple[str, str], files: Mapping[str, bytes] = FILES) -> m.Book:
    notes = [enrich(parse(m.Source(path, text))) for path, text in texts]
    assets = {path: m.Asset(path, hashlib.sha256(data).hexdigest(), 1, 1) for path, data in files.items()}
    return compose(notes, assets, Imprint(title="Water & weather", slug="water", authors=("A. Writer",)))


@pytest.fixture(scope="session")
def ruler(tmp_path_factory: pytest.TempPathFactory) -> fonts.Shaper:
    return fonts.shaper(fonts.faces(tmp_path_factory.mktemp("faces")))


@pytest.fixture(scope="session")
def make(ruler: fonts.Shaper) -> Callable[..., m.Product]:
    """Texts → ePub."""

    def product(
        *texts: tuple[str, str], starts: tuple[m.PageStart, ...] = (), files: Mapping[str, bytes] = FILES
    ) -> m.Product:
        manuscript = epub.render(made(*texts, files=files), layouts.screen(), starts, ruler)
        return epub.bind(manuscript, png(60, 80), files.__getitem__)

    return product


STARTS = (
    m.PageStart("1", "water"),
    m.PageStart("2", "water--p4", 20),
    m.PageStart("3", "water--aid-mindmap.list"),
    m.PageStart("4", "jal"),
    m.PageStart("5", "answers"),
    m.PageStart("6", "no-such-place"),
)


@pytest.fixture(scope="session")
def product(make: Callable[..., m.Product]) -> m.Product:
    return make(("a/water.md", WATER), ("a/jal.md", JAL), starts=STARTS)


@pytest.fixture(scope="session")
def members(product: m.Product) -> Mapping[str, str]:
    """The ePub's files of text by name."""
    with zipfile.ZipFile(BytesIO(product.data)) as container:
        return {
            name.removeprefix("EPUB/"): container.read(name).decode()
            for name in container.namelist()
            if not name.endswith((".png", ".jpg"))
        }
