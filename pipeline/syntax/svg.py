"""Drawings in a note's HTML, `<svg>…</svg>`: each becomes a picture before anything else is read.

HTML forgives what XML does not: names in any case, tags left open, no namespace (HTML 13.2.6.5). What a drawing says in
words describes it; what it could not draw stays text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from html import escape

from pipeline.syntax import inlay
from pipeline.syntax.comment import Code, closing, starts_of
from pipeline.syntax.printable import unescape
from pipeline.syntax.reading import Reading

LINE = "data-line"
_INSIDE = r"""(?:=\s*+(?:"[^"]*"|'[^']*'|(?!["']))|[^<>=])*+"""
_MARK = re.compile(r"\\[\\`<$]|`+|\$\$|<svg(?=[\s/>])", re.IGNORECASE)
_SVG = re.compile(rf"<(?P<close>/?)svg(?=[\s/>])(?P<inside>{_INSIDE})>", re.IGNORECASE)
_TAG = re.compile(
    rf"<(?P<close>/?)(?P<name>[A-Za-z][\w:.-]*+)(?P<inside>{_INSIDE})>"
    r"|<!\[CDATA\[(?P<data>(?:(?!<!\[CDATA\[).)*?)\]\]>|<[!?][^<>]*>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]++)(?:\s*+=\s*+("[^"]*"|'[^']*'|[^\s"'<>]++))?""")
_NAME = re.compile(r"(?:xlink:|xml:)?[A-Za-z_][A-Za-z0-9_.-]*")
_CAPITALS = """
linearGradient radialGradient clipPath foreignObject textPath viewBox preserveAspectRatio textLength lengthAdjust
gradientUnits gradientTransform spreadMethod clipPathUnits maskUnits maskContentUnits patternUnits patternContentUnits
patternTransform markerUnits markerWidth markerHeight refX refY
"""
_CASED = {name.lower(): name for name in _CAPITALS.split()}
_SHAPES = frozenset(("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "use", "image"))
_TOLD = {"text": "text", "title": "name", "desc": "name", "style": "", "script": "", "metadata": ""}
_WIDTH = re.compile(r"(?:^|;)\s*(?:max-)?width\s*:\s*(\d+)(?:\.\d+)?px", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"data:image/svg\+xml[^,\s]*,\s*\Z", re.IGNORECASE)
_ALONE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*\Z")


def draw(lines: list[str], reading: Reading) -> list[str]:
    """The lines with a tag `<img>` for each drawing, `reading.inlays` with the drawings; lines stay what they were."""
    text = "\n".join(lines)
    if "<svg" not in text.lower():
        return lines
    starts = starts_of(lines)
    pieces: list[str] = []
    joined: set[int] = set()
    done = 0
    for begin, end in _drawings(text, lines, starts):
        first, last = bisect_right(starts, begin) - 1, bisect_right(starts, end - 1) - 1
        raw, before = text[begin:end], text[starts[first] : begin]
        if before.lstrip().startswith(">"):
            raw = re.sub(r"\n[ \t]*>+", "\n", raw)
        pieces += (text[done:begin], _picture(raw, reading.line(first), reading))
        opened = _SVG.match(raw)
        is_block = opened and _ALONE.match(before) and not raw[opened.end() :].partition("\n")[0].strip()
        pieces += () if is_block else ("<wbr>",)  # a tag alone on a line would begin a block of HTML (CommonMark 4.6)
        joined.update(range(first + 1, last + 1))
        done = end
    reading.origin = [line for row, line in enumerate(reading.origin) if row not in joined]
    return "".join((*pieces, text[done:])).split("\n")


def _drawings(text: str, lines: list[str], starts: list[int]) -> list[tuple[int, int]]:
    """Begin and end of each drawing outside of code and formulas."""
    ends, code, done = _ends(text), Code(), 0
    found: list[tuple[int, int]] = []
    for row, line in enumerate(lines):
        start, stop = starts[row], starts[row] + len(line)
        if start < done >= stop or (done <= start and code.covers(line)):
            continue
        at = max(done, start)
        while at < stop and (mark := _MARK.search(text, at, stop + 1)):
            at = mark.end()
            if mark[0][0] == "<" and mark.start() in ends:
                at = ends[mark.start()]
                if not _IN_ADDRESS.search(text, max(0, mark.start() - 80), mark.start()):
                    found.append((mark.start(), at))
            elif mark[0][0] in "`$":
                at = max(at, closing(text, mark[0], at))
        done = max(done, at)
    return found


def _ends(text: str) -> dict[int, int]:
    """Where each drawing ends that is closed, by where it begins."""
    opened: list[int] = []
    ends: dict[int, int] = {}
    for tag in _SVG.finditer(text):
        if not tag["close"] and tag["inside"].endswith("/"):
            ends[tag.start()] = tag.end()
        elif not tag["close"]:
            opened.append(tag.start())
        elif opened:
            ends[opened.pop()] = tag.end()
    return ends


@dataclass(slots=True)
class _Drawing:
    """A drawing while it is read: as XML, the words on it, those that name it, and those it has no place for."""

    xml: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    stray: list[str] = field(default_factory=list)
    has_shapes: bool = False


def _picture(raw: str, line: int, reading: Reading) -> str:
    """The tag that stands for a drawing; its words, if nothing is drawn."""
    root = _attributes(_SVG.match(raw))
    found = _read(raw)
    label = " ".join((root.get("aria-label") or ", ".join(_told(found.names))).split())
    words = ", ".join(_told(found.words))
    stray = _text(" ".join(found.stray))
    hint = "export the drawing as a file, and link to it"
    if not found.has_shapes:
        reading.warn(line, "broken-image", "a drawing <svg> without shapes; its words stay", hint, at="<svg")
        return " ".join(filter(None, (_text(label), stray)))
    if stray:
        told = "words in a drawing <svg> that are not drawn stand beside it"
        reading.warn(line, "broken-image", told, hint, at="<svg")
    name = inlay.keep("".join(found.xml).encode("utf-8", "replace"), "svg", reading)
    wide = _WIDTH.search(root.get("style", ""))
    size = f' width="{wide[1]}"' if wide and "width" not in root else ""
    alt = _text(": ".join(filter(None, (label, words))))
    return f'<img src="{name}" alt="{alt}"{size} {LINE}="{line}">' + (f" {stray}" if stray else "")


def _read(raw: str) -> _Drawing:
    found = _Drawing()
    stack: list[tuple[str, str]] = [("", "stray")]
    count: Counter[str] = Counter()
    done = 0
    for tag in _TAG.finditer(raw):
        _take(unescape(raw[done : tag.start()]), stack[-1][1], found)
        done = tag.end()
        name = (tag["name"] or "").lower()
        name = _CASED.get(name, name).replace(":", "_")
        if tag["data"] is not None:
            _take(tag["data"], stack[-1][1], found)
        elif name and not tag["close"]:
            _open(name, tag, stack, found)
            count[name] += stack[-1][0] == name and not tag["inside"].endswith("/")
        elif name and count[name]:
            closed = ""
            while closed != name:
                closed, _ = stack.pop()
                count[closed] -= 1
                found.xml.append(f"</{closed}>")
    found.xml += [f"</{name}>" for name, _ in reversed(stack[1:])]
    return found


def _open(name: str, tag: re.Match[str], stack: list[tuple[str, str]], found: _Drawing) -> None:
    attributes = _attributes(tag)
    told = _TOLD.get(name, stack[-1][1])
    found.has_shapes = found.has_shapes or name in _SHAPES
    if name in ("text", "title", "desc"):
        (found.words if name == "text" else found.names).append("")
    elif told == "text" and attributes.keys() & {"x", "y", "dy"}:
        found.words[-1] += " "
    spaces = ' xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"' if len(stack) == 1 else ""
    pairs = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    if tag["inside"].endswith("/"):
        found.xml.append(f"<{name}{spaces}{pairs}/>")
    else:
        found.xml.append(f"<{name}{spaces}{pairs}>")
        stack.append((name, told))


def _take(text: str, told: str, found: _Drawing) -> None:
    """Text of a drawing, by what it tells."""
    found.xml.append(escape(text, quote=False))
    if told == "text":
        found.words[-1] += text
    elif told == "name":
        found.names[-1] += text
    elif told == "stray":
        found.stray += text.split()


def _attributes(tag: re.Match[str] | None) -> dict[str, str]:
    """The attributes of a tag, the first of each name, as XML knows them."""
    found: dict[str, str] = {}
    for each in _ATTRIBUTE.finditer(tag["inside"] if tag else ""):
        key, value = each[1].lower(), each[2] or ""
        if _NAME.fullmatch(key) and not key.startswith("xmlns"):
            found.setdefault(_CASED.get(key, key), unescape(value[1:-1] if value[:1] in ("'", '"') else value))
    return found


def _told(texts: list[str]) -> list[str]:
    return [told for text in texts if (told := " ".join(text.split()))]


def _text(words: str) -> str:
    """Words of which no sign means anything, wherever they stand."""
    return re.sub(r"[^\w\s]", lambda sign: f"&#{ord(sign[0])};", words)
