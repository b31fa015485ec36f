"""Raw HTML as a tree of the elements a note may hold: nh3 cleans it, `html.parser` reads what is left."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import nh3

from pipeline.syntax import inline_html
from pipeline.syntax.printable import printable
from pipeline.syntax.svg import LINE

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_VOID = {"br", "img", "hr"}
FLOW = {
    "p", "div", "section", "article", "center", "header", "footer", "main", "aside", "nav", "address", "body",
    "ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "blockquote",
    "pre", "hr", "details", "summary", "figure", "figcaption", *HEADINGS,
}  # fmt: skip
_INLINE = {*inline_html.SPANS, *inline_html.EMPHASIS, *inline_html.CODE, "a", "br", "img"}
_DROPPED = {
    "script", "style", "iframe", "object", "embed", "svg", "math", "noscript", "template", "select", "video", "audio",
    "canvas", "rp",
}  # fmt: skip
_FLOW_TAG = re.compile(rf"<(?:{'|'.join(sorted(FLOW))})(?=[\s>/])", re.IGNORECASE)
_ATTRIBUTES = {
    "*": {LINE},
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start"},
    "td": {"align", "colspan"},
    "th": {"align", "colspan"},
    "code": {"class"},
    "pre": {"class", "lang"},
}
_SCHEMES = {"http", "https", "mailto", "tel", "obsidian", "zotero", "data", "file", "javascript", "vbscript", "doi"}
_DEEP = 500
_LEFT_OPEN = {*_VOID, "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "rt", "rp", "option", "input"}
_TAG = re.compile(r"""</?([A-Za-z][A-Za-z0-9]*)(?:=\s*+(?:"[^"]*"|'[^']*'|(?!["']))|[^<>=])*+>""")
_OPENING = re.compile(r"<(?=/?(?P<tag>[A-Za-z][A-Za-z0-9]*)|[/!?])")
_ENDED = _DROPPED - {"rp", "embed"}
_SHOWN = {"xmp", "textarea", "title", "noembed", "noframes", "plaintext"}
"""Elements that a browser would read to the end of the page; their tags are text, as GitHub has it (GFM 6.11)."""
_HIDDEN = re.compile(
    r"<\?(?:(?!<\?).)*?\?>|<!\[CDATA\[(?:(?!<!\[CDATA).)*?\]\]>|<!--(?:-?>|(?:(?!<!--).)*?-->)|<![A-Za-z][^<>]*>",
    re.DOTALL,
)
_DEEPEST = 24


@dataclass(slots=True)
class Element:
    """An element; its children are elements and text."""

    tag: str
    attrs: dict[str, str]
    children: list[Element | str] = field(default_factory=list)


class _Builder(HTMLParser):
    """A tree of the elements we know; what is nested too deep joins its parent."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {key: printable(value or "") for key, value in attrs})
        self._open[-1].children.append(element)
        if tag not in _VOID and len(self._open) < _DEEPEST:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self._open):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(printable(data))


def read_tree(raw: str, line: int) -> Element:
    builder = _Builder()
    raw = _HIDDEN.sub(lambda found: "\n" * found[0].count("\n"), raw)
    builder.feed(_clean(_number_lines(_shallow(_text_shown(raw)), line)))
    builder.close()
    return builder.root


def _number_lines(raw: str, line: int) -> str:
    """Write its line into each tag of a block, for nh3 keeps no positions."""

    def number(found: re.Match[str]) -> str:
        return f'{found[0]} {LINE}="{line + raw.count(chr(10), 0, found.start())}"'

    return _FLOW_TAG.sub(number, raw)


def _clean(raw: str) -> str:
    return nh3.clean(
        raw,
        tags=FLOW | _INLINE,
        clean_content_tags=_DROPPED,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
    )


def _shallow(raw: str) -> str:
    """HTML without the tags that nest too deep: nh3 takes a time over them that grows with its square."""
    if raw.count("<") < _DEEP:
        return raw
    depth = 0

    def keep(found: re.Match[str]) -> str:
        nonlocal depth
        if found[1].lower() in _LEFT_OPEN:
            return found[0]
        closing = found[0].startswith("</")
        depth -= closing and depth > 0
        kept = depth < _DEEP
        depth += not closing
        return found[0] if kept else ""

    return _TAG.sub(keep, raw)


def _text_shown(raw: str) -> str:
    """The signs `<` that open nothing as text: of tags that never end, of elements that would hide all that follows."""
    lower = raw.lower()
    ends = {tag: lower.rfind(f"</{tag}") for tag in _ENDED if f"<{tag}" in lower}

    def show(found: re.Match[str]) -> str:
        tag = (found["tag"] or "").lower()
        endless = raw[found.end()] != "/" and found.start() > ends.get(tag, len(raw))
        return "&lt;" if tag in _SHOWN or endless or not _TAG.match(raw, found.start()) else "<"

    return _OPENING.sub(show, raw)
