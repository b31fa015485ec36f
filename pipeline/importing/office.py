"""Word documents become HTML, with mammoth; their words are also read without it, as a second opinion."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from pipeline.importing.proof import words

_MOST_FILES, _MOST_BYTES, _MOST_RATIO = 10_000, 1 << 29, 200
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p.subtitle:fresh
p[style-name='Quote'] => blockquote:fresh
p[style-name='Intense Quote'] => blockquote:fresh
highlight => mark
"""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")


class NoDocument(Exception):  # noqa: N818 - the file is at fault, not the program
    """The file is no Word document, or one that no honest program writes."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document as HTML, the words it holds, and how many formulas came as a line of signs."""

    html: str
    words: Counter[str]
    formulas: int


def read(data: bytes) -> Document:
    """The document in a file. Raises `NoDocument`, and `ImportError` where mammoth is not installed."""
    import mammoth  # noqa: PLC0415 - an extra

    parts = _parts(data)
    trees = {name: _tree(parts[name]) for name in _PARTS if name in parts}
    if _PARTS[0] not in trees:
        raise NoDocument("it holds no text")
    formulas = sum(map(_flatten, trees.values()))
    parts |= {name: etree.tostring(tree, encoding="UTF-8", xml_declaration=True) for name, tree in trees.items()}
    try:
        result = mammoth.convert_to_html(BytesIO(_zipped(parts)), style_map=_STYLES, external_file_access=False)
    except Exception as error:  # a library for files of any origin: what it raises is not told
        raise NoDocument(f"it cannot be read: {error}") from error
    found = Counter(word for tree in trees.values() for word in _words(tree))
    return Document(str(result.value), found, formulas)


def _parts(data: bytes) -> dict[str, bytes]:
    """The files in the document, unless they would fill the memory."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            files = archive.infolist()
            whole = sum(file.file_size for file in files)
            if len(files) > _MOST_FILES or whole > min(_MOST_BYTES, max(1 << 24, _MOST_RATIO * len(data))):
                raise NoDocument("it unpacks to far more than a document holds")
            return {file.filename: archive.read(file) for file in files if not file.is_dir()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise NoDocument("it is no Word document (.docx)") from error


def _zipped(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def _tree(data: bytes) -> etree._Element:
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError as error:
        raise NoDocument(f"it is damaged: {error}") from error


def _flatten(tree: etree._Element) -> int:
    """Formulas, which mammoth leaves out, as runs of their signs; returns how many there were."""
    found = [element for element in tree.iter(f"{_M}oMath") if element.getparent() is not None]
    for formula in found:
        run = etree.Element(f"{_W}r")
        text = etree.SubElement(run, f"{_W}t")
        text.text = " ".join(sign.text for sign in formula.iter(f"{_M}t") if sign.text)
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.tail = formula.tail
        parent = formula.getparent()
        if parent is not None and parent.tag == f"{_M}oMathPara" and parent.getparent() is not None:
            parent.addprevious(run)
        elif parent is not None:
            parent.replace(formula, run)
    return len(found)


def _words(tree: etree._Element) -> list[str]:
    return words(re.sub("[\ue0f0\ue0f1]", "", "".join(_text(tree))))


def _text(element: etree._Element) -> Iterator[str]:
    """What is to be read: neither what was deleted nor the second version of a drawing."""
    if element.tag in {f"{_W}del", f"{_MC}Choice", f"{_W}moveFrom"} or not isinstance(element.tag, str):
        return
    if element.tag == f"{_W}t":
        yield element.text or ""
    elif element.tag in {f"{_W}tab", f"{_W}br", f"{_W}cr"}:
        yield " "
    for child in element:
        yield from _text(child)
    if element.tag == f"{_W}p":
        yield "\n"
