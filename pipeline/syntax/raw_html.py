"""Blocks of raw HTML: cleaned by nh3, then lowered to the nodes Markdown would have made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline import model as m
from pipeline.syntax import inline_html, page_break
from pipeline.syntax.html_tree import FLOW, HEADINGS, Element, read_tree
from pipeline.syntax.reading import Reading
from pipeline.syntax.tidy import Piece, tidy
from pipeline.text import inlines_in, plain

_SPACE = re.compile(r"[ \t\r\n\f]+")


class RawHtml:
    """Lowers one piece of raw HTML; `line` moves on as its elements are entered."""

    def __init__(self, reading: Reading, line: int) -> None:
        self.reading = reading
        self.line = line

    def blocks(self, raw: str) -> tuple[m.Block, ...]:
        out: list[m.Block] = []
        inline_html.warn_unsafe(raw, self.reading, self.line)
        first = self.line
        for offset, piece in page_break.split_html(raw):
            self.line = first + raw.count("\n", 0, offset)
            if offset:
                out.append(m.PageBreak(self.line))
            out += self._flow(read_tree(piece, self.line).children)
        return tuple(out)

    def _flow(self, children: Iterable[Element | str]) -> tuple[m.Block, ...]:
        """Blocks, with a paragraph for each run of inlines between them."""
        out: list[m.Block] = []
        run: list[Element | str] = []
        for child in children:
            if isinstance(child, str) or child.tag not in FLOW:
                run.append(child)
                continue
            out += self._paragraph(run)
            run = []
            out += self._block(child)
        return (*out, *self._paragraph(run))

    def _enter(self, element: Element) -> int:
        self.line = inline_html.numbered(element.attrs, self.line)
        return self.line

    def _paragraph(self, run: Sequence[Element | str]) -> tuple[m.Block, ...]:
        inlines = self._inlines(run)
        match inlines:
            case (m.Image() as image,):
                return (m.Figure(image, (m.Text(image.title),) if image.title else (), self.line),)
            case _ if any(isinstance(node, m.Image) for node in inlines_in(inlines)) or plain(inlines).strip():
                return (m.Paragraph(inlines, self.line),)
            case _:
                return ()

    def _block(self, element: Element) -> tuple[m.Block, ...]:  # noqa: PLR0911 - one case for each element
        self._enter(element)
        match element.tag:
            case "hr":
                return (m.Rule(self.line),)
            case "pre":
                return self._code(element)
            case "blockquote":
                line = self.line
                blocks = self._flow(element.children)
                return (m.Quote(blocks, line),) if blocks else ()
            case "ul" | "ol":
                return self._list(element)
            case "dl":
                return self._definitions(element)
            case "table":
                return self._table(element)
            case "details":
                return self._details(element)
            case "figure":
                return self._figure(element)
            case tag if tag in HEADINGS:
                inlines = self._inlines(element.children)
                return (m.Heading(int(tag[1]), inlines, self.line),) if inlines else ()
            case _:
                return self._flow(element.children)

    def _code(self, element: Element) -> tuple[m.Block, ...]:
        text = _text(element).strip("\n")
        classes = [element.attrs.get("class", "")] + [
            child.attrs.get("class", "") for child in element.children if isinstance(child, Element)
        ]
        language = re.search(r"\blang(?:uage)?-([\w+#-]+)", " ".join(classes))
        return (m.CodeBlock(text, language[1] if language else "", self.line),) if text.strip() else ()

    def _list(self, element: Element) -> tuple[m.Block, ...]:
        line = self.line
        items: list[m.Item] = []
        for child in element.children:
            if isinstance(child, Element) and child.tag == "li":
                at = self._enter(child)
                items.append(m.Item(self._flow(child.children), line=at))
            elif blocks := self._flow((child,)):  # a list straight inside a list belongs to the item before
                last = items.pop() if items else m.Item((), line=self.line)
                items.append(replace(last, blocks=last.blocks + blocks))
        start = element.attrs.get("start", "1")
        number = int(start) if start.isdecimal() and len(start) < 10 else 1
        return (m.List(tuple(items), element.tag == "ol", number, line=line),) if items else ()

    def _definitions(self, element: Element) -> tuple[m.Block, ...]:
        line = self.line
        items: list[m.Definition] = []
        for child in _descend(element, {"dt", "dd"}):
            at = self._enter(child)
            if child.tag == "dt":
                items.append(m.Definition(self._inlines(child.children), (), at))
            else:
                last = items.pop() if items else m.Definition((), (), at)
                items.append(replace(last, details=(*last.details, self._flow(child.children))))
        return (m.Definitions(tuple(items), line),) if items else ()

    def _table(self, element: Element) -> tuple[m.Block, ...]:
        line = self.line
        rows = [(self._enter(row), self._cells(row)) for row in _descend(element, {"tr"})]
        rows = [(at, cells) for at, cells in rows if cells]
        captions = _descend(element, {"caption"})
        caption = self._inlines(captions[0].children) if captions else ()
        width = max((len(cells) for _, cells in rows), default=0)
        if not width:
            return (m.Paragraph(caption, self.line),) if caption else ()
        padded = [m.Row((cells + ((),) * width)[:width], at) for at, cells in rows]
        first = _descend(_descend(element, {"tr"})[0], {"td", "th"})
        if not (_descend(element, {"thead"}) or any(cell.tag == "th" for cell in first)):
            padded.insert(0, m.Row(((),) * width, rows[0][0]))
        align: list[m.Align] = [_align(cell) for cell in first]
        align += [""] * width
        return (m.Table(padded[0], tuple(padded[1:]), tuple(align[:width]), caption, line),)

    def _cells(self, row: Element) -> tuple[tuple[m.Inline, ...], ...]:
        cells: list[tuple[m.Inline, ...]] = []
        for cell in _descend(row, {"td", "th"}):
            cells.append(self._inlines(cell.children))
            span = cell.attrs.get("colspan", "1")
            cells += [()] * (min(int(span), 50) - 1 if span.isdecimal() and len(span) < 4 else 0)
        return tuple(cells)

    def _details(self, element: Element) -> tuple[m.Block, ...]:
        line = self.line
        title: tuple[m.Inline, ...] = ()
        rest: list[Element | str] = []
        for child in element.children:
            if isinstance(child, Element) and child.tag == "summary" and not title:
                title = self._inlines(child.children)
            else:
                rest.append(child)
        return (m.Div("callout", self._flow(rest), title, (("type", "details"),), line),)

    def _figure(self, element: Element) -> tuple[m.Block, ...]:
        captions = _descend(element, {"figcaption"})
        caption = self._inlines(captions[0].children) if captions else ()
        rest = [child for child in element.children if child not in captions]
        blocks = self._flow(rest)
        if blocks and isinstance(blocks[-1], m.Figure):
            return (*blocks[:-1], replace(blocks[-1], caption=caption or blocks[-1].caption))
        return (*blocks, *self._paragraph(captions[0].children if captions else ()))

    def _inlines(self, children: Iterable[Element | str]) -> tuple[m.Inline, ...]:
        return tidy(_trim(self._pieces(children)))

    def _pieces(self, children: Iterable[Element | str]) -> list[Piece]:
        out: list[Piece] = []
        for child in children:
            if isinstance(child, str):
                out.append(m.Text(_SPACE.sub(" ", child)))
            elif child.tag == "br":
                out.append(m.Break())
            elif child.tag == "img":
                out += inline_html.image(child.attrs, self.reading, self.line)
            else:
                frame = inline_html.Frame(child.tag, "", child.attrs, self._pieces(child.children))
                around = [m.Text(" ")] if child.tag in FLOW else []
                out += [*around, *inline_html.element(frame, self.reading, self.line), *around]
        return out


def _trim(pieces: list[Piece]) -> list[Piece]:
    """Without space at both ends, and with one space where several meet."""
    out: list[Piece] = []
    for piece in tidy(pieces):
        node = m.Text(_SPACE.sub(" ", piece.text)) if isinstance(piece, m.Text) else piece
        if isinstance(node, m.Text) and (not out or isinstance(out[-1], m.Break)):
            node = m.Text(node.text.lstrip(" "))
        out.append(node)
    while out and isinstance(out[-1], m.Text | m.Break):
        last = out.pop()
        if isinstance(last, m.Text) and last.text.strip(" "):
            out.append(m.Text(last.text.rstrip(" ")))
            break
    while out and isinstance(out[0], m.Break):
        out.pop(0)
    return out


def _descend(element: Element, tags: set[str]) -> list[Element]:
    """The nearest elements of these kinds below, not those inside another table or list of terms."""
    found: list[Element] = []
    for child in element.children:
        if isinstance(child, Element):
            if child.tag in tags:
                found.append(child)
            elif child.tag not in ("table", "dl"):
                found += _descend(child, tags)
    return found


def _align(cell: Element) -> m.Align:
    match cell.attrs.get("align", "").lower():
        case "left":
            return "left"
        case "center":
            return "center"
        case "right":
            return "right"
        case _:
            return ""


def _text(element: Element) -> str:
    return "".join(child if isinstance(child, str) else _text(child) for child in element.children)
