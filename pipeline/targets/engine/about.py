"""What the file says of itself: document information and XMP, the same facts twice (ISO 32000-1, 14.3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from pipeline.targets.engine.pdfsyntax import words

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPACES = (
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("pdf", "http://ns.adobe.com/pdf/1.3/"),
    ("pdfuaid", "http://www.aiim.org/pdfua/ns/id/"),
    ("xmp", "http://ns.adobe.com/xap/1.0/"),
)


@dataclass(frozen=True, slots=True)
class About:
    """Facts of a book; `date` is an ISO day, `lang` a language tag."""

    title: str
    lang: str
    authors: tuple[str, ...] = ()
    description: str = ""
    keywords: tuple[str, ...] = ()
    date: str = ""
    identifier: str = ""
    producer: str = ""


def information(about: About) -> bytes:
    """The document information dictionary."""
    day = "D:" + about.date.replace("-", "") if about.date else ""
    entries = (
        (b"Title", about.title),
        (b"Author", ", ".join(about.authors)),
        (b"Subject", about.description),
        (b"Keywords", ", ".join(about.keywords)),
        (b"Producer", about.producer),
        (b"CreationDate", day),
        (b"ModDate", day),
    )
    return b"<<" + b"".join(b"/%s%s" % (key, words(value)) for key, value in entries if value) + b">>"


def xmp(about: About) -> bytes:
    """The metadata packet; it claims PDF/UA-1 (ISO 14289-1, 5)."""
    fields = (
        ("dc:title", _alternatives(about.title)),
        ("dc:creator", _list("Seq", about.authors)),
        ("dc:description", _alternatives(about.description)),
        ("dc:language", _list("Bag", (about.lang,))),
        ("dc:identifier", _text(about.identifier)),
        ("pdf:Keywords", _text(", ".join(about.keywords))),
        ("pdf:Producer", _text(about.producer)),
        ("pdfuaid:part", "1"),
        ("xmp:CreateDate", _text(about.date)),
        ("xmp:ModifyDate", _text(about.date)),
    )
    spaces = "".join(f' xmlns:{prefix}="{address}"' for prefix, address in _SPACES[1:])
    body = "\n".join(f"<{field}>{value}</{field}>" for field, value in fields if value)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/">\n<rdf:RDF xmlns:rdf="{_SPACES[0][1]}">\n'
        f'<rdf:Description rdf:about=""{spaces}>\n{body}\n</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n'
        '<?xpacket end="w"?>'
    ).encode()


def _text(value: str) -> str:
    return escape(_NO_XML.sub("", value))


def _alternatives(value: str) -> str:
    return value and f'<rdf:Alt><rdf:li xml:lang="x-default">{_text(value)}</rdf:li></rdf:Alt>'


def _list(kind: str, values: Sequence[str]) -> str:
    items = "".join(f"<rdf:li>{_text(value)}</rdf:li>" for value in values if value)
    return items and f"<rdf:{kind}>{items}</rdf:{kind}>"
