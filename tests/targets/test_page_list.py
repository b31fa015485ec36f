"""Print and screen agree: every page of the ePub's page list opens text that is on that page of the PDF."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from lxml import etree

from pipeline.text import fold

pytestmark = pytest.mark.engine
_OPS = "{http://www.idpf.org/2007/ops}type"


def _run(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(re.sub("[\ufffe\x02]", "", text)))


def _printed(data: bytes) -> dict[str, str]:
    """Page label → the characters on that page."""
    document = pypdfium2.PdfDocument(data)
    with pikepdf.open(BytesIO(data)) as pdf:
        labels = [page.label for page in pdf.pages]
    return {label: _run(page.get_textpage().get_text_range()) for label, page in zip(labels, document, strict=True)}


def _opened(data: bytes) -> Iterator[tuple[str, str]]:
    """Label → the first words that an entry of the page list opens."""
    with zipfile.ZipFile(BytesIO(data)) as book:
        nav = etree.fromstring(book.read("EPUB/nav.xhtml"))
        lists = [n for n in nav.iterfind(".//{*}nav") if n.get(_OPS) == "page-list"]
        for link in lists[0].iterfind(".//{*}a"):
            file, _, name = link.get("href").partition("#")
            chapter = etree.fromstring(book.read(f"EPUB/{file}"))
            mark = chapter.xpath("//*[@id=$name]", name=name)[0]
            after = mark.xpath('following::text()[not(ancestor::*[local-name()="math"])]')
            yield link.text, next(run for node in after if (run := _run(node)))


def test_every_page_opens_its_own_text(small) -> None:
    printed = _printed(small.pdf)
    opened = dict(_opened(small.epub))
    assert list(opened) == [label for label in printed if label.isdigit()]
    for label, text in opened.items():
        assert text[:24] in printed[label], f"page {label} does not hold {text[:24]}"
