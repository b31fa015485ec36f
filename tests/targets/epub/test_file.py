"""The finished file: sound, the same every time, honest about itself."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from pipeline.model import Product
from pipeline.targets import epub

ROOT = Path(__file__).parents[3]
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"


def test_its_structure_is_sound(product) -> None:
    assert epub.check(product) == ()
    assert product.path == "water.epub"


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("java") is None, reason="EPUBCheck needs Java")
def test_epubcheck_has_nothing_to_say(product) -> None:
    assert epub.check(product, deep=True) == ()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("java") is None, reason="EPUBCheck needs Java")
def test_epubcheck_is_heard(product) -> None:
    broken = altered(product, "EPUB/note-water.xhtml", b"doc-chapter", b"doc-nothing")
    codes = {p.code for p in epub.check(broken, deep=True)}
    assert codes == {"epubcheck"}


def altered(product: Product, name: str, old: bytes, new: bytes) -> Product:
    """The same file with one change in one member."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(product.data)) as container, zipfile.ZipFile(out, "w") as copy:
        for entry in container.infolist():
            data = container.read(entry)
            copy.writestr(entry, data.replace(old, new) if entry.filename == name else data)
    return finished(product.path, out.getvalue())


def finished(path: str, data: bytes) -> Product:
    return Product("epub", path, data, hashlib.sha256(data).hexdigest(), len(data))


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("EPUB/note-water.xhtml", b"</h1>", b"", "not well-formed"),
        ("EPUB/nav.xhtml", b'href="answers.xhtml"', b'href="gone.xhtml"', "not in the book"),
        ("EPUB/nav.xhtml", b"#page-1", b"#page-77", "not in the book"),
        ("EPUB/content.opf", b'href="style.css"', b'href="other.css"', "in the manifest and missing"),
        ("EPUB/note-water.xhtml", b'id="page-2"', b'id="page-1"', "twice"),
        ("EPUB/content.opf", b'properties="nav"', b"", "navigation document"),
        ("EPUB/content.opf", b'idref="title-xhtml"', b'idref="other"', "spine"),
    ],
)
def test_a_fault_of_structure_is_found(product, name: str, old: bytes, new: bytes, fault: str) -> None:
    found = epub.check(altered(product, name, old, new))
    assert any(fault in p.message for p in found)
    assert {p.severity for p in found} == {"error"}


def test_what_is_no_zip_is_reported() -> None:
    (problem,) = epub.check(finished("x.epub", b"PK nonsense"))
    assert problem.code == "bad-epub"


def test_the_container_tells_nothing_of_when_or_where(product) -> None:
    with zipfile.ZipFile(BytesIO(product.data)) as container:
        entries = container.infolist()
    assert entries[0].filename == "mimetype"
    assert entries[0].compress_type == zipfile.ZIP_STORED
    assert {e.date_time for e in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {e.external_attr for e in entries} == {0o100644 << 16}
    assert len({e.filename for e in entries}) == len(entries)
    assert all(e.filename.isascii() and " " not in e.filename for e in entries)


SCRIPT = """
import hashlib, sys
from pathlib import Path
from pipeline import faces, fonts
from tests.targets.epub import sample
ruler = fonts.shaper(faces.faces(Path(sys.argv[1])))
book = sample.made(("a/water.md", sample.WATER), ("a/jal.md", sample.JAL))
product = sample.bound(book, sample.written(book, sample.PAGES, ruler), sample.PAGES, ruler)
print(hashlib.sha256(product.data).hexdigest())
"""


def test_the_same_bytes_on_any_machine(product, tmp_path) -> None:
    here = hashlib.sha256(product.data).hexdigest()
    for seed, zone in (("1", "Asia/Kolkata"), ("77", "America/Lima")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", SCRIPT, str(tmp_path)]
        run = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        assert run.stdout.strip() == here


def test_the_package_says_what_the_book_is(members) -> None:
    root = etree.fromstring(members["content.opf"].encode())
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert [e.text for e in root.iter(f"{DC}title")] == ["Water & weather"]
    assert [e.text for e in root.iter(f"{DC}language")] == ["en", "hi"]
    assert next(root.iter(f"{DC}identifier")).text.startswith("urn:uuid:")
    told = {e.get("property"): e.text for e in root.iter(f"{OPF}meta") if e.get("property")}
    assert told["dcterms:modified"] == "2026-03-02T00:00:00Z"
    assert "PDF" in told["pageBreakSource"]
    assert not any("conformsTo" in key or "certified" in key for key in told)


def features(members) -> list[str]:
    root = etree.fromstring(members["content.opf"].encode())
    return [e.text for e in root.iter(f"{OPF}meta") if e.get("property") == "schema:accessibilityFeature"]


def test_a_picture_without_words_forbids_the_claim_that_all_have_them(members) -> None:
    assert 'alt=""' in members["note-water.xhtml"]
    assert "alternativeText" not in features(members)
    assert {"MathML", "index", "pageNavigation", "pageBreakMarkers"} <= set(features(members))


def test_what_a_book_has_not_is_not_claimed(make) -> None:
    plain = make(("plain.md", "# Plain\n\nOne word.\n"))
    with zipfile.ZipFile(BytesIO(plain.data)) as container:
        package = container.read("EPUB/content.opf").decode()
    for word in ("MathML", "pageNavigation", "alternativeText", "visual", "pageBreakSource"):
        assert word not in package
    assert epub.check(plain) == ()


def test_properties_of_the_manifest(members) -> None:
    root = etree.fromstring(members["content.opf"].encode())
    given = {e.get("href"): e.get("properties") for e in root.iter(f"{OPF}item") if e.get("properties")}
    assert given == {"nav.xhtml": "nav", "note-water.xhtml": "mathml", "cover.png": "cover-image"}


def test_every_word_is_read_back(product) -> None:
    words = epub.texts(product)
    for said in ("moves without end", "The same water", "cubic metres a second", "A cloud over a hill", "plan"):
        assert said in words["water"]
    assert "वाष्पीकरण" in words["jal"]
    assert "The heat of the sun." in words["answers"]
    assert {"water", "jal", "answers", "glossary", "acronyms", "index", "sources", "colophon"} <= words.keys()
