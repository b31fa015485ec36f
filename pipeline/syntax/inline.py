"""Inline tokens become typed nodes: the text of one block at a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pipeline import model as m
from pipeline.syntax import inlay, inline_html, url
from pipeline.syntax.door import read_inlines
from pipeline.syntax.printable import unescape
from pipeline.syntax.reading import Reading, Token
from pipeline.syntax.tidy import HARD_BREAK, SOFT_BREAK, Piece, tidy
from pipeline.syntax.wikilink import sized
from pipeline.text import plain


class Inlines:
    """Lowers the text of blocks; one per note."""

    def __init__(self, reading: Reading, env: dict[str, Any]) -> None:
        self.reading = reading
        self.env = env

    def read(self, text: str, at: int) -> tuple[m.Inline, ...]:
        return tidy(self.pieces(text, at))

    def pieces(self, text: str, at: int) -> list[Piece]:
        """Nodes with soft breaks still in place; the caller tidies them."""
        tokens = read_inlines(text, at, self.env)
        if len(tokens) == 1 and tokens[0]["type"] == "text":
            return _text(tokens[0]["raw"], linked=False)
        return self._lower(tokens, self.reading.line(at))

    def _lower(self, tokens: Iterable[Token], line: int, *, linked: bool = False) -> list[Piece]:
        frames = inline_html.Frames()
        for token in tokens:
            if token["type"] == "inline_html":
                inline_html.feed(frames, token["raw"], self.reading, line)
            else:
                if token["type"] in ("softbreak", "linebreak"):
                    line += 1
                frames.extend(self._node(token, line, linked=linked))
        return frames.close(self.reading, line)

    def _node(self, token: Token, line: int, *, linked: bool) -> list[Piece]:  # noqa: PLR0911 - one case for each kind of token
        match token["type"]:
            case "text":
                return _text(token["raw"], linked=linked)
            case "node":
                node: Piece = token["node"]
                return [node]
            case "codespan":
                return [m.Code(token["raw"])]
            case "softbreak":
                return [SOFT_BREAK]
            case "linebreak":
                return [HARD_BREAK]
            case "emphasis" | "strong":
                return [m.Emphasis(self._inner(token, line, linked=linked), strong=token["type"] == "strong")]
            case "span":
                return [m.Span(token["kind"], self._inner(token, line, linked=linked), token.get("attrs", ()))]
            case "link":
                return self._link(token, line)
            case "image":
                return [self._image(token, line)]
            case kind:
                raise AssertionError(kind)

    def _inner(self, token: Token, line: int, *, linked: bool) -> tuple[m.Inline, ...]:
        return tidy(self._lower(token["children"], line, linked=linked))

    def _link(self, token: Token, line: int) -> list[Piece]:
        address = token["attrs"]["url"]
        if token.get("bare") or "_autolink" in token:
            inlines: tuple[m.Inline, ...] = (m.Text(token["children"][0]["raw"]),)
        else:
            inlines = self._inner(token, line, linked=True)
        if url.is_unsafe(address):
            url.warn_unsafe(address, self.reading, line)
            return list(inlines)
        if target := url.note_target(address):
            return [m.Link(inlines or (m.Text(target),), target, note=True, line=line, title=_title(token))]
        if not address:
            return list(inlines)
        return [m.Link(inlines or (m.Text(address),), address, line=line, title=_title(token))]

    def _image(self, token: Token, line: int) -> Piece:
        address = token["attrs"]["url"]
        alt, width, height = sized(plain(self._inner(token, line, linked=True)))
        if url.is_unsafe_picture(address):
            url.warn_unsafe(address, self.reading, line)
            return m.Text(alt)
        size = token.get("size", {})
        width, height = width or size.get("width", 0), height or size.get("height", 0)
        source = inlay.named(url.local_path(address), self.reading)
        return m.Image(alt, source, _title(token), width, height, line=line)


def _title(token: Token) -> str:
    return unescape(token["attrs"].get("title") or "")


def _text(raw: str, *, linked: bool) -> list[Piece]:
    if "@" not in raw or linked:
        return [m.Text(unescape(raw))]
    pieces: list[Piece] = []
    done = 0
    for found in url.EMAIL.finditer(raw):
        pieces += [m.Text(unescape(raw[done : found.start()])), m.Link((m.Text(found[0]),), "mailto:" + found[0])]
        done = found.end()
    return [*pieces, m.Text(unescape(raw[done:]))]
