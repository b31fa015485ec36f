"""Raw HTML inside a line: known tags become spans, unknown ones vanish, and so does what could harm."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

from pipeline import model as m
from pipeline.syntax import inlay, url
from pipeline.syntax.reading import Reading
from pipeline.syntax.svg import LINE
from pipeline.syntax.tidy import Piece, tidy
from pipeline.text import plain

SPANS = {
    "sub": "sub",
    "sup": "sup",
    "kbd": "kbd",
    "mark": "mark",
    "u": "u",
    "ins": "u",
    "small": "small",
    "del": "del",
    "s": "del",
    "strike": "del",
    "abbr": "abbr",
    "ruby": "ruby",
    "rt": "rt",
    "q": "q",
}
EMPHASIS = {"em": False, "i": False, "cite": False, "dfn": False, "var": False, "strong": True, "b": True}
CODE = ("code", "samp", "tt")
_DROPPED = ("script", "style", "iframe", "object", "embed", "svg", "rp", "noscript", "template")
_HTML = """
a abbr acronym address article aside b base bdi bdo big blink blockquote body br button canvas caption center cite code
col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form
frame h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark
marquee menu meta meter nav nobr noscript object ol optgroup option output p param picture pre progress q rp rt ruby s
samp script section select slot small source span strike strong style sub summary sup svg table tbody td template
tfoot th thead time tr track tt u ul var video audio wbr
"""
_KNOWN = frozenset(_HTML.split())
_UNSAFE = re.compile(
    r"<\s*(?P<tag>script|style|iframe|object|embed|applet|frame|frameset|form|meta|base|link)\b|"
    r"<[^<>]*\s(?P<handler>on[a-z]+)\s*=",
    re.IGNORECASE,
)
_DEEPEST = 20


def warn_unsafe(raw: str, reading: Reading, line: int) -> None:
    found = _UNSAFE.search(raw)
    if found is None:
        return
    line += raw.count("\n", 0, found.start())
    what = f"<{found['tag'].lower()}>" if found["tag"] else f"the handler {found['handler'].lower()}"
    hint = "write it in Markdown; books run no programs"
    reading.warn(line, "unsafe-html", f"{what} is left out", hint, at=found["handler"] or found[0])


@dataclass(slots=True)
class Frame:
    """An element that is open: its tag as written, and what it holds so far."""

    tag: str
    raw: str
    attrs: dict[str, str]
    nodes: list[Piece] = field(default_factory=list)


class Frames:
    """The elements that are open while a line is read."""

    def __init__(self) -> None:
        self._stack = [Frame("", "", {})]

    @property
    def nodes(self) -> list[Piece]:
        return self._stack[-1].nodes

    def extend(self, nodes: Iterable[Piece]) -> None:
        self.nodes.extend(nodes)

    def open(self, frame: Frame) -> None:
        if len(self._stack) < _DEEPEST:
            self._stack.append(frame)

    def shut(self, tag: str, reading: Reading, line: int) -> None:
        """Close an element and those left open inside it; a stray closing tag is nothing."""
        if not any(frame.tag == tag for frame in self._stack):
            return
        closed = ""
        while closed != tag:
            frame = self._stack.pop()
            closed = frame.tag
            if closed == tag or closed in _KNOWN:
                self.extend(element(frame, reading, line))
            else:
                self._flatten(frame)

    def close(self, reading: Reading, line: int) -> list[Piece]:
        """What is left open ends with the paragraph; what would hide its rest is no element."""
        while len(self._stack) > 1:
            frame = self._stack.pop()
            if frame.tag in _KNOWN and frame.tag not in _DROPPED:
                self.extend(element(frame, reading, line))
            else:
                self._flatten(frame)
        return self._stack[0].nodes

    def _flatten(self, frame: Frame) -> None:
        unknown = frame.tag not in _KNOWN and not frame.attrs and not frame.raw.endswith("/>")
        if unknown or frame.tag in _DROPPED:
            self.nodes.append(m.Text(frame.raw))  # "List<int>": what no browser knows is text
        self.extend(frame.nodes)


class _Tag(HTMLParser):
    """Reads one tag."""

    name = ""
    closing = False

    def __init__(self, raw: str) -> None:
        super().__init__()
        self.attributes: dict[str, str] = {}
        self.feed(raw)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.name = tag
        self.attributes = {key: value or "" for key, value in attrs}

    def handle_endtag(self, tag: str) -> None:
        self.closing = self.closing or not self.name
        self.name = self.name or tag


def feed(frames: Frames, raw: str, reading: Reading, line: int) -> None:
    """Take in one piece of raw HTML: a tag, a comment or a declaration."""
    if raw.startswith(("<!", "<?")):
        return
    tag = _Tag(raw)
    warn_unsafe(raw, reading, line)
    if tag.closing:
        frames.shut(tag.name, reading, line)
    elif tag.name == "br":
        frames.extend([m.Break()])
    elif tag.name == "img":
        frames.extend(image(tag.attributes, reading, line))
    elif tag.name and (tag.name not in _KNOWN or tag.name in (*SPANS, *EMPHASIS, *CODE, *_DROPPED, "a")):
        frames.open(Frame(tag.name, raw, tag.attributes))


def element(frame: Frame, reading: Reading, line: int) -> list[Piece]:  # noqa: PLR0911 - one for each family
    """The nodes an element stands for."""
    tag = frame.tag
    if tag in _DROPPED:
        return []
    if tag not in (*SPANS, *EMPHASIS, *CODE, "a") or not frame.nodes:
        return frame.nodes
    inlines = tidy(frame.nodes)
    if tag in EMPHASIS:
        return [m.Emphasis(inlines, strong=EMPHASIS[tag])]
    if tag in CODE:
        return [m.Code(plain(inlines))]
    if tag in SPANS:
        title = frame.attrs.get("title", "")
        return [m.Span(SPANS[tag], inlines, (("title", title),) if title else ())]
    address = frame.attrs.get("href", "").strip()
    if url.is_unsafe(address):
        url.warn_unsafe(address, reading, line)
        return list(inlines)
    target = url.note_target(address)
    if not address:
        return list(inlines)
    return [m.Link(inlines, target or address, note=bool(target), line=line, title=frame.attrs.get("title", ""))]


def image(attrs: dict[str, str], reading: Reading, line: int) -> list[Piece]:
    line = numbered(attrs, line)
    source, alt = attrs.get("src", "").strip(), " ".join(attrs.get("alt", "").split())
    if url.is_unsafe_picture(source):
        url.warn_unsafe(source, reading, line)
        return [m.Text(alt)]
    if not source:
        return [m.Text(alt)]
    width, height = _pixels(attrs.get("width", "")), _pixels(attrs.get("height", ""))
    source = inlay.named(url.local_path(source), reading)
    return [m.Image(alt, source, attrs.get("title", ""), width, height, line=line)]


def numbered(attrs: dict[str, str], line: int) -> int:
    """The line that an element says it stands in, else the one that is known."""
    number = attrs.get(LINE, "")
    return int(number) if number.isdecimal() and len(number) < 8 else line


def _pixels(text: str) -> int:
    found = re.fullmatch(r"\s*(\d{1,5})(?:\.\d+)?(?:px)?\s*", text)
    return int(found[1]) if found else 0
