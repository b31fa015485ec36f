"""What Kindles and Kobos ask of a file beyond the standard, looked for in the finished one.

K1–K6 and B1–B3: each is known from books that were refused, or shown without some of their words.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline import model as m
from pipeline.problem import Problem, Severity
from pipeline.targets.epub.container import inflated
from pipeline.targets.epub.kindle import TARGET as KINDLE
from pipeline.targets.epub.kobo import SPAN
from pipeline.targets.epub.kobo import TARGET as KOBO
from pipeline.targets.epub.opened import DC, Files

if TYPE_CHECKING:
    from lxml.etree import _Element

_HTML = "{http://www.w3.org/1999/xhtml}"
_EPUB = "{http://www.idpf.org/2007/ops}type"
_MOST_BYTES = 50_000_000
_MOST_SVG = 25
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_NO_LANGUAGES = frozenset({"us", "uk", "xx"})
"""What is written for a language and is a country, or nothing."""
_VARIABLE = re.compile(r"var\(|(?:^|[{;\s])--[\w-]+\s*:")
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_BLANK_PADDING = re.compile(r"\.page\b[^{}]*\{[^}]*padding-left")
_FIGURE_TABLE = re.compile(r"\bfigure\b[^{},]*\{[^}]*display\s*:\s*table")
_LONGEST = 5_000
"""Characters of a footnote that a Kobo shows above the text."""
_HINT = "please report this: no note should make such a file"

Fault = tuple[str, str, Severity]
"""The rule, what is wrong, and how bad it is."""


def ruled(product: m.Product) -> tuple[Problem, ...]:
    """What a finished profile has that its readers do not take; nothing for other files."""
    faults = tuple(_faults(product))
    if product.target == KINDLE:
        return tuple(Problem(product.path, 0, 0, grade, "kindle-rule", text, _HINT) for text, grade in faults)
    return tuple(Problem(product.path, 0, 0, grade, "kobo-rule", text, _HINT) for text, grade in faults)


def _faults(product: m.Product) -> Iterator[tuple[str, Severity]]:
    rules = {KINDLE: _kindle, KOBO: _kobo}.get(product.target)
    if rules is None:
        return
    try:
        yield from ((f"{rule}: {text}", grade) for rule, text, grade in rules(product, Files.of(product)))
    except (KeyError, SyntaxError, zipfile.BadZipFile):
        return  # `check` tells what is broken


def _pages(files: Files) -> Iterator[tuple[str, _Element]]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for name in files.inside:
        if name.endswith(".xhtml"):
            yield name, etree.fromstring(files.read(name), parser)


# ------------------------------------------------------------------ Kindle


def _kindle(product: m.Product, files: Files) -> Iterator[Fault]:
    package = files.package()
    titles = [title for title in package.iter(f"{DC}title") if (title.text or "").strip()]
    if len(titles) != 1:
        yield "K1", f"{len(titles)} titles, and not one", "error"
    languages = [(each.text or "").strip() for each in package.iter(f"{DC}language")] or [""]
    for name in languages:
        if not _LANGUAGE.fullmatch(name) or name in _NO_LANGUAGES:
            yield "K2", f"“{name}” is no language", "error"
    yield from _styles(files)
    if product.size >= _MOST_BYTES:
        yield "K4", f"{product.size:,} bytes: more than {_MOST_BYTES:,} cannot be sent", "warning"
    drawings = sum(name.endswith(".svg") for name in files.inside)
    for name, root in _pages(files):
        drawings += sum(1 for _ in root.iter("{http://www.w3.org/2000/svg}svg"))
        if any(True for _ in root.iter("{http://www.w3.org/1998/Math/MathML}math")):
            yield "K5", f"{name} has a formula that is no picture", "error"
        body = root.find(f"{_HTML}body")
        if body is None or not (len(body) or (body.text or "").strip()):
            yield "K6", f"{name} is empty", "error"
    if drawings > _MOST_SVG:
        yield "K5", f"{drawings} SVG drawings: more than {_MOST_SVG} turn good typesetting off", "warning"
    kind = files.outside.get("mimetype")
    if kind is None or inflated(kind) != b"application/epub+zip":
        yield "K6", "it does not say that it is an ePub", "error"


def _styles(files: Files) -> Iterator[Fault]:
    for name in files.inside:
        text = files.read(name).decode("utf-8", "replace") if name.endswith((".xhtml", ".css")) else ""
        if name.endswith(".xhtml") and "<style" in text:
            yield "K3", f"{name} has a style sheet of its own", "error"
        if name.endswith(".css") and _VARIABLE.search(text):
            yield "K3", f"{name} has variables", "error"
        if any("--" in comment for comment in _COMMENT.findall(text)):
            yield "K3", f"{name} has a comment with two hyphens", "error"


# ------------------------------------------------------------------ Kobo


def _kobo(product: m.Product, files: Files) -> Iterator[Fault]:
    for name, root in _pages(files):
        yield from _footnotes(name, root)
        spans = any(node.get("class") == SPAN for node in root.iter(f"{_HTML}span"))
        if not spans:
            yield "B3", f"{name} has no {SPAN}", "error"
        if any("padding-left" in (node.get("style") or "") for node in root.iter(f"{_HTML}span") if _is_blank(node)):
            yield "B2", f"{name} has a blank span with a padding", "error"
    for name in files.inside:
        text = files.read(name).decode("utf-8", "replace") if name.endswith(".css") else ""
        if _BLANK_PADDING.search(text):
            yield "B2", f"{name} gives blank spans a padding", "error"
        if _FIGURE_TABLE.search(text):
            yield "B2", f"{name} shows figures as tables", "error"
    if not product.path.endswith(".kepub.epub"):
        yield "B3", "its name does not end in .kepub.epub", "error"


def _is_blank(span: _Element) -> bool:
    return not "".join(map(str, span.itertext())).strip()


def _is_footnote(node: _Element) -> bool:
    return "footnote" in (node.get(_EPUB) or "").split()


def _footnotes(name: str, root: _Element) -> Iterator[Fault]:
    """Footnotes that would be jumped to, not shown above the text."""
    order = {node: at for at, node in enumerate(root.iter())}
    targets = {node.get("id"): node for node in order if node.get("id")}
    for link in root.iter(f"{_HTML}a"):
        if "noteref" not in (link.get(_EPUB) or "").split():
            continue
        file, _, place = (link.get("href") or "").partition("#")
        note = targets.get(place) if file in {"", name} else None
        if note is None or note.tag != f"{_HTML}li" or not any(_is_footnote(each) for each in note.iter()):
            yield "B1", f"{name} refers to a footnote that is no item of a list: {place}", "error"
        elif order[note] < order[link]:
            yield "B1", f"{name} has a footnote before what refers to it: {place}", "error"
        elif (size := len("".join(map(str, note.itertext())))) > _LONGEST:
            yield "B1", f"{name} has a footnote of {size:,} characters, which is not shown above the text", "warning"
