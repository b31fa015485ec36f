"""The last touches to a PDF that the engine leaves to us: list bodies, links, labels of pages, and their check.

WeasyPrint 70 writes PDF/UA-1 that validators refuse in a few places (ISO 14289-1, 7.2 and 7.21): list items whose
content is not in an LBody, characters without a code in ToUnicode, links that viewers may not print.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name


def repaired(data: bytes, front: int) -> bytes:
    """The same pages, conforming and labelled: a cover, roman numbers up to `front`, then arabic ones from 1."""
    with pikepdf.open(BytesIO(data)) as pdf:
        if "/StructTreeRoot" in pdf.Root:
            for element in list(_elements(pdf.Root.StructTreeRoot)):
                _mend_item(pdf, element)
                _mend_link(element)
        for thing in pdf.objects:
            if isinstance(thing, Dictionary):
                _mend(pdf, thing)
        nums = Array([0, Dictionary(P=pikepdf.String("Cover")), 1, Dictionary(S=Name.r), front, Dictionary(S=Name.D)])
        pdf.Root.PageLabels = Dictionary(Nums=nums)
        out = BytesIO()
        pdf.save(
            out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True
        )
        return out.getvalue()


def _elements(root: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Every element of the structure tree."""
    todo = [root]
    while todo:
        here = todo.pop()
        yield here
        todo.extend(k for k in _kids(here) if isinstance(k, Dictionary) and k.get("/Type") != Name.MCR)


def _kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]


def _mend_item(pdf: pikepdf.Pdf, item: pikepdf.Object) -> None:
    """Puts what a list item holds beside its label into one body."""
    if item.get("/S") != Name.LI:
        return
    known = (Name.Lbl, Name.LBody)
    kept = [k for k in _kids(item) if isinstance(k, Dictionary) and k.get("/S") in known]
    loose = [k for k in _kids(item) if not (isinstance(k, Dictionary) and k.get("/S") in known)]
    if not loose:
        return
    body = next((k for k in kept if k.get("/S") == Name.LBody), None)
    if body is None:
        body = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.LBody, P=item))
        kept.append(body)
    for kid in loose:
        if isinstance(kid, Dictionary):
            kid.P = body
    body.K = Array([*_kids(body), *loose])
    item.K = Array(kept)


def _mend_link(element: pikepdf.Object) -> None:
    """What holds a link annotation is a link, also when it is emphasised text within one."""
    if element.get("/S") in (Name.Span, Name.NonStruct) and any(_is_link(k) for k in _kids(element)):
        element.S = Name.Link


def _is_link(kid: pikepdf.Object) -> bool:
    return isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR and kid.Obj.get("/Subtype") == Name.Link


def _mend(pdf: pikepdf.Pdf, thing: pikepdf.Object) -> None:
    if thing.get("/Type") == Name.Font and "/ToUnicode" in thing:
        code = thing.ToUnicode.read_bytes()
        mended = re.sub(rb"^(\s*<[0-9A-Fa-f]+>\s*)<\s*>\s*$", rb"\1<200B>", code, flags=re.MULTILINE)
        if mended != code:
            thing.ToUnicode = pdf.make_stream(mended)
    elif thing.get("/Type") == Name.Annot:
        thing.F = int(thing.get("/F", 0)) | 4  # to be printed
