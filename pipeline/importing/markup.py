"""HTML becomes Markdown, with markdownify, piece by piece: a piece that would lose a word comes as plain lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from lxml import html

from pipeline.importing import proof, web, writer
from pipeline.importing.change import Change

PLAIN = "structure-lost"
_INDENT = re.compile(r"\n(?=[^\n])")
_PIPE = re.compile(r"(?<!\\)\|")
_EDGES = re.compile(r"\A(\s*)(.*?)(\s*)\Z", re.DOTALL)
_DEAD = re.compile(r"#|javascript:|vbscript:|data:", re.IGNORECASE)
_SAFE = re.compile(r"[\w\s.,;:!?()'\"‘’“”–—…/%+€£₹@-]*")
_WHOLE = {"table", "ul", "ol", "dl", "pre", "p", "h1", "h2", "h3", "h4", "h5", "h6"}
"""Elements whose parts say nothing apart."""


@dataclass(frozen=True, slots=True)
class Converted:
    """A page in Markdown, what happened to it, and the words that it should and does hold."""

    text: str
    title: str
    changes: tuple[Change, ...]
    wanted: tuple[str, ...]


def convert(text: str, name_of: Callable[[str], str] = str) -> Converted:
    """A page in Markdown: headings, lists, tables, emphasis, links, pictures and footnotes are kept.

    `name_of` tells what the note calls the picture at an address.
    Raises `ImportError` where markdownify is not installed.
    """
    page = web.read(text)
    for picture in (picture for tree in (page.body, *page.notes) for picture in tree.iter("img")):
        picture.set("src", name_of(picture.get("src") or ""))
    flat: list[Change] = []
    wanted = web.words_of(page.body)
    told: list[Change] = []
    plain = list(_lines(page.body, told))
    pieces = list(_pieces(page.body, flat))
    for number, note in enumerate(page.notes, 1):
        wanted += [str(number), *web.words_of(note)]
        note.tag = "div"
        pieces.append(_INDENT.sub("\n    ", f"[^{number}]: " + "\n\n".join(_pieces(note, flat))))
    made = web.CALL.sub(r"[^\1]", "\n\n".join(pieces)) + "\n"
    if proof.of_note(made) != wanted and not page.notes:  # its pieces are sound, but not together
        flat, made = told, "\n\n".join(plain) + "\n"
    return Converted(made, page.title, (*page.changes, *flat), tuple(wanted))


def _pieces(element: html.HtmlElement, flat: list[Change]) -> Iterator[str]:
    """The blocks of an element. One that Markdown cannot say is told by its parts, and at last by its lines."""
    made = _markdown(element)
    inside = proof.of_note(f"x\n\n{web.CALL.sub('', made)}\n\nx\n")
    if inside == ["x", *web.words_of(element), "x"]:  # it says the same, and swallows no neighbour
        if made.strip():
            yield made.strip("\n")
        return
    parts = _parts(element)
    if len(parts) > 1 and element.tag not in _WHOLE:
        for part in parts:
            yield from _pieces(part, flat)
        return
    yield from _lines(element, flat)


def _lines(element: html.HtmlElement, flat: list[Change]) -> Iterator[str]:
    """The words of an element and its pictures, and nothing else of it."""
    lines = [" ".join(line.split()) for line in web.text_of(element).splitlines() if line.strip()]
    flat.append(Change(0, 0, PLAIN, "", lines[0][:60] if lines else ""))
    yield from map(writer.escaped, lines)
    yield from (f"![]({picture.get('src')})" for picture in element.iter("img"))


def _parts(element: html.HtmlElement) -> list[html.HtmlElement]:
    """The children of an element, taken out of it; what stands between blocks is wrapped into paragraphs."""
    out: list[html.HtmlElement] = []
    for node in _nodes(element):
        if isinstance(node, str) or node.tag not in web.BLOCKS:
            if not out or out[-1].get("data-run") is None:
                out.append(html.Element("p", {"data-run": ""}))
            _append(out[-1], node)
        else:
            out.append(node)
    return [part for part in out if part.get("data-run") is None or web.words_of(part)]


def _nodes(element: html.HtmlElement) -> Iterator[html.HtmlElement | str]:
    if element.text:
        yield element.text
    for child in list(element):
        tail, child.tail = child.tail, None
        yield child
        if tail:
            yield tail


def _append(run: html.HtmlElement, node: html.HtmlElement | str) -> None:
    if not isinstance(node, str):
        run.append(node)
    elif len(run):
        run[-1].tail = (run[-1].tail or "") + node
    else:
        run.text = (run.text or "") + node


# --------------------------------------------------------------------------- markdownify, with our signs


def _markdown(element: html.HtmlElement) -> str:
    whole = html.tostring(element, encoding="unicode", with_tail=False)
    return str(_converter().convert(whole))


@cache
def _converter() -> Any:  # noqa: ANN401 - the class is made when its base is there
    from markdownify import ATX, MarkdownConverter  # noqa: PLC0415 - an extra

    class Converter(MarkdownConverter):
        """Its methods are called by the names of elements."""

        def escape(self, text: str, parent_tags: set[str]) -> str:
            edge, inner, end = _EDGES.fullmatch(text).groups()  # type: ignore[union-attr]  # fits any text
            if _SAFE.fullmatch(inner):
                return text
            made = writer.safe(inner)
            return edge + (_PIPE.sub(r"\|", made) if parent_tags & {"td", "th"} else made) + end

        def convert_a(self, el: Any, text: str, parent_tags: set[str]) -> str:  # noqa: ANN401
            return text if _DEAD.match(el.get("href") or "") else str(super().convert_a(el, text, parent_tags))  # type: ignore[misc]

        def convert_mark(self, _el: Any, text: str, parent_tags: set[str]) -> str:  # noqa: ANN401
            return f"=={text}==" if text.strip() == text and "_noformat" not in parent_tags and text else text

    return Converter(
        heading_style=ATX, bullets="-", sub_symbol="<sub>", sup_symbol="<sup>", table_infer_header=True,
        newline_style="backslash", code_language_callback=_language, keep_inline_images_in=["td", "th", "h1", "h2"],
    )  # fmt: skip


def _language(element: Any) -> str:  # noqa: ANN401 - an element of BeautifulSoup
    """`language-python`, on the `pre` or on the `code` in it."""
    names = [*(element.get("class") or ()), *((element.code and element.code.get("class")) or ())]
    return next((name.partition("-")[2] for name in names if name.startswith(("language-", "lang-"))), "")
