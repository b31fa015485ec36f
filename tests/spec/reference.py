"""Examples of Markdown's specifications, and what is compared of them: HTML without what no reader of a book sees.

The specification's own tests ignore white space, and so does this. Beyond that a book has its own idea of raw HTML: it
is cleaned, and what is left is read as Markdown would have said it. So both sides, the reference's HTML and that of the
model, are brought into one form here: elements that only group are opened, text that stands free is a paragraph, tags
no browser knows are text, and headings are counted by their place in the outline.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

FENCE = "`" * 32
VOID = ("br", "img", "hr", "input")
FLOW = (
    *("p", "blockquote", "ul", "ol", "li", "pre", "hr", "table", "thead", "tbody", "tfoot", "tr", "th", "td"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "dl", "dt", "dd", "figure", "figcaption", "caption"),
)
GROUPS = (
    *("div", "section", "article", "center", "header", "footer", "main", "aside", "nav", "address", "body", "html"),
    *("details", "summary", "form", "fieldset", "head", "link", "meta", "thead", "tbody", "tfoot"),
)
GONE = ("script", "style", "iframe", "textarea", "title", "svg", "math", "noframes", "xmp", "noembed", "plaintext")
SAME = {"i": "em", "b": "strong", "s": "del", "strike": "del", "ins": "u", "samp": "code", "tt": "code"}
INLINE = ("em", "strong", "code", "del", "a", "u", "sub", "sup", "kbd", "mark", "small", "q", "abbr", "ruby", "rt")
KNOWN = ("span", "font", "input", "button", "label", "big", "wbr", "bdi", "bdo", "nobr", "area", "time")
EMPTY = re.compile(r'<a href="(?:\./)?([^"]*?)(?:\.md)?"></a>')
HIDDEN = re.compile(r"<!--(?:-?>|.*?-->)|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|<![A-Za-z][^>]*>", re.DOTALL)
FILTERED = re.compile(r"<(?=/?(?:xmp|textarea|title|noembed|noframes|plaintext)\b)", re.IGNORECASE)
KEPT = {"a": ("href", "title"), "img": ("src", "alt", "title"), "ol": ("start",), "th": ("align",), "td": ("align",)}


@dataclass(frozen=True, slots=True)
class Example:
    """One example of a specification: its number from 1, the extension it shows, Markdown and HTML."""

    number: int
    kind: str
    markdown: str
    html: str


def examples(path: Path) -> list[Example]:
    out: list[Example] = []
    kind, parts = "", [""]
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            if line.startswith(FENCE + " example"):
                kind, parts = line[len(FENCE) + len(" example") :].strip(), [""]
            elif line.strip() == FENCE:
                out.append(Example(len(out) + 1, kind, *(part.replace("→", "\t") for part in parts)))
            elif line == ".\n" and len(parts) == 1:
                parts.append("")
            else:
                parts[-1] += line
    return out


# --------------------------------------------------------------------------- one form for both


@dataclass(slots=True)
class Element:
    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)
    raw: str = ""
    """Of a tag that no browser knows and nothing closes, how it is written."""


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("root")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = SAME.get(tag, tag)
        kept = {key: value or "" for key, value in attrs if key in KEPT.get(tag, ()) and value}
        known = tag in (*FLOW, *GROUPS, *GONE, *INLINE, *VOID, *KNOWN) or bool(attrs)
        element = Element(tag, kept, [], "" if known else self.get_starttag_text() or "")
        if tag in FLOW and tag not in ("td", "th", "li", "dt", "dd"):
            while self.open[-1].tag == "p":
                self.open.pop()
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        tag = SAME.get(tag, tag)
        if any(element.tag == tag for element in self.open):
            while (element := self.open.pop()).tag != tag:
                pass
            element.raw = ""

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def meaning(markup: str) -> str:
    """HTML in the form in which both sides are compared."""
    builder = _Builder()
    markup = EMPTY.sub(r'<a href="\1">\1</a>', FILTERED.sub("&lt;", HIDDEN.sub("", markup)))
    for tag in GONE:
        if f"</{tag}" not in markup.lower():
            markup = re.sub(f"<(?={tag}\\b)", "&lt;", markup, flags=re.IGNORECASE)
    builder.feed(markup)
    builder.close()
    root = builder.open[0]
    _rank(root, 0)
    return "\n".join(_lines(_flow(root), ""))


def _lines(nodes: Iterable[Element | str], indent: str) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield indent + repr(node)
        else:
            yield indent + " ".join((node.tag, *(f"{key}={value!r}" for key, value in sorted(node.attrs.items()))))
            yield from _lines(node.children, indent + "  ")


def _flow(element: Element) -> list[Element | str]:
    """The blocks in an element, its free text as paragraphs."""
    out: list[Element | str] = []
    run: list[Element | str] = []

    def flush() -> None:
        inlines = _trim(_inlines(run))
        if inlines:
            out.append(Element("text" if element.tag == "li" else "p", {}, inlines))
        run.clear()

    for child in _opened(element.children):
        if isinstance(child, str) or child.tag not in (*FLOW, "|"):
            run.append(child)
            continue
        flush()
        out += _settled(child)
    flush()
    return out


def _opened(children: Iterable[Element | str]) -> Iterator[Element | str]:
    """Children, with those of groups in their place, between marks where blocks part."""
    for child in children:
        if isinstance(child, Element) and child.tag in GROUPS:
            yield Element("|")
            yield from _opened(child.children)
            yield Element("|")
        elif isinstance(child, Element) and child.tag not in FLOW and (child.raw or _holds_blocks(child)):
            yield from _opened(child.children)
        elif not (isinstance(child, Element) and child.tag in GONE):
            yield child


def _holds_blocks(element: Element) -> bool:
    return any(
        isinstance(child, Element) and (child.tag in (*FLOW, *GROUPS) or _holds_blocks(child))
        for child in element.children
    )


def _settled(element: Element) -> list[Element | str]:
    tag, attrs = element.tag, element.attrs
    if tag == "|":
        return []
    if tag == "pre":
        return [Element("pre", {}, [_text(element).strip("\n")])] if _text(element).strip() else []
    if tag in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "th", "td", "dt", "caption", "figcaption"):
        inlines = _trim(_inlines(element.children))
        cell = tag in ("th", "td")
        return [Element(tag, attrs, inlines)] if inlines or cell else []
    if tag == "hr":
        return [element]
    if tag in ("table", "tr") and not _cells(element):
        return _flow(Element("root", {}, element.children))
    return [Element(tag, {k: v for k, v in attrs.items() if (k, v) != ("start", "1")}, _flow(element))]


def _says(element: Element) -> bool:
    """Whether there is anything in it but white space."""
    return any(c.strip() if isinstance(c, str) else c.tag in VOID or _says(c) for c in element.children)


def _cells(element: Element) -> bool:
    return any(isinstance(c, Element) and (c.tag in ("th", "td") or _cells(c)) for c in element.children)


def _text(element: Element) -> str:
    return "".join(child if isinstance(child, str) else _text(child) for child in element.children)


def _inlines(children: Iterable[Element | str], inside: tuple[str, ...] = ()) -> list[Element | str]:
    """Text and the elements that say something of it; a strong in a strong says nothing."""
    out: list[Element | str] = []
    for child in children:
        if isinstance(child, str):
            out.append(child)
        elif child.tag in ("br", "img", "input"):
            out.append(Element(child.tag, _addresses(child.attrs)))
        elif child.tag in GONE:
            continue
        elif child.raw:
            out += [child.raw, *_inlines(child.children, inside)]
        elif child.tag not in INLINE or child.tag in inside or (child.tag == "a" and not child.attrs.get("href")):
            out += _inlines(child.children, inside)
        elif child.tag == "code":
            out.append(Element("code", {}, [" ".join(_text(child).split())]))
        elif not _says(child):
            out += _inlines(child.children)
        elif inner := _joined(_inlines(child.children, (*inside, child.tag))):
            out.append(Element(child.tag, _addresses(child.attrs), inner))
    return out


def _addresses(attrs: dict[str, str]) -> dict[str, str]:
    return {key: unquote(value) if key in ("href", "src") else " ".join(value.split()) for key, value in attrs.items()}


def _joined(nodes: Iterable[Element | str]) -> list[Element | str]:
    """Texts that meet as one, white space as one space, none beside a break."""
    out: list[Element | str] = []
    for node in nodes:
        if isinstance(node, str) and out and isinstance(out[-1], str):
            out[-1] += node
        else:
            out.append(node)
    for number, node in enumerate(out):
        if isinstance(node, str):
            text = " ".join(f"\0{node}\0".split()).replace("\0", "")
            text = text.lstrip(" ") if number and _is_break(out[number - 1]) else text
            out[number] = text.rstrip(" ") if number + 1 < len(out) and _is_break(out[number + 1]) else text
    return [node for node in out if node != ""]


def _is_break(node: Element | str) -> bool:
    return isinstance(node, Element) and node.tag == "br"


def _trim(nodes: list[Element | str]) -> list[Element | str]:
    """A paragraph's inlines without white space and breaks at its ends."""
    breaks: list[Element | str] = [Element("br")]
    out = _joined([*breaks, *nodes, *breaks])
    while out and _is_break(out[-1]):
        out.pop()
    while out and _is_break(out[0]):
        out.pop(0)
    return out


def _rank(element: Element, depth: int) -> None:
    """Headings by their place in the outline: a note's first section is of level 2 whatever its author took."""
    opened: list[int] = []
    for child in element.children:
        if isinstance(child, Element) and len(child.tag) == 2 and child.tag[0] == "h" and child.tag[1].isdigit():
            level = int(child.tag[1])
            while opened and opened[-1] >= level:
                opened.pop()
            opened.append(level)
            child.tag = f"h{min(depth + len(opened) + 1, 6)}"
        elif isinstance(child, Element) and child.tag == "li":
            _rank(child, depth)
        elif isinstance(child, Element):
            _rank(child, depth + len(opened))
