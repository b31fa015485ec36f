"""Sets leaves of a few lines, and binds them, for tests of the setting half."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf

from pipeline.faces import Face
from pipeline.targets.engine.fragment import Body, Fragment
from pipeline.targets.engine.link import About, link
from pipeline.targets.engine.set import Job, fragment
from pipeline.targets.workshop import workshop

CSS = """
@page { size: 300pt 400pt; margin: 40pt; @bottom-center { content: counter(page) } @top-left { content: "Running 12" } }
html { font: 10pt "Source Serif 4", "Noto Sans Devanagari" }
[data-page-of] { font-kerning: none; font-variant-numeric: lining-nums tabular-nums }
.footnote { float: footnote }
.next { break-before: page }
"""


class Store(dict[str, bytes]):
    """Blobs and the linker's own cache in one; `bodies` by key."""

    def __init__(self) -> None:
        super().__init__()
        self.bodies: dict[str, Body] = {}

    def body(self, key: str) -> Body:
        return self.bodies[key]

    def blob(self, key: str) -> bytes:
        return self[key]

    def put(self, key: str, value: bytes) -> None:
        self[key] = value


@cache
def faces() -> tuple[Face, ...]:
    """The book's faces, cut once for all tests of a process; fontconfig sees no others."""
    folder = Path(tempfile.mkdtemp(prefix="faces-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return workshop(folder, "abc").typefaces.own


def leaf(
    store: Store,
    body: str,
    assets: Mapping[str, bytes] | None = None,
    name: str = "n",
    css: str = "",
    *,
    folios: bool = True,
    first_page: int = 1,
) -> Fragment:
    """The fragment of an English leaf with this body."""
    markup = f'<!DOCTYPE html><html lang="en"><head><title>t</title></head><body>{body}</body></html>'
    job = Job(f"key-{name}", name, markup, CSS + css, faces(), folios, first_page)
    made, store.bodies[job.key] = fragment(job, lambda path: dict(assets or {})[path], store.put)
    return made


def bound(store: Store, *body: Fragment) -> bytes:
    """A book of these fragments, without front matter."""
    out = BytesIO()
    link(out, (), body, About("Title", "en", date="2026-01-01", identifier="urn:x"), store)
    return out.getvalue()


def outline_of(data: bytes) -> str:
    """The structure tree below the leaf's root as lines: role, then what is said of it."""
    with pikepdf.open(BytesIO(data)) as pdf:
        root = pdf.Root.StructTreeRoot.K[0].K
        kids = list(root) if isinstance(root, pikepdf.Array) else [root]
        return "\n".join(line for kid in kids for line in _lines(kid, 0))


def _lines(element: pikepdf.Object, depth: int) -> Iterator[str]:
    texts = [f" {key[1:]}={element[key]}" for key in ("/Lang", "/Alt", "/E", "/ID") if key in element]
    found = element.get("/A", {})
    said = [f" {key[1:]}={str(found[key]).removeprefix('/')}" for key in found if key not in {"/O", "/BBox"}]
    kids = element.get("/K", pikepdf.Array())
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    marks = sum(1 for kid in kids if not isinstance(kid, pikepdf.Dictionary) or kid.get("/Type") == "/MCR")
    links = sum(1 for kid in kids if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR")
    counts = [f" {'*' * marks}"] if marks else []
    counts += [f" {'@' * links}"] if links else []
    yield "  " * depth + str(element.S)[1:] + "".join((*texts, *said, *counts))
    for kid in kids:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _lines(kid, depth + 1)
