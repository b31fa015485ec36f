"""Block tokens become typed nodes; after this, nothing knows of Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pipeline import model as m
from pipeline.syntax.card import cards
from pipeline.syntax.comment import PARTING
from pipeline.syntax.fence import listing
from pipeline.syntax.formula import Display, displayed
from pipeline.syntax.html_tokens import find_details, join_html, open_details
from pipeline.syntax.inline import Inlines
from pipeline.syntax.printable import unescape
from pipeline.syntax.reading import Reading, Token
from pipeline.syntax.tidy import HARD_BREAK, SOFT_BREAK, Piece, tidy
from pipeline.syntax.wikilink import Embed

_BLOCK_ID = re.compile(r"(?:^|[ \t\n]+)\^([A-Za-z0-9-]+)[ \t]*$")
_HEADING_ID = re.compile(
    r"[ \t]*\{(?=[#:]|\.[A-Za-z]|-\})[:-]?[ \t]*(?:#([A-Za-z][\w:.-]*)(?=[\s}]))?[^{}\n]*\}[ \t]*$"
)
_CONTENTS = {"[toc]", "[[toc]]", "[[_toc_]]", "@[toc]", "${toc}"}
_TASK = re.compile(r"(\\?)\[([^\[\]\n\d@#\\])\1\][ \t\n]+(?=\S)|\[([ xX])\][ \t]*$")  # "[1] Author" is a source
_TEX_FENCES = ("math", "{math}")


class Blocks:
    """Lowers the blocks of one note."""

    def __init__(self, reading: Reading, env: dict[str, Any]) -> None:
        self.reading = reading
        self.inlines = Inlines(reading, env)

    def read(self, tokens: Sequence[Token]) -> tuple[m.Block, ...]:
        out: list[m.Block] = []
        details = find_details(tokens)
        position = 0
        while position < len(tokens):
            token = tokens[position]
            if token["type"] == "block_html":
                position += self._html(tokens, position, details, out)
                continue
            if token["type"] == "paragraph" and (self.reading.flagged or token["text"].startswith("Q:")):
                asked, taken = cards(tokens[position : _next_blank(tokens, position + 3)], flagged=self.reading.flagged)
                if taken:
                    out += (block for part in asked for block in self._block(part))
                    position += taken
                    continue
            alone = token["type"] == "paragraph" and _BLOCK_ID.fullmatch(token["text"].strip())
            if alone and out:
                out[-1] = replace(out[-1], id=f"b-{alone[1]}")
            elif token["type"] != "blank_line" and not _asks_contents(token):
                out += self._block(token)
            position += 1
        return tuple(out)

    def _block(self, token: Token) -> Sequence[m.Block]:  # noqa: C901, PLR0911, PLR0912 - one case for each kind of token
        line = self.reading.line(token["at"])
        match token["type"]:
            case "paragraph":
                return self._paragraph(token)
            case "heading":
                return self._heading(token)
            case "thematic_break":
                return (m.Rule(line),)
            case "block_code":
                return _code(token, line, self.reading)
            case "quote":
                return (m.Quote(self.read(token["children"]), line),)
            case "group":
                return self.read(token["children"])
            case "callout":
                return (self._callout(token),)
            case "list":
                items = tuple(self._item(item) for item in token["children"])
                return (m.List(items, token["ordered"], token["start"], token["tight"], line),)
            case "table":
                return (self._table(token),)
            case "definitions":
                return (m.Definitions(tuple(self._definition(item) for item in token["items"]), line),)
            case "card":
                return (self._card(token),)
            case "node":
                return (token["node"],)
            case kind:
                raise AssertionError(kind)

    # ----------------------------------------------------------------------- text

    def _paragraph(self, token: Token) -> list[m.Block]:
        text, name = cut_block_id(token["text"].rstrip("\n"))
        blocks = self._split(self.inlines.pieces(text, token["at"]), self.reading.line(token["at"]))
        if name and blocks:
            blocks[-1] = replace(blocks[-1], id=name)
        return blocks

    def _split(self, pieces: list[Piece], first: int) -> list[m.Block]:
        """A paragraph, parted where a picture, an embed or a displayed formula stands alone on its line."""
        if len(pieces) == 1 and isinstance(pieces[0], m.Text):
            return _paragraph(pieces, first)
        out: list[m.Block] = []
        run: list[Piece] = []
        line = start = first
        for row in _rows(pieces):
            breaks = sum(piece is SOFT_BREAK or piece is HARD_BREAK for piece in row)
            block = _standalone(row)
            if block is None:
                run += row
            else:
                out += _paragraph(run, start)
                out.append(block)
                run, start = [], line + breaks
            line += breaks
        return out + _paragraph(run, start)

    def _heading(self, token: Token) -> Sequence[m.Block]:
        text, name = cut_block_id(token["text"].strip())
        found = _HEADING_ID.search(text)
        if found:
            text = text[: found.start()]
            name = name or found[1] or ""
        inlines = self.inlines.read(text, token["at"])
        line = self.reading.line(token["at"])
        return (m.Heading(token["attrs"]["level"], inlines, line, name),) if inlines else ()

    # ----------------------------------------------------------------------- containers

    def _callout(self, token: Token) -> m.Div:
        title = self.inlines.read(token["title"], token["at"])
        fold = (("fold", token["fold"]),) if token["fold"] else ()
        attrs = (*fold, ("type", token["kind"]))
        return m.Div("callout", self.read(token["children"]), title, attrs, self.reading.line(token["at"]))

    def _card(self, token: Token) -> m.Div:
        title = self.inlines.read(token["text"], token["at"])
        both = (("both", "yes"),) if token["both"] else ()
        return m.Div("qa", self.read(token["children"]), title, both, self.reading.line(token["at"]))

    def _item(self, token: Token) -> m.Item:
        task = name = ""
        children = token["children"]
        first = next((child for child in children if child["type"] != "blank_line"), None)
        if first and first["type"] == "paragraph":
            if found := _TASK.match(first["text"]):
                task = found[2] or found[3]
                first["text"] = first["text"][found.end() :]
            first["text"], name = cut_block_id(first["text"].rstrip("\n"))
        return m.Item(self.read(children), task, self.reading.line(token["at"]), name)

    def _table(self, token: Token) -> m.Table:
        head = self._row(token["head"], token["at"])
        rows = tuple(self._row(row["cells"], row["at"]) for row in token["rows"])
        caption, name = cut_block_id(token.get("caption", ""))
        inlines = self.inlines.read(caption, token.get("caption_at", 0)) if caption else ()
        return m.Table(head, rows, token["align"], inlines, self.reading.line(token["at"]), name)

    def _row(self, cells: Sequence[str], at: int) -> m.Row:
        return m.Row(tuple(self.inlines.read(cell, at) if cell else () for cell in cells), self.reading.line(at))

    def _definition(self, token: Token) -> m.Definition:
        details = tuple(self.read(detail) for detail in token["details"])
        return m.Definition(self.inlines.read(token["text"], token["at"]), details, self.reading.line(token["at"]))

    # ----------------------------------------------------------------------- raw HTML

    def _html(self, tokens: Sequence[Token], begin: int, details: dict[int, int], out: list[m.Block]) -> int:
        """Lower the HTML at a place in the tokens; returns how many of them it took.

        HTML that is parted by blank lines only is one piece. A `details` may hold Markdown: it runs up to the token
        that closes it.
        """
        line = self.reading.line(tokens[begin]["at"])
        if begin in details:
            out.append(self._details(tokens[begin : details[begin]], line))
            return details[begin] - begin
        end = begin + 1
        while end < len(tokens) and tokens[end]["type"] in ("block_html", "blank_line") and end not in details:
            end += 1
        raw = join_html(tokens[begin:end])
        if raw.strip() != PARTING:
            from pipeline.syntax.raw_html import RawHtml  # noqa: PLC0415 - for notes with HTML

            out += RawHtml(self.reading, line).blocks(raw)
        return end - begin

    def _details(self, tokens: Sequence[Token], line: int) -> m.Div:
        summary, body = open_details(tokens)
        title = self.inlines.read(summary, tokens[0]["at"]) if summary else ()
        return m.Div("callout", self.read(body), title, (("type", "details"),), line)


def _asks_contents(token: Token) -> bool:
    """Whether a paragraph asks for a table of contents; the book has its own."""
    return token["type"] == "paragraph" and len(token["text"]) < 20 and token["text"].strip().lower() in _CONTENTS


def cut_block_id(text: str) -> tuple[str, str]:
    """A text without the `^id` at its end, and the id it gives."""
    found = _BLOCK_ID.search(text) if "^" in text else None
    return (text[: found.start()], f"b-{found[1]}") if found else (text, "")


def _next_blank(tokens: Sequence[Token], begin: int) -> int:
    """The first blank line from a place on."""
    return next((n for n in range(begin, len(tokens)) if tokens[n]["type"] == "blank_line"), len(tokens))


def _code(token: Token, line: int, reading: Reading) -> Sequence[m.Block]:
    words = unescape(token.get("attrs", {}).get("info", "")).split()
    language = words[0] if words else ""
    text = token["raw"].removesuffix("\n")
    if language.lower() in _TEX_FENCES:
        return displayed(text.strip(), line, reading)
    return (listing(text, unescape(token.get("attrs", {}).get("info", "")), line, reading),)


def _rows(pieces: list[Piece]) -> list[list[Piece]]:
    """The lines of a paragraph, each with the break that ends it; a displayed formula has a line of its own."""
    rows: list[list[Piece]] = [[]]
    for number, piece in enumerate(pieces):
        display = isinstance(piece, Display) and not _goes_on(pieces[number + 1 : number + 2])
        if display:
            rows.append([])
        rows[-1].append(piece)
        if display or piece is SOFT_BREAK or isinstance(piece, m.Break):
            rows.append([])
    return [row for row in rows if row]


def _goes_on(following: list[Piece]) -> bool:
    """Whether punctuation follows, which cannot begin a line: the formula before it stays in the text."""
    return any(isinstance(piece, m.Text) and piece.text[:1] in tuple(".,;:!?)") for piece in following)


def _standalone(row: list[Piece]) -> m.Block | None:
    """The block a line stands for when a picture, an embed or a formula is all there is."""
    nodes = [piece for piece in row if not (isinstance(piece, m.Text) and not piece.text.strip())]
    nodes = [piece for piece in nodes if not isinstance(piece, m.Break)]
    match nodes:
        case [m.Image() as image]:
            return m.Figure(image, (m.Text(image.title),) if image.title else (), image.line)
        case [Embed(target, _, line)]:
            return m.Div("embed", (), (), (("target", target),), line)
        case [Display(block)]:
            return block
        case _:
            return None


def _paragraph(run: list[Piece], line: int) -> list[m.Block]:
    inlines = list(tidy(run))
    while inlines and isinstance(inlines[-1], m.Break):
        inlines.pop()
    if inlines and isinstance(first := inlines[0], m.Text):
        inlines[0] = m.Text(first.text.lstrip(" "))
    if inlines and isinstance(last := inlines[-1], m.Text):
        inlines[-1] = m.Text(last.text.rstrip(" "))
    inlines = [node for node in inlines if not (isinstance(node, m.Text) and not node.text)]
    return [m.Paragraph(tuple(inlines), line)] if inlines else []
